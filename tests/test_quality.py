"""Quality does not fall: the figures on the checked answers stay above their pinned floors."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from geomap.evaluate import Evaluation, evaluate
from geomap.records import Report

ROOT = Path(__file__).parent.parent
PINNED: dict[str, Any] = json.loads(
    (Path(__file__).parent / "quality_floor.json").read_text(encoding="utf-8")
)
GOLD = ROOT / PINNED["gold"]


@cache
def measured() -> Evaluation:
    return evaluate(GOLD, samples=0)


def values_of(evaluation: Evaluation) -> dict[str, float]:
    """Return the values by key; those of a half are called ``test:incident``."""
    parts = [("", evaluation), *((f"{name}:", half) for name, half in evaluation.halves.items())]
    return {
        prefix + figure.key: figure.value or 0.0
        for prefix, part in parts
        for figure in part.figures
    }


def fallen(evaluation: Evaluation, floors: dict[str, dict[str, Any]]) -> list[str]:
    """Return what lies below its floor, in words."""
    values = values_of(evaluation)
    return [
        f"{key}: {values.get(key, 0.0):.3f} is below its floor {pinned['floor']:.3f}"
        for key, pinned in floors.items()
        if values.get(key, 0.0) < pinned["floor"]
    ]


def test_answers_are_the_pinned_ones() -> None:
    """A figure means something only for the answers it was measured on."""
    assert is_pinned(GOLD.read_bytes()), (
        f"{PINNED['gold']} has changed: run `{PINNED['command']}`, then pin the figures reached "
        f"and sha256 {sha256(GOLD.read_bytes())} in tests/quality_floor.json, with the reason"
    )


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def is_pinned(data: bytes) -> bool:
    return sha256(data) == PINNED["sha256"]


def set_aside(data: bytes) -> bytes:
    """Return the lines of the half that nobody tunes on."""
    lines = data.splitlines(keepends=True)
    return b"".join(line for line in lines if json.loads(line)["half"] == "test")


def test_answers_set_aside_are_frozen() -> None:
    """They may grow; an answer that is changed after the program was run is no answer."""
    digest = sha256(set_aside(GOLD.read_bytes()))

    assert digest == PINNED["sha256_test"], (
        f"the half set aside in {PINNED['gold']} has changed: only new articles and plain "
        f"mistakes are a reason; say which in CHANGELOG.md and pin sha256_test {digest}"
    )


def test_answers_set_aside_are_not_all_or_nothing() -> None:
    """Twin: a filter that let everything or nothing through would freeze the wrong thing."""
    data = GOLD.read_bytes()

    assert 0 < len(set_aside(data)) < len(data)


def test_another_set_of_answers_is_refused() -> None:
    """Twin: one space more is another set."""
    assert not is_pinned(GOLD.read_bytes() + b" ")


def test_no_figure_is_below_its_floor() -> None:
    assert fallen(measured(), PINNED["floors"]) == []


def test_gate_fails_when_the_program_finds_nothing() -> None:
    """Twin: a gate that a silent program passes guards nothing."""
    silent = evaluate(GOLD, analyze=Report, samples=0)

    assert len(fallen(silent, PINNED["floors"])) == len(PINNED["floors"]) > 0


def test_gate_fails_when_one_figure_drops() -> None:
    """Twin: each floor holds by itself."""
    above = {"use": {"floor": 1.01}}

    assert len(fallen(measured(), above)) == 1


def test_unknown_measure_is_below_any_floor() -> None:
    """A floor whose measure was renamed must not pass unseen."""
    assert fallen(measured(), {"accuracy_of_nothing": {"floor": 0.1}})


@pytest.mark.parametrize("key", sorted(PINNED["floors"]))
def test_floor_says_what_was_reached_and_why(key: str) -> None:
    pinned = PINNED["floors"][key]

    assert 0 < pinned["floor"] <= pinned["reached"] <= 1
    assert len(pinned["reason"]) > 20


def test_evaluation_is_repeatable() -> None:
    """The same program and answers give the same figures: the gate never flickers."""
    assert evaluate(GOLD, samples=0) == measured()
