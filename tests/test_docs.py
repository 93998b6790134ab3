"""The pages under docs/: every command and every piece of Python in them is run, in order."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from geomap.corrections import COLUMNS, Action

if TYPE_CHECKING:
    from pathlib import Path

PAGES = ("archives.md", "corrections.md", "map-reader.md", "qgis.md", "scripts.md")
STEP = re.compile(
    r"^```(?P<kind>console|python)\n(?P<block>.*?)^```$|^<!-- test: (?P<hidden>.+?) -->$",
    re.MULTILINE | re.DOTALL,
)


class Step(NamedTuple):
    """Something that a reader of a page types, or does by hand between two commands."""

    kind: str
    text: str


def steps_of(page: str) -> list[Step]:
    steps = []
    for found in STEP.finditer(page):
        if found["hidden"]:
            steps.append(Step("shell", found["hidden"]))
        elif found["kind"] == "python":
            steps.append(Step("python", found["block"]))
        else:
            lines = found["block"].splitlines()
            steps += [Step("shell", line.removeprefix("$ ")) for line in lines if line[:2] == "$ "]
    return steps


@pytest.fixture
def desk(tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as the pages suppose it: a report, some articles, and the command ``geomap``."""
    shutil.copy(project / "seeds" / "2023-07-19-odesa-ports.txt", tmp_path / "report.txt")
    (tmp_path / "articles").mkdir()
    for name in ("2023-05-21-bakhmut", "2024-01-03-prisoner-exchange"):
        shutil.copy(project / "seeds" / f"{name}.txt", tmp_path / "articles")
    command = tmp_path / "bin" / "geomap"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m geomap "$@"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(project))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_steps(steps: list[Step], desk: Path) -> None:
    names: dict[str, object] = {}
    for step in steps:
        if step.kind == "python":
            exec(compile(step.text, "page", "exec"), names)  # noqa: S102 - our own page
            continue
        done = subprocess.run(step.text, shell=True, capture_output=True, check=False, cwd=desk)  # noqa: S602 - our own page
        assert done.returncode == 0, f"{step.text}\n{done.stderr.decode()}"
        assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("name", PAGES)
def test_what_a_page_says_works(name: str, project: Path, desk: Path) -> None:
    steps = steps_of((project / "docs" / name).read_text("utf-8"))

    assert any(step.text.startswith("geomap ") for step in steps)
    run_steps(steps, desk)


def test_a_command_that_fails_is_caught(desk: Path) -> None:
    with pytest.raises(AssertionError, match=r"missing\.txt"):
        run_steps(steps_of("```console\n$ geomap build missing.txt\n```\n"), desk)


def test_links_between_the_pages_lead_somewhere(project: Path) -> None:
    pages = [*(project / "docs").glob("*.md"), project / "README.md"]
    links = [
        (page, target)
        for page in pages
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text("utf-8"))
    ]

    assert links
    assert [
        f"{page.name}: {target}" for page, target in links if not (page.parent / target).exists()
    ] == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_as_the_page_says(shell: str, desk: Path) -> None:
    done = subprocess.run(
        ["geomap"],  # noqa: S607 - that of the folder
        capture_output=True,
        check=False,
        cwd=desk,
        env={**os.environ, "_GEOMAP_COMPLETE": f"{shell}_source"},
    )

    assert done.returncode == 0, done.stderr
    assert b"_GEOMAP_COMPLETE" in done.stdout


def test_the_pages_name_every_action_and_column_of_a_correction(project: Path) -> None:
    page = (project / "docs" / "corrections.md").read_text("utf-8")
    named = set(re.findall(r"`(\w+)`", page))

    assert {action.value for action in Action} <= named
    assert set(COLUMNS) <= named
