"""Is this word a place at all? One additive score per name, with its parts in words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from geomap import lexicon
from geomap.gazetteer.lookup import remember
from geomap.gazetteer.schema import SETTLEMENTS
from geomap.mentions.placed import is_local, is_reached, word_before
from geomap.mentions.reading import is_own_unit
from geomap.mentions.uses import is_vouched
from geomap.records import Use
from geomap.text import HYPHENS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.mentions.lexis import Lexis
    from geomap.mentions.reading import Draft, Reading
    from geomap.records import Candidate

__all__ = ["score_names"]

_NAME_PART = Use.NAME_PART
_FAINT = "too little says it is a place"
_FEW = 5  # candidates that are looked at for their country
_LONG = 6  # letters: short names are words of other languages far oftener
_PAIR = 2
_KNOWN = 150_000  # people: Little Rock, Long Beach
_STOPS = frozenset(".!?…")
_QUOTES = frozenset("\"'”’»")
_TOWN = 10_000  # people; smaller towns are worth nothing by their size
_COMPANY = 3  # likely names of a country that make it the article's
_SHORT_LINE = 4  # a line of so few words is a label, not a sentence


def score_names(  # noqa: PLR0913 - all that bears on the names of an article
    reading: Reading,
    drafts: Sequence[Draft],
    gazetteer: Gazetteer,
    lexis: Lexis,
    lists: Sequence[Sequence[Draft]],
    *,
    ignore_case: bool,
) -> None:
    """Score every draft no guard has claimed; below the threshold it is no place.

    A name that is surely a place once makes its other occurrences likelier.
    """
    lower = frozenset[str]() if ignore_case else frozenset(reading.texts)
    table = lexicon.table("resolver")
    weights, municipal = table["recognition"], table["municipal"]["countries"]
    scorer = _Scorer(reading, gazetteer, lexis, weights, lower, _weak_tokens(drafts))
    groups = {id(draft): group for group in lists for draft in group}
    open_drafts = [draft for draft in drafts if draft.use is None and not draft.is_demonym]
    for draft in open_drafts:
        scorer.score(draft, _worth_of(draft.candidates, weights, municipal))
    sure = weights["sure"]
    theatre = _theatre(drafts, sure, weights["threshold"])
    units = _units(drafts, weights["threshold"])
    for draft in open_drafts:
        if draft.score < sure:
            scorer.score_company(draft, groups.get(id(draft), (draft,)), theatre, units)
    names = {draft.name for draft in open_drafts if draft.score >= sure}
    sure_lists = {d.list_id for d in open_drafts if d.score >= sure} - {None}
    for draft in [draft for draft in open_drafts if draft.score < sure]:
        if draft.name in names:
            draft.score += weights["accepted_elsewhere"]
        if draft.score < sure and draft.list_id in sure_lists:
            draft.score += weights["in_list"]
        if draft.score < weights["threshold"]:
            draft.use = _NAME_PART
            draft.reason = "; ".join(map(_line_of, draft.against)) or _FAINT
            words = slice(draft.first, draft.last)
            reading.marks[words] = reading.lows[words]  # "the Sultan of Oman": a word again
    for draft in drafts:
        if draft.parent is not None and draft.parent.use is _NAME_PART:
            draft.parent = None


@lru_cache(maxsize=4_096)
def _line_of(part: tuple[float, str]) -> str:
    """Return what speaks against a name in words; numbers take long to write."""
    weight, note = part
    return f"{note} ({weight:+g})"


def _weak_tokens(drafts: Sequence[Draft]) -> frozenset[int]:
    """Return the tokens of small towns that nothing vouches for, as most surnames are somewhere."""
    tokens: list[int] = []
    for draft in drafts:
        if draft.cue is None and draft.parent is None and not draft.is_demonym and draft.candidates:
            place = draft.candidates[0].place
            if place.kind in SETTLEMENTS and place.population < _KNOWN:
                tokens += range(draft.first, draft.last)
    return frozenset(tokens)


def _theatre(drafts: Sequence[Draft], sure: float, likely: float) -> frozenset[str]:
    """Return the codes of the countries that an article names, or surely names places in.

    Three likely names of one country are as good as a sure one.
    """
    known = [draft for draft in drafts if draft.candidates]
    found = {
        draft.candidates[0].place.country
        for draft in known
        if draft.score >= sure or draft.is_demonym
    }
    names = {d.name: d.candidates[0].place.country for d in known if likely <= d.score < sure}
    likely_there = list(names.values())
    return frozenset(found.union(c for c in set(likely_there) if likely_there.count(c) >= _COMPANY))


def _units(drafts: Sequence[Draft], likely: float) -> frozenset[str]:
    """Return the ids of the first-level units that an article names by names of their own."""
    firsts = [draft.candidates[0] for draft in drafts if draft.candidates and draft.score >= likely]
    return frozenset(candidate.place.place_id for candidate in firsts if is_own_unit(candidate))


@dataclass(frozen=True, slots=True)
class _Scorer:
    """All that bears on the names of one article.

    What speaks for a name is only added up; what speaks against it is kept in words too.
    """

    reading: Reading
    gazetteer: Gazetteer
    lexis: Lexis
    weights: Mapping[str, float]
    lower: frozenset[str]
    """The words of the article as written: one of them in lower case is a word there, too."""
    weak: frozenset[int]
    """The tokens of names that may as well be surnames."""

    def score(self, draft: Draft, worth: float) -> None:
        """Count what a name is worth and what the words beside it say."""
        reading, lexis, weights = self.reading, self.lexis, self.weights
        length, sentence = draft.last - draft.first, draft.sentence
        is_single = length == 1 and draft.cue is None
        if length > 1:
            length -= reading.lows[draft.first] in lexis.natural_articles
        draft.score += worth + _frame(draft, length, weights)
        is_country = draft.first_kind == "country"
        if is_country and draft.score >= weights["sure"] and self._is_undoubted(draft):
            return  # as most: what follows would only make it surer
        if draft.has_article and draft.cue is None:
            self._against(draft, "article", "an article in front, which no town takes")
        first, limit = reading.bounds[sentence]
        before = word_before(reading, draft, first, lexis)
        is_weak = before in lexis.weak_prep
        is_placed = before in lexis.strong_prep or (
            is_weak and is_reached(reading, draft, before, first, lexis)
        )
        if is_placed:
            draft.score += weights["preposition"]
        elif is_weak:
            draft.score += weights["weak_preposition"]
        if is_single:
            self._score_single(draft, is_country=is_country, is_placed=is_placed)
            if not (is_country or is_placed):
                self._score_person(draft, is_weak=is_weak)
        elif self._is_plain(draft) and all(map(self._is_word, range(draft.first, draft.last))):
            self._score_plain(draft)
        if not (reading.is_title[sentence] or reading.is_shouted[sentence]):
            self._score_neighbours(draft, first, limit, is_country=is_country)

    def _is_undoubted(self, draft: Draft) -> bool:
        """Return whether nothing that counts against countries stands in or beside a name."""
        low, lexis = self.reading.lows[draft.first], self.lexis
        is_other = draft.has_article or low in lexis.calendar or low in lexis.given
        return not (is_other or _is_hyphenated(self.reading, draft, lexis))

    def score_company(
        self,
        draft: Draft,
        group: Sequence[Draft],
        theatre: frozenset[str],
        units: frozenset[str],
    ) -> None:
        """Count what the rest of the article says for a name that is not sure by itself."""
        places = [candidate.place for candidate in draft.candidates[:_FEW]]
        if units and not units.isdisjoint([place.parent_id for place in places]):
            draft.score += self.weights["unit_named"]
        if not theatre.isdisjoint([place.country for place in places]):
            draft.score += self.weights["theatre"]
        if len(group) > 1:
            draft.score += self.weights["in_list"] / 2
        is_word = draft.name in self.lexis.common
        if not is_word and is_vouched(self.reading, group, self.lexis):
            draft.score += self.weights["vouched"]

    def _against(self, draft: Draft, key: str, note: str, times: int = 1) -> None:
        draft.count_against(self.weights[key] * times, note)

    def _score_single(self, draft: Draft, *, is_country: bool, is_placed: bool) -> None:
        """Count what a name of one word may be instead."""
        reading, lexis = self.reading, self.lexis
        low, first = reading.lows[draft.first], draft.first
        start, limit = reading.bounds[draft.sentence]
        is_shouted = reading.is_shouted[draft.sentence]
        is_english = low in lexis.common or low in self.lower
        if not is_country and (is_english or self.gazetteer.is_common(low)):
            is_placed = is_placed and not is_english
            is_inside = first > start and not reading.is_title[draft.sentence]
            key = "common_inside" if is_inside else "common_word"
            times = 1 if self._is_telling(first) else 2
            self._against(draft, "common_placed" if is_placed else key, "also a common word", times)
        if low in lexis.calendar:
            self._against(draft, "common_word", "a month, day or feast")
        if low in lexis.given:
            # In lower case "vladimir putin" has no capitals that would make it a person.
            times = 1 if reading.is_capital[first] else 3
            self._against(draft, "given_name", "also a given name", times)
        elif low in lexis.surnames and not (is_country or draft.against):
            self._against(draft, "surname", "also a surname")
        if is_shouted and not (is_country or (_is_large(draft) and not is_english)):
            self._against(draft, "shouted", "in a line of capitals")
        if len(low) >= _LONG and not is_english:
            draft.score += self.weights["long_word"]
            if low.endswith(lexis.settlement_endings):
                draft.score += self.weights["village_ending"]
        is_label = limit - start <= _SHORT_LINE and not (
            limit - start > _PAIR and reading.lows[limit - 1] in _STOPS
        )
        if is_label and sum(reading.is_capital[start:limit]) == reading.is_capital[first]:
            draft.score += self.weights["label"]
        is_explained = is_label or is_country or is_shouted
        if first == start and not (is_explained or self._is_explained(draft.last, limit)):
            note = "a capital at the start of a sentence says little"
            self._against(draft, "sentence_start", note)

    def _is_explained(self, at: int, limit: int) -> bool:
        """Return whether what follows a name tells of a place: "P: …", "P, where …"."""
        lows = self.reading.lows[at : min(at + _PAIR, limit)]
        return lows[:1] == [":"] or (lows[:1] == [","] and lows[-1] in self.lexis.explaining)

    def _is_plain(self, draft: Draft) -> bool:
        """Return whether a name is but its words, and a small town's: "The Bank", "Highway 11"."""
        has_type = draft.name.count(" ") + 1 < draft.last - draft.first
        if has_type and not self.reading.is_title[draft.sentence]:
            return False  # "Royal Castle" beside a village Royal
        return draft.first_kind in SETTLEMENTS and not _is_large(draft)

    def _is_word(self, at: int) -> bool:
        """Return whether a token is a common word; in a heading the article's own are, too."""
        low, lexis = self.reading.lows[at], self.lexis
        is_heading = self.reading.is_shouted[self.reading.sentences[at]]
        is_common = low in lexis.closed or low in lexis.common or low[0].isdigit()
        return is_common or (is_heading and (low in self.lower or self.gazetteer.is_common(low)))

    def _is_telling(self, at: int) -> bool:
        """Return whether a capital stands there that says something, as none does in title case."""
        reading = self.reading
        return reading.is_capital[at] and not reading.is_title[reading.sentences[at]]

    def _score_plain(self, draft: Draft) -> None:
        """Count it against a name that it is but common words."""
        opening = self.reading.lows[max(0, draft.first - 1) : draft.first + 1]
        has_article = not self.lexis.natural_articles.isdisjoint(opening)
        key = "plain_with_article" if has_article else "plain_words"
        times = 1 if self._is_telling(draft.last - 1) else 2
        self._against(draft, key, "common words, all of them", times)

    def _score_person(self, draft: Draft, *, is_weak: bool) -> None:
        """Count against a name what persons do, unless it is a capital; for it, what towns have."""
        reading, lexis, last = self.reading, self.lexis, draft.last
        if draft.against and is_local(reading, draft, lexis):
            draft.score += self.weights["local"]
        if self._is_person_of(draft):
            self._against(draft, "person_of", "before 'of' and a place, as persons are")
        is_said = last < len(reading.lows) and reading.lows[last] in lexis.say
        if is_said and not is_weak and draft.name not in lexis.metonyms:
            before = reading.lows[draft.first - 1] if draft.first else ""
            times = 2 if before in _QUOTES else 1  # "It was loud," Camden said.
            self._against(draft, "speaks", "speaks like a person", times)

    def _is_person_of(self, draft: Draft) -> bool:
        """Return whether a name stands before "of" and a place, as persons do: "Dale of Derby"."""
        behind = self.reading.marks[draft.last : draft.last + 2]
        is_of = len(behind) == _PAIR and behind[1] == "<place>" and behind[0] in self.lexis.parts
        return is_of and draft.parent is None and not _is_large(draft)

    def _is_of_office(self, draft: Draft, first: int) -> bool:
        """Return whether an office stands before a name in a case: "мер Харкова Іван Петренко"."""
        title = self.reading.lows[draft.first - 1] if draft.first > first else ""
        return draft.is_declined and title in self.lexis.titles

    def _score_neighbours(self, draft: Draft, first: int, limit: int, *, is_country: bool) -> None:
        """Count a capitalised word right beside a name against it: London Breed, Real Madrid."""
        reading, last, at = self.reading, draft.last, draft.first - 1
        if _is_hyphenated(reading, draft, self.lexis):
            self._against(draft, "hyphenated", "tied to another name by a hyphen")
        if is_country:
            return
        if last < limit and not reading.is_glued[last]:
            is_post = reading.lows[last] in self.lexis.titles  # "Energy Minister"
            is_word = is_post and draft.name in self.lexis.common
            if is_word or (self._is_stranger(last) and not self._is_of_office(draft, first)):
                self._against(draft, "neighbour_right", f"before {reading.texts[last]!r}")
        if at < first or not reading.is_capital[at]:
            return
        is_free = draft.lead == draft.first and not reading.is_glued[draft.first]
        is_second = (at > first or at in self.weak) and reading.lows[at] not in self.lexis.ways
        if is_second and is_free and self._is_stranger(at):
            times = 3 if draft.first_kind == "ocean" else 1  # Virgin Atlantic, Union Pacific
            self._against(draft, "neighbour_left", f"behind {reading.texts[at]!r}", times)

    def _is_stranger(self, at: int) -> bool:
        """Return whether a word beside a name has a capital and is surely no place of its own."""
        reading, lexis, low = self.reading, self.lexis, self.reading.lows[at]
        return (
            reading.is_capital[at]
            and (reading.marks[at] != "<place>" or at in self.weak)
            and low not in lexis.function
            and low not in lexis.calendar
            and low not in lexis.directions
            and low not in lexis.titles
            and low not in lexis.offices
            and low not in HYPHENS
        )


