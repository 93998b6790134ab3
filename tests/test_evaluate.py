"""Evaluation: a wrong figure is worse than none."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import GoldError
from geomap.evaluate import Half, compile_gold, evaluate, read_gold, write_gold
from geomap.evaluate.gold import GoldPlace
from geomap.evaluate.matching import is_same_place, match_mentions
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

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Shells hit Nikopol on Monday, Moscow said. Two people died in Kharkiv."
NIKOPOL = {"name": "Nikopol", "kind": "city", "lat": 47.571, "lon": 34.396, "country": "UA"}
KHARKIV = {"name": "Kharkiv", "kind": "city", "lat": 49.993, "lon": 36.23, "country": "UA"}
PLACES = {
    "Nikopol": Place("t:1", "Nikopol", "city", 47.571, 34.396, 5.0, "UA"),
    "Kharkiv": Place("t:2", "Kharkiv", "city", 49.993, 36.23, 10.0, "UA"),
}


def mention_row(words: str, use: str, place: dict[str, Any] | None = None) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words, "use": use, "place": place}


def gold_row() -> dict[str, Any]:
    """Return the checked answers of TEXT, one incident of two."""
    return {
        "article_id": "one",
        "file": "one.txt",
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "published": "2023-05-04",
        "language": "en",
        "half": "dev",
        "mentions": [
            mention_row("Nikopol", "literal", NIKOPOL),
            mention_row("Moscow", "actor"),
            mention_row("Kharkiv", "literal", KHARKIV),
        ],
        "incidents": [
            {
                "type": "shelling",
                "realis": "actual",
                "certainty": "attributed",
                "triggers": [{"start": 7, "end": 10, "quote": {"start": 0, "end": 42}}],
                "places": [{"role": "target", "place": NIKOPOL}],
                "counts": [],
                "date": {"start": "2023-05-01", "end": "2023-05-02", "precision": "day"},
                "attribution": "Moscow",
                "attribution_side": "RU",
                "attack": None,
            },
            {
                "type": "casualties",
                "realis": "actual",
                "certainty": "stated",
                "triggers": [{"start": 54, "end": 58, "quote": {"start": 43, "end": len(TEXT)}}],
                "places": [{"role": "affected", "place": KHARKIV}],
                "counts": [{"kind": "killed", "value": 2}],
                "date": {"start": None, "end": None, "precision": "unknown"},
                "attribution": "",
                "attribution_side": "",
                "attack": 0,
            },
        ],
    }


def write_rows(directory: Path, *rows: dict[str, Any] | str) -> Path:
    (directory / "one.txt").write_text(TEXT, encoding="utf-8")
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path = directory / "gold.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


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


@pytest.mark.parametrize(
    ("gold", "place", "within_km", "same"),
    [
        (("Nikopol", "city"), ("Nikopol", "city", 47.6, 34.4, "UA"), 5, True),
        (("Nikopol", "city"), ("Nikopol", "city", 47.7, 34.4, "UA"), 5, False),
        (("Nikopol", "city"), ("Nikopol", "city", 47.7, 34.4, "UA"), 25, True),
        (("Nikopol", "city"), ("Nikopolskyi", "admin2", 47.57, 34.4, "UA"), 25, False),
        (("Nikopol", "admin2"), ("Nikopol", "admin2", 48.9, 36.4, "UA"), 5, True),
        (("Nikopol", "sea"), ("Other", "bay", 48.9, 36.4, ""), 5, False),
        (("Nikopol", "country"), ("Elsewhere", "country", 0.0, 0.0, "UA"), 5, True),
        (("Nikopol", "country"), ("Nikopol", "country", 47.571, 34.396, "RU"), 5, False),
    ],
)
def test_same_place_by_kind_and_distance(
    gold: tuple[str, str],
    place: tuple[str, str, float, float, str],
    within_km: float,
    same: bool,  # noqa: FBT001 - the answer of a parametrised question
) -> None:
    name, kind, lat, lon, country = place
    answer = GoldPlace(*gold, lat=47.571, lon=34.396, country="UA")

    assert (
        is_same_place(answer, Place("t:9", name, kind, lat, lon, 5.0, country), within_km) is same
    )


def test_place_id_decides_where_it_is_given() -> None:
    answer = GoldPlace("Nikopol", "city", 47.571, 34.396, place_id="geonames:1")

    assert is_same_place(answer, Place("geonames:1", "X", "site", 0.0, 0.0, 1.0), 5)
    assert not is_same_place(answer, Place("geonames:2", "Nikopol", "city", 47.571, 34.396, 1.0), 5)


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5)), max_size=8),
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5)), max_size=8),
)
def test_matching_is_one_to_one_and_overlapping(
    gold: list[tuple[int, int]], predicted: list[tuple[int, int]]
) -> None:
    left = [(start, start + length) for start, length in gold]
    right = [(start, start + length) for start, length in predicted]

    found = match_mentions(left, right)

    assert len(set(found.values())) == len(found)
    assert all(left[i][0] < right[j][1] and right[j][0] < left[i][1] for i, j in found.items())


def test_each_prediction_answers_one_mention() -> None:
    assert match_mentions([(0, 4), (5, 9)], [(0, 9)]) == {0: 0}
    assert match_mentions([], [(0, 4)]) == {}


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


def broken(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field may be broken
    return {**gold_row(), **changes}


def broken_mention(**changes: Any) -> dict[str, Any]:  # noqa: ANN401
    row = gold_row()
    row["mentions"][0] = {**row["mentions"][0], **changes}
    return row


def broken_incident(**changes: Any) -> dict[str, Any]:  # noqa: ANN401
    row = gold_row()
    row["incidents"][1] = {**row["incidents"][1], **changes}
    return row


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("{not json", "line 2: not JSON"),
        ("[1]", "line 2: must be a JSON object, not list"),
        (broken(article_id=7), "'article_id' must be str, got 7"),
        (broken(file="../one.txt"), "must lie beside the answers"),
        (broken(file="none.txt"), "none.txt cannot be read"),
        (broken(sha256="0"), "one.txt has changed since it was annotated"),
        (broken(published="4 May"), "published '4 May' is not a date; write YYYY-MM-DD"),
        (broken(half="third"), "unknown half 'third'; use one of dev, test"),
        (broken(mentions=None), "'mentions' must be list, got None"),
        (broken(mentions=[3]), "mention 0: 'text' must be str"),
        (broken_mention(start=-1), "mention 0: offsets -1:18 are outside the article"),
        (broken_mention(start=True), "mention 0: 'start' must be int, got True"),
        (broken_mention(text="Marhanets"), "text 'Marhanets' is not at 11:18"),
        (broken_mention(use="venue"), "mention 0: unknown use 'venue'; use one of literal"),
        (broken_mention(place={**NIKOPOL, "lat": 470}), "Nikopol cannot lie at lat 470.0"),
        (broken_mention(place={**NIKOPOL, "lon": "34"}), "'lon' must be a number, got '34'"),
        (broken(mentions=gold_row()["mentions"][::-1]), "overlaps or precedes"),
        (broken_incident(type="bombing"), "incident 1: unknown type 'bombing'"),
        (broken_incident(realis="past"), "unknown realis 'past'"),
        (broken_incident(certainty="sure"), "unknown certainty 'sure'"),
        (broken_incident(triggers=[]), "incident 1: no triggers"),
        (broken_incident(attribution_side="US"), "unknown attribution_side 'US'"),
        (broken_incident(counts=[{"kind": "dead", "value": 1}]), "unknown count 'dead'"),
        (broken_incident(counts=[3]), "incident 1: 'kind' must be str"),
        (broken_incident(places=[3]), "incident 1: unknown role None"),
        (broken_incident(triggers=[3]), "incident 1: 'quote' must be dict"),
        (broken(incidents=[3]), "incident 0: 'triggers' must be list"),
        (broken_incident(places=[{"role": "target"}]), "a place of an incident must be given"),
        (
            broken_incident(places=[{"role": "goal", "place": NIKOPOL}]),
            "unknown role 'goal'; use one of target",
        ),
        (broken_incident(date={"start": None, "precision": "hour"}), "unknown precision 'hour'"),
        (broken_incident(attack=2), "attack 2 is not the number of an incident (0 to 1)"),
        (gold_row(), "article_id 'one' stands in two lines"),
    ],
)
def test_bad_line_is_refused_with_file_line_and_fault(
    tmp_path: Path, row: dict[str, Any] | str, fault: str
) -> None:
    path = write_rows(tmp_path, gold_row(), row)

    with pytest.raises(GoldError) as error:
        read_gold(path)

    assert str(path) in str(error.value)
    assert fault in str(error.value)


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_empty_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(GoldError, match="no checked answers"):
        read_gold(path)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="cannot be read"):
        read_gold(tmp_path / "gold.jsonl")


ANNOTATION = """
published = 2023-05-04
mentions = '''
Nikopol | literal
# a comment
Moscow | actor
Kharkiv | literal | ?
'''
[[incidents]]
id = "shells"
type = "shelling"
triggers = ["Shells [hit] Nikopol"]
places = { target = ["Nikopol"] }
counts = { hit = [1, 2], injured = "dozens" }
date = "2023-12"
attribution = "Moscow"
side = "RU"
[[incidents]]
type = "casualties"
triggers = ["people [died] in"]
date = "2023-05-01/2023-05-03"
attack = "shells"
"""


def write_annotation(directory: Path, annotation: str) -> Path:
    (directory / "one.txt").write_text(TEXT, encoding="utf-8")
    notes = directory / "gold"
    notes.mkdir()
    (notes / "places.toml").write_text(
        'Nikopol = { kind = "city", lat = 47.571, lon = 34.396 }\n', encoding="utf-8"
    )
    (notes / "one.toml").write_text(annotation, encoding="utf-8")
    return notes


def test_annotations_compile_to_answers(tmp_path: Path) -> None:
    path = write_gold(write_annotation(tmp_path, ANNOTATION), tmp_path / "gold.jsonl")

    (article,) = read_gold(path)
    shelling, casualties = article.incidents

    assert [(TEXT[m.start : m.end], m.use) for m in article.mentions] == [
        ("Nikopol", Use.LITERAL),
        ("Moscow", Use.ACTOR),
        ("Kharkiv", Use.LITERAL),
    ]
    assert [m.place and m.place.name for m in article.mentions] == ["Nikopol", None, None]
    assert TEXT[slice(*shelling.triggers[0].quote)] == "Shells hit Nikopol on Monday, Moscow said."
    assert shelling.certainty is Certainty.ATTRIBUTED
    assert shelling.counts == (("hit", 1.0), ("hit", 2.0), ("injured", None))
    assert (shelling.date_start, shelling.date_end) == (dt.date(2023, 12, 1), dt.date(2024, 1, 1))
    assert casualties.certainty is Certainty.STATED
    assert (casualties.date_end, casualties.attack) == (dt.date(2023, 5, 3), 0)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("Moscow | actor", "Minsk | actor", "'Minsk' not found after"),
        ("Kharkiv | literal | ?", "Nikopol | literal", "list the mentions in reading order"),
        ("Moscow | actor", "Moscow", "unknown use ''; write words | use | place"),
        ("Nikopol | literal", "Nikopol | literal | Nikopil", "unknown place 'Nikopil'"),
        ("Shells [hit] Nikopol", "Shells hit Nikopol", "put the trigger in brackets"),
        ("Shells [hit] Nikopol", "Rockets [hit] Nikopol", "stands 0 times in the article"),
        ("people [died] in", "[i]", "times in the article; give the words around it"),
        ('"2023-12"', '"2023-13"', "date '2023-13'"),
        ('attack = "shells"', 'attack = "rockets"', "attack 'rockets' is the id of no incident"),
        ('"casualties"', '"deaths"', "incident 1: unknown type 'deaths'"),
        ("[[incidents]]", "[[incidents", "cannot be read as TOML"),
    ],
)
def test_annotation_that_does_not_fit_is_refused(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    notes = write_annotation(tmp_path, ANNOTATION.replace(old, new))

    with pytest.raises(GoldError) as error:
        compile_gold(notes, tmp_path)

    assert "one.toml" in str(error.value)
    assert fault in str(error.value)


def test_refused_annotation_writes_nothing(tmp_path: Path) -> None:
    notes = write_annotation(tmp_path, ANNOTATION.replace("casualties", "deaths"))

    with pytest.raises(GoldError):
        write_gold(notes, tmp_path / "gold.jsonl")

    assert not (tmp_path / "gold.jsonl").exists()


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
