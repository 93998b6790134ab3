"""What a place is that stands beside an incident: an end of a journey, the way, a seat, a post.

Each rule has rows in which it must not hold.
"""

from __future__ import annotations

import pytest

from tests.support.incidents import places_of

WHERE = {
    "who is housed is there": (
        "Ninety pensioners from Toretsk were housed in a sanatorium in Uman.",
        "displacement",
        {("origin", "Toretsk"), ("venue", "Uman")},
    ),
    "who is housed is there: 2": (
        "Refugees were sheltering in a gym in Lviv.",
        "displacement",
        {("venue", "Lviv")},
    ),
    "who is housed is there: 3": (
        "Two hundred evacuees arrived in Poltava on Sunday.",
        "displacement",
        {("venue", "Poltava")},
    ),
    "who leaves is not": (
        "Residents of Lyman are being evacuated.",
        "displacement",
        {("origin", "Lyman")},
    ),
    "who leaves is not: 2": (
        "About 5,000 people were evacuated in Vuhledar.",
        "displacement",
        {("origin", "Vuhledar")},
    ),
    "the other end of a journey": (
        "Some 800 people fled Izium, and most of them reached Dnipro by Friday.",
        "displacement",
        {("origin", "Izium"), ("venue", "Dnipro")},
    ),
    "the other end of a journey: 2": (
        "About 150 people were led out of Soledar; most went on to Kramatorsk.",
        "displacement",
        {("origin", "Soledar"), ("venue", "Kramatorsk")},
    ),
    "the other end of a journey: 3": (
        "Buses took 90 children, many of them orphans, from Kreminna to Sloviansk.",
        "displacement",
        {("origin", "Kreminna"), ("venue", "Sloviansk")},
    ),
    "no end in a clause of its own": (
        "The evacuation of Kherson, where trains to Odesa once stopped, has begun.",
        "displacement",
        {("origin", "Kherson")},
    ),
    "who leaves a place for another": (
        "A tank column left Voronezh for Valuyki on Sunday.",
        "force_movement",
        {("origin", "Voronezh"), ("staging", "Valuyki")},
    ),
    "who leaves a place for another: 2": (
        "The frigate left Sevastopol for Novorossiysk with the rest of the fleet.",
        "force_movement",
        {("origin", "Sevastopol"), ("staging", "Novorossiysk")},
    ),
    "who leaves a place for another: 3": (
        "The envoy left Ankara for Moscow on Monday.",
        "diplomacy",
        {("origin", "Ankara"), ("venue", "Moscow")},
    ),
    "what an attack leaves behind": (
        "Shelling left Kherson without power.",
        "shelling",
        {("target", "Kherson")},
    ),
    "what an attack leaves behind: 2": (
        "Missiles left Lviv without water.",
        "service_outage",
        {("affected", "Lviv")},
    ),
    "what lies on the way": (
        "Drones flew over Sumy region before they struck a depot in Kremenchuk.",
        "drone_strike",
        {("target", "Kremenchuk")},
    ),
    "what lies on the way: 2": (
        "Missiles crossed Poltava region and hit a plant in Dnipro.",
        "missile_strike",
        {("target", "Dnipro")},
    ),
    "and is the target itself": (
        "Drones flew over Kyiv for three hours.",
        "drone_strike",
        {("target", "Kyiv")},
    ),
    "and is the target itself: 2": (
        "Shells hit Nikopol and Marhanets.",
        "shelling",
        {("target", "Nikopol"), ("target", "Marhanets")},
    ),
    "whoever is on the way there": (
        "Lorries heading for Rafah stood in line when bombs fell near Khan Younis.",
        "air_strike",
        {("target", "Khan Younis")},
    ),
    "whoever is on the way there: 2": (
        "A bus bound for Izmail was hit by a drone near Reni.",
        "drone_strike",
        {("target", "Reni")},
    ),
    "whoever is on the way there: 3": (
        "The jet was on its way from Saratov to Rostov when it was shot down over Lipetsk.",
        "aircraft_downed",
        {("target", "Lipetsk")},
    ),
    "and is told to be": (
        "A column is heading for Kharkiv.",
        "force_movement",
        {("staging", "Kharkiv")},
    ),
    "what is hit between two": (
        "Shells fell between Toretsk and Niu-York.",
        "shelling",
        {("target", "Toretsk"), ("target", "Niu-York")},
    ),
    "a border": (
        "Poland moved a brigade to the border with Belarus.",
        "force_movement",
        {("staging", "Belarus")},
    ),
    "a list behind what holds its places": (
        "Assaults were repelled near Spirne in Donetsk region and Bilohorivka in Luhansk region.",
        "ground_combat",
        {("target", "Spirne"), ("target", "Bilohorivka")},
    ),
    "a list behind what holds its places: 2": (
        "Shells hit Esman in Sumy region and Semenivka in Chernihiv region.",
        "shelling",
        {("target", "Esman"), ("target", "Semenivka")},
    ),
    "and no list": (
        "Shells hit Esman, a village in Sumy region, and drones Semenivka.",
        "shelling",
        {("target", "Esman")},
    ),
    "and no list: 2": (
        "A native of Odesa and Kharkiv was killed by a mine in Lyman.",
        "mine_ied",
        {("target", "Lyman")},
    ),
    "a seat where it happened": (
        "Crowds gathered outside the parliament in Yerevan.",
        "protest",
        {("venue", "Yerevan")},
    ),
    "a seat where it happened: 2": (
        "The ambassador was summoned to the ministry in Bucharest.",
        "diplomacy",
        {("venue", "Bucharest")},
    ),
    "a seat where it happened: 3": (
        "Bombs fell near the parliament in Khartoum.",
        "air_strike",
        {("target", "Khartoum")},
    ),
    "a seat where it happened: 4": (
        "A court in Simferopol jailed two Tatars.",
        "detention_exchange",
        {("venue", "Simferopol")},
    ),
    "a seat that speaks": (
        "The ministry in Moscow said shells had hit Shebekino.",
        "shelling",
        {("target", "Shebekino")},
    ),
    "a seat that speaks: 2": (
        "Officials of the government in Khartoum said bombs had hit Nyala.",
        "air_strike",
        {("target", "Nyala")},
    ),
    "the mayor's city": (
        (
            "Kyiv mayor Vitalii Hnatiuk said blasts were heard in Podilskyi, "
            "while some of the city’s boiler houses were damaged."
        ),
        "infrastructure_damage",
        {("affected", "Kyiv")},
    ),
    "no city of a ministry": (
        (
            "The Kyiv ministry said blasts were heard in Poltava, "
            "while some of the city’s boiler houses were damaged."
        ),
        "infrastructure_damage",
        {("affected", "Poltava")},
    ),
    "elsewhere": (
        "A drone hit a depot in Oryol. Elsewhere two people were wounded.",
        "casualties",
        set(),
    ),
    "elsewhere: 2": (
        "Missiles struck Lutsk, and power failed in other cities.",
        "service_outage",
        set(),
    ),
    "and not elsewhere": (
        "A drone hit a depot in Oryol. Two people were wounded.",
        "casualties",
        {("affected", "Oryol")},
    ),
    "where an army goes back to": (
        "The garrison abandoned Lyman and fell back to Kreminna.",
        "territory_change",
        {("captured", "Lyman")},
    ),
    "where an army goes back to: 2": (
        "Rebels gave up Hama and withdrew to Homs.",
        "territory_change",
        {("captured", "Hama")},
    ),
    "what falls to an army": (
        "The town of Avdiivka fell to Russian troops.",
        "territory_change",
        {("captured", "Avdiivka")},
    ),
    "where it was said": (
        "Drones hit a refinery in Tuapse, the governor said in Krasnodar.",
        "drone_strike",
        {("target", "Tuapse")},
    ),
    "where it was said: 2": (
        "The minister told reporters in Warsaw that a missile had hit Lutsk.",
        "missile_strike",
        {("target", "Lutsk")},
    ),
    "and what was said": (
        "Residents said shells had hit a school in Chuhuiv.",
        "shelling",
        {("target", "Chuhuiv")},
    ),
    "where guns stand": (
        "Howitzers standing in Kakhovka fired on Beryslav.",
        "shelling",
        {("origin", "Kakhovka"), ("target", "Beryslav")},
    ),
    "where guns stand: 2": (
        "Mortars based in Oleshky shelled Kherson.",
        "shelling",
        {("origin", "Oleshky"), ("target", "Kherson")},
    ),
    "where guns stand: 3": (
        "The army shelled a market in Nyala from positions on Mount Marra.",
        "shelling",
        {("target", "Nyala"), ("origin", "Mount Marra")},
    ),
    "and only fire": (
        "Mortars fired on Kherson.",
        "shelling",
        {("target", "Kherson")},
    ),
    "a street in its town": (
        "A shell hit a house in Yablunska Street in Bucha.",
        "shelling",
        {("target", "Bucha")},
    ),
    "two towns": (
        "Shells hit Bucha and Irpin.",
        "shelling",
        {("target", "Bucha"), ("target", "Irpin")},
    ),
    "what talks are about": (
        "Talks on Syria opened in Astana on Monday.",
        "diplomacy",
        {("venue", "Astana")},
    ),
    "where they are": (
        "Leaders met on Snake Island.",
        "diplomacy",
        {("venue", "Snake Island")},
    ),
    "a clause about the speaker": (
        "The mayor, who was wounded in Kherson by a shell, said the town would hold.",
        "shelling",
        {("target", "Kherson")},
    ),
    "a number of cities": (
        "Rallies were held in 37 Russian cities.",
        "protest",
        set(),
    ),
    "a region named first": (
        "In the Sumy region a guided bomb destroyed a school in Bilopillia.",
        "air_strike",
        {("target", "Bilopillia")},
    ),
    "a region and a town beside it": (
        "Guided bombs hit the Sumy region and Kharkiv.",
        "air_strike",
        {("target", "Sumy region"), ("target", "Kharkiv")},
    ),
    "an outage of one town": (
        "Belgorod lost power after a missile strike.",
        "missile_strike",
        {("target", "Belgorod")},
    ),
    "two things at one place": (
        "Partisans set an engine ablaze in a depot near Bryansk.",
        "raid_sabotage",
        {("target", "Bryansk")},
    ),
    "the one place that was hit": (
        "Shells hit the market in Lyman.\n\nA seller was killed, and two were hurt.",
        "casualties",
        {("affected", "Lyman")},
    ),
    "a border: 2": (
        "Belarus moved air defence units to Luninets, near the border with Ukraine.",
        "force_movement",
        {("staging", "Luninets")},
    ),
    "whoever is on the way there: 4": (
        "A convoy left Pskov and is heading for Belgorod.",
        "force_movement",
        {("origin", "Pskov"), ("staging", "Belgorod")},
    ),
    "a list behind what holds its places: 3": (
        "Missiles fired from Kursk region hit Sumy and Konotop.",
        "missile_strike",
        {("origin", "Kursk region"), ("target", "Sumy"), ("target", "Konotop")},
    ),
    "a street in its town: 2": (
        "In Yerevan thousands of people gathered in Republic Square.",
        "protest",
        {("venue", "Yerevan")},
    ),
    "where they are: 2": (
        "Talks about prisoners were held in Istanbul.",
        "diplomacy",
        {("venue", "Istanbul")},
    ),
    "a seat where it happened: 5": (
        "A Minsk court jailed three activists.",
        "detention_exchange",
        {("venue", "Minsk")},
    ),
    "a region and a town beside it: 2": (
        "A drone hit a depot near Proletarsk in Rostov region.",
        "drone_strike",
        {("target", "Proletarsk")},
    ),
}


@pytest.mark.parametrize(("text", "type_id", "wanted"), WHERE.values(), ids=WHERE)
def test_each_place_has_its_part(text: str, type_id: str, wanted: set[tuple[str, str]]) -> None:
    """A pin where nothing happened, or none where something did, misleads who reads the map."""
    assert places_of(text, type_id) == wanted
