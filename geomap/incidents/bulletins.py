"""Reports that retell a bulletin: what an army or a ministry counts up for a day.

"The defence ministry said that in the past 24 hours … ." From there on all that nobody else
says is out of the bulletin, until somebody else speaks; a heading, or words of its author, take
it up again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.incidents.codebook import WARFARE
from geomap.incidents.days import covers_period, is_day
from geomap.records import Zone

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from geomap.incidents.attribution import Source
    from geomap.incidents.drafts import Draft
    from geomap.incidents.story import Story

__all__ = ["carry_bulletin"]


def carry_bulletin(
    story: Story,
    drafts: Sequence[Draft],
    sources: Mapping[int, Sequence[Source]],
    lead: Collection[int],
) -> None:
    """Give what a report retells of a bulletin its author.

    Parameters
    ----------
    sources
        The sources of each sentence, by its index.
    lead
        The paragraphs that open the report.
    """
    zones = [paragraph.zone for paragraph in story.document.paragraphs]
    told = [number for number in sorted(lead) if zones[number] is not Zone.HEADLINE]
    lead = {number for number in lead if number <= min(told, default=-1)}
    if not _opens_with_period(story, lead):
        return
    authors = dict(_authors(story, sources, lead))
    for draft in drafts:
        is_told = draft.page.group in WARFARE and not draft.page.speaks
        if draft.source is None and is_told and draft.sentence in authors:
            draft.attribute(authors[draft.sentence])


def _opens_with_period(story: Story, lead: Collection[int]) -> bool:
    """Return whether a report opens with the day that it covers: "in the past 24 hours"."""
    sentences = story.document.sentences
    return any(
        sentences[date.sentence].paragraph in lead
        and covers_period(story, date.when)
        and is_day(date.when)
        for date in story.dates
    )


def _authors(
    story: Story, sources: Mapping[int, Sequence[Source]], lead: Collection[int]
) -> Iterator[tuple[int, Source]]:
    """Yield the sentences that tell on from a bulletin, each with its author."""
    document = story.document
    author = current = None
    paragraph = -1
    for number, sentence in enumerate(document.sentences):
        if sentence.paragraph != paragraph and _is_heading(story, sentence.paragraph):
            current = author
        paragraph = sentence.paragraph
        here = sources.get(number, ())
        if author is None and paragraph in lead:
            author = next((one for one in here if _is_central(story, one)), None)
            current = author
        elif here and author is not None:
            current = _taken_up(story, author, here[-1])
        elif current is not None:
            yield number, current


def _taken_up(story: Story, author: Source, source: Source) -> Source | None:
    """Return an author that speaks again, perhaps as "the bulletin"; none for somebody else."""
    words = story.codebook.words["reporting"]
    named = set(source.name.casefold().split())
    is_own = source.name == author.name or not words["bulletins"].isdisjoint(named)
    is_own |= not source.side and not words["central"].isdisjoint(named)
    return source._replace(side=author.side) if is_own else None


def _is_central(story: Story, source: Source) -> bool:
    """Return whether a source is an army or a ministry."""
    central = story.codebook.words["reporting"]["central"]
    return bool(source.side) and not central.isdisjoint(source.name.casefold().split())


def _is_heading(story: Story, number: int) -> bool:
    """Return whether a paragraph is a line that ends as no sentence does."""
    paragraph = story.document.paragraphs[number]
    return story.text[paragraph.end - 1].isalnum()
