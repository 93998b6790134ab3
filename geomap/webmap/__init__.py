"""The map page: one HTML file that opens offline, drawn from features and articles.

``to_map`` draws reports, ``from_features`` a FeatureCollection of one's own; both give a
``folium.Map``. ``to_html`` gives the same bytes without loading folium.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geomap.webmap.tiles import Basemap, Tiles, to_basemap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geomap.records import Report
    from geomap.webmap.incidentmap import IncidentMap
    from geomap.webmap.reading import Reading

__all__ = ["Basemap", "Tiles", "from_features", "to_basemap", "to_html", "to_map"]

Collection = dict[str, Any]


def to_map(  # noqa: PLR0913 - every option is a choice of the reader
    reports: Iterable[Report],
    *,
    basemap: Basemap = "vector",
    text: str = "full",
    ui: str = "en",
    title: str = "",
    only_incidents: bool = False,
) -> IncidentMap:
    """Return the page of one or more reports as a ``folium.Map``.

    Parameters
    ----------
    reports
        The reports to show together.
    basemap
        ``"vector"`` draws land, borders and names inside the file, ``"none"`` nothing; a name
        of xyzservices, or ``Tiles`` of a server of one's own, which the open page then asks.
    text
        ``"full"`` puts the articles beside the map, ``"quotes"`` only the sentences that
        the incidents rest on, ``"none"`` neither.
    ui
        Language of the interface.
    title
        Title of the page; the article's own if empty.
    only_incidents
        Leave out places that no incident uses.

    Raises
    ------
    AssetError
        If the page cannot speak ``ui`` or does not know ``basemap``.
    """
    collections, articles = _parts_of(reports, only_incidents=only_incidents)
    return from_features(
        *collections, articles=articles, basemap=basemap, text=text, ui=ui, title=title
    )


def to_html(  # noqa: PLR0913 - as to_map
    reports: Iterable[Report],
    *,
    basemap: Basemap = "vector",
    text: str = "full",
    ui: str = "en",
    title: str = "",
    only_incidents: bool = False,
) -> str:
    """Return the page of one or more reports as text: what ``to_map(…).save`` would write.

    Takes the parameters of ``to_map``; it does not load folium, which alone costs as much
    time as a whole article.
    """
    from geomap.webmap import document, page  # noqa: PLC0415 - a page is built only here

    collections, articles = _parts_of(reports, only_incidents=only_incidents)
    content = page.to_content(
        *collections, articles=articles, basemap=basemap, text=text, ui=ui, title=title
    )
    return document.render(content)


def from_features(  # noqa: PLR0913 - as to_map
    collection: Mapping[str, Any],
    areas: Mapping[str, Any] | None = None,
    links: Mapping[str, Any] | None = None,
    *,
    articles: Sequence[Reading] = (),
    basemap: Basemap = "vector",
    text: str = "full",
    ui: str = "en",
    title: str = "",
) -> IncidentMap:
    """Return the page of GeoJSON features, such as a file that was edited by hand.

    Parameters
    ----------
    collection
        A FeatureCollection of points with the properties of ``frame.COLUMNS``; a property
        that is missing counts as unknown.
    areas, links
        The collections of shapes and of origin-to-target lines, with the ids of their rows.
    articles
        The articles that stand beside the map; none if only the features are known.
    basemap, text, ui, title
        As in ``to_map``.

    Examples
    --------
    >>> page = from_features({"type": "FeatureCollection", "features": []}, title="Nothing yet")
    >>> html = page.get_root().render()
    >>> "<title>Nothing yet</title>" in html
    True
    """
    from geomap.webmap import page  # noqa: PLC0415 - a page is built only here
    from geomap.webmap.incidentmap import IncidentMap  # noqa: PLC0415 - folium is slow to load

    content = page.to_content(
        collection, areas, links, articles=articles, basemap=basemap, text=text, ui=ui, title=title
    )
    return IncidentMap(content)


def _parts_of(
    reports: Iterable[Report], *, only_incidents: bool
) -> tuple[tuple[Collection, Collection, Collection], tuple[Reading, ...]]:
    from geomap import frame  # noqa: PLC0415 - only a page of reports needs the columns
    from geomap.webmap.reading import read_report  # noqa: PLC0415 - as above

    reports = tuple(reports)
    features = (
        frame.to_features(reports, only_incidents=only_incidents),
        frame.to_area_features(reports, only_incidents=only_incidents),
        frame.to_link_features(reports),
    )
    points, areas, links = map(_collection, features)
    points["geomap"] = _credits(reports)
    return (points, areas, links), tuple(map(read_report, reports))


def _collection(features: list[dict[str, Any]]) -> Collection:
    return {"type": "FeatureCollection", "features": features}


def _credits(reports: Sequence[Report]) -> dict[str, Any]:
    lines = dict.fromkeys(line for report in reports for line in report.licences)
    return {"licences": list(lines)}
