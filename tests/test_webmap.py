"""The page without a browser: its bytes, its policy, its parts."""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
import tracemalloc
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap import webmap
from geomap.errors import AssetError
from geomap.frame import drawn_places
from geomap.gazetteer.schema import KINDS
from geomap.lexicon import groups, incident_types
from geomap.records import Paragraph, Span, Zone
from geomap.webmap import assets, document, page
from geomap.webmap.basemap import cut_out, world
from geomap.webmap.basemap.built import compile_built, town_radius_km
from geomap.webmap.basemap.labels import compile_labels
from geomap.webmap.basemap.rings import ALPHABET, decode, encode
from geomap.webmap.basemap.rivers import LONGEST_STEP_KM, longest_step_km
from geomap.webmap.markup import escape, island, safe_link
from geomap.webmap.reading import Mark, Reading, to_html
from geomap.webmap.reasons import read_reasons
from geomap.webmap.table import Columns, to_point

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from geomap.gazetteer import Gazetteer
    from geomap.records import Place, Report

FOLDER = resources.files("geomap.webmap")
APP = sorted(f.name for f in (FOLDER / "app").iterdir() if f.name.endswith(".js"))
PAGE_LIMIT_KB = 600


def _read(folder: str, name: str) -> str:
    return (FOLDER / folder / name).read_text(encoding="utf-8")


def _island(html: str) -> Any:  # noqa: ANN401 - whatever the island holds
    found = re.search(r'<script type="application/json" id="gm-data">(.*?)</script>', html)
    assert found
    return json.loads(found[1])


def _scripts(html: str) -> list[str]:
    found = re.findall(r"<script([^>]*)>(.*?)</script", html, re.DOTALL)
    return [code for attributes, code in found if "json" not in attributes]


# The whole document


def test_two_runs_give_the_same_bytes(sample_report: Report) -> None:
    first = webmap.to_html([sample_report])

    assert webmap.to_html([sample_report]) == first


def test_the_folium_map_writes_the_same_page(sample_report: Report) -> None:
    """The command line skips folium for speed; nobody must be able to tell."""
    incident_map = webmap.to_map([sample_report])

    assert incident_map.get_root().render() == webmap.to_html([sample_report])
    assert incident_map.get_root().render() == webmap.to_html([sample_report])


def test_children_of_a_map_get_the_same_names_every_time(sample_report: Report) -> None:
    import folium  # noqa: PLC0415 - slow, and needed only here

    def render() -> str:
        incident_map = webmap.to_map([sample_report])
        group = folium.FeatureGroup().add_to(incident_map)
        folium.Marker([50, 30], popup="mine", tooltip="mine").add_to(group)
        folium.LayerControl().add_to(incident_map)
        return str(incident_map.get_root().render())

    assert render() == render()


def test_the_page_and_the_library_count_the_same_places(sample_report: Report) -> None:
    """The header of the page, the command line and the index say one number."""
    data = _island(webmap.to_html([sample_report]))
    cells = {name: _unpacked(column) for name, column in data["columns"].items()}
    rows = zip(data["points"], cells["place_id"], cells["incident_id"], strict=True)

    on_page = {place_id for point, place_id, incident_id in rows if point and incident_id}

    assert on_page == set(drawn_places([sample_report]))
    assert on_page


def _unpacked(column: Any) -> list[Any]:  # noqa: ANN401 - a list or a pair of lists
    if isinstance(column, list):
        return column
    return [column["values"][row] for row in column["rows"]]


def test_a_page_of_one_article_keeps_its_size(sample_report: Report) -> None:
    assert len(webmap.to_html([sample_report]).encode()) < PAGE_LIMIT_KB * 1000


def test_a_page_that_spans_the_world_keeps_its_size_too() -> None:
    """Marks on every coast bring no more outlines than a page can carry."""
    places = [[lon, lat] for lon in range(-150, 160, 25) for lat in range(-50, 75, 15)]
    features = [
        {
            "type": "Feature",
            "id": f"{lon} {lat}",
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {"feature_kind": "incident", "incident_type": "explosion"},
        }
        for lon, lat in places
    ]

    html = document.render(page.to_content({"features": features}))

    assert len(html.encode()) < PAGE_LIMIT_KB * 1000


