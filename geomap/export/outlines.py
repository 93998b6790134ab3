"""The outlines of places as GeoJSON text; a region is the same in every article."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

from geomap.frame import DECIMALS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shapely.geometry.base import BaseGeometry

__all__ = ["Outline", "name_of", "outline_of"]

_STRIP_DEGREES = 0.02  # about 2 km: a border or river becomes a strip, since QGIS asks the user
# which geometry to load when a file holds both lines and areas (measured: QGIS 3.22)
_MOST_KEPT = 16 << 20  # characters of outlines that are remembered: some thousand regions


class Outline:
    """Valid polygons with outer rings counter-clockwise and six decimals.

    Parameters
    ----------
    rings
        The rings of each polygon, the outer one first.
    """

    def __init__(self, rings: list[list[list[list[float]]]]) -> None:
        is_one = len(rings) == 1
        kind, coordinates = ("Polygon", rings[0]) if is_one else ("MultiPolygon", rings)
        shape = {"type": kind, "coordinates": coordinates}
        self.text = json.dumps(shape, allow_nan=False, separators=(",", ":"))
        points = [point for part in rings for ring in part for point in ring]
        lons, lats = zip(*points, strict=True) if points else ((), ())
        self.box = [min(lons), min(lats), max(lons), max(lats)] if points else None
        """West, south, east and north."""

    @cached_property
    def payload(self) -> bytes:
        """The text as it is kept in a file."""
        return self.text.encode()

    @cached_property
    def digest(self) -> str:
        """The name of the outline: what is the same has one name."""
        return name_of(self.payload)

    def to_geometry(self) -> dict[str, Any]:
        """Return a GeoJSON geometry of the caller's own."""
        geometry: dict[str, Any] = json.loads(self.text)
        return geometry


class _Memory:
    """Outlines by their shapes, which stay as they are while they are remembered."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[BaseGeometry, Outline]] = {}
        self._size = 0

    def outline_of(self, shape: BaseGeometry) -> Outline:
        known = self._kept.get(id(shape))
        return known[1] if known else self._keep(shape, _draw(shape))

    def _keep(self, shape: BaseGeometry, outline: Outline) -> Outline:
        if self._size > _MOST_KEPT:
            self._kept, self._size = {}, 0
        self._kept[id(shape)] = shape, outline  # the shape too: so that no other gets its id
        self._size += len(outline.text)
        return outline


_memory = _Memory()


def outline_of(shape: BaseGeometry) -> Outline:
    """Return the outline of an area; of a line, that of a strip 4 km wide.

    Examples
    --------
    >>> from shapely import box
    >>> outline_of(box(30, 46, 31, 47)).box
    [30.0, 46.0, 31.0, 47.0]
    """
    return _memory.outline_of(shape)


def name_of(shape: bytes) -> str:
    """Return the name of a shape: a digest of its GeoJSON."""
    return hashlib.blake2b(shape, digest_size=16).hexdigest()


def _draw(shape: BaseGeometry) -> Outline:
    import shapely  # noqa: PLC0415 - only reports with areas need it

    if "Line" in shape.geom_type:
        shape = shape.buffer(_STRIP_DEGREES, quad_segs=2)
    shape = shapely.orient_polygons(shapely.make_valid(shape))
    parts = [part for part in _parts(shape) if part.geom_type == "Polygon" and not part.is_empty]
    return Outline([[_ring(r) for r in (part.exterior, *part.interiors)] for part in parts])


def _parts(shape: Any) -> Iterator[Any]:  # noqa: ANN401 - shapely types are loaded lazily
    if hasattr(shape, "geoms"):
        for part in shape.geoms:
            yield from _parts(part)
    else:
        yield shape


def _ring(ring: Any) -> list[list[float]]:  # noqa: ANN401 - as above
    return [[round(x, DECIMALS) + 0.0, round(y, DECIMALS) + 0.0] for x, y, *_ in ring.coords]
