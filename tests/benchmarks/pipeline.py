"""One table: the whole pipeline beside bare name matchers, cold starts, and how cost grows.

Run as ``python tests/benchmarks/pipeline.py [FILES]``. Machines differ and are busy: all take
their turns in one run, and its ratios count. A matcher that is not installed is left out;
none of them does more than match names.
"""

from __future__ import annotations

import argparse
import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from itertools import islice, product
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import peak_kb
from growth import names_of, text_of

from geomap import analyze, open_gazetteer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Analyze = Callable[[str], object]

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
PUBLISHED = "2023-01-15"
LENGTHS = (10, 100, 1000)  # KB
SHARES = (0, 1, 10, 90)  # per cent of the lines that tell of an incident
MORE_PLACES = (0, 100_000, 400_000)
SYLLABLES = "ba ce di fo gu hy ka le mi no pu ry sa te vi wo zu"


def whole(text: str) -> object:
    """Analyse a text with geomap."""
    return analyze(text, published=PUBLISHED)


def flashgeotext() -> Analyze:
    """Return the matcher of flashgeotext."""
    return import_module("flashgeotext.geotext").GeoText().extract


def geotext() -> Analyze:
    """Return the matcher of geotext."""
    return import_module("geotext").GeoText


def spacy() -> Analyze:
    """Return a blank pipeline of spaCy with a ruler of 20,000 names."""
    pipeline = import_module("spacy").blank("en")
    names = names_of(open_gazetteer())
    pipeline.add_pipe("entity_ruler").add_patterns([{"label": "P", "pattern": n} for n in names])
    pipeline.max_length = 10**8
    return pipeline


MATCHERS: dict[str, Callable[[], Analyze]] = {
    "geomap": lambda: whole,
    "flashgeotext": flashgeotext,
    "geotext": geotext,
    "spacy": spacy,
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=sorted(SEEDS.glob("*.txt")))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", choices=MATCHERS, help="read the files once with this, and end")
    options = parser.parse_args()
    texts = [path.read_text(encoding="utf-8") for path in options.paths]
    if options.only:
        seconds_of(MATCHERS[options.only](), texts)
        return
    compare(texts, options.paths, options.rounds)
    print_starts(options.paths[0])
    print_growth(texts)


def compare(texts: list[str], paths: list[Path], rounds: int) -> None:
    """Print what each takes for the same texts, round by round, and the memory of a process."""
    known = {name: make() for name, make in MATCHERS.items() if find_spec(name)}
    spent = in_turns({name: partial(seconds_of, one, texts) for name, one in known.items()}, rounds)
    size = sum(len(text.encode()) for text in texts) / 1e6
    print(f"{len(texts)} articles, {size:.3f} MB, median of {rounds} rounds in turns")
    print(f"{'':14}{'ms/article':>11}{'articles/s':>11}{'MB/s':>8}{'ratio':>8}{'MB of memory':>14}")
    for name, took in spent.items():
        _, peak = cold(str(Path(__file__)), "--only", name, *map(str, paths))
        ratio = f"{spent['geomap'] / took:7.1f}"
        print(
            f"{name:14}{took / len(texts) * 1000:11.2f}{len(texts) / took:11.0f}"
            f"{size / took:8.2f} {ratio}{peak:14.0f}"
        )


def print_starts(path: Path) -> None:
    """Print what fresh processes take."""
    with tempfile.TemporaryDirectory() as folder:
        for name, arguments in {
            "import geomap": ("-c", "import geomap"),
            "geomap --help": ("-m", "geomap", "--help"),
            "geomap build": ("-m", "geomap", "build", str(path), "-o", folder),
        }.items():
            seconds, peak = cold(*arguments)
            print(f"{name:14}{seconds:7.2f} s cold {peak:7.0f} MB")


def print_growth(texts: list[str]) -> None:
    """Print how the cost grows with the text, with its incidents and with the gazetteer."""
    names = names_of(open_gazetteer())
    for size in LENGTHS:
        took = seconds_of(whole, [text_of("one line", names, size * 1000)])
        print(f"text of {size:7,} KB{took / size * 1000:9.2f} ms/KB")
    plain, telling = (text_of(kind, names, 100_000).split(". ") for kind in ("no name", "one line"))
    for share in SHARES:
        lines = [telling[n] if n % 100 < share else line for n, line in enumerate(plain)]
        text = ". ".join(lines)
        found = len(analyze(text, published=PUBLISHED).incidents)
        print(f"{found:6,} incidents in 100 KB{seconds_of(whole, [text]) * 10:9.2f} ms/KB")
    with tempfile.TemporaryDirectory() as folder:
        for count in MORE_PLACES:
            more = [import_places(Path(folder), count)] if count else []
            larger = partial(analyze, published=PUBLISHED, gazetteer=open_gazetteer(extra=more))
            seconds_of(larger, texts)
            took = seconds_of(larger, texts) / len(texts)
            print(f"{count:9,} more places{took * 1000:9.2f} ms/article")


def import_places(folder: Path, count: int) -> Path:
    """Return a file with so many places more, of names that no text has."""
    source, target = folder / f"{count}.csv", folder / f"{count}.gpkg"
    names = ("".join(parts).title() for parts in product(SYLLABLES.split(), repeat=5))
    with source.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(("name", "lat", "lon"))
        rows.writerows(
            (name, 40 + n % 900 / 90, 20 + n // 900 / 90)
            for n, name in enumerate(islice(names, count))
        )
    command = ("-m", "geomap", "gazetteer", "import", "csv", str(source), "--into", str(target))
    subprocess.run([sys.executable, *command], check=True, capture_output=True)
    return target


def in_turns(works: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    """Return the median seconds of each work; all are done once in a round, and once before."""
    for work in works.values():
        work()
    taken = [{name: work() for name, work in works.items()} for _ in range(rounds)]
    return {name: statistics.median(turn[name] for turn in taken) for name in works}


def seconds_of(analyze_text: Analyze, texts: Iterable[str]) -> float:
    """Return the seconds of the processor that all texts take."""
    start = time.process_time()
    for text in texts:
        analyze_text(text)
    return time.process_time() - start


def cold(*arguments: str) -> tuple[float, float]:
    """Return the seconds and the peak megabytes of one fresh process, the least of three."""
    runs = []
    # An installed package has its bytecode; the first run writes it even where that is off.
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
    command = [sys.executable, *arguments]
    quiet = subprocess.DEVNULL
    for _ in range(3):
        start, peak = time.perf_counter(), 0
        with subprocess.Popen(command, stdout=quiet, stderr=quiet, env=environment) as process:
            while process.poll() is None:
                peak = max(peak, peak_kb(process.pid))
                time.sleep(0.005)
        if process.returncode:
            sys.exit(f"{arguments} ended with {process.returncode}")
        runs.append((time.perf_counter() - start, peak / 1024))
    return min(runs)


if __name__ == "__main__":
    main()
