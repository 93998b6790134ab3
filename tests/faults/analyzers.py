"""Analyses that fail as an article can make them fail, for processes to import."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import GazetteerError
from geomap.lexicon import language
from geomap.records import Article, Report

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Faulty:
    """Does what the text of an article says."""

    folder: str = ""

    def open(self) -> Callable[[Article], Report]:
        return self.analyze

    def analyze(self, article: Article) -> Report:
        for word, fault in _FAULTS.items():
            if word in article.text:
                fault(Path(self.folder) / article.article_id)
        return Report(article)


def no_gazetteer() -> Callable[[Article], Report]:
    msg = "gazetteer.gpkg: broken; reinstall geomap"
    raise GazetteerError(msg)


def _die_once(mark: Path) -> None:
    if not mark.exists():
        mark.touch()
        _die(mark)


def _die(_: Path) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _hang(_: Path) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        time.sleep(1)


def _spin(_: Path) -> None:
    while True:
        pass


def _fill_memory(_: Path) -> None:
    bytearray(64 << 30)


def _raise(_: Path) -> None:
    {}["nothing"]


_FAULTS = {
    "dies once": _die_once,
    "dies always": _die,
    "hangs": _hang,
    "spins": _spin,
    "fills memory": _fill_memory,
    "raises": _raise,
}


def state() -> Callable[[Article], Report]:
    """Tell, as notes, what a process has before its first article."""
    lexicons = language.cache_info().currsize
    links = [entry.readlink() for entry in Path("/proc/self/fd").iterdir() if entry.is_symlink()]
    files = [link for link in links if link.suffix == ".gpkg"]
    notes = (f"{lexicons} lexicons", f"{len(files)} gazetteers", os.environ.get("SAID_LATE", ""))
    return lambda article: Report(article, notes=notes)
