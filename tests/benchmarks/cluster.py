"""A build on a cluster while its workers are killed, and its rate beside a build without one.

Run as ``python tests/benchmarks/cluster.py``. First, articles/s of a local build and of clusters
of one and two workers, one after the other; then a build whose workers are killed with SIGKILL
every few seconds and whose scheduler is killed once, with an article among them that kills
whoever makes it; its files must be those of a build that nothing happened to.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
from corpus import SEEDS, SHORT, write_corpus

if TYPE_CHECKING:
    from collections.abc import Iterator

PORT = 18_787
FAULTS = Path(__file__).resolve().parents[1] / "faults" / "cluster"


def environment(log: Path | None = None) -> dict[str, str]:
    """Return what processes need that misbehave where an article says so."""
    path = os.pathsep.join([str(FAULTS), *filter(None, sys.path)])
    return {**os.environ, "PYTHONPATH": path} | ({"GEOMAP_MADE": str(log)} if log else {})


@contextmanager
def cluster(workers: int, env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A scheduler and workers in processes of their own."""
    here = ["--host", "127.0.0.1", "--no-dashboard", "--dashboard-address", ":0"]
    words = [
        ["scheduler", *here, "--port", f"{PORT}"],
        ["worker", f"tcp://127.0.0.1:{PORT}", *here, "--nworkers", f"{workers}", "--nthreads", "1"],
    ]
    started = [
        subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{name}", *options],
            env=env,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for name, *options in words
    ]
    try:
        yield started[0]
    finally:
        for process in started:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def build(corpus: Path, output: Path, *options: str, env: dict[str, str]) -> dict[str, Any]:
    """Build, and return the summary of the run, seconds and CPU seconds of the client."""
    command = [sys.executable, "-m", "geomap", "build", str(corpus), "-o", str(output)]
    start, before = time.perf_counter(), os.times()
    done = subprocess.run(
        [*command, *options],
        env=env,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    after = os.times()
    summary = output / ".geomap" / "summary.json"
    found = (
        json.loads(summary.read_text()) if done.returncode in (0, 1) and summary.exists() else {}
    )
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    seconds = time.perf_counter() - start
    return found | {"all": seconds, "cpu": cpu, "said": done.stderr, "code": done.returncode}


def workers_of(scheduler: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """Return the processes of workers, which nannies replace."""
    found = []
    for process in psutil.process_iter(["cmdline", "ppid", "pid"]):
        line = " ".join(process.info["cmdline"] or ())
        if "dask_worker" in line and f":{PORT}" in line and process.pid != scheduler.pid:
            found += [
                child for child in process.children() if "spawn_main" in " ".join(child.cmdline())
            ]
    return found


def compare(folder: Path, texts: list[str], records: int, form: str) -> None:
    """Print the articles/s of a local build, and of clusters of one and two workers."""
    corpus = folder / "rate.jsonl"
    write_corpus(corpus, texts, records)
    size = corpus.stat().st_size / records
    print(f"{records} articles of {size:.0f} bytes, {form}; load {os.getloadavg()}")
    env = environment()
    rates = {}
    for name, workers in (("local, 1 process", 0), ("cluster, 1 worker", 1), ("cluster, 2", 2)):
        options = ["--format", form]
        options += ["--scheduler", f"127.0.0.1:{PORT}"] if workers else []
        output = folder / f"rate-{records}-{size:.0f}-{workers}"
        if workers:
            with cluster(workers, env):
                found = build(corpus, output, *options, env=env)
        else:
            found = build(corpus, output, env=env)
        rates[workers] = records / found["seconds"]
        own = found["cpu"] / records * 1000
        about = "of the client, an article" if workers else "an article"
        print(f"  {name:20} {found['seconds']:6.1f} s {rates[workers]:7.1f}/s, ", end="")
        print(f"{own:.1f} ms of CPU {about}{told(found)}")
    more = (1 / rates[1] - 1 / rates[0]) * 1000
    print(f"  a cluster of one adds {more:.2f} ms to an article")
    print(f"  two workers are {rates[2] / rates[1]:.2f} x as fast as one")


def torment(folder: Path, records: int, every: float) -> None:
    """Kill workers all the while and the scheduler once, and compare what comes out."""
    corpus, log = folder / "torment.jsonl", folder / "made.log"
    write_corpus(corpus, SHORT, records)
    rows = corpus.read_text().splitlines()
    clean = folder / "clean.jsonl"
    poison = json.loads(rows[records // 2])
    clean.write_text("".join(f"{row}\n" for row in rows if json.loads(row) != poison))
    rows[records // 2] = json.dumps(poison | {"text": poison["text"] + " This report kills."})
    corpus.write_text("".join(f"{row}\n" for row in rows))
    env = environment(log)
    killer = Killer(every, log)
    for until in (records // 3, 0):
        with cluster(2, env) as scheduler, killer.at_work(scheduler, until):
            address = f"127.0.0.1:{PORT}"
            options = ("--format", "geojson", "--scheduler", address)
            start = time.strftime("%H:%M:%S")
            found = build(corpus, folder / "there", *options, env=env)
        print(f"  from {start}, {found['all']:.0f} s, ended with {found['code']}{told(found)}")
        print(f"    {found['said'].strip().splitlines()[-1]}; load {os.getloadavg()}", flush=True)
    build(clean, folder / "here", "--format", "geojson", env=environment())
    tell_of(tree(folder / "here"), tree(folder / "there"))
    made = Counter(log.read_text().split())
    again = sum(made.values()) - len(made)
    print(f"  {records} articles, {killer.killed} workers killed, and the scheduler once")
    print(f"  {again} made again ({again / records:.1%}), the poison {max(made.values())} times")
    print(f"  counts of the last run: {found.get('counts')}; failed:")
    print("".join(f"    {failure['message']}\n" for failure in found.get("failures", ())))


def told(found: dict[str, Any]) -> str:
    """Return what a run said of bundles that were lost, and of workers that were left out."""
    lines = [line for line in found["said"].splitlines() if "bundles" in line or "left out" in line]
    return "".join(f"; {line}" for line in lines)


def tell_of(here: dict[str, bytes], there: dict[str, bytes]) -> None:
    """Print what was lost, doubled or is different of the files of articles."""
    own = {name for name in here if name.startswith("r")}
    lost, more = own - there.keys(), there.keys() - here.keys()
    other = [name for name in own & there.keys() if here[name] != there[name]]
    print(f"  {len(own)} files: {len(lost)} lost, {len(more)} too many, {len(other)} differ")


class Killer:
    """Kills a worker now and then; the scheduler, when so many articles were made."""

    def __init__(self, every: float, log: Path) -> None:
        self.killed = 0
        self._every = every
        self._log = log
        self._chance = random.Random(1)  # noqa: S311 - no secret

    @contextmanager
    def at_work(self, scheduler: subprocess.Popen[bytes], until: int) -> Iterator[None]:
        """Kill until the work is done."""
        ended = threading.Event()
        thread = threading.Thread(target=self._kill, args=(scheduler, until, ended))
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def _kill(self, scheduler: subprocess.Popen[bytes], until: int, ended: threading.Event) -> None:
        before = self._made()
        while not ended.wait(self._every):
            made = self._made()
            if until and made > until:
                os.killpg(scheduler.pid, signal.SIGKILL)
                return
            found = workers_of(scheduler) if made > before else []
            if found:  # and not as long as those that came instead are not at work
                self._chance.choice(found).kill()
                self.killed += 1
                before = made

    def _made(self) -> int:
        return len(self._log.read_text().split()) if self._log.exists() else 0


def tree(folder: Path) -> dict[str, bytes]:
    """Return the outputs of a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".geomap" not in path.parts
    }


def main() -> None:
    """Print the rates, then what killing costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=2_000, help="that are tormented")
    parser.add_argument("--rate", type=int, default=400, help="of a build for its rate")
    parser.add_argument("--format", default="geojson", help="that a build for its rate writes")
    parser.add_argument("--every", type=float, default=2.0, help="seconds between two kills")
    options = parser.parse_args()
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    with tempfile.TemporaryDirectory() as folder:
        if options.rate:
            compare(Path(folder), texts, options.rate, options.format)
            compare(Path(folder), SHORT, options.rate * 5, options.format)
        if options.records:
            torment(Path(folder), options.records, options.every)


if __name__ == "__main__":
    main()
