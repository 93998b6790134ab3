"""Files, folders, corpora and standard input become articles, or an error that helps."""

from __future__ import annotations

import builtins
import contextlib
import csv
import datetime as dt
import io
import json
import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap import errors
from geomap.articles import (
    Failure,
    Known,
    has_at_most,
    read_articles,
    read_inputs,
    read_table,
    to_article,
    to_date,
)
from geomap.articles.encoding import decode, find_language
from geomap.articles.files import FOLDER_SUFFIXES
from geomap.errors import ArticleError, DateError, LimitError
from geomap.lexicon import language
from geomap.records import Article
from geomap.text import LIMITS, read_document

if TYPE_CHECKING:
    from collections.abc import Callable

    Seconds = Callable[[Callable[[], object]], float]

HOSTILE = tomllib.loads((Path(__file__).parent / "hostile" / "inputs.toml").read_text("utf-8"))
PAGES = Path(__file__).parent / "pages"
INPUTS: list[dict[str, Any]] = HOSTILE["input"]
CYRILLIC = "Обстріл Нікополя тривав усю ніч. Загинули двоє людей, ще п'ятеро поранені."


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read_all(*paths: str | Path, **options: Any) -> list[Article | Failure]:  # noqa: ANN401 - those of read_inputs
    return list(read_inputs(paths, **options))


def read_one(path: Path, **options: Any) -> Article:  # noqa: ANN401 - those of read_inputs
    (article,) = read_all(path, **options)
    assert isinstance(article, Article), article
    return article


def fault(*paths: str | Path, **options: Any) -> str:  # noqa: ANN401 - those of read_inputs
    (failure,) = read_all(*paths, **options)
    assert isinstance(failure, Failure), failure
    return str(failure.error)


def make(entry: dict[str, Any], folder: Path) -> Path:
    path = folder / entry["name"]
    kind = entry.get("kind", "file")
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "link":
        path.symlink_to(entry["to"])
    elif kind == "folder":
        path.mkdir()
    elif kind == "file":
        text = entry["base"] * entry["times"] if "base" in entry else entry.get("content")
        path.write_bytes(bytes.fromhex(entry["hex"]) if text is None else text.encode())
    return path


@pytest.mark.parametrize("entry", INPUTS, ids=[entry["name"] for entry in INPUTS])
def test_a_hostile_input_has_its_declared_outcome(entry: dict[str, Any], tmp_path: Path) -> None:
    path = make(entry, tmp_path)

    (found,) = read_all(path)

    if entry["outcome"] == "read":
        assert isinstance(found, Article), found
    else:
        assert isinstance(found, Failure)
        assert type(found.error) is getattr(errors, entry["outcome"])
        assert entry["says"] in str(found.error)
        assert entry["name"] in str(found.error)
        assert "\n" not in str(found.error)


def test_the_table_of_hostile_inputs_only_grows() -> None:
    assert len(INPUTS) >= 43
    assert len({entry["name"] for entry in INPUTS}) == len(INPUTS)


def test_entities_of_a_page_are_not_loaded(tmp_path: Path) -> None:
    secret = write(tmp_path / "secret", "canary-in-a-file")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]><p>Shells hit Nikopol &x;.</p>'

    assert "canary" not in read_one(write(tmp_path / "a.html", page)).text


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (CYRILLIC.encode(), ()),
        (CYRILLIC.encode("utf-8-sig"), ()),
        (CYRILLIC.encode("utf-16"), ("Read as UTF-16.",)),
        (b"\xfe\xff" + CYRILLIC.encode("utf-16-be"), ("Read as UTF-16.",)),
        (CYRILLIC.encode("utf-32"), ("Read as UTF-32.",)),
        (CYRILLIC.encode("cp1251"), ("Read as Windows-1251.",)),
    ],
)
def test_every_known_encoding_gives_the_same_text(
    tmp_path: Path, content: bytes, note: tuple[str, ...]
) -> None:
    article = read_one(write(tmp_path / "a.txt", content))

    assert article.text == CYRILLIC
    assert article.notes == note


@pytest.mark.parametrize("codec", ["koi8-u", "iso8859-5", "cp866", "mac-cyrillic"])
def test_other_cyrillic_encodings_are_not_taken_for_windows_1251(codec: str) -> None:
    """Read so they would be gibberish in which nothing is found, without a word."""
    russian = "Обстрел Никополя продолжался всю ночь. Погибли двое, ещё пятеро ранены."

    with pytest.raises(ArticleError, match="encoding"):
        decode(russian.encode(codec), "a.txt")


