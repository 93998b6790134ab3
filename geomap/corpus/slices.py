"""The points of a corpus as GeoParquet, in slices that may each be written by itself."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from geomap import export
from geomap.corpus.portions import read_portions
from geomap.frame import features_to_gdf

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from geomap.corpus.portions import Feature
    from geomap.corpus.reading import ManifestReader

__all__ = ["Slice", "slices_of", "write_slice"]

_ROWS = 20_000  # of a slice, which is in memory at once: about 60 MB


class Slice(NamedTuple):
    """Where a slice begins."""

    number: int
    first: str
    """The id of an article."""
    skipped: int
    """Rows of that article which are in the slice before."""
    rows: int
    """How many it has, unless it is the last."""


def slices_of(manifest: ManifestReader) -> list[Slice]:
    """Return the slices of a corpus; an empty one if it has no points."""
    found, total = [Slice(0, "", 0, _ROWS)], 0
    for article_id, rows in manifest.row_counts():
        while len(found) * _ROWS < total + rows:
            found.append(Slice(len(found), article_id, len(found) * _ROWS - total, _ROWS))
        total += rows
    return found


def write_slice(
    manifest: ManifestReader, cut: Slice, provenance: Mapping[str, Any], root: Path
) -> Iterator[Path]:
    """Write a slice into a folder, a part for each month of the first day, and yield the paths."""
    points = (point for portion in read_portions(manifest, cut.first) for point in portion.points)
    features = list(islice(points, cut.skipped, cut.skipped + cut.rows))
    for month, of_month in _by_month(features).items():
        folder = export.ensure_folder(root / f"month={month}")
        payload = export.to_parquet(features_to_gdf(of_month), provenance)
        yield export.write_file(folder / f"part-{cut.number:04d}.parquet", payload)


def _by_month(features: list[Feature]) -> dict[str, list[Feature]]:
    """Return the features by month; no feature at all makes a table without rows."""
    months: dict[str, list[Feature]] = {} if features else {"unknown": []}
    for feature in features:
        day = feature["properties"]["date_start"]
        months.setdefault(day[:7] if day else "unknown", []).append(feature)
    return dict(sorted(months.items()))
