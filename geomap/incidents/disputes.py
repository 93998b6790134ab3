"""What others say against it: denied, disputed by both sides, not to be checked.

What one side tells and another rejects stays an incident, and becomes disputed: "…, which
Moscow denied", "Kyiv called the claim a lie", "said that was none of its doing".
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from geomap.incidents.codebook import WARFARE
from geomap.records import Certainty, Realis

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from geomap.incidents.attribution import Source
    from geomap.incidents.drafts import Draft
    from geomap.incidents.story import Story
    from geomap.text import Document

__all__ = ["mark_blamed", "mark_denied", "mark_rejected", "mark_unverified"]

MOST_TELLINGS = 20  # tellings before a denial that are looked at
DENIALS = ("@deny", "@reject")  # how the patterns of denials start
REJECTED_REACH = 5  # tokens from "denied" to "the report"
RELATIVE_REACH = 8  # tokens from ", which" or "a claim" to "denied"
BACK_SENTENCES = 2  # from a rejection to what it rejects


def mark_rejected(
    story: Story, drafts: Sequence[Draft], sources: Mapping[int, Sequence[Source]]
) -> None:
    """Mark as disputed what the words behind it reject: "…, which Moscow denied".

    That is what the same sentence tells before, else the sentence before in the paragraph.
    Whoever said it cannot reject it.
    """
    rejections = _rejections(story)
    told = _told_in(filter(_is_of_story, drafts) if rejections else ())
    for number, offset in rejections:
        denial = next((one for one in sources.get(number, ()) if one.is_denial), None)
        for draft in _told_before(story.document, told, number, offset):
            if denial is None or draft.source is None or draft.source.name != denial.name:
                draft.certainty = Certainty.DISPUTED
                draft.denied_by = draft.denied_by or (denial.name if denial else "")


def _is_of_story(draft: Draft) -> bool:
    """Return whether a draft is of what happened, which others can deny."""
    return draft.page.group in WARFARE and draft.realis is Realis.ACTUAL


def _told_in(drafts: Iterable[Draft]) -> dict[int, list[tuple[int, Draft]]]:
    """Return what each sentence tells, with the offset where it does."""
    told: dict[int, list[tuple[int, Draft]]] = {}
    for draft in drafts:
        for telling in draft.tellings:
            told.setdefault(telling.sentence, []).append((telling.start, draft))
    return told


def _told_before(
    document: Document, told: Mapping[int, Sequence[tuple[int, Draft]]], number: int, offset: int
) -> list[Draft]:
    """Return what a sentence tells before an offset, else what the last one before it tells."""
    here = [draft for start, draft in told.get(number, ()) if start < offset]
    paragraph = document.sentences[number].paragraph
    for before in range(number - 1, max(-1, number - 1 - BACK_SENTENCES), -1):
        if here or document.sentences[before].paragraph != paragraph:
            break
        here = [draft for _, draft in told.get(before, ())]
    return here


def _rejections(story: Story) -> list[tuple[int, int]]:
    """Return the sentences that reject something, each with the offset of the words."""
    document, words = story.document, story.codebook.words["realis"]
    found = list(_phrases_at(document, words["rejected_phrases"]))
    verbs, lows = words["rejecting"] | words["denying"], document.lows
    if not verbs.isdisjoint(lows):
        found.extend(
            (number, document.starts[at])
            for number, sentence in enumerate(document.sentences)
            for at in range(sentence.first_token, sentence.last_token)
            if lows[at] in verbs and _is_rejection(lows, at, sentence.first_token, words)
        )
    return sorted(found)


def _is_rejection(
    lows: Sequence[str], at: int, first: int, words: Mapping[str, frozenset[str]]
) -> bool:
    """Return whether a verb rejects what was told: "denied this", "a claim P rejected"."""
    is_denying = lows[at] in words["denying"]
    after = lows[at + 1 : at + 1 + REJECTED_REACH]
    before = lows[max(first, at - RELATIVE_REACH) : at]
    if is_denying and after[:1] and after[0] in words["rejected_pronouns"]:
        return after[1:2] == [] or after[1] in words["rejected_ends"]
    if not words["rejected"].isdisjoint(after):
        return words["rejected_stops"].isdisjoint(after)
    is_closing = not after or after[0] in words["rejected_ends"]
    signs = words["rejected_relatives"] if is_denying else words["rejected"]
    return is_closing and not signs.isdisjoint(before)


def mark_denied(drafts: Sequence[Draft]) -> None:
    """Mark what somebody denies in words: "Moscow denied any part in it".

    That is the incident told just before in the paragraph; a paragraph that opens with the
    denial goes back to the incident the report has told of most.
    """
    recent: list[Draft] = []
    main: Draft | None = None
    for draft in sorted(drafts, key=lambda draft: (draft.sentence, draft.head)):
        is_next = bool(recent) and recent[-1].paragraph != draft.paragraph
        recent = [] if is_next else recent[-MOST_TELLINGS:]
        if any(match.pattern.source.startswith(DENIALS) for match in draft.matches):
            _mark_before(draft, recent or ([main] if main else []))
        elif _is_of_story(draft):
            recent.append(draft)
            if main is None or len(draft.others) > len(main.others):
                main = draft


def mark_unverified(drafts: Sequence[Draft], document: Document, phrases: Collection[str]) -> None:
    """Mark as unconfirmed what a sentence, or the one after it, says nobody could check."""
    for _, told in _told_with(drafts, document, phrases):
        for draft in told:
            if draft.certainty in {Certainty.ATTRIBUTED, Certainty.STATED}:
                draft.certainty = Certainty.UNCONFIRMED


def mark_blamed(drafts: Sequence[Draft], document: Document, phrases: Collection[str]) -> None:
    """Mark as disputed what both sides lay on each other, as a sentence or the one after it says.

    A paragraph that opens so goes back to the incident told most before it.
    """
    told = list(filter(_is_of_story, drafts))
    for number, blamed in _told_with(told, document, phrases):
        before = [draft for draft in told if draft.sentence < number]
        main = max(before, key=lambda draft: len(draft.others), default=None)
        for draft in blamed or ([main] if main else []):
            draft.certainty = Certainty.DISPUTED


def _told_with(
    drafts: Sequence[Draft], document: Document, phrases: Collection[str]
) -> Iterator[tuple[int, Sequence[Draft]]]:
    """Yield the sentences with some phrases and what they, or those just before them, tell."""
    numbers = sorted({number for number, _ in _phrases_at(document, phrases)})
    told = _told_in(drafts if numbers else ())
    for number in numbers:
        paragraph = document.sentences[number].paragraph
        here = [draft for _, draft in told.get(number, ())]
        before = told.get(number - 1, ()) if number else ()
        yield number, here or [draft for _, draft in before if draft.paragraph == paragraph]


def _phrases_at(document: Document, phrases: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield the sentences in which one of some phrases stands, with its offset."""
    folded = document.text.lower()
    if len(folded) != len(document.text):
        return  # a letter that grows in lower case would shift the sentences
    for phrase in phrases:
        at = folded.find(phrase)
        while at >= 0:
            number = bisect_left(document.sentences, at + 1, key=lambda one: one.start) - 1
            yield number, at
            at = folded.find(phrase, at + len(phrase))


def _mark_before(denial: Draft, before: Iterable[Draft]) -> None:
    name = denial.source.name if denial.source else ""
    fitting = [one for one in before if not name or not one.source or one.source.name != name]
    if fitting:
        denied = max(fitting, key=lambda draft: (draft.sentence, draft.is_strike, -draft.head))
        denied.certainty = Certainty.DISPUTED
        denied.denied_by = name or denial.actor
