"""Many articles: one folder of outputs, a failure for each that is bad, nothing lost."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap import export
from geomap.articles import Failure, read_inputs
from geomap.corpus.index import to_index
from geomap.corpus.isolation import attempt
from geomap.corpus.stems import Stems, to_stem
from geomap.corpus.writing import (
    DEFAULT_FORMATS,
    FORMATS,
    Choices,
    check_formats,
    write_files,
)
from geomap.frame import coarsen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from geomap.records import Article, Report

__all__ = [
    "DEFAULT_FORMATS",
    "FORMATS",
    "Choices",
    "Outcome",
    "Stems",
    "attempt",
    "build",
    "build_articles",
    "check_formats",
    "to_stem",
    "write_report",
]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article: its files, or why there are none."""

    article_id: str
    report: Report | None = None
    paths: tuple[Path, ...] = ()
    failure: Failure | None = None


@dataclass(slots=True)
class _Run:
    """What a run has gathered for the files of the whole corpus."""

    entries: list[tuple[Report, tuple[Path, ...]]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


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

    After the last article of several, ``index.html``, ``all.geojson`` and ``all.html`` are
    written, and a last outcome without an article lists them.
    """
    choices = choices or Choices()
    folder = export.ensure_folder(directory)
    run, stems = _Run(), Stems()
    for article in found:
        outcome = _build_one(article, folder, analyze, choices, stems)
        if outcome.failure is not None:
            run.failures.append(outcome.failure)
        elif outcome.report is not None:
            run.entries.append((outcome.report, outcome.paths))
        yield outcome
    if len(run.entries) > 1 or (run.entries and not choices.pages):
        yield Outcome("", paths=_write_corpus(run, folder, choices))


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


def _build_one(
    article: Article | Failure,
    folder: Path,
    analyze: Callable[[Article], Report],
    choices: Choices,
    stems: Stems,
) -> Outcome:
    if isinstance(article, Failure):
        return Outcome(article.article_id, failure=article)

    def work(article: Article) -> Outcome:
        report = _shape(analyze(article), choices)
        stem = stems.stem_of(article.article_id)
        paths = write_report(report, folder, stem=stem, choices=_of_article(choices))
        return Outcome(article.article_id, report, paths)

    outcome = attempt(article, work)
    if isinstance(outcome, Failure):
        return Outcome(article.article_id, failure=outcome)
    return outcome


def _of_article(choices: Choices) -> Choices:
    formats = (name for name in choices.formats if choices.pages or name not in {"html", "png"})
    return replace(choices, formats=tuple(formats))


def _shape(report: Report, choices: Choices) -> Report:
    """Return the report as it is published, with the choices that shaped it among its options."""
    options = report.options
    if choices.only_incidents:
        options = (*options, ("only", "incidents"))
    if choices.text != Choices().text:
        options = (*options, ("text", choices.text))
    report = replace(report, options=options)
    return report if choices.decimals is None else coarsen(report, choices.decimals)


def _write_corpus(run: _Run, folder: Path, choices: Choices) -> tuple[Path, ...]:
    reports = [report for report, _ in run.entries]
    merged = write_files(reports, folder, "all", choices, title=f"{len(reports)} articles")
    if "html" not in choices.formats:
        return merged
    index = to_index(run.entries, merged, run.failures)
    return (export.write_file(folder / "index.html", index), *merged)
