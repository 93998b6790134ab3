"""``geomap build``: the main job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from geomap.cli.console import Console, Progress, pass_console
from geomap.cli.inputs import Request, to_request
from geomap.cli.options import (
    analysis_options,
    article_options,
    basemap_options,
    json_option,
    page_options,
    quiet_options,
    read_basemap,
    selection_options,
    split_words,
)

if TYPE_CHECKING:
    from geomap.corpus import Choices, Outcome

__all__ = ["build"]

_MANY = 10  # articles; more are told in one line, each with -v
_MOST_PAGES = 200  # articles that have a page each without being asked for
_FAILED = 1
_NOTHING_FOUND = 4


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option(
    "-o",
    "--output",
    "directory",
    default="outputs",
    show_default=True,
    metavar="DIR",
    help="Folder of the outputs; made if it is missing.",
)
@click.option(
    "--format",
    "formats",
    default="html,geojson",
    show_default=True,
    metavar="LIST",
    help="What to write, separated by commas: html, geojson, gpkg, csv, kml, parquet, qgs, png.",
)
@article_options
@analysis_options
@selection_options
@page_options
@basemap_options
@click.option("--wkt", is_flag=True, help="Add a column of well-known text to the CSV.")
@click.option(
    "--pages",
    is_flag=True,
    help="A page for each article also of a corpus, or of more than 200 articles.",
)
@click.option("--fail-empty", is_flag=True, help="Exit with 4 if nothing was found.")
@json_option
@quiet_options
@pass_console
def build(console: Console, /, paths: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401
    """Turn articles into map pages and GeoJSON.

    \b
    Examples:
      geomap build report.txt --published 2022-12-19
      geomap build articles/ -o maps
      geomap build report.txt --format gpkg
      geomap build corpus.jsonl --format geojson

    PATH is a file (.txt .md .html .json .jsonl .csv), a folder, a pattern, or - for
    standard input. Each article gives STEM.html and STEM.geojson, several also
    index.html, all.html and all.geojson. The articles of a corpus (.jsonl, .csv) and of
    more than 200 files share one page, unless --pages asks for theirs.
    """  # noqa: D301 - \b tells click to keep the lines
    request = to_request(paths, options)
    choices = _to_choices(request, options)
    outcomes = _run(console, request, options["directory"], choices)
    failed = [outcome.failure for outcome in outcomes if outcome.failure is not None]
    for file in request.unused_rows(outcome.article_id for outcome in outcomes):
        console.warn(f"--articles lists {file!r}, which is no input; check the name")
    if options["as_json"]:
        console.put_json([_to_json(outcome) for outcome in outcomes])
    _sum_up(console, outcomes, options["directory"])
    if failed:
        raise click.exceptions.Exit(_FAILED)
    if options["fail_empty"] and not any(_has_found(o, request) for o in outcomes):
        console.warn("nothing was found, and --fail-empty asks to say so")
        raise click.exceptions.Exit(_NOTHING_FOUND)


def _to_choices(request: Request, options: dict[str, Any]) -> Choices:
    from geomap.articles import has_at_most  # noqa: PLC0415 - --help must be fast
    from geomap.corpus import Choices, check_formats  # noqa: PLC0415 - --help must be fast
    from geomap.errors import OutputError  # noqa: PLC0415 - as above

    try:
        formats = check_formats(split_words(options["formats"]))
    except OutputError as error:
        raise click.BadParameter(str(error), param_hint="--format") from error
    return Choices(
        formats=formats,
        only_incidents=request.only_incidents,
        decimals=request.decimals,
        basemap=read_basemap(options["basemap"], options["attribution"]),
        text=options["text"],
        ui=options["ui"],
        with_wkt=options["wkt"],
        pages=options["pages"] or has_at_most(_MOST_PAGES, request.paths),
    )


def _run(console: Console, request: Request, directory: str, choices: Choices) -> list[Outcome]:
    from geomap.corpus import build_articles  # noqa: PLC0415 - --help must be fast

    outcomes = []
    inputs = request.read(console.say, directory)
    found = build_articles(inputs, directory, request.analyzer(), choices)
    with Progress(console) as progress:
        for outcome in found:
            progress.step(outcome.article_id)
            outcomes.append(outcome)
            if outcome.failure is not None:
                progress.clear()
                console.warn_of(outcome.failure.error)
    return outcomes


def _sum_up(console: Console, outcomes: list[Outcome], directory: str) -> None:
    done = [outcome for outcome in outcomes if outcome.report is not None]
    for outcome in done:
        tell = console.say if len(done) <= _MANY else console.detail
        _tell(outcome, tell)
    failed = sum(outcome.failure is not None for outcome in outcomes)
    incidents = sum(len(o.report.incidents) for o in done if o.report is not None)
    files = [path for outcome in outcomes for path in outcome.paths]
    noted = sum(bool(o.report.notes) for o in done if o.report is not None)
    if noted and len(done) > _MANY and console.verbosity == 0:
        console.say(
            f"notes on {_number(noted, 'article')} (dates, languages, encodings): -v shows them"
        )
    ending = f"; {failed} failed, see above" if failed else ""
    console.say(
        f"{_number(len(done), 'article')}, {_number(incidents, 'incident')}: "
        f"{_number(len(files), 'file')} in {directory}{ending}"
    )


def _tell(outcome: Outcome, tell: Any) -> None:  # noqa: ANN401 - a method of the console
    report = outcome.report
    if report is None:
        return
    from geomap.frame import drawn_places  # noqa: PLC0415 - --help must be fast

    places = drawn_places([report])
    first = outcome.paths[0] if outcome.paths else ""
    incidents, drawn = _number(len(report.incidents), "incident"), _number(len(places), "place")
    tell(f"{outcome.article_id}: {incidents}, {drawn} on the map → {first}")
    for note in report.notes:
        tell(f"  note: {note}")


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _has_found(outcome: Outcome, request: Request) -> bool:
    from geomap.frame import to_rows  # noqa: PLC0415 - --help must be fast

    report = outcome.report
    return report is not None and bool(to_rows([report], only_incidents=request.only_incidents))


def _to_json(outcome: Outcome) -> dict[str, Any]:
    files = [str(path) for path in outcome.paths]
    if outcome.failure is not None:
        error = outcome.failure.error
        fault = {"kind": type(error).__name__, "message": str(error)}
        return {"article": {"id": outcome.article_id}, "error": fault, "files": files}
    if outcome.report is None:
        return {"corpus": True, "files": files}
    from geomap.export import to_report_json  # noqa: PLC0415 - --help must be fast

    report = to_report_json(outcome.report)
    return {"article": report["article"], "summary": report["summary"], "files": files}
