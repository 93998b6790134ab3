"""Features, articles and options → the content of one page."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO

from geomap.errors import AssetError
from geomap.lexicon import groups, incident_types
from geomap.webmap import assets, reading, table
from geomap.webmap.basemap import cut_out
from geomap.webmap.document import Content
from geomap.webmap.gathered import Gathered, properties_of
from geomap.webmap.markup import escape, safe_link
from geomap.webmap.naming import named_reasons, names_in, to_named
from geomap.webmap.tiles import Tiles, to_basemap

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from geomap.records import Span
    from geomap.webmap.reading import Reading
    from geomap.webmap.tiles import Basemap

__all__ = ["TEXT_MODES", "credit_lines", "to_content"]

TEXT_MODES = ("full", "quotes", "none")

_TEXT_PROPERTIES = ("quote", "quote_start", "quote_end")  # what ``text="none"`` leaves out
_SOURCES = ("GeoNames", "Natural Earth")
_MOST_TEXTS = 25  # articles whose full text is worth carrying in one page


def to_content(  # noqa: PLR0913 - the options of to_map
    collection: Mapping[str, Any],
    areas: Mapping[str, Any] | None = None,
    links: Mapping[str, Any] | None = None,
    *,
    articles: Sequence[Reading] = (),
    basemap: Basemap = "vector",
    text: str = "full",
    ui: str = "en",
    title: str = "",
    store: BinaryIO | None = None,
) -> Content:
    """Return the content of the page that ``webmap.from_features`` describes.

    The features may come one after the other; ``store`` is a file for what is kept of them, for
    there may be more than there is memory.

    Raises
    ------
    AssetError
        If an option is not one the page knows.
    """
    basemap = to_basemap(basemap)
    _require("text", text, TEXT_MODES)
    words, names = assets.strings(ui), names_in(ui)
    texts = _carried(articles) if text == "full" else []
    gathered = Gathered(columns=table.Columns(store), quotes={a.article_id: set() for a in texts})
    for feature in to_named(_shown(collection, text), names):
        gathered.add(feature)
    articles = articles or gathered.articles
    title = title or _title_of(articles, words)
    return Content(
        title=title,
        language=words["language"],
        words=words,
        slots={
            "heading": _heading(title, articles),
            "byline": _byline(articles),
            "reading": _articles_html(texts, gathered),
            "credits": _credits(collection, words, basemap),
        },
        data={
            **_drawn(gathered, areas, links),
            "types": _symbols(gathered.types, words),
            "groups": _groups(words),
            "languages": {a.article_id: a.language for a in articles[:_MOST_TEXTS] if a.text},
            "reasons": _reasons(articles, names) if text != "none" else {},
            **_ground(gathered, names, basemap),
            "text": text,
        },
        marks=sum(point is not None for point in gathered.points),
        image_origins=basemap.origins if isinstance(basemap, Tiles) else (),
    )


def _carried(articles: Sequence[Reading]) -> Sequence[Reading]:
    """Return the articles whose text stands in the page: all, or none of too many."""
    texts = [article for article in articles if article.text]
    return texts if len(texts) <= _MOST_TEXTS else []


def _drawn(
    gathered: Gathered, areas: Mapping[str, Any] | None, links: Mapping[str, Any] | None
) -> dict[str, Any]:
    return {
        "ids": gathered.ids,
        "points": gathered.points,
        "columns": gathered.columns,
        "areas": table.to_shapes(chain(gathered.shapes, _features_of(areas))),
        "links": table.to_shapes(_features_of(links)),
    }


def _ground(gathered: Gathered, names: Mapping[str, str], basemap: Basemap) -> dict[str, Any]:
    tiles = None
    if isinstance(basemap, Tiles):
        tiles = {**basemap._asdict(), "serves_disk": basemap.serves_disk}
    return {
        "base": cut_out(gathered.points, names) if basemap != "none" else None,
        "tiles": tiles,
    }


def _require(option: str, value: str, allowed: Sequence[str]) -> None:
    if value not in allowed:
        msg = f"{option}: the page does not know {value!r}; use one of {', '.join(allowed)}"
        raise AssetError(msg)


def _features_of(collection: Mapping[str, Any] | None) -> Iterable[Mapping[str, Any]]:
    found: Iterable[Mapping[str, Any]] = (collection or {}).get("features", ())
    return found


def _shown(collection: Mapping[str, Any], text: str) -> Iterator[Mapping[str, Any]]:
    found = filter(None, _features_of(collection))
    return map(_without_text, found) if text == "none" else found


def _without_text(feature: Mapping[str, Any]) -> dict[str, Any]:
    kept = {k: v for k, v in properties_of(feature).items() if k not in _TEXT_PROPERTIES}
    return {**feature, "properties": kept}


def _title_of(articles: Sequence[Reading], words: Mapping[str, Any]) -> str:
    if len(articles) == 1:
        return articles[0].title or articles[0].article_id
    return str(words["incident_map"])


def _reasons(articles: Sequence[Reading], names: Mapping[str, str]) -> dict[str, Any]:
    if len(articles) > _MOST_TEXTS:
        return {}
    return {a.article_id: named_reasons(a.reasons, names) for a in articles if a.reasons}


def _symbols(used: Collection[str], words: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return label, group and glyph of the types that occur, in the order of the codebook."""
    known = incident_types()
    symbols = {
        key: {
            "label": words.get("type", {}).get(key, kind.label),
            "group": kind.group,
            "glyph": assets.glyph(kind.glyph),
        }
        for key, kind in known.items()
        if key in used
    }
    own = sorted(key for key in used if key and key not in known)
    return symbols | {
        key: {"label": key.replace("_", " ").capitalize(), "group": "other", "glyph": ""}
        for key in own
    }


