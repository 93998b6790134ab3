"""Seconds and megabytes of writing and reading many rows: ``exports.py ARTICLE [ROWS]``.

The rows of one article are repeated under ids of their own. Each format runs in a process of
its own, so that its memory is its own.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import geomap
from geomap import export, frame

FORMATS = ("geojson", "csv", "gpkg", "parquet", "kml")
ROWS = 100_000


def write(form: str, collection: dict, path: Path) -> None:
    """Write a collection of points in one format."""
    features = collection["features"]
    if form == "gpkg":
        rows = [feature["properties"] for feature in features]
        shapes = [feature["geometry"] for feature in features]
        ids = [feature["id"] for feature in features]
        layer = export.GeoLayer("incidents", "", frame.SCHEMA, rows, "Point", shapes, ids)
        export.write_geopackage(path, [layer], credit={"ATTRIBUTION": ""})
        return
    empty = {**collection, "features": []}
    makers = {
        "geojson": lambda: export.dump_geojson(collection),
        "csv": lambda: export.to_csv(collection),
        "parquet": lambda: export.to_parquet(frame.features_to_gdf(features), collection["geomap"]),
        "kml": lambda: export.to_kml(collection, empty, empty),
    }
    export.write_file(path, makers[form]())


def megabytes() -> int:
    """Return the most memory that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measure(form: str, article: str, count: int) -> None:
    """Print one line of figures."""
    collection = geomap.analyze(article).to_geojson()
    found = collection["features"]
    collection["features"] = [{**found[n % len(found)], "id": str(n)} for n in range(count)]
    before = megabytes()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"rows.{form}"
        started = time.process_time()
        write(form, collection, path)
        line = f"{form:8} {count:,} rows: written in {time.process_time() - started:.1f} s"
        line += f", {megabytes() - before} MB more, file {path.stat().st_size >> 20} MB"
        if form != "kml":
            del collection
            started = time.process_time()
            export.read_incidents(path)
            line += f"; read in {time.process_time() - started:.1f} s, {megabytes()} MB in all"
    print(line)


def main() -> None:
    """Measure every format, or the one that is named."""
    article, *rest = sys.argv[1:]
    count, form = int(rest[0]) if rest else ROWS, rest[1] if len(rest) > 1 else ""
    if form:
        measure(form, article, count)
        return
    for name in FORMATS:
        subprocess.run([sys.executable, __file__, article, str(count), name], check=True)


if __name__ == "__main__":
    main()
