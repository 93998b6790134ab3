"""From a place to the point, radius, precision and shape that may be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from shapely.geometry import Point

from geomap.gazetteer.schema import KINDS
from geomap.geometry import PRECISION_OF, locate, precision_of
from geomap.lexicon import language
from geomap.mentions import find_mentions
from geomap.records import Mention, Place, Precision, Resolution, Use, Zone
from geomap.resolve import resolve_mentions
from geomap.text import read_document

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer


def located(text: str, gazetteer: Gazetteer) -> list[Resolution]:
    words = language("en")
    document = read_document(text, words.sections)
    mentions = find_mentions(document, gazetteer, words)
    return list(locate(resolve_mentions(document, mentions, gazetteer), gazetteer))


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("Blasts shook Poltava.", Precision.SETTLEMENT),
        ("Blasts shook Kyiv's Podilskyi district.", Precision.CITY_DISTRICT),
        ("Drones flew over Sumy region.", Precision.REGION),
        ("Ships left the Sea of Azov.", Precision.SEA),
        ("Guards closed the Polish-Ukrainian border.", Precision.LINE),
        ("They flew to Moldova.", Precision.COUNTRY),
        ("A fire broke out at the Zaporizhzhia nuclear power plant.", Precision.SITE),
        ("Fighting goes on in Donbas.", Precision.REGION),
    ],
)
def test_a_place_is_as_precise_as_its_kind(
    gazetteer: Gazetteer, text: str, precision: Precision
) -> None:
    assert located(text, gazetteer)[-1].precision is precision


def test_a_country_keeps_its_reference_point_and_is_never_a_pin(gazetteer: Gazetteer) -> None:
    (moldova,) = located("They flew to Moldova.", gazetteer)

    assert moldova.place is not None
    assert (moldova.lat, moldova.lon) == (moldova.place.lat, moldova.place.lon)
    assert not moldova.is_mapped


def test_a_city_in_the_same_words_is_a_pin(gazetteer: Gazetteer) -> None:
    """The twin of the country: the rule must not hide everything."""
    (chisinau,) = located("They flew to Chisinau.", gazetteer)

    assert chisinau.is_mapped


@pytest.mark.parametrize("text", ["Ships left the Sea of Azov.", "Drones flew over Odesa region."])
def test_the_point_of_an_area_lies_on_it(gazetteer: Gazetteer, text: str) -> None:
    (area,) = located(text, gazetteer)

    assert area.geometry is not None
    assert area.geometry.buffer(1e-6).contains(Point(area.lon, area.lat))


def test_the_point_of_a_border_lies_on_the_line(gazetteer: Gazetteer) -> None:
    (border,) = located("Troops massed on the Belarusian-Ukrainian border.", gazetteer)

    assert border.geometry is not None
    assert border.geometry.distance(Point(border.lon, border.lat)) < 0.05


def test_a_settlement_has_a_point_and_no_shape(gazetteer: Gazetteer) -> None:
    (poltava,) = located("Blasts shook Poltava.", gazetteer)

    assert poltava.geometry is None
    assert poltava.radius_km
    assert poltava.radius_km < 20


def test_a_district_placed_at_its_namesake_town_says_so(gazetteer: Gazetteer) -> None:
    """The gazetteer knows the town; the raion around it reaches much further."""
    (raion,) = located("Shells hit the Volnovakha raion.", gazetteer)
    (town,) = located("Shells hit the town of Volnovakha.", gazetteer)

    assert raion.precision is Precision.LOCALITY_AREA
    assert town.precision is Precision.SETTLEMENT
    assert raion.radius_km is not None
    assert raion.radius_km >= 40


def test_a_distance_and_a_direction_move_the_point(gazetteer: Gazetteer) -> None:
    """ "30 km north of" is not the town itself."""
    (there,) = located("Troops are 30 km north of Kherson.", gazetteer)
    (here,) = located("Troops are in Kherson.", gazetteer)

    assert here.lat is not None
    assert there.lat == pytest.approx(here.lat + 30 / 111.2, abs=0.01)
    assert there.lon == pytest.approx(here.lon, abs=0.01)
    assert there.precision is Precision.LOCALITY_AREA


def test_near_a_town_is_wider_than_the_town(gazetteer: Gazetteer) -> None:
    (near,) = located("Fighting goes on near Avdiivka.", gazetteer)
    (inside,) = located("Fighting goes on in Avdiivka.", gazetteer)

    assert (near.lat, near.lon) == (inside.lat, inside.lon)
    assert near.radius_km is not None
    assert inside.radius_km is not None
    assert near.radius_km > inside.radius_km


def test_an_absurd_distance_moves_nothing(gazetteer: Gazetteer) -> None:
    (there,) = located("Troops are 30000 km north of Kherson.", gazetteer)

    assert there.place is not None
    assert (there.lat, there.lon) == (there.place.lat, there.place.lon)


def test_what_has_no_place_stays_as_it_is(gazetteer: Gazetteer) -> None:
    mention = Mention(0, 1, "X", 0, Zone.BODY, Use.LITERAL, "x")
    unresolved = Resolution(mention, None, reason="no place of this name is known")

    assert locate((unresolved,), gazetteer) == (unresolved,)


def test_the_order_is_kept(gazetteer: Gazetteer) -> None:
    found = located("From Lviv to Odesa, Jack London and Rivne", gazetteer)

    assert [r.mention.start for r in found] == sorted(r.mention.start for r in found)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_the_gazetteer_has_a_precision(kind: str) -> None:
    place = Place("x", "X", kind, 0.0, 0.0, 1.0)

    assert precision_of(place) in set(Precision)


def test_every_precision_rule_names_a_kind_of_the_gazetteer() -> None:
    assert set(PRECISION_OF) <= set(KINDS)


def test_a_village_known_by_its_hromada_only_is_no_settlement() -> None:
    near = Place("a", "Nove", "village", 48.0, 37.0, 2.0)
    far = Place("b", "Nove", "village", 48.0, 37.0, 22.0)

    assert precision_of(near) is Precision.SETTLEMENT
    assert precision_of(far) is Precision.LOCALITY_AREA
