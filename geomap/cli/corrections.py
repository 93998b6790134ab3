"""``geomap corrections``: from an edited map to a file that every later build applies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.cli.console import Code, Console, counted, leave, pass_console
from geomap.cli.options import quiet_options

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geomap.export import Edits

__all__ = ["corrections_group"]


@click.group(name="corrections")
def corrections_group() -> None:
    """Keep what people corrected: a CSV that build, extract, explain and map apply again.

    \b
    Examples:
      geomap corrections from-geojson edited.geojson -o corrections.csv
      geomap corrections check corrections.csv
      geomap build report.txt --corrections corrections.csv

    A line of the file finds its words by what stands around them, or its incident by its
    id. Where lines come from: from-geojson, the page ("report a wrong place"), and
    geomap explain REPORT --at OFFSET. docs/corrections.md tells what each column holds.
    """  # noqa: D301 - \b tells click to keep the lines


@corrections_group.command("from-geojson")
@click.argument("edited", metavar="EDITED")
@click.option(
    "--original",
    metavar="FILE",
    type=click.Path(),
    help="The file as geomap wrote it, or the article, which is then read again; without it, "
    "dates, moved areas and rows that are gone cannot be told.",
)
@click.option(
    "-o", "--output", default="-", metavar="FILE.csv", help="Where to write; else on stdout."
)
@click.option("--reason", default="", metavar="TEXT", help="Why; stands in every line.")
@click.option("--by", default="", metavar="NAME", help="Who; stands in every line.")
@quiet_options
@pass_console
def from_geojson(console: Console, /, edited: str, **options: Any) -> None:  # noqa: ANN401
    """Write the corrections that turn a build into an edited file.

    \b
    Examples:
      geomap corrections from-geojson edited.geojson --original outputs/report.geojson
      geomap corrections from-geojson outputs/report.geojson --original report.txt
      geomap corrections from-geojson edited.gpkg --by Olena -o corrections.csv

    EDITED is a GeoJSON, GeoPackage or CSV of geomap after an edit, as in QGIS: points that
    were moved, another incident_type, role, date or place_id, rows deleted or added.
    """  # noqa: D301 - \b tells click to keep the lines
    from geomap import export  # noqa: PLC0415 - --help must be fast
    from geomap.corrections import to_table  # noqa: PLC0415 - as above

    edits = _find(console, Path(edited), options)
    table = to_table(edits.corrections)
    if options["output"] == "-":
        console.put(table, is_data=True)
    else:
        target = Path(options["output"])
        export.ensure_folder(target.parent)
        export.write_file(target, table)
    where = "standard output" if options["output"] == "-" else options["output"]
    console.say(f"{counted(len(edits.corrections), 'correction')} → {where}")
    if edits.faults:
        leave(Code.FAILED)


@corrections_group.command()
@click.argument("file", metavar="FILE.csv")
@quiet_options
@pass_console
def check(console: Console, /, file: str) -> None:
    """Tell which lines of a corrections file cannot be used, and why.

    \b
    Example:
      geomap corrections check corrections.csv

    Whether the words still stand in the article is told by a build.
    """  # noqa: D301 - \b tells click to keep the lines
    from geomap.corrections import read_corrections  # noqa: PLC0415 - --help must be fast

    found = read_corrections(file)
    for fault in found.faults:
        console.warn(fault)
    rows = counted(sum(map(len, found.by_article.values())), "correction")
    console.put(f"{file}: {rows} of {counted(len(found.by_article), 'article')}")
    if found.faults:
        leave(Code.FAILED)


def _find(console: Console, edited: Path, options: dict[str, Any]) -> Edits:
    """Return the edits of a file; what is wrong with it is told and among their faults."""
    from geomap import export  # noqa: PLC0415 - --help must be fast
    from geomap.gazetteer import open_gazetteer  # noqa: PLC0415 - as above

    features, faults = export.read_rows(edited)
    gazetteer = open_gazetteer()
    faults += (f"{edited}, {fault}" for fault in export.refuse_swapped(features, gazetteer))
    if options["original"]:
        original = _read_original(Path(options["original"]), features)
    else:
        original = export.guess_original(features, gazetteer)
        remedy = "pass --original with the file as geomap wrote it, or with the article"
        faults += [
            f"{edited}: rows of incident {name} are gone; to leave them out, {remedy}"
            for name in export.missing_rows(features)
        ]
        console.say(f"note: dates, moved areas and deleted incidents are told only if you {remedy}")
    edits = export.find_edits(features, original, reason=options["reason"], by=options["by"])
    edits.faults[:] = [*faults, *(f"{edited}, {fault}" for fault in edits.faults)]
    for fault in edits.faults:
        console.warn(fault)
    return edits


def _read_original(path: Path, features: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows as geomap wrote them, or as it would write them of the article."""
    from geomap import export  # noqa: PLC0415 - --help must be fast
    from geomap.pipeline import analyze  # noqa: PLC0415 - as above

    if path.suffix.lower() in export.READ_SUFFIXES:
        return export.read_features(path)
    cells: Mapping[str, Any] = features[0]["properties"] if features else {}
    report = analyze(
        path,
        published=cells.get("published"),
        title=cells.get("article_title"),
        url=cells.get("url"),
        publisher=cells.get("source"),
    )
    found: list[dict[str, Any]] = export.to_geojson([report])["features"]
    return found
