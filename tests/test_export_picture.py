"""A PNG is a picture of the page, or a clear word about the browser that is missing."""

from pathlib import Path

import pytest

from geomap.corpus import check_formats
from geomap.errors import OutputError
from geomap.export import find_browser, to_png


def _program(path: Path, text: str) -> str:
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_the_browser_that_was_named_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = _program(tmp_path / "mine", "true")
    monkeypatch.setenv("GEOMAP_BROWSER", named)

    assert find_browser() == named


def test_a_browser_is_found_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = _program(tmp_path / "chromium", "true")
    monkeypatch.delenv("GEOMAP_BROWSER", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert find_browser() == found


def test_without_a_browser_png_is_refused_before_anything_is_built(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GEOMAP_BROWSER", "no-such-browser")

    with pytest.raises(OutputError, match=r"no-such-browser is no program; install one, or name"):
        check_formats(["png"])
    assert check_formats(["html"]) == ("html",)


def test_a_browser_that_takes_no_picture_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEOMAP_BROWSER", _program(tmp_path / "b", "echo no display >&2; exit 7"))

    with pytest.raises(OutputError, match=r"exit code 7: no display.*another browser in GEOMAP_BR"):
        to_png("<p>")


def test_a_file_that_is_no_picture_is_no_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = 'for a; do case $a in --screenshot=*) echo x > "${a#*=}";; esac; done'
    monkeypatch.setenv("GEOMAP_BROWSER", _program(tmp_path / "b", script))

    with pytest.raises(OutputError, match="took no picture of the page"):
        to_png("<p>")