@pytest.mark.parametrize("ui", ["en", "uk"])
def test_a_page_full_of_ukrainian_towns_leaves_room_for_its_text(ui: str) -> None:
    """Sixty places in Ukraine, each with its villages and its built-up land."""
    cities = [label for label in world()["labels"] if label[4] in {"city", "town"}]
    there = [label for label in cities if 44.5 < label[1] < 52.3 and 22.5 < label[2] < 40][:60]
    features = [
        {
            "type": "Feature",
            "id": name,
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {"feature_kind": "incident", "incident_type": "explosion"},
        }
        for name, lat, lon, *_ in there
    ]

    html = document.render(page.to_content({"features": features}, ui=ui))

    assert len(html.encode()) < (PAGE_LIMIT_KB - 70) * 1000


def test_nothing_in_the_page_loads_from_elsewhere(sample_report: Report) -> None:
    html = webmap.to_html([sample_report])

    assert not re.search(r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=", html)
    assert not re.search(r"@import|url\((?!\s*['\"]?(?:data:|#))", html)


def test_the_policy_names_every_script_and_comes_first(sample_report: Report) -> None:
    html = webmap.to_html([sample_report])
    head = html[: html.index("<style")]

    assert "default-src 'none'" in head
    assert "'unsafe-inline'" not in head.split("style-src", maxsplit=1)[0]
    for code in _scripts(html):
        digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in head


def test_the_policy_does_not_name_a_script_that_was_put_in_later(sample_report: Report) -> None:
    """The twin: a foreign script has no hash in the policy."""
    html = webmap.to_html([sample_report])
    digest = base64.b64encode(hashlib.sha256(b"alert(1)").digest()).decode()

    assert digest not in html


def test_the_viewport_lets_readers_zoom(sample_report: Report) -> None:
    assert "user-scalable" not in webmap.to_html([sample_report])
    assert "user-scalable" not in webmap.to_map([sample_report]).get_root().render()


def test_title_language_and_credits_stand_in_the_page(sample_report: Report) -> None:
    html = webmap.to_html([sample_report], title="A night in May")

    assert "<title>A night in May</title>" in html
    assert '<html lang="en">' in html
    assert "GeoNames</a>, CC BY 4.0" in html
    assert "Crimea and Sevastopol are drawn as Ukraine" in html


@pytest.mark.parametrize(
    ("option", "value"), [("basemap", "streets"), ("text", "half"), ("ui", "tlh")]
)
def test_an_unknown_option_is_refused_with_the_known_ones(
    sample_report: Report, option: str, value: str
) -> None:
    choice: dict[str, Any] = {option: value}

    with pytest.raises(AssetError, match=rf"{value}.*use one of"):
        webmap.to_html([sample_report], **choice)


def test_a_page_from_a_file_needs_no_article(sample_report: Report) -> None:
    """``geomap map FILE.geojson`` knows features only."""
    features = sample_report.to_geojson()

    html = webmap.from_features(features).get_root().render()

    data = _island(html)
    assert data["ids"] == [feature["id"] for feature in features["features"]]
    assert "<article" not in html


@pytest.mark.parametrize(
    "feature",
    [
        {},
        {"type": "Feature"},
        {"type": "Feature", "geometry": None, "properties": None},
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [30.5, 50.4, 120.0]}},
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": []}, "properties": {}},
        {"properties": {"incident_type": "unheard_of", "quote_start": "x", "radius_km": None}},
        {"properties": {"killed": float("nan"), "incident_type": ["list"]}},
    ],
)
def test_features_with_holes_still_make_a_page(feature: dict[str, Any]) -> None:
    content = page.to_content({"features": [feature]})

    assert "<!DOCTYPE html>" in document.render(content)


