"""The geopy geocoder over the gazetteer: descriptions → locations, points → the nearest place."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from geomap.gazetteer import distance_km, open_gazetteer
from geomap.geocoder.queries import find_answer
from geomap.geometry import label_of, precision_of
from geomap.lexicon import table
from geomap.records import Precision

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from geomap.gazetteer import Gazetteer
    from geomap.records import Place

__all__ = ["GazetteerGeocoder"]


_WATERS = ("sea", "bay", "strait")
_NEAR_KM = 25.0  # within which a settlement tells where a point lies
_UNSAID = frozenset({"hromada"})  # units that an address leaves out: nobody knows them by name
_UNSAID_OF_CITIES = _UNSAID | {"admin2"}


class GazetteerGeocoder(Geocoder):  # type: ignore[misc] # geopy ships no types
    """A geopy geocoder that works offline, from a compiled gazetteer.

    It also serves as ``provider=`` of `geopandas.tools.geocode`.

    Parameters
    ----------
    gazetteer
        A compiled gazetteer or its path; None for the one that geomap carries.
    country
        ISO 3166-1 code; only places of this country are returned.
    near
        A point (lat, lon) whose neighbourhood is preferred.
    theatre
        The war that descriptions are about (``lexicons/geocoding.toml``): it decides only
        among namesakes that the words leave open, and what "the conflict zone" or "the
        southern direction" is. None for no such preference.
    timeout, user_agent
        Accepted as by every geopy geocoder; nothing is fetched, so they change nothing.

    Raises
    ------
    GazetteerError
        If the gazetteer is missing or broken.
    LexiconError
        If there is no such theatre; a query says so.

    Examples
    --------
    >>> location = GazetteerGeocoder().geocode("Solomianskyi district, Kyiv")
    >>> location.address, location.raw["kind"], location.raw["admin1"]
    ('Solomianskyi, Kyiv, Ukraine', 'district', 'Kyiv')
    """

    def __init__(  # noqa: PLR0913 - geopy's two and ours by keyword
        self,
        gazetteer: Gazetteer | str | Path | None = None,
        *,
        country: str | None = None,
        near: tuple[float, float] | None = None,
        theatre: str | None = "ukraine",
        timeout: float | None = None,
        user_agent: str | None = None,
    ) -> None:
        super().__init__(timeout=timeout, user_agent=user_agent)
        is_open = hasattr(gazetteer, "candidates")
        self.gazetteer: Gazetteer = gazetteer if is_open else open_gazetteer(gazetteer)  # type: ignore[assignment, arg-type]
        self.country = country
        self.near = near
        self.theatre = theatre

    def geocode(  # noqa: PLR0913 - geopy's three and ours by keyword
        self,
        query: str,
        exactly_one: bool = True,  # noqa: FBT001, FBT002 - geopy's signature
        timeout: float | None = None,  # noqa: ARG002 - geopy's signature
        *,
        country: str | None = None,
        near: tuple[float, float] | None = None,
        limit: int = 10,
    ) -> Location | list[Location] | None:
        """Return the place that a text describes, or the likeliest ones.

        Parameters
        ----------
        query
            A name, or text such as ``"Kupiansk, Kharkiv region"``.
        exactly_one
            True for the best place, False for a list of at most ``limit``.
        country, near
            Override those of the constructor.
        limit
            How many places a list has at most.

        Returns
        -------
        location
            None if nothing is known. ``Location.raw`` is a dict with place_id, name, kind,
            precision, radius_km, score, admin1, country and relation; a score below 0.5
            says that only the surroundings were known, or that they did not fit. The line
            or ground that two units share has both ids, joined by ``+``. Of a list the
            first place is the answer, its radius holds the others, and they come next.

        Examples
        --------
        >>> places = GazetteerGeocoder().geocode("Odessa", exactly_one=False)
        >>> [place.address for place in places[:2]]
        ['Odesa, Odesa Oblast, Ukraine', 'Odessa, Texas, United States']
        >>> GazetteerGeocoder().geocode("Nowhereville-upon-Nothing") is None
        True
        """
        found, relation = find_answer(
            query,
            self.gazetteer,
            country=country or self.country,
            near=near or self.near,
            theatre=self.theatre,
        )
        locations = [self._of_place(c.place, c.score, relation) for c in found[:limit]]
        if exactly_one:
            return locations[0] if locations else None
        return locations or None

    def reverse(
        self,
        query: Point | tuple[float, float] | str,
        exactly_one: bool = True,  # noqa: FBT001, FBT002 - geopy's signature
        timeout: float | None = None,  # noqa: ARG002 - geopy's signature
        *,
        limit: int = 10,
    ) -> Location | list[Location] | None:
        """Return the settlement or district nearest to a point, or several, nearest first.

        A point at sea, outside of every settlement, lies in that sea: the smallest of those
        whose outline is known comes first. A place far away has a score below 0.5: it tells
        the surroundings, no more.

        Raises
        ------
        ValueError
            If the point is not a latitude and a longitude.

        Examples
        --------
        >>> GazetteerGeocoder().reverse((46.48, 30.72)).raw["name"]
        'Odesa'
        >>> GazetteerGeocoder().reverse((43.2, 34.0)).raw["name"]
        'Black Sea'
        """
        point = query if isinstance(query, Point) else Point(query)
        lat, lon = point.latitude, point.longitude
        nearest = self.gazetteer.nearest(lat, lon, 1 if exactly_one else limit)
        far = [distance_km(lat, lon, place.lat, place.lon) for place in nearest]
        is_inside = any(km <= place.radius_km for km, place in zip(far, nearest, strict=True))
        found = [] if is_inside else [(place, 1.0) for place in self._waters_at(lat, lon)]
        for km, place in zip(far, nearest, strict=True):
            is_near = km <= max(_NEAR_KM, place.radius_km)
            found.append((place, 1.0 if is_near else _NEAR_KM / km / 2))
        locations = [self._of_place(place, score) for place, score in found[:limit]]
        return locations[0] if exactly_one and locations else locations or None

    def _waters_at(self, lat: float, lon: float) -> list[Place]:
        """Return the seas with an outline that holds a point, the smallest first."""
        from shapely import Point as Spot  # noqa: PLC0415 - names alone need no geometry

        spot = Spot(lon, lat)
        held = [(shape.area, place) for place, shape in self._waters if shape.contains(spot)]
        return [place for _, place in sorted(held, key=lambda row: row[0])]

    @cached_property
    def _waters(self) -> list[tuple[Place, BaseGeometry]]:
        return [row for kind in _WATERS for row in self.gazetteer.areas(kind)]

    def _precision(self, place: Place, relation: str) -> Precision:
        """Return how fine an answer is: the ground of a former raion is no settlement."""
        is_wide = place.radius_km >= table("geocoding")["radii"]["former_unit"]
        if place.kind == "city" and is_wide and not relation:
            known = self.gazetteer.place(place.place_id)
            if place.radius_km > known.radius_km:
                return Precision.LOCALITY_AREA
        return precision_of(place)

    def _of_place(self, place: Place, score: float, relation: str = "") -> Location:
        raw = {
            "place_id": place.place_id,
            "name": place.name,
            "kind": place.kind,
            "precision": self._precision(place, relation).value,
            "radius_km": place.radius_km,
            "score": round(score, 3),
            "admin1": place.admin1 or None,
            "country": place.country or None,
            "relation": relation or None,
        }
        hidden = _UNSAID_OF_CITIES if place.kind == "city" else _UNSAID
        parents = (p for p in self.gazetteer.parents(place) if p.kind not in hidden)
        names = [place.name, *(parent.name for parent in parents)]
        address = ", ".join(dict.fromkeys(names))
        return Location(address, label_of(place, self.gazetteer), raw)
