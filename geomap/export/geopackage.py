"""One GeoPackage with every layer and table, its styles and a project, written whole.

GDAL writes the layers (version 1.2: QGIS 3.22 warns of later ones); what QGIS alone knows,
default styles and the project, is added with sqlite3. No build time gets into the file.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from geomap.export.files import open_output

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geomap.frame import Cell, Column

__all__ = ["GeoLayer", "write_geopackage"]

_EPOCH = "1970-01-01T00:00:00.000Z"  # stands where GDAL and QGIS want a time of writing
_CLOCK = {"OGR_CURRENT_DATE": _EPOCH}
_VERSION = {"VERSION": "1.2"}
_ID = "id"  # what the GeoJSON has as the id of a feature
_PROJECT_NAME = "geomap"
_STYLES = """CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
  f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
  styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
  owner TEXT(30), ui TEXT(30), update_time DATETIME)"""
_PROJECTS = "CREATE TABLE qgis_projects (name TEXT PRIMARY KEY, metadata BLOB, content BLOB)"
_CONTENT = """INSERT INTO gpkg_contents
  (table_name, data_type, identifier, description, last_change) VALUES (?, 'attributes', ?, '', ?)
"""


class GeoLayer(NamedTuple):
    """A layer or, without a geometry, a table of the file."""

    name: str
    about: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Cell]]
    geometry: str = ""
    """``Point``, ``MultiPolygon``, ``MultiLineString``; empty for a table."""
    shapes: Sequence[Any] = ()
    """A geometry, as GeoJSON or of shapely, or ``None``, for each row."""
    ids: Sequence[str] = ()
    style: str = ""
    """What QGIS applies by itself when the layer is added."""


def write_geopackage(
    path: Path,
    layers: Iterable[GeoLayer],
    *,
    credit: Mapping[str, str],
    project: bytes = b"",
) -> Path:
    """Write layers and tables, EPSG:4326, whole or not at all.

    Parameters
    ----------
    path
        The file; one of an earlier run is replaced.
    layers
        In the order in which QGIS lists them. A large one may come in parts, one after the
        other under the same name; each is written before the next is asked for.
    credit
        Licences and attribution, for the metadata of the file.
    project
        A zipped QGIS project whose layers point to a file of this name.

    Raises
    ------
    OutputError
        If it cannot be written; what was there before is left.
    """
    with tempfile.TemporaryDirectory(prefix="geomap-") as folder:
        draft = Path(folder) / path.name
        styled = _write_layers(draft, layers, credit)
        with closing(sqlite3.connect(draft)) as connection, connection:
            _add_styles(connection, styled)
            _add_project(connection, project)
        with draft.open("rb") as source, open_output(path) as target:
            shutil.copyfileobj(source, target)
        return path


def _write_layers(
    draft: Path, layers: Iterable[GeoLayer], credit: Mapping[str, str]
) -> list[GeoLayer]:
    """Write the layers and return them without their rows, each once."""
    import pyogrio  # noqa: PLC0415 - heavy, and needed only here

    written: dict[str, GeoLayer] = {}
    kept = {name: pyogrio.get_gdal_config_option(name) for name in _CLOCK}
    pyogrio.set_gdal_config_options(_CLOCK)
    try:
        for layer in layers:
            _write_layer(draft, layer, credit, is_first=not written)
            written.setdefault(layer.name, layer._replace(rows=(), shapes=(), ids=()))
    finally:
        pyogrio.set_gdal_config_options(kept)
    return list(written.values())


def _write_layer(
    draft: Path, layer: GeoLayer, credit: Mapping[str, str], *, is_first: bool
) -> None:
    import pyogrio  # noqa: PLC0415 - heavy, and needed only here

    names = [column.name for column in layer.columns]
    cells = [_to_array(column, layer.rows) for column in layer.columns]
    if layer.geometry:
        names.insert(0, _ID)
        cells.insert(0, (_texts(layer.ids), None))
    pyogrio.raw.write(
        draft,
        _to_wkb(layer.shapes) if layer.geometry else None,
        [values for values, _ in cells],
        names,
        field_mask=[mask for _, mask in cells],
        layer=layer.name,
        driver="GPKG",
        geometry_type=layer.geometry or None,
        crs="EPSG:4326" if layer.geometry else None,
        promote_to_multi=layer.geometry.startswith("Multi"),
        append=not is_first,
        dataset_metadata=dict(credit) if is_first else None,
        dataset_options=_VERSION if is_first else None,
        layer_options={"DESCRIPTION": layer.about, "IDENTIFIER": layer.name},
    )


def _to_array(column: Column, rows: Sequence[Mapping[str, Cell]]) -> tuple[Any, Any]:
    """Return a column as an array of its type and the mask of what is null."""
    import numpy as np  # noqa: PLC0415 - heavy, and needed only here

    cells = [row[column.name] for row in rows]
    if column.kind == "text":
        return _texts(cells), None
    if column.kind == "date":
        return np.array(["NaT" if cell is None else cell for cell in cells], "datetime64[D]"), None
    if column.kind == "number":
        return np.array([np.nan if cell is None else cell for cell in cells], "float64"), None
    kind = "int32" if column.kind == "flag" else "int64"
    mask = np.array([cell is None for cell in cells], bool)
    return np.array([0 if cell is None else cell for cell in cells], kind), mask


def _texts(cells: Sequence[Cell]) -> Any:  # noqa: ANN401 - numpy is loaded lazily
    import numpy as np  # noqa: PLC0415 - heavy, and needed only here

    array = np.empty(len(cells), dtype=object)
    array[:] = [None if cell is None else str(cell) for cell in cells]
    return array


def _to_wkb(shapes: Sequence[Any]) -> Any:  # noqa: ANN401 - numpy is loaded lazily
    import numpy as np  # noqa: PLC0415 - heavy, and needed only here
    import shapely  # noqa: PLC0415 - as above

    array = np.empty(len(shapes), dtype=object)
    array[:] = [None if s is None else shapely.to_wkb(shapely.geometry.shape(s)) for s in shapes]
    return array


def _add_styles(connection: sqlite3.Connection, layers: Iterable[GeoLayer]) -> None:
    connection.execute(_STYLES)
    connection.execute(_CONTENT, ("layer_styles", "layer_styles", _EPOCH))
    connection.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name,"
        " f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner,"
        " update_time) VALUES ('', '', ?, ?, 'geomap', ?, '', 1, '', '', ?)",
        [
            (layer.name, "geom" if layer.geometry else None, layer.style, _EPOCH)
            for layer in layers
            if layer.style
        ],
    )


def _add_project(connection: sqlite3.Connection, project: bytes) -> None:
    if not project:
        return
    connection.execute(_PROJECTS)
    metadata = f'{{"last_modified_time": "{_EPOCH}", "last_modified_user": "geomap"}}'
    values = (_PROJECT_NAME, metadata.encode(), project.hex().encode())
    connection.execute("INSERT INTO qgis_projects VALUES (?, ?, ?)", values)