def test_the_text_stays_out_if_the_reader_asks(sample_report: Report) -> None:
    sentence = "Lviv stayed quiet"

    assert sentence in webmap.to_html([sample_report], text="full")
    assert "<article" not in webmap.to_html([sample_report], text="quotes")
    data = _island(webmap.to_html([sample_report], text="none"))
    assert not {"quote", "quote_start", "quote_end"} & data["columns"].keys()


# Markup


@pytest.mark.parametrize("sign", ["<", ">", "&", "\u2028", "\u2029"])
def test_an_island_holds_no_sign_that_could_end_it(sign: str) -> None:
    text = island({"quote": f"a{sign}b"})

    assert sign not in text
    assert json.loads(text) == {"quote": f"a{sign}b"}


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_an_island_gives_back_what_was_put_in(text: str) -> None:
    assert json.loads(island([text])) == [text]
    assert "<" not in island([text])


@given(st.text())
def test_escaped_text_opens_no_tag_and_can_be_written(text: str) -> None:
    escaped = escape(text)

    assert not set(escaped) & set("<>\"'")
    escaped.encode("utf-8")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "java\tscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://host/x",
        "//host/x",
        "http:",
        "http://",
        "https://host/<b>",
        'https://host/"x',
        "https://[broken",
        "",
    ],
)
def test_an_address_that_is_no_web_page_is_no_link(url: str) -> None:
    assert safe_link(url) == ""


@pytest.mark.parametrize(
    "url", ["https://example.org/a?b=c#d", "http://example.org", "HTTPS://X.y"]
)
def test_a_web_page_is_a_link(url: str) -> None:
    assert safe_link(url) == url


# The reading side


def _reading(text: str, **parts: Any) -> Reading:  # noqa: ANN401 - the fields of Reading
    return Reading("a", text=text, paragraphs=(Paragraph(0, len(text), Zone.BODY),), **parts)


def _plain(html: str) -> str:
    import html as entities  # noqa: PLC0415 - only this helper needs it

    return entities.unescape(re.sub(r"<[^>]*>", "", html))


@given(
    st.text(alphabet="ab <>&\"'é🚀\u2028", min_size=1, max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6),
)
def test_spans_never_change_the_words(text: str, spans: list[tuple[int, int]]) -> None:
    quotes = [Span(min(s), min(max(s), len(text))) for s in spans if min(s) < len(text)]
    reading = _reading(text, triggers=tuple(quotes[:2]))

    html = to_html(reading, quotes)

    assert _plain(html) == (text if any(map(str.isalnum, text)) else "")


def test_every_piece_knows_its_offset() -> None:
    text = "Fire in Lviv, smoke over Kyiv."
    marks = (Mark(8, 12, "literal", "lviv", "Lviv"), Mark(25, 29, "actor", "", "a government"))

    html = to_html(_reading(text, marks=marks), [Span(0, 13)])

    for offset, piece in re.findall(r'data-o="(\d+)"[^>]*>([^<]*)<', html):
        assert text[int(offset) :].startswith(piece)
    assert '<span class="mn u-literal" data-o="8" data-p="lviv" title="Lviv">Lviv</span>' in html
    assert 'class="mn u-actor" data-o="25" data-p=""' in html


def test_marks_of_a_report_never_overlap(sample_report: Report) -> None:
    marks = webmap.reading.read_report(sample_report).marks

    assert marks
    assert all(a.end <= b.start for a, b in pairwise(marks))


# Columns


def test_columns_leave_out_what_nobody_knows() -> None:
    assert columns_of([{"role": "target", "weapon": None}]) == {"role": ["target"]}


def test_only_an_event_of_several_articles_is_named() -> None:
    told = [("one", "a"), ("one", "b"), ("two", "a"), ("two", "a"), (None, "b")]
    rows = [{"event_id": e, "article_id": a} for e, a in told]

    assert _unpacked(columns_of(rows)["event_id"]) == ["one", "one", None, None, None]
    assert "event_id" not in columns_of(rows[2:])


def test_a_number_that_is_none_stays_out() -> None:
    assert columns_of([{"killed": float("inf")}]) == {}


