"""The files of one stem, in the formats that were asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib import util
from typing import TYPE_CHECKING, Any, NamedTuple

from geomap import export, qgis
from geomap.corpus.packages import project_of, to_package, write_package
from geomap.errors import OutputError
from geomap.frame import (
    add_up,
    draw_links,
    draw_points,
    features_to_gdf,
    find_areas,
    rows_by_report,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from geomap.corpus.packages import Package
    from geomap.frame import Row
    from geomap.records import Report
    from geomap.webmap import Basemap
    from geomap.webmap.reading import Reading

__all__ = [
    "DEFAULT_FORMATS",
    "FORMATS",
    "Choices",
    "Output",
    "check_formats",
    "write_files",
    "write_output",
]

DEFAULT_FORMATS = ("html", "geojson")
FORMATS = (*DEFAULT_FORMATS, "gpkg", "csv", "kml", "parquet", "qgs", "png")
"""What can be written, in the order it is written."""

_OF_PAGES = ("html", "png")  # a page, and the picture of one
_NEEDS = {"parquet": ("pyarrow", "parquet")}  # the library of a format, and the extra with it


@dataclass(frozen=True, slots=True)
class Choices:
    """What is written of the reports, and how."""

    formats: tuple[str, ...] = DEFAULT_FORMATS
    only_incidents: bool = False
    decimals: int | None = None
    basemap: Basemap = "vector"
    text: str = "full"
    ui: str = "en"
    with_wkt: bool = False
    """Whether the CSV has a column of well-known text."""
    pages: bool = True
    """Whether each article has a page of its own beside that of the corpus."""

    @property
    def of_article(self) -> tuple[str, ...]:
        """The formats that each article gets for itself."""
        return tuple(name for name in self.formats if self.pages or name not in _OF_PAGES)


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
    if "png" in wanted:
        export.find_browser()
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
    return write_output(Output(reports, folder, stem, choices, title), choices.formats)


def write_output(output: Output, formats: Iterable[str]) -> tuple[Path, ...]:
    """Write an output in some formats, each file whole or not at all, and return the paths."""
    return tuple(path for name in formats for path in _WRITERS[name](output))


class Layer(NamedTuple):
    """What one of the GeoJSON files of a stem holds."""

    head: dict[str, Any]
    """The collection without its features."""
    features: list[dict[str, Any]]
    """Areas are their points here: an outline is text, for it recurs."""
    lines: list[str]
    """The features as text."""


@dataclass(frozen=True)
class Output:
    """What is written under one stem; the formats share what is made of the reports."""

    reports: Sequence[Report]
    folder: Path
    stem: str
    choices: Choices
    title: str

    @cached_property
    def rows(self) -> list[tuple[Report, list[Row]]]:
        """The rows that are published; quotes go with the text."""
        found = list(rows_by_report(self.reports, only_incidents=self.choices.only_incidents))
        for row in () if self.has_text else (row for _, rows in found for row in rows):
            row.cells["quote"] = None  # its offsets stay: they are not text
        return found

    @cached_property
    def articles(self) -> tuple[Reading, ...]:
        """What stands beside the map of the page."""
        from geomap import webmap  # noqa: PLC0415 - only pages need it

        return webmap.read_articles(self.rows)

    @cached_property
    def outlines(self) -> dict[str, export.Outline]:
        """The outlines of the areas by the ids of their points."""
        found = find_areas(self.rows)
        return {row.feature_id: export.outline_of(shape) for row, shape in found}

    @cached_property
    def layers(self) -> dict[qgis.Layer, Layer]:
        """The points, areas and links."""
        provenance = export.to_provenance(self.reports)
        points = draw_points(self.rows)
        lines = {point["id"]: export.dump_feature(point) for point in points}
        areas = [point for point in points if point["id"] in self.outlines]
        links = draw_links(self.rows)
        drawn = [export.with_shape(lines[own], o.text) for own, o in self.outlines.items()]
        box = export.join_boxes(outline.box for outline in self.outlines.values())
        return {
            "points": Layer(_head(provenance, points), points, list(lines.values())),
            "areas": Layer(export.to_head(provenance, box), areas, drawn),
            "links": Layer(_head(provenance, links), links, list(map(export.dump_feature, links))),
        }

    @cached_property
    def collections(self) -> dict[qgis.Layer, dict[str, Any]]:
        """The points, areas and links as collections."""
        found: dict[qgis.Layer, dict[str, Any]] = {
            name: {**layer.head, "features": layer.features} for name, layer in self.layers.items()
        }
        found["areas"]["features"] = [
            area | {"geometry": self.outlines[area["id"]].to_geometry()}
            for area in self.layers["areas"].features
        ]
        return found

    @cached_property
    def package(self) -> Package:
        """The layers and tables of the GeoPackage, which a project shows, too."""
        return to_package(self.reports, self.collections, self.totals)

    @cached_property
    def totals(self) -> list[dict[str, Any]]:
        """One row per incident with its sums, as it is published."""
        return add_up(row.cells for _, rows in self.rows for row in rows)

    @cached_property
    def page(self) -> str:
        """The page, of which a picture may be taken, too."""
        from geomap import webmap  # noqa: PLC0415 - pages need the assets of the map

        choices = self.choices
        return webmap.draw_html(
            self.rows,
            self.articles,
            basemap=choices.basemap,
            text=choices.text,
            ui=choices.ui,
            title=self.title,
        )

    @property
    def has_text(self) -> bool:
        """Whether words of the articles may be published."""
        return self.choices.text != "none"

    def write(self, suffix: str, content: str | bytes) -> Path:
        """Write the file of a suffix."""
        return export.write_file(self.folder / f"{self.stem}{suffix}", content)


def _head(provenance: dict[str, Any], features: list[dict[str, Any]]) -> dict[str, Any]:
    return export.to_head(provenance, export.box_of(features))


def _write_page(output: Output) -> Iterator[Path]:
    yield output.write(".html", output.page)


def _write_picture(output: Output) -> Iterator[Path]:
    yield output.write(".png", export.to_png(output.page))


def _write_geojson(output: Output) -> Iterator[Path]:
    for name, layer in output.layers.items():
        stem = "" if name == "points" else f".{name}"
        if layer.features or name == "points":
            yield output.write(f"{stem}.geojson", export.dump_lines(layer.head, layer.lines))
            yield output.write(f"{stem}.qml", qgis.to_style(name, layer.features))
        else:
            for suffix in (".geojson", ".qml"):
                export.remove_file(output.folder / f"{output.stem}{stem}{suffix}")


def _write_geopackage(output: Output) -> Iterator[Path]:
    yield write_package(output.package, output.folder / f"{output.stem}.gpkg")


def _write_project(output: Output) -> Iterator[Path]:
    """Write a project over the GeoPackage of the stem, and that too unless it was asked for."""
    if "gpkg" not in output.choices.formats:
        yield from _write_geopackage(output)
    yield output.write(".qgs", project_of(output.package, f"{output.stem}.gpkg"))


def _write_csv(output: Output) -> Iterator[Path]:
    areas = output.collections["areas"] if output.choices.with_wkt else None
    yield output.write(".csv", export.to_csv(output.collections["points"], areas))


def _write_kml(output: Output) -> Iterator[Path]:
    yield output.write(".kml", export.to_kml(**output.collections))


def _write_parquet(output: Output) -> Iterator[Path]:
    points = output.layers["points"]
    gdf = features_to_gdf(points.features)
    yield output.write(".parquet", export.to_parquet(gdf, points.head["geomap"]))


_WRITERS: dict[str, Callable[[Output], Iterator[Path]]] = {
    "html": _write_page,
    "png": _write_picture,
    "geojson": _write_geojson,
    "gpkg": _write_geopackage,
    "csv": _write_csv,
    "kml": _write_kml,
    "parquet": _write_parquet,
    "qgs": _write_project,
}
