"""Many articles: one folder of outputs, a failure for each that is bad, nothing lost."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap import export
from geomap.articles import Failure, read_inputs
from geomap.corpus.analysis import Analysis
from geomap.corpus.archive import STATE, Plan, build_archive, has_state
from geomap.corpus.isolation import attempt
from geomap.corpus.making import Maker, shape_report, to_entry
from geomap.corpus.outcomes import Outcome
from geomap.corpus.processes import InProcess, Pool
from geomap.corpus.stems import Stems, to_stem
from geomap.corpus.writing import (
    DEFAULT_FORMATS,
    FORMATS,
    Choices,
    check_formats,
    write_files,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

    from geomap.corpus.processes import Executor, OpenAnalyzer
    from geomap.records import Article, Report

__all__ = [
    "DEFAULT_FORMATS",
    "FORMATS",
    "STATE",
    "Analysis",
    "Choices",
    "Outcome",
    "Plan",
    "Stems",
    "attempt",
    "build",
    "build_articles",
    "build_file",
    "build_in_processes",
    "check_formats",
    "shape_report",
    "to_stem",
    "write_report",
]


def build(
    inputs: Iterable[str | Path],
    directory: str | Path,
    *,
    formats: Iterable[str] = DEFAULT_FORMATS,
    **options: Any,  # noqa: ANN401 - passed on to Choices
) -> Iterator[Outcome]:
    """Analyse files and folders and write their outputs; yield what became of each.

    Parameters
    ----------
    inputs
        Files, folders, patterns and corpora.
    directory
        Where the outputs go; created if it is missing.
    formats
        What to write, of ``FORMATS``; a page and GeoJSON unless said otherwise.
    options
        The other fields of ``Choices``.

    Raises
    ------
    OutputError
        If the folder cannot be made, or a file of the whole corpus cannot be written.
    GazetteerError, AssetError
        If what every article needs is missing.
    """
    from geomap.gazetteer import open_gazetteer  # noqa: PLC0415 - only a build needs it
    from geomap.pipeline import analyze_article  # noqa: PLC0415 - as above

    gazetteer = open_gazetteer()
    choices = Choices(check_formats(formats), **options)
    found = read_inputs(inputs, outputs=Path(directory))
    return build_articles(found, directory, lambda a: analyze_article(a, gazetteer), choices)


def build_articles(
    found: Iterable[Article | Failure],
    directory: str | Path,
    analyze: Callable[[Article], Report],
    choices: Choices | None = None,
) -> Iterator[Outcome]:
    """Analyse articles with a function of one's own and write their outputs.

    After the last article of several, the files of the corpus are written (``index.html``,
    ``all.geojson``, ``all.html`` and what else was chosen), and a last outcome without an
    article lists them.
    """
    plan = Plan(choices or Choices())

    def open_executor(staging: Path) -> InProcess:
        return InProcess(Maker(analyze, plan.choices, staging))

    return _build(found, directory, plan, lambda: analyze, open_executor)


def build_in_processes(  # noqa: PLR0913 - what a command line may say of a build
    found: Iterable[Article | Failure],
    directory: str | Path,
    open_analyzer: OpenAnalyzer,
    plan: Plan,
    *,
    jobs: int = 1,
    timeout: float = 60.0,
) -> Iterator[Outcome]:
    """Build as `build_articles` does, each article apart from all others and only if it changed.

    Parameters
    ----------
    found
        The articles; one at a time is in memory.
    directory
        The folder of the outputs. Its folder ``.geomap`` remembers what was made of what.
    open_analyzer
        Called once in each process; picklable, as a method of a frozen record is.
    plan
        What is written, what is kept of an earlier run.
    jobs
        How many processes; the outputs are the same whatever it is.
    timeout
        Seconds that one article may take.

    Raises
    ------
    OutputError
        If another run is writing into the folder, or a file of the corpus cannot be written.
    GazetteerError, AssetError
        If what every article needs is missing.
    """
    open_executor = partial(Pool, open_analyzer, plan.choices, jobs=jobs, timeout=timeout)
    return _build(found, directory, plan, open_analyzer, open_executor)


def build_file(
    found: Iterable[Article | Failure],
    path: str | Path,
    analyze: Callable[[Article], Report],
    choices: Choices | None = None,
) -> Iterator[Outcome]:
    """Analyse articles and write one file of them all, in the format of its suffix.

    What goes beside a format goes beside the file: the style and the shapes of a GeoJSON, the
    GeoPackage of a project. All reports are in memory; for an archive, build a folder.

    Raises
    ------
    OutputError
        If the suffix is none of ``FORMATS``, or the file cannot be written.
    """
    path = Path(path)
    formats = check_formats((path.suffix.lower().removeprefix("."),))
    choices = replace(choices or Choices(), formats=formats)
    reports = []
    for number, article in enumerate(found, start=1):
        result: Report | Failure
        if isinstance(article, Failure):
            result = article
        else:
            result = attempt(article, lambda article: shape_report(analyze(article), choices))
        if isinstance(result, Failure):
            yield Outcome(result.article_id, failure=result, number=number)
        else:
            reports.append(result)
            yield Outcome(article.article_id, entry=to_entry(result), number=number)
    if reports:
        title = reports[0].article.title if len(reports) == 1 else f"{len(reports)} articles"
        folder = export.ensure_folder(path.parent)
        yield Outcome("", write_files(reports, folder, path.stem, choices, title=title))


def write_report(
    report: Report,
    directory: str | Path,
    *,
    formats: Iterable[str] = DEFAULT_FORMATS,
    stem: str = "",
    choices: Choices | None = None,
) -> tuple[Path, ...]:
    """Write the files of one report and return their paths.

    Each file is written whole or not at all; shapes of an earlier build that the report
    no longer has are removed.

    Raises
    ------
    OutputError
        If a file cannot be written; what was there before is left.
    """
    choices = choices or Choices(check_formats(formats))
    folder = export.ensure_folder(directory)
    stem = stem or to_stem(report.article.article_id)
    return write_files([report], folder, stem, choices, title=report.article.title)


def _build(
    found: Iterable[Article | Failure],
    directory: str | Path,
    plan: Plan,
    open_analyzer: OpenAnalyzer,
    open_executor: Callable[[Path], AbstractContextManager[Executor]],
) -> Iterator[Outcome]:
    """Build a single article as it is, and several as a corpus that is remembered."""
    folder = export.ensure_folder(directory)
    waiting = iter(found)
    first = tuple(islice(waiting, 2))
    if len(first) > 1 or (first and not plan.choices.pages) or has_state(folder):
        yield from build_archive(chain(first, waiting), folder, plan, open_executor)
        return
    for article in first:
        yield _build_one(article, folder, open_analyzer(), plan.choices)


def _build_one(
    article: Article | Failure,
    folder: Path,
    analyze: Callable[[Article], Report],
    choices: Choices,
) -> Outcome:
    if isinstance(article, Failure):
        return Outcome(article.article_id, failure=article, number=1)

    def work(article: Article) -> Outcome:
        report = shape_report(analyze(article), choices)
        paths = write_report(report, folder, choices=choices)  # with pages, or it were a corpus
        return Outcome(article.article_id, paths, to_entry(report), number=1)

    outcome = attempt(article, work)
    if isinstance(outcome, Failure):
        return Outcome(article.article_id, failure=outcome, number=1)
    return outcome
