"""From a place to the point, radius and precision that may be drawn."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point

from geomap.gazetteer.outlines import _FINE_BOXES
from geomap.gazetteer.schema import KINDS
from geomap.geometry import PRECISION_OF, codes_of, locate, precision_of
from geomap.geometry.relations import relation_of
from geomap.geometry.shapes import draw
from geomap.lexicon import table
from geomap.records import Mention, Place, Precision, Resolution, Use, Zone
from tests.support.names import located

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer


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


@pytest.mark.parametrize("text", ["They flew to Kiribati.", "They flew to Qatar.", "In Peru."])
def test_the_point_of_a_country_lies_on_it_even_among_islands(
    gazetteer: Gazetteer, text: str
) -> None:
    (country,) = located(text, gazetteer)

    assert country.geometry is not None
    assert country.geometry.buffer(1e-6).covers(Point(country.lon, country.lat))


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


def test_a_region_known_by_its_size_ends_at_its_country(gazetteer: Gazetteer) -> None:
    """A circle around Siberia covers the Arctic Ocean and half of Kazakhstan."""
    russia = gazetteer.geometry("curated:country.RU")
    west = draw(relation_of("part/W"), gazetteer.place("curated:region.siberia"), gazetteer)

    assert russia is not None
    assert not isinstance(west, str)
    assert west.geometry is not None
    assert west.geometry.difference(russia.buffer(0.5)).area < 0.02 * west.geometry.area


def test_a_side_of_a_country_is_what_people_mean_by_it(gazetteer: Gazetteer) -> None:
    """Southern Russia is no strip from the Black Sea to the Pacific."""
    south = draw(relation_of("part/S"), gazetteer.place("curated:country.RU"), gazetteer)

    assert not isinstance(south, str)
    assert south.geometry is not None
    assert south.geometry.covers(Point(39.7, 47.3))  # Rostov-on-Don
    assert south.radius_km < 1000


@pytest.mark.parametrize("name", sorted(table("relations")["unions"]))
def test_a_region_of_whole_units_has_their_outline(gazetteer: Gazetteer, name: str) -> None:
    parts = table("relations")["unions"][name]

    assert all(gazetteer.geometry(f"curated:{part}") is not None for part in parts)
    assert gazetteer.place(f"curated:{name}").kind == "region"


def test_the_same_text_gives_the_same_shape(gazetteer: Gazetteer) -> None:
    text = "Drones came from the eastern coast of the Sea of Azov."
    (first,), (second,) = located(text, gazetteer), located(text, gazetteer)

    assert first.geometry is not None
    assert second.geometry is not None
    assert first.geometry.wkb == second.geometry.wkb


def test_outlines_are_fine_where_they_were_made_fine() -> None:
    assert [tuple(box) for box in table("relations")["fine"]["boxes"]] == list(_FINE_BOXES)


def test_every_precision_has_the_codes_of_other_event_data() -> None:
    rows = table("precision")

    assert set(rows) == {precision.value for precision in Precision}
    for precision in Precision:
        assert codes_of(precision).acled in {1, 2, 3}
        assert codes_of(precision).ucdp in set(range(1, 8))
    assert codes_of(Precision.LOCALITY_AREA, "near").ucdp == 2


@given(st.text(alphabet="/NSEW0123456789.-leftright", max_size=20))
def test_any_text_is_a_relation_or_a_fault(text: str) -> None:
    """A relation comes from a lexicon or from a user's recogniser: it never breaks a run."""
    relation = relation_of(text)

    assert relation.kind == text.partition("/")[0]


def test_an_article_without_relations_does_not_load_shapes() -> None:
    """Shapely costs 0.1 s of every start."""
    code = (
        "import sys, geomap; geomap.analyze('Blasts shook Poltava and Sumy.');"
        "sys.exit('shapely' in sys.modules or 'numpy' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
