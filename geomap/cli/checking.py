"""``geomap evaluate`` and ``geomap check``: is it right, is it well-formed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.cli.console import Code, Console, leave, pass_console
from geomap.cli.options import json_option, quiet_options

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["check", "evaluate"]


@click.command()
@click.argument("gold", metavar="GOLD")
@click.option(
    "--reader",
    metavar="FILE",
    help="Measure another reader's answers instead of geomap's: how well two people agree.",
)
@json_option
@quiet_options
@pass_console
def evaluate(console: Console, /, gold: str, *, reader: str | None, as_json: bool) -> None:
    """Compare results with checked answers: precision, recall, F1, distances.

    \b
    Examples:
      geomap evaluate seeds/gold.jsonl
      geomap evaluate seeds/gold.jsonl --json
      geomap evaluate seeds/gold.jsonl --reader seeds/second.jsonl
    """  # noqa: D301 - \b tells click to keep the lines
    from geomap.evaluate import evaluate as compare  # noqa: PLC0415 - --help must be fast

    evaluation = compare(gold, reader=reader)
    if as_json:
        console.put_json(evaluation.to_dict())
    else:
        console.put(evaluation.to_table(verbose=console.verbosity > 0))


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@json_option
@quiet_options
@pass_console
def check(console: Console, /, paths: tuple[str, ...], *, as_json: bool) -> None:
    """Validate outputs: every format that geomap writes, by file or by folder.

    \b
    Examples:
      geomap check outputs
      geomap check outputs/report.geojson outputs/report.gpkg
      geomap check "outputs/*.html" --json

    GeoJSON by RFC 7946 and our columns, GeoPackage with its styles and project, CSV, KML,
    GeoParquet, reports as JSON, styles and projects of QGIS, pages as whole in one file.
    """  # noqa: D301 - \b tells click to keep the lines
    from geomap.export import NOTE, check_outputs  # noqa: PLC0415 - --help must be fast

    results: list[dict[str, Any]] = []
    for path, found in check_outputs(_expand(paths)):
        faults = [line for line in found if not line.startswith(NOTE)]
        notes = [line.removeprefix(NOTE) for line in found if line.startswith(NOTE)]
        results.append({"file": str(path), "faults": faults, "notes": notes})
        for note in notes:
            console.say(f"{path}: {NOTE}{note}")
        for fault in faults:
            console.warn(f"{path}: {fault}")
        if not faults and not as_json:
            console.put(f"{path}: in order")
    if as_json:
        console.put_json(results)
    if any(result["faults"] for result in results):
        leave(Code.FAILED)


def _expand(paths: Iterable[str]) -> list[str]:
    """Return the files of patterns: not every shell takes them apart."""
    from glob import glob  # noqa: PLC0415 - only a few calls need it

    found: list[str] = []
    for path in paths:
        matching = [] if Path(path).exists() else sorted(glob(path))  # noqa: PTH207 - may be absolute
        found += matching or [path]
    return found
