"""Land and water around a place: what is shore, what is shared border, what is sea."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from geomap.lexicon import table

if TYPE_CHECKING:
    from collections.abc import Collection

    from shapely.geometry import LineString
    from shapely.geometry.base import BaseGeometry

    from geomap.gazetteer import Gazetteer
    from geomap.geometry.plane import Plane
    from geomap.records import Place

__all__ = ["Land", "about", "dry_part", "is_fine", "land_of", "outline_of"]

_CURATED = "curated"
_TOUCH = 0.03  # degrees: outlines are drawn with a tolerance of 0.02
_CLOSING = 0.15  # degrees of a line that closes a sea, at least; shores are drawn with shorter ones
_FINE_SHORE, _COARSE_SHORE = 0.08, 0.5  # degrees by which sea and land may be drawn apart
_SHORTEST = 0.05  # degrees of a shore or border; less is where two outlines do not quite meet


class Land:
    """The outlines of all countries of a gazetteer, found by their extent."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        import shapely  # noqa: PLC0415 - an article without coasts and borders does not need it

        self._countries = gazetteer.areas("country")
        self._shapes = [shape for _, shape in self._countries]
        self._tree = shapely.STRtree(self._shapes)
        self._rivers = gazetteer.areas("river")
        self._shores: dict[str, BaseGeometry] = {}

    def rivers_in(
        self, bounds: tuple[float, float, float, float]
    ) -> list[tuple[Place, BaseGeometry]]:
        """Return the rivers with a known course that may cross an extent."""
        import shapely  # noqa: PLC0415 - as above

        box = shapely.box(*bounds)
        return [(place, course) for place, course in self._rivers if course.intersects(box)]

    def around(self, shape: BaseGeometry, only: Collection[str] = ()) -> BaseGeometry:
        """Return the land that meets the extent of a shape, of all countries or of some."""
        import shapely  # noqa: PLC0415 - as above

        found = sorted(self._tree.query(shapely.box(*_bounds_about(shape))))
        kept = [i for i in found if not only or self._countries[i][0].country in only]
        parts = [about(self._shapes[i], shape) for i in kept]
        return shapely.union_all([part if part.is_valid else part.buffer(0) for part in parts])

    def shore_of(self, place: Place, outline: BaseGeometry) -> BaseGeometry:
        """Return where the outline of a country or of its part meets the water; maybe empty."""
        if place.place_id not in self._shores:
            line = outline.boundary
            if place.kind != "country" and (home := self.outline(place.country)) is not None:
                line = line.intersection(_beside(home.boundary, _TOUCH / 3))
            for beyond in self._neighbours(place, outline):
                line = line.difference(beyond)
            self._shores[place.place_id] = _long_parts(line)
        return self._shores[place.place_id]

    def shore_of_water(self, place: Place, outline: BaseGeometry) -> BaseGeometry:
        """Return where the outline of a water meets land; lines at sea that close it are none."""
        import shapely  # noqa: PLC0415 - as above

        if place.place_id not in self._shores:
            edges = _edges(outline.boundary)
            shore = shapely.linestrings(edges[self._are_shore(edges)])
            self._shores[place.place_id] = _long_parts(shapely.GeometryCollection(list(shore)))
        return self._shores[place.place_id]

    def _are_shore(self, edges: Any) -> Any:  # noqa: ANN401 - arrays; numpy comes with shapely
        """Return which edges of a water are no closing lines: short ones, and those at land."""
        import numpy as np  # noqa: PLC0415 - as above
        import shapely  # noqa: PLC0415 - as above

        are_shore = np.hypot(*(edges[:, 1] - edges[:, 0]).T) < _CLOSING
        long = np.flatnonzero(~are_shore)
        middles = shapely.points(edges[long].mean(1))
        fine = shapely.contains(shapely.union_all(_fine_boxes()), middles)
        reach = np.where(fine, _FINE_SHORE, _COARSE_SHORE)
        near, _ = self._tree.query(middles, predicate="dwithin", distance=reach)
        are_shore[long[near]] = True
        return are_shore

    def shores_within(self, area: BaseGeometry) -> BaseGeometry:
        """Return the shores of all land within an area; empty where we know of no land."""
        land = self.around(area)
        return land if land.is_empty else _long_parts(land.boundary.intersection(area))

    def country(self, code: str) -> Place | None:
        """Return a country by its code."""
        return next((place for place, _ in self._countries if place.country == code), None)

    def outline(self, code: str) -> BaseGeometry | None:
        """Return the outline of a country by its code."""
        return next((shape for place, shape in self._countries if place.country == code), None)

    def shared(
        self, one: tuple[Place, BaseGeometry], two: tuple[Place, BaseGeometry]
    ) -> BaseGeometry:
        """Return the border of two countries or parts of them; empty if they share none."""
        near = about(two[1], one[1])
        return _long_parts(one[1].boundary.intersection(_beside(near, _TOUCH / 3)))

    def frontier(self, place: Place, outline: BaseGeometry) -> BaseGeometry:
        """Return the land border of a country, or the part of it that a region has."""
        import shapely  # noqa: PLC0415 - as above

        line = outline.boundary
        parts = [line.intersection(beyond) for beyond in self._neighbours(place, outline)]
        return _long_parts(shapely.GeometryCollection(parts))

    def _neighbours(self, place: Place, outline: BaseGeometry) -> list[BaseGeometry]:
        """Return the land of other countries beside an outline, with a little more around it."""
        found = sorted(self._tree.query(outline, predicate="dwithin", distance=_TOUCH))
        others = [i for i in found if self._countries[i][0].country != place.country]
        return [_beside(about(self._shapes[i], outline)) for i in others]


