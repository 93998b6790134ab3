"""``geomap evaluate`` and ``geomap check``: is it right, is it well-formed."""

from __future__ import annotations

from typing import Any

import click

from geomap.cli.console import Console, pass_console
from geomap.cli.options import json_option, quiet_options

__all__ = ["check", "evaluate"]

_FAILED = 1


@click.command()
@click.argument("gold", metavar="GOLD")
@json_option
@quiet_options
@pass_console
def evaluate(console: Console, /, gold: str, *, as_json: bool) -> None:
    """Compare results with checked answers: precision, recall, F1, distances.

    \b
    Examples:
      geomap evaluate seeds/gold.jsonl
      geomap evaluate seeds/gold.jsonl --json
    """  # noqa: D301 - \b tells click to keep the lines
    from geomap.evaluate import evaluate as compare  # noqa: PLC0415 - --help must be fast

    evaluation = compare(gold)
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
    """Validate outputs: GeoJSON by RFC 7946 and our columns, pages as whole.

    \b
    Examples:
      geomap check outputs
      geomap check outputs/report.geojson outputs/report.html
    """  # noqa: D301 - \b tells click to keep the lines
    from geomap.export import check_outputs  # noqa: PLC0415 - --help must be fast

    results: list[dict[str, Any]] = []
    for path, faults in check_outputs(paths):
        results.append({"file": str(path), "faults": list(faults)})
        for fault in faults:
            console.warn(f"{path}: {fault}")
        if not faults and not as_json:
            console.put(f"{path}: in order")
    if as_json:
        console.put_json(results)
    if any(result["faults"] for result in results):
        raise click.exceptions.Exit(_FAILED)
