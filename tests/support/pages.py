"""What tests look up in pages of the map, and in the files that these are made of."""

from __future__ import annotations

import json
import re
from importlib import resources
from typing import Any

WEBMAP = resources.files("geomap.webmap")


def source(folder: str, name: str) -> str:
    """A file that pages are made of."""
    return (WEBMAP / folder / name).read_text(encoding="utf-8")


def data_of(html: str) -> Any:  # noqa: ANN401 - whatever the island holds
    """The data that a page carries."""
    found = re.search(r'<script type="application/json" id="gm-data">(.*?)</script>', html)
    assert found
    return json.loads(found[1])


def unpacked(column: Any) -> list[Any]:  # noqa: ANN401 - a list or a pair of lists
    """The values of a column row by row."""
    if isinstance(column, list):
        return column
    return [column["values"][row] for row in column["rows"]]
