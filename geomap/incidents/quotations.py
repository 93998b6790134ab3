"""Words of a source beyond its own sentence: quotations of several, and what takes them up.

All of a quotation are the words of whom one of its sentences names. Outside quotation marks
a source goes on only in a sentence that opens by pointing back: "Its supply had been cut",
"Six of them were shot down". To carry it on everywhere, on the checked answers, cost more
than it gave.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geomap.incidents.attribution import Source
    from geomap.incidents.drafts import Draft
    from geomap.incidents.story import Story

__all__ = ["attribute_quotations", "carry_sources"]

OPENING_REACH = 5  # tokens of "Five and six of them"

LONGEST_QUOTATION = 5_000  # characters; a mark that is never closed quotes no page
QUOTATION = re.compile(
    f'[“„«][^“„«”»\n]{{1,{LONGEST_QUOTATION}}}[”»]|"[^"\n]{{1,{LONGEST_QUOTATION}}}"'
)


def attribute_quotations(
    story: Story, drafts: Iterable[Draft], sources: Mapping[int, Sequence[Source]]
) -> None:
    """Give what a quotation tells the source that its first, last or neighbouring words name.

    Parameters
    ----------
    sources
        The sources of each sentence, by its index.
    """
    if not sources:
        return
    spans = [match.span() for match in QUOTATION.finditer(story.text)]
    for draft in drafts:
        span = spans[bisect_left(spans, (draft.start,)) - 1] if spans else (0, 0)
        if not span[0] < draft.start < span[1] or draft.source is not None or draft.page.speaks:
            continue
        source = _speaker_of(story, draft, span, sources)
        if source is not None:
            draft.attribute(source)


def carry_sources(
    story: Story, drafts: Iterable[Draft], sources: Mapping[int, Sequence[Source]]
) -> None:
    """Give what a sentence tells that points back to the one before the source of that one."""
    sentences, document = story.document.sentences, story.document
    words = story.codebook.words["reporting"]
    for draft in drafts:
        before = draft.sentence - 1
        if draft.source is not None or draft.page.speaks or before not in sources:
            continue
        first = sentences[draft.sentence].first_token
        opening = document.lows[first : first + OPENING_REACH]
        goes_on = opening[0] in words["possessives"] or not words["going_on"].isdisjoint(opening)
        if goes_on and sentences[before].paragraph == draft.paragraph:
            draft.attribute(sources[before][-1])


def _speaker_of(
    story: Story, draft: Draft, span: tuple[int, int], sources: Mapping[int, Sequence[Source]]
) -> Source | None:
    """Return the source of the sentence that ends a quotation, opens it, or stands beside it."""
    sentences = story.document.sentences
    first, last = (story.document.sentence_at(at) for at in (span[0], span[1] - 1))
    for number in (last, first, first - 1, last + 1):
        if number in sources and sentences[number].paragraph == draft.paragraph:
            return sources[number][0]
    return None
