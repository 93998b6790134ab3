"""What was found and decided: mentions, the places they may mean, and the one they do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geomap.records.articles import Span, Zone


__all__ = [
    "COMPUTED",
    "Candidate",
    "Mention",
    "Place",
    "Precision",
    "Resolution",
    "Review",
    "Use",
]

COMPUTED = "computed:"
"""How the id of a place begins that no gazetteer holds."""


class Use(StrEnum):
    """What a mention stands for in its sentence."""

    LITERAL = "literal"  # the place, meant as a place
    ACTOR = "actor"  # a government or army by its capital or country
    AFFILIATION = "affiliation"  # a demonym, a possessive, an office
    NAME_PART = "name_part"  # inside the name of a person, organisation, weapon, paper


class Precision(StrEnum):
    """How fine a resolved place is, from a point to a country."""

    SITE = "site"
    SETTLEMENT = "settlement"
    CITY_DISTRICT = "city_district"
    LOCALITY_AREA = "locality_area"  # hromada or raion, or a village placed at its seat
    REGION = "region"
    LINE = "line"
    AREA = "area"
    SEA = "sea"
    COUNTRY = "country"


class Review(StrEnum):
    """Whether a person has changed what the program found; the last says most."""

    AUTO = "auto"
    CORRECTED = "corrected"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the gazetteer.

    ``lat, lon`` are the *reference point*, where gazetteers put the place; ``radius_km``
    holds 90 % of what the name covers. ``country`` is ISO 3166-1 alpha-2 (``"BY;UA"``
    for a shared border, empty for open water), ``admin1_code`` is ISO 3166-2.

    Examples
    --------
    >>> from geomap import open_gazetteer
    >>> kyiv = open_gazetteer().place("curated:ua.kyiv")
    >>> kyiv.name, kyiv.kind, kyiv.country
    ('Kyiv', 'city', 'UA')
    """

    place_id: str
    name: str
    kind: str
    lat: float
    lon: float
    radius_km: float
    country: str = ""
    admin1: str = ""
    admin1_code: str = ""
    admin2: str = ""
    parent_id: str = ""
    population: int = 0
    source: str = ""

    @property
    def is_computed(self) -> bool:
        """Whether it was worked out from other places: a shared border, a street of a town."""
        return self.place_id.startswith(COMPUTED)

    def lies_in(self, other: Place) -> bool:
        """Return whether the gazetteer puts this place inside another, by codes and parents.

        Examples
        --------
        >>> ukraine = Place("a", "Ukraine", "country", 49.0, 32.0, 500.0, country="UA")
        >>> kyiv = Place("b", "Kyiv", "city", 50.45, 30.52, 15.0, country="UA")
        >>> kyiv.lies_in(ukraine), ukraine.lies_in(kyiv), kyiv.lies_in(kyiv)
        (True, False, False)
        """
        if self.place_id == other.place_id or self.kind == "country":
            return False
        if other.kind == "country":
            return bool(other.country) and other.country in self.country.split(";")
        if self.parent_id and self.parent_id == other.place_id:
            return True
        if not other.admin1_code or self.admin1_code != other.admin1_code:
            return False
        if other.kind == "admin2":
            return bool(self.admin2) and self.admin2 == other.name
        return other.kind == "admin1" and self.kind != "admin1"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean.

    ``match`` says by which kind of name it was found; ``score`` is the match quality
    in [0, 1] when it comes from the gazetteer, the resolver's score afterwards, which is
    the sum of the weights in ``evidence``.
    """

    place: Place
    name: str
    match: Literal["official", "variant", "former", "exonym", "inflected", "skeleton"]
    score: float
    evidence: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names, or may name, a place.

    ``kinds`` is what a type word beside the name demands ("district", "oblast"), empty
    if nothing does. ``parent`` is the index, among the mentions of the article, of the
    mention that qualifies this one ("X, Y"; "Y Mayor … X"); ``list_id`` ties the members
    of one list. ``name`` is the looked-up form, which differs from ``text`` when the list
    or a type word supplies a part ("Donetsk" in "Donetsk and Luhansk regions").
    """

    start: int
    end: int
    text: str
    sentence: int
    zone: Zone
    use: Use
    name: str
    reason: str = ""
    """The rule that decided ``use``, in words; for a rejected span, why it is no place."""
    kinds: frozenset[str] = frozenset()
    parent: int | None = None
    list_id: int | None = None
    relation: str = ""
    """A spatial relation to the named place, such as ``coast/E`` or ``near``."""
    relation_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """A mention and the one place it was decided to mean, or ``None``.

    ``lat, lon, radius_km`` describe the point to draw: the place's own, or that of the
    relation's geometry. ``geometry`` is an area or line where one is known.
    ``score`` is in [0, 1]; ``candidates`` holds at most the three best, best first.

    Examples
    --------
    >>> import geomap
    >>> (found,) = geomap.analyze("Shells hit Nikopol.").resolutions
    >>> found.mention.text, found.mention.use.value, found.place.name, found.precision.value
    ('Nikopol', 'literal', 'Nikopol', 'settlement')
    """

    mention: Mention
    place: Place | None
    score: float = 0.0
    candidates: tuple[Candidate, ...] = ()
    evidence: tuple[str, ...] = ()
    relation: str = ""
    geometry: BaseGeometry | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    precision: Precision | None = None
    reason: str = ""
    review: Review = Review.AUTO

    @property
    def is_mapped(self) -> bool:
        """Whether a reader may see a mark: a literal mention with a place, not a country."""
        return (
            self.place is not None
            and self.mention.use is Use.LITERAL
            and self.precision is not Precision.COUNTRY
        )
