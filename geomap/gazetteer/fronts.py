"""How near a place lies to the front lines of a war: what decides where a text does not.

Reports of a war name the villages near its front lines oftenest. The lines are data
(``lexicons/theatres.toml``), which whoever asks hands over.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Front"]

_KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True, eq=False)
class Front:
    """The front lines of a war, as points along them; equal only to itself."""

    country: str
    """The country whose places are meant."""
    parties: frozenset[str]
    """The countries at war: a text that names all of them is about it."""
    regions: frozenset[str]
    """The ids of regions that are there by the war alone: a text that names one is about it."""
    km: float
    points: tuple[tuple[float, float], ...]

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Front:
        """Return the front of a theatre of ``lexicons/theatres.toml``."""
        points = tuple((float(lat), float(lon)) for lat, lon in values["points"])
        parties, regions = frozenset(values["parties"]), frozenset(values.get("regions", ()))
        return cls(values["country"], parties, regions, values["km"], points)

    def nearness(self, lat: float, lon: float) -> float:
        """Return how near a point lies to the front lines, in [0, 1].

        Examples
        --------
        >>> points = ((48.6, 38.0), (47.5, 35.8))
        >>> front = Front("UA", frozenset({"UA", "RU"}), frozenset(), 40.0, points)
        >>> front.nearness(48.6, 38.0), round(front.nearness(48.6, 37.6), 2)
        (1.0, 0.58)
        >>> round(front.nearness(49.8, 24.0), 2)
        0.0
        """
        narrow = math.cos(math.radians(lat))  # flat: no name is worth thirty arcs each
        square = min((a - lat) ** 2 + ((b - lon) * narrow) ** 2 for a, b in self.points)
        return math.exp(-square * (_KM_PER_DEGREE / self.km) ** 2)
