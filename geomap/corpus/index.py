"""``index.html``: the list of a corpus's articles with links to their files."""

from __future__ import annotations

import datetime as dt
from importlib import resources
from string import Template
from typing import TYPE_CHECKING
from urllib.parse import quote

from geomap.lexicon import groups
from geomap.webmap.markup import escape
from geomap.webmap.thumbnail import Mark, land_symbol, to_thumbnail

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from geomap.corpus.manifest import Row
    from geomap.corpus.portions import Totals

__all__ = ["to_index"]

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905 - as it is read
_LABELS = {
    ".areas.geojson": "areas",
    ".links.geojson": "links",
    ".events.geojson": "events",
    ".html": "map",
}


def to_index(
    rows: Iterable[Row],
    totals: Totals,
    merged: Sequence[str],
    failures: Iterable[Mapping[str, str]],
) -> Iterator[str]:
    """Yield the page in pieces: a card for each article, then what failed and why.

    Parameters
    ----------
    rows
        The articles that are done.
    totals
        What they come to.
    merged
        The names of the files of the whole corpus.
    failures
        The ``message`` of each article that failed.
    """
    page = Template((resources.files("geomap.corpus") / "index.html").read_text("utf-8"))
    together = f" All together: {_links(merged)}." if merged else ""
    head, _, rest = page.safe_substitute(
        title=f"{totals.articles:,} articles",
        summary=f"{totals.incidents:,} incidents in {totals.articles:,} articles.{together}",
        credit=escape(totals.provenance.get("attribution", "")),
        colours=_colours(),
        land=land_symbol(totals.boxes["points"]) if "points" in totals.boxes else "",
    ).partition("$rows")
    middle, _, tail = rest.partition("$failures")
    yield head
    for row in rows:
        yield _row(row)
    yield middle
    yield from _failures(failures)
    yield tail


def _row(row: Row) -> str:
    article, summary = row.entry["article"], row.entry["summary"]
    names = [name for name, _ in row.files]
    page = next((name for name in names if name.endswith(".html")), None)
    title = f"<bdi>{escape(article['title'] or article['id'])}</bdi>"
    if page is not None:
        title = f'<a href="{_href(page)}">{title}</a>'
    source = f"<small>{escape(article['source'])}</small>" if article["source"] else ""
    small = to_thumbnail([Mark(*mark) for mark in row.entry.get("marks", ())])
    facts = (_dated(article["published"]), _counted(summary["incidents"], "incident"),
             _counted(summary["places"], "place"))  # fmt: skip
    return (
        f'<li><div class="map">{small}</div><h2>{title}</h2>{source}'
        f"<p>{' · '.join(filter(None, facts))}</p><p>{_links(names)}</p></li>\n"
    )


def _dated(day: str | None) -> str:
    """Return a day as people write it.

    Examples
    --------
    >>> _dated("2022-12-19")
    '19 Dec 2022'
    """
    if not day:
        return ""
    date = dt.date.fromisoformat(day)
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _colours() -> str:
    """Return the colours of the groups of incidents, light and dark."""
    light = "\n".join(f".g-{name} {{ fill: {group.light}; }}" for name, group in groups().items())
    dark = "\n".join(f".g-{name} {{ fill: {group.dark}; }}" for name, group in groups().items())
    return f"{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}"


def _links(names: Iterable[str]) -> str:
    """Return links to files; one to the folder of what came in parts."""
    shown = dict.fromkeys(name.partition("/")[0] for name in names if not name.endswith(".qml"))
    return " · ".join(f'<a href="{_href(name)}">{_label(name)}</a>' for name in shown)


def _href(name: str) -> str:
    return f"./{quote(name)}"


def _label(name: str) -> str:
    found = (label for ending, label in _LABELS.items() if name.endswith(ending))
    return next(found, escape(name.rpartition(".")[2]))


def _failures(failures: Iterable[Mapping[str, str]]) -> Iterator[str]:
    listed = 0
    for listed, failure in enumerate(failures, start=1):
        if listed == 1:
            yield '<h2 class="bad">Failed</h2>\n<ul class="failed">\n'
        yield f"<li>{escape(failure['message'])}</li>\n"
    if listed:
        yield "</ul>"