@given(st.text())
def test_utf_8_is_read_as_it_is(text: str) -> None:
    content = text.encode("utf-8", "ignore")
    is_text = all(letter.isprintable() or letter in "\n\r\t" for letter in text)
    found = None
    with contextlib.suppress(ArticleError):  # a file of control characters is refused
        found, _ = decode(content, "a.txt")

    assert found == content.decode("utf-8-sig") or (found is None and not is_text)


@given(st.binary())
def test_bytes_are_text_or_a_named_error(content: bytes) -> None:
    with contextlib.suppress(ArticleError):
        assert isinstance(decode(content, "a.txt")[0], str)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Вибухи пролунали в Одесі", "uk"),
        ("Взрывы прогремели в Одессе, мы слышали", "ru"),
        ("Выбухі прагучалі ў Адэсе", "be"),
        ("Explosions were heard in Odesa", "en"),
        ("انفجارات في أوديسا", "und"),
        ("12.05.2023", "en"),
        (
            "Strikes hit Kyiv, Odesa, Sumy. " * 10
            + "The people of the city fled to the east. " * 10,
            "en",
        ),
        (
            (
                "Russia hits Ukraine power grid in largest attack since August\n\nRussia launched "
                "120 missiles and 90 drones at Ukraine on Sunday, President Volodymyr Zelenskyy "
                "said, knocking out power in the Odesa region."
            ),
            "en",
        ),
        ("In der Nacht trafen Raketen die Stadt Charkiw, wie der Bürgermeister sagte. " * 4, "und"),
        ("Des missiles ont frappé la ville de Kharkiv, a déclaré le maire on ne sait. " * 4, "und"),
    ],
)
def test_the_language_is_told_by_its_letters(text: str, iso: str) -> None:
    assert find_language(text) == iso


def test_the_title_is_the_first_line_that_is_not_blank(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "\n\n  Shells hit Nikopol \n\nNobody was hurt.")

    assert read_one(path).title == "Shells hit Nikopol"
    assert read_one(path, given=Known(title="Other")).title == "Other"


def test_the_text_is_kept_as_it_was_read(tmp_path: Path) -> None:
    """Offsets of every output point into it."""
    text = "  Shells\r\nhit\tNikopol.\u00a0\n"

    assert read_one(write(tmp_path / "a.txt", text)).text == text


def test_a_date_at_the_start_of_a_file_name_is_published_and_told(tmp_path: Path) -> None:
    article = read_one(write(tmp_path / "2023-05-02-nikopol.txt", "Shells hit Nikopol."))

    assert article.published == dt.date(2023, 5, 2)
    assert article.notes == ("Published 2023-05-02: from the file name.",)
    assert article.article_id == "2023-05-02-nikopol"


@pytest.mark.parametrize("name", ["report-2023-05-02.txt", "2023-13-02.txt", "2023-05-021.txt"])
def test_other_numbers_in_a_file_name_are_no_date(tmp_path: Path, name: str) -> None:
    article = read_one(write(tmp_path / name, "Shells hit Nikopol."))

    assert article.published is None
    assert article.notes == ()


def test_an_option_wins_over_the_file_name(tmp_path: Path) -> None:
    path = write(tmp_path / "2023-05-02-nikopol.txt", "Shells hit Nikopol.")
    article = read_one(path, given=Known(published=dt.date(2023, 5, 3)))

    assert article.published == dt.date(2023, 5, 3)
    assert article.notes == ()


@pytest.mark.parametrize(
    "value",
    ["19.12.2022", "2022-02-30", "2022-12", "Monday", "20221219", "2022-12-190", "0000-01-01"],
)
def test_what_is_no_day_is_refused_with_an_example(value: str) -> None:
    with pytest.raises(DateError, match="write YYYY-MM-DD"):
        to_date(value)


