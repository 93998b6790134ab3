"""``geomap map`` and ``geomap serve``: pages from GeoJSON, and a loopback server."""

from __future__ import annotations

from pathlib import Path

import click

from geomap.cli.console import Console, pass_console
from geomap.cli.options import basemap_options, page_options, quiet_options, read_basemap

__all__ = ["map_", "serve"]


@click.command(name="map")
@click.argument("file", metavar="FILE.geojson")
@click.option("-o", "--output", metavar="FILE.html", help="The page; else beside the file.")
@click.option("--title", default="", metavar="TEXT", help="Title of the page.")
@page_options
@basemap_options
@quiet_options
@pass_console
def map_(console: Console, /, file: str, *, output: str | None, title: str, **options: str) -> None:
    """Draw a page from an existing or hand-edited GeoJSON.

    \b
    Example:
      geomap map outputs/report.geojson -o report.html

    Shapes and links beside it (.areas.geojson, .links.geojson) are drawn, too.
    """  # noqa: D301 - \b tells click to keep the lines
    from geomap import export, webmap  # noqa: PLC0415 - --help must be fast

    path = Path(file)
    points = export.read_geojson(path)
    beside = (path.with_suffix(f".{layer}.geojson") for layer in ("areas", "links"))
    areas, links = (export.read_geojson(p) if p.is_file() else None for p in beside)
    basemap = read_basemap(options["basemap"], options["attribution"])
    look = {"text": options["text"], "ui": options["ui"], "title": title or path.stem}
    page = webmap.from_features(points, areas, links, basemap=basemap, **look)
    target = Path(output) if output else path.with_suffix(".html")
    export.ensure_folder(target.parent)
    export.write_file(target, page.get_root().render())
    console.say(f"{len(points['features'])} features → {target}")


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
