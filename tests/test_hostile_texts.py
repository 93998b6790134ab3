"""Texts that no newsroom writes: right offsets, bounded time, no crash, whatever comes in."""

from __future__ import annotations

import time
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap import analyze
from geomap.errors import LimitError
from geomap.records import Article, Use
from geomap.text import LIMITS
from tests.support.names import resolutions_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from geomap.records import Report

    Seconds = Callable[[Callable[[], object]], float]

_PATIENCE = 30.0  # seconds; some two are needed on an idle machine
NAMES = ("Kyiv", "Ivanivka", "Springfield", "New York", "Ivano-Frankivsk", "U.S.", "Sea of Azov")
PIECES = (
    *NAMES,
    *("KYIV", "kyiv", "Київ", "Киев", "Κίεβο", "基辅", "كييف", "Kуiv", "Ky\u0301iv", "Ky\u200div"),
    *("\u200f", "\u202e", "\u2066", "\ufeff", "\x00", "\x07", "\x85", "\ud800", "\ufffd"),
    *("\U0001f680", "\U0001f1fa\U0001f1e6", "é", "ß", "İ", "ﬁ", "²", "Ⅻ", "٣"),
    *(" ", "  ", "\n", "\r\n", "\t", "\u2028", "\xa0", ",", ".", "...", "’s", "'", "(", ")", "“"),
    *("the", "of", "in", "and", "city of", "district", "north of", "said", "President", "12", "#"),
    *("A", "A.", "-", "–", "@", "https://", "&", "s'", "%", "$", "_", "X-"),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


def reported(text: str) -> Report:
    return analyze(Article("hostile", text))


def offsets_hold(report: Report) -> bool:
    """Return whether every span of a report lies in its text and says what it is said to say."""
    text = report.article.text
    mentions = [resolution.mention for resolution in report.resolutions]
    return (
        all(text[m.start : m.end] == m.text and m.text for m in mentions)
        and all(one.end <= two.start for one, two in pairwise(mentions))
        and all(0 <= s.start < s.end <= len(text) for s in report.sentences)
        and all(0 <= i.trigger.start < i.trigger.end <= len(text) for i in report.incidents)
        and all(p.mention < len(mentions) for i in report.incidents for p in i.places)
    )


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=120) | TEXTS)
def test_any_text_gives_a_report_whose_offsets_hold(text: str) -> None:
    assert offsets_hold(reported(text))


def test_wrong_offsets_are_seen() -> None:
    """The twin: the check fails if the text is not the one that was read."""
    report = reported("Shells hit Kyiv.")
    object.__setattr__(report.article, "text", " Shells hit Kyiv.")

    assert not offsets_hold(report)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(NAMES), st.text(max_size=6), TEXTS)
def test_a_text_is_read_alike_twice(name: str, one: str, two: str) -> None:
    """What the first reading remembers changes nothing in the second."""
    text = f"{one} {name} {two}"

    assert resolutions_of(text) == resolutions_of(text)


@pytest.mark.parametrize(
    "text",
    ["Kyiv", "kyiv", "KYIV", "K", ".", "\x00", "\ud800", "\u202e", "\U0001f680", "\u0301", "’s"],
)
def test_a_text_of_one_word_or_mark_is_read(text: str) -> None:
    report = reported(text)

    assert offsets_hold(report)
    assert [r.mention.text for r in report.resolutions] == [text] * (text in {"Kyiv", "KYIV"})


@given(st.lists(st.sampled_from(["SHELLS", "HIT", "KYIV", "THE", "CITY", "OF", "\n", "."])))
@settings(max_examples=40, deadline=None)
def test_a_text_of_only_capitals_is_read(words: list[str]) -> None:
    found = [r.mention for r in resolutions_of(" ".join(words))]

    assert sum(mention.text.count("KYIV") for mention in found) == words.count("KYIV")
    assert all("KYIV" in mention.text for mention in found if mention.use is Use.LITERAL)


@pytest.mark.parametrize("text", ["SHELLS HIT THE CITY OF KYIV AGAIN", "CITY OF CITY SHELLS KYIV"])
def test_a_name_in_capitals_ends_where_it_ends(text: str) -> None:
    """Every word has a capital there: none of them shows that a name goes on."""
    literal = [r for r in resolutions_of(text) if r.mention.use is Use.LITERAL]

    assert [r.mention.text for r in literal] == ["KYIV"]
    assert literal[0].place is not None


@pytest.mark.parametrize("mark", ["\u200f", "\u200e", "\u202b", "\u2069", "\U0001f4a5", "\x07"])
def test_marks_beside_a_name_do_not_hide_it(mark: str) -> None:
    text = f"Shells hit {mark}Kharkiv{mark} again."

    (found,) = resolutions_of(text)

    assert text[found.mention.start : found.mention.end] == "Kharkiv"
    assert found.place is not None


def test_scripts_may_mix_in_one_sentence() -> None:
    text = "Київ, Kyiv, 基辅 and كييف were hit."

    assert [r.mention.text for r in resolutions_of(text)] == ["Київ", "Kyiv"]


@pytest.mark.parametrize(
    "piece",
    [
        "Kyiv ",
        "Kyiv, ",
        "Kyiv\n",
        "KYIV. ",
        "Ivanivka, ",
        "Springfield (Ivanivka) ",
        "Donetsk, Luhansk and Kharkiv oblasts ",
        "the city of ",
        "north of the ",
        "Kyiv’s ",
        "s' ",
        "#KyivLviv@a.b ",
        "https://a.b/c ",
        "“Kyiv ",
        "(",
        "A.",
        "Kyiv-",
        "\u200fKyiv",
        "K\u0301",
        "\U0001f680",
    ],
)
def test_time_grows_with_the_text_and_not_faster(seconds: Seconds, piece: str) -> None:
    """Ten times the text may take some ten times the time, never a hundred times."""
    resolutions_of(piece * 10)  # what names mean is remembered; here the text counts
    short, long = (seconds(partial(resolutions_of, piece * times)) for times in (150, 1_500))

    assert long < 40 * max(short, 0.002)


def test_a_name_repeated_is_cut_at_the_limit_with_a_note() -> None:
    """100,000 mentions of one name: the first 20,000 are looked at, in seconds."""
    started = time.process_time()
    report = reported("Kyiv, " * 100_000)

    assert time.process_time() - started < _PATIENCE
    assert len(report.resolutions) == LIMITS["mentions"]
    assert any("20,000" in note for note in report.notes)
    assert offsets_hold(report)


def test_fifty_thousand_names_are_cut_at_the_limit_with_a_note() -> None:
    names = ("Kyiv", "Ivanivka", "Oslo", "Lyman", "Paris", "Kharkiv", "Springfield", "Lima")
    text = ". ".join(names[n % 8] for n in range(50_000))

    report = reported(text)

    assert len(report.resolutions) == LIMITS["mentions"]
    assert any("20,000" in note for note in report.notes)


def test_a_text_within_the_limit_has_no_note() -> None:
    assert not any("20,000" in note for note in reported("Kyiv, " * 100).notes)


def test_a_text_over_the_limit_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("long") / "long.txt"
    path.write_text("Kyiv, " * (LIMITS["article_bytes"] // 6 + 1), encoding="utf-8")

    with pytest.raises(LimitError):
        analyze(path)


def test_a_bracket_that_nothing_follows_is_read_over() -> None:
    assert offsets_hold(reported("Kherson ("))
