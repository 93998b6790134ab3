"""What a number in running prose counts, and what is no count: ages, clock times, parts, shares."""

from __future__ import annotations

import pytest

from geomap import analyze


def counts_of(text: str) -> dict[str, list[float]]:
    """Return the numbers of all incidents of a text by their kind, in order."""
    found: dict[str, list[float]] = {}
    for incident in analyze(text, published="2023-05-10").incidents:
        places = (count for place in incident.places for count in place.counts)
        for count in (*incident.counts, *places):
            if count.value is not None:
                found.setdefault(count.kind, []).append(count.value)
    return {kind: sorted(values) for kind, values in found.items()}


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("A husband and wife were killed when shells hit Lyman.", {"killed": [2]}),
        ("Shelling killed a mother and her two sons in Lyman.", {"killed": [3]}),
        ("Shells hit Lyman, costing three people their lives.", {"killed": [3]}),
        ("Shells hit Lyman. Four died at once, one more died in hospital.", {"killed": [5]}),
        (
            "The number of people hurt in the shelling of Lyman rose from 7 to 12.",
            {"injured": [12]},
        ),
        ("A man of 62 was killed in the shelling of Lyman.", {"killed": [1]}),
        ("Shelling of Lyman injured two women, 61 and 70.", {"injured": [2]}),
        ("At 6.40 shells hit Lyman.", {}),
        ("All 15 missiles fired at Sumy were shot down.", {"launched": [15], "intercepted": [15]}),
        ("Three of the eight drones got through to Sumy.", {"launched": [8], "hit": [3]}),
        ("Nine drones were sent up, and eight of them were shot down.", {"intercepted": [8]}),
        (
            "Russia fired 30 cruise missiles and 12 ballistic missiles at Kyiv.",
            {"launched": [12, 30]},
        ),
        ("An Su-34 and a Ka-52 were shot down near Lyman.", {"destroyed": [1, 1]}),
        ("Near Lyman Russia lost 20 men and four tanks.", {"killed": [20], "destroyed": [4]}),
        ("4,500 residents of three communities were evacuated from Lyman.", {"affected": [4500]}),
        ("About 60 per cent of Sumy is without heat.", {"affected": [60]}),
        ("Shelling destroyed a 1972 apartment block in Nikopol.", {}),
        ("Shelling destroyed 1,972 flats in Nikopol.", {"destroyed": [1972]}),
    ],
)
def test_a_number_counts_what_a_reader_counts(text: str, counts: dict[str, list[float]]) -> None:
    assert counts_of(text) == counts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Shelling killed two women, 61 houses were damaged in Lyman.", {"killed": [2]}),
        ("The toll of the shelling of Lyman reached eight when two more died.", {"killed": [8]}),
        ("Drones hit Sumy, 14 of which were jammed.", {"intercepted": [14]}),
        ("Missiles blew out the windows of 40 flats in Sumy.", {"affected": [40]}),
        ("Shells hit 12 villages with 2,000 inhabitants near Lyman.", {"hit": [12]}),
    ],
)
def test_numbers_beside_others_keep_their_own_meaning(
    text: str, counts: dict[str, list[float]]
) -> None:
    """The twin: no age, no sum and no weapon is made of a number that is of something else."""
    found = counts_of(text)

    assert all(found.get(kind, []) in ([], values) for kind, values in counts.items())
    assert set(found) <= {*counts, "affected"}


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("All but one of the 14 missiles fired at Sumy were shot down.", {"intercepted": [13]}),
        ("Some 180,000 of Sumy's 300,000 people had no electricity.", {"affected": [180_000]}),
        ("Nine out of ten households in Sumy have no water.", {"affected": [90]}),
        ("In Sumy every second home was without heating.", {"affected": [50]}),
        ("A woman and her husband, 61, were killed when shells hit Lyman.", {"killed": [2]}),
        ("Shells wounded a boy, eight, and his mother in Lyman.", {"injured": [2]}),
        ("A couple and their teenage son died in the shelling of Lyman.", {"killed": [3]}),
        ("Shelling of Lyman killed a seller, 52, and a pensioner who was there.", {"killed": [2]}),
        ("Six men aged 19 to 42 were killed when shells hit Lyman.", {"killed": [6]}),
        ("Two nurses were among five people wounded when shells hit Lyman.", {"injured": [5]}),
        ("One of the two rockets hit a hall in Lyman.", {"launched": [2], "hit": [1]}),
        ("One person each was killed in Lyman and Siversk by shelling.", {"killed": [1, 1]}),
        ("Shelling wounded people in Lyman (four) and Siversk (2).", {"injured": [2, 4]}),
        (
            "A woman, her daughter and another woman were killed by shells in Lyman.",
            {"killed": [3]},
        ),
        ("Five prisoners of war were exchanged near Sumy.", {"captured": [5]}),
        ("Air defences downed 79 over Sumy.", {"intercepted": [79]}),
    ],
)
def test_numbers_in_more_words(text: str, counts: dict[str, list[float]]) -> None:
    found = counts_of(text)

    assert {kind: found.get(kind) for kind in counts} == counts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("One KIA, four WIA in the shelling of Avdiivka.", {"killed": [1], "injured": [4]}),
        (
            "The number of victims of the shelling of Donetsk has increased to three.",
            {"killed": [3]},
        ),
        ("The number of shops in Donetsk has increased to three.", {}),
    ],
)
def test_numbers_of_short_notes(text: str, counts: dict[str, list[float]]) -> None:
    assert counts_of(text) == counts


