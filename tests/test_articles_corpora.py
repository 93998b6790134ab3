"""Corpora and tables: records in order, a bad one costs only itself."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.articles import (
    Failure,
    read_table,
)
from geomap.errors import ArticleError, DateError, LimitError
from geomap.records import Article
from geomap.text import LIMITS
from tests.support.inputs import read_all, write

if TYPE_CHECKING:
    from pathlib import Path


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
