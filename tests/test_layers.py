"""Imports point one way; one library has one home. The twins prove that the checks can fail."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

LAYERS = (
    {"errors", "lazy"},
    {"records"},
    {"text", "formulas", "transport"},
    {"lexicon", "gazetteer", "articles"},
    {"mentions", "resolve", "geometry", "dates", "incidents"},
    {"corrections"},
    {"pipeline", "frame", "geocoder", "summary"},
    {"many", "events"},
    {"export", "qgis", "webmap", "evaluate"},
    {"corpus"},
    {"cluster"},
    {"cli"},
    {"__main__"},
)
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
# `incidents` reads the dates that `dates` finds: the one pair of stages where one feeds the other.
ALLOWED = {("incidents", "dates")}
HOMES = {
    "folium": {"webmap"},
    "branca": {"webmap"},
    "sqlite3": {"gazetteer", "export", "corpus"},
    "geopandas": {"frame", "export"},
    "pyogrio": {"export"},
    "geopy": {"geocoder", "geometry"},
    "click": {"cli"},
    "dask": {"cluster"},
    "distributed": {"cluster"},
    "lxml": {"articles"},
    "trafilatura": {"articles"},
    "pyarrow": {"articles", "export"},
}


def imports_of(source: str) -> set[str]:
    """Every module a source imports, but for type checking and in the doors of Report."""
    tree = ast.parse(source)
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        if (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING") or (
            isinstance(node, ast.ClassDef) and node.name == "Report"
        ):
            skipped.update(ast.walk(node))
    found = set()
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "geomap":
            found.update(f"geomap.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def layer_faults(room: str, source: str) -> list[str]:
    """The imports of a room that point up, or sideways to another room."""
    faults = []
    for name in imports_of(source):
        other = name.split(".")[1] if name.startswith("geomap.") else ""
        if other not in LEVEL or other == room or (room, other) in ALLOWED:
            continue
        if LEVEL[other] >= LEVEL[room]:
            faults.append(f"{room} imports {other}")
    return faults


def home_faults(room: str, source: str) -> list[str]:
    """The libraries a room imports that live elsewhere."""
    libraries = {name.split(".")[0] for name in imports_of(source)}
    return [f"{room} uses {lib}" for lib in libraries if room not in HOMES.get(lib, {room})]


def room_of(path: Path, package: Path) -> str:
    return path.relative_to(package).parts[0].removesuffix(".py")


def sources(project: Path) -> list[tuple[str, str]]:
    package = project / "geomap"
    return [
        (room_of(path, package), path.read_text(encoding="utf-8"))
        for path in sorted(package.rglob("*.py"))
        if path != package / "__init__.py"
    ]


def test_every_module_has_a_layer(project: Path) -> None:
    rooms = {room for room, _ in sources(project)}

    assert rooms == set(LEVEL)


def test_imports_point_one_way(project: Path) -> None:
    faults = [fault for room, source in sources(project) for fault in layer_faults(room, source)]

    assert faults == []


def test_one_library_has_one_home(project: Path) -> None:
    faults = [fault for room, source in sources(project) for fault in home_faults(room, source)]

    assert faults == []


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("text", "from geomap.lexicon import language"),
        ("mentions", "from geomap import resolve"),
        ("resolve", "def f():\n    import geomap.incidents.frames"),
        ("frame", "from geomap.webmap import to_map"),
    ],
)
def test_an_upward_import_is_caught(room: str, source: str) -> None:
    assert layer_faults(room, source)


@pytest.mark.parametrize(
    ("room", "source"),
    [("cli", "import folium"), ("text", "def f():\n    from sqlite3 import connect")],
)
def test_a_library_away_from_home_is_caught(room: str, source: str) -> None:
    assert home_faults(room, source)


def test_no_module_is_named_after_nothing(project: Path) -> None:
    names = {path.stem for path in (project / "geomap").rglob("*.py")}

    assert not names & {"utils", "helpers", "common", "base", "misc"}
