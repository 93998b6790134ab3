"""Defaults from a configuration: found, overridden by flags, refused when wrong."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from geomap.cli.config import defaults_of
from tests.support.commands import run

TEXT = "Explosions were heard in Kharkiv on Monday."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to run in, with an article."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("geomap.toml", 'format = "csv"\n'),
        ("geomap.toml", '[build]\nformat = ["csv"]\noutput = "outputs"\n'),
        ("pyproject.toml", '[tool.geomap.build]\nformat = "csv"\n'),
        ("pyproject.toml", '[tool.geomap]\nformat = "csv"\n[tool.other]\nformat = "x"\n'),
    ],
)
def test_defaults_come_from_the_folder(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, "utf-8")

    assert run("build", "a.txt").exit_code == 0
    assert [path.name for path in (folder / "outputs").iterdir()] == ["a.csv"]


def test_a_flag_wins(folder: Path) -> None:
    (folder / "geomap.toml").write_text('[build]\nformat = "csv"\n', "utf-8")

    assert run("build", "a.txt", "--format", "kml").exit_code == 0
    assert [path.name for path in (folder / "outputs").iterdir()] == ["a.kml"]


def test_a_named_file_replaces_the_one_in_the_folder(folder: Path) -> None:
    (folder / "geomap.toml").write_text('[build]\nformat = "csv"\n', "utf-8")
    (folder / "other.toml").write_text('[build]\nformat = "kml"\n', "utf-8")

    assert run("build", "a.txt", "--config", "other.toml").exit_code == 0
    assert [path.name for path in (folder / "outputs").iterdir()] == ["a.kml"]


def test_another_project_file_is_left_alone(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[tool.other]\nx = 1\n", "utf-8")

    assert run("build", "a.txt", "--format", "kml").exit_code == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('formt = "csv"', "formt is unknown; did you mean 'format'?"),
        ('[buidl]\nformat = "csv"', "buidl is unknown; did you mean 'build'?"),
        ('[build]\nformt = "csv"', "[build] formt is unknown; did you mean 'format'?"),
        ("[build]\nconfig = 'x'", "config is unknown"),
        ("format = csv", "not TOML"),
        ('[build]\nformat = "shp"', "format 'shp' is unknown"),
        ('[build]\nbasemap = "osm"', "'osm' is unknown; use one of vector"),
    ],
)
def test_a_wrong_configuration_is_a_usage_error(folder: Path, text: str, message: str) -> None:
    (folder / "geomap.toml").write_text(text, "utf-8")
    result = run("build", "a.txt")

    assert result.exit_code == 2
    assert message in result.stderr
    assert not (folder / "outputs").exists()


def test_a_missing_configuration_is_named(folder: Path) -> None:
    result = run("build", "a.txt", "--config", str(folder / "none.toml"))

    assert result.exit_code == 2
    assert "none.toml: cannot be read" in result.stderr


def test_paths_are_relative_to_the_file_that_names_them() -> None:
    @click.command()
    @click.option("--places", multiple=True, type=click.Path())
    @click.option("--round", type=int)
    def build() -> None:
        """Do nothing."""

    table = {"places": ["a.gpkg", "/b.gpkg"], "build": {"round": 2}}
    found = defaults_of(table, {"build": build}, Path("/etc/geomap/x.toml"))

    assert found == {"build": {"places": ["/etc/geomap/a.gpkg", "/b.gpkg"], "round": 2}}