def test_rows_that_waited_in_a_file_come_back_as_they_were(tmp_path: Path) -> None:
    """Also a column that begins late, and one that a thousand rows together do not have."""
    rows = [{"quote": f"«{n}»", "killed": n / 7 if n > 1500 else None} for n in range(2100)]
    rows.append({"weapon": "drone"})

    with (tmp_path / "store").open("w+b") as store:
        found = columns_of(rows, Columns(store))

    assert (tmp_path / "store").stat().st_size > 0
    for name in ("quote", "killed", "weapon"):
        assert _unpacked(found[name]) == [row.get(name) for row in rows]


@pytest.mark.parametrize(("hold", "most"), [(iter, 600), (list, 6_000)])
def test_a_page_of_many_rows_holds_little_of_each(
    tmp_path: Path, hold: Callable[[Any], Iterable[Any]], most: int
) -> None:
    """Of fifty thousand rows with all their columns, a gigabyte would be in memory."""
    rows = 4_000
    found = (
        {"id": f"r{n}", "properties": {"quote": f"{n} " * 200, "article_id": f"a{n}"}}
        for n in range(rows)
    )
    tracemalloc.start()

    with (tmp_path / "store").open("w+b") as store:
        content = page.to_content({"features": hold(found)}, basemap="none", store=store)
        kept = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert len(content.data["ids"]) == rows
    assert most / 5 < kept / rows < most


def columns_of(rows: Iterable[Mapping[str, Any]], columns: Columns | None = None) -> dict[str, Any]:
    columns = columns or Columns()
    for row in rows:
        columns.add({"properties": row})
    return dict(columns.items())


def test_columns_of_many_rows_come_in_islands_that_are_json_each() -> None:
    rows = [
        {"id": f"r{n}", "properties": {"quote": f"q{n}", "role": "target"}} for n in range(2500)
    ]
    html = document.render(page.to_content({"features": rows}))

    parts = re.findall(r'<script type="application/json" data-column="(\w+)">(.*?)</script>', html)

    assert _island(html)["columns"] == {}
    quotes = [json.loads(part) for name, part in parts if name == "quote"]
    assert len(quotes) > 1
    assert [quote for part in quotes for quote in part] == [f"q{n}" for n in range(2500)]
    roles = [json.loads(part) for name, part in parts if name == "role"]
    assert roles == [{"values": ["target"], "rows": [0] * 2500}]


@pytest.mark.parametrize("above", [0, 1])
def test_the_library_of_clusters_is_there_from_the_row_on_where_the_script_asks_for_it(
    above: int,
) -> None:
    (limit,) = re.findall(r"const CLUSTER_ABOVE = (\d+)", assets.app_script())
    place = {"type": "Point", "coordinates": [30.5, 50.4]}
    rows = [
        {"id": f"r{n}", "geometry": place, "properties": {"role": "target"}}
        for n in range(int(limit) + above)
    ]
    library = document.inert(assets.vendor_script("leaflet.markercluster.js"))

    html = document.render(page.to_content({"features": rows}))

    assert html.count(library) == above


def test_points_are_latitude_first() -> None:
    kyiv = {"geometry": {"type": "Point", "coordinates": [30.5234, 50.4501]}}

    assert list(map(to_point, [kyiv, {"geometry": None}, {}])) == [[50.4501, 30.5234], None, None]


# Basemap


@given(
    st.lists(
        st.tuples(st.integers(-180_000, 180_000), st.integers(-90_000, 90_000)),
        unique=True,
        max_size=30,
    )
)
def test_rings_come_back_as_they_went_in(points: list[tuple[int, int]]) -> None:
    ring = [(lon / 1000, lat / 1000) for lon, lat in points]

    text = encode(ring, 3)

    assert decode(text, 3) == ring
    assert set(text) <= set(ALPHABET)


