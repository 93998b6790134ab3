"""Bytes become text, and text tells its language."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.articles.encoding import decode
from geomap.articles.languages import find_language
from geomap.errors import ArticleError
from tests.support.inputs import CYRILLIC, read_one, write

if TYPE_CHECKING:
    from pathlib import Path


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
        ("01.05.2023\tNova Kakhovka\tshelling\t3\tkilled\n" * 20, "en"),
        ("Shells hit Stare Misto on 12 May, wounding 4. " * 20, "en"),
        ("01.05.2023\tNova Kakhovka\tostrzał\t3\tzabitych\n" * 20, "und"),
        ("Drones y misiles alcanzaron el puerto de Odesa el martes, hubo 4 heridos. " * 5, "und"),
        ("In der Nacht trafen Raketen die Stadt Charkiw, wie der Bürgermeister sagte. " * 4, "und"),
        ("Des missiles ont frappé la ville de Kharkiv, a déclaré le maire on ne sait. " * 4, "und"),
    ],
)
def test_the_language_is_told_by_its_letters(text: str, iso: str) -> None:
    assert find_language(text) == iso