def test_a_folder_gives_its_articles_in_order_with_relative_ids(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.html", "a/b.txt", ".hidden/x.txt", "notes.docx", "gold.jsonl"):
        write(tmp_path / name, "<p>Shells hit Nikopol</p>" + name)

    ids = [found.article_id for found in read_all(tmp_path)]

    assert ids == ["b", "a/b", "a/c"]


def test_outputs_inside_the_folder_are_no_articles(tmp_path: Path) -> None:
    """A second run over the same folder must not read the pages of the first."""
    write(tmp_path / "a.txt", "Shells hit Nikopol.")
    write(tmp_path / "out" / "a.html", "<p>Shells hit Nikopol.</p>")

    assert [f.article_id for f in read_all(tmp_path, outputs=tmp_path / "out")] == ["a"]
    assert [f.article_id for f in read_all(tmp_path)] == ["a", "out/a"]
    assert [f.article_id for f in read_all(tmp_path / "out", outputs=tmp_path / "out")] == ["a"]


def test_articles_are_counted_without_being_read(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        write(tmp_path / name, "")

    assert has_at_most(3, [tmp_path])
    assert not has_at_most(2, [tmp_path])
    assert has_at_most(1, ["-"])
    assert has_at_most(0, [tmp_path / "missing.txt"])
    assert not has_at_most(100, ["missing.jsonl"])


def test_a_folder_takes_no_tables_and_read_me_files() -> None:
    """The checked answers lie beside the sample articles."""
    assert not {".md", ".csv", ".jsonl", ".json"} & set(FOLDER_SUFFIXES)


def test_a_pattern_that_the_shell_left_alone_is_expanded(tmp_path: Path) -> None:
    for name in ("x/a.txt", "x/b.txt", "y/c.txt"):
        write(tmp_path / name, f"Shells hit Nikopol, {name}.")

    assert [f.article_id for f in read_all(str(tmp_path / "x" / "*.txt"))] == ["a", "b"]
    assert [f.article_id for f in read_all(str(tmp_path / "**" / "*.txt"))] == ["x/a", "x/b", "y/c"]
    assert "no file matches" in fault(str(tmp_path / "*.html"))


def test_a_link_out_of_the_folder_is_refused_and_the_rest_read(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside" / "secret.txt", "Shells hit Nikopol.")
    write(tmp_path / "in" / "a.txt", "Shells hit Marhanets.")
    (tmp_path / "in" / "b.txt").symlink_to(outside)
    (tmp_path / "in" / "c.txt").symlink_to(tmp_path / "in" / "missing.txt")

    good, out, dangling = read_all(tmp_path / "in")

    assert isinstance(good, Article)
    assert isinstance(out, Failure)
    assert "a link out of" in str(out.error)
    assert isinstance(dangling, Failure)


@pytest.mark.parametrize("url", ["https://example.org/a.html", "http://x", "www.example.org/a"])
def test_an_address_is_not_fetched(url: str) -> None:
    message = fault(url)

    assert url in message
    assert "save the page" in message


@pytest.mark.parametrize("name", ["x" * 5000 + ".txt", "a\0b.txt"])
def test_a_name_that_cannot_be_one_is_no_traceback(name: str) -> None:
    assert fault(name)


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


def test_a_corpus_gives_articles_and_failures_in_order(tmp_path: Path) -> None:
    lines = [
        '{"id": "a", "text": "Shells hit Nikopol.", "published": "2023-05-02", "source": "Post"}',
        "",
        '{"id": "b"}',
        "not json",
        '{"id": "c", "text": "Shells hit Marhanets."}',
    ]
    found = read_all(write(tmp_path / "corpus.jsonl", "\n".join(lines)))

    assert [f.article_id for f in found] == ["a", "b", "corpus-4", "c"]
    assert [isinstance(f, Failure) for f in found] == [False, True, True, False]
    assert isinstance(found[2], Failure)
    assert "corpus.jsonl, line 4: not JSON" in str(found[2].error)
    assert isinstance(found[0], Article)
    assert (found[0].published, found[0].source) == (dt.date(2023, 5, 2), "Post")


def test_a_record_over_the_limit_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, "jsonl_line_bytes", 200)  # type: ignore[arg-type]
    long = json.dumps({"id": "long", "text": "x" * 1000})
    last = json.dumps({"id": "last", "text": "Shells hit Nikopol."})
    found = read_all(write(tmp_path / "c.jsonl", f"{long}\n{last}\n"))

    assert isinstance(found[0], Failure)
    assert isinstance(found[0].error, LimitError)
    assert found[1].article_id == "last"


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
RECORDS = st.dictionaries(TEXTS.filter(str.strip), TEXTS.filter(str.strip), max_size=5)


@given(RECORDS)
def test_a_corpus_reads_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, records: dict[str, str]
) -> None:
    path = tmp_path_factory.mktemp("corpus") / "c.jsonl"
    write(path, "\n".join(json.dumps({"id": i, "text": t}) for i, t in records.items()))

    assert {f.article_id: f.text for f in read_all(path) if isinstance(f, Article)} == records


def test_a_table_keeps_commas_quotes_and_lines(tmp_path: Path) -> None:
    text = 'Shells hit Nikopol, "again".\r\n\r\nTwo died;\tone was hurt.\u2028End.'
    stream = io.StringIO()
    csv.writer(stream).writerows([("id", "text"), ("a", text), ("b", "Shells hit Marhanets.")])

    first, second = read_all(write(tmp_path / "c.csv", stream.getvalue()))

    assert isinstance(first, Article)
    assert first.text == text
    assert second.article_id == "b"


def test_an_array_of_records_is_a_corpus(tmp_path: Path) -> None:
    records = [{"id": "a", "text": "Shells hit Nikopol."}, {"id": 2, "text": "And Marhanets."}]

    found = read_all(write(tmp_path / "c.json", json.dumps(records)))

    assert [f.article_id for f in found] == ["a", "2"]


def test_the_same_article_twice_is_one_and_another_of_its_name_fails(tmp_path: Path) -> None:
    """Never the last one wins: two reports would become one file without a word."""
    one = write(tmp_path / "x" / "a.txt", "Shells hit Nikopol.")
    same = write(tmp_path / "y" / "a.txt", "Shells hit Nikopol.")
    other = write(tmp_path / "z" / "a.txt", "Shells hit Marhanets.")

    found = read_all(one, same, other)

    assert len(found) == 2
    assert isinstance(found[1], Failure)
    assert str(one) in str(found[1].error)
    assert str(other) in str(found[1].error)


def test_standard_input_is_one_article() -> None:
    (found,) = read_all("-", stdin=io.BytesIO(CYRILLIC.encode("cp1251")))

    assert isinstance(found, Article)
    assert (found.article_id, found.language) == ("stdin", "uk")
    assert "nothing came" in fault("-", stdin=io.BytesIO(b"  \n"))


def test_the_table_of_articles_says_what_files_do_not(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.txt", "Shells hit Nikopol.")
    write(tmp_path / "in" / "deep" / "b.txt", "Shells hit Marhanets.")
    table = write(
        tmp_path / "t.csv",
        "file,published,source\na.txt,2023-05-02,Post\ndeep/b.txt,2023-05-03,\n",
    )

    a, b = read_all(tmp_path / "in", table=read_table(table))

    assert isinstance(a, Article)
    assert isinstance(b, Article)
    assert (a.published, a.source) == (dt.date(2023, 5, 2), "Post")
    assert b.published == dt.date(2023, 5, 3)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("name,published\na.txt,2023-05-02\n", "unknown column 'name'"),
        ("published\n2023-05-02\n", "no column 'file'"),
        ("file,published\na.txt,May\n", "line 2: 'May' is no date"),
        ("file,title\na.txt,A\na.txt,B\n", "line 3: 'a.txt' is listed twice"),
        ("file,title\na.txt,A,B\n", "line 2: more cells"),
        ("file,title\n,A\n", "line 2: no file name"),
    ],
)
def test_a_wrong_table_names_its_line(tmp_path: Path, content: str, words: str) -> None:
    table = write(tmp_path / "t.csv", content)

    with pytest.raises((ArticleError, DateError), match=words):
        read_table(table)


