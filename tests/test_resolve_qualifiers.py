"""What says where a name lies: qualifiers in a chain or behind a list, and its company."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geomap.records import Use
from tests.support.names import by_name

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer


def placed(text: str, name: str, gazetteer: Gazetteer) -> str:
    """Return the kind and first-level unit, or country, of the place of a name; "" without one."""
    place = by_name(text, gazetteer)[name].place
    return f"{place.kind} {place.admin1_code or place.country}" if place else ""


@pytest.mark.parametrize(
    ("text", "name", "where"),
    [
        ("A mine lay near Karlivka, Maryinsky district, Donetsk region.", "Karlivka", "UA-14"),
        ("A mine lay near Karlivka, Karlivka district, Poltava region.", "Karlivka", "UA-53"),
        ("The road by the village of Logvinove, Bakhmut district, was cut.", "Logvinove", "UA-14"),
        ("The road by the village of Kremenivka, Bakhmut district, was cut.", "Kremenivka", ""),
        ("Marinka in the Donetsk People's Republic was shelled.", "Marinka", "UA-14"),
        ("Balta in the Donetsk People's Republic was shelled.", "Balta", ""),
    ],
)
def test_what_qualifies_a_qualifier_or_claims_the_unit_holds_the_name(
    gazetteer: Gazetteer, text: str, name: str, where: str
) -> None:
    """Districts of before 2020 are in no list, "people's republics" claim a whole region."""
    assert placed(text, name, gazetteer).rpartition(" ")[2] == where


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("They shelled Makiivka and Stelmakhivka in Luhansk region.", "Makiivka", "village UA-09"),
        ("They shelled Makiivka and Donetsk.", "Makiivka", "city UA-14"),
        ("They shelled Kharkiv and Lyman, Donetsk region.", "Kharkiv", "city UA-63"),
    ],
)
def test_what_qualifies_the_last_of_a_list_may_hold_the_others(
    gazetteer: Gazetteer, text: str, name: str, expected: str
) -> None:
    assert placed(text, name, gazetteer) == expected


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (
            "Bombers burned at Olenya and Dyagilevo, Russia, then at Ukrainka.",
            "Ukrainka",
            "airbase",
        ),
        ("Offices closed in Kyiv. A lorry burned by Ukrainka.", "Ukrainka", "city"),
        ("Police in Cordoba and Seville arrested nine.", "Cordoba", "city ES"),
        ("Police in Cordoba and Rosario arrested nine.", "Cordoba", "city AR"),
        ("They hold Vuhledar and Velyka Novosilka, and Andriivka.", "Andriivka", "village UA-14"),
        ("They hold Mariupol and Nikolske, and Andriivka.", "Andriivka", "town UA-14"),
        ("Talks in Kyiv, Sumy and Poltava. A forum in Cernobbio ended.", "Cernobbio", "town IT"),
        ("A drone fell in the municipality of Tyszowce, Poland.", "Tyszowce", "village PL"),
        ("A drone fell in the district of Tyszowce, Poland.", "Tyszowce", "admin2 PL"),
    ],
)
def test_the_company_of_a_name_says_which_place_it_is(
    gazetteer: Gazetteer, text: str, name: str, expected: str
) -> None:
    """Other air bases, the country of its list, villages beside it, a name borne once only."""
    assert placed(text, name, gazetteer).startswith(expected)


@pytest.mark.parametrize(
    ("text", "name", "use"),
    [
        ("Boats brought 700 people to Dover on Saturday.", "Dover", Use.LITERAL),
        ("She gave 700 pounds to Dover on Saturday.", "Dover", Use.NAME_PART),
        ("He drove to a clinic in a Mercedes.", "Mercedes", Use.NAME_PART),
        ("He drove to a clinic in Mercedes, Argentina.", "Mercedes", Use.LITERAL),
        ("Jets followed tankers in the Baltic.", "Baltic", Use.LITERAL),
        ("Leaders of the Caspian nations met.", "Caspian", Use.AFFILIATION),
    ],
)
def test_the_words_around_a_name_say_whether_it_is_a_place(
    gazetteer: Gazetteer, text: str, name: str, use: Use
) -> None:
    assert by_name(text, gazetteer)[name].mention.use is use
