"""Kill a build, or fail one of its writes, at every system call that changes the disk.

Run as ``python tests/benchmarks/kill_points.py``; needs strace. After each fault the build is run
again, and its outputs must be, byte for byte, those of a build that met none.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CALLS = ("rename", "unlink", "mkdir", "rmdir", "pwrite64", "write", "fsync", "fdatasync")
FAULTS = ("signal=SIGKILL", "error=ENOSPC", "error=EIO")
STATE = ".geomap"
_BUILD = """
import sys
from pathlib import Path
from geomap.corpus import Choices, Plan
from geomap.corpus.archive import build_archive
from geomap.corpus.making import Maker
from geomap.corpus.processes import InProcess
from geomap.errors import GeomapError
from geomap.records import Article, Report

choices = Choices(formats=("geojson", "csv"))
articles = [Article(name, text) for name, text in zip("abc", sys.argv[2:])]
try:
    for _ in build_archive(
        articles, Path(sys.argv[1]), Plan(choices, "one"),
        lambda staging: InProcess(Maker(Report, choices, staging)),
    ):
        pass
except GeomapError as error:
    sys.exit(str(error))
"""
OLD, NEW = ("Old text of a.", "Text of b."), ("New text of a.", "Text of b.", "Text of c.")


def build(folder: Path, texts: tuple[str, ...], *tracer: str) -> str:
    """Build in a process of its own and return what it says."""
    command = [*tracer, sys.executable, "-c", _BUILD, str(folder), *texts]
    return subprocess.run(command, check=False, capture_output=True, text=True).stderr


def tree(folder: Path) -> dict[str, str]:
    """Return the digests of the outputs."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and STATE not in path.parts
    }


def count_calls(home: Path, call: str) -> int:
    """Return how often a build over old outputs makes a system call."""
    folder, log = home / "counted", home / "log"
    shutil.copytree(home / "old", folder)
    build(folder, NEW, "strace", "-qq", "-o", str(log), "-e", f"trace={call}")
    shutil.rmtree(folder)
    return len(log.read_text("utf-8", "replace").splitlines())


def strike(home: Path, call: str, fault: str, at: int) -> list[str]:
    """Build with a fault at one call, then without, and return what is wrong."""
    folder = home / "struck"
    shutil.copytree(home / "old", folder)
    inject = f"inject={call}:{fault}:when={at}"
    said = build(folder, NEW, "strace", "-qq", "-o", "/dev/null", "-e", inject)
    wrong = ["traceback: " + said.splitlines()[-1]] if "Traceback" in said else []
    for path in folder.glob("*.geojson"):
        try:
            json.loads(path.read_text("utf-8"))
        except ValueError:
            wrong.append(f"half a file: {path.name}")
    build(folder, NEW)
    if tree(folder) != tree(home / "clean"):
        wrong.append("other bytes after the next run")
    if left := {path.name for path in (folder / STATE).iterdir()} - {
        "lock",
        "manifest.sqlite",
        "summary.json",
    }:
        wrong.append(f"left behind: {', '.join(sorted(left))}")
    shutil.rmtree(folder)
    return wrong


def main() -> None:
    """Print how many points were struck, and what was wrong after them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--step", type=int, default=1, help="only every so many calls")
    parser.add_argument("--faults", nargs="*", default=FAULTS)
    options = parser.parse_args()
    struck = faulty = 0
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        build(home / "old", OLD)
        build(home / "clean", NEW)
        for call in CALLS:
            count = count_calls(home, call)
            for fault in options.faults:
                for at in range(1, count + 1, options.step):
                    struck += 1
                    wrong = strike(home, call, fault, at)
                    faulty += bool(wrong)
                    for line in wrong:
                        print(f"{call} {at}, {fault}: {line}")
            print(f"{call}: {count} calls", flush=True)
    print(f"{struck} points struck, {faulty} not made good")
    sys.exit(bool(faulty))


if __name__ == "__main__":
    main()