def _groups(words: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    looks = {
        key: {
            "label": words.get("group", {}).get(key, group.label),
            "outline": assets.shape(group.shape),
            "light": group.light,
            "dark": group.dark,
        }
        for key, group in groups().items()
    }
    other = {"label": words["other"], "outline": assets.shape("circle"), "light": "#4d5561"}
    return looks | {"other": {**other, "dark": "#b5bfcc"}}


def _heading(title: str, articles: Sequence[Reading]) -> str:
    link = safe_link(articles[0].url) if len(articles) == 1 else ""
    text = f"<bdi>{escape(title)}</bdi>"
    if not link:
        return text
    return f'<a href="{escape(link)}" rel="noopener noreferrer nofollow">{text}</a>'


def _byline(articles: Sequence[Reading]) -> str:
    if len(articles) != 1:
        return ""
    article = articles[0]
    parts = [f"<bdi>{escape(part)}</bdi>" for part in (article.source,) if part]
    if article.published:
        day = escape(article.published)
        parts.append(f'<time datetime="{day}" data-day="{day}">{day}</time>')
    return "".join(f'<span class="part">{part}</span>' for part in parts)


def _articles_html(texts: Sequence[Reading], gathered: Gathered) -> str:
    return "".join(
        _article_html(article, gathered.quotes[article.article_id], one=len(texts) == 1)
        for article in texts
    )


def _article_html(article: Reading, quotes: Iterable[Span], *, one: bool) -> str:
    attributes = f'lang="{escape(article.language)}" data-article="{escape(article.article_id)}"'
    html = f"<article {attributes}>{reading.to_html(article, quotes)}</article>"
    if one:
        return html
    title = escape(article.title or article.article_id)
    return f"<details><summary><bdi>{title}</bdi></summary>{html}</details>"


def credit_lines(lines: Sequence[str], licences: Iterable[str]) -> list[str]:
    """Return the lines of a footer as HTML, and the licences whose source they do not credit.

    Examples
    --------
    >>> credit_lines(["Місця: GeoNames"], ["GeoNames, CC BY 4.0", "A survey, MIT"])
    ['<span>Місця: GeoNames</span>', '<span lang="en">A survey, MIT</span>']
    """
    own = [f"<span>{escape(line)}</span>" for line in lines]
    others = [line for line in licences if not _is_said(line, lines)]
    return own + [f'<span lang="en">{escape(line)}</span>' for line in others]


def _is_said(line: str, lines: Sequence[str]) -> bool:
    """Return whether the footer already credits the source that a licence line names."""
    return any(name in line and name in "".join(lines) for name in _SOURCES)


def _credits(collection: Mapping[str, Any], words: Mapping[str, Any], basemap: Basemap) -> str:
    """Return the footer: whose places, whose boundaries, and which view is drawn."""
    lines = [str(words["places_credit"])]
    if basemap != "none":
        lines.append(str(words["boundaries"]))
    if isinstance(basemap, Tiles):
        lines.append(basemap.attribution)
    member = collection.get("geomap")
    extra = map(str, member.get("licences", ()) if isinstance(member, dict) else ())
    html = [*credit_lines(lines, extra), f"<span>{escape(str(words['made_with']))}</span>"]
    geonames = '<a href="https://www.geonames.org/" rel="noopener noreferrer nofollow">GeoNames</a>'
    return " ".join(html).replace("GeoNames", geonames, 1)
