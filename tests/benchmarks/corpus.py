"""Time and memory of builds over many articles: two processes against one, memory by size.

Run as ``python tests/benchmarks/corpus.py``. Machines differ and are busy: the two builds of a
pair run one after the other, and the median of the pairs counts. The load of the machine is
printed beside it: with other work on its cores, two processes cannot be twice as fast.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

FIRST = dt.date(2015, 1, 1)
_A_DAY = 20  # reports of a day, as in an archive: what is of one event is near in time
SEEDS = Path(__file__).resolve().parents[2] / "seeds"


_TOWNS = (
    "Nikopol Marhanets Orikhiv Huliaipole Kherson Beryslav Bilozerka Kharkiv Vovchansk Kupiansk "
    "Izium Lyman Siversk Toretsk Pokrovsk Selydove Kurakhove Vuhledar Sumy Chernihiv"
)
SHORT = [
    f"Russian forces shelled {town} with artillery overnight, wounding {number} people."
    for number, town in enumerate(_TOWNS.split(), start=2)
]
"""One report each, for what a run needs beside the articles."""


class Run(NamedTuple):
    """What one build took."""

    seconds: float
    cpu: float
    """Seconds of all its processes."""
    master_kb: int
    """The most memory that the process had which reads, merges and keeps the manifest."""
    workers_kb: int
    """The same, of the process that analyses and had the most."""


def write_corpus(path: Path, texts: list[str], records: int) -> None:
    """Write records that repeat the texts under ids of their own, twenty for each day."""
    with path.open("w", encoding="utf-8") as stream:
        for number in range(records):
            text = f"{texts[number % len(texts)]}\nReport {number}.\n"
            day = FIRST + dt.timedelta(days=number // _A_DAY)
            record = {"id": f"r{number:07}", "text": text, "published": day.isoformat()}
            stream.write(json.dumps(record) + "\n")


def build(corpus: Path, jobs: int, *options: str) -> Run:
    """Build a corpus into a fresh folder and measure its processes."""
    output = Path(tempfile.mkdtemp(dir=corpus.parent))
    command = [sys.executable, "-m", "geomap", "build", str(corpus), "-o", str(output), "-q"]
    start, before = time.perf_counter(), os.times()
    with subprocess.Popen([*command, "-j", str(jobs), *options]) as process:
        master = workers = 0
        while process.poll() is None:
            master = max(master, peak_kb(process.pid))
            workers = max(workers, *map(peak_kb, children(process.pid)), 0)
            time.sleep(0.05)
    after = os.times()
    seconds = time.perf_counter() - start
    if process.returncode:
        sys.exit(f"the build ended with {process.returncode}")
    shutil.rmtree(output)
    cpu = after.children_user + after.children_system
    return Run(seconds, cpu - before.children_user - before.children_system, master, workers)


def peak_kb(pid: int) -> int:
    """Return the most memory that a process has had; 0 if it has gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if "VmHWM" in line), 0)


def children(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    try:
        return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def main() -> None:
    """Print two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=400, help="of a build with one and two")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 20_000])
    options = parser.parse_args()
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus.jsonl"
        if options.pairs:
            compare_jobs(corpus, texts, options.records, options.pairs)
        if options.sizes:
            measure_memory(corpus, SHORT, options.sizes)


def compare_jobs(corpus: Path, texts: list[str], records: int, pairs: int) -> None:
    """Print how much faster two processes are than one, and what they cost."""
    write_corpus(corpus, texts, records)
    print(
        f"{records} records, {corpus.stat().st_size / 1e6:.1f} MB, geojson; load {os.getloadavg()}"
    )
    speedups, costs = [], []
    for _ in range(pairs):
        one, two = (build(corpus, jobs, "--format", "geojson") for jobs in (1, 2))
        speedups.append(one.seconds / two.seconds)
        costs.append(two.cpu / one.cpu)
        print(
            f"  one {one.seconds:6.1f} s ({one.cpu:.1f} CPU), "
            f"two {two.seconds:6.1f} s ({two.cpu:.1f} CPU)"
        )
    print(
        f"two processes: {statistics.median(speedups):.2f} x as fast, "
        f"{statistics.median(costs):.2f} x the CPU (median of {pairs} pairs); "
        f"load {os.getloadavg()}"
    )


def measure_memory(corpus: Path, texts: list[str], sizes: list[int]) -> None:
    """Print the memory of builds of growing size, and what an article adds to it."""
    runs = []
    for records in sizes:
        write_corpus(corpus, texts, records)
        runs.append(build(corpus, 1, "--format", "geojson"))
        run = runs[-1]
        print(
            f"{records:>8,} records {run.seconds:7.1f} s {records / run.seconds:6.0f}/s  "
            f"master {run.master_kb / 1024:5.0f} MB, process {run.workers_kb / 1024:5.0f} MB"
        )
    if len(runs) > 1:
        more = sizes[-1] - sizes[0]
        slopes = [
            (last - first) / more for first, last in zip(runs[0][2:], runs[-1][2:], strict=True)
        ]
        print(f"an article adds {slopes[0]:.2f} KB to the master, {slopes[1]:.2f} KB to a process")


if __name__ == "__main__":
    main()
