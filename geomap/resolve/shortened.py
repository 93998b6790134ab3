"""Towns on rivers by the first word of their name: "Slavyansk-on-Kuban", then "Slavyansk"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.gazetteer.names import MATCH_SCORES
from geomap.resolve.names import judge_candidates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geomap.resolve.cases import Case
    from geomap.resolve.names import Table

__all__ = ["judge_shortened"]

_WHOLE = 3  # words of a name with its river: "Frankfurt am Main"


def judge_shortened(cases: Mapping[int, Case], table: Table) -> None:
    """Prefer the town that an article names in full, where it gives but the first word of it."""
    links = frozenset(table["shortened"]["links"])
    wholes = {case.mention.name.partition(" ")[0]: case for case in cases.values()
              if _is_whole(case, links)}  # fmt: skip
    if not wholes:
        return
    for case in cases.values():
        whole = wholes.get(case.mention.name)
        if whole is not None and case.mention.parent is None and not case.mention.kinds:
            _prefer_whole(case, whole, table)


def _is_whole(case: Case, links: frozenset[str]) -> bool:
    words = case.mention.name.split(" ")
    is_town = case.spot is not None and case.spot.rank == "settlement"
    return is_town and len(words) >= _WHOLE and words[1] in links


def _prefer_whole(case: Case, whole: Case, table: Table) -> None:
    """Put the town of a full name before what else its first word may mean."""
    if whole.best is None or whole.spot is None:
        return
    own = whole.spot.place_id
    rest = [case.candidate(n) for n in range(len(case.spots)) if case.spots[n].place_id != own]
    town = replace(whole.candidate(whole.best), match="variant", score=MATCH_SCORES["variant"])
    case.exchange(judge_candidates((town, *rest), frozenset(), table))
    note = table["weights"]["shortened"], f"short for {whole.mention.text}"
    case.add(note if spot.place_id == own else None for spot in case.spots)
