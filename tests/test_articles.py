"""Files, folders and standard input become articles, or an error that helps."""

from __future__ import annotations

import datetime as dt
import io
import os
import tomllib
from pathlib import Path
from typing import Any

import pytest

from geomap import errors
from geomap.articles import (
    Failure,
    Known,
    has_at_most,
    read_articles,
    read_inputs,
    to_article,
    to_date,
)
from geomap.articles.files import FOLDER_SUFFIXES
from geomap.errors import ArticleError, DateError
from geomap.records import Article
from tests.support.inputs import CYRILLIC, fault, read_all, read_one, write

HOSTILE = tomllib.loads((Path(__file__).parent / "hostile" / "inputs.toml").read_text("utf-8"))
INPUTS: list[dict[str, Any]] = HOSTILE["input"]


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