@pytest.mark.parametrize(
    "text",
    [
        "Shortly after eight a rocket hit a house in Lyman.",
        "At half past ten a ballistic missile hit Lyman.",
        "At five to twelve a missile hit Lyman.",
        "A missile hit a block at 42 Science Avenue in Lyman.",
        "A missile hit school No. 12 in Lyman.",
        "A missile hit reactor 4 in Lyman.",
        "A missile hit a house with 80 flats in Lyman.",
    ],
)
def test_hours_and_addresses_are_no_counts(text: str) -> None:
    assert counts_of(text) == {}


def test_a_number_before_its_noun_is_no_hour() -> None:
    """The twin: what stands where an hour may stand counts what follows it."""
    assert counts_of("After eight rockets had hit Lyman, the sirens went.") == {"launched": [8]}
    assert counts_of("The toll of the strike on Lyman stood at six.") == {"killed": [6]}


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        (
            "Of the 19 people injured in the shelling of Lyman, six are in hospital.",
            {"injured": [19]},
        ),
        ("Shells wounded his wife and two neighbours in Lyman.", {"injured": [3]}),
        ("Washington imposed sanctions on 20 Russian officials.", {"affected": [20]}),
        (
            "Of the 19 people hurt in the shelling of Lyman, six died.",
            {"injured": [19], "killed": [6]},
        ),
    ],
)
def test_parts_and_wholes_of_people(text: str, counts: dict[str, list[float]]) -> None:
    assert counts_of(text) == counts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("A court in Luhansk gave three men 14 years in prison.", {"captured": [3]}),
        ("Drones hit Sumy and caused damage of $3 million; two were hurt.", {"injured": [2]}),
        ("Norway gave Ukraine $40 million on Tuesday.", {}),
        ("A court in Rostov handed the soldier 17 years.", {}),
        ("The EU sent Kyiv 1.5 billion euros.", {}),
        ("Shelling of Lyman went on for three hours and killed two.", {"killed": [2]}),
    ],
)
def test_years_and_money_count_nobody(text: str, counts: dict[str, list[float]]) -> None:
    """Patterns see them, numbers of people do not hold them."""
    assert counts_of(text) == counts


