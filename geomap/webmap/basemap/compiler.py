"""Compiles the basemap: ``python -m geomap.webmap.basemap.compiler [world_map.gpkg]``.

For maintainers, after the gazetteer changed. The outlines are compiled only if the
GeoPackage of Natural Earth that QGIS ships is given.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.gazetteer import open_gazetteer
from geomap.webmap.basemap.labels import compile_labels
from geomap.webmap.basemap.outlines import compile_outlines

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

_FOLDER = Path(__file__).parent


def main(arguments: Sequence[str]) -> None:
    """Write ``labels.json``, and ``outlines.json`` from the GeoPackage that is named."""
    _write("labels.json", compile_labels(open_gazetteer()))
    for path in arguments:
        _write("outlines.json", compile_outlines(Path(path)))


def _write(name: str, content: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    (_FOLDER / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
