"""``index.html``: the list of a corpus's articles with links to their files."""

from __future__ import annotations

from importlib import resources
from string import Template
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from geomap.lexicon import groups
from geomap.webmap import assets
from geomap.webmap.markup import escape
from geomap.webmap.thumbnail import Mark, land_symbol, to_thumbnail
from geomap.webmap.wording import counted, dated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from geomap.corpus.manifest import Row
    from geomap.corpus.portions import Totals

    Words = Mapping[str, Any]

__all__ = ["to_index"]

_FILES = {
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
    *,
    ui: str = "en",
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
        The ``place``, ``article_id``, ``kind`` and ``message`` of each article that failed.
    ui
        The language of the page. Titles, and messages of errors, keep their own.

    Raises
    ------
    AssetError
        If the page does not speak the language.
    """
    words = assets.strings(ui)
    page = Template((resources.files("geomap.corpus") / "index.html").read_text("utf-8"))
    has_land = "points" in totals.boxes
    head, _, rest = page.safe_substitute(
        language=escape(words["language"]),
        title=escape(counted(words, "count_articles", totals.articles)),
        summary=_summary(totals, merged, words),
        credit=_credit(totals, words, has_land=has_land),
        colours=_colours(),
        land=land_symbol(totals.boxes["points"]) if has_land else "",
    ).partition("$rows")
    middle, _, tail = rest.partition("$failures")
    yield head
    for row in rows:
        yield _row(row, words)
    yield middle
    yield from _failures(failures, words)
    yield tail


def _summary(totals: Totals, merged: Sequence[str], words: Words) -> str:
    incidents = f"{escape(counted(words, 'count_incidents', totals.incidents))}."
    if not merged:
        return incidents
    return f"{incidents} {escape(words['all_together']).format(links=_links(merged, words))}"


def _credit(totals: Totals, words: Words, *, has_land: bool) -> str:
    from geomap.webmap.page import credit_lines  # noqa: PLC0415 - pages take their time to load

    lines = [words["places_credit"], *([words["boundaries"]] if has_land else ())]
    return " ".join(credit_lines(lines, totals.provenance.get("licences", ())))


def _row(row: Row, words: Words) -> str:
    article, summary = row.entry["article"], row.entry["summary"]
    names = [name for name, _ in row.files]
    page = next((name for name in names if name.endswith(".html")), None)
    title = _title(article)
    if page is not None:
        title = f'<a href="{_href(page)}">{title}</a>'
    source = f"<small><bdi>{escape(article['source'])}</bdi></small>" if article["source"] else ""
    small = to_thumbnail([Mark(*mark) for mark in row.entry.get("marks", ())])
    facts = (_day(article["published"], words),
             escape(counted(words, "count_incidents", summary["incidents"])),
             escape(counted(words, "count_drawn", summary["places"])))  # fmt: skip
    return (
        f'<li><div class="map">{small}</div><h2>{title}</h2>{source}'
        f"<p>{' · '.join(filter(None, facts))}</p><p>{_links(names, words)}</p></li>\n"
    )


def _title(article: Mapping[str, Any]) -> str:
    """Return the title, which is in the language of the article, or its id."""
    if not article["title"]:
        return f"<bdi>{escape(article['id'])}</bdi>"
    return f'<bdi lang="{escape(article["language"])}">{escape(article["title"])}</bdi>'


def _day(day: str | None, words: Words) -> str:
    return f'<time datetime="{escape(day)}">{escape(dated(words, day))}</time>' if day else ""


def _colours() -> str:
    """Return the colours of the groups of incidents, light and dark."""
    light = "\n".join(f".g-{name} {{ fill: {group.light}; }}" for name, group in groups().items())
    dark = "\n".join(f".g-{name} {{ fill: {group.dark}; }}" for name, group in groups().items())
    return f"{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}"


def _links(names: Iterable[str], words: Words) -> str:
    """Return links to files; one to the folder of what came in parts."""
    shown = dict.fromkeys(name.partition("/")[0] for name in names if not name.endswith(".qml"))
    return " · ".join(f'<a href="{_href(name)}">{_label(name, words)}</a>' for name in shown)


def _href(name: str) -> str:
    return f"./{quote(name)}"


def _label(name: str, words: Words) -> str:
    found = (words["index_file"][key] for ending, key in _FILES.items() if name.endswith(ending))
    return escape(next(found, name.rpartition(".")[2]))


def _failures(failures: Iterable[Mapping[str, str]], words: Words) -> Iterator[str]:
    listed = 0
    for listed, failure in enumerate(failures, start=1):
        if listed == 1:
            yield f'<h2 class="bad">{escape(words["failed"])}</h2>\n<ul class="failed">\n'
        yield _failure(failure, words)
    if listed:
        yield "</ul>"


def _failure(failure: Mapping[str, str], words: Words) -> str:
    """Return what failed and why, and the words of the error itself, which are English."""
    name = failure["article_id"] or failure["place"]
    reason = words["failure"].get(failure["kind"], words["failure"]["other"])
    told = f'<small lang="en">{escape(failure["message"])}</small>'
    return f"<li><bdi>{escape(name)}</bdi>: {escape(reason)}{told}</li>\n"
