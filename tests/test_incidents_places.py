"""Which places a sentence gives to an incident, and in what role: each rule with its twin."""

from __future__ import annotations

import pytest

from tests.support.incidents import places_of

BOUND = {
    "a list after a colon": (
        "Guided bombs were dropped on villages of the Sumy region: Bilopillia, Esman and Vorozhba.",
        "air_strike",
        {("target", "Bilopillia"), ("target", "Esman"), ("target", "Vorozhba")},
    ),
    "a clause after a colon is no list": (
        "Guided bombs were dropped on Esman: in Vorozhba nobody slept.",
        "air_strike",
        {("target", "Esman")},
    ),
    "members that a list names by their kind": (
        "Shells hit Nikopol, Marhanets, and the villages of Pokrovske and Myrove.",
        "shelling",
        {("target", "Nikopol"), ("target", "Marhanets"), ("target", "Pokrovske")}
        | {("target", "Myrove")},
    ),
    "a village of a district names what holds it": (
        "Shells hit Myrove, a village of the Nikopol district.",
        "shelling",
        {("target", "Myrove")},
    ),
    "a list that goes on after a clause": (
        "Power was lost in Kharkiv, where homes went dark, as well as in Sumy and Poltava.",
        "service_outage",
        {("affected", "Kharkiv"), ("affected", "Sumy"), ("affected", "Poltava")},
    ),
    "one more of what was told": (
        "A glide bomb fell on Lyman. Another hit Yampil; a third exploded near Torske.",
        "air_strike",
        {("target", "Lyman"), ("target", "Yampil"), ("target", "Torske")},
    ),
    "another attack is another incident": (
        "A glide bomb fell on Lyman. Rockets hit Yampil.",
        "air_strike",
        {("target", "Lyman")},
    ),
    "an ellipsis": (
        "Kyiv and Lviv were hit, as was Konotop in the Sumy region.",
        "strike_unspecified",
        {("target", "Kyiv"), ("target", "Lviv"), ("target", "Konotop")},
    ),
    "where what was sent came from": (
        "Russia launched six Kalibr missiles from ships in the Black Sea at Odesa.",
        "missile_strike",
        {("target", "Odesa"), ("origin", "Black Sea")},
    ),
    "ships in a port are hit there": (
        "Ukraine hit two ships in Sevastopol with missiles.",
        "missile_strike",
        {("target", "Sevastopol")},
    ),
    "a road is not what it leads to": (
        "In Pokrovsk, a bus on the road to Dnipro was shelled.",
        "shelling",
        {("target", "Pokrovsk")},
    ),
    "a nearer trigger of another kind takes the place": (
        "Homes in Orikhiv were damaged by shelling, and 400 people left for Zaporizhzhia.",
        "displacement",
        {("venue", "Zaporizhzhia")},
    ),
    "a hospital is where the wounded are": (
        "A drone struck a van in Beryslav, and its driver was taken to hospital in Kherson.",
        "drone_strike",
        {("target", "Beryslav")},
    ),
    "a hospital that is hit": (
        "A drone struck a hospital in Kherson.",
        "drone_strike",
        {("target", "Kherson")},
    ),
    "a grave is not where they died": (
        "Two of the soldiers killed near Lyman were buried in Poltava.",
        "casualties",
        {("affected", "Lyman")},
    ),
    "what lies beside a place": (
        "Two women were killed in Kiliia, on the Danube, when a drone hit their house.",
        "drone_strike",
        {("target", "Kiliia")},
    ),
    "a place of the sentence that nothing took": (
        "Smoke rose above Sevastopol as a missile hit a warehouse.",
        "missile_strike",
        {("target", "Sevastopol")},
    ),
    "a place that something was done by": (
        "A missile hit the bridge, and traffic is being sent round by Armiansk.",
        "missile_strike",
        set(),
    ),
    "the place of a local official": (
        "Drones exploded next to the town hall, said the mayor of Enerhodar.",
        "drone_strike",
        {("target", "Enerhodar")},
    ),
    "a minister speaks for no town": (
        "Drones exploded next to the town hall, the defence ministry in Moscow said.",
        "drone_strike",
        set(),
    ),
    "the city that an adjective tells more of": (
        "People were still asleep in Chernihiv. A missile hit the centre of the Ukrainian city.",
        "missile_strike",
        {("target", "Chernihiv")},
    ),
    "the town and not the region it lies in": (
        "Oleksii had come to Bilopillia, a town in the Sumy region. Shells hit his car.",
        "shelling",
        {("target", "Bilopillia")},
    ),
    "a river is no place of a report": (
        "Oleshky lies on the Dnipro. Shells set a school on fire.",
        "shelling",
        {("target", "Oleshky")},
    ),
    "where people left and where they went": (
        "Residents of Vovchansk fled. Buses took 200 people to Kharkiv.",
        "displacement",
        {("origin", "Vovchansk"), ("venue", "Kharkiv")},
    ),
    "where people were arrested": (
        "A man was arrested in Lviv on suspicion of treason.",
        "detention_exchange",
        {("venue", "Lviv")},
    ),
    "a sea that missiles are fired over": (
        "Two missiles fired over the Black Sea hit a holiday home in Zatoka.",
        "missile_strike",
        {("origin", "Black Sea"), ("target", "Zatoka")},
    ),
    "a town that missiles burst over": (
        "Two missiles burst over Zatoka.",
        "missile_strike",
        {("target", "Zatoka")},
    ),
    "where the jets came from": (
        "Two Su-30 jets from Crimea dropped bombs on Zatoka.",
        "air_strike",
        {("origin", "Crimea"), ("target", "Zatoka")},
    ),
    "where a train runs": (
        "Near Konotop, a drone hit the express from Kyiv to Sumy.",
        "drone_strike",
        {("target", "Konotop")},
    ),
    "there is none": (
        "Children from Nikopol were sent to Poltava. In Marhanets there has been no water since.",
        "service_outage",
        {("affected", "Marhanets")},
    ),
    "there points to the place and not to what lies near it": (
        "Missiles hit the airfield at Vasylkiv near Kyiv; an oil depot there is burning.",
        "infrastructure_damage",
        {("affected", "Vasylkiv")},
    ),
    "each place before the colon of a line": (
        "Zolochiv, Kupiansk and Izium: one dead in each town.",
        "casualties",
        {("affected", "Zolochiv"), ("affected", "Kupiansk"), ("affected", "Izium")},
    ),
    "a sentence before a dash is no label": (
        "Zolochiv was quiet – in Izium two people were hurt.",
        "casualties",
        {("affected", "Izium")},
    ),
    "the place of the sentence before, told twice": (
        "Railways were hit. A bridge was blown up near Bataysk. Seven people lost their lives.",
        "casualties",
        {("affected", "Bataysk")},
    ),
    "words on both sides of a clause": (
        "Fighters of a corps, who support Kyiv, crossed the border at Grayvoron.",
        "raid_sabotage",
        {("target", "Grayvoron")},
    ),
    "what a clause with a day of its own tells": (
        "It is the biggest gain since Bakhmut was taken last May.",
        "territory_change",
        {("captured", "Bakhmut")},
    ),
    "what only dates something else": (
        "It is the biggest gain since Bakhmut was taken.",
        "territory_change",
        set(),
    ),
    "what only gives the bearing": (
        "Russian forces attacked southwest of Donetsk near Novomykhailivka and Pobieda.",
        "ground_combat",
        {("target", "Novomykhailivka"), ("target", "Pobieda")},
    ),
    "what lies near is no site": (
        "Russian forces attacked positions in Novomykhailivka near Donetsk.",
        "ground_combat",
        {("target", "Novomykhailivka")},
    ),
    "harm after a semicolon": (
        "A missile hit Poltava; a warehouse caught fire.",
        "infrastructure_damage",
        {("affected", "Poltava")},
    ),
    "what missiles reached, not where they came from": (
        "Missiles launched from bombers over the Caspian Sea reached Kyiv, Vinnytsia and Lviv.",
        "missile_strike",
        {
            ("origin", "Caspian Sea"),
            ("target", "Kyiv"),
            ("target", "Vinnytsia"),
            ("target", "Lviv"),
        },
    ),
    "a government is not the village": (
        "Troops entered Robotyne. Moscow said the village was still in Russian hands.",
        "territory_change",
        {("captured", "Robotyne")},
    ),
    "the capital is the largest city": (
        "Missiles hit Kyiv and Uman. In the capital, debris damaged a school.",
        "infrastructure_damage",
        {("affected", "Kyiv")},
    ),
    "the city is the last that was named": (
        "Missiles hit Kyiv and Uman. In the city, debris damaged a school.",
        "infrastructure_damage",
        {("affected", "Uman")},
    ),
    "a subject before a relative clause": (
        "Lyman, which had been occupied since May, is again under Ukrainian control.",
        "territory_change",
        {("captured", "Lyman")},
    ),
    "the bridge at a place, with words between": (
        "The bridge at Kherson, which was rebuilt last year, was hit by a missile.",
        "missile_strike",
        {("target", "Kherson")},
    ),
    "a relative clause that a list ends has no main clause behind it": (
        "Drones hit a depot in Lyman, which lies in ruins, two shops and a school.",
        "drone_strike",
        {("target", "Lyman")},
    ),
    "what a clause with which tells of the place before it": (
        "Donetsk is near Melitopol, which Russian troops captured in 2022.",
        "territory_change",
        {("captured", "Melitopol")},
    ),
    "each clause has its own target": (
        "Missiles hit Odesa port as Ukraine strikes Dzhankoi.",
        "missile_strike",
        {("target", "Odesa port")},
    ),
    "and the other clause its own": (
        "Missiles hit Odesa port as Ukraine strikes Dzhankoi.",
        "strike_unspecified",
        {("target", "Dzhankoi")},
    ),
    "countries in a row": (
        "Iran, Iraq and Lebanon had closed their airspace during the night.",
        "service_outage",
        {("affected", "Iran"), ("affected", "Iraq"), ("affected", "Lebanon")},
    ),
    "a row ends where other words stand": (
        "Iran said that Lebanon had closed its airspace.",
        "service_outage",
        {("affected", "Lebanon")},
    ),
    "a label behind a day, with its region": (
        "8 May 2023, Kostiantynivka, Donetsk region: an S-300 strike on a depot.",
        "missile_strike",
        {("target", "Kostiantynivka")},
    ),
    "where a report was written is no label": (
        "KHARKIV, Ukraine — In Izium an S-300 hit a depot.",
        "missile_strike",
        {("target", "Izium")},
    ),
    "a dateline with a day": (
        "Kyiv, Wednesday — Russia and Ukraine exchanged 478 prisoners.",
        "detention_exchange",
        set(),
    ),
    "there is where troops were moved": (
        "Pokrovsk is under pressure. Moscow has moved 30,000 men there.",
        "force_movement",
        {("staging", "Pokrovsk")},
    ),
    "there is nothing without a place": (
        "Pressure grows. There are 30,000 men, and Moscow has moved reserves.",
        "force_movement",
        set(),
    ),
    "the place before the clause of an interception": (
        "The sky over Kyiv was red as crews downed two drones.",
        "interception",
        {("intercepted", "Kyiv")},
    ),
    "a clause goes on from the one before it": (
        "Trostianets was calm. Lviv was rocked by missiles on Saturday; a fuel depot was hit.",
        "strike_unspecified",
        {("target", "Lviv")},
    ),
    "a bridge over a river is not where the paragraph goes on": (
        "In Chernihiv an aircraft destroyed the bridge over the Desna. There is no power now.",
        "service_outage",
        {("affected", "Chernihiv")},
    ),
    "the region is not the one that the text has left": (
        "Farms burned in Donetsk region. Kherson was shelled. Nine people of the region were hurt.",
        "casualties",
        {("affected", "Kherson")},
    ),
    "what people did not survive has happened": (
        "A man and a woman in Bilozerka did not survive the shelling of their street.",
        "shelling",
        {("target", "Bilozerka")},
    ),
    "a town told of between commas has fallen": (
        "Slavutych, home to 25,000 people, had fallen that morning.",
        "territory_change",
        {("captured", "Slavutych")},
    ),
    "the city that they took": (
        "In Kherson, the first large city that they took, all was calm.",
        "territory_change",
        {("captured", "Kherson")},
    ),
    "crowds are broken up": (
        "In Kherson gatherings were broken up with tear gas.",
        "protest",
        {("venue", "Kherson")},
    ),
    "drones that were stopped over regions": (
        "Mobile groups accounted for nine of the drones over Odesa, Mykolaiv and Kyiv regions.",
        "interception",
        {
            ("intercepted", "Odesa"),
            ("intercepted", "Mykolaiv"),
            ("intercepted", "Kyiv regions"),
        },
    ),
    "the country where somebody speaks of it": (
        "In Iraq, the group called the bombing of Kherson a crime.",
        "air_strike",
        {("target", "Kherson")},
    ),
    "the country where it happened": (
        "In Iraq, warplanes bombed two villages.",
        "air_strike",
        {("target", "Iraq")},
    ),
    "the enclave is the one that was named": (
        "Fighting goes on in Gaza. Some 38,900 people have died in the enclave since October.",
        "casualties",
        {("affected", "Gaza")},
    ),
    "where fire came from was not hit": (
        "In Kherson, shelled from across the Dnipro most days, a woman was killed.",
        "shelling",
        {("target", "Kherson"), ("origin", "Dnipro")},
    ),
    "from one end to the other is hit": (
        "Kyiv was hit in a wave of attacks that reached from Kharkiv in the east to Lviv.",
        "strike_unspecified",
        {("target", "Kharkiv"), ("target", "Lviv"), ("target", "Kyiv")},
    ),
    "what is occupied goes on with where fire came from": (
        "Russia launched 49 drones from Bryansk region and occupied Crimea.",
        "drone_strike",
        {("origin", "Bryansk region"), ("origin", "Crimea")},
    ),
    "who speaks for a state speaks in its capital": (
        "In Kyiv the army's spokesman reported one soldier killed and seven wounded.",
        "casualties",
        set(),
    ),
    "who speaks for a city speaks of it": (
        "In Kyiv the mayor reported one man killed and seven wounded.",
        "casualties",
        {("affected", "Kyiv")},
    ),
    "where an exchange was agreed it did not take place": (
        "A thousand prisoners came home in an exchange agreed in Istanbul.",
        "detention_exchange",
        set(),
    ),
    "the town that was taken, and who was killed": (
        "The ministry said its forces had captured Lyman and killed 200 soldiers.",
        "territory_change",
        {("captured", "Lyman")},
    ),
    "the city is no village": (
        "Troops fought at Pokrovsk, Hryshyne and Udachne. A sabotage group entered the city.",
        "raid_sabotage",
        {("target", "Pokrovsk")},
    ),
    "the city is a town where no city is named": (
        "Shells fell on Udachne. Two people were killed in the city.",
        "casualties",
        {("affected", "Udachne")},
    ),
    "the capital of the same sentence": (
        "Drones flew to Moscow. A missile gutted a block in Kyiv, the worst in the capital so far.",
        "missile_strike",
        {("target", "Kyiv")},
    ),
    "there is not what a town may become": (
        "Avdiivka could become a second Bakhmut. Three assaults were beaten back there.",
        "ground_combat",
        {("target", "Avdiivka")},
    ),
    "where something was said, between commas": (
        "Denmark, she said in Munich on Sunday, would hand over its artillery.",
        "aid_sanctions",
        set(),
    ),
}


@pytest.mark.parametrize(("text", "type_id", "wanted"), BOUND.values(), ids=BOUND)
def test_places_are_bound(text: str, type_id: str, wanted: set[tuple[str, str]]) -> None:
    """A row that shows a rule stands beside one where the rule must not hold."""
    assert places_of(text, type_id) == wanted


def test_attacks_in_six_regions_were_not_only_where_the_lights_went_out() -> None:
    text = "Power was cut in Sumy and Odesa after Russia attacked plants in {}."

    assert places_of(text.format("six regions"), "strike_unspecified") == set()
    assert places_of(text.format("the night"), "strike_unspecified") == {
        ("target", "Sumy"),
        ("target", "Odesa"),
    }
