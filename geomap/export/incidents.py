"""Rows back in from what geomap wrote: GeoJSON, GeoPackage, CSV and GeoParquet.

GDAL has no part in it: a file could lead it to other files. What QGIS makes of a file when
it saves it is read too: ids among the properties, extra columns, columns in another order.
"""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import ArticleError
from geomap.export.reading import find_positions, read_edited, read_geojson, to_cell
from geomap.formulas import undo_defuse
from geomap.frame import COLUMNS, SCHEMA, features_to_gdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import geopandas as gpd

__all__ = ["READ_SUFFIXES", "open_package", "read_features", "read_incidents", "read_rows"]

_LAYER = "incidents"
_LARGEST_CELL = 1_000_000  # characters of one CSV cell; the widest of ours has 500
_HEADER_BYTES = 8  # of a GeoPackage geometry, before its envelope
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)


def read_incidents(path: str | Path) -> gpd.GeoDataFrame:
    """Return the rows of an output of geomap, as `Report.to_gdf` has them.

    Parameters
    ----------
    path
        A ``.geojson``, ``.gpkg`` (its layer ``incidents``), ``.csv`` or ``.parquet`` file,
        as geomap wrote it or as QGIS saved it after an edit.

    Returns
    -------
    rows
        EPSG:4326, indexed by feature id; a column that the file lacks is null throughout.

    Raises
    ------
    ArticleError, LimitError
        If the file is not what its suffix says, or a value is not of its column's type; the
        message names the row.

    Examples
    --------
    >>> read_incidents("report.shp")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    geomap.errors.ArticleError: report.shp: rows are read from .geojson, ...
    """
    return features_to_gdf(read_features(Path(path)))


def read_features(path: Path) -> list[dict[str, Any]]:
    """Return the rows of an output of geomap as GeoJSON features, as `read_incidents` does."""
    read = _READERS.get(path.suffix.lower())
    if read is None:
        msg = f"{path}: rows are read from {', '.join(_READERS)}; give the file such a suffix"
        raise ArticleError(msg)
    if not path.is_file():
        msg = f"{path}: no such file; check the name"
        raise ArticleError(msg)
    return [
        _checked(feature, f"{path}, row {number}") for number, feature in enumerate(read(path), 1)
    ]


def read_rows(path: Path) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the rows of an edited output as features, and what of a GeoJSON cannot be meant.

    Raises
    ------
    ArticleError, LimitError
        As `read_incidents`; a value in a GeoJSON that cannot be meant is a fault instead.
    """
    if path.suffix.lower() in {".geojson", ".json"}:
        collection, faults = read_edited(path)
        return collection["features"], list(faults)
    return read_features(path), []


@contextmanager
def open_package(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a GeoPackage to be read alone; nothing that its schema names is run."""
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        connection.execute("PRAGMA trusted_schema=OFF")
        yield connection


def _checked(feature: dict[str, Any], where: str) -> dict[str, Any]:
    try:
        cells = {c.name: to_cell(c, feature["properties"].get(c.name)) for c in SCHEMA}
    except ValueError as error:
        msg = f"{where}: {error}"
        raise ArticleError(msg) from error
    geometry = feature["geometry"]
    if geometry is not None and geometry["type"] != "Point":
        msg = f"{where}: a {geometry['type']}; the rows of incidents are points"
        raise ArticleError(msg)
    return {**feature, "properties": cells}


def _from_geojson(path: Path) -> Iterator[dict[str, Any]]:
    yield from read_geojson(path)["features"]


