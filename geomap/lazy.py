"""Names of a package that are imported when one of them is first used: imports stay fast."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["import_on_use"]


def import_on_use(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the ``__getattr__`` of a package.

    Parameters
    ----------
    package
        The name of the package: its ``__name__``.
    homes
        Names that the package offers, by each the module of the package that has it.

    Returns
    -------
    getter
        Gives the value of a name and keeps it in the package; AttributeError if the name is none
        of them.

    Examples
    --------
    >>> import_on_use("geomap", {"Span": "records"})("Span")(0, 5)
    Span(start=0, end=5)
    """

    def get(name: str) -> Any:  # noqa: ANN401 - the type is that of the name asked for
        if name not in homes:
            msg = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(msg)
        value = getattr(import_module(f"{package}.{homes[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return get
