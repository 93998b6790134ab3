"""Time of finding and placing names, beside a bare name matcher, and how it grows.

Run as ``python tests/benchmarks/places.py [FILE…]``. Machines differ and are busy: compare
the ratios of one run. flashgeotext is left out if it is not installed.
"""

from __future__ import annotations

import argparse
import resource
import time
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.gazetteer import open_gazetteer
from geomap.geometry import locate
from geomap.lexicon import language
from geomap.mentions import find_mentions
from geomap.resolve import resolve_mentions
from geomap.text import read_document

if TYPE_CHECKING:
    from collections.abc import Callable

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
STAGES = ("text", "mentions", "resolve", "locate")
MEGABYTE = 1_000_000


def stages(text: str) -> tuple[list[float], int]:
    """Return the processor seconds of each stage on a text, and how many mentions it has."""
    words, gazetteer = language("en"), open_gazetteer()
    times = [time.process_time()]
    document = read_document(text, words.sections)
    times.append(time.process_time())
    mentions = find_mentions(document, gazetteer, words)
    times.append(time.process_time())
    resolutions = resolve_mentions(document, mentions, gazetteer)
    times.append(time.process_time())
    locate(resolutions, gazetteer, document=document)
    times.append(time.process_time())
    return [b - a for a, b in pairwise(times)], len(mentions)


def rival() -> Callable[[str], object] | None:
    """Return the bare name matcher, if it is installed."""
    if not find_spec("flashgeotext"):
        return None
    extract: Callable[[str], object] = import_module("flashgeotext.geotext").GeoText().extract
    return extract


def print_ratio(texts: list[str], rounds: int) -> None:
    """Print the best of the rounds, ours and the matcher's by turns."""
    extract = rival()
    best = [float("inf")] * len(STAGES)
    other = float("inf")
    for _ in range(rounds):
        runs = [stages(text)[0] for text in texts]
        best = list(map(min, best, (sum(column) for column in zip(*runs, strict=True))))
        start = time.process_time()
        for text in texts if extract else ():
            extract(text)  # type: ignore[misc]  # there are texts only with a matcher
        other = min(other, time.process_time() - start)
    each = " ".join(
        f"{name} {seconds / len(texts) * 1000:.2f}"
        for name, seconds in zip(STAGES, best, strict=True)
    )
    print(f"{len(texts)} articles: {sum(best) / len(texts) * 1000:.2f} ms each ({each})")
    if extract:
        read, found, decided, placed = (seconds / other for seconds in best)
        both = found + decided
        print(
            f"flashgeotext: {other / len(texts) * 1000:.2f} ms; mentions and resolve {both:.2f} "
            f"times that, with text {both + read:.2f}, with all {both + read + placed:.2f}"
        )


def print_growth(text: str) -> None:
    """Print the time per kilobyte of longer and longer texts up to a megabyte."""
    for size in (10_000, 100_000, MEGABYTE):
        long_text = (text * (size // len(text) + 1))[:size]
        times, mentions = stages(long_text)
        each = sum(times) / size * 1e6
        print(f"{size // 1000:6} KB: {sum(times):6.2f} s, {each:.2f} ms a KB, {mentions} mentions")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory at most {peak:.0f} MB")


def main() -> None:
    """Print the growth, then the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=sorted(SEEDS.glob("*.txt")))
    parser.add_argument("--rounds", type=int, default=25)
    options = parser.parse_args()
    texts = [path.read_text(encoding="utf-8") for path in options.paths]
    print_growth("\n\n".join(texts))  # first, so that its memory is ours alone
    print_ratio(texts, options.rounds)


if __name__ == "__main__":
    main()
