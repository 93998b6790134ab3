"""The lexicon of names: its own examples hold, its patterns match, bad rules are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from geomap import lexicon
from geomap.errors import LexiconError
from geomap.lexicon import Language, language, languages
from geomap.mentions.lexis import lexis_of
from geomap.mentions.patterns import compile_patterns, line_of, words_matched
from geomap.records import Use
from tests.support.names import bracketed, mention_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


ENGLISH = language("en")


def examples(section: str, kind: str) -> list[Any]:
    """Return the examples of a section of the English lexicon, with the rule they belong to."""
    rows = [
        pytest.param(rule_id, row, example, id=f"{rule_id}: {example}")
        for rule_id, row in ENGLISH.sections[section].items()
        for example in row.get(kind, ())
    ]
    assert rows
    return rows


@pytest.mark.parametrize(("rule_id", "row", "example"), examples("uses", "found"))
def test_a_use_rule_decides_its_found_examples(
    rule_id: str, row: dict[str, Any], example: str
) -> None:
    mention = mention_in(example)

    assert mention is not None, rule_id
    assert (mention.use.value, mention.reason) == (row["use"], row["reason"])


@pytest.mark.parametrize(("rule_id", "row", "example"), examples("uses", "not_found"))
def test_a_use_rule_leaves_its_other_examples_alone(
    rule_id: str, row: dict[str, Any], example: str
) -> None:
    mention = mention_in(example)

    assert mention is None or mention.reason != row["reason"], rule_id


@pytest.mark.parametrize(("cue_id", "row", "example"), examples("kinds", "found"))
def test_a_type_word_says_what_kind_the_place_is(
    cue_id: str, row: dict[str, Any], example: str
) -> None:
    mention = mention_in(example)

    assert mention is not None, cue_id
    assert mention.kinds & set(row["kinds"])


@pytest.mark.parametrize(("cue_id", "row", "example"), examples("kinds", "not_found"))
def test_a_type_word_elsewhere_says_nothing(cue_id: str, row: dict[str, Any], example: str) -> None:
    mention = mention_in(example)

    assert mention is None or not mention.kinds & set(row["kinds"]), cue_id


@pytest.mark.parametrize(("relation", "row", "example"), examples("relations", "found"))
def test_words_in_front_of_a_name_state_a_relation(
    relation: str, row: dict[str, Any], example: str
) -> None:
    mention = mention_in(example)

    assert mention is not None, (relation, row)
    assert mention.relation == bracketed(example)[3]


@pytest.mark.parametrize(("relation", "row", "example"), examples("relations", "not_found"))
def test_other_words_state_no_such_relation(
    relation: str, row: dict[str, Any], example: str
) -> None:
    mention = mention_in(example)

    assert mention is None or mention.relation.split("/")[0] != relation, row


@pytest.mark.parametrize("example", ENGLISH.sections["borders"]["found"])
def test_the_border_of_two_countries_is_one_mention(example: str) -> None:
    mention = mention_in(example)

    assert mention is not None
    assert mention.text == bracketed(example)[0][slice(*bracketed(example)[1:3])]


@pytest.mark.parametrize("iso", [iso for iso in languages() if iso != "en"])
def test_the_type_words_of_other_languages_work_too(iso: str) -> None:
    rows = language(iso).sections["kinds"].values()
    known = [(row, example) for row in rows for example in row["found"]]
    assert known

    for row, example in known:
        mention = mention_in(example, iso)
        assert mention is not None, example
        assert mention.kinds & set(row["kinds"]), example


@pytest.mark.parametrize("iso", languages())
def test_every_language_compiles(iso: str) -> None:
    assert lexis_of(language(iso)).function


def test_a_rule_with_an_unknown_class_is_refused_by_name() -> None:
    broken = Language(
        "xx", "Broken", {"uses": {"odd": {"use": "literal", "who": "any", "left": ["<no_such>"]}}}
    )

    with pytest.raises(LexiconError, match="no_such"):
        lexis_of(broken)


def test_a_rule_with_an_unknown_use_is_refused_by_name() -> None:
    broken = Language("xx", "Broken", {"uses": {"odd": {"use": "metaphor", "who": "any"}}})

    with pytest.raises(LexiconError, match=r"uses\.odd"):
        lexis_of(broken)


def test_a_gap_does_not_cross_a_comma() -> None:
    pattern = compile_patterns(["reported ..3 <harm>"], {"harm": frozenset({"strikes"})})

    assert words_matched(pattern, line_of(["reported", "many", "strikes"])) == 3
    assert words_matched(pattern, line_of(["reported", ",", "strikes"])) == 0


def test_a_backward_pattern_reads_towards_the_start() -> None:
    pattern = compile_patterns(["coast of"], {}, backward=True)

    assert words_matched(pattern, line_of(["of", "coast", "the"])) == 2
    assert words_matched(pattern, line_of(["of", "the", "coast"])) == 0


def test_an_ending_needs_a_stem() -> None:
    """Red is not what re-ed is."""
    pattern = compile_patterns(["*ed", "was"], {})

    assert words_matched(pattern, line_of(["fired"])) == words_matched(pattern, "was ") == 1
    assert words_matched(pattern, line_of(["need"])) == words_matched(pattern, "wash ") == 0


def test_a_pattern_longer_than_the_lines_is_refused() -> None:
    """It could never fit, and nobody would see it."""
    with pytest.raises(LexiconError, match="one to 12 words"):
        compile_patterns(["..12 hit"], {})


def unused(weights: Iterable[str], folder: Path) -> set[str]:
    """The weights that no module of a folder asks for."""
    code = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    return {key for key in weights if not key.startswith("kind_") and f'"{key}"' not in code}


def test_every_weight_of_recognition_is_asked_for(project: Path) -> None:
    weights = lexicon.table("resolver")["recognition"]

    assert unused(weights, project / "geomap" / "mentions") == set()


def test_a_weight_that_nothing_asks_for_is_noticed(project: Path) -> None:
    assert unused(["cue", "no_such"], project / "geomap" / "mentions") == {"no_such"}


@pytest.mark.parametrize("example", ENGLISH.sections["adjectives"]["found"])
def test_a_unit_may_be_called_by_an_adjective(example: str) -> None:
    mention = mention_in(example)
    text, start, end, _ = bracketed(example)

    assert mention is not None
    assert mention.text == text[start:end]
    assert mention.use is Use.LITERAL


@pytest.mark.parametrize("example", ENGLISH.sections["adjectives"]["not_found"])
def test_an_adjective_without_a_unit_or_a_town_is_none(example: str) -> None:
    mention = mention_in(example)

    assert mention is None or mention.use is Use.NAME_PART


@pytest.mark.parametrize("example", ENGLISH.sections["settlements"]["found"])
def test_a_village_of_another_spelling_is_found_where_a_place_must_stand(example: str) -> None:
    mention = mention_in(example)

    assert mention is not None
    assert mention.use is Use.LITERAL


@pytest.mark.parametrize("example", ENGLISH.sections["settlements"]["not_found"])
def test_its_ending_alone_makes_no_village(example: str) -> None:
    assert mention_in(example) is None