def test_a_sentence_of_years_is_seen_by_patterns() -> None:
    told = analyze("A court in Rostov handed the soldier 17 years.", published="2023-05-10")
    assert [one.incident_type for one in told.incidents] == ["detention_exchange"]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        (
            "Crews downed 79 over Sumy, and electronic warfare sent another 49 astray.",
            {"intercepted": [49, 79]},
        ),
        ("Over Sumy five drones were shot down, three jammed.", {"intercepted": [3, 5]}),
        (
            "In Sumy 120,000 have left their homes and another 59,000 are to go.",
            {"affected": [59_000, 120_000]},
        ),
        (
            (
                "The army counted 30 cruise missiles and 120 ballistic missiles, most of which "
                "had been intercepted."
            ),
            {"launched": [30, 120]},
        ),
        (
            (
                "Some 300 residents of Sumy region, most of them old people from the border, "
                "have been taken out."
            ),
            {"affected": [300]},
        ),
        ("Six railway stations near Lviv were struck as well.", {"hit": [6]}),
        ("Three homes burned to the ground in Lyman.", {"destroyed": [3]}),
        ("Tokyo told eight diplomats to leave.", {"affected": [8]}),
        ("Forty trains were cancelled in Lviv.", {"affected": [40]}),
        ("Russia used 31 missiles and 32 drones.", {"launched": [31, 32]}),
        ("28 villages with about 2,000 inhabitants were in enemy hands.", {"captured": [28]}),
        ("Shells hit Lyman and wounded ten, including at least two children.", {"injured": [10]}),
    ],
)
def test_further_numbers_and_asides(text: str, counts: dict[str, list[float]]) -> None:
    """One more number of the same things adds to them; one that tells more of them does not."""
    assert counts_of(text) == counts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("A missile on a block in Lutsk took 28 lives.", {"killed": [28]}),
        ("Thirteen lives were lost in the missile strike on Lutsk.", {"killed": [13]}),
        ("Firemen pulled nine bodies out after the air strike on Lutsk.", {"killed": [9]}),
        ("At least 21 people were slain in the attack on Lutsk.", {"killed": [21]}),
        ("Four people were gunned down in Bucha.", {"killed": [4]}),
        ("Four people were burned alive when a drone hit their car in Lutsk.", {"killed": [4]}),
        ("Four burned to death and 40 were hurt in the strike on Lutsk.", {"killed": [4]}),
        ("Two people were fatally wounded in shelling of Lutsk.", {"killed": [2]}),
        ("Five of the wounded in the strike on Lutsk died in hospital.", {"killed": [5]}),
        ("Shelling of Lutsk was fatal to two people.", {"killed": [2]}),
        ("The strike on Lutsk left 15 guards with burns.", {"injured": [15]}),
        ("A woman of 60 had her legs crushed when a shell hit Lutsk.", {"injured": [1]}),
        ("Four people are in a serious condition after the strike on Lutsk.", {"injured": [4]}),
        ("Three women suffered an acute stress reaction as drones hit Lutsk.", {"injured": [3]}),
        ("Two drivers were wounded, not fatally, by shells in Lutsk.", {"injured": [2]}),
    ],
)
def test_the_dead_and_the_hurt_in_other_words(text: str, counts: dict[str, list[float]]) -> None:
    found = counts_of(text)

    assert {kind: found.get(kind) for kind in counts} == counts
    assert ("killed" in found) == ("killed" in counts)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Four soldiers, all of them 19, died in a drone strike on Lutsk.", {"killed": [4]}),
        ("Two brothers, both 19, died in shelling of Lutsk.", {"killed": [2]}),
        ("Two policemen, 28 and 34, were wounded by a drone in Lutsk.", {"injured": [2]}),
        ("In a city of 67,000 a missile hit the market of Lutsk.", {}),
        ("A 38-year-old was detained in Lutsk.", {"captured": [1]}),
        ("A bus driver and his passenger were wounded by a drone in Lutsk.", {"injured": [2]}),
        ("A truck driver and a security guard perished when a missile hit Lutsk.", {"killed": [2]}),
        ("All 19, among them a child, died in the strike on Lutsk.", {"killed": [19]}),
        ("A group of 67 people was hit by a missile in Lutsk; all of them died.", {}),
    ],
)
def test_ages_and_inhabitants_are_no_counts(text: str, counts: dict[str, list[float]]) -> None:
    assert counts_of(text) == counts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        (
            "Russia fired 91 missiles at Lutsk, among them 57 Kh-101s and 28 Kalibrs.",
            {"launched": [91]},
        ),
        (
            "Shells killed seven people in Lutsk, including a child and two nurses.",
            {"killed": [7]},
        ),
        (
            "Shells killed seven people in Lutsk, including two children, and wounded 14.",
            {"killed": [7], "injured": [14]},
        ),
        (
            "The ministry spoke of 80 drones shot down over nine regions, 30 of them over Lutsk.",
            {"intercepted": [80]},
        ),
        (
            "Seven people died in Lutsk, among them a child, and 14 people were hurt by shells.",
            {"killed": [7], "injured": [14]},
        ),
    ],
)
def test_parts_told_in_a_row_are_no_more(text: str, counts: dict[str, list[float]]) -> None:
    assert counts_of(text) == counts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Strikes were recorded at 12 locations in Lutsk.", {"hit": [12]}),
        ("Five planes were struck at the airfield of Lutsk.", {"hit": [5]}),
        ("Jets bombed the airport of Lutsk and blew up two cargo planes.", {"destroyed": [2]}),
        ("Drones crippled 41 aircraft at the base of Lutsk.", {"destroyed": [41]}),
        ("Shelling destroyed 14 homes and damaged 30 more in Lutsk.", {"affected": [30]}),
        ("Fire swept through 14 garages in Lutsk after shelling.", {"affected": [14]}),
        ("Fourteen homes lay in ruins in Lutsk after the shelling.", {"destroyed": [14]}),
        ("A million people in Lutsk were plunged into darkness.", {"affected": [1_000_000]}),
        ("A million people in Lutsk sat in the dark.", {"affected": [1_000_000]}),
        ("The outage in Lutsk affected 3,000 households.", {"affected": [3000]}),
        ("Some 400 people walked away from Lutsk, most to Rivne.", {"affected": [400]}),
        ("Buses carried 300 people from Lutsk to Rivne.", {"affected": [300]}),
        ("Eight soldiers gave themselves up near Lutsk.", {"captured": [8]}),
        ("Some 300 Ukrainians returned from Russian captivity on Saturday.", {"captured": [300]}),
        ("Ukraine brought home 300 prisoners on Saturday.", {"captured": [300]}),
        ("About sixty mothers blocked the road to Lutsk.", {"affected": [60]}),
        ("A rally in Lutsk drew 3,000 people.", {"affected": [3000]}),
    ],
)
def test_things_and_crowds_in_other_words(text: str, counts: dict[str, list[float]]) -> None:
    found = counts_of(text)

    assert {kind: found.get(kind) for kind in counts} == counts


