"""An article is read again by its origin, without the others of its file."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from geomap.articles import Knowledge, Known, read_again, read_inputs
from geomap.errors import ArticleError
from geomap.records import Article, Origin

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROWS = [
    {
        "id": f"a{number}",
        "text": f'Shells hit "Nikopol", {number}.\n«Обстріл»; \r\nthe end' * (1 + number % 3),
        "published": "2023-05-03",
        "title": "Shelling, again",
    }
    for number in range(40)
]


def as_jsonl(path: Path) -> None:
    path.write_text("\n\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS), "utf-8")


def as_json(path: Path) -> None:
    path.write_text(json.dumps(ROWS), "utf-8")


def as_csv(encoding: str, delimiter: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        stream = io.StringIO(newline="")
        writer = csv.DictWriter(stream, list(ROWS[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(ROWS)
        path.write_bytes(stream.getvalue().encode(encoding))

    return write


def as_parquet(path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    pq.write_table(pa.Table.from_pylist(ROWS), path, row_group_size=7)


FORMS: list[tuple[str, Callable[[Path], None]]] = [
    ("jsonl", as_jsonl),
    ("json", as_json),
    ("parquet", as_parquet),
    *(
        ("csv", as_csv(encoding, delimiter))
        for encoding, delimiter in (
            ("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("utf-32", ","), ("cp1251", ";"),
        )
    ),
]  # fmt: skip


def read(path: Path) -> list[Article]:
    found = list(read_inputs([path]))
    assert all(isinstance(article, Article) for article in found), found
    return found  # type: ignore[return-value]


@pytest.mark.parametrize(("suffix", "write"), FORMS)
def test_records_are_found_by_their_spans(
    tmp_path: Path, suffix: str, write: Callable[[Path], None]
) -> None:
    write(tmp_path / f"c.{suffix}")
    articles = read(tmp_path / f"c.{suffix}")
    some = articles[::-3]

    again = list(read_again([article.origin for article in some if article.origin], Knowledge()))

    assert len(articles) == len(ROWS)
    assert again == some
    assert [article.origin for article in again] == [article.origin for article in some]


def test_options_and_names_count_as_before(tmp_path: Path) -> None:
    path = tmp_path / "2023-05-03-a.txt"
    path.write_text("Снаряди влучили в Нікополь.", "cp1251")
    table = {path.name: Known(source="Wire")}
    (article,) = read_inputs([tmp_path], given=Known(title="T"), table=table)
    assert isinstance(article, Article)
    assert article.origin == Origin(str(path), path.name)

    (again,) = read_again([article.origin], Knowledge(Known(title="T"), table))

    assert again == article
    assert (again.source, again.title, str(again.published)) == ("Wire", "T", "2023-05-03")


@pytest.mark.parametrize(("suffix", "write"), FORMS)
def test_a_file_that_became_shorter_is_told(
    tmp_path: Path, suffix: str, write: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"c.{suffix}"
    write(path)
    last = read(path)[-1].origin
    assert last is not None
    monkeypatch.setitem(globals(), "ROWS", ROWS[:3])
    write(path)

    with pytest.raises(ArticleError, match=str(path)):
        list(read_again([last], Knowledge()))


def test_a_parquet_without_texts_is_told(tmp_path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    pq.write_table(pa.Table.from_pylist([{"id": "a"}]), tmp_path / "c.parquet")
    (tmp_path / "d.parquet").write_bytes(b"PAR1 not")

    messages: list[Any] = [str(f.error) for f in read_inputs(sorted(tmp_path.iterdir()))]  # type: ignore[union-attr]

    assert "no column 'text'" in messages[0]
    assert "no Parquet that can be read" in messages[1]
