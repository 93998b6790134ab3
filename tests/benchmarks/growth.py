"""How the time of an article grows with its text: texts of many kinds, from short to 5 MB.

Run as ``python tests/benchmarks/growth.py --sizes 0.25 0.5 1 2 5``. Twice the text may take
twice the time; a step that takes four times as much is at fault.
"""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
import time
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.corpus.writing import Choices, Output, write_output
from geomap.gazetteer import open_gazetteer
from geomap.pipeline import analyze_article
from geomap.records import Article

if TYPE_CHECKING:
    from collections.abc import Callable

    from geomap.gazetteer import Gazetteer

DAY = dt.date(2023, 5, 20)
FORMATS = ("geojson", "html", "csv", "gpkg")
NAMES = 20_000  # different ones
KINDS: dict[str, Callable[[int, str], str]] = {
    "one sentence": lambda n, name: f"{name}, killing {n % 9 + 2} people and ",
    "one line": lambda n, name: f"Shells hit {name} on {n % 28 + 1} May, wounding {n % 9 + 2}. ",
    "names": lambda _, name: f"{name}\n",
    "one name": lambda *_: "Kyiv, ",
    "live blog": lambda n, name: f"{n // 60 % 24:02}:{n % 60:02}\nA missile struck {name}.\n\n",
    "table": lambda n, name: f"{n % 28 + 1:02}.05.2023\t{name}\tshelling\t{n % 9}\tkilled\n",
    "no name": lambda n, _: f"The committee met again, and nothing was decided on item {n}. ",
}


def main() -> None:
    """Print a table for each kind of text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", default=list(KINDS), metavar="KIND")
    parser.add_argument("--sizes", type=float, nargs="+", default=[0.25, 0.5, 1.0], metavar="MB")
    options = parser.parse_args()
    gazetteer = open_gazetteer()
    names = names_of(gazetteer)
    analyze_article(Article("first", "Shells hit Kyiv on 3 May.", published=DAY), gazetteer)
    for kind in options.kinds:
        print(kind)
        for size in options.sizes:
            measure(text_of(kind, names, int(size * 1e6)), gazetteer)


def names_of(gazetteer: Gazetteer) -> list[str]:
    """Return different names of places, in the order of nearness to Kyiv."""
    places = gazetteer.nearest(50.45, 30.52, limit=2 * NAMES)
    return list(dict.fromkeys(place.name for place in places))[:NAMES]


def text_of(kind: str, names: list[str], size: int) -> str:
    """Return a text of a kind with about so many bytes."""
    pieces, length = [], 0
    for number in count():
        pieces.append(KINDS[kind](number, names[number % len(names)]))
        length += len(pieces[-1].encode())
        if length >= size:
            break
    return "".join(pieces)


def measure(text: str, gazetteer: Gazetteer) -> None:
    """Print what a text takes: analysis, then each format."""
    start = time.process_time()
    report = analyze_article(Article("long", text, published=DAY), gazetteer)
    spent = {"analysis": time.process_time() - start}
    with tempfile.TemporaryDirectory() as folder:
        output = Output((report,), Path(folder), "long", Choices(formats=FORMATS), "")
        for name in FORMATS:
            spent[name] = seconds(partial(write_output, output, [name]))
    told = " ".join(f"{name} {value:6.2f}" for name, value in spent.items())
    found = f"{len(report.resolutions):>6} mentions {len(report.incidents):>6} incidents"
    print(f"{len(text) / 1e6:5.2f} MB {found}  {told} s", flush=True)


def seconds(work: Callable[[], object]) -> float:
    """Return the seconds that some work takes of the processor."""
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
