"""Records as text and back: what one machine may tell another without running its words."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from geomap import records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from shapely.geometry.base import BaseGeometry

__all__ = ["from_text", "to_text"]

_CLASSES = {
    name: found for name in records.__all__ if isinstance(found := getattr(records, name), type)
}


def to_text(value: Any) -> str:  # noqa: ANN401 - any record, or a tuple of them
    """Return a record, or a tuple of records, as JSON.

    Examples
    --------
    >>> from geomap.records import Span
    >>> to_text((Span(1, 2), "a"))
    '["", ["Span", 1, 2], "a"]'
    """
    return json.dumps(_said(value, {}))


def from_text(text: str, others: Iterable[type] = ()) -> Any:  # noqa: ANN401 - as above
    """Return what `to_text` was given; ``others`` are classes beside those of ``records``.

    Raises
    ------
    KeyError
        If it names another class: nothing is looked up that was not expected.

    Examples
    --------
    >>> from geomap.records import Article
    >>> article = Article("a", "Nikopol", published=dt.date(2023, 5, 3))
    >>> from_text(to_text(article)) == article
    True
    """
    classes = _CLASSES | {found.__name__: found for found in others}
    return _Reader(classes).restore(json.loads(text))


def _said(value: Any, known: dict[int, int]) -> Any:  # noqa: ANN401 - anything that a record holds
    if isinstance(value, tuple):
        name = type(value).__name__ if hasattr(value, "_fields") else ""
        return [name, *(_said(part, known) for part in value)]
    if is_dataclass(value) or hasattr(value, "wkb_hex"):
        return _said_once(value, known)
    if isinstance(value, Enum):
        return [type(value).__name__, value.value]
    if isinstance(value, dt.date):
        return ["date", value.isoformat()]
    return ["set", *sorted(value)] if isinstance(value, frozenset) else value


def _said_once(value: Any, known: dict[int, int]) -> list[Any]:  # noqa: ANN401 - as above
    """Return a record or a shape; one that was said before, by its number."""
    if id(value) in known:
        return ["again", known[id(value)]]
    if is_dataclass(value):
        parts = (_said(getattr(value, field.name), known) for field in fields(value))
        said = [type(value).__name__, *parts]
    else:
        said = ["shape", value.wkb_hex]
    known[id(value)] = len(known)
    return said


class _Reader:
    def __init__(self, classes: dict[str, type]) -> None:
        self._makers: dict[str, Callable[..., Any]] = {
            "": lambda *parts: parts,
            "again": lambda number: self._known[number],
            "date": dt.date.fromisoformat,
            "set": lambda *parts: frozenset(parts),
            "shape": _to_shape,
            **classes,
        }
        self._known: list[Any] = []

    def restore(self, said: Any) -> Any:  # noqa: ANN401 - as above
        """Return what was said; records and shapes are numbered as they are done."""
        if not isinstance(said, list):
            return said
        name, *parts = said
        value = self._makers[name](*map(self.restore, parts))
        if name != "again" and (is_dataclass(value) or name == "shape"):
            self._known.append(value)
        return value


def _to_shape(code: str) -> BaseGeometry:
    from shapely import wkb  # noqa: PLC0415 - most records hold no shape

    return wkb.loads(code, hex=True)
