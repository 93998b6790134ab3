"""Incidents as rows, features and GeoDataFrames; the only place that knows the columns.

``COLUMNS`` names the properties in order (``SCHEMA`` also says kind and meaning).
A row is one incident at one place; a plain sum over a number column is right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geomap.frame.cells import DECIMALS, Cell, date_cells, type_cells
from geomap.frame.coarse import coarsen
from geomap.frame.columns import (
    ARTICLE_SCHEMA,
    COLUMNS,
    LINK_SCHEMA,
    MENTION_SCHEMA,
    SCHEMA,
    TOTAL_SCHEMA,
    Column,
    Kind,
)
from geomap.frame.rows import Row, drawn_places, rank_places, rows_by_report, to_point
from geomap.frame.selection import Selection, count_undated, select
from geomap.frame.shapes import (
    draw_areas,
    draw_line,
    draw_links,
    draw_points,
    dump_feature,
    find_areas,
    to_area_features,
    to_features,
    to_link_features,
)
from geomap.frame.tables import add_up, to_article_rows, to_mention_rows, to_total_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import geopandas as gpd
    import pandas as pd

    from geomap.records import Report

__all__ = [
    "ARTICLE_SCHEMA",
    "COLUMNS",
    "DECIMALS",
    "LINK_SCHEMA",
    "MENTION_SCHEMA",
    "SCHEMA",
    "TOTAL_SCHEMA",
    "Cell",
    "Column",
    "Kind",
    "Row",
    "Selection",
    "add_up",
    "coarsen",
    "count_undated",
    "date_cells",
    "draw_areas",
    "draw_line",
    "draw_links",
    "draw_points",
    "drawn_places",
    "dump_feature",
    "features_to_gdf",
    "find_areas",
    "rank_places",
    "rows_by_report",
    "select",
    "to_area_features",
    "to_article_rows",
    "to_features",
    "to_gdf",
    "to_link_features",
    "to_mention_rows",
    "to_point",
    "to_rows",
    "to_total_rows",
    "type_cells",
]

_DTYPES = {
    "text": "object",
    "integer": "Int64",
    "flag": "Int64",
    "number": "float64",
}


def to_rows(reports: Iterable[Report], *, only_incidents: bool = False) -> list[dict[str, Cell]]:
    """Return the properties of the GeoJSON, one dict per row, keys in the order of ``COLUMNS``.

    Examples
    --------
    >>> from geomap.records import Article, Report
    >>> to_rows([Report(Article("quiet", "Nothing happened."))])
    []
    """
    found = rows_by_report(reports, only_incidents=only_incidents)
    return [row.cells for _, rows in found for row in rows]


def to_gdf(reports: Iterable[Report], *, only_incidents: bool = False) -> gpd.GeoDataFrame:
    """Return the rows as a GeoDataFrame: EPSG:4326, indexed by feature id.

    Integers are nullable (``Int64``), dates are ``datetime64`` (so that filters, plots and
    ``to_file`` know them as days), and a row that is not located has an empty (``None``)
    geometry. JSON knows no days: write ``gdf.to_json(default=str)``.
    """
    return features_to_gdf(to_features(reports, only_incidents=only_incidents))


def features_to_gdf(features: Sequence[Mapping[str, Any]]) -> gpd.GeoDataFrame:
    """Return point features with every column as a GeoDataFrame, as `to_gdf` does."""
    import geopandas as gpd  # noqa: PLC0415 - heavy, and needed only here
    import pandas as pd  # noqa: PLC0415 - as above
    from shapely.geometry import Point  # noqa: PLC0415 - as above

    cells = [feature["properties"] for feature in features]
    points = [feature["geometry"] for feature in features]
    gdf = gpd.GeoDataFrame(
        {column.name: _series(column, cells) for column in SCHEMA},
        geometry=[None if point is None else Point(point["coordinates"][:2]) for point in points],
        crs="EPSG:4326",
    )
    gdf.index = pd.Index([feature["id"] for feature in features], name="id", dtype="object")
    return gdf


def _series(column: Column, rows: list[dict[str, Cell]]) -> pd.Series[Any]:
    import pandas as pd  # noqa: PLC0415 - heavy, and needed only here

    cells = [row[column.name] for row in rows]
    if column.kind == "date":
        return pd.Series(pd.to_datetime(pd.Series(cells, dtype="object"), format="%Y-%m-%d"))
    return pd.Series(cells, dtype=_DTYPES[column.kind])
