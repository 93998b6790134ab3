"""Finding the names: greedy longest match of tokens against the gazetteer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.mentions.reading import HYPHENS, Draft, Reading
from geomap.text import LIMITS, fold_name

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.mentions.lexis import Lexis
    from geomap.records import Candidate

__all__ = ["find_names"]

_SHORT_ACRONYM = 3  # capitals of this length are a name only if a place is written so: US, UK
_LONG_ACRONYM = 5  # up to here capitals are a place only so, or in a dateline: MINSK (Reuters)
_STEM = 2  # letters that must stay of a declined name
_LARGE = 200_000  # people: KYIV and LVIV are names, NATO and AIDS are not
_MONEY = frozenset("$€£¥")
_ABBREVIATED = 3  # letters before a full stop inside a name: St. Petersburg, Ft. Worth


def find_names(
    reading: Reading, gazetteer: Gazetteer, lexis: Lexis, *, ignore_case: bool
) -> list[Draft]:
    """Return drafts for names and demonyms, longest first from the left, up to the limit."""
    finder = _Finder(reading, gazetteer, lexis, ignore_case=ignore_case)
    drafts: list[Draft] = []
    for sentence, (first, last) in enumerate(reading.bounds):
        token = first
        while token < last:
            is_tried = reading.is_capital[token] or (ignore_case and reading.lows[token].isalpha())
            draft = finder.draft_at(token, sentence) if is_tried else None
            if draft is not None:
                drafts.append(draft)
                if len(drafts) == LIMITS["mentions"]:
                    return drafts
            token = token + 1 if draft is None else draft.last
    return drafts


class _Finder:
    """The search for names in one text; what was looked up is kept, texts repeat themselves."""

    def __init__(
        self, reading: Reading, gazetteer: Gazetteer, lexis: Lexis, *, ignore_case: bool
    ) -> None:
        self.reading = reading
        self.gazetteer = gazetteer
        self.lexis = lexis
        self.ignore_case = ignore_case
        self._named: dict[str, tuple[Candidate, ...]] = {}
        self._peoples: dict[str, tuple[Candidate, ...]] = {}

    def draft_at(self, token: int, sentence: int) -> Draft | None:
        """Return the draft of the longest name that starts at a token, or ``None``."""
        reading, lexis = self.reading, self.lexis
        low, key = reading.lows[token], fold_name(reading.texts[token])
        longest = self.gazetteer.longest(key) if key else 0
        if low in lexis.seats and (seat := self._seat_at(token, sentence)):
            return seat
        is_closed = low in lexis.closed and not _is_acronym(reading.texts[token])
        if longest > 1 or (longest and not is_closed):
            draft = self._name_at(token, sentence, longest, is_closed=is_closed)
            if draft is not None:
                return draft
        if is_closed or not key:
            return None
        is_tried = reading.is_capital[token] or self.ignore_case
        people = self._people(key) if is_tried else ()
        if people:
            name = people[0].place.name
            return Draft(token, token + 1, name, people, sentence, token, is_demonym=True)
        return self._inflected_at(token, sentence, key) if lexis.inflections else None

    def _name_at(self, token: int, sentence: int, longest: int, *, is_closed: bool) -> Draft | None:
        """Return a draft for the longest window that is a name as it is written."""
        reading = self.reading
        for last, key in reversed(self._windows(token, reading.bounds[sentence][1], longest)):
            if last == token + 1:
                if is_closed or self._people(key):
                    return None
            elif self._is_plain(last - 1):
                continue  # "The common …": a name ends with a capital or a type word
            found = _written_so(reading, token, last, self._by_name(key))
            if found:
                start = _article_before(reading, token, sentence, self.lexis)
                return Draft(start, last, key, found, sentence, start)
        return None

    def _windows(self, token: int, limit: int, longest: int) -> list[tuple[int, str]]:
        """Return the ends and keys of the windows that start at a token, shortest first."""
        reading = self.reading
        texts = reading.texts
        key = fold_name(texts[token])
        windows = [(token + 1, key)]
        words, at = 1, token + 1
        while words < longest and at < limit:
            text = texts[at]
            is_dot = text == "." and len(texts[at - 1]) <= _ABBREVIATED
            if reading.is_glued[at] and (is_dot or text in HYPHENS):
                at += 1
                continue
            folded = fold_name(text)
            if not folded or not folded[0].isalnum():
                break
            at += 1
            if reading.lows[at - 1] == "'s":
                key += "s"
                continue
            words += 1
            key = f"{key} {folded}"
            windows.append((at, key))
        return windows

    def _is_plain(self, token: int) -> bool:
        """Return whether a token is in lower case and no type word."""
        reading = self.reading
        is_lower = not reading.is_capital[token] and reading.texts[token].islower()
        return is_lower and reading.lows[token] not in self.lexis.after

    def _by_name(self, key: str) -> tuple[Candidate, ...]:
        """Return the candidates that bear a name; a likeness of sound is no evidence."""
        found = self._named.get(key)
        if found is None:
            found = tuple(c for c in self.gazetteer.candidates(key) if c.match != "skeleton")
            self._named[key] = found
        return found

    def _people(self, key: str) -> tuple[Candidate, ...]:
        """Return the country of an adjective or a people's name, as its candidates."""
        found = self._peoples.get(key)
        if found is None:
            place_id = self.gazetteer.demonym(key)
            names = self.gazetteer.place(place_id).name if place_id else ""
            found = tuple(c for c in self._by_name(names) if c.place.place_id == place_id)
            self._peoples[key] = found
        return found

    def _seat_at(self, token: int, sentence: int) -> Draft | None:
        """Return a draft for a seat of power, which stands for its state: the Kremlin."""
        for phrase in self.lexis.seats[self.reading.lows[token]]:
            last = token + len(phrase)
            if tuple(self.reading.lows[token:last]) == phrase:
                state = self.lexis.seat_of[" ".join(phrase)]
                found = tuple(c for c in self._by_name(state) if c.place.kind == "country")
                return Draft(token, last, state, found, sentence, token, is_seat=True)
        return None

    def _inflected_at(self, token: int, sentence: int, key: str) -> Draft | None:
        """Return a draft for a declined name: "у Харкові", "Харківській області"."""
        reading, following, after = self.reading, token + 1, ""
        if following < reading.bounds[sentence][1] and not reading.is_glued[following]:
            after = fold_name(reading.texts[following])
        for base in _base_forms(key, self.lexis):
            longest = self.gazetteer.longest(base)
            for second in _base_forms(after, self.lexis) if longest > 1 and after else ():
                name = f"{base} {second}"
                if found := self._by_name(name):
                    return Draft(token, token + 2, name, found, sentence, token)
            if longest and (found := self._by_name(base)):
                return Draft(token, token + 1, base, found, sentence, token)
        return None


