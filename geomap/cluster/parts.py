"""What a worker does in a shuffle: one file of accounts in, one of links or events out."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap import export
from geomap.cluster.work import read_checked, refusal
from geomap.errors import GeomapError, OutputError
from geomap.events import Account, find_in_order, find_links

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["find_links_of", "join_part", "read_lines", "write_lines"]


def find_links_of(order: str) -> str:
    """Write the links between the voices of a part."""
    return _work(order, lambda said: find_links(map(Account.from_json, read_lines(said["source"]))))


def join_part(order: str) -> str:
    """Write the events of a part, each with its order in the whole."""

    def join(said: dict[str, Any]) -> Iterator[Any]:
        (days,) = read_lines(said["days"])
        accounts = map(Account.from_json, read_lines(said["source"]))
        yield from find_in_order(accounts, days)

    return _work(order, join)


def read_lines(path: str | Path) -> Iterator[Any]:
    """Yield what stands in the lines of a file of JSON."""
    with Path(path).open(encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def write_lines(path: Path, lines: Iterable[Any]) -> None:
    """Write a file of JSON, a value on each line, whole or not at all."""
    with export.open_output(path) as stream:
        stream.writelines(f"{json.dumps(line)}\n".encode() for line in lines)


def _work(order: str, work: Callable[[dict[str, Any]], Iterable[Any]]) -> str:
    said = json.loads(order)
    try:
        read_checked(said["recipe"], said["digest"])
        write_lines(Path(said["target"]), work(said))
    except OutputError as error:
        return json.dumps({"fault": f"{socket.gethostname()}: {error}"})
    except GeomapError as error:
        return refusal(error)
    return json.dumps({"done": said["target"]})
