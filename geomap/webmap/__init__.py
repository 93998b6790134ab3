"""The map page: one HTML file that opens offline, drawn from features and articles.

``to_map`` draws reports, ``from_features`` a FeatureCollection of one's own; both give a
``folium.Map``. ``to_html`` gives the same bytes without loading folium, ``draw_html`` does of
rows that are there already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geomap.webmap.tiles import Basemap, Tiles, to_basemap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geomap.frame import Row
    from geomap.records import Report
    from geomap.webmap.incidentmap import IncidentMap
    from geomap.webmap.reading import Reading

__all__ = [
    "Basemap",
    "Tiles",
    "draw_html",
    "from_features",
    "read_articles",
    "to_basemap",
    "to_html",
    "to_map",
]

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
    found = _rows_of(reports, only_incidents=only_incidents)
    return from_features(
        *_drawn(found),
        articles=read_articles(found),
        basemap=basemap,
        text=text,
        ui=ui,
        title=title,
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
    found = _rows_of(reports, only_incidents=only_incidents)
    articles = read_articles(found)
    return draw_html(found, articles, basemap=basemap, text=text, ui=ui, title=title)


def read_articles(found: Iterable[tuple[Report, object]]) -> tuple[Reading, ...]:
    """Return what stands beside the map, of reports with their rows."""
    from geomap.webmap.reading import read_report  # noqa: PLC0415 - only a page of reports needs it

    return tuple(read_report(report) for report, _ in found)


def draw_html(  # noqa: PLR0913 - as to_map
    found: Sequence[tuple[Report, Sequence[Row]]],
    articles: Sequence[Reading],
    *,
    basemap: Basemap = "vector",
    text: str = "full",
    ui: str = "en",
    title: str = "",
) -> str:
    """Return what `to_html` returns, of rows as `frame.rows_by_report` gives them, and articles."""
    from geomap.webmap import document, page  # noqa: PLC0415 - a page is built only here

    content = page.to_content(
        *_drawn(found), articles=articles, basemap=basemap, text=text, ui=ui, title=title
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


def _rows_of(reports: Iterable[Report], *, only_incidents: bool) -> list[tuple[Report, list[Row]]]:
    from geomap import frame  # noqa: PLC0415 - only a page of reports needs the columns

    return list(frame.rows_by_report(reports, only_incidents=only_incidents))


def _drawn(found: Sequence[tuple[Report, Sequence[Row]]]) -> tuple[Collection, ...]:
    """Return the points, areas and links of a page."""
    from geomap import frame  # noqa: PLC0415 - as above

    drawn = frame.draw_points(found), frame.draw_areas(found), frame.draw_links(found)
    points, areas, links = map(_collection, drawn)
    points["geomap"] = _credits([report for report, _ in found])
    return points, areas, links


def _collection(features: list[dict[str, Any]]) -> Collection:
    return {"type": "FeatureCollection", "features": features}


def _credits(reports: Sequence[Report]) -> dict[str, Any]:
    lines = dict.fromkeys(line for report in reports for line in report.licences)
    return {"licences": list(lines)}
