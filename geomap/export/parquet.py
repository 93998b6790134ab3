"""The rows as GeoParquet; needs the extra ``[parquet]``."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

__all__ = ["to_parquet"]


def to_parquet(gdf: gpd.GeoDataFrame, provenance: Mapping[str, Any]) -> bytes:
    """Return rows as GeoParquet; versions and licences stand under ``geomap`` in its metadata.

    Raises
    ------
    ImportError
        If pyarrow is not installed.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415 - an extra

    stream = io.BytesIO()
    gdf.to_parquet(stream)
    stream.seek(0)
    table = pq.read_table(stream)
    credit = json.dumps(provenance, ensure_ascii=False).encode()
    table = table.replace_schema_metadata({**table.schema.metadata, b"geomap": credit})
    stream = io.BytesIO()
    pq.write_table(table, stream)
    return stream.getvalue()
