"""Evaluation: a wrong figure is worse than none; each answer costs its own measure."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from geomap.evaluate import Half, evaluate
from geomap.records import (
    Article,
    Certainty,
    Claim,
    Count,
    Incident,
    IncidentPlace,
    Mention,
    Place,
    Precision,
    Realis,
    Report,
    Resolution,
    Role,
    Span,
    Use,
    When,
    Zone,
)
from tests.support.answers import KHARKIV, TEXT, gold_row, write_rows

if TYPE_CHECKING:
    from pathlib import Path

PLACES = {
    "Nikopol": Place("t:1", "Nikopol", "city", 47.571, 34.396, 5.0, "UA"),
    "Kharkiv": Place("t:2", "Kharkiv", "city", 49.993, 36.23, 10.0, "UA"),
}


def resolution(words: str, use: Use, place: Place | None = None) -> Resolution:
    start = TEXT.index(words)
    mention = Mention(start, start + len(words), words, 0, Zone.BODY, use, words)
    return Resolution(mention, place, precision=place and Precision.SETTLEMENT)


def perfect(article: Article) -> Report:
    """Return the report that answers everything as `gold_row` says."""
    shelling = Incident(
        "one-shelling-1",
        "shelling",
        Realis.ACTUAL,
        Certainty.ATTRIBUTED,
        trigger=Span(7, 10),
        quote=Span(0, 42),
        places=(IncidentPlace(Role.TARGET, 0),),
        when=When(dt.date(2023, 5, 1), dt.date(2023, 5, 2)),
        attribution="the defence ministry in Moscow",
        attribution_side="RU",
        claims=(Claim("Moscow", Certainty.ATTRIBUTED, Span(0, 42)),),
    )
    killed = Count("killed", 2.0, "Two people", 43, 53)
    casualties = Incident(
        "one-casualties-1",
        "casualties",
        Realis.ACTUAL,
        Certainty.STATED,
        trigger=Span(54, 58),
        quote=Span(43, len(TEXT)),
        places=(IncidentPlace(Role.AFFECTED, 2, (killed,)),),
        attack_id="one-shelling-1",
    )
    resolutions = (
        resolution("Nikopol", Use.LITERAL, PLACES["Nikopol"]),
        resolution("Moscow", Use.ACTOR),
        resolution("Kharkiv", Use.LITERAL, PLACES["Kharkiv"]),
    )
    return Report(article, resolutions=resolutions, incidents=(shelling, casualties))


def nothing(article: Article) -> Report:
    return Report(article)


def test_right_answers_give_one_everywhere(tmp_path: Path) -> None:
    result = evaluate(write_rows(tmp_path, gold_row()), analyze=perfect, samples=20)

    measured = {figure.key: figure.value for figure in result.figures if figure.n}
    assert set(measured.values()) == {1.0}
    assert {"placed_5km", "incident_role", "counts", "date", "attack", "type_casualties"} <= set(
        measured
    )
    assert result.misses == ()


def test_no_answers_give_zero_and_every_miss(tmp_path: Path) -> None:
    """Twin of the test above: silence must not look like success."""
    result = evaluate(write_rows(tmp_path, gold_row()), analyze=nothing, samples=20)

    assert result.figure("placed_5km").value == 0
    assert result.figure("incident").value == 0
    assert result.figure("incident_macro").value == 0
    assert result.figure("realis").value is None
    assert [miss.expected for miss in result.misses if miss.measure == "incident"] == [
        "shelling",
        "casualties",
    ]


def test_article_is_analysed_as_it_was_published(tmp_path: Path) -> None:
    seen: list[Article] = []

    def spy(article: Article) -> Report:
        seen.append(article)
        return Report(article)

    evaluate(write_rows(tmp_path, gold_row()), analyze=spy, samples=0)

    assert [(a.article_id, a.text, a.published) for a in seen] == [
        ("one", TEXT, dt.date(2023, 5, 4))
    ]


def altered(article: Article, **changes: Any) -> Report:  # noqa: ANN401 - any field may be wrong
    report = perfect(article)
    first, *rest = report.incidents
    return replace(report, incidents=(replace(first, **changes), *rest))


@pytest.mark.parametrize(
    ("changes", "measure", "value"),
    [
        ({"realis": Realis.DENIED}, "realis", 0.5),
        ({"certainty": Certainty.STATED}, "certainty", 0.5),
        ({"attribution": "Kyiv"}, "attribution", 0.5),
        ({"attribution": ""}, "attribution", 0.5),
        ({"attribution_side": "UA"}, "attribution_side", 0.5),
        ({"when": When(dt.date(2023, 5, 2), dt.date(2023, 5, 3))}, "date", 0.5),
        ({"when": When()}, "date", 0.5),
        ({"incident_type": "missile_strike"}, "incident", 0.5),
        ({"trigger": Span(54, 58), "quote": Span(43, 60)}, "incident", 0.5),
        ({"places": ()}, "incident_role", 2 / 3),
        ({"places": (IncidentPlace(Role.ORIGIN, 0),)}, "incident_role", 0.5),
        ({"places": (IncidentPlace(Role.ORIGIN, 0),)}, "incident_place", 1.0),
        ({"places": (IncidentPlace(Role.TARGET, 2),)}, "incident_place", 0.5),
        ({"counts": (Count("killed", 3.0, "three", 0, 1),)}, "counts", 2 / 3),
        ({"incident_id": "another"}, "attack", 0.0),
    ],
)
def test_one_wrong_answer_costs_its_own_measure(
    tmp_path: Path, changes: dict[str, Any], measure: str, value: float
) -> None:
    result = evaluate(
        write_rows(tmp_path, gold_row()), analyze=lambda a: altered(a, **changes), samples=0
    )

    assert result.figure(measure).value == pytest.approx(value)


def test_vague_number_is_neither_right_nor_wrong(tmp_path: Path) -> None:
    row = gold_row()
    row["incidents"][1]["counts"] = [{"kind": "killed", "value": None}]

    result = evaluate(write_rows(tmp_path, row), analyze=perfect, samples=0)

    assert result.figure("counts").value is None


def test_pin_on_an_actor_costs_precision(tmp_path: Path) -> None:
    """A government drawn as a place is the worst fault of a map."""

    def pins_moscow(article: Article) -> Report:
        report = perfect(article)
        moscow = Place("t:3", "Moscow", "city", 55.756, 37.617, 20.0, "RU")
        one, _, three = report.resolutions
        return replace(report, resolutions=(one, resolution("Moscow", Use.LITERAL, moscow), three))

    result = evaluate(write_rows(tmp_path, gold_row()), analyze=pins_moscow, samples=0)

    assert result.figure("placed_5km").precision == pytest.approx(2 / 3)
    assert result.figure("mark").precision == pytest.approx(2 / 3)
    assert result.figure("use").value == pytest.approx(2 / 3)
    assert result.figure("mention_exact").value == 1


def test_rejected_span_is_not_a_found_name(tmp_path: Path) -> None:
    def rejects(article: Article) -> Report:
        report = perfect(article)
        extra = (resolution("Monday", Use.NAME_PART), resolution("Shells", Use.LITERAL))
        return replace(report, resolutions=report.resolutions + extra)

    result = evaluate(write_rows(tmp_path, gold_row()), analyze=rejects, samples=0)

    assert result.figure("mention_overlap").precision == pytest.approx(3 / 4)


def test_interval_holds_the_value_and_is_repeatable(tmp_path: Path) -> None:
    path = write_rows(tmp_path, gold_row(), {**gold_row(), "article_id": "two"})

    def half_right(article: Article) -> Report:
        return perfect(article) if article.article_id == "one" else nothing(article)

    first = evaluate(path, analyze=half_right, samples=200)
    again = evaluate(path, analyze=half_right, samples=200)

    figure = first.figure("incident")
    assert figure.value == pytest.approx(2 / 3)
    assert (figure.low, figure.high, figure.n) == (0.0, 1.0, 4)
    assert first == again


def test_halves_are_measured_apart(tmp_path: Path) -> None:
    path = write_rows(tmp_path, gold_row(), {**gold_row(), "article_id": "two", "half": "test"})

    assert evaluate(path, analyze=perfect, samples=0).articles == 2
    assert evaluate(path, analyze=perfect, half=Half.TEST, samples=0).articles == 1


def test_misses_of_the_half_set_aside_are_shown_on_request_only(tmp_path: Path) -> None:
    """Whoever reads the misses tunes on them."""
    path = write_rows(tmp_path, gold_row(), {**gold_row(), "article_id": "two", "half": "test"})

    everything = evaluate(path, analyze=nothing, samples=0)
    aside = evaluate(path, analyze=nothing, half=Half.TEST, samples=0)

    assert everything.figure("incident").n == 4
    assert {name: half.articles for name, half in everything.halves.items()} == {
        "dev": 1,
        "test": 1,
    }
    assert aside.halves == {}
    assert {miss.article_id for miss in everything.misses} == {"one"}
    assert {miss.article_id for miss in aside.misses} == {"two"}


def test_table_and_json_tell_the_same(tmp_path: Path) -> None:
    result = evaluate(write_rows(tmp_path, gold_row()), analyze=nothing, samples=5)

    table, as_dict = result.to_table(verbose=True), result.to_dict()

    assert json.loads(json.dumps(as_dict)) == as_dict
    for figure in result.figures:
        assert figure.label in table
        assert figure.key in as_dict["figures"]
    assert "one:7-10  incident: expected shelling, got nothing" in table
    assert "got nothing" not in result.to_table()


def test_country_is_no_mark(tmp_path: Path) -> None:
    """A country is listed, never drawn: finding it as a country adds no mark."""
    row = gold_row()
    row["mentions"][2]["place"] = {**KHARKIV, "kind": "country"}
    country = Place("t:4", "Ukraine", "country", 48.9, 31.4, 500.0, "UA")

    def lists_country(article: Article) -> Report:
        report = perfect(article)
        one, two, three = report.resolutions
        three = replace(three, place=country, precision=Precision.COUNTRY)
        return replace(report, resolutions=(one, two, three))

    result = evaluate(write_rows(tmp_path, row), analyze=lists_country, samples=0)

    assert (result.figure("mark").n, result.figure("mark").value) == (1, 1.0)
    assert result.figure("placed_5km").n == 2
