"""Files of lines in sections, each of which is read without the others: what a shuffle deals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from geomap import export

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

__all__ = ["read_lines", "read_section", "write_lines", "write_sections"]


def write_sections(path: Path, sections: Mapping[str, list[bytes]]) -> None:
    """Write a file whole or not at all; its first line tells where each section lies."""
    places, start = {}, 0
    for name, lines in sections.items():
        size = sum(map(len, lines))
        places[name] = (start, size)
        start += size
    with export.open_output(path) as stream:
        stream.write(f"{json.dumps(places)}\n".encode())
        for lines in sections.values():
            stream.writelines(lines)


def read_section(path: Path, name: str) -> list[bytes]:
    """Return the lines of a section; none if the file has no such."""
    with path.open("rb") as stream:
        places = json.loads(stream.readline())
        start, size = places.get(name, (0, 0))
        stream.seek(start, 1)
        return stream.read(size).splitlines(keepends=True)


def write_lines(path: Path, lines: Iterable[Any]) -> None:
    """Write a file of JSON, a value on each line, whole or not at all."""
    with export.open_output(path) as stream:
        stream.writelines(f"{json.dumps(line)}\n".encode() for line in lines)


def read_lines(path: Path) -> Iterator[Any]:
    """Yield what stands in the lines of a file of JSON."""
    with path.open(encoding="utf-8") as stream:
        yield from map(json.loads, stream)
