"""The files of a whole corpus, merged from the manifest with one article in memory at a time."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from geomap import export, qgis
from geomap.corpus.packages import write_corpus_package
from geomap.corpus.portions import read_portions, to_reading
from geomap.frame import features_to_gdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from geomap.corpus.manifest import Manifest
    from geomap.corpus.portions import Feature, Portion, Totals
    from geomap.corpus.writing import Choices

__all__ = ["MOST_FEATURES", "STEM", "Corpus", "write_corpus"]

STEM = "all"
MOST_FEATURES = 100_000  # of a GeoJSON: above it, a GeoPackage takes its place
_MOST_ROWS = 50_000  # of a page
_MOST_TEXTS = 25  # articles whose text the page of a corpus holds beside the map
_ROWS_PER_PART = 20_000  # rows of GeoParquet that are in memory at once: about 60 MB
_ENDINGS: dict[qgis.Layer, str] = {"points": "", "areas": ".areas", "links": ".links"}


@dataclass(frozen=True)
class Corpus:
    """A corpus that is to be written."""

    manifest: Manifest
    totals: Totals
    events: Mapping[str, str]
    """The event of each incident."""
    folder: Path
    """Where it is staged; a file gets its name in the output folder when it is whole."""
    choices: Choices

    @property
    def formats(self) -> tuple[str, ...]:
        """What is written: a GeoPackage in place of a GeoJSON that is too large."""
        wanted = set(self.choices.formats)
        if "geojson" in wanted and self.totals.counts.get("points", 0) > MOST_FEATURES:
            wanted = wanted - {"geojson"} | {"gpkg"}
        return tuple(name for name in _WRITERS if name in wanted)

    def portions(self) -> Iterator[Portion]:
        """Yield what each article adds, in the order of the ids."""
        return read_portions(self.manifest, self.events)

    def path(self, suffix: str) -> Path:
        """Return the staged file of a suffix."""
        return self.folder / f"{STEM}{suffix}"


def write_corpus(corpus: Corpus) -> tuple[Path, ...]:
    """Write the files of a corpus into its staging folder and return their paths.

    Raises
    ------
    OutputError
        If one cannot be written.
    """
    return tuple(path for name in corpus.formats for path in _WRITERS[name](corpus))


def _write_page(corpus: Corpus) -> Iterator[Path]:
    yield export.write_file(corpus.path(".html"), _page(corpus))


def _write_picture(corpus: Corpus) -> Iterator[Path]:
    yield export.write_file(corpus.path(".png"), export.to_png(_page(corpus)))


def _page(corpus: Corpus) -> str:
    """Return the page of the first rows; its title says how many are left out."""
    from geomap.webmap import document, page  # noqa: PLC0415 - pages need the assets of the map

    totals, choices = corpus.totals, corpus.choices
    collections, readings = _drawn(corpus)
    rows, every = len(collections[0]["features"]), totals.counts.get("points", 0)
    cut = "" if rows == every else f" (the first {rows:,} of {every:,} rows)"
    content = page.to_content(
        *collections,
        articles=readings,
        basemap=choices.basemap,
        text=choices.text,
        ui=choices.ui,
        title=f"{totals.articles:,} articles{cut}",
    )
    return document.render(content)


def _drawn(corpus: Corpus) -> tuple[list[dict[str, Any]], list[Any]]:
    """Return points, areas and links of the page, and the articles beside the map."""
    found: list[list[Feature]] = [[], [], []]
    readings = []
    for portion in corpus.portions():
        if len(found[0]) + len(portion.points) > _MOST_ROWS:
            break
        for features, added in zip(
            found, (portion.points, portion.drawn_areas, portion.links), strict=True
        ):
            features += added
        if corpus.totals.articles <= _MOST_TEXTS:
            readings.append(to_reading(portion))
    head = {"type": "FeatureCollection", "geomap": corpus.totals.provenance}
    return [head | {"features": features} for features in found], readings


def _write_geojson(corpus: Corpus) -> Iterator[Path]:
    layers = [name for name in _ENDINGS if corpus.totals.counts.get(name) or name == "points"]
    paths = {layer: corpus.path(f"{_ENDINGS[layer]}.geojson") for layer in layers}
    with ExitStack() as stack:
        streams = {
            layer: stack.enter_context(export.open_output(path)) for layer, path in paths.items()
        }
        marks = {layer: f"{corpus.totals.head(layer)}\n" for layer in layers}
        for portion in corpus.portions():
            for layer, stream in streams.items():
                for line in portion.lines_of(layer):
                    stream.write(f"{marks[layer]}{line}".encode())
                    marks[layer] = ",\n"
        for layer, stream in streams.items():
            end = "\n]}\n" if marks[layer] == ",\n" else f"{corpus.totals.head(layer)}]}}\n"
            stream.write(end.encode())
    for layer, path in paths.items():
        yield path
        style = qgis.to_style(layer, corpus.totals.legends.get(layer, ()))
        yield export.write_file(path.with_suffix(".qml"), style)


def _write_csv(corpus: Corpus) -> Iterator[Path]:
    """Write one table; each article is a table whose line of names is taken off."""
    with_wkt = corpus.choices.with_wkt

    def to_csv(points: list[Feature], areas: list[Feature]) -> str:
        collection = {"geomap": corpus.totals.provenance, "features": points}
        return export.to_csv(collection, {"features": areas} if with_wkt else None)

    path = corpus.path(".csv")
    with export.open_output(path) as stream:
        stream.write(to_csv([], []).encode())
        for portion in corpus.portions():
            table = to_csv(portion.points, portion.areas if with_wkt else [])
            stream.write(table.partition("\r\n")[2].encode())
    yield path


def _write_kml(corpus: Corpus) -> Iterator[Path]:
    """Write the first rows: no viewer of KML opens more."""
    found: dict[str, list[Feature]] = {"points": [], "areas": [], "links": []}
    for portion in corpus.portions():
        if len(found["points"]) + len(portion.points) > _MOST_ROWS:
            break
        for layer, features in found.items():
            features += getattr(portion, layer)
    head = {"geomap": corpus.totals.provenance}
    kml = export.to_kml(**{layer: head | {"features": found[layer]} for layer in found})
    yield export.write_file(corpus.path(".kml"), kml)


def _write_parquet(corpus: Corpus) -> Iterator[Path]:
    """Write a folder of parts by the month of the first day."""
    root = export.ensure_folder(corpus.path(".parquet"))
    points = (point for portion in corpus.portions() for point in portion.points)
    part = 0
    while (features := list(islice(points, _ROWS_PER_PART))) or part == 0:
        for month, of_month in _by_month(features).items():
            folder = export.ensure_folder(root / f"month={month}")
            payload = export.to_parquet(features_to_gdf(of_month), corpus.totals.provenance)
            yield export.write_file(folder / f"part-{part:04d}.parquet", payload)
        part += 1


def _by_month(features: list[Feature]) -> dict[str, list[Feature]]:
    """Return the features by month; no feature at all makes a table without rows."""
    months: dict[str, list[Feature]] = {} if features else {"unknown": []}
    for feature in features:
        day = feature["properties"]["date_start"]
        months.setdefault(day[:7] if day else "unknown", []).append(feature)
    return dict(sorted(months.items()))


def _write_package(corpus: Corpus) -> Iterator[Path]:
    yield write_corpus_package(corpus, corpus.path(".gpkg"))


def _write_project(corpus: Corpus) -> Iterator[Path]:
    """Write a project over the GeoPackage, and that too unless it was asked for."""
    if "gpkg" not in corpus.formats:
        yield from _write_package(corpus)
    project = corpus_project(corpus, f"{STEM}.gpkg")
    yield export.write_file(corpus.path(".qgs"), project)


_WRITERS: dict[str, Callable[[Corpus], Iterator[Path]]] = {
    "html": _write_page,
    "geojson": _write_geojson,
    "gpkg": _write_package,
    "csv": _write_csv,
    "kml": _write_kml,
    "parquet": _write_parquet,
    "qgs": _write_project,
    "png": _write_picture,
}
