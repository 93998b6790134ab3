"""``index.html``: the list of a corpus's articles with links to their files."""

from __future__ import annotations

from importlib import resources
from string import Template
from typing import TYPE_CHECKING
from urllib.parse import quote

from geomap.frame import drawn_places
from geomap.webmap.markup import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from geomap.articles import Failure
    from geomap.records import Report

__all__ = ["Entry", "to_index"]

Entry = tuple["Report", tuple["Path", ...]]


def to_index(entries: Sequence[Entry], merged: Sequence[Path], failures: Sequence[Failure]) -> str:
    """Return the page: one row per article, then what failed and why."""
    incidents = sum(len(report.incidents) for report, _ in entries)
    page = Template((resources.files("geomap.corpus") / "index.html").read_text("utf-8"))
    licences = dict.fromkeys(line for report, _ in entries for line in report.licences)
    together = f" All together: {_links(merged)}." if merged else ""
    return page.substitute(
        title=f"{len(entries)} articles",
        summary=f"{incidents} incidents in {len(entries)} articles.{together}",
        rows="\n".join(_row(report, paths) for report, paths in entries),
        failures=_failures(failures),
        credit=escape("; ".join(licences)),
    )


def _row(report: Report, paths: Sequence[Path]) -> str:
    article = report.article
    day = article.published.isoformat() if article.published else ""
    places = drawn_places([report])
    page = next((path for path in paths if path.suffix == ".html"), None)
    title = f"<bdi>{escape(article.title or article.article_id)}</bdi>"
    if page is not None:
        title = f'<a href="{_href(page)}">{title}</a>'
    source = f"<small>{escape(article.source)}</small>" if article.source else ""
    return (
        f"<tr><td>{title}{source}</td>"
        f'<td class="day">{day}</td><td class="number">{len(report.incidents)}</td>'
        f'<td class="number wide">{len(places)}</td><td>{_links(paths)}</td></tr>'
    )


def _links(paths: Iterable[Path]) -> str:
    shown = [path for path in paths if path.suffix != ".qml"]
    return " · ".join(f'<a href="{_href(path)}">{_label(path)}</a>' for path in shown)


def _href(path: Path) -> str:
    return f"./{quote(path.name)}"


def _label(path: Path) -> str:
    names = {".areas.geojson": "areas", ".links.geojson": "links", ".html": "map"}
    return next(
        (label for ending, label in names.items() if path.name.endswith(ending)),
        escape(path.suffix.removeprefix(".")),
    )


def _failures(failures: Sequence[Failure]) -> str:
    if not failures:
        return ""
    items = "\n".join(f"<li>{escape(str(failure.error))}</li>" for failure in failures)
    return f'<h2>{len(failures)} failed</h2>\n<ul class="failed">\n{items}\n</ul>'
