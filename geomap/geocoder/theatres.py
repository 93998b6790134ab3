"""What a description means in a war: whose villages, which front, which side of the country.

Off it is wanted, a *theatre* of ``lexicons/geocoding.toml`` decides where nothing in the text
does: reports of a war name the villages near its front lines oftenest, and write "the
conflict zone" or "the southern direction" without a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from geomap.errors import LexiconError
from geomap.gazetteer.fronts import Front
from geomap.geocoder.words import direction_of
from geomap.lexicon import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geomap.records import Place

__all__ = ["Theatre", "theatre_of"]

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_UNQUOTED = re.compile(r"[\"'«»“”„?]+(?=\w)|(?<=\w)[\"«»“”„?]+")


@dataclass(frozen=True, slots=True)
class Theatre:
    """A war: its front lines, and what is said of it without a name."""

    front: Front
    home: float
    weight: float
    zone: str
    zone_words: tuple[str, ...]
    side_words: frozenset[str]
    sides: Mapping[str, str]

    @property
    def country(self) -> str:
        """The country whose places are meant."""
        return self.front.country

    def weigh(self, place: Place, share: float) -> float:
        """Return what speaks for a place that nothing in the text decides on.

        ``share`` of the weight of the front counts: less where the text says more.
        """
        if place.country != self.country:
            return 0.0
        return self.home + share * self.weight * self.front.nearness(place.lat, place.lon)

    def zone_of(self, description: str) -> str:
        """Return the id of the place that words for the zone of fighting mean, or nothing.

        Examples
        --------
        >>> theatre_of("ukraine").zone_of('in the "anti-terrorist" operation (ATO) zone')
        'curated:region.donbas'
        """
        words = f" {' '.join(_words(description))} "
        return self.zone if any(f" {phrase} " in words for phrase in self.zone_words) else ""

    def side_of(self, description: str) -> str:
        """Return the id of the side of the country that words mean, or nothing.

        Examples
        --------
        >>> theatre = theatre_of("ukraine")
        >>> theatre.side_of('operational command "South"'), theatre.side_of("south of Kherson")
        ('curated:region.south-ukraine', '')
        """
        sides = set()
        for word in _words(description):
            side = direction_of(word)
            if side:
                sides.add(side)
            elif word not in self.side_words:
                return ""
        return self.sides.get(sides.pop(), "") if len(sides) == 1 else ""


def theatre_of(name: str | None) -> Theatre | None:
    """Return a theatre of the lexicon; None for none.

    Raises
    ------
    LexiconError
        If the lexicon knows no theatre of the name.
    """
    return None if name is None else _theatre(name)


@cache
def _theatre(name: str) -> Theatre:
    known: dict[str, Any] = table("geocoding")["theatres"]
    if name not in known:
        msg = (
            f"lexicons/geocoding.toml: no theatre {name!r}; use one of {', '.join(known)}, or None"
        )
        raise LexiconError(msg)
    values = known[name]
    return Theatre(
        front=Front.read(table("theatres")[name]),
        home=values["home"],
        weight=values["weight"],
        zone=values["zone"],
        zone_words=tuple(" ".join(_words(phrase)) for phrase in values["zone_words"]),
        side_words=frozenset(values["side_words"]),
        sides=values["sides"],
    )


def _words(description: str) -> list[str]:
    """Return the words of a description, low, without quotes and what stands in brackets."""
    return _WORD.findall(_UNQUOTED.sub("", description.replace("’", "'")).casefold())