def test_the_first_failure_ends_read_articles(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "")
    write(tmp_path / "b.txt", "Shells hit Nikopol.")

    with pytest.raises(ArticleError, match="empty"):
        list(read_articles([tmp_path]))


@pytest.mark.parametrize(
    "words", ["Shells hit Nikopol", "Nikopol", "", "Read report.txt", "a.txt\nb", "x" * 2000]
)
def test_words_that_are_no_path_are_the_text(words: str) -> None:
    assert to_article(words).text == words


def test_an_article_passes_with_what_is_given(tmp_path: Path) -> None:
    article = to_article(Article("a", "Shells hit Nikopol."), published="2023-05-02")

    assert (article.article_id, article.published) == ("a", dt.date(2023, 5, 2))
    path = write(tmp_path / "b.txt", "Shells hit Nikopol.")
    assert to_article(path, source="Post").source == to_article(str(path), source="Post").source


def test_a_corpus_is_not_one_article(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "Shells hit Nikopol.")
    write(tmp_path / "b.txt", "Shells hit Marhanets.")

    with pytest.raises(ArticleError, match="holds 2 articles"):
        to_article(tmp_path)


def test_a_file_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    """By its folder and by its name, its ids would differ and its numbers count twice."""
    (tmp_path / "in" / "deep").mkdir(parents=True)
    file = tmp_path / "in" / "deep" / "a.txt"
    file.write_text("Shells hit Nikopol.", encoding="utf-8")
    told: list[str] = []

    found = list(read_inputs([tmp_path / "in", file, str(file)], tell=told.append))

    assert [article.article_id for article in found if isinstance(article, Article)] == ["deep/a"]
    assert told == [f"{file}: 1 file was named before; each is read once"] * 2


def test_two_files_of_one_text_are_both_read(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Shells hit Nikopol.", encoding="utf-8")
    told: list[str] = []

    assert len(list(read_inputs([tmp_path / "a.txt", tmp_path / "b.txt"], tell=told.append))) == 2
    assert told == []
