"""Words of a source beyond its own sentence: quotations of several, and what takes them up.

All of a quotation are the words of whom one of its sentences names. Outside quotation marks
a source goes on only in a sentence that opens by pointing back: "Its supply had been cut",
"Six of them were shot down". To carry it on everywhere, on the checked answers, cost more
than it gave. An announced report is another thing: what stands under "the army listed:", under "we
give his account", and in the paragraph of "the police summed up Monday", is its author's.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from geomap.incidents.attribution import opening_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geomap.incidents.attribution import Source
    from geomap.incidents.drafts import Draft
    from geomap.incidents.story import Story
    from geomap.text import Document

__all__ = ["attribute_quotations", "carry_between", "carry_posts", "carry_reports", "carry_sources"]

OPENING_REACH = 5  # tokens of "Five and six of them"

LONGEST_QUOTATION = 5_000  # characters; a mark that is never closed quotes no page
ITEM = re.compile(r"[-–—•*·▪◾✅❗]|\d{1,2}[.)] |[A-ZА-ЯІЇЄҐ][A-ZА-ЯІЇЄҐ’' ,–-]{2,60}[.:] ")
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


def carry_reports(
    story: Story, drafts: Sequence[Draft], sources: Mapping[int, Sequence[Source]]
) -> None:
    """Give what an announced report tells its author: the rest of its paragraph, and its items."""
    document, words = story.document, story.codebook.words["reporting"]
    if words["introducing"].isdisjoint(document.lows) and ":" not in document.lows:
        return
    told = {draft.sentence for draft in drafts}
    author: Source | None = None
    authors: dict[int, Source] = {}
    paragraph = -1
    for number, sentence in enumerate(document.sentences):
        if sentence.paragraph != paragraph and not _is_item(document, number):
            author = None
        paragraph = sentence.paragraph
        if author is not None:
            authors[number] = author
        author = _author_of(story, number, sources, is_telling=number in told) or author
    for draft in drafts:
        if draft.source is None and not draft.page.speaks and draft.sentence in authors:
            draft.attribute(authors[draft.sentence])


def carry_between(
    story: Story, drafts: Iterable[Draft], sources: Mapping[int, Sequence[Source]]
) -> None:
    """Give a sentence between two of one speaker, in one paragraph, that speaker.

    "The governor said that … . Shells fell on P. “Nobody was hurt,” he added."
    """
    paragraphs: dict[int, list[int]] = {}
    for number in sorted(sources):
        paragraph = story.document.sentences[number].paragraph
        paragraphs.setdefault(paragraph, []).append(number)
    for draft in drafts:
        if draft.source is not None or draft.page.speaks or draft.sentence in sources:
            continue
        told = paragraphs.get(draft.paragraph, [])
        at = bisect_left(told, draft.sentence)
        if 0 < at < len(told):
            before, after = sources[told[at - 1]][-1], sources[told[at]][0]
            if before.name == after.name:
                draft.attribute(before)


def carry_posts(
    story: Story, drafts: Iterable[Draft], sources: Mapping[int, Sequence[Source]]
) -> None:
    """Give what a paragraph goes on to tell the source whose post it opens with.

    "The governor wrote on Telegram that a drone had hit a car. The driver died. In P, shells …".
    """
    document, told = story.document, sorted(sources)
    for draft in drafts:
        at = bisect_right(told, draft.sentence) - 1
        if draft.source is not None or draft.page.speaks or at < 0:
            continue
        number = told[at]
        here = sources[number]
        sentence = document.sentences[number]
        is_first = sentence.start == document.paragraphs[sentence.paragraph].start
        is_near = number < draft.sentence and sentence.paragraph == draft.paragraph
        if is_near and is_first and len(here) == 1 and here[0].channel and here[0].scope.start:
            draft.attribute(here[0])


def _author_of(
    story: Story, number: int, sources: Mapping[int, Sequence[Source]], *, is_telling: bool
) -> Source | None:
    """Return whose report a sentence announces: "The army reported:", "We give her account"."""
    document, words = story.document, story.codebook.words["reporting"]
    sentence, here = document.sentences[number], sources.get(number, ())
    lows = document.lows[sentence.first_token : sentence.last_token]
    if document.lows[sentence.last_token - 1] == ":":
        is_open = number + 1 < len(document.sentences) and _is_item(document, number + 1)
        return (here[-1] if here else opening_source(story, number)) if is_open else None
    is_first = sentence.start == document.paragraphs[sentence.paragraph].start
    if here and is_first and here[0].sentence < 0 and not here[0].start:
        return here[0]  # a label opens it: "British intelligence: ships have left P. A column …"
    if words["introducing"].isdisjoint(lows):
        return None
    if here:
        return None if is_telling else here[0]
    pairs = pairwise(lows)
    if not any(one in words["possessives"] and two in words["introducing"] for one, two in pairs):
        return None
    before = (at for at in range(number - 1, -1, -1) if at in sources)
    last = next(before, -1)
    is_near = last >= 0 and document.sentences[last].paragraph == sentence.paragraph
    return sources[last][-1] if is_near else None


def _is_item(document: Document, number: int) -> bool:
    """Return whether a paragraph is one of a list: behind a dash, or under a place in capitals."""
    paragraph = document.paragraphs[document.sentences[number].paragraph]
    return ITEM.match(document.text, paragraph.start) is not None


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
