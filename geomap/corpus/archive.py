"""A run over a folder of outputs: what changed is made, the rest is kept, all is merged.

The state lies in ``.geomap`` of the folder. Only this process gives files their names, and
only it writes the manifest: a file, first; its row, then. A run that is killed in between
finds files without a row and makes them again, to the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from geomap import export
from geomap.articles import Failure
from geomap.corpus.index import to_index
from geomap.corpus.isolation import failure_of
from geomap.corpus.lock import locked
from geomap.corpus.making import article_digest, digest_of
from geomap.corpus.manifest import Manifest, to_files
from geomap.corpus.merging import Corpus, write_corpus
from geomap.corpus.outcomes import Outcome, Summary
from geomap.corpus.portions import count_up
from geomap.corpus.processes import Task
from geomap.corpus.stems import Stems
from geomap.errors import OutputError
from geomap.lexicon import lexicon_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from geomap.corpus.making import Made
    from geomap.corpus.manifest import Files
    from geomap.corpus.portions import Totals
    from geomap.corpus.processes import Executor
    from geomap.corpus.writing import Choices
    from geomap.records import Article

__all__ = ["STATE", "Plan", "build_archive", "has_state"]

STATE = ".geomap"
_SHAPES = tuple(
    f".{layer}{suffix}" for layer in ("areas", "links") for suffix in (".geojson", ".qml")
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a corpus is built."""

    choices: Choices
    fingerprint: str = ""
    """What else the outputs depend on: gazetteer, options, corrections. Empty: nothing of an
    earlier run is kept, for nobody can say whether it is still right."""
    force: bool = False
    prune: bool = False
    """Whether the files of articles that are no longer among the inputs are removed."""
    started: str = ""
    digest_of: Callable[[str], str] = field(default=lambda _: "")
    """What else the outputs of one article depend on, by its id: its corrections."""
    tell: Callable[[str], object] = field(default=lambda _: None)
    """Takes a line for the user."""

    @property
    def digest(self) -> str:
        """Everything that decides what is made of an article, but for the article."""
        from geomap import __version__  # noqa: PLC0415 - the package may still be loading

        chosen = json.dumps(asdict(self.choices), sort_keys=True)
        parts = (__version__, lexicon_digest(), self.fingerprint, chosen)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def has_state(folder: Path) -> bool:
    """Return whether a corpus was built into a folder."""
    return (folder / STATE).is_dir()


def build_archive(
    found: Iterable[Article | Failure],
    folder: Path,
    plan: Plan,
    open_executor: Callable[[Path], AbstractContextManager[Executor]],
) -> Iterator[Outcome]:
    """Make what changed, merge the files of the corpus, and yield what became of each article.

    Parameters
    ----------
    found
        The articles of the corpus, all of them.
    folder
        The folder of the outputs.
    plan
        What is made, and what is kept.
    open_executor
        Takes a staging folder and gives what makes the articles.

    Raises
    ------
    OutputError
        If another run is writing into the folder, or a file of the corpus cannot be written.
    """
    state = export.ensure_folder(folder / STATE)
    with (
        locked(state / "lock"),
        _Staging(state / "work") as staging,
        Manifest(state / "manifest.sqlite") as manifest,
        open_executor(staging) as executor,
    ):
        run = _Run(folder, staging, manifest, plan)
        yield from run.make(found, executor)
        yield from run.merge(executor)
        run.end()


