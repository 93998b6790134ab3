"""The lexicon files are whole, and a broken one is refused with its name and its fault."""

from __future__ import annotations

from typing import Any

import pytest

from geomap import lexicon
from geomap.errors import LexiconError
from geomap.records import Role

TABLES = ("actors", "groups", "targets", "weapons")
SIDES = {"", "RU", "UA", "BY", "other"}


def page(**changes: object) -> dict[str, Any]:
    """A whole page with some keys changed; ``None`` leaves a key out."""
    whole = dict(lexicon.incident_types()["shelling"].page) | changes
    return {key: value for key, value in whole.items() if value is not None}


def test_types_come_in_the_order_of_the_codebook() -> None:
    orders = [kind.page["order"] for kind in lexicon.incident_types().values()]

    assert orders == sorted(set(orders))


@pytest.mark.parametrize("kind", lexicon.incident_types().values(), ids=lambda kind: kind.type_id)
def test_every_type_has_a_crosswalk_or_says_none(kind: lexicon.IncidentType) -> None:
    assert all((kind.acled_event, kind.acled_sub_event, kind.plover, kind.viina))
    assert kind.group in lexicon.groups()
    assert kind.page["frame"] in lexicon.language("en").sections["frames"]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_there_and_not_empty(name: str) -> None:
    assert lexicon.table(name)


@pytest.mark.parametrize("name", ["actors", "weapons"])
def test_sides_are_known(name: str) -> None:
    assert {row.get("side", "") for row in lexicon.table(name).values()} <= SIDES


def test_no_word_has_two_sides() -> None:
    rows = lexicon.table("actors").values()
    words = [word for row in rows for word in row["words"]]

    assert len(words) == len(set(words))


def test_no_weapon_is_named_twice() -> None:
    names = [name for row in lexicon.table("weapons").values() for name in row["names"]]

    assert len(names) == len(set(names))


def test_frames_name_roles_of_the_records() -> None:
    roles = {role for frame in lexicon.language("en").sections["frames"].values() for role in frame}

    assert roles <= {role.value for role in Role}


@pytest.mark.parametrize("iso", lexicon.languages())
def test_words_are_in_lower_case(iso: str) -> None:
    """They are compared with the case-folded text, so a capital would never match."""
    sections = lexicon.language(iso).sections
    lists = [
        words
        for section in ("dates", "numbers", "realis", "reporting", "governors", "incident_words")
        for words in sections.get(section, {}).values()
        if isinstance(words, list)
    ]

    assert lists or iso != "en"
    assert [word for words in lists for word in words if word != word.casefold()] == []


def test_a_language_without_a_lexicon_has_no_words() -> None:
    unknown = lexicon.language("xx")

    assert unknown.sections == {}
    assert unknown.words("zones", "footer_marks") == frozenset()
    assert unknown.missing_sections() == ("dates", "incidents")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"id": "other"}, "'id' must be 'shelling'"),
        ({"group": "naval"}, "unknown group 'naval'"),
        ({"label": None}, "missing key 'label'"),
        ({"crosswalk": {"plover": "none"}}, "missing key 'acled_event'"),
        ({"weapon": ["artillery"]}, "unknown key 'weapon'"),
    ],
)
def test_a_broken_page_is_refused_with_its_fault(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(LexiconError, match=fault) as raised:
        lexicon.incident_type("shelling", page(**changes))

    assert "lexicons/incidents/shelling.toml" in str(raised.value)


def test_a_whole_page_is_read() -> None:
    """The twin of the test above."""
    assert lexicon.incident_type("shelling", page()).type_id == "shelling"


def test_a_missing_table_is_named() -> None:
    with pytest.raises(LexiconError, match=r"lexicons/nosuch\.toml"):
        lexicon.table("nosuch")


def test_every_frame_is_used_by_a_type() -> None:
    used = {kind.page["frame"] for kind in lexicon.incident_types().values()}

    assert used == set(lexicon.language("en").sections["frames"])
