"""The README's commands are the ones that are run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def command(readme: str, name: str) -> str:
    match = re.search(rf"<!-- {name} command -->\n```console\n\$ (.+)\n```", readme)
    return match.group(1) if match else ""


def test_readme_has_the_two_commands(project: Path) -> None:
    readme = (project / "README.md").read_text(encoding="utf-8")

    assert "geomap build seeds" in command(readme, "build")
    assert "pytest" in command(readme, "test")


def test_ci_runs_the_test_command_of_the_readme(project: Path) -> None:
    """The script takes the command out of the README, so that the two cannot differ."""
    assert "<!-- test command -->" in (project / ".ci" / "run").read_text(encoding="utf-8")


def test_no_text_tells_to_install_the_wrong_distribution(project: Path) -> None:
    """The name geomap belongs to another distribution; ours is geomap-incidents."""
    pages = [*project.glob("*.md"), *project.glob("docs/*.md")]

    assert pages
    for page in pages:
        assert "pip install geomap\n" not in page.read_text(encoding="utf-8")
