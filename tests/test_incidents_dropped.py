"""What was considered as an incident and dropped is told, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geomap import analyze
from geomap.pipeline import dropped_of
from tests.support.commands import run

if TYPE_CHECKING:
    from pathlib import Path

REASONS = {
    "No strikes were reported in Sumy.": "the text says that there was none",
    "Kyiv has grown since Russia shelled Sumy.": "it only dates something else",
    "Moscow shifted its focus to bombing Sumy.": "it is only what somebody aims at",
    "The team fought for the title in Sumy.": "words beside it rule it out",
    "They talked about the fighting.": "the word alone, without a place, is too little",
    "Kill the heat, stir in the garlic and serve 4 people in Lviv.": (
        "the words are of a game, a stage, a kitchen or a market"
    ),
    "The offside flag flew in Sumy. A late shot struck the keeper on the chin.": (
        "the article tells of everyday life, and of no war"
    ),
}
DATED = {
    "In July 1943 the two armies clashed near Sumy.": "it happened half a century ago",
}


@pytest.mark.parametrize(("text", "reason"), REASONS.items())
def test_what_is_dropped_has_its_reason(text: str, reason: str) -> None:
    """A reader who misses an incident learns that it was seen, and why it is none."""
    report = analyze(text)

    assert reason in [dropped.reason for dropped in dropped_of(report)], dropped_of(report)
    assert not report.incidents


@pytest.mark.parametrize(("text", "reason"), DATED.items())
def test_what_is_dropped_for_its_day_has_its_reason(text: str, reason: str) -> None:
    """How old it is, is seen from the day of publication."""
    report = analyze(text, published="2023-05-10")

    assert reason in [dropped.reason for dropped in dropped_of(report)], dropped_of(report)
    assert not report.incidents
    assert analyze(text).incidents


def test_an_incident_is_not_dropped_as_well() -> None:
    """The twin: what is found is not in the list under its own type."""
    report = analyze("Two missiles hit Sumy on 3 May 2023.")

    assert [incident.incident_type for incident in report.incidents] == ["missile_strike"]
    assert "missile_strike" not in [dropped.type_id for dropped in dropped_of(report)]


def test_one_peaceful_word_may_be_what_was_hit() -> None:
    """The twin: a match does not make peace where people died, nor two words beside a weapon."""
    for text in ("At a match in Sumy 4 people were killed.", "A missile hit a film gala in Sumy."):
        assert analyze(text).incidents, text


def test_explain_tells_what_was_dropped(tmp_path: Path) -> None:
    """``explain`` lists it; ``-v`` names the pattern; ``--at`` elsewhere leaves it out."""
    path = tmp_path / "quiet.txt"
    path.write_text("No strikes were reported in Sumy. Nobody slept.", encoding="utf-8")
    plain, verbose, elsewhere = (
        run("explain", path, *options).output for options in ([], ["-v"], ["--at", "40"])
    )

    assert "Considered and dropped: 1" in plain
    assert "pattern:" in verbose
    assert "pattern:" not in plain
    assert "dropped" not in elsewhere
