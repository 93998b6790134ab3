"""Is an output what it should be: every format that geomap writes, by file or by folder."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import ArticleError, LimitError
from geomap.events import EVENT_SCHEMA
from geomap.export.checking.markup import check_kml, check_qgis
from geomap.export.checking.page import check_page
from geomap.export.checking.reports import check_report
from geomap.export.checking.rfc7946 import MOST_FAULTS, NOTE, check_geojson, property_faults
from geomap.export.checking.tables import check_csv, check_geopackage, check_parquet
from geomap.export.reading import load_json
from geomap.frame import LINK_SCHEMA, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["NOTE", "check_geojson", "check_outputs", "check_page"]

_SCHEMAS = {".links.geojson": LINK_SCHEMA, ".events.geojson": EVENT_SCHEMA}  # by a name's end
_PNG = b"\x89PNG\r\n\x1a\n"


def check_outputs(paths: Iterable[str | Path]) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Yield every output of files and folders with its faults; none if it is in order.

    A folder is searched with all that it holds, but for hidden ones and for files of formats
    that geomap does not write.
    """
    for given in paths:
        path = Path(given)
        if not path.is_dir():
            yield path, _check_file(path)
            continue
        found = [file for file in sorted(path.rglob("*")) if _is_output(file, path)]
        for file in found:
            yield file, _check_file(file)
        if not found:
            yield path, ("no output in this folder; build something into it",)


def _is_output(file: Path, folder: Path) -> bool:
    """Return whether a file of a folder is one of ours; others may lie beside them."""
    inner = file.relative_to(folder).parts
    if any(part.startswith(".") for part in inner) or not file.is_file():
        return False
    if file.suffix in {".json", ".jsonl", ".csv"}:
        with file.open("rb") as stream:
            head = stream.read(2_000)
        return b'"geomap"' in head or head.removeprefix(b"\xef\xbb\xbf").startswith(b"id,lon,lat,")
    return file.suffix in _CHECKS


def _check_file(path: Path) -> tuple[str, ...]:
    check = _CHECKS.get(path.suffix.lower())
    if check is None:
        known = ", ".join(_CHECKS)
        fault = f"{path.suffix or 'a file without suffix'} is not checked; pass one of {known}"
        return (fault if path.exists() else "no such file or folder; check the name",)
    try:
        if not path.is_file():
            return ("no such file; check the name",)
        faults = tuple(islice(check(path), MOST_FAULTS + 1))
    except (ArticleError, LimitError) as error:
        return (str(error).removeprefix(f"{path}: "),)
    except UnicodeDecodeError:
        return ("not UTF-8",)
    except OSError as error:
        return (f"cannot be read ({error.strerror})",)
    return faults if len(faults) <= MOST_FAULTS else (*faults[:MOST_FAULTS], "and more")


def _check_geojson(path: Path) -> Iterable[str]:
    found = (schema for ending, schema in _SCHEMAS.items() if path.name.endswith(ending))
    return check_geojson(load_json(path), next(found, SCHEMA))


def _check_json(path: Path) -> Iterator[str]:
    """Yield the faults of a report, of several, or of a collection under another suffix."""
    value = load_json(path)
    if isinstance(value, dict) and value.get("type") == "FeatureCollection":
        yield from check_geojson(value)
        return
    reports = value if isinstance(value, list) else [value]
    for number, report in enumerate(reports, start=1):
        name = f"report {number}: " if len(reports) > 1 else ""
        yield from (f"{name}{fault}" for fault in check_report(report))


def _check_lines(path: Path) -> Iterator[str]:
    """Yield the faults of reports or features, one a line (a record separator may be before)."""
    with path.open(encoding="utf-8") as stream:
        for number, line in enumerate(stream, start=1):
            try:
                value = json.loads(line.removeprefix("\x1e"))
            except ValueError as error:
                yield f"line {number}: not JSON ({error})"
                continue
            yield from (f"line {number}: {fault}" for fault in _record_faults(value))


def _record_faults(value: Any) -> Iterable[str]:  # noqa: ANN401 - any JSON
    if isinstance(value, dict) and value.get("type") == "Feature":
        return property_faults(value.get("properties"), SCHEMA)
    return check_report(value)


def _check_png(path: Path) -> Iterator[str]:
    with path.open("rb") as stream:
        if stream.read(len(_PNG)) != _PNG:
            yield "not a PNG"


def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


_CHECKS: dict[str, Callable[[Path], Iterable[str]]] = {
    ".geojson": _check_geojson,
    ".html": lambda path: check_page(_text_of(path)),
    ".gpkg": check_geopackage,
    ".csv": check_csv,
    ".kml": lambda path: check_kml(_text_of(path)),
    ".parquet": check_parquet,
    ".qgs": lambda path: check_qgis(_text_of(path)),
    ".qml": lambda path: check_qgis(_text_of(path)),
    ".json": _check_json,
    ".jsonl": _check_lines,
    ".geojsonl": _check_lines,
    ".geojsons": _check_lines,
    ".geojsonseq": _check_lines,
    ".png": _check_png,
}
