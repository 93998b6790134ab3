"""``geomap build``: the main job."""

from __future__ import annotations

import datetime as dt
import sys
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from geomap.cli.console import Console, Progress, counted, end_run, pass_console
from geomap.cli.inputs import Request, to_request
from geomap.cli.options import (
    analysis_options,
    article_options,
    basemap_options,
    cluster_options,
    json_option,
    page_options,
    quiet_options,
    read_basemap,
    run_options,
    selection_options,
    split_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geomap.corpus import Choices, Outcome, Plan

__all__ = ["build"]

_MANY = 10  # articles; more are told in one line, each with -v
_MOST_PAGES = 200  # articles that have a page each without being asked for


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option(
    "-o",
    "--output",
    "directory",
    default="outputs",
    show_default=True,
    metavar="DIR|FILE",
    help="Folder of the outputs, made if it is missing; or one file of all articles, whose "
    "suffix is its format: .gpkg, .csv, .geojson, …",
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
@run_options
@cluster_options
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
      geomap build report.txt -o incidents.gpkg
      geomap build corpus.jsonl --format geojson -j 2

    PATH is a file (.txt .md .html .json .jsonl .csv .parquet), a folder, a pattern, or - for
    standard input. Each article gives STEM.html and STEM.geojson, several also
    index.html, all.html and all.geojson. The articles of a corpus (.jsonl, …) and of
    more than 200 files share one page, unless --pages asks for theirs. A second run into
    the same folder makes only what changed.
    """  # noqa: D301 - \b tells click to keep the lines
    request = to_request(paths, options)
    plan = _to_plan(console, request, options)
    tally = _Tally(console, request, as_json=options["as_json"])
    for outcome in _run(console, request, plan, options):
        tally.add(outcome)
    if options["parquet_to"] and not options["scheduler"]:  # whose workers have sent them
        _send_parts(console, options)
    is_unused = _tell_unused(console, request, tally.article_ids)
    if options["as_json"]:
        console.put_json(tally.to_json())
    tally.sum_up(options["directory"])
    if not getattr(plan.choices.basemap, "serves_disk", True):  # a name of a basemap has none
        console.say(f"the tiles come only to a page of a server: geomap serve {_folder(options)}")
    end_run(
        console,
        has_failed=bool(tally.failed or tally.stale or is_unused),
        is_empty=options["fail_empty"] and not tally.has_found,
    )


def _tell_unused(console: Console, request: Request, article_ids: list[str]) -> bool:
    """Tell which rows of the user's tables fit no article; True if corrections are among them."""
    for file in request.unused_rows(article_ids):
        console.warn(f"--articles lists {file!r}, which is no input; check the name")
    unused = request.unused_corrections(article_ids)
    for line in unused:
        console.warn(line)
    return bool(unused)


def _folder(options: dict[str, Any]) -> str:
    """Return the folder in which the pages lie."""
    target = Path(options["directory"])
    return str(target if target.is_dir() else target.parent)


def _send_parts(console: Console, options: dict[str, Any]) -> None:
    from geomap.cluster import send_parts  # noqa: PLC0415 - --help must be fast

    folder = Path(options["directory"], "all.parquet")
    sent = send_parts(folder, options["parquet_to"])
    console.say(f"{counted(sent, 'part')} of {folder} sent to {options['parquet_to']}")


def _to_plan(console: Console, request: Request, options: dict[str, Any]) -> Plan:
    from geomap.corpus import Plan  # noqa: PLC0415 - --help must be fast

    return Plan(
        _to_choices(request, options),
        request.fingerprint(),
        force=options["force"],
        prune=options["prune"],
        digest_of=request.corrections.digest_of,
        started=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        tell=console.say,
    )


def _to_choices(request: Request, options: dict[str, Any]) -> Choices:
    from geomap.articles import has_at_most  # noqa: PLC0415 - --help must be fast
    from geomap.corpus import Choices, check_formats  # noqa: PLC0415 - --help must be fast
    from geomap.errors import OutputError  # noqa: PLC0415 - as above

    try:
        formats = check_formats(split_words(options["formats"]))
    except OutputError as error:
        raise click.BadParameter(str(error), param_hint="--format") from error
    if options["parquet_to"] and "parquet" not in formats:
        message = "--parquet-to needs parquet among the formats: --format html,geojson,parquet"
        raise click.UsageError(message)
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


def _run(
    console: Console, request: Request, plan: Plan, options: dict[str, Any]
) -> Iterator[Outcome]:
    """Yield what became of each article, while a line on the terminal counts them."""
    from geomap.articles import count_articles  # noqa: PLC0415 - --help must be fast

    with Progress(console) as progress:
        if progress.is_shown:
            progress.total = count_articles(request.paths)
        for outcome in _outcomes(console, request, plan, options):
            if outcome.number:
                progress.step(outcome.article_id, is_failed=outcome.failure is not None)
            if outcome.failure is not None:
                progress.clear()
                console.warn_of(outcome.failure.error)
            yield outcome


def _outcomes(
    console: Console, request: Request, plan: Plan, options: dict[str, Any]
) -> Iterator[Outcome]:
    """Build one file, if that is what ``-o`` names, else a folder."""
    from geomap.corpus import build_file, build_in_processes  # noqa: PLC0415 - --help must be fast

    target = options["directory"]
    if _is_file(target):
        found = request.read(console.say)
        yield from build_file(found, target, request.analyzer(), plan.choices)
        return
    if options["scheduler"]:
        yield from _on_cluster(console, request, plan, options)
        return
    yield from build_in_processes(
        request.read(console.say, target),
        target,
        request.analyzer,
        plan,
        jobs=options["jobs"],
        timeout=options["timeout"],
    )


def _on_cluster(
    console: Console, request: Request, plan: Plan, options: dict[str, Any]
) -> Iterator[Outcome]:
    from geomap.articles import Knowledge  # noqa: PLC0415 - --help must be fast
    from geomap.cluster import Recipe, build_on_cluster, open_client  # noqa: PLC0415 - as above

    recipe = Recipe(
        request.analysis(),
        Knowledge(request.given, request.table),
        plan.choices,
        options["corrections"] or "",
        options["timeout"],
        options["parquet_to"] or "",
    )
    safety = {"is_insecure": options["insecure_cluster"], "jobs": options["jobs"]}
    with open_client(options["scheduler"], **safety) as client:
        found = request.read(console.say, options["directory"])
        yield from build_on_cluster(found, options["directory"], recipe, plan, client)


def _is_file(target: str) -> bool:
    """Return whether ``-o`` names a file; ``--format`` may then say nothing else.

    A folder that is there is one, whatever its name.
    """
    from geomap.corpus import FORMATS  # noqa: PLC0415 - --help must be fast

    form = Path(target).suffix.lower().removeprefix(".")
    if form not in FORMATS or Path(target).is_dir():
        return False
    context = click.get_current_context()
    is_given = context.get_parameter_source("formats") is not ParameterSource.DEFAULT
    if is_given and split_words(context.params["formats"]) != (form,):
        message = f"-o {target} is one file of format {form}; leave --format out, or name a folder"
        raise click.UsageError(message)
    return True


class _Tally:
    """What a run came to, counted as it goes: an archive may have a million articles."""

    def __init__(self, console: Console, request: Request, *, as_json: bool) -> None:
        self.article_ids: list[str] = []
        self.has_found = False
        self.failed = 0
        self.stale = 0
        self.undated = 0
        self._console = console
        self._is_listed = bool(request.table or request.corrections.by_article)
        self._counts = dict.fromkeys(("article", "incident", "file", "unchanged", "noted"), 0)
        self._first: list[Outcome] = []
        self._json: list[tuple[int, dict[str, Any]]] | None = [] if as_json else None

    def add(self, outcome: Outcome) -> None:
        """Count an outcome."""
        from geomap.frame import count_undated  # noqa: PLC0415 - --help must be fast

        counts = self._counts
        _log(self._console, outcome)
        self.failed += outcome.failure is not None
        counts["file"] += len(outcome.paths)
        if self._is_listed:
            self.article_ids.append(outcome.article_id)
        if self._json is not None:
            self._json.append((outcome.number or sys.maxsize, _to_json(outcome)))
        if outcome.entry is None:
            return
        for line in outcome.entry["stale"]:
            self.stale += 1
            self._console.warn(line)
        counts["article"] += 1
        counts["unchanged"] += outcome.is_unchanged
        counts["incident"] += outcome.entry["summary"]["incidents"]
        counts["noted"] += bool(outcome.entry["summary"]["notes"])
        self.undated += count_undated(outcome.entry["summary"]["notes"])
        self.has_found = self.has_found or bool(outcome.entry["rows"])
        if self._console.verbosity > 0:
            _tell(outcome, self._console.detail)
        elif len(self._first) <= _MANY:
            self._first.append(outcome)

    def to_json(self) -> list[dict[str, Any]]:
        """Return the outcomes in the order of the input."""
        return [found for _, found in sorted(self._json or (), key=itemgetter(0))]

    def sum_up(self, directory: str) -> None:
        """Say what was done."""
        counts, console = self._counts, self._console
        if len(self._first) <= _MANY:
            for outcome in self._first:
                _tell(outcome, console.say)
        elif counts["noted"]:
            noted = counted(counts["noted"], "article")
            console.say(f"notes on {noted} (dates, languages, encodings): -v shows them")
            if self.undated:
                undated = counted(self.undated, "incident")
                console.say(f"{undated} of no known day left out, since days were asked for")
        kept = f" ({counts['unchanged']:,} unchanged)" if counts["unchanged"] else ""
        ending = f"; {self.failed:,} failed, see above" if self.failed else ""
        console.say(
            f"{counted(counts['article'], 'article')}{kept}, "
            f"{counted(counts['incident'], 'incident')}: "
            f"{counted(counts['file'], 'file')} in {directory}{ending}"
        )
        console.log("done", failed=self.failed, **counts)


def _log(console: Console, outcome: Outcome) -> None:
    if outcome.failure is not None:
        error = outcome.failure.error
        said = {"where": outcome.failure.where, "kind": type(error).__name__, "message": str(error)}
        console.log("failed", article_id=outcome.article_id, **said)
    elif outcome.entry is None:
        console.log("corpus", files=len(outcome.paths), unchanged=outcome.is_unchanged)
    else:
        console.log(
            "article",
            article_id=outcome.article_id,
            incidents=outcome.entry["summary"]["incidents"],
            files=len(outcome.paths),
            seconds=round(outcome.seconds, 3),
            unchanged=outcome.is_unchanged,
        )


def _tell(outcome: Outcome, tell: Callable[[str], None]) -> None:
    if outcome.entry is None:
        return
    summary = outcome.entry["summary"]
    incidents, drawn = (
        counted(summary["incidents"], "incident"),
        counted(summary["places"], "place"),
    )
    first = f" → {outcome.paths[0]}" if outcome.paths else ""
    tell(f"{outcome.article_id}: {incidents}, {drawn} on the map{first}")
    for note in summary["notes"]:
        tell(f"  note: {note}")


def _to_json(outcome: Outcome) -> dict[str, Any]:
    files = [str(path) for path in outcome.paths]
    if outcome.failure is not None:
        error = outcome.failure.error
        fault = {"kind": type(error).__name__, "message": str(error)}
        return {"article": {"id": outcome.article_id}, "error": fault, "files": files}
    if outcome.entry is None:
        return {"corpus": True, "files": files}
    entry = outcome.entry
    return {"article": entry["article"], "summary": entry["summary"], "files": files}
