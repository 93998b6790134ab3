"""The files of a whole corpus, merged from the manifest with one article in memory at a time."""

from __future__ import annotations

import json
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from geomap import export, qgis
from geomap.corpus.packages import (
    LAYERS,
    TABLES,
    Package,
    project_of,
    table_layer,
    to_background,
    to_bbox,
    to_credit,
    to_layer,
    to_range,
)
from geomap.corpus.portions import read_portions
from geomap.events import EVENT_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from geomap.corpus.manifest import Manifest
    from geomap.corpus.portions import Feature, Portion, Totals
    from geomap.corpus.processes import Executor
    from geomap.corpus.writing import Choices
    from geomap.webmap.reading import Reading

__all__ = ["MOST_FEATURES", "STEM", "Corpus", "write_corpus"]

STEM = "all"
MOST_FEATURES = 100_000  # of a GeoJSON: above it, a GeoPackage takes its place
_MOST_ROWS = 50_000  # of a page
_MOST_TEXTS = 25  # articles whose text the page of a corpus holds beside the map
_ROWS_PER_PART = 20_000  # rows of a layer that are in memory at once: about 60 MB
_ENDINGS: dict[qgis.Layer, str] = {"points": "", "areas": ".areas", "links": ".links"}


@dataclass(frozen=True)
class Corpus:
    """A corpus that is to be written."""

    manifest: Manifest
    totals: Totals
    folder: Path
    """Where it is staged; a file gets its name in the output folder when it is whole."""
    choices: Choices
    executor: Executor

    @property
    def formats(self) -> tuple[str, ...]:
        """What is written: a GeoPackage in place of a GeoJSON that is too large."""
        wanted = set(self.choices.formats)
        if "geojson" in wanted and self.totals.counts.get("points", 0) > MOST_FEATURES:
            wanted = wanted - {"geojson"} | {"gpkg"}
        return tuple(name for name in _WRITERS if name in wanted)

    def portions(self) -> Iterator[Portion]:
        """Yield what each article adds, in the order of the ids."""
        return read_portions(self.manifest)

    def first_portions(self) -> Iterator[Portion]:
        """Yield portions as long as their rows are no more than a reader opens at once."""
        rows = 0
        for portion in self.portions():
            rows += len(portion.pack.points)
            if rows > _MOST_ROWS:
                return
            yield portion

    @cached_property
    def package(self) -> Package:
        """The layers of the GeoPackage, which have no rows yet, and what a project needs."""
        totals = self.totals
        rows = {"incident_totals": totals.incidents, "mentions": totals.mentions, "articles": 1}
        return Package(
            (
                _to_event_layer(self, ()),
                *(_to_layer(self, layer, ()) for layer in LAYERS),
                *(table_layer(name, ()) for name in TABLES),
                *to_background(),
            ),
            to_credit(totals.provenance),
            qgis.main_box(totals.spots) or to_bbox(totals.boxes.get("points")),
            to_range(totals.days),
            frozenset(name for name, count in rows.items() if not count),
        )

    def style(self, layer: qgis.Layer) -> str:
        """Return the style of a layer, which knows every kind of its features."""
        kinds = self.totals.legends.get("points" if layer == "events" else layer, ())
        return qgis.to_style(layer, kinds)

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
    path = corpus.path(".html")
    with export.open_output(path) as stream:
        stream.writelines(piece.encode() for piece in _page(corpus))
    yield path


def _write_picture(corpus: Corpus) -> Iterator[Path]:
    yield export.write_file(corpus.path(".png"), export.to_png("".join(_page(corpus))))


def _page(corpus: Corpus) -> Iterator[str]:
    """Yield the page of the first rows, which wait on the disk for their columns."""
    from geomap.webmap import document, page  # noqa: PLC0415 - pages need the assets of the map

    choices, provenance = corpus.choices, corpus.totals.provenance
    layers = (
        {"geomap": provenance, "features": _drawn(corpus, layer)}
        for layer in ("points", "drawn_areas", "links")
    )
    with TemporaryFile(dir=corpus.folder) as store:
        content = page.to_content(
            *layers,
            articles=_readings(corpus),
            basemap=choices.basemap,
            text=choices.text,
            ui=choices.ui,
            title=_title(corpus),
            store=store,
        )
        yield from document.pieces_of(content)


def _title(corpus: Corpus) -> str:
    """Return the title of the page, which says how many rows are left out."""
    from geomap.webmap import assets, wording  # noqa: PLC0415 - as above

    totals, words = corpus.totals, assets.strings(corpus.choices.ui)
    title = wording.counted(words, "count_articles", totals.articles)
    every = totals.counts.get("points", 0)
    if every <= _MOST_ROWS:
        return title
    rows = sum(len(portion.pack.points) for portion in corpus.first_portions())
    shown, whole = wording.grouped(words, rows), wording.grouped(words, every)
    return str(words["first_rows"].format(title=title, shown=shown, all=whole))


