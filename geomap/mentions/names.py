"""Finding the names: greedy longest match of tokens against the gazetteer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.gazetteer.ranking import is_great_beside
from geomap.gazetteer.schema import SETTLEMENTS
from geomap.mentions.known import LONG_ACRONYM, Names, names_of
from geomap.mentions.reading import Draft, Reading, is_own_unit
from geomap.text import HYPHENS, LIMITS, fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geomap.gazetteer import Gazetteer
    from geomap.mentions.known import Named, Word
    from geomap.mentions.lexis import Lexis
    from geomap.records import Candidate

__all__ = ["base_forms", "find_names"]

_SHORT_ACRONYM = 3  # capitals of this length are a name only if a place is written so: US, UK
_PAIR = 2  # openings of a word that may start a name of two words
_STEM = 2  # letters that must stay of a declined name
_LARGE = 200_000  # people: KYIV and LVIV are names, NATO and AIDS are not
_VILLAGE = 3_000  # people; a smaller place gives way to a city that the word may be a case of
_CITY = 20_000
_MONEY = frozenset("$€£¥")
_ABBREVIATED = 3  # letters before a full stop inside a name: St. Petersburg, Ft. Worth


def find_names(
    reading: Reading, gazetteer: Gazetteer, lexis: Lexis, *, ignore_case: bool
) -> list[Draft]:
    """Return drafts for names and demonyms, longest first from the left, up to the limit."""
    names = names_of(gazetteer, lexis)
    finder, drafts = _Finder(reading, names), list[Draft]()
    texts, lows, owners, known = reading.texts, reading.lows, [*reading.lows, ""], names.words
    done, is_glued = 0, reading.is_glued
    for token in _tried(reading, ignore_case=ignore_case):
        if token < done:
            continue
        word = known.get(texts[token]) or names.word(texts[token], lows[token])
        is_idle = word.is_idle and not is_glued[token]
        if is_idle and owners[token + 1] != "'s" and " " not in texts[token]:
            continue
        if word.is_start and not _may_go_on(reading, token, word):
            continue
        draft = finder.draft_at(token, word)
        if draft is not None:
            drafts.append(draft)
            done = draft.last
            if len(drafts) == LIMITS["mentions"]:
                break
    return drafts


def _may_go_on(reading: Reading, token: int, word: Word) -> bool:
    """Return whether a word that is no name by itself may start one; quick, never wrongly no."""
    behind, is_glued = token + 1, reading.is_glued
    if behind == len(is_glued) or is_glued[token] or is_glued[behind]:
        return True
    text, low = reading.texts[behind], reading.lows[behind]
    return low == "'s" or _folded(text, low) in word.seconds or " " in reading.texts[token]


def _tried(reading: Reading, *, ignore_case: bool) -> Iterable[int]:
    """Return the tokens at which a name may start."""
    if not ignore_case:
        return reading.capitals
    return (
        token
        for token, low in enumerate(reading.lows)
        if reading.is_capital[token] or (low.isalpha() and token not in reading.links)
    )


class _Finder:
    """The search for names in one text."""

    def __init__(self, reading: Reading, names: Names) -> None:
        self.reading = reading
        self.names = names
        self.lexis = names.lexis

    def draft_at(self, token: int, word: Word) -> Draft | None:
        """Return the draft of the longest name that starts at a token, or ``None``."""
        reading = self.reading
        if " " in reading.texts[token]:
            return self._tag_at(token)
        sentence = reading.sentences[token]
        if reading.lows[token] in self.lexis.seats and (seat := self._seat_at(token, sentence)):
            return seat
        draft = self._name_at(token, sentence, word)
        if draft is not None and self.lexis.inflections:
            return self._city_in_case(draft, word.key) or draft
        is_glued = reading.is_glued[token]
        if draft is None and is_glued:
            draft = self._articled_at(token, sentence)
        if draft is None and (is_glued or len(word.openings) >= _PAIR):
            draft = self._pair_at(token, sentence, word)
        if draft is not None or word.is_closed or not word.key:
            return draft
        if word.people:
            return _people_draft(token, token + 1, word.people, sentence)
        return self._inflected_at(token, sentence, word.key) if self.lexis.inflections else None

    def _articled_at(self, token: int, sentence: int) -> Draft | None:
        """Return a draft for a name with a small article glued before it: "al-Bab"."""
        if token <= 1:
            return None
        start = _article_before(self.reading, token, sentence, self.lexis)
        if start == token:
            return None
        first = self.names.word(self.reading.texts[start], self.reading.lows[start])
        draft = self._name_at(start, sentence, first)
        return draft if draft is not None and draft.last > token else None

    def _pair_at(self, token: int, sentence: int, word: Word) -> Draft | None:
        """Return a draft for a people of two words: "North Korean"."""
        reading, behind = self.reading, token + 1
        if behind >= reading.bounds[sentence][1]:
            return None
        if not reading.is_capital[behind] or reading.is_glued[behind]:
            return None
        key = f"{word.key} {_folded(reading.texts[behind], reading.lows[behind])}"
        people = self.names.people(key)
        return _people_draft(token, behind + 1, people, sentence) if people else None

    def _tag_at(self, token: int) -> Draft | None:
        """Return a draft for a hashtag that is a name of several words: "#KryvyiRih"."""
        name = fold_name(self.reading.texts[token])
        found, sentence = self.names.by_name(name), self.reading.sentences[token]
        return Draft(token, token + 1, name, found, sentence, token) if found else None

    def _name_at(self, token: int, sentence: int, word: Word) -> Draft | None:
        """Return a draft for the longest window that is a name as it is written."""
        reading = self.reading
        windows = self._windows(token, reading.bounds[sentence][1], word)
        for last, key in reversed(windows) if windows else ():
            if last == token + 1:
                if word.is_closed or word.people:
                    return None
            elif self._is_plain(last - 1, token):
                continue  # "The common …": a name ends with a capital or a type word
            elif self._is_of_next(token, last):
                continue
            found = _written_so(reading, token, last, self.names.named(key))
            if found:
                start = token
                if reading.is_glued[token]:
                    start = _article_before(reading, token, sentence, self.lexis)
                return Draft(start, last, key, found, sentence, start)
        return None

    def _windows(self, token: int, limit: int, word: Word) -> list[tuple[int, str]]:
        """Return the ends and keys of the names that start at a token, shortest first."""
        reading, texts, lows = self.reading, self.reading.texts, self.reading.lows
        key, openings, seconds, at = word.key, word.openings, word.seconds, token + 1
        windows = [(at, key)] if openings.get(key) else []
        is_apart = at < limit and not reading.is_glued[at] and lows[at] != "'s"
        if is_apart and not (seconds and _folded(texts[at], lows[at]) in seconds):
            return windows  # no longer name fits
        while at < limit:
            text = texts[at]
            is_dot = text == "." and len(texts[at - 1]) <= _ABBREVIATED
            if reading.is_glued[at] and (is_dot or text in HYPHENS):
                at += 1
                continue
            if lows[at] == "'s":  # King's Lynn, St John's
                key, at = f"{key}s", at + 1
                is_longer = " " in key
                openings = openings if is_longer else self.names.gazetteer.openings(key)
                if key not in openings:
                    break
                if is_longer and openings[key]:
                    windows.append((at, key))
                continue
            folded = _folded(text, lows[at]) if text[0].isalnum() else ""
            if not folded or not folded[0].isalnum():
                break
            key, at = f"{key} {folded}", at + 1
            is_name = openings.get(key)
            if is_name:
                windows.append((at, key))
            elif is_name is None and f"{key}s" not in openings:
                break
        return windows

    def _is_plain(self, token: int, first: int) -> bool:
        """Return whether a token is a word in lower case, and no type word of the name."""
        reading, low = self.reading, self.reading.lows[token]
        is_lower = not reading.is_capital[token] and reading.texts[token].islower()
        if not reading.is_capital[first]:
            return False  # a text without capitals, read all the same: "fort myers"
        is_type = low in self.lexis.after or low in self.lexis.relations_after
        is_type = is_type and reading.lows[first] not in self.lexis.natural_articles
        return is_lower and low != "'s" and not is_type  # "The bridge" is any bridge

    def _is_of_next(self, token: int, last: int) -> bool:
        """Return whether a name ends with the type word of the next: "the Texas city of Austin"."""
        reading = self.reading
        if last + 1 >= len(reading.texts) or reading.lows[last] not in self.lexis.parts:
            return False
        if reading.is_capital[last - 1] or not reading.is_capital[last + 1]:
            return False
        rows = self.lexis.after.get(reading.lows[last - 1], ())
        if not any(cue.kinds <= SETTLEMENTS for _, cue in rows):
            return False
        state = fold_name(" ".join(reading.texts[token : last - 1]))
        return any(map(is_own_unit, self.names.by_name(state)))

    def _seat_at(self, token: int, sentence: int) -> Draft | None:
        """Return a draft for a seat of power, which stands for its state: the Kremlin."""
        for phrase in self.lexis.seats[self.reading.lows[token]]:
            last = token + len(phrase)
            if tuple(self.reading.lows[token:last]) == phrase:
                state = self.lexis.seat_of[" ".join(phrase)]
                found = tuple(c for c in self.names.by_name(state) if c.place.kind == "country")
                return Draft(token, last, state, found, sentence, token, is_seat=True)
        return None

    def _city_in_case(self, draft: Draft, key: str) -> Draft | None:
        """Return a draft for the city that a village's name may be a case of: "во Львове"."""
        village, before = draft.candidates[0].place, self.reading.lows[max(0, draft.first - 1)]
        if draft.last - draft.first > 1 or before in self.lexis.before:
            return None
        is_village = village.population < _VILLAGE
        # "біля Курська" is no Kurskaya; the other endings of towns are too many to say so.
        is_case = draft.candidates[0].match == "inflected" or self._is_adjective(key)
        if village.kind not in SETTLEMENTS or not (is_village or is_case):
            return None
        city = self._inflected_at(draft.first, draft.sentence, key, least=_CITY)
        people = city.candidates[0].place.population if city is not None else 0
        return city if is_village or is_great_beside(people, village.population) else None

    def _is_adjective(self, key: str) -> bool:
        """Return whether a name is an adjective as those of towns are listed: "Курська"."""
        return key.endswith(self.lexis.adjective_endings)

    def _inflected_at(self, token: int, sentence: int, key: str, *, least: int = 0) -> Draft | None:
        """Return a draft for a declined name: "у Харкові", "Харківській області".

        With ``least`` it is a city of so many people, and the word as it stands is not tried.
        """
        reading, following, after = self.reading, token + 1, ""
        limit = reading.bounds[sentence][1]
        if following + 1 < limit and reading.texts[following] in HYPHENS:
            following += 1  # "в Санкт-Петербурге"
        if following < limit and reading.is_glued[following] is (following > token + 1):
            after = fold_name(reading.texts[following])
        forms = base_forms(key, self.lexis)
        is_adjective = any(map(self._is_adjective, forms[1:]))
        for base in forms[least > 0 :]:
            openings = self.names.gazetteer.openings(base)
            for second in base_forms(after, self.lexis) if len(openings) > 1 and after else ():
                name = f"{base} {second}"
                if openings.get(name) and (found := self.names.by_name(name)):
                    return Draft(token, following + 1, name, found, sentence, token)
            found = self.names.by_name(base) if openings.get(base) else ()
            if is_adjective and base != key:  # "Брянской" is no case of "Брянска"
                found = tuple([c for c in found if c.match != "inflected"])
            if found and found[0].place.population >= least:
                return Draft(token, token + 1, base, found, sentence, token)
        return None


