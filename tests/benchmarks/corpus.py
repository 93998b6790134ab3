"""Time and memory of builds over many articles: two processes against one, memory by size.

Run as ``python tests/benchmarks/corpus.py``. Machines differ and are busy: the two builds of a
pair run one after the other, and the median of the pairs counts. Beside each build stands how
many cores other work had meanwhile: while it has one of two, two processes cannot be twice as
fast, so the median is also given of the pairs that had the machine to themselves. What the machine
allows at all is measured in the same round: two builds of half the records each, side by side,
which share nothing but its cores and caches.
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
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

FIRST = dt.date(2015, 1, 1)
_TICK = os.sysconf("SC_CLK_TCK")
_QUIET = 0.15  # cores that others may have in a pair that counts as undisturbed
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
    """Seconds of all its processes, up to a tenth of a second before their end."""
    others: float
    """Cores that other work had meanwhile."""
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
    start, before = time.perf_counter(), busy_seconds()
    spent: dict[int, float] = {}
    with subprocess.Popen([*command, "-j", str(jobs), *options]) as process:
        master = workers = 0
        while process.poll() is None:
            below = descendants(process.pid)
            master = max(master, peak_kb(process.pid))
            workers = max(workers, *map(peak_kb, below), 0)
            spent |= {pid: cpu for pid in (process.pid, *below) if (cpu := cpu_seconds(pid))}
            time.sleep(0.05)
    seconds = time.perf_counter() - start
    if process.returncode:
        sys.exit(f"the build ended with {process.returncode}")
    shutil.rmtree(output)
    cpu = sum(spent.values())
    others = max(0.0, busy_seconds() - before - cpu) / seconds
    return Run(seconds, cpu, others, master, workers)


def side_by_side(corpora: list[Path]) -> float:
    """Return the seconds of builds that run at the same time, each with one process."""
    start = time.perf_counter()
    with ThreadPoolExecutor(len(corpora)) as pool:
        list(pool.map(lambda corpus: build(corpus, 1, "--format", "geojson"), corpora))
    return time.perf_counter() - start


def busy_seconds() -> float:
    """Return the seconds for which the cores of the machine have worked."""
    user, nice, system, _idle, _wait, *more = (
        Path("/proc/stat").read_text().split("\n")[0].split()[1:]
    )
    return sum(map(int, (user, nice, system, *more[:2]))) / _TICK


def cpu_seconds(pid: int) -> float:
    """Return the seconds that a process has worked; 0 if it has gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("ascii")
    except OSError:
        return 0.0
    cells = stat.rpartition(")")[2].split()
    return (int(cells[11]) + int(cells[12])) / _TICK


def peak_kb(pid: int) -> int:
    """Return the most memory that a process has had; 0 if it has gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if "VmHWM" in line), 0)


def descendants(pid: int) -> list[int]:
    """Return the processes that a process has started, and those that these have."""
    try:
        own = [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return [*own, *(below for child in own for below in descendants(child))]


def main() -> None:
    """Print two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=400, help="of a build with one and two")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 20_000])
    parser.add_argument("--format", default="geojson", help="of the builds of growing size")
    options = parser.parse_args()
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus.jsonl"
        if options.pairs:
            compare_jobs(corpus, texts, options.records, options.pairs)
        if options.sizes:
            measure_memory(corpus, SHORT, options.sizes, options.format)


def compare_jobs(corpus: Path, texts: list[str], records: int, pairs: int) -> None:
    """Print how much faster two processes are than one, and what they cost."""
    write_corpus(corpus, texts, records)
    print(
        f"{records} records, {corpus.stat().st_size / 1e6:.1f} MB, geojson; load {os.getloadavg()}"
    )
    halves = [corpus.with_stem(f"half{number}") for number in (1, 2)]
    for half in halves:
        write_corpus(half, texts, records // 2)
    found, apart = [], []
    for _ in range(pairs):
        one, two = (build(corpus, jobs, "--format", "geojson") for jobs in (1, 2))
        found.append((one, two))
        apart.append(one.seconds / side_by_side(halves))
        print(f"  one {told(one)}, two {told(two)}, apart {apart[-1]:.2f} x", flush=True)
    print(f"two builds of one half each, side by side: {statistics.median(apart):.2f} x")
    quiet = [pair for pair in found if all(run.others < _QUIET for run in pair)]
    for name, some in (("all", found), ("undisturbed", quiet)):
        if some:
            speedup = statistics.median(one.seconds / two.seconds for one, two in some)
            cost = statistics.median(two.cpu / one.cpu for one, two in some)
            print(
                f"two processes: {speedup:.2f} x as fast, {cost:.2f} x the CPU "
                f"(median of {len(some)} {name} pairs)"
            )


def told(run: Run) -> str:
    """Return what a build took, in words."""
    return f"{run.seconds:6.1f} s ({run.cpu:.1f} CPU, others {run.others:.1f} cores)"


def measure_memory(corpus: Path, texts: list[str], sizes: list[int], formats: str) -> None:
    """Print the memory of builds of growing size, and what an article adds to it."""
    runs = []
    for records in sizes:
        write_corpus(corpus, texts, records)
        runs.append(build(corpus, 1, "--format", formats))
        run = runs[-1]
        print(
            f"{records:>8,} records {run.seconds:7.1f} s {records / run.seconds:6.0f}/s  "
            f"master {run.master_kb / 1024:5.0f} MB, process {run.workers_kb / 1024:5.0f} MB"
        )
    if len(runs) > 1:
        more = sizes[-1] - sizes[0]
        slopes = [
            (last - first) / more for first, last in zip(runs[0][3:], runs[-1][3:], strict=True)
        ]
        print(f"an article adds {slopes[0]:.2f} KB to the master, {slopes[1]:.2f} KB to a process")


if __name__ == "__main__":
    main()
