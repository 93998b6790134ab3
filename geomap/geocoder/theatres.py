"""What a description means in a war: whose villages, which front, which side of the country.

Off it is wanted, a *theatre* of ``lexicons/geocoding.toml`` decides where nothing in the text
does: reports of a war name the villages near its front lines oftenest, and write "the
conflict zone" or "the southern direction" without a name.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from geomap.errors import LexiconError
from geomap.geocoder.words import direction_of
from geomap.lexicon import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geomap.records import Place

__all__ = ["Theatre", "theatre_of"]

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_KM_PER_DEGREE = 111.2
_UNQUOTED = re.compile(r"[\"'«»“”„?]+(?=\w)|(?<=\w)[\"«»“”„?]+")


@dataclass(frozen=True, slots=True)
class Theatre:
    """A war, by the country whose places are meant and points along its front lines."""

    country: str
    home: float
    weight: float
    km: float
    points: tuple[tuple[float, float], ...]
    zone: str
    zone_words: tuple[str, ...]
    side_words: frozenset[str]
    sides: Mapping[str, str]

    def weigh(self, place: Place, share: float) -> float:
        """Return what speaks for a place that nothing in the text decides on.

        ``share`` of the weight of the front counts: less where the text says more.
        """
        if place.country != self.country:
            return 0.0
        return self.home + share * self.weight * self.nearness(place)

    def nearness(self, place: Place) -> float:
        """Return how near a place lies to the front lines, in [0, 1]."""
        narrow = math.cos(math.radians(place.lat))  # flat: no query is worth thirty arcs each
        square = min(
            (lat - place.lat) ** 2 + ((lon - place.lon) * narrow) ** 2 for lat, lon in self.points
        )
        return math.exp(-square * (_KM_PER_DEGREE / self.km) ** 2)

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
        country=values["country"],
        home=values["home"],
        weight=values["weight"],
        km=values["km"],
        points=tuple((lat, lon) for lat, lon in values["points"]),
        zone=values["zone"],
        zone_words=tuple(" ".join(_words(phrase)) for phrase in values["zone_words"]),
        side_words=frozenset(values["side_words"]),
        sides=values["sides"],
    )


def _words(description: str) -> list[str]:
    """Return the words of a description, low, without quotes and what stands in brackets."""
    return _WORD.findall(_UNQUOTED.sub("", description.replace("’", "'")).casefold())
