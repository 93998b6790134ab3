"""The same text in another form: other dashes and apostrophes, split letters, wrapped lines."""

from __future__ import annotations

import re
import textwrap
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest

from geomap import analyze
from geomap.articles import read_inputs
from geomap.evaluate import Half, read_gold
from geomap.records import Article
from geomap.text.wrapping import unwrap

if TYPE_CHECKING:
    from collections.abc import Callable

    from geomap.records import Report

SEEDS = Path(__file__).parents[1] / "seeds"
IN_SIGHT = [row for row in read_gold(SEEDS / "gold.jsonl") if row.half is Half.DEV]
TEXTS = {
    row.article_id: "\n\n".join(line for line in row.text.splitlines() if line.strip())
    for row in IN_SIGHT[::4]
}
PUBLISHED = "2023-05-10"
COLUMN = 72
LIST = "Ukraine\nKharkiv: two shelled\nSumy: quiet\nOdesa: drones over the port\nLviv: quiet"


def wrapped(text: str, end: str = "\n") -> str:
    """Break the lines of a text at a column, as mail and old news wires do."""
    lines = (textwrap.wrap(line, COLUMN, break_on_hyphens=False) for line in text.split("\n\n"))
    return (end * 2).join(end.join(pieces) for pieces in lines)


FORMS: dict[str, Callable[[str], str]] = {
    "long dashes": lambda text: text.replace("–", "—"),
    "hyphens for dashes": lambda text: text.replace(" – ", " - ").replace(" — ", " - "),
    "plain quotes": lambda text: text.replace("“", '"').replace("”", '"'),
    "plain apostrophes": lambda text: text.replace("’", "'"),
    "soft hyphens in long words": lambda text: re.sub(
        r"([a-z]{5})([a-z]{4})", "\\1\u00ad\\2", text
    ),
    "spaces without a width": lambda text: text.replace(" ", " \u200b"),
    "an emoji before the headline": lambda text: f"⚡️ {text}",
    "stars around the headline": lambda text: re.sub("^.+", r"**\g<0>**", text, count=1),
    "split letters": lambda text: normalize("NFD", text),
    "wrapped": wrapped,
    "wrapped as in a mail": lambda text: wrapped(text, "\r\n"),
}


def told_in(report: Report) -> list[tuple[object, ...]]:
    """Return what a report says, without its offsets."""
    return [
        (
            incident.incident_type,
            incident.realis,
            incident.certainty,
            incident.attribution_side,
            incident.denied_by,
            incident.when.start,
            {(count.kind, count.value) for count in incident.counts},
            {
                (place.role, resolution.place and resolution.place.place_id)
                for place in incident.places
                for resolution in (report.resolutions[place.mention],)
            },
        )
        for incident in report.incidents
    ]


@cache
def told_plainly(name: str) -> list[tuple[object, ...]]:
    return told_in(analyze(TEXTS[name], published=PUBLISHED))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", TEXTS)
def test_an_article_tells_the_same_in_another_form(name: str, form: str) -> None:
    text = FORMS[form](TEXTS[name])

    assert told_in(analyze(text, published=PUBLISHED)) == told_plainly(name)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Shelling of Nikopol kills two - mayor", "killed", 2),
        ("Внаслідок обстрілу Нікополя поранено трьох - ОВА", "injured", 3),
        ("При обстреле Донецка погибли двое - мэр", "killed", 2),
        ("Shelling of Nikopol killed 1\u00a0200 soldiers.", "killed", 1200),
        ("Shelling of Nikopol killed 1\u202f200 soldiers.", "killed", 1200),
    ],
)
def test_a_hyphen_between_spaces_is_a_dash_and_thousands_may_have_a_space(
    text: str, kind: str, value: float
) -> None:
    (incident,) = analyze(text).incidents

    assert [(count.kind, count.value) for count in incident.counts] == [(kind, value)]


@pytest.mark.parametrize(
    "text", ["1\u200b2", "\u00ad", "a\u200b", "\u2066\u2069", "5\ufeff%", "* \u200b *"]
)
def test_what_cannot_be_seen_is_no_word_of_its_own(text: str) -> None:
    assert not analyze(text).incidents


def test_a_word_with_several_invisible_characters_is_one_word() -> None:
    text = "Shells hit Ni\u00ad\u200b\u2060kopol\u200b\u200b."
    (found,) = analyze(text).resolutions

    assert found.place is not None
    assert (found.place.name, found.mention.end) == ("Nikopol", len(text) - 3)


def test_a_hyphen_between_two_places_joins_them() -> None:
    (incident,) = analyze("Shelling hit the Bakhmut - Kostiantynivka road, killing two.").incidents

    assert len(incident.places) == 2


def test_split_letters_keep_their_offsets() -> None:
    text = normalize("NFD", "Обстріляли Запоріжжя й Новий Буг.")
    names = [r.mention for r in analyze(text).resolutions]

    assert [normalize("NFC", text[name.start : name.end]) for name in names] == [
        "Запоріжжя",
        "Новий Буг",
    ]


def test_a_name_broken_at_the_end_of_a_line_is_one_name() -> None:
    line = "The fleet said on Monday that it had sent four ships with grain to the Sea\n"
    text = f"{line}of Azov, and that none of the crews of the other six had been told\n"
    text += "when their turn would come, or whether there was one for them at all\nthis year."
    (mention,) = (r.mention for r in analyze(text).resolutions)

    assert mention.text == text[mention.start : mention.end] == "Sea\nof Azov"


@pytest.mark.parametrize("text", [LIST, *TEXTS.values()], ids=["list", *TEXTS])
def test_lines_that_end_where_they_should_are_left_alone(text: str) -> None:
    assert unwrap(text) == text


def test_a_headline_in_two_lines_is_one_title(tmp_path: Path) -> None:
    path = tmp_path / "mail.txt"
    text = TEXTS["2024-08-27-second-night"]
    path.write_text(wrapped(f"⚡️ {text}"), "utf-8")
    (article,) = read_inputs([path])

    assert isinstance(article, Article)
    assert article.title == text.split("\n\n")[0]
    assert len(article.title) > COLUMN


def test_a_list_in_a_wrapped_text_stays_a_list() -> None:
    text = wrapped(next(iter(TEXTS.values()))) + "\n\n- Kharkiv: two shelled\n- Sumy: quiet\n"

    assert unwrap(text).endswith("\n\n- Kharkiv: two shelled\n- Sumy: quiet\n")
    assert unwrap(text) != text


def test_another_text_tells_something_else() -> None:
    """The twin: what is compared is not always equal."""
    one, two = ("Shelling of Nikopol kills two.", "Shelling of Nikopol kills three.")

    assert told_in(analyze(one)) != told_in(analyze(two))
