"""``geomap extract``: the analysis on stdout."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from geomap.cli.console import Console, end_run, pass_console
from geomap.cli.inputs import Request, to_request
from geomap.cli.options import (
    analysis_options,
    article_options,
    quiet_options,
    selection_options,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from geomap.articles import Failure
    from geomap.records import Article, Report

__all__ = ["extract"]

_RECORD_SEPARATOR = "\x1e"  # RFC 8142 puts it before every text of a sequence


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option(
    "--format",
    "form",
    type=click.Choice(["geojson", "geojsonseq", "json", "jsonl"]),
    default="geojson",
    show_default=True,
    help="geojson: one collection; geojsonseq: a sequence of features (RFC 8142); "
    "json: the whole report; jsonl: one report a line.",
)
@article_options
@analysis_options
@selection_options
@click.option("--fail-empty", is_flag=True, help="Exit with 4 if nothing was found.")
@quiet_options
@pass_console
def extract(console: Console, /, paths: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401
    """Print what articles say, as GeoJSON or as full reports.

    \b
    Examples:
      geomap extract report.txt --published 2022-12-19 > incidents.geojson
      geomap extract corpus.jsonl --format jsonl > reports.jsonl
      curl … | geomap extract - --format geojsonseq | ogr2ogr out.gpkg /vsistdin/
    """  # noqa: D301 - \b tells click to keep the lines
    request = to_request(paths, options)
    form = options["form"]
    run = _Run()
    rows = 0
    reports = _analyze(console, request, run, keep_place=form == "jsonl")
    for text, found in _WRITERS[form](reports, request):
        rows += found
        console.put(text, is_data=True)
    unused = request.unused_corrections(run.article_ids)
    for line in unused:
        console.warn(line)
    has_failed = run.has_failed or bool(unused)
    end_run(console, has_failed=has_failed, is_empty=options["fail_empty"] and not rows)


@dataclass
class _Run:
    """What a run has seen."""

    article_ids: list[str] = field(default_factory=list)
    has_failed: bool = False


def _analyze(
    console: Console, request: Request, run: _Run, *, keep_place: bool
) -> Iterator[Report | Failure]:
    """Yield the reports; failures are told and, where a line stands for each record, yielded."""
    from geomap.articles import Failure  # noqa: PLC0415 - --help must be fast
    from geomap.corpus import Choices, attempt, shape_report  # noqa: PLC0415 - as above

    analyze = request.analyzer()
    choices = Choices(only_incidents=request.only_incidents, decimals=request.decimals)

    def work(article: Article) -> Report:
        return shape_report(analyze(article), choices)

    for found in request.read(console.say):
        result = found if isinstance(found, Failure) else attempt(found, work)
        run.article_ids.append(found.article_id)
        if isinstance(result, Failure):
            run.has_failed = True
            console.warn_of(result.error)
            if not keep_place:
                continue
        else:
            tell = console.detail if keep_place else console.say
            for note in result.notes:
                tell(f"{result.article.article_id}: note: {note}")
            for line in result.stale:
                run.has_failed = True
                console.warn(line)
        yield result


_Written = tuple[str, int]


def _write_geojson(reports: Iterable[Any], request: Request) -> Iterator[_Written]:
    from geomap.export import dump_geojson, to_geojson  # noqa: PLC0415 - --help must be fast

    collection = to_geojson(reports, only_incidents=request.only_incidents)
    yield dump_geojson(collection), len(collection["features"])


def _write_geojsonseq(reports: Iterable[Any], request: Request) -> Iterator[_Written]:
    from geomap.export import dump_feature, to_geojson  # noqa: PLC0415 - --help must be fast

    for report in reports:
        collection = to_geojson([report], only_incidents=request.only_incidents)
        for feature in collection["features"]:
            yield f"{_RECORD_SEPARATOR}{dump_feature(feature)}\n", 1


def _write_json(reports: Iterable[Any], request: Request) -> Iterator[_Written]:
    import json  # noqa: PLC0415 - --help must be fast

    from geomap.export import to_report_json  # noqa: PLC0415 - as above

    found = list(reports)
    values = [to_report_json(report) for report in found]
    value: Any = values[0] if len(values) == 1 else values
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    yield f"{text}\n", sum(_found(report, request) for report in found)


def _write_jsonl(reports: Iterable[Any], request: Request) -> Iterator[_Written]:
    from geomap.articles import Failure  # noqa: PLC0415 - --help must be fast
    from geomap.export import clean, dump_feature, to_report_json  # noqa: PLC0415 - as above

    for report in reports:
        if isinstance(report, Failure):
            fault = {"kind": type(report.error).__name__, "message": str(report.error)}
            record = clean({"article": {"id": report.article_id}, "error": fault})
            yield f"{dump_feature(record)}\n", 0
        else:
            yield f"{dump_feature(to_report_json(report))}\n", _found(report, request)


def _found(report: Report, request: Request) -> int:
    from geomap.frame import to_rows  # noqa: PLC0415 - --help must be fast

    return len(to_rows([report], only_incidents=request.only_incidents))


_WRITERS: dict[str, Callable[[Iterable[Any], Request], Iterator[_Written]]] = {
    "geojson": _write_geojson,
    "geojsonseq": _write_geojsonseq,
    "json": _write_json,
    "jsonl": _write_jsonl,
}
