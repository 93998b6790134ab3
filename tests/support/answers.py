"""Checked answers of an article of two sentences."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Shells hit Nikopol on Monday, Moscow said. Two people died in Kharkiv."
NIKOPOL = {"name": "Nikopol", "kind": "city", "lat": 47.571, "lon": 34.396, "country": "UA"}
KHARKIV = {"name": "Kharkiv", "kind": "city", "lat": 49.993, "lon": 36.23, "country": "UA"}


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
