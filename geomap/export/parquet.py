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
    table = table.cast(_typed(table.schema))
    table = table.replace_schema_metadata({**table.schema.metadata, b"geomap": credit})
    stream = io.BytesIO()
    pq.write_table(table, stream)
    return stream.getvalue()


def _typed(schema: Any) -> Any:  # noqa: ANN401 - pyarrow is an extra
    """Return the schema with a type for columns without a value: parts of a whole must agree."""
    import pyarrow as pa  # noqa: PLC0415 - an extra

    types = {"geometry": pa.binary()}
    fields = [
        field.with_type(types.get(field.name, pa.string()))
        if pa.types.is_null(field.type)
        else field
        for field in schema
    ]
    return pa.schema(fields, schema.metadata)
