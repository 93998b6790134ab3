"""How well the places of one verb's event are found, on records with a verb and its places.

Run as ``python tests/benchmarks/verbs.py FILE.jsonl [-o PREDICTIONS.jsonl] [--fit]``. A record
is ``{doc_id, text, verb: {start, end}, toponyms: [{start, end}]}``. One record in three, by its
id, is open to whoever sets the points; the others only measure. ``--fit`` prints points.
"""

from __future__ import annotations

import argparse
import json
import math
import zlib
from pathlib import Path
from typing import Any

from geomap.evaluate.verbs import find_verb_places, signs_of_places, write_verb_places

Record = dict[str, Any]
Row = tuple[dict[str, float], float]
OPEN = 3  # one record in so many is open
ROUNDS, RATE, DECAY = 400, 2.0, 0.006


def is_open(record: Record) -> bool:
    """Return whether a record may be looked at while points are set."""
    return zlib.crc32(record["doc_id"].encode()) % OPEN == 0


def answers_of(record: Record) -> list[tuple[int, int]]:
    """Return the offsets of the places that a record states."""
    return [(one["start"], one["end"]) for one in record["toponyms"]]


def score(records: list[Record]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of overlapping spans, matched one to one."""
    right = wanted = found = 0
    for record in records:
        verb = record["verb"]
        left = answers_of(record)
        wanted += len(left)
        for start, end in find_verb_places(record["text"], verb["start"], verb["end"]):
            found += 1
            gold = next((one for one in left if one[0] < end and start < one[1]), None)
            if gold is not None:
                left.remove(gold)
                right += 1
    precision, recall = right / max(found, 1), right / max(wanted, 1)
    return precision, recall, 2 * right / max(found + wanted, 1)


def rows_of(records: list[Record]) -> list[Row]:
    """Return the signs of every place with its answer."""
    rows = []
    for record in records:
        gold = answers_of(record)
        verb = record["verb"]
        for (start, end), signs in signs_of_places(record["text"], verb["start"], verb["end"]):
            rows.append((signs, float(any(a < end and start < b for a, b in gold))))
    return rows


def fit(rows: list[Row]) -> dict[str, float]:
    """Return points by logistic regression, by plain gradient descent."""
    points = dict.fromkeys(sorted({sign for signs, _ in rows for sign in signs}), 0.0)
    for _ in range(ROUNDS):
        slope = {sign: DECAY * value for sign, value in points.items()}
        for signs, answer in rows:
            total = sum(points[sign] * value for sign, value in signs.items())
            error = (1 / (1 + math.exp(-total)) - answer) / len(rows)
            for sign, value in signs.items():
                slope[sign] += error * value
        for sign, value in slope.items():
            points[sign] -= RATE * value
    return {sign: round(value, 2) for sign, value in points.items() if abs(value) >= 0.1}


def main() -> None:
    """Print the figures of the open third and of the rest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    lines = options.file.read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines if line.strip()]
    if options.fit:
        for sign, value in fit(rows_of([one for one in records if is_open(one)])).items():
            print(f'"{sign}" = {value}')
        return
    for name, part in (("open", True), ("rest", False)):
        figures = score([one for one in records if is_open(one) is part])
        print(name, *(f"{figure:.3f}" for figure in figures))
    if options.output:
        write_verb_places(records, options.output)


if __name__ == "__main__":
    main()
