"""Small towns far from all else in an article: namesakes of one that is in no list."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from geomap.resolve.context import nearness
from geomap.resolve.theatre import lies_by_front

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geomap.resolve.cases import Case
    from geomap.resolve.context import Evidence
    from geomap.resolve.names import Spot

__all__ = ["is_small", "is_stranger"]

_COMPANY = 2  # other places from which on a small town among them can be a stranger
_TOGETHER = 0.5  # degrees
_KNOWN = 5_000  # people of a town that can have a name to itself: Cernobbio


def is_small(case: Case, decision: Mapping[str, float]) -> bool:
    """Return whether the answer is a town that few readers know, and no qualifier says where."""
    spot = case.spot
    if spot is None or spot.rank != "settlement" or case.mention.parent is not None:
        return False
    return spot.place.population <= decision["small"]


def is_stranger(case: Case, evidence: Evidence, decision: Mapping[str, float]) -> bool:
    """Return whether a small town lies far from everything else in the article.

    Then its namesake is meant, which is in no list. A name of one place only is trusted
    wherever the article names its country, and so is a town by the front lines of a war.
    """
    spot, name = case.spot, case.mention.name
    if spot is None or (evidence.is_asked and not evidence.bias.isdisjoint(spot.codes)):
        return False
    own = evidence.own.get(name)
    if evidence.units.get(spot.unit, 0) > (own is not None and own.unit == spot.unit):
        return False  # as most: the article names another place of its unit
    others = [(lat, lon) for lat, lon, other in evidence.anchors if other != name]
    if len(others) < _COMPANY:
        return False
    abroad = all(evidence.countries.get(code, 0) <= (own is not None) for code in spot.codes)
    near, _ = nearness(spot, others, decision)
    is_one = _is_one_place(case, spot)
    if is_one and spot.place.population >= _KNOWN:
        return False
    is_trusted = case.is_anchor or is_one or lies_by_front(spot)
    return near < decision["far_abroad" if abroad else "far"] and (abroad or not is_trusted)


def _is_one_place(case: Case, own: Spot) -> bool:
    """Return whether all that bears a name lies together: a town and its spaceport."""
    return all(
        math.hypot(spot.lat - own.lat, (spot.lon - own.lon) * own.scale) < _TOGETHER
        for spot in case.spots
    )
