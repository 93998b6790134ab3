"""The table of rows that a page carries: columns, islands and memory."""

from __future__ import annotations

import json
import re
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest

from geomap.webmap import assets, document, page
from geomap.webmap.table import Columns, to_point
from tests.support.pages import data_of, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path


def test_columns_leave_out_what_nobody_knows() -> None:
    assert columns_of([{"role": "target", "weapon": None}]) == {"role": ["target"]}


def test_only_an_event_of_several_articles_is_named() -> None:
    told = [("one", "a"), ("one", "b"), ("two", "a"), ("two", "a"), (None, "b")]
    rows = [{"event_id": e, "article_id": a} for e, a in told]

    assert unpacked(columns_of(rows)["event_id"]) == ["one", "one", None, None, None]
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
        assert unpacked(found[name]) == [row.get(name) for row in rows]


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

    assert data_of(html)["columns"] == {}
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
