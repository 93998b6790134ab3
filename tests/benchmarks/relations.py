"""How long a relation takes: read from the text, drawn for the first time, remembered.

Run ``python tests/benchmarks/relations.py [RECORDS.jsonl]``. The target is 0.2 ms a relation
over many articles: what lies around a town costs less than that at once; coasts, borders and
parts of a country cost more when they are drawn for the first time, and are kept. With a file
of records that have a ``text``, the cost of drawing is shared out over all their relations.
"""

from __future__ import annotations

import json
import sys
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
    from collections.abc import Callable, Iterable

    from geomap.gazetteer import Gazetteer
    from geomap.geometry.relations import Relation
    from geomap.records import Place, Resolution
    from geomap.text import Document

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "tests" / "data" / "relations.toml"
ROUNDS = 30
DRAWN = (
    ("near", "geonames:713174"),
    ("distance/N/30", "curated:ua.kharkiv"),
    ("direction/E", "geonames:713174"),
    ("outskirts/N", "curated:ua.kyiv"),
    ("part/N", "curated:UA-63"),
    ("part/E", "curated:country.UA"),
    ("part/S", "curated:country.RU"),
    ("border", "curated:country.HU"),
    ("along", "curated:border.by-ua"),
    ("offshore", "curated:ua.odesa"),
    ("bank/left", "curated:UA-65"),
    ("coast/E", "curated:sea.azov"),
)


def least_ms(work: Callable[[], object]) -> float:
    """Return the processor time of the fastest of some rounds, milliseconds."""
    return min(took_ms(work) for _ in range(ROUNDS))


def took_ms(work: Callable[[], object]) -> float:
    """Return the processor time of one round, milliseconds."""
    start = thread_time()
    work()
    return 1000 * (thread_time() - start)


def read_all(
    texts: Iterable[str], gazetteer: Gazetteer
) -> list[tuple[Document, tuple[Resolution, ...]]]:
    """Return texts with what their mentions mean."""
    words, read = language("en"), []
    for text in texts:
        document = read_document(text, words.sections)
        mentions = find_mentions(document, gazetteer, words)
        read.append((document, resolve_mentions(document, mentions, gazetteer)))
    return read


def show_shared(texts: list[str], name: str, gazetteer: Gazetteer) -> None:
    """Print what a relation costs when each shape is drawn once for all texts of a corpus."""
    read = read_all(texts, gazetteer)
    found = [relations_of(*row, gazetteer) for row in read]
    kept: dict[tuple[object, ...], object] = {}

    def draw_all() -> None:
        for place, relation in (pair for pairs in found for pair in pairs):
            if (place.place_id, relation) not in kept:
                kept[place.place_id, relation] = draw(relation, place, gazetteer)

    took, count = took_ms(draw_all), sum(map(len, found))
    print(f"{count} relations in {len(texts)} texts of {name}")
    print(f"  drawn, each of {len(kept)} once   {took / count:.3f} ms a relation")


def relations_of(
    document: Document, resolutions: tuple[Resolution, ...], gazetteer: Gazetteer
) -> list[tuple[Place, Relation]]:
    """Return the places of a text that have a relation, with it."""
    relations = find_relations(document, resolutions, gazetteer, "en")
    found = ((resolutions[index].place, relation) for index, relation in relations.items())
    return [(place, relation) for place, relation in found if place is not None]


def main(records: list[str]) -> None:
    """Print the table."""
    gazetteer = open_gazetteer()
    draw(relation_of("offshore"), gazetteer.place("curated:ua.odesa"), gazetteer)  # loads shapely
    examples = tomllib.loads(EXAMPLES.read_text("utf-8"))["examples"]
    texts = [example["text"].replace("[", "").replace("]", "") for example in examples]
    read = read_all(texts, gazetteer)
    found = sum(len(relations_of(*row, gazetteer)) for row in read)
    reading = least_ms(lambda: [find_relations(*row, gazetteer, "en") for row in read])
    located = least_ms(lambda: [locate(r, gazetteer, document=d) for d, r in read])
    print(f"{found} relations in {len(read)} sentences")
    print(f"  read from the text   {reading / found:.3f} ms each")
    print(f"  read and remembered  {located / found:.3f} ms each")
    for text, place_id in DRAWN:
        place, relation = gazetteer.place(place_id), relation_of(text)
        took = least_ms(lambda relation=relation, place=place: draw(relation, place, gazetteer))
        print(f"  drawn: {text:14} {place.name:24} {took:7.3f} ms")
    articles = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    show_shared(articles, "seeds", gazetteer)
    for path in map(Path, records):
        lines = path.read_text("utf-8").splitlines()
        show_shared([json.loads(line)["text"] for line in lines], path.name, gazetteer)


if __name__ == "__main__":
    main(sys.argv[1:])
