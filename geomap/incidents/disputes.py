"""What others say against it: denied, disputed by both sides, not to be checked.

What one side tells and another rejects stays an incident, and becomes disputed: "…, which
Moscow denied", "Kyiv called the claim a lie", "said that was none of its doing".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from geomap.incidents.codebook import WARFARE
from geomap.incidents.details import STATEMENT
from geomap.incidents.patterns import Strength
from geomap.records import Certainty, Realis

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from geomap.incidents.attribution import Source
    from geomap.incidents.drafts import Draft
    from geomap.incidents.story import Story
    from geomap.text import Document

__all__ = [
    "mark_blamed",
    "mark_countered",
    "mark_denied",
    "mark_held",
    "mark_rejected",
    "mark_unverified",
]

MOST_TELLINGS = 20  # tellings before a denial that are looked at
TERRITORY = "territory_change"
WORD = re.compile(r"[\w']+")  # of a pattern
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
        is_raid = _names_raid(story, number, offset)
        for draft in _told_before(story.document, told, number, offset, is_raid=is_raid):
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
    document: Document,
    told: Mapping[int, Sequence[tuple[int, Draft]]],
    number: int,
    offset: int,
    *,
    is_raid: bool,
) -> list[Draft]:
    """Return what a sentence tells before an offset, else what the last one before it tells.

    Of what denies a raid or a strike, only strikes are looked at, if there are any.
    """
    here = [draft for start, draft in told.get(number, ()) if start < offset]
    found: list[Draft] = []
    paragraph = document.sentences[number].paragraph
    for before in range(number - 1, max(-1, number - 1 - BACK_SENTENCES), -1):
        strikes = [draft for draft in here if draft.is_strike]
        if strikes or (here and not is_raid):
            break
        if document.sentences[before].paragraph != paragraph:
            break
        found = found or here
        here = [draft for _, draft in told.get(before, ())]
    strikes = [draft for draft in here if draft.is_strike]
    return (strikes or found or here) if is_raid else here


def _names_raid(story: Story, number: int, offset: int) -> bool:
    """Return whether what is denied is called a raid or a strike: "denied the raid"."""
    document, raids = story.document, story.codebook.words["realis"]["raids"]
    first = bisect_left(document.starts, offset)
    last = min(document.sentences[number].last_token, first + REJECTED_REACH)
    return not raids.isdisjoint(document.lows[first + 1 : last])


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
    if after[:1] and after[0] in words["rejected_pronouns"]:
        return after[1:2] == [] or after[1] in words["rejected_ends"]
    if not words["rejected"].isdisjoint(after):
        return words["rejected_stops"].isdisjoint(after)
    is_closing = not after or after[0] in words["rejected_ends"]
    signs = words["rejected_relatives"] if is_denying else words["rejected"]
    return is_closing and not signs.isdisjoint(before)


def mark_denied(story: Story, drafts: Sequence[Draft]) -> None:
    """Mark what somebody denies in words: "Moscow denied any part in it".

    That is the incident told just before in the paragraph; a paragraph that opens with the
    denial goes back to the incident the report has told of most. Who denies a plan, or what
    the same words accuse of, denies nothing that was told.
    """
    recent: list[Draft] = []
    main: Draft | None = None
    for draft in sorted(drafts, key=lambda draft: (draft.sentence, draft.head)):
        is_next = bool(recent) and recent[-1].paragraph != draft.paragraph
        recent = [] if is_next else recent[-MOST_TELLINGS:]
        if _is_denial(story, draft):
            told = recent or ([main] if main and _opens_paragraph(story, draft) else [])
            _mark_before(draft, told, is_raid=_names_raid(story, draft.sentence, draft.start))
        elif _is_of_story(draft):
            recent.append(draft)
            if main is None or len(draft.others) > len(main.others):
                main = draft


def _is_denial(story: Story, draft: Draft) -> bool:
    """Return whether a draft denies what was told, and not a plan or an accusation beside it."""
    denial, accusation = (_head_of(story, draft, verbs) for verbs in ("denials", "accusations"))
    if denial < 0 or 0 <= accusation < denial:
        return False
    document, words = story.document, story.codebook.words["realis"]
    first = bisect_left(document.starts, draft.start)
    last = min(document.sentences[draft.sentence].last_token, first + RELATIVE_REACH)
    after, deniable = document.lows[first:last], words["deniable"]
    if not (words["planned"] | words["practices"]).isdisjoint(after):
        return False
    return not (deniable and deniable.isdisjoint(after))


def _head_of(story: Story, draft: Draft, verbs: str) -> int:
    """Return where a statement is told by one of some verbs; -1 if it is not."""
    if draft.type_id != STATEMENT:
        return -1
    lemmas = story.codebook.words["realis"][verbs]
    patterns = (m for m in draft.matches if m.pattern.strength is not Strength.HINTS)
    heads = (m.head for m in patterns if not lemmas.isdisjoint(WORD.findall(m.pattern.source)))
    return min(heads, default=-1)


def _opens_paragraph(story: Story, draft: Draft) -> bool:
    """Return whether the sentence of a draft opens its paragraph."""
    document = story.document
    opening = document.paragraphs[draft.paragraph].start
    return opening == document.sentences[draft.sentence].start


def mark_unverified(story: Story, drafts: Sequence[Draft]) -> None:
    """Mark as unconfirmed what a sentence, or the one after it, says nobody could check.

    "Claiming without evidence that" doubts but what follows.
    """
    document, words = story.document, story.codebook.words["realis"]
    deeds = [draft for draft in drafts if not draft.page.speaks]
    late = dict(_phrases_at(document, words["baseless"]))
    for number, told in _told_with(deeds, document, words["unverified"]):
        for draft in told:
            is_before = draft.sentence == number and draft.start < late.get(number, -1)
            if draft.certainty in {Certainty.ATTRIBUTED, Certainty.STATED} and not is_before:
                draft.certainty = Certainty.UNCONFIRMED


def mark_blamed(drafts: Sequence[Draft], document: Document, phrases: Collection[str]) -> None:
    """Mark as disputed what both sides lay on each other, as a sentence or the one after it says.

    Where neither tells of any, it is the incident told most before.
    """
    told = list(filter(_is_of_story, drafts))
    for number, blamed in _told_with(told, document, phrases):
        before = [draft for draft in told if draft.sentence < number]
        main = max(before, key=lambda draft: len(draft.others), default=None)
        for draft in blamed or ([main] if main else []):
            draft.certainty = Certainty.DISPUTED


def mark_countered(story: Story, drafts: Sequence[Draft]) -> None:
    """Mark as disputed what an accused side tells instead: "P blames Q; Q says P did it"."""
    accusations = [
        draft
        for draft in drafts
        if draft.source is not None and _head_of(story, draft, "accusations") >= 0
    ]
    told = _told_in(filter(_is_of_story, drafts) if accusations else ())
    for accusation in accusations:
        for start, draft in told.get(accusation.sentence, ()):
            if start > accusation.start and _are_opposed(accusation.source, draft.source):
                draft.certainty = Certainty.DISPUTED


def _are_opposed(one: Source | None, two: Source | None) -> bool:
    """Return whether two sources speak for different sides."""
    return (
        one is not None
        and two is not None
        and bool(one.side and two.side)
        and (one.side != two.side)
    )


def mark_held(
    story: Story, drafts: Sequence[Draft], sources: Mapping[int, Sequence[Source]]
) -> None:
    """Mark as disputed the capture of what others say they hold: "Our men still hold the town"."""
    document, phrases = story.document, story.codebook.words["realis"]["held_phrases"]
    spots = list(_phrases_at(document, phrases))
    claims = [draft for draft in drafts if draft.type_id == TERRITORY and draft.source is not None]
    told = _told_in(claims if spots else ())
    for number, offset in spots:
        speakers = sources.get(number, ())
        for draft in _told_before(document, told, number, offset, is_raid=False):
            if not speakers or any(_are_opposed(draft.source, one) for one in speakers):
                draft.certainty = Certainty.DISPUTED
    _mark_contested(story, claims, sources)


def _mark_contested(
    story: Story, claims: Sequence[Draft], sources: Mapping[int, Sequence[Source]]
) -> None:
    """Mark as disputed the capture that the other side says is still fought over.

    That is what its paragraph, or the one before, claims: "The army said fighting continued".
    """
    document, phrases = story.document, story.codebook.words["realis"]["contested_phrases"]
    for number, _ in _phrases_at(document, phrases if claims else ()):
        paragraph = document.sentences[number].paragraph
        for draft in claims:
            told = [one for one in draft.tellings if one.sentence < number]
            is_near = any(paragraph - one.paragraph in {0, 1} for one in told)
            if is_near and any(_are_opposed(draft.source, one) for one in sources.get(number, ())):
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
    """Yield the sentences in which one of some phrases stands, with the offset of its word."""
    words = " ".join(document.lows)  # however the text spaces and breaks them
    for phrase in phrases:
        token, last, at = 0, 0, words.find(phrase)
        while at >= 0:
            token += words.count(" ", last, at)
            yield document.numbers[token], document.starts[token]
            last, at = at, words.find(phrase, at + len(phrase))


def _mark_before(denial: Draft, before: Iterable[Draft], *, is_raid: bool) -> None:
    name = denial.source.name if denial.source else ""
    fitting = [one for one in before if not name or not one.source or one.source.name != name]
    strikes = [one for one in fitting if one.is_strike]
    fitting = strikes if is_raid and strikes else fitting
    if fitting:
        denied = max(fitting, key=lambda draft: (draft.sentence, draft.is_strike, -draft.head))
        denied.certainty = Certainty.DISPUTED
        denied.denied_by = name or denial.actor
