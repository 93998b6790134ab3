"""Fixtures of every test: the built-in gazetteer, and what to do when a program is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from geomap.gazetteer import Gazetteer, open_gazetteer

PROGRAMS = ("browser", "qgis")


@pytest.fixture(scope="session")
def project() -> Path:
    """The root of the source tree."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The gazetteer that is compiled when geomap is installed."""
    return open_gazetteer()


@cache
def has_program(name: str) -> bool:
    """Whether Chromium with its driver, or QGIS with its Python bindings, is installed."""
    if name == "browser":
        return bool(shutil.which("chromium") and shutil.which("chromedriver"))
    python = shutil.which("python3", path="/usr/bin")
    probe = [python or "", "-c", "import qgis.core"]
    return bool(python) and subprocess.run(probe, capture_output=True, check=False).returncode == 0


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip the tests of a missing program by name, unless GEOMAP_REQUIRE names it."""
    required = os.environ.get("GEOMAP_REQUIRE", "").split(",")
    for name in PROGRAMS:
        if name in required or not any(item.get_closest_marker(name) for item in items):
            continue
        if not has_program(name):
            reason = f"{name} is not installed: this test did not run"
            for item in items:
                if item.get_closest_marker(name):
                    item.add_marker(pytest.mark.skip(reason=reason))
