"""Who vouches for a report from outside its sentence: "… – мер Харкова", "Про це повідомив …"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.incidents.units import ACTOR, MARK, PLACE, WORD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geomap.incidents.attribution import Source
    from geomap.incidents.codebook import Codebook
    from geomap.incidents.drafts import Draft
    from geomap.incidents.story import Story
    from geomap.incidents.units import Unit

__all__ = ["attribute_backwards", "signature_of"]

LONGEST_SIGNATURE = 6
DEEDS = frozenset({"strike", "ground"})  # groups of what somebody can take upon itself
BACK_SENTENCES = 3  # that "this was reported by" vouches for
VOUCHED = 3  # tokens of "confirmed the attack"
OPENING = 4  # tokens of "про це", "the strike was confirmed"


def signature_of(text: str, units: Sequence[Unit], codebook: Codebook) -> tuple[int, int] | None:
    """Return the units of an office, and a name, behind the last dash: "… – мер Ігор Терехов".

    Only in languages that list such dashes; in all of them behind a bracket: "… (mayor)".
    """
    words = codebook.words["reporting"]
    end = len(units)
    while end and units[end - 1].kind == MARK:
        end -= 1
    opening = next((at for at in range(end - 1, -1, -1) if units[at].kind == MARK), -1)
    is_bracket = opening >= 0 and units[opening].key == "("
    is_dash = opening >= 0 and units[opening].key in words["dashes"]
    if not (is_bracket or (is_dash and text[units[opening].start - 1].isspace())):
        return None
    start = opening + 1
    here = units[start:end]
    if not 0 < len(here) <= LONGEST_SIGNATURE or here[0].key not in words["speakers"]:
        return None
    is_name = all(
        unit.kind in {ACTOR, PLACE}
        or unit.key in words["speakers"]
        or (unit.kind == WORD and text[unit.start].isupper())
        for unit in here
    )
    return (start, end) if is_name else None


def attribute_backwards(
    story: Story, drafts: Sequence[Draft], sources: Mapping[int, Sequence[Source]]
) -> None:
    """Give what has no source that of a sentence behind it which says "this was reported by X"."""
    for number in sorted(sources):
        is_taken = _takes_upon(story, number)
        if not (is_taken or _points_back(story, number) or _vouches(story, number)):
            continue
        for draft in drafts:
            if is_taken and draft.page.group not in DEEDS:
                continue
            is_near = number - BACK_SENTENCES <= draft.sentence < number
            if is_near and draft.source is None and not draft.page.speaks:
                draft.attribute(sources[number][-1])


def _points_back(story: Story, number: int) -> bool:
    """Return whether a sentence opens by pointing back: "This was reported by X"."""
    document, backs = story.document, story.codebook.words["reporting"]["backwards"]
    start = document.sentences[number].first_token
    first = document.lows[start : start + OPENING]
    return not backs.isdisjoint([" ".join(first[:size]) for size in range(1, OPENING + 1)])


def _takes_upon(story: Story, number: int) -> bool:
    """Return whether a sentence takes a deed upon somebody: "X claimed responsibility for it"."""
    document, phrases = story.document, story.codebook.words["reporting"]["taking"]
    sentence = document.sentences[number]
    lows = document.lows[sentence.first_token : sentence.last_token]
    told = " ".join(lows)
    return any(phrase in told for phrase in phrases)


def _vouches(story: Story, number: int) -> bool:
    """Return whether a sentence vouches for what was told: "The mayor confirmed the attack"."""
    document, words = story.document, story.codebook.words["reporting"]
    sentence, raids = document.sentences[number], story.codebook.words["realis"]["raids"]
    lows = document.lows[sentence.first_token : sentence.last_token]
    for at in range(1, len(lows) - VOUCHED + 1):
        if lows[at] not in words["vouching"]:
            continue
        one, two = lows[at + 1 : at + VOUCHED]
        if (one in words["vouched"] and two in raids) or (
            one in words["pointing"] and two in words["vouched_ends"]
        ):
            return True
    return False
