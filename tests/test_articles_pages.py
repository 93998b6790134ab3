"""Saved web pages: the report, line by line, without menus, teasers and advertising."""

from __future__ import annotations

import builtins
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from geomap.lexicon import language
from geomap.text import read_document
from tests.support.inputs import CYRILLIC, fault, read_all, read_one, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from geomap.records import Article

    Seconds = Callable[[Callable[[], object]], float]


PAGES = Path(__file__).parent / "pages"


def test_entities_of_a_page_are_not_loaded(tmp_path: Path) -> None:
    secret = write(tmp_path / "secret", "canary-in-a-file")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]><p>Shells hit Nikopol &x;.</p>'

    assert "canary" not in read_one(write(tmp_path / "a.html", page)).text


def test_html_gives_title_text_and_what_the_page_says(tmp_path: Path) -> None:
    page = (
        """<html lang="en"><head><title>Site: shells</title>
    <meta property="og:title" content="Shells hit Nikopol">
    <meta property="article:published_time" content="2023-05-02T10:00:00Z">
    <meta property="og:site_name" content="Southern Post">
    <meta property="og:url" content="https://example.org/nikopol"></head>
    <body><nav>Home</nav><article><h1>Shells hit Nikopol</h1>
    <figure><img src=x><figcaption>Moscow in 2014. AP Photo/Someone</figcaption></figure>
    <p>Two people <b>died</b>&nbsp;there.</p><p>"""
        + "Nobody else was hurt. " * 20
        + """</p>
    <script>var moscow = 1;</script></article><footer>© Moscow Times</footer></body></html>"""
    )

    article = read_one(write(tmp_path / "a.html", page))

    assert [zone for _, zone in lines_of(article)[:3]] == ["headline", "caption", "body"]
    assert "\n\nTwo people died there.\n\nNobody else" in article.text
    assert "Times" not in article.text
    assert article.title == "Shells hit Nikopol"
    assert article.published == dt.date(2023, 5, 2)
    assert article.notes == ("Published 2023-05-02: from the page's own metadata.",)
    assert (article.source, article.url) == ("Southern Post", "https://example.org/nikopol")


@pytest.mark.parametrize("codec", ["windows-1251", "koi8-u", "iso-8859-5", "utf-8"])
def test_html_is_read_by_its_declaration(tmp_path: Path, codec: str) -> None:
    page = f'<meta charset="{codec}"><p>{CYRILLIC} Кафе, море.</p>'.encode(codec)

    article = read_one(write(tmp_path / "a.html", page))

    assert CYRILLIC in article.text
    assert article.notes == (
        () if codec == "utf-8" else (f"Read as {codec}, as the page declares.",)
    )


def test_a_wrong_declaration_does_not_spoil_utf_8(tmp_path: Path) -> None:
    """Browsers save pages as UTF-8 and leave the old declaration in place."""
    page = f'<meta charset="windows-1251"><p>{CYRILLIC}</p>'.encode()

    assert CYRILLIC in read_one(write(tmp_path / "a.html", page)).text


@pytest.mark.parametrize("library", ["lxml", "trafilatura"])
def test_html_without_its_libraries_says_how_to_install_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:  # noqa: ANN401 - as the import it stands for
        if name.startswith(library):
            raise ImportError(name)
        return real(name, *rest)

    path = write(tmp_path / "a.html", "<p>Shells hit Nikopol.</p>")
    monkeypatch.setattr(builtins, "__import__", without)

    assert "geomap-incidents[html]" in fault(path)
    assert library in fault(path)


def lines_of(article: Article) -> list[tuple[str, str]]:
    """Return the lines of an article with their zones, cut out by their offsets."""
    document = read_document(article.text, language("en").sections, article.zones)
    return [(article.text[p.start : p.end], p.zone.value) for p in document.paragraphs]


def test_a_page_is_its_report_line_by_line_each_in_its_zone() -> None:
    """Menu, cookies, advertising, teasers, footer and what is hidden are no part of it."""
    lines = lines_of(read_one(PAGES / "report.html"))

    assert [(words.split()[0], zone) for words, zone in lines] == [
        ("Drones", "headline"),
        ("A", "caption"),
        ("Drones", "body"),
        ("Two", "body"),
        ("What", "body"),
        ("The", "body"),
        ("We", "body"),
        ("One", "body"),
        ("Power", "body"),
        ("Fires", "link"),
        ("Rescuers", "caption"),
        ("Nikopol", "body"),
        ("5", "body"),
        ("Repairs", "body"),
    ]
    assert not [
        word
        for word in ("Ireland", "Berlin", "Paris", "Madrid", "Jakarta", "Oslo", "Beirut", "©")
        if word in str(lines)
    ]


def test_the_times_of_a_live_page_start_its_entries() -> None:
    """Whatever the page writes there: "14:05", or "3 hours ago"."""
    lines = lines_of(read_one(PAGES / "live.html"))

    assert [words for words, zone in lines if zone == "entry"] == ["14:05", "12:40", "3 hours ago"]
    assert [words for words, zone in lines if zone == "caption"] == ["The depot in Shostka"]
    headings = ["Power back in Konotop", "Two hurt in Shostka", "Sirens in Romny"]
    assert [words for words, _ in lines if words in headings] == headings


def test_one_time_makes_no_live_page(tmp_path: Path) -> None:
    """It is the hour of the report itself."""
    page = (PAGES / "report.html").read_text("utf-8")
    timed = page.replace("<h2>What is known</h2>", "<time>3 May, 12:40</time>")

    lines = lines_of(read_one(write(tmp_path / "a.html", timed)))

    assert "entry" not in {zone for _, zone in lines}


def test_a_broken_page_is_read() -> None:
    text = read_one(PAGES / "broken.html").text

    assert text.startswith("Fire at a depot in Poltava\n\nA fire broke out")
    assert "and the smoke drifted towards Kremenchuk and the villages" in text


def test_a_page_that_a_library_cannot_bear_is_read_by_its_elements(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The report is then what its <article> holds, again without advertising and teasers."""

    def fall(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr("trafilatura.bare_extraction", fall)

    lines = lines_of(read_one(PAGES / "report.html"))

    assert ("Power was cut in Tomakivka.", "body") in lines
    assert not [word for word in ("Berlin", "Paris", "Jakarta") if word in str(lines)]


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        ("<body>", "<p>"),
        ("<body>", "<div>"),
        ("<article>", "<div><span>Nikopol</span><a href=x>b</a></div>"),
        ("<article>", "<article>Nikopol "),
        ("<table>", "<tr><td>Nikopol"),
        ("<p>", "&amp;&lt;&#65;"),
        ("<body>", '<p class="ad ad ad" style="display : none">x'),
        ("<main>", "<time>1</time>"),
    ],
)
def test_a_page_of_one_piece_takes_time_in_proportion(
    seconds: Seconds, tmp_path: Path, start: str, piece: str
) -> None:
    def read(times: int) -> float:
        path = write(tmp_path / f"{times}.html", f"{start}Nikopol{piece * times}")
        return seconds(lambda: read_all(path))

    short, long = read(500), read(5_000)

    assert long < 50 * max(short, 0.005)