def test_the_labels_are_what_the_gazetteer_gives_today(gazetteer: Gazetteer) -> None:
    """Run ``python -m geomap.webmap.basemap.compiler`` after the gazetteer changed."""
    written = [json.loads(_read("basemap", name)) for name in ("labels.json", "label_ids.json")]

    assert json.loads(json.dumps(compile_labels(gazetteer))) == written, (
        "the gazetteer has changed: run python -m geomap.webmap.basemap.compiler"
    )


def test_labels_are_of_places_that_seldom_change(gazetteer: Gazetteer) -> None:
    """Villages and quarters come and go; a label is a name, a point and a zoom level."""
    labels = world()["labels"]
    districts = [label[0] for label in labels if label[4] == "district"]

    assert {label[4] for label in labels} == {"country", "sea", "city", "town", "district"}
    assert {len(label) for label in labels} == {5}
    assert len(districts) < 150
    assert "Pravyi Bereh" not in {label[0] for label in labels}
    curated = {place.name for place in _districts(gazetteer) if place.source == "curated"}
    assert set(districts) <= curated


def _districts(gazetteer: Gazetteer) -> list[Place]:
    def below(place_id: str) -> list[Place]:
        children = gazetteer.children(place_id)
        return [*children, *(place for child in children for place in below(child.place_id))]

    return [
        place
        for country, _ in gazetteer.areas("country")
        for place in below(country.place_id)
        if place.kind == "district"
    ]


def test_rivers_are_no_sketches() -> None:
    rivers = [part for part in world()["parts"] if part["kind"] == "river"]
    lines = [decode(ring, part["decimals"]) for part in rivers for ring in part["rings"]]

    assert len(rivers) > 30
    assert max(map(longest_step_km, lines)) <= LONGEST_STEP_KM


def test_a_sketched_river_would_be_noticed() -> None:
    """The twin: the Dnipro from town to town, as it was drawn before."""
    assert longest_step_km([(30.52, 50.45), (32.06, 49.44), (35.05, 48.46)]) > LONGEST_STEP_KM


@pytest.mark.parametrize(
    ("lat", "lon"), [(50.45, 30.55), (48.47, 35.06), (46.62, 32.6), (47.5, 19.04), (48.7, 44.55)]
)
def test_a_river_flows_past_the_cities_on_its_banks(lat: float, lon: float) -> None:
    from shapely import LineString, MultiLineString, Point  # noqa: PLC0415 - slow, needed here

    rivers = [part for part in world()["parts"] if part["kind"] == "river"]
    lines = [decode(ring, part["decimals"]) for part in rivers for ring in part["rings"]]
    course = MultiLineString([LineString(line) for line in lines if len(line) > 1])

    assert course.distance(Point(lon, lat)) < 0.06


def test_simferopol_lies_in_ukraine_and_in_no_other_country() -> None:
    from shapely import Point, Polygon  # noqa: PLC0415 - slow, and needed only here
    from shapely.ops import unary_union  # noqa: PLC0415 - as above

    owners = set()
    for part in world()["parts"]:
        rings = [decode(ring, part["decimals"]) for ring in part["rings"]]
        if part["kind"] == "country":
            land = unary_union([Polygon(r).buffer(0) for r in rings if len(r) > 3])
            owners |= {part["code"]} if land.contains(Point(34.1, 44.95)) else set()

    assert owners == {"UA"}


def test_the_towns_are_what_the_gazetteer_gives_today(gazetteer: Gazetteer) -> None:
    """Run ``python -m geomap.webmap.basemap.compiler`` after the gazetteer changed."""
    path = Path(str(FOLDER / "basemap" / "outlines.json"))

    assert compile_built(gazetteer, path) == json.loads(_read("basemap", "built.json"))


@pytest.mark.parametrize(
    ("name", "population", "built_km2"),
    [("Kyiv", 2_950_000, 500), ("Kharkiv", 1_430_000, 350), ("Lviv", 720_000, 180)],
)
def test_a_town_is_drawn_about_as_large_as_it_is(
    name: str, population: int, built_km2: float
) -> None:
    """Within a third of the area that its people really cover."""
    area = math.pi * town_radius_km(population) ** 2

    assert 0.67 < area / built_km2 < 1.5, name


