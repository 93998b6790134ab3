"""Quotations of several sentences: all of them are the words of whom one of them names.

Outside quotation marks a source speaks for its own sentence only: on the checked answers,
carrying it on to the sentence after, or back to the one before, cost more than it gave.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from geomap.records import Certainty

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geomap.incidents.attribution import Source
    from geomap.incidents.drafts import Draft
    from geomap.incidents.story import Story

__all__ = ["attribute_quotations"]

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
            draft.source = source
            if draft.certainty is Certainty.STATED:
                is_doubted = source.is_unconfirmed
                draft.certainty = Certainty.UNCONFIRMED if is_doubted else Certainty.ATTRIBUTED


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
