"""The rows as CSV (RFC 4180, UTF-8): ``lon``, ``lat``, every column, the credit.

A text that a spreadsheet would run as a formula gets an apostrophe before it; numbers are
untouched, and `read_incidents` takes the apostrophe away again.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from geomap.formulas import defuse
from geomap.frame import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["to_csv"]

_CREDIT = "credit"


def to_csv(points: Mapping[str, Any], areas: Mapping[str, Any] | None = None) -> str:
    r"""Return one line per feature, under a line with the names of the columns.

    Parameters
    ----------
    points
        What `to_geojson` made of the reports.
    areas
        What `to_areas` made of them: adds ``wkt``, the area of the place, else its point, as
        well-known text.

    Examples
    --------
    >>> from geomap.export import to_geojson
    >>> from geomap.records import Article, Report
    >>> to_csv(to_geojson([Report(Article("quiet", "Nothing happened."))]))[:25]
    'id,lon,lat,feature_kind,i'
    """
    credit = defuse(points["geomap"]["attribution"])
    shapes = {feature["id"]: feature["geometry"] for feature in (areas or {}).get("features", ())}
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    names = [column.name for column in SCHEMA]
    writer.writerow(["id", "lon", "lat", *([] if areas is None else ["wkt"]), *names, _CREDIT])
    for feature in points["features"]:
        point = feature["geometry"]
        shape = [] if areas is None else [_to_wkt(shapes.get(feature["id"], point))]
        cells = [_to_cell(feature["properties"][name]) for name in names]
        lon, lat = point["coordinates"] if point else ("", "")
        writer.writerow([defuse(feature["id"]), lon, lat, *shape, *cells, credit])
    return stream.getvalue()


def _to_cell(value: str | float | None) -> str | float:
    if value is None:
        return ""
    return defuse(value) if isinstance(value, str) else value


def _to_wkt(geometry: Any) -> str:  # noqa: ANN401 - a GeoJSON geometry
    if geometry is None:
        return ""
    import shapely  # noqa: PLC0415 - only where well-known text is asked for

    return str(shapely.to_wkt(shapely.geometry.shape(geometry), rounding_precision=6))
