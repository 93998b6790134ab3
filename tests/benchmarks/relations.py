"""How long a relation takes: read from the text, drawn for the first time, remembered.

Run ``python tests/benchmarks/relations.py``. The target is 0.2 ms a relation; outlines of
countries and seas cost more when they are drawn for the first time, and are kept.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from time import thread_time
from typing import TYPE_CHECKING

from geomap.gazetteer import open_gazetteer
from geomap.geometry import locate
from geomap.geometry.relations import find_relations, relation_of
from geomap.geometry.shapes import draw
from geomap.lexicon import language
from geomap.mentions import find_mentions
from geomap.resolve import resolve_mentions
from geomap.text import read_document

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(__file__).parents[1] / "data" / "relations.toml"
ROUNDS = 30
DRAWN = (
    ("near", "geonames:713174"),
    ("distance/N/30", "curated:ua.kharkiv"),
    ("direction/E", "geonames:713174"),
    ("outskirts/N", "curated:ua.kyiv"),
    ("part/N", "curated:UA-63"),
    ("part/E", "curated:country.UA"),
    ("along", "curated:border.by-ua"),
    ("offshore", "curated:ua.odesa"),
    ("bank/left", "curated:UA-65"),
    ("coast/E", "curated:sea.azov"),
)


def least_ms(work: Callable[[], object]) -> float:
    """Return the processor time of the fastest of some rounds, milliseconds."""
    times = []
    for _ in range(ROUNDS):
        start = thread_time()
        work()
        times.append(thread_time() - start)
    return 1000 * min(times)


def main() -> None:
    """Print the table."""
    gazetteer, words = open_gazetteer(), language("en")
    read = []
    for example in tomllib.loads(DATA.read_text("utf-8"))["examples"]:
        text = example["text"].replace("[", "").replace("]", "")
        document = read_document(text, words.sections)
        mentions = find_mentions(document, gazetteer, words)
        read.append((document, resolve_mentions(document, mentions, gazetteer)))
    found = sum(len(find_relations(*row, gazetteer, "en")) for row in read)
    reading = least_ms(lambda: [find_relations(*row, gazetteer, "en") for row in read])
    located = least_ms(lambda: [locate(r, gazetteer, document=d) for d, r in read])
    print(f"{found} relations in {len(read)} sentences")
    print(f"  read from the text   {reading / found:.3f} ms each")
    print(f"  read and remembered  {located / found:.3f} ms each")
    for relation, place_id in DRAWN:
        place, parsed = gazetteer.place(place_id), relation_of(relation)
        took = least_ms(lambda parsed=parsed, place=place: draw(parsed, place, gazetteer))
        print(f"  drawn: {relation:14} {place.name:24} {took:7.3f} ms")


if __name__ == "__main__":
    main()
