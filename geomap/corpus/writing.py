"""The files of one stem, in the formats that were asked for."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import util
from typing import TYPE_CHECKING, Any

from geomap import export, qgis
from geomap.corpus.packages import project_of, to_package, write_package
from geomap.errors import OutputError
from geomap.frame import to_gdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from geomap.records import Report

__all__ = ["DEFAULT_FORMATS", "FORMATS", "Choices", "check_formats", "write_files"]

DEFAULT_FORMATS = ("html", "geojson")
FORMATS = (*DEFAULT_FORMATS, "gpkg", "csv", "kml", "parquet", "qgs")
"""What can be written, in the order it is written."""

_NEEDS = {"parquet": ("pyarrow", "parquet")}  # the library of a format, and the extra with it


@dataclass(frozen=True, slots=True)
class Choices:
    """What is written of the reports, and how."""

    formats: tuple[str, ...] = DEFAULT_FORMATS
    only_incidents: bool = False
    decimals: int | None = None
    basemap: str = "vector"
    text: str = "full"
    ui: str = "en"
    with_wkt: bool = False
    """Whether the CSV has a column of well-known text."""
    pages: bool = True
    """Whether each article has a page of its own beside that of the corpus."""


def check_formats(formats: Iterable[str]) -> tuple[str, ...]:
    """Return the formats in the order they are written, each once.

    Raises
    ------
    OutputError
        If one is unknown, or needs a library that is not installed.

    Examples
    --------
    >>> check_formats(["geojson", "html", "html"])
    ('html', 'geojson')
    >>> check_formats(["shp"])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    geomap.errors.OutputError: format 'shp' is unknown; use html, ...
    """
    wanted = tuple(formats)
    for name in wanted or ("",):
        if name not in FORMATS:
            fault = f"format {name!r} is unknown" if name else "no format given"
            msg = f"{fault}; use {', '.join(FORMATS)}"
            raise OutputError(msg)
        library, extra = _NEEDS.get(name, ("geomap", ""))
        if util.find_spec(library) is None:
            msg = f"format {name!r} needs {library}; install geomap with the extra [{extra}]"
            raise OutputError(msg)
    return tuple(name for name in FORMATS if name in wanted)


def write_files(
    reports: Sequence[Report], folder: Path, stem: str, choices: Choices, *, title: str
) -> tuple[Path, ...]:
    """Write the files of a stem, each whole or not at all, and return their paths.

    Raises
    ------
    OutputError
        If a file cannot be written; what was there before is left.
    """
    paths: list[Path] = []
    for name in choices.formats:
        if name == "html":
            paths.append(_write_page(reports, folder / f"{stem}.html", choices, title))
        else:
            paths.extend(_WRITERS[name](reports, folder, stem, choices))
    return tuple(paths)


def _write_page(reports: Sequence[Report], path: Path, choices: Choices, title: str) -> Path:
    from geomap import webmap  # noqa: PLC0415 - pages need the assets of the map

    html = webmap.to_html(
        reports,
        basemap=choices.basemap,
        text=choices.text,
        ui=choices.ui,
        title=title,
        only_incidents=choices.only_incidents,
    )
    return export.write_file(path, html)


# --- GeoJSON -----------------------------------------------------------------------------


def _collections(reports: Sequence[Report], choices: Choices) -> dict[qgis.Layer, dict[str, Any]]:
    """Return the points, areas and links that are published; quotes go with the text."""
    only = choices.only_incidents
    points = export.to_geojson(reports, only_incidents=only)
    areas = export.to_areas(reports, only_incidents=only)
    if choices.text == "none":
        for feature in (*points["features"], *areas["features"]):
            feature["properties"]["quote"] = None  # its offsets stay: they are not text
    return {"points": points, "areas": areas, "links": export.to_links(reports)}


def _write_geojson(
    reports: Sequence[Report], folder: Path, stem: str, choices: Choices
) -> Iterator[Path]:
    for layer, collection in _collections(reports, choices).items():
        suffix = ".geojson" if layer == "points" else f".{layer}.geojson"
        path = folder / f"{stem}{suffix}"
        if collection["features"] or layer == "points":
            yield export.write_file(path, export.dump_geojson(collection))
            style = qgis.to_style(layer, collection["features"])
            yield export.write_file(path.with_suffix(".qml"), style)
        else:
            export.remove_file(path)
            export.remove_file(path.with_suffix(".qml"))


def _write_geopackage(
    reports: Sequence[Report], folder: Path, stem: str, choices: Choices
) -> Iterator[Path]:
    package = to_package(reports, _collections(reports, choices), has_text=choices.text != "none")
    yield write_package(package, folder / f"{stem}.gpkg")


def _write_project(
    reports: Sequence[Report], folder: Path, stem: str, choices: Choices
) -> Iterator[Path]:
    """Write a project over the GeoPackage of the stem, and that too unless it was asked for."""
    package = to_package(reports, _collections(reports, choices), has_text=choices.text != "none")
    if "gpkg" not in choices.formats:
        yield write_package(package, folder / f"{stem}.gpkg")
    yield export.write_file(folder / f"{stem}.qgs", project_of(package, f"{stem}.gpkg"))


def _write_csv(
    reports: Sequence[Report], folder: Path, stem: str, choices: Choices
) -> Iterator[Path]:
    found = _collections(reports, choices)
    areas = found["areas"] if choices.with_wkt else None
    yield export.write_file(folder / f"{stem}.csv", export.to_csv(found["points"], areas))


def _write_kml(
    reports: Sequence[Report], folder: Path, stem: str, choices: Choices
) -> Iterator[Path]:
    found = _collections(reports, choices)
    yield export.write_file(folder / f"{stem}.kml", export.to_kml(**found))


def _write_parquet(
    reports: Sequence[Report], folder: Path, stem: str, choices: Choices
) -> Iterator[Path]:
    gdf = to_gdf(reports, only_incidents=choices.only_incidents)
    if choices.text == "none":
        gdf["quote"] = None
    content = export.to_parquet(gdf, export.to_provenance(reports))
    yield export.write_file(folder / f"{stem}.parquet", content)


_WRITERS: dict[str, Callable[[Sequence[Report], Path, str, Choices], Iterator[Path]]] = {
    "geojson": _write_geojson,
    "gpkg": _write_geopackage,
    "csv": _write_csv,
    "kml": _write_kml,
    "parquet": _write_parquet,
    "qgs": _write_project,
}
