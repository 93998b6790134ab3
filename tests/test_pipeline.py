"""The order of the stages: what goes in, what comes out, and what cannot."""

from __future__ import annotations

import datetime as dt
import json
import os
from typing import TYPE_CHECKING, Any, cast

import pytest

import geomap
from geomap import many
from geomap.errors import (
    ArticleError,
    DateError,
    GazetteerError,
    GeomapError,
    UnknownPlaceError,
)
from geomap.records import Article
from geomap.text import LIMITS

if TYPE_CHECKING:
    from pathlib import Path

    from geomap.records import Report

TEXT = "Missiles hit Kharkiv on Friday, the regional governor said."


def test_a_text_a_path_and_an_article_give_the_same_report(tmp_path: Path) -> None:
    path = tmp_path / "kharkiv.txt"
    path.write_text(TEXT, encoding="utf-8")
    day = dt.date(2022, 12, 19)
    reports = [
        geomap.analyze(TEXT, published="2022-12-19"),
        geomap.analyze(path, published=day),
        geomap.analyze(str(path), published=day),
        geomap.analyze(Article("kharkiv", TEXT, published=day)),
    ]

    spans = [[(i.incident_type, i.trigger, i.when) for i in r.incidents] for r in reports]
    assert spans[0]
    assert all(found == spans[0] for found in spans)


def test_the_same_article_gives_the_same_bytes() -> None:
    first, second = (json.dumps(geomap.analyze(TEXT).to_geojson()) for _ in range(2))

    assert first == second


def test_an_own_recogniser_adds_to_the_built_in_one() -> None:
    """A name in lower case is not found unless someone who knows better says where it is."""
    text = "lviv was calm, Odesa was not."

    def named(report: Report) -> set[str]:
        return {r.place.name for r in report.resolutions if r.place}

    assert named(geomap.analyze(text)) == {"Odesa"}
    assert named(geomap.analyze(text, recognizer=lambda *_: [(0, 4)])) == {"Lviv", "Odesa"}


def test_every_mention_slices_back_to_its_text() -> None:
    report = geomap.analyze("У Харкові та Одесі — тихо. In Kyiv’s Solomyanskyi district, too.")

    assert report.resolutions
    for resolution in report.resolutions:
        mention = resolution.mention
        assert report.article.text[mention.start : mention.end] == mention.text


def test_a_language_without_lexicon_still_gives_places_and_says_so() -> None:
    report = geomap.analyze("Raketen trafen Charkiw und Lviv in der Nacht.", language="de")

    assert "Lviv" in {r.place.name for r in report.resolutions if r.place}
    assert any("de" in note and "incidents" in note for note in report.notes)


def test_names_over_the_limit_are_cut_with_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a limit there is a note, never silence; one name fewer needs none."""
    text = "Kyiv, Lviv and Odesa."

    assert geomap.analyze(text, language="en").notes == ()
    monkeypatch.setitem(cast("dict[str, int]", LIMITS), "mentions", 2)
    report = geomap.analyze(text)
    assert len(report.resolutions) == 2
    assert any("first 2 place names" in note for note in report.notes)


def test_a_missing_file_is_an_article_error() -> None:
    with pytest.raises(ArticleError, match=r"nowhere\.txt"):
        geomap.analyze("nowhere.txt")


def test_a_bad_publication_day_is_a_date_error() -> None:
    with pytest.raises(DateError, match="2022-13-01"):
        geomap.analyze(TEXT, published="2022-13-01")


def test_a_missing_gazetteer_is_a_gazetteer_error(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"none\.gpkg"):
        geomap.analyze(TEXT, gazetteer=tmp_path / "none.gpkg")


def test_a_country_to_prefer_that_is_none_is_refused() -> None:
    """A typing error would change nothing, and nobody would see it."""
    with pytest.raises(UnknownPlaceError, match=r"country bias 'UK': .* codes of two letters such"):
        geomap.analyze("Shells hit Nikopol.", country_bias="ua, UK")

    assert geomap.analyze("Shells hit Nikopol.", country_bias="ua, pl").incidents


def test_analyze_many_yields_in_order(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(TEXT, encoding="utf-8")

    assert [r.article.article_id for r in geomap.analyze_many([tmp_path])] == ["a", "b"]


def test_the_language_that_was_taken_is_told_when_nothing_was_found() -> None:
    """A short text in another Latin language must not end in silence."""
    short = "Raketen trafen Lviv."
    told = geomap.analyze(short).notes

    assert len(told) == 1
    assert "English" in told[0]
    assert "--language" in told[0]
    assert geomap.analyze(short, language="en").notes == ()
    assert geomap.analyze(TEXT, published="2022-12-19").notes == ()


@pytest.mark.parametrize("source", [None, float("nan"), b"Shells hit Nikopol.", 7])
def test_what_is_no_article_is_refused_in_words(source: Any) -> None:  # noqa: ANN401 - anything
    """A cell of a table may hold no text."""
    with pytest.raises(ArticleError, match=f"not {type(source).__name__}; pass one of these"):
        geomap.analyze(source)


def test_a_report_is_shown_in_one_line() -> None:
    """At the prompt of Python; all that it holds would fill pages."""
    report = geomap.analyze("Shells hit Nikopol. Drones hit Odesa.")

    assert repr(report) == "<Report on 'text': 2 mentions, 2 incidents>"


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_a_text_without_a_word_has_no_incident_and_says_so(text: str) -> None:
    """A row of a table may be empty: that is no error, but no silence either."""
    report = geomap.analyze(text)

    assert (report.resolutions, report.incidents) == ((), ())
    assert report.notes == ("The article holds no text.",)


def test_a_relative_day_without_a_day_of_publication_is_told() -> None:
    (note,) = geomap.analyze(TEXT).notes

    assert note == (
        "No publication day: 'Friday' stays without a date; pass --published YYYY-MM-DD."
    )


def test_an_address_is_refused_like_a_missing_file() -> None:
    """It must not be taken for a text of one word that says nothing."""
    for address in ("https://example.org/report", "www.example.org/report.html"):
        with pytest.raises(ArticleError, match="fetches nothing"):
            geomap.analyze(address)
    assert geomap.analyze("https://example.org/report says: shells hit Nikopol.").incidents


def test_analyze_many_gives_the_same_in_order_whatever_the_jobs(tmp_path: Path) -> None:
    for number in range(12):
        text = TEXT if number % 2 else f"Shells hit Nikopol. {TEXT}"
        (tmp_path / f"{number:02}.txt").write_text(text, encoding="utf-8")

    one = [report.to_geojson() for report in geomap.analyze_many([tmp_path])]
    two = [report.to_geojson() for report in geomap.analyze_many([tmp_path], jobs=2)]

    assert len(one) == 12
    assert json.dumps(one) == json.dumps(two)


def test_analyze_many_needs_a_job() -> None:
    with pytest.raises(ValueError, match="1 or more"):
        geomap.analyze_many([], jobs=0)


def test_a_killed_process_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(many, "_open_in_process", _die)

    with pytest.raises(GeomapError, match="was killed"):
        list(geomap.analyze_many([tmp_path], jobs=2))


def _die(*_: object) -> None:
    os._exit(9)
