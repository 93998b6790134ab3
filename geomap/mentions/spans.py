"""Spans that a recogniser of the user's own hands in, and an adapter for spaCy.

They are added to what is found here and take no name away but an everyday word: a span of a
place that no other name overlaps becomes a mention ("Old Mill Bunker", though Mill is a
town), a span of a person or organisation only makes a name without a type word less likely.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from geomap import lexicon
from geomap.mentions.reading import Draft, Reading, cover_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from geomap.gazetteer import Gazetteer

    GivenSpan = tuple[int, int] | tuple[int, int, str]

__all__ = ["add_spans", "doubt_spans", "from_spacy"]

PLACE, PERSON, ORGANISATION = "place", "person", "organisation"
_GIVEN_SCORE = 10.0  # who hands in a recogniser of his own trusts it: above every doubt of ours
_SPACY_LABELS = {
    "GPE": PLACE,
    "LOC": PLACE,
    "FAC": PLACE,
    "PERSON": PERSON,
    "PER": PERSON,
    "ORG": ORGANISATION,
    "PRODUCT": ORGANISATION,
    "WORK_OF_ART": ORGANISATION,
}


def from_spacy(pipeline: Callable[[str], object]) -> Callable[[str, str], tuple[GivenSpan, ...]]:
    """Return a spaCy pipeline as the ``recognizer`` of `geomap.analyze`.

    Parameters
    ----------
    pipeline
        What ``spacy.load`` gives, or anything else whose result has ``ents`` with
        ``start_char``, ``end_char`` and ``label_``.

    Examples
    --------
    >>> from types import SimpleNamespace as Made
    >>> entity = Made(start_char=3, end_char=7, label_="GPE")
    >>> from_spacy(lambda text: Made(ents=[entity]))("In Oz.", "en")
    ((3, 7, 'place'),)
    """

    def recognize(text: str, language: str) -> tuple[GivenSpan, ...]:
        del language  # a pipeline knows its own
        entities = getattr(pipeline(text), "ents", ())
        return tuple(
            (entity.start_char, entity.end_char, _SPACY_LABELS[entity.label_])
            for entity in entities
            if entity.label_ in _SPACY_LABELS
        )

    return recognize


def add_spans(
    reading: Reading, drafts: list[Draft], spans: Iterable[GivenSpan], gazetteer: Gazetteer
) -> list[Draft]:
    """Add a draft for every span of a place that no name overlaps, but for everyday words."""
    rows = tuple(_tokens_of(reading, spans))
    if not rows:
        return drafts
    cover, dropped = cover_of(drafts), set[int]()
    for first, last, label in rows:
        inside = [cover[token] for token in range(first, last) if token in cover]
        if label != PLACE or not all(_is_word(d, first, last, gazetteer) for d in inside):
            continue
        dropped.update(map(id, inside))
        name = reading.span_text(first, last)
        sentence = reading.sentences[first]
        draft = Draft(first, last, name, gazetteer.candidates(name), sentence, first)
        draft.score = _GIVEN_SCORE
        drafts.append(draft)
        cover.update(dict.fromkeys(range(first, last), draft))
    return [draft for draft in drafts if id(draft) not in dropped]


def _is_word(draft: Draft, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Return whether a name is an everyday word that is but a part of a longer span."""
    is_part = first <= draft.first and draft.last <= last and last - first > 1
    return is_part and draft.last - draft.first == 1 and gazetteer.is_common(draft.name)


def doubt_spans(reading: Reading, drafts: Sequence[Draft], spans: Iterable[GivenSpan]) -> None:
    """Count it against a name without a type word that its span is said to be no place."""
    labels = {
        token: label
        for first, last, label in _tokens_of(reading, spans)
        if label != PLACE
        for token in range(first, last)
    }
    weight = lexicon.table("resolver")["recognition"]["other_label"]
    for draft in drafts if labels else ():
        if draft.first in labels and draft.cue is None:
            draft.count_against(weight, f"read as a {labels[draft.first]} by the recogniser")


def _tokens_of(reading: Reading, spans: Iterable[GivenSpan]) -> Iterator[tuple[int, int, str]]:
    """Yield the tokens inside each span, with its label; spans without a token are left out."""
    document = reading.document
    for start, end, *label in spans:
        first = bisect_left(document.starts, start)
        last = bisect_right(document.ends, end)
        if first < last:
            yield first, last, label[0] if label else PLACE
