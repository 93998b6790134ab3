"""The commands as tests start them: inside this process, or in one of their own."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner, Result

from geomap import cli
from geomap.cli.inputs import Request
from geomap.corpus.making import Maker
from geomap.corpus.processes import InProcess

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from geomap.corpus import Choices
    from geomap.corpus.processes import OpenAnalyzer
    from geomap.records import Article, Report

SHELLS = "Shells hit Nikopol on 3 May 2023.\n"  # the text of the fixture `article`


def run(*words: object, stdin: bytes | None = None) -> Result:
    """What ``geomap WORDS`` says, without a process of its own."""
    return CliRunner().invoke(cli.main, [str(word) for word in words], input=stdin)


def answer_with(monkeypatch: pytest.MonkeyPatch, analyze: Callable[[Article], Report]) -> None:
    """Let the commands analyse by a stub, in this process: it cannot travel to another."""

    def here(
        open_analyzer: OpenAnalyzer, choices: Choices, staging: Path, **_: object
    ) -> InProcess:
        return InProcess(Maker(open_analyzer(), choices, staging))

    monkeypatch.setattr(Request, "analyzer", lambda _: analyze)
    monkeypatch.setattr("geomap.corpus.Pool", here)


def geomap(*words: object, **options: Any) -> subprocess.CompletedProcess[bytes]:  # noqa: ANN401 - those of subprocess.run
    """The command as a user starts it, in a process of its own."""
    command = [sys.executable, "-m", "geomap", *map(str, words)]
    return subprocess.run(command, capture_output=True, check=False, timeout=60, **options)
