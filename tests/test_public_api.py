"""The public face: one sorted list, lazy, complete."""

from __future__ import annotations

import inspect
import pickle
import subprocess
import sys

import pytest

import geomap
from geomap import export


def test_public_names_are_sorted_and_importable() -> None:
    assert geomap.__all__ == sorted(geomap.__all__)
    for name in geomap.__all__:
        assert getattr(geomap, name).__doc__


SHOWN_ELSEWHERE = {"Incident": "Report", "Mention": "Resolution"}


@pytest.mark.parametrize("name", geomap.__all__)
def test_every_public_name_has_an_example_that_runs(name: str) -> None:
    """In its docstring, or in that of one of its methods; doctest runs them all."""
    public = getattr(geomap, SHOWN_ELSEWHERE.get(name, name))
    methods = vars(public).values() if isinstance(public, type) else ()

    assert any(">>>" in (inspect.getdoc(part) or "") for part in (public, *methods))


def test_a_report_travels_to_another_process_and_back() -> None:
    report = geomap.analyze("Shells hit Sumy Oblast on 3 May 2023.")

    assert report.resolutions[0].geometry is not None
    assert pickle.loads(pickle.dumps(report)) == report  # noqa: S301 - our own bytes


def test_public_names_are_the_ones_with_a_home() -> None:
    assert set(geomap.__all__) == set(geomap._HOMES)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = geomap.no_such_name


def test_import_loads_no_heavy_library() -> None:
    """``import geomap`` must stay fast: what is not imported costs nothing."""
    code = (
        "import sys, geomap; "
        "print(*{'pandas', 'shapely', 'folium', 'geopy', 'click', 'sqlite3'} & set(sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert out.stdout.strip() == ""


def test_a_build_loads_no_module_that_reads_outputs_back() -> None:
    """One article is built in a second and a half; checks and edits are of other commands."""
    code = (
        "import sys, geomap.corpus, geomap.pipeline; from geomap import export; "
        "homes = {f'geomap.export.{home}' for home in export._HOMES.values()}; "
        "print(len(homes), *homes & set(sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert out.stdout.strip() == str(len(set(export._HOMES.values())))


def test_the_names_of_export_are_there_wherever_their_home_is() -> None:
    assert set(export._HOMES) < set(export.__all__)
    assert all(callable(getattr(export, name)) for name in export._HOMES if name.islower())
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = export.no_such_name