class _Staging:
    """A fresh folder for drafts, removed in the end; also that of a run that was killed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Path:
        self._remove()
        return export.ensure_folder(self._path)

    def __exit__(self, *_: object) -> None:
        self._remove()

    def _remove(self) -> None:
        shutil.rmtree(self._path, ignore_errors=True)


@dataclass
class _Run:
    folder: Path
    staging: Path
    manifest: Manifest
    plan: Plan
    stems: Stems = field(default_factory=Stems)
    summary: Summary = field(init=False)

    def __post_init__(self) -> None:
        self.summary = Summary(self.plan.started)
        self._digest = self.plan.digest
        if self.manifest.was_damaged:
            self.plan.tell("the manifest of the last run is damaged; everything is made anew")

    def make(self, found: Iterable[Article | Failure], executor: Executor) -> Iterator[Outcome]:
        """Yield what became of the articles, as they are done."""
        self.manifest.after_commit = executor.settle
        try:
            for done in executor.run(self._tasks(found)):
                outcome = done if isinstance(done, Outcome) else self._settle(*done)
                self.summary.add(outcome)
                yield outcome
        finally:
            self.manifest.commit()  # what is done stays done, also where a run is ended here

    def merge(self, executor: Executor) -> Iterator[Outcome]:
        """Yield the files of the whole corpus, if there is more than one article."""
        self._drop_gone()
        key, count = self._corpus_key()
        old = to_files(self.manifest.get("corpus_files") or "[]")
        if count > 1 or (count and not self.plan.choices.pages):
            is_same = self._may_keep() and key == self.manifest.get("corpus_key")
            is_kept = is_same and self._is_whole(old)
            if not is_kept:
                self.manifest.put("corpus_key", "")
                self.manifest.commit()
                old = self._write_corpus(old, executor)
            yield Outcome("", self._paths(old), is_unchanged=is_kept)
        else:
            self._drop_merged(old, ())
            old, key = (), ""
        self.manifest.put("corpus_files", json.dumps(old))
        self.manifest.put("corpus_key", key)

    def end(self) -> None:
        """Write the summary of the run."""
        self.manifest.commit()
        self.summary.counts["events"] = self.manifest.count_events()
        draft = self.staging / "summary.json"
        export.write_file(draft, self.summary.to_json(self.manifest.failures()))
        export.place(draft, self.folder / STATE / draft.name)

    def _tasks(self, found: Iterable[Article | Failure]) -> Iterator[Task | Outcome]:
        """Yield the articles that must be made, and at once what became of the others."""
        for number, item in enumerate(found, start=1):
            if isinstance(item, Failure):
                yield self._fail(number, item)
                continue
            stem = self.stems.stem_of(item.article_id)
            task = Task(number, item, self._key_of(item, stem), stem)
            yield self._find_kept(task) or task

    def _may_keep(self) -> bool:
        return bool(self.plan.fingerprint) and not self.plan.force

    def _find_kept(self, task: Task) -> Outcome | None:
        """Return what an earlier run made of the same article, if its files are whole."""
        if not self._may_keep():
            return None
        row = self.manifest.find(task.article.article_id)
        if row is None or row.key != task.key or not self._is_whole(row.files):
            return None
        self.manifest.keep(row.article_id)
        paths = self._paths(row.files)
        return Outcome(row.article_id, paths, row.entry, number=task.number, is_unchanged=True)

    def _settle(self, task: Task, made: Made | Failure) -> Outcome:
        if isinstance(made, Failure):
            return self._fail(task.number, made)
        names = [name for name, _ in made.files]
        try:
            self._place(names, made.folder)
            old = {name for name, _ in self.manifest.files_of(task.article.article_id)}
            self._remove((old | {f"{task.stem}{ending}" for ending in _SHAPES}).difference(names))
        except OutputError as error:
            return self._fail(task.number, failure_of(task.article, error))
        self.manifest.add(task, made)
        paths = self._paths(made.files)
        return Outcome(
            task.article.article_id, paths, made.entry, number=task.number, seconds=made.seconds
        )

    def _fail(self, number: int, failure: Failure) -> Outcome:
        self.manifest.fail(number, failure)
        return Outcome(failure.article_id, failure=failure, number=number)

    def _drop_gone(self) -> None:
        """Leave out, and remove with ``prune``, what is no longer among the inputs."""
        gone = tuple(self.manifest.gone())
        self.summary.counts["gone"] = len(gone)
        for row in gone if self.plan.prune else ():
            self._remove(name for name, _ in row.files)
            self.manifest.forget(row.article_id)
        if gone and not self.plan.prune:
            files = "1 article" if len(gone) == 1 else f"{len(gone):,} articles"
            self.plan.tell(f"no input now: {files} of earlier runs; --prune removes the files")

    def _corpus_key(self) -> tuple[str, int]:
        """Return the digest of all that the files of the corpus are made of, and the articles."""
        digest, count = hashlib.sha256(self._digest.encode()), 0
        for count, key in enumerate(self.manifest.keys(), start=1):  # noqa: B007 - the last count
            digest.update(hashlib.sha256(key).digest())
        for failure in self.manifest.failures():
            digest.update(json.dumps(failure).encode())
        return digest.hexdigest(), count

    def _write_corpus(self, old: Files, executor: Executor) -> Files:
        """Write the files of the corpus, remove those of the last run, and return the new."""
        self.manifest.forget_events()
        for row in executor.find_events(self.manifest):
            self.manifest.add_event(row)
        totals = count_up(self.manifest.rows())
        corpus = Corpus(self.manifest, totals, self.staging, self.plan.choices, executor)
        paths = write_corpus(corpus)
        if "html" in self.plan.choices.formats:
            paths = (self._write_index(totals, paths), *paths)
        files = tuple(
            (path.relative_to(self.staging).as_posix(), digest_of(path)) for path in paths
        )
        self._place(_tops(files))
        self._drop_merged(old, files)
        return files

    def _drop_merged(self, old: Files, new: Files) -> None:
        """Remove the files of the last run that this one has not written."""
        for name in _tops(old) - _tops(new):
            if (self.folder / name).is_dir():
                shutil.rmtree(self.folder / name, ignore_errors=True)
            else:
                export.remove_file(self.folder / name)

    def _write_index(self, totals: Totals, paths: Iterable[Path]) -> Path:
        merged = [path.relative_to(self.staging).as_posix() for path in paths]
        rows, failures = self.manifest.rows(), self.manifest.failures()
        pieces = to_index(rows, totals, merged, failures, ui=self.plan.choices.ui)
        path = self.staging / "index.html"
        with export.open_output(path) as stream:
            stream.writelines(piece.encode() for piece in pieces)
        return path

    def _key_of(self, article: Article, stem: str) -> bytes:
        """Return the digest of an article with all that decides what is made of it."""
        own = self.plan.digest_of(article.article_id)
        parts = json.dumps([self._digest, own, stem, article_digest(article)])
        return hashlib.sha256(parts.encode()).digest()

    def _is_whole(self, files: Files) -> bool:
        try:
            return bool(files) and all(
                digest_of(self.folder / name) == digest for name, digest in files
            )
        except OSError:
            return False

    def _paths(self, files: Files) -> tuple[Path, ...]:
        return tuple(self.folder / name for name, _ in files)

    def _place(self, names: Iterable[str], drafts: Path | None = None) -> None:
        """Give drafts, files or folders of them, their names in the output folder.

        Drafts that outlive a run may have got their names in one that was killed.
        """
        for name in names:
            if drafts is None or (drafts / name).exists():
                export.place((drafts or self.staging) / name, self.folder / name)

    def _remove(self, names: Iterable[str]) -> None:
        for name in names:
            export.remove_file(self.folder / name)


def _tops(files: Files) -> set[str]:
    """Return the names that stand in the output folder itself."""
    return {name.partition("/")[0] for name, _ in files}