def _from_csv(path: Path) -> Iterator[dict[str, Any]]:
    csv.field_size_limit(_LARGEST_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            missing = {"id", "lon", "lat"} - set(reader.fieldnames or ())
            if missing:
                msg = f"{path}: no column {min(missing)!r}; pass a CSV that geomap wrote"
                raise ArticleError(msg)
            for row in reader:
                cells = {
                    name: undo_defuse(row[name] or "") or None for name in COLUMNS if name in row
                }
                point = _point(row["lon"], row["lat"], f"{path}, line {reader.line_num}")
                yield _feature(undo_defuse(row["id"]), point, cells)
    except UnicodeDecodeError as error:
        msg = f"{path}: not UTF-8; save it as UTF-8"
        raise ArticleError(msg) from error
    except csv.Error as error:
        msg = f"{path}: not a CSV ({error}); write it again"
        raise ArticleError(msg) from error


def _point(lon: str, lat: str, where: str) -> dict[str, Any] | None:
    if not (lon or lat):
        return None
    try:
        point = {"type": "Point", "coordinates": [float(lon), float(lat)]}
        list(find_positions(point))
    except ValueError as error:
        msg = f"{where}: {error}"
        raise ArticleError(msg) from error
    return point


def _from_geopackage(path: Path) -> Iterator[dict[str, Any]]:
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        msg = f"{path}: open in another program, with changes not yet in the file; close it there"
        raise ArticleError(msg)
    try:
        with open_package(path) as connection:
            cursor = connection.execute(f'SELECT * FROM "{_LAYER}" ORDER BY fid')  # noqa: S608 - our name
            names = [column[0] for column in cursor.description]
            for values in cursor:
                row = dict(zip(names, values, strict=True))
                where = f"{path}, row {row.get('id')}"
                yield _feature(row.get("id"), _from_blob(row.get("geom"), where), row)
    except sqlite3.Error as error:
        msg = f"{path}: not a GeoPackage with a layer {_LAYER!r} ({error}); build it again"
        raise ArticleError(msg) from error


def _from_blob(blob: bytes | None, where: str) -> dict[str, Any] | None:
    """Return a GeoPackage geometry as GeoJSON: a header, its envelope, well-known binary."""
    if blob is None:
        return None
    import shapely  # noqa: PLC0415 - heavy, and needed only here

    try:
        start = _HEADER_BYTES + _ENVELOPE_BYTES[(blob[3] >> 1) & 7]
        geometry: dict[str, Any] = shapely.from_wkb(blob[start:]).__geo_interface__
    except (IndexError, TypeError, shapely.errors.GEOSException) as error:
        msg = f"{where}: its geometry cannot be read; build the file again"
        raise ArticleError(msg) from error
    return geometry


def _from_parquet(path: Path) -> Iterator[dict[str, Any]]:
    import geopandas as gpd  # noqa: PLC0415 - heavy, and needed only here
    import pandas as pd  # noqa: PLC0415 - as above

    try:
        gdf = gpd.read_parquet(path)
    except ImportError as error:
        msg = f"{path}: GeoParquet needs pyarrow; install geomap with the extra [parquet]"
        raise ArticleError(msg) from error
    except (ValueError, OSError) as error:
        msg = f"{path}: not GeoParquet ({error}); write it again"
        raise ArticleError(msg) from error
    names = [name for name in COLUMNS if name in gdf.columns]
    for feature_id, shape, *values in zip(
        gdf.index, gdf.geometry, *(gdf[name] for name in names), strict=True
    ):
        cells = {
            name: None if pd.isna(value) else value
            for name, value in zip(names, values, strict=True)
        }
        point = None if shape is None else dict(shape.__geo_interface__)
        yield _feature(feature_id, point, cells)


def _feature(
    feature_id: Any,  # noqa: ANN401 - whatever stands in the file
    geometry: dict[str, Any] | None,
    cells: Mapping[str, Any],
) -> dict[str, Any]:
    return {"type": "Feature", "id": str(feature_id), "geometry": geometry, "properties": cells}


_READERS: dict[str, Callable[[Path], Iterable[dict[str, Any]]]] = {
    ".geojson": _from_geojson,
    ".json": _from_geojson,
    ".gpkg": _from_geopackage,
    ".csv": _from_csv,
    ".parquet": _from_parquet,
}

READ_SUFFIXES = tuple(_READERS)
"""Of the files that rows can be read from."""
