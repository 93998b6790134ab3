"""The nouns of geomap: frozen records without I/O.

Offsets are half-open code-point offsets into ``Article.text``: ``text[start:end]``
is the span. Coordinates are degrees, WGS 84. A span is never shifted: the text is
kept as it was read.

The flow is ``Article`` → ``Mention`` → ``Resolution`` → ``Incident`` → ``Report``.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar, cast

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    import folium
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from geomap.summary import Summary

__all__ = [
    "COUNT_KINDS",
    "Article",
    "Candidate",
    "Certainty",
    "Claim",
    "Count",
    "DatePrecision",
    "Incident",
    "IncidentPlace",
    "Mention",
    "Origin",
    "Paragraph",
    "Place",
    "Precision",
    "Realis",
    "Report",
    "Resolution",
    "Review",
    "Role",
    "Span",
    "Use",
    "When",
    "Zone",
    "maker_of",
]

_Record = TypeVar("_Record")

COUNT_KINDS = (
    "launched",
    "intercepted",
    "hit",
    "destroyed",
    "killed",
    "injured",
    "captured",
    "affected",
)
"""What a number of an incident may count, in the order of the output columns."""


def maker_of(record: type[_Record]) -> Callable[..., _Record]:
    """Return a function that makes records of a frozen class from their values, in order.

    A frozen dataclass sets each field through ``object.__setattr__``, and an article makes
    hundreds of records: a third of the time of its places went there. Here an open twin with
    the same slots is filled, six times as fast, and then becomes the frozen record.

    Examples
    --------
    >>> make = maker_of(Paragraph)
    >>> make(0, 5, Zone.BODY) == Paragraph(0, 5, Zone.BODY)
    True
    """
    defaults = {row.name: row.default for row in fields(record)}  # type: ignore[arg-type]  # a dataclass
    names = [
        name if value is MISSING else f"{name}=defaults[{name!r}]"
        for name, value in defaults.items()
    ]
    lines = [f"made.{name} = {name}" for name in defaults]
    twin = type(f"Open{record.__name__}", (), {"__slots__": tuple(defaults)})
    known: dict[str, Any] = {"twin": twin, "record": record, "defaults": defaults}
    body = "; ".join(["made = twin()", *lines, "made.__class__ = record", "return made"])
    # Written out as dataclasses write ``__init__``: one call, no tuple of values.
    exec(f"def make({', '.join(names)}): {body}", known)  # noqa: S102 - names of fields alone
    return cast("Callable[..., _Record]", known["make"])


class Span(NamedTuple):
    """A half-open range of code points of the article's text."""

    start: int
    end: int


class Zone(StrEnum):
    """The part of a page that a paragraph belongs to."""

    HEADLINE = "headline"
    BODY = "body"
    ENTRY = "entry"  # one entry of a live blog
    CAPTION = "caption"
    LINK = "link"  # a teaser of another article, a "read more" line
    FOOTER = "footer"


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


class Role(StrEnum):
    """What a place is to an incident, in the order of ``place_rank``."""

    TARGET = "target"
    AFFECTED = "affected"
    CAPTURED = "captured"
    INTERCEPTED = "intercepted"
    VENUE = "venue"
    STAGING = "staging"
    ROUTE = "route"
    ORIGIN = "origin"
    CONTEXT = "context"


class Realis(StrEnum):
    """Whether the article presents an incident as having happened."""

    ACTUAL = "actual"
    EXPECTED = "expected"
    HYPOTHETICAL = "hypothetical"
    DENIED = "denied"


class Certainty(StrEnum):
    """How the article vouches for an incident."""

    STATED = "stated"
    ATTRIBUTED = "attributed"
    UNCONFIRMED = "unconfirmed"
    DISPUTED = "disputed"


class Review(StrEnum):
    """Whether a person has changed what the program found; the last says most."""

    AUTO = "auto"
    CORRECTED = "corrected"
    ADDED = "added"


class DatePrecision(StrEnum):
    """How fine the date of an incident is known."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    UNKNOWN = "unknown"


class Origin(NamedTuple):
    """Where an article was read, so that another process can read it there, too.

    ``start`` and ``end`` are the bytes of a record in ``.jsonl`` and ``.csv``, row group and
    row in ``.parquet``, the number of the record and nothing in ``.json``, 0 in other files.
    """

    path: str
    name: str
    """The name of the file below the path that the user gave."""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """One news report, its text exactly as it was read.

    Examples
    --------
    >>> article = Article("nikopol-1", "Shells hit Nikopol.", title="Shelling")
    >>> article.text[11:18], article.language
    ('Nikopol', 'en')
    """

    article_id: str
    text: str
    title: str = ""
    language: str = "en"
    published: dt.date | None = None
    source: str = ""
    url: str = ""
    notes: tuple[str, ...] = ()
    """What a reader should know of how the article was read (encoding, date from file name)."""
    is_language_guessed: bool = False
    """Whether nobody stated the language, so that the letters and words had to tell it."""
    zones: tuple[Paragraph, ...] = ()
    """Lines whose zone the markup of a page states; the marks in the text tell the others."""
    origin: Origin | None = field(default=None, compare=False, repr=False)
    """Where it was read, if from a file; no part of what it says."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the text and the zone it belongs to."""

    start: int
    end: int
    zone: Zone


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


