"""Time and memory of the whole pipeline, beside a bare name matcher on the same texts.

Run as ``python tests/benchmarks/pipeline.py``. Machines differ and are busy: compare
the ratios of one run. flashgeotext is left out if it is not installed.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from geomap import analyze

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
PUBLISHED = "2023-01-15"


def timed(analyze_text: Callable[[str], object], texts: Iterable[str], rounds: int) -> float:
    """Return the median, over the rounds, of the seconds that all texts take."""
    texts = tuple(texts)
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        for text in texts:
            analyze_text(text)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def cold(*arguments: str) -> tuple[float, float]:
    """Return the seconds and the peak megabytes of one fresh process, best of three."""
    runs = []
    # An installed package has its bytecode; the first run writes it even where that is off.
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
    for _ in range(3):
        start = time.perf_counter()
        command = [sys.executable, *arguments]
        subprocess.run(command, check=True, capture_output=True, env=environment)
        runs.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return min(runs), peak


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=sorted(SEEDS.glob("*.txt")))
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    texts = [path.read_text(encoding="utf-8") for path in options.paths]
    kilobytes = sum(len(text.encode()) for text in texts) / 1000

    def whole(text: str) -> object:
        return analyze(text, published=PUBLISHED)

    rivals: dict[str, Callable[[str], object]] = {"geomap": whole}
    if find_spec("flashgeotext"):
        rivals["flashgeotext"] = import_module("flashgeotext.geotext").GeoText().extract
    print(f"{len(texts)} articles, {kilobytes:.1f} KB, median of {options.rounds} rounds")
    for name, analyze_text in rivals.items():
        timed(analyze_text, texts, 1)
        seconds = timed(analyze_text, texts, options.rounds)
        each = seconds / len(texts) * 1000
        print(f"{name:14}{each:7.2f} ms an article {kilobytes / seconds:8.0f} KB/s")
    for name, arguments in {
        "import geomap": ("-c", "import geomap"),
        "geomap --help": ("-m", "geomap", "--help"),
        "geomap build": ("-m", "geomap", "build", str(options.paths[0]), "-o", "outputs/benchmark"),
    }.items():
        seconds, peak = cold(*arguments)
        print(f"{name:14}{seconds:7.2f} s cold, {peak:4.0f} MB at most so far")


if __name__ == "__main__":
    main()