def _is_large(draft: Draft) -> bool:
    """Return whether a name means a large city first of all."""
    return draft.first_kind in SETTLEMENTS and draft.candidates[0].place.population >= _KNOWN


def _frame(draft: Draft, length: int, weights: Mapping[str, float]) -> float:
    """Return what stands around the name and has been recognised as its own."""
    score = 0.0
    if draft.cue is not None:
        score += weights["cue"]
    elif length > 1:
        score += weights["several_words"]
    if draft.is_natural:
        score += weights["natural"]
    if draft.relation or draft.kinds == {"border"}:
        score += weights["relation"]
    if draft.parent is not None:
        score += weights["qualified"]
    return score


_worths: dict[int, tuple[Sequence[Candidate], float]] = {}
"""What was worked out so far, by the identity of the candidates, which are kept beside it."""


def _worth_of(
    candidates: Sequence[Candidate], weights: Mapping[str, float], municipal: Collection[str]
) -> float:
    """Return the worth of the candidates of a name; those of a name are the same every time."""
    known = _worths.get(id(candidates))
    if known is None or known[0] is not candidates:
        known = candidates, _worth(candidates, weights, municipal)
        remember(_worths, id(candidates), known)
    return known[1]


def _worth(
    candidates: Sequence[Candidate], weights: Mapping[str, float], municipal: Collection[str]
) -> float:
    """Return how likely a name of places of such kinds and sizes is to be meant in news."""
    best, per_tenfold = 0.0, weights["per_tenfold"]
    for candidate in candidates[:3]:
        place = candidate.place
        if place.kind in SETTLEMENTS:
            if place.population <= _TOWN:
                continue  # worth nothing or less
            worth = per_tenfold * (math.log10(place.population) - 4.0)
        else:
            is_municipal = place.kind == "admin1" and place.country in municipal
            kind = "municipality" if is_municipal else place.kind
            worth = weights.get(f"kind_{kind}", weights["kind_other"])
        worth *= candidate.score
        if worth > best:  # noqa: PLR1730 - called for each name; a call of max takes thrice as long
            best = worth
    return best


def _is_hyphenated(reading: Reading, draft: Draft, lexis: Lexis) -> bool:
    """Return whether a hyphen ties a name to a capitalised word that is no place: X-Presse."""
    at, is_glued, texts = draft.last, reading.is_glued, reading.texts
    if at + 1 < len(is_glued) and is_glued[at] and texts[at] in HYPHENS:
        is_number = reading.marks[at + 1] == "<num>"  # Dnipro-1, Tu-154
        return (is_number or _is_bound(reading, at + 1)) and is_glued[at + 1]
    at = draft.first - 1
    if at > 0 and is_glued[at + 1] and is_glued[at] and texts[at] in HYPHENS:
        return _is_bound(reading, at - 1) and reading.lows[at - 1] not in lexis.articles
    return False


def _is_bound(reading: Reading, at: int) -> bool:
    return reading.is_capital[at] and reading.marks[at] not in {"<place>", "<demonym>"}
