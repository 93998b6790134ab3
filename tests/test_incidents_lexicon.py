"""Every codebook page finds its own examples and leaves the others alone.

A page is tested by being there: what it must find and must not find stands on the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from geomap import lexicon
from geomap.errors import LexiconError
from geomap.incidents.codebook import open_codebook
from geomap.incidents.units import ACTOR

if TYPE_CHECKING:
    from collections.abc import Callable

PAGES = {type_id: kind.page["en"] for type_id, kind in lexicon.incident_types().items()}
FOUND = [(type_id, row) for type_id, page in PAGES.items() for row in page["found"]]
NOT_FOUND = [(type_id, text) for type_id, page in PAGES.items() for text in page["not_found"]]
LEAST_FOUND, LEAST_NOT_FOUND = 6, 4


def test_there_are_26_types_in_6_groups() -> None:
    kinds = lexicon.incident_types().values()

    assert len(kinds) == 26
    assert {kind.group for kind in kinds} == set(lexicon.groups())


@pytest.mark.parametrize("type_id", PAGES)
def test_a_page_has_enough_examples(type_id: str) -> None:
    assert len(PAGES[type_id]["found"]) >= LEAST_FOUND
    assert len(PAGES[type_id]["not_found"]) >= LEAST_NOT_FOUND


@pytest.mark.parametrize(("type_id", "row"), FOUND, ids=[row["text"] for _, row in FOUND])
def test_an_example_is_found(
    type_id: str, row: dict[str, Any], read_incidents: Callable[..., Any]
) -> None:
    resolutions, incidents = read_incidents(f"\n{row['text']}", literal=row["roles"])
    (incident,) = [i for i in incidents if i.incident_type == type_id]
    roles = {resolutions[p.mention].mention.text: p.role.value for p in incident.places}
    counts = {count.kind: count.value for count in incident.counts}

    assert roles == row["roles"]
    assert row.get("counts", {}).items() <= counts.items()


@pytest.mark.parametrize(("type_id", "text"), NOT_FOUND, ids=[text for _, text in NOT_FOUND])
def test_a_lookalike_is_not_found(
    type_id: str, text: str, read_incidents: Callable[..., Any]
) -> None:
    _, incidents = read_incidents(f"\n{text}")

    assert type_id not in {incident.incident_type for incident in incidents}


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Rubble is all one sees in Orikhiv.", {"infrastructure_damage"}),
        ("Rubble is all one sees.", set()),
        ("Shells hit Orikhiv, people say amid the rubble in Izium.", {"shelling"}),
        ("Prices are up in Orikhiv.", set()),
        ("Rubble is all one sees in Orikhiv.\n\nShells hit Izium.", {"shelling"}),
    ],
)
def test_a_faint_word_counts_alone_and_with_a_place(
    text: str, types: set[str], read_incidents: Callable[..., Any]
) -> None:
    """Where the text tells of something in clearer words, the faint one says no more."""
    _, incidents = read_incidents(f"\n{text}")

    assert {incident.incident_type for incident in incidents} == types


def test_an_unknown_word_class_is_refused() -> None:
    """The twin: a page with a fault is not read as if it had none."""
    codebook = open_codebook(lexicon.language("en"))
    assert codebook is not None

    broken = lexicon.Language("en", "English", dict(lexicon.language("en").sections))
    broken.sections["counts"] = {"patterns": ["{N:killed} %nosuchclass"]}  # type: ignore[index]
    with pytest.raises(LexiconError, match="nosuchclass"):
        open_codebook(broken)


def test_a_slot_beside_other_words_is_refused() -> None:
    """It would be read as a word that no text has, and the pattern would never fit."""
    broken = lexicon.Language("en", "English", dict(lexicon.language("en").sections))
    broken.sections["counts"] = {"patterns": ["people|{N:killed} died"]}  # type: ignore[index]
    with pytest.raises(LexiconError, match="element by itself"):
        open_codebook(broken)


def test_a_slot_without_a_name_may_stand_beside_words() -> None:
    """ "={A}|%powers" takes whoever acts for a state, named by the state or by the office."""
    codebook = open_codebook(lexicon.language("en"))
    assert codebook is not None
    (element,) = {
        element
        for patterns in codebook.triggers.values()
        for pattern in patterns
        if pattern.source.startswith("={A}|%powers ~3 ")
        for element in pattern.before
        if element.kinds
    }

    assert element.kinds == {ACTOR}
    assert "kremlin" in element.keys
    assert not element.capture
    assert not element.is_claimed
