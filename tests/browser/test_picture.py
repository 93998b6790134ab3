"""``--format png``: the page as the browser of the machine draws it."""

import struct
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap.cli import main
from geomap.export import to_png

pytestmark = pytest.mark.browser

ARTICLE = "A missile strike hit Kharkiv on 3 May 2023, the governor said.\n"


def _size(png: bytes) -> tuple[int, int]:
    return struct.unpack(">2I", png[16:24])


def test_a_picture_shows_the_page_at_two_pixels_to_one() -> None:
    blank, drawn = (to_png(f"<body>{text}", size=(500, 300)) for text in ("", "<h1>Odesa</h1>"))

    assert _size(blank) == _size(drawn) == (1000, 600)
    assert zlib.crc32(blank) != zlib.crc32(drawn)


def test_build_writes_a_picture_beside_the_page(tmp_path: Path) -> None:
    article = tmp_path / "report.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    done = CliRunner().invoke(
        main, ["build", str(article), "--format", "html,png", "-o", str(tmp_path / "out")]
    )

    assert done.exit_code == 0, done.output
    picture = (tmp_path / "out" / "report.png").read_bytes()
    blank = to_png("<body>")
    assert _size(picture) == _size(blank) == (2880, 1800)
    assert len(picture) > 5 * len(blank), "the map and its words are on it"
    assert (tmp_path / "out" / "report.html").is_file()


def test_each_of_several_articles_has_a_picture(tmp_path: Path) -> None:
    """Their processes may use little memory; the browser that they start may ask for more."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(ARTICLE, encoding="utf-8")
    articles = [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]

    done = CliRunner().invoke(
        main, ["build", *articles, "--format", "png", "-o", str(tmp_path / "out"), "-j", "2"]
    )

    assert done.exit_code == 0, done.output
    names = {path.name for path in (tmp_path / "out").glob("*.png")}
    assert names == {"a.png", "b.png", "all.png"}
