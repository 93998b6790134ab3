"""Events in QGIS: a style over their own columns, and a layer of the project of a corpus."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from geomap import qgis
from geomap.events import EVENT_SCHEMA
from tests.support.commands import run
from tests.support.desktop import PROJECT_LOADER, load, run_qgis

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "Events, one for all their reports"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus in which two papers tell of one strike, and one of another."""
    folder: Path = tmp_path_factory.mktemp("events")
    texts = {
        "a": ("Daily", "A Russian missile struck Kharkiv on 3 May 2023, killing three people."),
        "b": ("Herald", "A missile strike on Kharkiv on 3 May 2023 killed three people."),
        "c": ("Daily", "Russian shells hit Nikopol on 7 May 2023."),
    }
    records = [
        {"id": name, "text": text, "source": source, "published": "2023-05-08"}
        for name, (source, text) in texts.items()
    ]
    path = folder / "records.jsonl"
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    command = ["build", str(path), "-o", str(folder / "out"), "--format", "geojson,gpkg,qgs"]
    result = run(*command)
    assert result.exit_code == 0, result.output
    return folder / "out"


def fields_of(style: str) -> set[str]:
    """The columns that expressions of a style read."""
    root = ET.fromstring(style.split("\n", 1)[1])  # noqa: S314 - our own file
    nodes = [node for node in root.iter() if node.tag != "alias"]
    words = [value for node in nodes for value in (*node.attrib.values(), node.text or "")]
    return set(re.findall(r'"([a-z_0-9]+)"', " ".join(words)))


def test_the_style_of_events_reads_their_columns_alone(built: Path) -> None:
    fields = fields_of((built / "all.events.qml").read_text("utf-8"))

    assert {"article_count", "agreed", "disputed", "incident_type"} <= fields
    assert fields <= {column.name for column in EVENT_SCHEMA}


def test_the_check_of_columns_can_fail() -> None:
    """The style of incidents reads columns that no event has."""
    style = qgis.to_style("points", [])

    assert fields_of(style) - {column.name for column in EVENT_SCHEMA} >= {"quote", "mention"}


@pytest.mark.qgis
def test_qgis_draws_and_describes_every_event(built: Path) -> None:
    layer = load([built / "all.events.geojson"])["all.events.geojson"]

    assert (layer["styled"], layer["undrawn"], layer["faults"]) == (True, 0, [])
    assert layer["features"] == 2
    told = next(tip for tip in layer["tips"] if "Kharkiv" in tip)
    assert "reports: 2, sources: 2" in told
    assert "agreed: killed: 3" in told
    assert "all.html#missile_strike:2023-05-03:" in told


@pytest.mark.qgis
def test_the_project_of_a_corpus_holds_its_events(built: Path) -> None:
    """Styled and ready, but not drawn over the incidents they are made of."""
    inside = f"geopackage:{built / 'all.gpkg'}?projectName=geomap"
    projects: list[dict[str, Any]] = run_qgis(PROJECT_LOADER, [str(built / "all.qgs"), inside])

    for project in projects:
        events = project["layers"][TITLE]
        assert events["valid"]
        assert (events["features"], events["geometry"]) == (2, 0)
        assert (events["renderer"], events["labels"]) == ("RuleRenderer", True)
        assert "article_count" in events["fields"]
        assert not events["shown"]
        assert project["layers"]["Incidents"]["shown"]
