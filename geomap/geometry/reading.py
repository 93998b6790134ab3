"""A text seen from a name to both sides: the words and the other names around it."""

from __future__ import annotations

from bisect import bisect_left
from itertools import chain
from typing import TYPE_CHECKING

from geomap.geometry.grammar import REACH, Grammar, Item, Match, Side
from geomap.geometry.plane import BEARINGS, bearing_deg
from geomap.geometry.precision import WIDE, precision_of
from geomap.records import Use
from geomap.text import HYPHENS, fold_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.records import Place, Resolution
    from geomap.text import Document

__all__ = ["OF_RIVERS", "Reading", "river_named"]

OF_RIVERS = frozenset({"bank", "along"})
"""Relations that a river has, whatever else bears its name."""

_PLAIN = {**dict.fromkeys(HYPHENS, "-"), "’s": "'s"}
_PARTS = frozenset({"part", "centre"})
_UNITS = frozenset({"country", "admin1", "admin2"})
_WIDE = frozenset({"country", "continent", "ocean"})
_LINES = frozenset({"river", "border", "road"})
_WINDOW = 12  # tokens on each side; another name between may be several
_CONSISTENT_DEG = 68.0  # "the eastern Donetsk region" lies so closely in the east of its country


class Reading:
    """A text seen from a name to both sides, in which every other name is one word."""

    def __init__(
        self,
        document: Document,
        resolutions: Sequence[Resolution],
        gazetteer: Gazetteer,
        grammar: Grammar,
    ) -> None:
        self.document = document
        self.gazetteer = gazetteer
        self.resolutions = resolutions
        self.grammar = grammar
        self.ends = {r.mention.end: index for index, r in enumerate(resolutions)}
        self.starts = {r.mention.start: index for index, r in enumerate(resolutions)}
        self.lists: dict[int, list[int]] = {}
        for index, resolution in enumerate(resolutions):
            if resolution.mention.list_id is not None:
                self.lists.setdefault(resolution.mention.list_id, []).append(index)

    def match(self, index: int) -> Match | None:
        """Return the phrase around a mention."""
        mention, document = self.resolutions[index].mention, self.document
        first = bisect_left(document.starts, mention.start)
        behind = bisect_left(document.starts, mention.end)
        is_border = document.lows[behind - 1] in self.grammar.borders
        if not (is_border or self._may_have(first, behind, mention.sentence)):
            return None
        # "the Polish border" is one name of the text
        own = [Item(document.lows[behind - 1])] if is_border else []
        left = Side(self._leftwards(first, mention.sentence))
        right = Side(chain(own, self._rightwards(behind, mention.sentence)))
        found, skipped = self._best(index, left, right), 0
        if found is None and (skipped := self._description(left)):
            left = left.after(skipped)
            found = self._best(index, left, right)
        # What follows the name was tried before; in "east Ukraine's Donetsk" Ukraine has the east.
        is_other = found is not None and found.rule.kind in _PARTS and found.size == 1
        if found is None or (skipped and (not found.before or is_other)):
            return None
        return found

    def _may_have(self, first: int, behind: int, sentence: int) -> bool:
        """Return whether the words near a name may be a relation; most are not."""
        lows, triggers = self.document.lows, self.grammar.triggers
        bounds = self.document.sentences[sentence]
        if triggers.isdisjoint(lows[max(bounds.first_token, first - _WINDOW) : first]) and (
            triggers.isdisjoint(lows[behind : min(bounds.last_token, behind + _WINDOW)])
        ):
            return False
        left, at = self._nearest(first)
        is_named = behind < len(lows) and self.document.starts[behind] in self.starts
        right = "" if is_named else self._word(behind)
        return self.grammar.may_start(left, self._nearest(at)[0], right)

    def _nearest(self, at: int) -> tuple[str, int]:
        """Return the nearest word before a token that is no article, and its token."""
        lows, articles = self.document.lows, self.grammar.articles
        at -= 1
        while at >= 0 and lows[at] in articles:
            at -= 1
        if at < 0:
            return ".", 0
        return ("" if self.document.ends[at] in self.ends else self._word(at)), at

    def is_border(self, index: int) -> bool:
        """Return whether a mention is the border of one land: "the Polish border"."""
        resolution = self.resolutions[index]
        last = resolution.mention.text.rpartition(" ")[2].casefold()
        is_land = resolution.place is not None and resolution.place.kind != "border"
        return is_land and last in self.grammar.borders

    def _best(self, index: int, left: Side, right: Side) -> Match | None:
        """Return the longest phrase that is a relation to this place."""
        for match in self.grammar.matches(left, right):
            if self._is_meant(match, index, left):
                return match
        return None

    def _is_meant(self, match: Match, index: int, left: Side) -> bool:
        """Return whether a phrase is a relation to this place, and no description of it."""
        resolution, kind = self.resolutions[index], match.rule.kind
        place = resolution.place
        if kind in OF_RIVERS:
            place = river_named(resolution, self.gazetteer) or place
        if place is None or not _suits(kind, place):
            return False
        if kind in _PARTS and match.before == 1 and not match.after:
            return not self._is_described(place, left)
        named = match.item("place")
        if kind != "between" or named is None:
            return True
        other = self.place_at(named)
        return other is not None and _WIDE.isdisjoint({place.kind, other.kind})

    def _is_described(self, place: Place, left: Side) -> bool:
        """Return whether "the eastern Donetsk region" tells where the region lies."""
        near, before = left.at(0), left.at(1)
        is_owned = before is not None and before.word in self.grammar.owners
        if place.kind != "admin1" or not near or not is_owned:
            return False
        direction = self.grammar.directions.get(near.word, "")
        country = next((p for p in self.gazetteer.parents(place) if p.kind == "country"), None)
        if country is None or not direction:
            return country is not None
        turn = bearing_deg((country.lat, country.lon), (place.lat, place.lon))
        return abs((turn - BEARINGS[direction] + 180) % 360 - 180) <= _CONSISTENT_DEG

    def place_at(self, item: Item) -> Place | None:
        """Return the place another name of a phrase means; of "Odesa highway" that of Odesa.

        Where nothing else said that it is a place, the phrase does.
        """
        resolution = self.resolutions[item.mention]
        if resolution.place is not None:
            return resolution.place
        name = resolution.mention.name
        if "road" in resolution.mention.kinds:
            name = fold_name(resolution.mention.text.rpartition(" ")[0])
        known = (c.place for c in self.gazetteer.candidates(name) if c.match != "skeleton")
        return next(known, None)

    def _word(self, at: int) -> str:
        """Return the word at a token, or with its joined left half ("north-east" for "east")."""
        lows = self.document.lows
        if not 0 <= at < len(lows):
            return ""
        return self._joined(at) or _PLAIN.get(lows[at], lows[at])

    def _joined(self, at: int) -> str:
        """Return the compound of the vocabulary that ends at a token, or an empty text."""
        lows = self.document.lows
        if at < 2 or lows[at - 1] not in HYPHENS:  # noqa: PLR2004 - a word and a hyphen
            return ""
        joined = f"{lows[at - 2]}-{lows[at]}"
        return joined if joined in self.grammar.joined else ""

    def _leftwards(self, at: int, sentence: int) -> Iterator[Item]:
        document, at = self.document, at - 1
        for _ in range(REACH):
            if at < 0 or document.numbers[at] != sentence:
                return
            if joined := self._joined(at):
                at -= 2
                yield Item(joined)
            elif (mention := self.ends.get(document.ends[at], -1)) >= 0:
                yield Item("", mention)
                at = bisect_left(document.starts, self.resolutions[mention].mention.start)
            else:
                low = document.lows[at]
                yield Item(_PLAIN.get(low, low))
            at -= 1

    def _rightwards(self, at: int, sentence: int) -> Iterator[Item]:
        document = self.document
        for _ in range(REACH):
            if at >= len(document.lows) or document.numbers[at] != sentence:
                return
            mention = self.starts.get(document.starts[at], -1)
            if joined := at + 2 < len(document.lows) and self._joined(at + 2):
                yield Item(joined)
                at += 3
            elif mention >= 0:
                found = self.resolutions[mention].mention
                yield Item("", mention)
                if "road" in found.kinds:  # "the Kyiv–Odesa highway"
                    yield Item(found.text.rpartition(" ")[2].casefold())
                at = bisect_left(document.starts, found.end)
            else:
                low = document.lows[at]
                yield Item(_PLAIN.get(low, low))
                at += 1

    def _description(self, left: Side) -> int:
        """Return how many words before a name describe it: "the northeastern city of"."""
        grammar, at = self.grammar, 0
        first, second = left.at(0), left.at(1)
        if first and second and first.word == "," and second.word in grammar.types:
            at = 1
        elif first and first.word in grammar.of:
            at = 1
            if second is None or second.word not in grammar.types:
                return 0
        item = left.at(at)
        has_type = item is not None and item.word in grammar.types
        at += has_type
        while (item := left.at(at)) is not None and self._describes(item, has_type=has_type):
            at += 1
        return at

    def _describes(self, item: Item, *, has_type: bool) -> bool:
        if item.mention >= 0:
            return has_type or self.resolutions[item.mention].mention.use is Use.AFFILIATION
        is_direction = has_type and item.word in self.grammar.directions
        return item.word in self.grammar.adjectives or is_direction or item.word == "'s"


def river_named(resolution: Resolution, gazetteer: Gazetteer) -> Place | None:
    """Return the river that "the left bank of Dnipro" names, if a town bears its name, too."""
    place, mention = resolution.place, resolution.mention
    if place is None or place.kind in _LINES or mention.kinds:
        return None
    namesakes = (candidate.place for candidate in gazetteer.candidates(mention.name))
    rivers = (river for river in namesakes if river.kind == "river")
    return next((r for r in rivers if gazetteer.geometry(r.place_id) is not None), None)


def _suits(kind: str, place: Place) -> bool:
    """Return whether a relation of this kind can be one to such a place."""
    if kind == "along":
        return place.kind in _LINES
    if kind == "borderland":
        return place.kind in _UNITS  # "the border town of Vovchansk" is Vovchansk
    if kind == "side":
        return place.kind == "border"
    if kind == "area":
        return precision_of(place) not in WIDE  # "the Donbas area" is Donbas
    if kind in _PARTS:
        return place.kind not in _LINES
    return kind != "border" or place.kind != "border"
