"""Compiles the basemap: ``python -m geomap.webmap.basemap.compiler [SOURCE…]``.

For maintainers, after the gazetteer changed. The outlines are compiled only if the
GeoPackage of Natural Earth that QGIS ships (``world_map.gpkg``) is given, the rivers only
with the TopoJSON that ``rivers.py`` names (``europe_50m.json``).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.gazetteer import open_gazetteer
from geomap.webmap.basemap.built import compile_built
from geomap.webmap.basemap.labels import compile_labels
from geomap.webmap.basemap.outlines import compile_outlines
from geomap.webmap.basemap.rivers import compile_rivers

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

_FOLDER = Path(__file__).parent


def main(arguments: Sequence[str]) -> None:
    """Write ``labels.json``, its ids, ``built.json``, and what is made of the named files."""
    gazetteer = open_gazetteer()
    labels, ids = compile_labels(gazetteer)
    _write("labels.json", labels)
    _write("label_ids.json", ids)
    for path in map(Path, arguments):
        if path.suffix == ".json":
            _write("rivers.json", compile_rivers(path))
        else:
            _write("outlines.json", compile_outlines(path))
    _write("built.json", compile_built(gazetteer, _FOLDER / "outlines.json"))


def _write(name: str, content: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    (_FOLDER / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
