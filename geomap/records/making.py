"""Records made fast: a frozen class is filled through an open twin."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable


__all__ = ["maker_of"]

_Record = TypeVar("_Record")


def maker_of(record: type[_Record]) -> Callable[..., _Record]:
    """Return a function that makes records of a frozen class from their values, in order.

    A frozen dataclass sets each field through ``object.__setattr__``, and an article makes
    hundreds of records: a third of the time of its places went there. Here an open twin with
    the same slots is filled, six times as fast, and then becomes the frozen record.

    Examples
    --------
    >>> from geomap.records import Paragraph, Zone
    >>> make = maker_of(Paragraph)
    >>> make(0, 5, Zone.BODY) == Paragraph(0, 5, Zone.BODY)
    True
    """
    defaults = {row.name: row.default for row in fields(record)}  # type: ignore[arg-type]  # a dataclass
    names = [
        name if value is MISSING else f"{name}=defaults[{name!r}]"
        for name, value in defaults.items()
    ]
    lines = [f"made.{name} = {name}" for name in defaults]
    twin = type(f"Open{record.__name__}", (), {"__slots__": tuple(defaults)})
    known: dict[str, Any] = {"twin": twin, "record": record, "defaults": defaults}
    body = "; ".join(["made = twin()", *lines, "made.__class__ = record", "return made"])
    # Written out as dataclasses write ``__init__``: one call, no tuple of values.
    exec(f"def make({', '.join(names)}): {body}", known)  # noqa: S102 - names of fields alone
    return cast("Callable[..., _Record]", known["make"])
