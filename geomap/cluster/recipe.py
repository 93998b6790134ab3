"""All that a worker must know to make articles: options and paths, as one JSON file."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import platform
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely

import geomap
from geomap import export
from geomap.articles import Knowledge, Known
from geomap.cluster.parquet import store_of
from geomap.corpus.analysis import Analysis
from geomap.corpus.writing import Choices
from geomap.corrections import Corrections, read_corrections
from geomap.errors import ClusterError
from geomap.frame import Selection
from geomap.gazetteer import open_gazetteer
from geomap.lexicon import lexicon_digest
from geomap.webmap import Tiles

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Recipe", "find_faults", "read_recipe", "write_recipe"]

_ENOUGH = 12  # hexadecimal digits of a digest that a message shows


@dataclass(frozen=True, slots=True)
class Recipe:
    """How articles are read, analysed and written."""

    analysis: Analysis
    knowledge: Knowledge
    choices: Choices
    corrections: str = ""
    """The file of corrections, as the user named it."""
    timeout: float = 60.0
    parquet_to: str = ""
    """Where the GeoParquet of the corpus goes, too: an address of fsspec."""

    def versions(self) -> dict[str, str]:
        """Return what here decides an output beside the article and this recipe."""
        gazetteer = open_gazetteer(self.analysis.gazetteer, self.analysis.places)
        files = [*self.analysis.places, *[self.corrections] * bool(self.corrections)]
        return {
            "geomap": geomap.__version__,
            "lexicons": lexicon_digest()[:_ENOUGH],
            "gazetteer": gazetteer.version,
            "GEOS": shapely.geos_version_string,
            "Python": ".".join(platform.python_version_tuple()[:2]),
            **{_absolute(path): _digest(path) for path in files},
            **{f"fsspec of {url}": store_of(url) for url in [self.parquet_to] if url},
        }


def find_faults(recipe: Recipe, needed: Mapping[str, str]) -> tuple[str, ...]:
    """Return in what this process differs from the one that wrote the recipe.

    Examples
    --------
    >>> recipe = Recipe(Analysis(), Knowledge(), Choices())
    >>> find_faults(recipe, recipe.versions() | {"geomap": "9.9"})
    ('geomap is 0.1.0 there, and 9.9 here',)
    """
    own = recipe.versions()
    return tuple(
        f"{name} is {own.get(name, 'missing')} there, and {version} here"
        for name, version in needed.items()
        if own.get(name) != version
    )


def write_recipe(recipe: Recipe, folder: Path) -> tuple[Path, str]:
    """Write a recipe with the versions of this process; return the file and its digest."""
    payload = json.dumps(_to_json(recipe), sort_keys=True, default=str).encode()
    digest = hashlib.sha256(payload).hexdigest()
    return export.write_file(folder / "recipe.json", payload), digest


def read_recipe(path: Path, digest: str) -> tuple[Recipe, dict[str, str]]:
    """Return a recipe and the versions that it needs.

    Raises
    ------
    ClusterError
        If this machine does not see the file, or sees another.
    """
    try:
        payload = path.read_bytes()
    except OSError as error:
        msg = f"cannot see {path} ({error.strerror})"
        raise ClusterError(msg) from error
    if hashlib.sha256(payload).hexdigest() != digest:
        msg = f"sees another {path} than the client"
        raise ClusterError(msg)
    return _from_json(json.loads(payload))


def _to_json(recipe: Recipe) -> dict[str, Any]:
    analysis, knowledge = recipe.analysis, recipe.knowledge
    return {
        "versions": recipe.versions(),
        "analysis": {
            "gazetteer": analysis.gazetteer and _absolute(analysis.gazetteer),
            "places": [_absolute(path) for path in analysis.places],
            "country_bias": analysis.country_bias,
            "ignore_case": analysis.ignore_case,
        },
        "selection": asdict(analysis.selection) | {"types": sorted(analysis.selection.types)},
        "given": asdict(knowledge.given),
        "table": {name: asdict(known) for name, known in knowledge.table.items()},
        "choices": asdict(recipe.choices),
        "corrections": [recipe.corrections, _absolute(recipe.corrections)],
        "timeout": recipe.timeout,
        "parquet_to": recipe.parquet_to,
    }


def _from_json(found: dict[str, Any]) -> tuple[Recipe, dict[str, str]]:
    table = {name: _to_known(known) for name, known in found["table"].items()}
    recipe = Recipe(
        _to_analysis(found),
        Knowledge(_to_known(found["given"]), table),
        _to_choices(found["choices"]),
        found["corrections"][1],
        found["timeout"],
        found["parquet_to"],
    )
    return recipe, found["versions"]


def _to_analysis(found: dict[str, Any]) -> Analysis:
    said, chosen = found["analysis"], found["selection"]
    selection = Selection(
        frozenset(chosen["types"]),
        _to_day(chosen["since"]),
        _to_day(chosen["until"]),
        tuple(chosen["bbox"]) if chosen["bbox"] else None,
    )
    corrections = _read_corrections(*found["corrections"])
    places = {"places": tuple(said["places"])}
    return Analysis(**said | places, selection=selection, corrections=corrections)


def _to_choices(chosen: dict[str, Any]) -> Choices:
    tiles = chosen["basemap"]
    basemap = tiles if isinstance(tiles, str) else Tiles(*tiles)
    return Choices(**chosen | {"formats": tuple(chosen["formats"]), "basemap": basemap})


def _read_corrections(named: str, path: str) -> Corrections:
    """Return the corrections, whose rows say where they stand as the user named the file."""
    if not named:
        return Corrections()
    found = read_corrections(path)
    return replace(
        found,
        by_article={
            article_id: tuple(replace(row, where=row.where.replace(path, named, 1)) for row in rows)
            for article_id, rows in found.by_article.items()
        },
    )


def _to_known(found: dict[str, Any]) -> Known:
    return Known(**found | {"published": _to_day(found["published"])})


def _to_day(day: str | None) -> dt.date | None:
    return dt.date.fromisoformat(day) if day else None


def _absolute(path: str) -> str:
    return str(Path(path).absolute()) if path else ""


def _digest(path: str) -> str:
    try:
        with Path(path).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()[:_ENOUGH]
    except OSError:
        return "missing"
