"""What a folder of outputs holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.corpus import STATE

if TYPE_CHECKING:
    from pathlib import Path


def tree(folder: Path) -> dict[str, bytes]:
    """The bytes of every output; the state of the runs is none."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and STATE not in path.parts
    }