def test_no_town_is_drawn_into_the_sea() -> None:
    from shapely import Point, Polygon  # noqa: PLC0415 - slow, and needed only here

    towns = [p for p in world()["parts"] if p["kind"] == "built"]
    shapes = [Polygon(decode(ring, p["decimals"])) for p in towns for ring in p["rings"]]

    assert len(shapes) > 300
    assert not any(shape.buffer(0).contains(Point(30.9, 46.4)) for shape in shapes)
    assert any(shape.buffer(0).contains(Point(30.70, 46.47)) for shape in shapes)


def test_a_page_carries_small_places_only_where_it_has_marks() -> None:
    names, elsewhere = (
        {label[0] for labels in cut_out([spot])["labels"].values() for label in labels}
        for spot in ([50.45, 30.52], [-33.9, 18.4])
    )

    assert {"Kyiv", "Bucha", "Solomianskyi"} <= names
    assert "Bucha" not in elsewhere
    assert "Cape Town" in elsewhere


@pytest.mark.parametrize("name", ["Kyiv", "Odesa", "Kharkiv", "Lviv", "Zaporizhzhia", "Kryvyi Rih"])
def test_ukrainian_cities_bear_their_ukrainian_names(name: str) -> None:
    assert name in {label[0] for label in world()["labels"]}


# Glyphs, words and vendored files


@pytest.mark.parametrize("type_id", incident_types())
def test_every_incident_type_has_a_glyph_of_its_own(type_id: str) -> None:
    glyph = assets.glyph(incident_types()[type_id].glyph)

    assert glyph.startswith("M")
    others = [assets.glyph(kind.glyph) for key, kind in incident_types().items() if key != type_id]
    assert glyph not in others


@pytest.mark.parametrize("group_id", groups())
def test_every_group_has_an_outline_and_colours_that_stand_out(group_id: str) -> None:
    group = groups()[group_id]

    assert assets.shape(group.shape) != assets.shape("no such shape") or group.shape == "circle"
    assert _contrast(group.light, "#efeee8") >= 3
    assert _contrast(group.light, "#ffffff") >= 3
    assert _contrast(group.dark, "#232d38") >= 3


def test_groups_differ_without_any_colour() -> None:
    """Whoever sees no colours tells the groups by their outline, the types by their glyph."""
    outlines = [assets.shape(group.shape) for group in groups().values()]

    assert len(set(outlines)) == len(outlines)


def test_the_contrast_check_can_fail() -> None:
    """The twin: the yellow of the palette that was turned down is too light."""
    assert _contrast("#f0e442", "#ffffff") < 3


def _contrast(a: str, b: str) -> float:
    """Return the contrast of two colours after WCAG 2.1."""
    bright, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("name", APP)
def test_our_script_never_parses_html_or_text_as_code(name: str) -> None:
    code = _read("app", name)

    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "fetch(",
    ):
        assert word not in code
    assert not re.search(
        r"new Function|setTimeout\(['\"`]|bindPopup\(['\"`]|bindTooltip\(['\"`]", code
    )


def test_every_word_the_script_asks_for_is_in_every_language() -> None:
    code = "".join(_read("app", name) for name in APP)
    asked = set(re.findall(r"(?:word|countWords|copyButton)\('([a-z_]+)'", code))
    asked |= set(re.findall(r"\$t_([a-z_]+)", _read("app", "page.html")))

    assert len(asked) > 20
    for language in assets.ui_languages():
        assert asked - assets.strings(language).keys() == set()


PLURALS = {"one", "few", "many", "other"}  # which of them, the grammar of each language decides
OF_THE_CODEBOOK = {"type", "group"}  # English takes their names from the codebook


def _keys(words: Any, stem: str = "") -> set[str]:  # noqa: ANN401 - nested tables of TOML
    if not isinstance(words, dict):
        return {stem}
    if words.keys() <= PLURALS:
        return {f"{stem}.other"} if "other" in words else set()
    return {key for name, part in words.items() for key in _keys(part, f"{stem}.{name}")}