def _drawn(corpus: Corpus, layer: str) -> Iterator[Feature]:
    """Yield the features of a layer of the page."""
    for portion in corpus.first_portions():
        yield from getattr(portion, layer)


def _readings(corpus: Corpus) -> list[Reading]:
    """Return the articles beside the map; none if they are too many for one page."""
    if corpus.totals.articles > _MOST_TEXTS:
        return []
    return [found for portion in corpus.first_portions() if (found := portion.pack.reading)]


def _write_geojson(corpus: Corpus) -> Iterator[Path]:
    totals = corpus.totals
    layers = [name for name in _ENDINGS if totals.counts.get(name) or name == "points"]
    paths = {layer: corpus.path(f"{_ENDINGS[layer]}.geojson") for layer in layers}
    with ExitStack() as stack:
        adders = {
            layer: stack.enter_context(_collection(path, totals.head(totals.boxes.get(layer))))
            for layer, path in paths.items()
        }
        for portion in corpus.portions():
            for layer, add in adders.items():
                for line in portion.lines_of(layer):
                    add(line)
    for layer, path in paths.items():
        yield path
        yield export.write_file(path.with_suffix(".qml"), corpus.style(layer))
    yield from _write_events(corpus)


@contextmanager
def _collection(path: Path, head: str) -> Iterator[Callable[[str], None]]:
    """Open a FeatureCollection that takes its features as text, one by one."""
    mark = "\n"
    with export.open_output(path) as stream:

        def add(line: str) -> None:
            nonlocal mark
            stream.write(f"{mark}{line}".encode())
            mark = ",\n"

        stream.write(head.encode())
        yield add
        stream.write(b"\n]}\n" if mark == ",\n" else b"]}\n")


def _write_events(corpus: Corpus) -> Iterator[Path]:
    """Write one feature per event, and a style for them."""
    path = corpus.path(".events.geojson")
    with _collection(path, corpus.totals.head(corpus.manifest.box_of_events())) as add:
        for line in corpus.manifest.events():
            add(line)
    yield path
    yield export.write_file(path.with_suffix(".qml"), corpus.style("events"))


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
    for portion in corpus.first_portions():
        for layer, features in found.items():
            features.extend(getattr(portion, layer))
    head = {"geomap": corpus.totals.provenance}
    kml = export.to_kml(**{layer: head | {"features": found[layer]} for layer in found})
    yield export.write_file(corpus.path(".kml"), kml)


def _write_parquet(corpus: Corpus) -> Iterator[Path]:
    """Write a folder of parts by the month of the first day."""
    root = export.ensure_folder(corpus.path(".parquet"))
    yield from corpus.executor.write_slices(corpus.manifest, corpus.totals.provenance, root)


def _write_package(corpus: Corpus) -> Iterator[Path]:
    package = corpus.package
    project = qgis.zip_project(project_of(package, f"{STEM}.gpkg"))
    yield export.write_geopackage(
        corpus.path(".gpkg"), _layers(corpus), credit=package.credit, project=project
    )


def _write_project(corpus: Corpus) -> Iterator[Path]:
    """Write a project over the GeoPackage, and that too unless it was asked for."""
    if "gpkg" not in corpus.formats:
        yield from _write_package(corpus)
    yield export.write_file(corpus.path(".qgs"), project_of(corpus.package, f"{STEM}.gpkg"))


def _layers(corpus: Corpus) -> Iterator[export.GeoLayer]:
    """Yield the layers and tables in parts of some thousand rows."""
    for layer in LAYERS:
        features = (f for portion in corpus.portions() for f in getattr(portion, layer))
        yield from (_to_layer(corpus, layer, part) for part in _parts(features))
    events = map(json.loads, corpus.manifest.events())
    yield from (_to_event_layer(corpus, part) for part in _parts(events))
    for name in TABLES:
        rows = (row for portion in corpus.portions() for row in portion.table(name))
        yield from (table_layer(name, part) for part in _parts(rows))
    yield from to_background()


def _to_layer(corpus: Corpus, layer: qgis.Layer, features: Sequence[Feature]) -> export.GeoLayer:
    totals = corpus.totals
    about = totals.provenance["attribution"]
    return to_layer(layer, features, about, totals.legends.get(layer, ()))


def _to_event_layer(corpus: Corpus, features: Sequence[Feature]) -> export.GeoLayer:
    """Return events as a layer, or as a part of one."""
    return export.GeoLayer(
        "events",
        "one row per event: what several articles tell of it",
        EVENT_SCHEMA,
        [feature["properties"] for feature in features],
        "Point",
        [feature["geometry"] for feature in features],
        [feature["id"] for feature in features],
        corpus.style("events"),
    )


def _parts(rows: Iterator[Any]) -> Iterator[list[Any]]:
    """Yield the rows in lists; an empty one if there are none."""
    part = list(islice(rows, _ROWS_PER_PART))
    yield part
    while part := list(islice(rows, _ROWS_PER_PART)):
        yield part


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
