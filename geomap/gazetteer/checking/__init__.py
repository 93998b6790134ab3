"""Looks for faults in a compiled gazetteer: what a bad row of any layer would leave behind.

The file is read once, into lists (`content`); nothing in it is changed. Each check is a
function from the rows to faults, so that one can be tried alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from geomap.gazetteer.checking.bounds import check_crimea, check_outside, check_strays
from geomap.gazetteer.checking.content import read_content
from geomap.gazetteer.checking.rows import (
    check_coordinates,
    check_dates,
    check_duplicates,
    check_empty,
    check_file,
    check_parents,
    check_swapped,
)
from geomap.gazetteer.store import default_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from geomap.gazetteer.checking.content import Content

__all__ = ["CHECKS", "Fault", "check_gazetteer"]


class Fault(NamedTuple):
    """One fault: the check that found it, the place, and what is wrong."""

    check: str
    place_id: str
    text: str


def check_gazetteer(path: str | Path | None = None) -> tuple[Fault, ...]:
    """Return the faults of a compiled gazetteer, in the order of `CHECKS` and of the ids.

    Parameters
    ----------
    path
        The file; None for the one that geomap carries. An imported file is checked
        together with that one: its parents and outlines count.

    Raises
    ------
    GazetteerError
        If the file is missing, of another schema, or so damaged that it cannot be read.

    Examples
    --------
    >>> [fault for fault in check_gazetteer() if fault.check == "crimea"]
    []
    """
    content = read_content(default_path() if path is None else Path(path))
    return tuple(
        Fault(name, place_id, text)
        for name, check in CHECKS.items()
        for place_id, text in sorted(check(content))
    )


CHECKS: Mapping[str, Callable[[Content], Iterator[tuple[str, str]]]] = {
    "file": check_file,
    "empty": check_empty,
    "coordinates": check_coordinates,
    "swapped": check_swapped,
    "duplicates": check_duplicates,
    "dates": check_dates,
    "parents": check_parents,
    "outside": check_outside,
    "strays": check_strays,
    "crimea": check_crimea,
}
"""The checks by name, in the order in which they are reported."""