def _article_before(reading: Reading, token: int, sentence: int, lexis: Lexis) -> int:
    """Return the token of the article that a hyphen ties to a name, or the name's own."""
    at = token - 2
    if at < reading.bounds[sentence][0] or reading.lows[at] not in lexis.articles:
        return token
    is_tied = reading.texts[at + 1] in HYPHENS and reading.is_glued[at + 1]
    return at if is_tied and reading.is_glued[token] else token


def _base_forms(key: str, lexis: Lexis) -> tuple[str, ...]:
    """Return the forms a declined word may come from, itself first."""
    forms = dict.fromkeys(
        key[: -len(written)] + base
        for written, base in lexis.inflections
        if key.endswith(written) and len(key) - len(written) >= _STEM
    )
    return (key, *forms)


def _written_so(
    reading: Reading, first: int, last: int, candidates: tuple[Candidate, ...]
) -> tuple[Candidate, ...]:
    """Keep the candidates whose name is written with such capitals."""
    if not candidates or last > first + 1:
        return candidates
    text = reading.texts[first].replace(".", "")
    if reading.is_shouted[reading.sentence_of(first)]:
        return candidates
    acronyms = tuple(c for c in candidates if _is_acronym(c.name))
    if not text.isupper():
        return candidates if not acronyms else tuple(c for c in candidates if c not in acronyms)
    if len(text) <= _SHORT_ACRONYM:
        is_money = last < len(reading.texts) and reading.texts[last] in _MONEY
        is_paid = first > 0 and reading.texts[first - 1] in _MONEY and reading.is_glued[first]
        return () if is_paid or (is_money and reading.is_glued[last]) else acronyms
    is_dateline = first == reading.bounds[reading.sentence_of(first)][0]
    is_large = candidates[0].place.population >= _LARGE
    return candidates if is_dateline or is_large or len(text) > _LONG_ACRONYM else acronyms


def _is_acronym(name: str) -> bool:
    letters = name.replace(".", "")
    return len(letters) <= _LONG_ACRONYM and letters.isupper()