@pytest.mark.parametrize(
    "text",
    [
        "The army reached Lutsk in three waves, under heavy jamming.",
        "A rally in Lutsk lasted for 30 minutes.",
        "A drone hit a shop in Lutsk two streets from the river.",
        "Missiles destroyed a depot in Lutsk, its third in five weeks.",
    ],
)
def test_numbers_beside_such_words_count_nothing(text: str) -> None:
    assert counts_of(text) == {}


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("More than 1.2m people have fled Lutsk.", {"affected": [1_200_000]}),
        ("About 300k residents of Lutsk have no power.", {"affected": [300_000]}),
        ("A quarter of a million people in Lutsk have no water.", {"affected": [250_000]}),
        ("One and a half million people in Lutsk were without power.", {"affected": [1_500_000]}),
        ("З Луцька евакуювали 1 200 людей.", {"affected": [1200]}),
        ("У Луцьку без світла залишилися 1,5 млн людей.", {"affected": [1_500_000]}),
        ("Без света остались 15,5 тыс. человек в Луцке.", {"affected": [15_500]}),
        ("A missile hit Lutsk and tore a 5m hole in the road.", {}),
        ("A quarter of Lutsk was without power.", {}),
    ],
)
def test_figures_as_they_are_written(text: str, counts: dict[str, list[float]]) -> None:
    assert counts_of(text) == counts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Ukraine got back 230 people and Russia 248 in the exchange.", {"captured": [230, 248]}),
        (
            "In Lutsk 5,000 customers had no power, in Rivne another 2,000 and in Kovel 1,000.",
            {"affected": [1000, 2000, 5000]},
        ),
        ("In Sumy two people were killed by shells, in Lyman three.", {"killed": [2, 3]}),
        ("Russia downed 80 drones: Belgorod 30, Kursk 20, Tula 30.", {"intercepted": [80]}),
        ("Two people were killed in Sumy, and Lyman 20 km away was shelled.", {"killed": [2]}),
    ],
)
def test_who_comes_second_shares_the_verb(text: str, counts: dict[str, list[float]]) -> None:
    assert counts_of(text) == counts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Lutsk was shelled with 50 rounds.", {"launched": [50]}),
        ("Over Lutsk 40 drones were shot down; 17 more never reached their targets.", [17, 40]),
        ("Twelve people were abducted in Lutsk.", {"captured": [12]}),
        ("Six Russian diplomats were expelled from Poland.", {"affected": [6]}),
        ("Police broke up a rally of 500 people in Lutsk.", {"affected": [500]}),
        ("The leaders of the Group of Seven met in Lutsk.", {}),
        ("Удари зафіксували на 12 локаціях у Луцьку.", {"hit": [12]}),
        ("На мітинг у Луцьку вийшли 3000 людей.", {"affected": [3000]}),
        ("На митинг в Луцке вышли 3000 человек.", {"affected": [3000]}),
    ],
)
def test_rounds_captives_and_crowds(text: str, counts: dict[str, list[float]] | list[int]) -> None:
    assert counts_of(text) == (counts if isinstance(counts, dict) else {"intercepted": counts})


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Two of four missiles were destroyed before they reached Lutsk.", {"launched": [4]}),
        ("Two of four missiles struck a hall in Lutsk.", {"launched": [4], "hit": [2]}),
        ("In Rivne and two hamlets near Lutsk there is no power.", {}),
        ("Two hamlets near Lutsk are without power.", {"affected": [2]}),
        ("Buses took 200 people, most of them injured, from Lutsk to Rivne.", {"affected": [200]}),
        ("Shells hit Lutsk; ten people, all of them wounded, are here.", {"injured": [10]}),
        (
            "A native of Kovel, recruited by phone and told to wait, was detained in Lutsk.",
            {"captured": [1]},
        ),
        (
            "A drone hit Lutsk; his wife, with burns and a broken arm, is in hospital.",
            {"injured": [1]},
        ),
        ("A missile hit a cafe in Lutsk. The dead number three.", {"killed": [3]}),
        ("Drones attacked Lutsk. Five people are believed to be dead.", {"killed": [5]}),
        ("Drones attacked Lutsk, 30 in all.", {"launched": [30]}),
        ("Near Lutsk the enemy lost 100 men killed and 50 wounded.", {"injured": [50]}),
        ("Five settlements near Lutsk have fallen.", {"captured": [5]}),
        ("Some 30 demonstrators were hauled off in Lutsk.", {"captured": [30]}),
    ],
)
def test_what_a_word_beside_a_number_tells_of(text: str, counts: dict[str, list[float]]) -> None:
    found = counts_of(text)

    assert {kind: found.get(kind) for kind in counts} == counts
    assert counts or not found


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Четверо людей згоріли живцем, коли дрон влучив у Луцьк.", {"killed": [4]}),
        ("Троє людей у важкому стані після удару по Луцьку.", {"injured": [3]}),
        ("Жінка втратила ногу внаслідок вибуху міни під Луцьком.", {"injured": [1]}),
        ("Луцьк залишили 1500 людей.", {"affected": [1500]}),
        ("Росія збила 99 дронів, 30 з них над Луцьком.", {"intercepted": [99]}),
        ("Ракетный удар по Луцку унёс жизни трёх человек.", {"killed": [3]}),
        ("Трое человек в тяжёлом состоянии после удара по Луцку.", {"injured": [3]}),
        ("Из Луцка вывезли полторы тысячи человек.", {"affected": [1500]}),
        ("Уничтожены 99 беспилотников, 30 из них над Луцком.", {"intercepted": [99]}),
        ("ВС РФ взяли под контроль два населённых пункта в ДНР.", {"captured": [2]}),
        ("Росіяни обстріляли Луцьк о 12 годині.", {}),
        ("При обстреле Луцка никто не пострадал.", {}),
    ],
)
def test_slavic_numbers_in_other_words(text: str, counts: dict[str, list[float]]) -> None:
    assert counts_of(text) == counts