@pytest.mark.parametrize("ui", assets.ui_languages())
def test_all_languages_have_the_same_words(ui: str) -> None:
    words = {key: part for key, part in assets.strings(ui).items() if key not in OF_THE_CODEBOOK}

    assert _keys(words) == _keys(assets.strings("en"))


def test_a_word_that_is_missing_would_be_noticed() -> None:
    """The twin: a key less, and a number without its last form."""
    words = {"skip": "Skip", "stack": {"one": "one here", "other": "{n} here"}}

    assert _keys({**words, "skip": {}}) != _keys(words)
    assert _keys({**words, "stack": {"one": "one here"}}) != _keys(words)


@pytest.mark.parametrize("ui", [ui for ui in assets.ui_languages() if ui != "en"])
def test_other_languages_name_every_type_and_group(ui: str) -> None:
    words = assets.strings(ui)

    assert words["type"].keys() == incident_types().keys()
    assert words["group"].keys() == groups().keys()


@pytest.mark.parametrize("ui", assets.ui_languages())
def test_every_kind_of_place_has_a_word(ui: str) -> None:
    assert KINDS.keys() - assets.strings(ui)["kind"].keys() == set()


def test_the_command_line_offers_the_languages_there_are() -> None:
    from geomap.cli import main  # noqa: PLC0415 - only this test needs the commands

    for command in ("build", "map"):
        option = next(p for p in main.commands[command].params if p.name == "ui")
        assert tuple(option.type.choices) == assets.ui_languages()  # type: ignore[attr-defined] # a Choice


def test_the_page_in_ukrainian_says_so(sample_report: Report) -> None:
    html = webmap.to_html([sample_report], ui="uk")

    assert '<html lang="uk">' in html
    assert "Мапа подій" in html
    assert "Крим і Севастополь показано як Україну" in html


# Why this place


def test_a_reason_tells_grounds_runner_up_and_the_words_around() -> None:
    from geomap import analyze  # noqa: PLC0415 - the whole way of an article, here only

    text = "Kyiv woke to sirens. Two missiles hit Kyiv, officials in Kyiv said."
    report = analyze(text)
    reasons = read_reasons(report)

    second = reasons[text.index("Kyiv,")]
    assert second["prefix"] == text[: text.index("Kyiv,")][-32:]
    assert second["suffix"].startswith(", officials in Kyiv")
    assert second["occurrence"] == 2
    assert "official name" in second["grounds"]
    assert second["next"]["name"] != ""
    assert all(text[start:].startswith("Kyiv") for start in reasons)


def test_words_around_a_mention_stay_out_with_the_text(sample_report: Report) -> None:
    assert _island(webmap.to_html([sample_report], text="quotes"))["reasons"]
    assert _island(webmap.to_html([sample_report], text="none"))["reasons"] == {}


@pytest.mark.parametrize("name", assets.vendor_files())
def test_vendored_files_are_the_ones_that_were_listed(name: str) -> None:
    row = assets.vendor_files()[name]

    content = (FOLDER / "vendor" / name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == row["sha256"]
    assert (FOLDER / "vendor" / row["licence_file"]).is_file()
    assert re.fullmatch(r"\d+\.\d+\.\d+", row["version"])


def test_every_file_of_the_vendor_folder_is_listed() -> None:
    listed = {*assets.vendor_files(), "VENDOR.toml"}
    listed |= {row["licence_file"] for row in assets.vendor_files().values()}

    assert {file.name for file in (FOLDER / "vendor").iterdir()} == listed


def test_a_changed_vendored_file_would_be_noticed() -> None:
    """The twin of the check of hashes."""
    content = (FOLDER / "vendor" / "leaflet.js").read_bytes() + b" "

    assert hashlib.sha256(content).hexdigest() != assets.vendor_files()["leaflet.js"]["sha256"]


def test_an_asset_that_is_not_vendored_is_named() -> None:
    with pytest.raises(AssetError, match=r"heat\.js: this file is not vendored"):
        assets.linked_asset("https://example.org/npm/heat.js")
