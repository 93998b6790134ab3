"""Places of one name in hundreds of short texts: how many are told apart, how sure it is."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from geomap.gazetteer import distance_km
from geomap.records import Resolution, Use
from tests.support.names import NEAR_KM, resolutions_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geomap.gazetteer import Gazetteer


HOMONYMS = tomllib.loads((Path(__file__).parent / "homonyms.toml").read_text(encoding="utf-8"))


def is_right(resolution: Resolution, wanted: str | list[float]) -> bool:
    place = resolution.place
    if place is None:
        return wanted == ""
    if isinstance(wanted, str):
        return wanted in {place.country, place.admin1_code}
    return distance_km(place.lat, place.lon, *wanted) <= NEAR_KM


def judged(gazetteer: Gazetteer, half: int) -> Iterator[tuple[Resolution, bool]]:
    """Yield the resolutions of names that the gazetteer can resolve, and whether they are right."""
    for section in HOMONYMS.values():
        for row in section[half::2]:
            for resolution in resolutions_of(row["text"], gazetteer):
                wanted = row["places"].get(resolution.mention.text)
                if wanted is None or resolution.mention.use is Use.NAME_PART:
                    continue
                yield resolution, is_right(resolution, wanted)


@pytest.mark.parametrize("half", [0, 1], ids=["seen", "unseen"])
def test_homonyms_are_told_apart(gazetteer: Gazetteer, half: int) -> None:
    """342 short texts of local and world news, tweets and reports from Ukraine."""
    answers = [is_ok for _, is_ok in judged(gazetteer, half)]

    assert len(answers) > 340
    assert sum(answers) / len(answers) > 0.95


def test_the_largest_of_a_name_is_not_enough(gazetteer: Gazetteer) -> None:
    """The check above can fail: who takes the first candidate is wrong in every fourth case."""
    firsts = [
        is_right(
            Resolution(r.mention, gazetteer.candidates(r.mention.name)[0].place),
            row["places"][r.mention.text],
        )
        for section in HOMONYMS.values()
        for row in section
        for r in resolutions_of(row["text"], gazetteer)
        if r.candidates and r.mention.text in row["places"]
    ]

    assert sum(firsts) / len(firsts) < 0.8


def test_the_score_of_a_place_says_how_often_it_is_right(gazetteer: Gazetteer) -> None:
    """Calibration: of the answers with a score near p about the share p is right."""
    answers = [pair for half in (0, 1) for pair in judged(gazetteer, half) if pair[0].place]
    bins: dict[int, list[tuple[float, bool]]] = {}
    for resolution, is_ok in answers:
        bins.setdefault(min(9, int(resolution.score * 10)), []).append((resolution.score, is_ok))
    error, report = 0.0, []
    for number, rows in sorted(bins.items()):
        said = sum(score for score, _ in rows) / len(rows)
        held = sum(is_ok for _, is_ok in rows) / len(rows)
        report.append(f"{number / 10:.1f}: {len(rows)} answers, said {said:.3f}, held {held:.3f}")
        error += len(rows) / len(answers) * abs(said - held)

    assert error < 0.04, "\n".join(report)
