"""From the command line's words to articles and the function that analyses them."""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.errors import UnknownPlaceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from geomap.articles import Failure, Known
    from geomap.corpus import Analysis
    from geomap.corrections import Corrections
    from geomap.frame import Selection
    from geomap.records import Article, Report

__all__ = ["Request", "to_request"]


@dataclass(frozen=True, slots=True)
class Request:
    """What a command was asked to read, and how."""

    paths: tuple[str, ...]
    given: Known
    table: Mapping[str, Known]
    gazetteer: str | None
    places: tuple[str, ...]
    country_bias: str
    ignore_case: bool
    only_incidents: bool
    decimals: int | None
    selection: Selection
    corrections: Corrections

    def read(
        self, tell: Callable[[str], object] | None = None, outputs: str | None = None
    ) -> Iterator[Article | Failure]:
        """Yield the articles of the paths, in order, without those in the folder ``outputs``.

        ``tell`` takes a line on what was named twice.
        """
        from geomap.articles import read_inputs  # noqa: PLC0415 - --help must be fast

        stdin = sys.stdin.buffer if "-" in self.paths else None
        return read_inputs(
            self.paths,
            given=self.given,
            table=self.table,
            stdin=stdin,
            outputs=Path(outputs) if outputs else None,
            tell=tell,
        )

    def unused_rows(self, article_ids: Iterable[str]) -> tuple[str, ...]:
        """Return the files that ``--articles`` lists and that were not among the inputs."""
        stems = {part for name in article_ids for part in (name, name.rsplit("/", 1)[-1])}
        return tuple(file for file in self.table if file.rsplit(".", 1)[0] not in stems)

    def unused_corrections(self, article_ids: Iterable[str]) -> tuple[str, ...]:
        """Return the faults of the corrections file, and its rows for articles not among these."""
        return (*self.corrections.faults, *self.corrections.unseen(article_ids))

    def fingerprint(self) -> str:
        """Return what, beside the articles, the reports depend on: options, places, files."""
        from geomap.gazetteer import open_gazetteer  # noqa: PLC0415 - --help must be fast

        gazetteer = open_gazetteer(self.gazetteer, self.places)
        parts = {
            "gazetteer": gazetteer.version,
            "files": [_digest(path) for path in self.places],
            "country_bias": self.country_bias,
            "ignore_case": self.ignore_case,
            "only_incidents": self.only_incidents,
            "decimals": self.decimals,
            "selection": self.selection.options,
        }
        return json.dumps(parts, sort_keys=True)

    def analyzer(self) -> Callable[[Article], Report]:
        """Return the pipeline over an open gazetteer.

        Raises
        ------
        GazetteerError
            If the gazetteer is missing or broken.
        """
        return self.analysis().open()

    def analysis(self) -> Analysis:
        """Return what steers the analysis of every article."""
        from geomap.corpus import Analysis  # noqa: PLC0415 - --help must be fast

        return Analysis(
            self.gazetteer,
            self.places,
            self.country_bias,
            self.ignore_case,
            self.selection,
            self.corrections,
        )


def to_request(paths: tuple[str, ...], options: Mapping[str, Any]) -> Request:
    """Return the request that the shared options make.

    Raises
    ------
    UsageError
        If options contradict the paths, or a country to prefer is not known.
    CorrectionError
        If the corrections are no table of corrections.
    """
    if not all(paths):
        message = "a path is empty; is a variable of your shell not set? A folder is . or its name"
        raise click.BadParameter(message, param_hint="PATH")
    from geomap.articles import Known, read_table  # noqa: PLC0415 - --help must be fast
    from geomap.corrections import Corrections, read_corrections  # noqa: PLC0415 - as above

    table, corrected = options["articles"], options["corrections"]
    words = {name: options[name] or "" for name in ("title", "url", "source", "language")}
    if (words["title"] or words["url"]) and _may_be_many(paths):
        message = "--title and --url belong to one article; for several use --articles FILE.csv"
        raise click.UsageError(message)
    _check_bias(options)
    selection = _selection_of(options)
    return Request(
        paths=paths,
        given=Known(published=options["published"], **words),
        table=read_table(Path(table)) if table else {},
        gazetteer=options["gazetteer"],
        places=options["places"],
        country_bias=options["country_bias"],
        ignore_case=options["ignore_case"],
        only_incidents=options["only"] == "incidents" or bool(selection.options),
        decimals=options["decimals"],
        selection=selection,
        corrections=read_corrections(corrected) if corrected else Corrections(),
    )


def _selection_of(options: Mapping[str, Any]) -> Selection:
    """Return which incidents are wanted; all where a command does not ask."""
    from geomap.frame import Selection  # noqa: PLC0415 - --help must be fast

    days_and_box = {name: options.get(name) for name in ("since", "until", "bbox")}
    return Selection(**days_and_box, types=options.get("types", frozenset()))


def _check_bias(options: Mapping[str, Any]) -> None:
    """Refuse countries that the gazetteer has no place in; it is opened only if some are given."""
    if options["country_bias"] in {"auto", "none"}:
        return
    from geomap.gazetteer import open_gazetteer  # noqa: PLC0415 - --help must be fast
    from geomap.pipeline import check_bias  # noqa: PLC0415 - as above

    try:
        check_bias(options["country_bias"], open_gazetteer(options["gazetteer"], options["places"]))
    except UnknownPlaceError as error:
        raise click.BadParameter(str(error), param_hint="--country-bias") from error


def _digest(path: str) -> str:
    with Path(path).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _may_be_many(paths: tuple[str, ...]) -> bool:
    from geomap.articles import CORPUS_SUFFIXES  # noqa: PLC0415 - --help must be fast

    if len(paths) != 1:
        return True
    path = Path(paths[0])
    return path.suffix.lower() in CORPUS_SUFFIXES or (len(paths[0]) < 1000 and path.is_dir())  # noqa: PLR2004 - longer is no path
