"""How many names a second are looked up: first-time lookups in a fresh process, then known ones.

Run as ``python tests/benchmarks/lookups.py [FILE]``. The names are drawn from the gazetteer
itself, written as they stand there; the file is in the page cache, nothing else is remembered.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.gazetteer import Gazetteer, default_path
from geomap.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DRAWN = 40_000
ROUNDS = 3
ROW = "{:34} {:>12} {:>10}"


def main() -> None:
    """Print one table: what is asked, answers a second, microseconds each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", nargs="?", type=Path, default=default_path())
    parser.add_argument("--only", choices=sorted(ASKED), help="one row; used for a process each")
    options = parser.parse_args()
    if options.only:
        print(measured(options.path, options.only))
        return
    print(ROW.format("asked", "a second", "us each"))
    for asked in ASKED:
        each = min(fresh(options.path, asked) for _ in range(ROUNDS))
        print(ROW.format(asked, f"{1 / each:,.0f}", f"{each * 1e6:.2f}"))


def fresh(path: Path, asked: str) -> float:
    """Return the seconds of a lookup, measured in a process of its own."""
    words = [sys.executable, __file__, str(path), "--only", asked]
    return float(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def measured(path: Path, asked: str) -> float:
    """Return the processor seconds of a lookup."""
    gazetteer = Gazetteer(path)
    values, ask = ASKED[asked](gazetteer)
    started = time.process_time()
    for value in values:
        ask(value)
    return (time.process_time() - started) / len(values)


def drawn(gazetteer: Gazetteer, *, known: bool = True) -> list[str]:
    """Return names of the gazetteer, all different, or such words as no place is called."""
    sql = "SELECT name FROM names GROUP BY key ORDER BY key"
    names = [name for (name,) in gazetteer._file.connection.execute(sql)]
    chosen = random.Random(3).sample(names, DRAWN)  # noqa: S311 - a draw, not a secret
    return chosen if known else [f"{name}qx" for name in chosen]


Asked = tuple["Sequence[object]", "Callable[[object], object]"]


def raw_names(gazetteer: Gazetteer) -> Asked:
    """Names as written: folded, and whether a place bears them."""
    return drawn(gazetteer), lambda name: gazetteer.is_name(fold_name(name))


def candidates(gazetteer: Gazetteer) -> Asked:
    """Names as written, each for the first time: folded, found, made into ranked candidates."""
    return drawn(gazetteer), gazetteer.candidates


def folded_keys(gazetteer: Gazetteer) -> Asked:
    """Keys: whether a place bears them, which the geocoder asks of every part of a text."""
    return [fold_name(name) for name in drawn(gazetteer)], gazetteer.is_name


def unknown_keys(gazetteer: Gazetteer) -> Asked:
    """Keys that nothing is called."""
    return [fold_name(name) for name in drawn(gazetteer, known=False)], gazetteer.is_name


def first_words(gazetteer: Gazetteer) -> Asked:
    """What starts with a word, which is asked of every capitalised word of a text."""
    words = dict.fromkeys(fold_name(name).partition(" ")[0] for name in drawn(gazetteer))
    return list(words), gazetteer.openings


def known_names(gazetteer: Gazetteer) -> Asked:
    """Names that were looked up before."""
    names = drawn(gazetteer)[:1_000]
    for name in names:
        gazetteer.candidates(name)
    return names * 40, gazetteer.candidates


def openings_of_file(gazetteer: Gazetteer) -> Asked:
    """Opening the file, the first lookup included."""
    return [gazetteer.path] * 100, lambda path: Gazetteer(path).candidates("Kyiv")


ASKED = {
    "raw names": raw_names,
    "raw names, made into candidates": candidates,
    "folded keys, first time": folded_keys,
    "unknown keys, first time": unknown_keys,
    "first words, first time": first_words,
    "known names": known_names,
    "file opened, one name": openings_of_file,
}

if __name__ == "__main__":
    main()
