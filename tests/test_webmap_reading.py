"""The article beside the map: its words, its marks, and why each place was chosen."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from geomap import webmap
from geomap.records import Paragraph, Span, Zone
from geomap.webmap.reading import Mark, Reading, to_html
from geomap.webmap.reasons import read_reasons
from tests.support.pages import data_of

if TYPE_CHECKING:
    from geomap.records import Report


def _reading(text: str, **parts: Any) -> Reading:  # noqa: ANN401 - the fields of Reading
    return Reading("a", text=text, paragraphs=(Paragraph(0, len(text), Zone.BODY),), **parts)


def _plain(html: str) -> str:
    import html as entities  # noqa: PLC0415 - only this helper needs it

    return entities.unescape(re.sub(r"<[^>]*>", "", html))


@given(
    st.text(alphabet="ab <>&\"'é🚀\u2028", min_size=1, max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6),
)
def test_spans_never_change_the_words(text: str, spans: list[tuple[int, int]]) -> None:
    quotes = [Span(min(s), min(max(s), len(text))) for s in spans if min(s) < len(text)]
    reading = _reading(text, triggers=tuple(quotes[:2]))

    html = to_html(reading, quotes)

    assert _plain(html) == (text if any(map(str.isalnum, text)) else "")


def test_every_piece_knows_its_offset() -> None:
    text = "Fire in Lviv, smoke over Kyiv."
    marks = (Mark(8, 12, "literal", "lviv", "Lviv"), Mark(25, 29, "actor", "", "a government"))

    html = to_html(_reading(text, marks=marks), [Span(0, 13)])

    for offset, piece in re.findall(r'data-o="(\d+)"[^>]*>([^<]*)<', html):
        assert text[int(offset) :].startswith(piece)
    assert '<span class="mn u-literal" data-o="8" data-p="lviv" title="Lviv">Lviv</span>' in html
    assert 'class="mn u-actor" data-o="25" data-p=""' in html


def test_marks_of_a_report_never_overlap(sample_report: Report) -> None:
    marks = webmap.reading.read_report(sample_report).marks

    assert marks
    assert all(a.end <= b.start for a, b in pairwise(marks))


def test_a_reason_tells_grounds_runner_up_and_the_words_around() -> None:
    from geomap import analyze  # noqa: PLC0415 - the whole way of an article, here only

    text = "Kyiv woke to sirens. Two missiles hit Kyiv, officials in Kyiv said."
    report = analyze(text)
    reasons = read_reasons(report)

    second = reasons[text.index("Kyiv,")]
    assert second["prefix"] == text[: text.index("Kyiv,")][-32:]
    assert second["suffix"].startswith(", officials in Kyiv")
    assert second["occurrence"] == 2
    assert "official name" in second["grounds"]
    assert second["next"]["name"] != ""
    assert all(text[start:].startswith("Kyiv") for start in reasons)


def test_words_around_a_mention_stay_out_with_the_text(sample_report: Report) -> None:
    assert data_of(webmap.to_html([sample_report], text="quotes"))["reasons"]
    assert data_of(webmap.to_html([sample_report], text="none"))["reasons"] == {}