@dataclass(frozen=True, slots=True)
class Count:
    """A number bound to an incident, as the words give it.

    ``value`` is the best single number; ``low`` and ``high`` bound it ("at least 12",
    "30 to 40"); ``text`` are the words, ``start, end`` their span.
    """

    kind: str
    value: float | None
    text: str
    start: int
    end: int
    low: float | None = None
    high: float | None = None
    approximate: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """A date as half-open days ``[start, end)`` with its precision and its words."""

    start: dt.date | None = None
    end: dt.date | None = None
    precision: DatePrecision = DatePrecision.UNKNOWN
    text: str = ""
    time_text: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source says of an incident."""

    attribution: str
    certainty: Certainty
    quote: Span
    attribution_side: str = ""
    channel: str = ""
    counts: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True)
class IncidentPlace:
    """A place of an incident: an index into ``Report.resolutions`` and its role there."""

    role: Role
    mention: int
    counts: tuple[Count, ...] = ()
    review: Review = Review.AUTO


@dataclass(frozen=True, slots=True)
class Incident:
    """One thing that happened, is expected, feared or denied, with its evidence.

    ``places`` is sorted by role rank, then by position in the text. A number is stored
    once: on the place it is bound to (``IncidentPlace.counts``) or on the incident.
    ``attack_id`` is the ``incident_id`` of the attack that an interception, damage,
    outage or casualties belong to; empty if the text ties them to none.
    """

    incident_id: str
    incident_type: str
    realis: Realis
    certainty: Certainty
    trigger: Span
    quote: Span
    places: tuple[IncidentPlace, ...] = ()
    counts: tuple[Count, ...] = ()
    when: When = field(default_factory=When)
    attack_id: str = ""
    attribution: str = ""
    attribution_side: str = ""
    channel: str = ""
    denied_by: str = ""
    claims: tuple[Claim, ...] = ()
    actor: str = ""
    actor_side: str = ""
    target_side: str = ""
    weapon: str = ""
    target_kind: str = ""
    evidence: tuple[str, ...] = ()
    """Which rules fired, in words, for ``geomap explain``."""
    review: Review = Review.AUTO


@dataclass(frozen=True)
class Report:
    """An article, its mentions with their places, and its incidents.

    Examples
    --------
    >>> import geomap
    >>> report = geomap.analyze("Shells hit Nikopol on 3 May 2023.")
    >>> [(incident.incident_type, str(incident.when.start)) for incident in report.incidents]
    [('shelling', '2023-05-03')]
    >>> report.to_gdf()[["place", "role", "precision"]].values.tolist()
    [['Nikopol', 'target', 'settlement']]
    >>> report.to_geojson()["type"], len(report.__geo_interface__["features"])
    ('FeatureCollection', 1)
    >>> report
    <Report on 'text': 1 mention, 1 incident>
    """

    article: Article
    paragraphs: tuple[Paragraph, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    incidents: tuple[Incident, ...] = ()
    notes: tuple[str, ...] = ()
    gazetteer_version: str = ""
    licences: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    sentences: tuple[Span, ...] = ()
    """The sentences in order; a row quotes the one that names its place."""
    stale: tuple[str, ...] = ()
    """Corrections that could not be applied: their line, why, and what to do."""

    def __repr__(self) -> str:
        """Return one line; all that a report holds would fill pages."""
        parts = (("mention", self.resolutions), ("incident", self.incidents))
        held = (f"{len(found)} {noun}{'s' * (len(found) != 1)}" for noun, found in parts)
        return f"<Report on {self.article.article_id!r}: {', '.join(held)}>"

    def to_gdf(self, *, only_incidents: bool = False) -> gpd.GeoDataFrame:
        """Return one row per incident and place: EPSG:4326, the columns of the GeoJSON.

        Days are ``datetime64``, which ``to_file`` writes typed; JSON knows no days, so
        write ``gdf.to_json(default=str)``, or take `to_geojson` for the columns as text.
        """
        from geomap import frame  # noqa: PLC0415 - the doors of Report load their room when opened

        return frame.to_gdf((self,), only_incidents=only_incidents)

    def to_geojson(self, *, only_incidents: bool = False) -> dict[str, Any]:
        """Return the points as an RFC 7946 FeatureCollection."""
        from geomap import export  # noqa: PLC0415

        return export.to_geojson((self,), only_incidents=only_incidents)

    def to_map(self, **options: Any) -> folium.Map:  # noqa: ANN401 - passed on to webmap.to_map
        """Return a ``folium.Map`` that is whole in one file; ``add_child`` works."""
        from geomap import webmap  # noqa: PLC0415

        return webmap.to_map((self,), **options)

    def summary(self) -> Summary:
        """Return what the article tells as a whole: focus, main incident, totals."""
        from geomap import summary  # noqa: PLC0415

        return summary.summarize(self)

    def save(
        self, directory: str | Path, *, formats: Iterable[str] = ("html", "geojson")
    ) -> tuple[Path, ...]:
        """Write the files of ``geomap build`` into ``directory`` and return their paths."""
        from geomap import corpus  # noqa: PLC0415

        return corpus.write_report(self, directory, formats=formats)

    @property
    def __geo_interface__(self) -> Mapping[str, Any]:
        """The FeatureCollection, for every library that reads the geo interface."""
        return self.to_geojson()

    def _repr_html_(self) -> str:
        return str(self.to_map()._repr_html_())
