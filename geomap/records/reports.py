"""What geomap says of an article, and the doors to its tables, maps and files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import folium
    import geopandas as gpd

    from geomap.records.articles import Article, Paragraph, Span
    from geomap.records.incidents import Incident
    from geomap.records.places import Resolution
    from geomap.summary import Summary


__all__ = ["Report"]


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