def _people_draft(first: int, last: int, people: tuple[Candidate, ...], sentence: int) -> Draft:
    """Return a draft for words that name a people."""
    return Draft(first, last, people[0].place.name, people, sentence, first, is_demonym=True)


def _folded(text: str, low: str) -> str:
    """Return the key of a token; most are their own in lower case."""
    return low if text.isascii() and text.isalpha() else fold_name(text)


def _article_before(reading: Reading, token: int, sentence: int, lexis: Lexis) -> int:
    """Return the token of the article that a hyphen ties to a name, or the name's own."""
    at = token - 2
    if at < reading.bounds[sentence][0] or reading.lows[at] not in lexis.articles:
        return token
    is_tied = reading.texts[at + 1] in HYPHENS and reading.is_glued[at + 1]
    return at if is_tied and reading.is_glued[token] else token


def base_forms(key: str, lexis: Lexis) -> tuple[str, ...]:
    """Return the forms a declined word may come from, itself first."""
    forms = dict.fromkeys(
        key[: -len(written)] + base
        for written, base in lexis.inflections
        if key.endswith(written) and len(key) - len(written) >= _STEM
    )
    return (key, *forms)


def _written_so(reading: Reading, first: int, last: int, named: Named) -> tuple[Candidate, ...]:
    """Keep the candidates whose name is written with such capitals."""
    candidates = named.bearers
    if not candidates or last > first + 1 or reading.is_shouted[reading.sentences[first]]:
        return candidates
    text = reading.texts[first]
    if not text.isupper():  # whether with full stops or without
        return named.others
    text = text.replace(".", "")
    if len(text) <= _SHORT_ACRONYM:
        is_money = last < len(reading.texts) and reading.texts[last] in _MONEY
        is_paid = first > 0 and reading.texts[first - 1] in _MONEY and reading.is_glued[first]
        return () if is_paid or (is_money and reading.is_glued[last]) else named.acronyms
    is_dateline = first == reading.bounds[reading.sentences[first]][0]
    is_dateline = is_dateline or reading.texts[first - 1] == "/"  # LVIV, Ukraine / BALI, Indonesia
    is_large = candidates[0].place.population >= _LARGE
    is_name = is_dateline or is_large or len(text) > LONG_ACRONYM
    return candidates if is_name else named.acronyms