def _bounds_about(shape: BaseGeometry, margin: float = _TOUCH) -> tuple[float, float, float, float]:
    west, south, east, north = shape.bounds
    return west - margin, south - margin, east + margin, north + margin


def about(shape: BaseGeometry, other: BaseGeometry, margin: float = _TOUCH) -> BaseGeometry:
    """Return what of a shape lies in the extent of another one, or next to it."""
    import shapely  # noqa: PLC0415 - as above

    return shapely.clip_by_rect(shape, *_bounds_about(other, margin))


def _beside(shape: BaseGeometry, degrees: float = _TOUCH) -> BaseGeometry:
    """Return a shape with what lies so near to it that it is drawn beside it by chance."""
    return shape.buffer(degrees, quad_segs=1)


def _long_parts(shape: BaseGeometry) -> BaseGeometry:
    """Return the lines of a shape that are longer than a slip of two outlines, joined."""
    import shapely  # noqa: PLC0415 - as above

    lines = [part for part in _lines(shape) if not part.is_empty]
    merged = shapely.line_merge(shapely.union_all(lines)) if lines else shapely.MultiLineString()
    kept = [part for part in _lines(merged) if part.length >= _SHORTEST]
    return kept[0] if len(kept) == 1 else shapely.MultiLineString(kept)


def _lines(shape: Any) -> list[LineString]:  # noqa: ANN401 - one shape or many
    if hasattr(shape, "geoms"):
        return [line for part in shape.geoms for line in _lines(part)]
    return [shape] if shape.geom_type in {"LineString", "LinearRing"} else []


def _edges(lines: BaseGeometry) -> Any:  # noqa: ANN401 - as above
    """Return the edges of some lines as an array of pairs of points."""
    import numpy as np  # noqa: PLC0415 - as above
    import shapely  # noqa: PLC0415 - as above

    rings = map(shapely.get_coordinates, _lines(lines))
    return np.concatenate([np.stack((ring[:-1], ring[1:]), 1) for ring in rings])


def outline_of(place: Place, gazetteer: Gazetteer) -> BaseGeometry | None:
    """Return the area or line of a place, put together if it is made of several units."""
    prefix, _, name = place.place_id.rpartition(":")
    parts = table("relations")["unions"].get(name) if prefix == _CURATED else None
    if parts is None:
        return gazetteer.geometry(place.place_id)
    import shapely  # noqa: PLC0415 - as above

    shapes = [gazetteer.geometry(f"{_CURATED}:{part}") for part in parts]
    return shapely.union_all([shape for shape in shapes if shape is not None])


def is_fine(shape: BaseGeometry) -> bool:
    """Return whether a shape lies where outlines are fine."""
    return any(box.covers(shape.envelope) for box in _fine_boxes())


def _fine_boxes() -> list[BaseGeometry]:
    import shapely  # noqa: PLC0415 - as above

    return [shapely.box(*box) for box in table("relations")["fine"]["boxes"]]


def dry_part(
    plane: Plane, area: BaseGeometry, gazetteer: Gazetteer, only: Collection[str] = ()
) -> BaseGeometry:
    """Return the land about an area, both in a plane: of all countries or of some."""
    land = plane.project(land_of(gazetteer).around(plane.unproject(area.envelope), only))
    return land if land.is_valid else land.buffer(0)  # of half a continent, whose edges bend


_lands: WeakKeyDictionary[Gazetteer, Land] = WeakKeyDictionary()


def land_of(gazetteer: Gazetteer) -> Land:
    """Return the land of a gazetteer, read once."""
    found = _lands.get(gazetteer)
    if found is None:
        found = _lands[gazetteer] = Land(gazetteer)
    return found
