"""ARCHITECTURE.md and README.md tell the truth about modules, commands and options."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from geomap import cli

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = sorted(cli.main.commands)
GROUPS = {name: c for name, c in cli.main.commands.items() if isinstance(c, click.Group)}
SUBCOMMANDS = sorted((group, name) for group, c in GROUPS.items() for name in c.commands)


def modules(package: Path) -> set[str]:
    """The first-level modules and folders of the package."""
    files = {f"{path.name}" for path in package.glob("*.py") if path.name != "__init__.py"}
    return files | {f"{path.parent.name}/" for path in package.glob("*/__init__.py")}


def unnamed(names: set[str], page: str) -> set[str]:
    return {name for name in names if f"`{name}`" not in page}


def test_every_module_is_named(project: Path) -> None:
    page = (project / "ARCHITECTURE.md").read_text(encoding="utf-8")

    assert unnamed(modules(project / "geomap"), page) == set()


def test_a_missing_module_is_caught() -> None:
    assert unnamed({"mentions/", "nowhere.py"}, "see `mentions/`") == {"nowhere.py"}


def test_every_named_module_exists(project: Path) -> None:
    rows = [
        line.split("`")[1]
        for line in (project / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]

    assert rows
    assert set(rows) - modules(project / "geomap") == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(project: Path, name: str) -> None:
    """Each command has a help text, stands in the README, and each option says what it does."""
    command = cli.main.commands[name]
    page = (project / "README.md").read_text(encoding="utf-8")

    assert command.help
    assert f"geomap {name}" in page
    for option in command.params:
        assert not isinstance(option, click.Option) or option.help, option.name


@pytest.mark.parametrize(("group", "name"), SUBCOMMANDS)
def test_every_command_of_a_group_is_documented(project: Path, group: str, name: str) -> None:
    command = GROUPS[group].commands[name]
    page = (project / "README.md").read_text(encoding="utf-8")

    assert command.help
    assert f"geomap {group} {name}" in page
    for option in command.params:
        assert not isinstance(option, click.Option) or option.help, option.name
