"""``geomap map`` and ``geomap serve``: pages from GeoJSON, and a loopback server."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.cli.console import Code, Console, leave, pass_console
from geomap.cli.options import (
    basemap_options,
    corrections_option,
    page_options,
    quiet_options,
    read_basemap,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["map_", "serve"]

_MOST_AGAIN = 10_000  # rows whose outlines are drawn again: 3 seconds, 3 MB of the page
_SUFFIXES = (".geojson", ".json")


@click.command(name="map")
@click.argument("file", metavar="FILE.geojson")
@click.option(
    "-o", "--output", metavar="FILE.html", help="The page, - for stdout; else beside the file."
)
@click.option("--title", default="", metavar="TEXT", help="Title of the page.")
@page_options
@basemap_options
@corrections_option
@quiet_options
@pass_console
def map_(
    console: Console,
    /,
    file: str,
    *,
    output: str | None,
    title: str,
    corrections: str | None,
    **options: Any,  # noqa: ANN401 - the shared options
) -> None:
    """Draw a page from an existing or hand-edited GeoJSON.

    \b
    Examples:
      geomap map outputs/report.geojson -o report.html
      geomap extract report.txt | geomap map - -o report.html

    FILE may come from geomap or from QGIS after an edit; - is standard input. Shapes and
    links beside it (.areas.geojson, .links.geojson) are drawn, too; without them they are
    drawn again from the places and relations of the rows. A polygon or line in FILE is drawn
    as it is. What cannot be meant, such as a point off the globe, is told and left out; the
    exit code is then 1.
    """  # noqa: D301 - \b tells click to keep the lines
    from geomap import export, webmap  # noqa: PLC0415 - --help must be fast

    path = Path(file)
    if file != "-" and path.suffix.lower() not in _SUFFIXES:
        message = f"{file}: no GeoJSON; save the layer as .geojson, or make a page of an article "
        message += "with geomap build"
        raise click.BadParameter(message, param_hint="FILE.geojson")
    points, faults = _read(path, corrections)
    areas, links = _shapes_of(path, points["features"])
    basemap = read_basemap(options["basemap"], options["attribution"])
    look = {"text": options["text"], "ui": options["ui"]}
    look["title"] = title or _title_of(points) or ("standard input" if file == "-" else path.stem)
    page = webmap.from_features(points, areas, links, basemap=basemap, **look)
    target = output or ("-" if file == "-" else str(path.with_suffix(".html")))
    html = page.get_root().render()
    if target == "-":
        console.put(html, is_data=True)
    else:
        export.ensure_folder(Path(target).parent)
        export.write_file(Path(target), html)
        console.say(f"{len(points['features'])} features → {target}")
    for fault in faults:
        console.warn(fault)
    if faults:
        leave(Code.FAILED)


def _read(path: Path, corrections: str | None) -> tuple[dict[str, Any], list[str]]:
    """Return the points of a file, corrected and credited, and what is wrong with them."""
    from geomap import export  # noqa: PLC0415 - --help must be fast
    from geomap.corrections import read_corrections  # noqa: PLC0415 - as above
    from geomap.gazetteer import open_gazetteer  # noqa: PLC0415 - as above

    payload = sys.stdin.buffer.read() if str(path) == "-" else None
    points, told = export.read_edited(path, payload)
    gazetteer = open_gazetteer()
    faults = list(told)
    faults += (f"{path}, {f}" for f in export.refuse_swapped(points["features"], gazetteer))
    if corrections is not None:
        table = read_corrections(corrections)
        ids = {str(f["properties"]["article_id"] or "") for f in points["features"]} - {""}
        found, stale = export.correct_features(points["features"], table, gazetteer)
        points["features"] = found
        faults += (*table.faults, *stale, *table.unseen(ids))
    points["geomap"] = {"licences": _licences_of(points) or list(gazetteer.licences)}
    return points, faults


def _title_of(points: Mapping[str, Any]) -> str:
    """Return the title of the article, if all rows are of one."""
    titles = {feature["properties"]["article_title"] for feature in points["features"]} - {None}
    return str(titles.pop()) if len(titles) == 1 else ""


def _licences_of(points: Mapping[str, Any]) -> list[str]:
    """Return the credits that a file carries; QGIS saves one without them."""
    own = points.get("geomap")
    lines = own.get("licences") if isinstance(own, dict) else None
    return [line for line in lines if isinstance(line, str)] if isinstance(lines, list) else []


def _shapes_of(path: Path, points: list[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the shapes and links of a file: those beside it that still fit, the others anew."""
    from geomap import export  # noqa: PLC0415 - --help must be fast
    from geomap.gazetteer import open_gazetteer  # noqa: PLC0415 - as above

    areas = export.keep_areas(_beside(path, "areas"), points)
    known = {area["id"] for area in areas}
    lacking = [row for row in points[:_MOST_AGAIN] if row["id"] not in known]
    links = export.keep_links(_beside(path, "links"), points)
    linked = {link["properties"]["incident_id"] for link in links}
    loose = [row for row in points if row["properties"]["incident_id"] not in linked]
    return (
        {"features": [*areas, *export.draw_areas(lacking, open_gazetteer())]},
        {"features": [*links, *export.draw_links(loose)]},
    )


def _beside(path: Path, layer: str) -> list[dict[str, Any]]:
    """Return the features of a layer that geomap wrote beside a file; none if it is not there."""
    from geomap import export  # noqa: PLC0415 - --help must be fast

    beside = path.with_suffix(f".{layer}.geojson")
    found: list[dict[str, Any]] = (
        export.read_geojson(beside)["features"] if beside.is_file() else []
    )
    return found


@click.command()
@click.argument("directory", metavar="DIR")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any free."
)
@quiet_options
@pass_console
def serve(console: Console, /, directory: str, port: int) -> None:
    """Serve a folder of pages to this machine alone, until Ctrl-C.

    \b
    Example:
      geomap serve outputs
    """  # noqa: D301 - \b tells click to keep the lines
    from functools import partial  # noqa: PLC0415 - --help must be fast
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer  # noqa: PLC0415

    if not Path(directory).is_dir():
        message = f"{directory}: no such folder; build one with geomap build"
        raise click.BadParameter(message, param_hint="DIR")
    handler = partial(SimpleHTTPRequestHandler, directory=directory)
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        message = f"port {port} cannot be used ({error.strerror}); try --port 0"
        raise click.ClickException(message) from error
    with server:
        console.say(f"http://127.0.0.1:{server.server_address[1]}/ shows {directory}; Ctrl-C ends")
        server.serve_forever()
