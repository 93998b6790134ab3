"""One self-contained HTML document, with a policy that names every script in it by hash."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from string import Template
from typing import TYPE_CHECKING, Any

from geomap.webmap import assets
from geomap.webmap.markup import escape, island

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["MAP_NAME", "Content", "inert", "pieces_of", "render", "start_script"]

MAP_NAME = "geomap_map"
"""The id of the map's element and the name of its variable."""

_POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; "
    "img-src {images}; base-uri 'none'; form-action 'none'"
)
_SCRIPT = re.compile(r"<script([^>]*)>", re.IGNORECASE)
_SCRIPT_END = re.compile("</script", re.IGNORECASE)
_DATA = "$data</script>$columns"  # of page.html: they may be too much to be put into a text
_ROWS_OF_ISLAND = 1_000
_CLUSTER_ABOVE = 500  # marks; up to here each one is an element of its own (DESIGN 5.6)


@dataclass(frozen=True, slots=True)
class Content:
    """What a page shows, before it is HTML."""

    title: str
    language: str
    words: Mapping[str, Any]
    """The strings of the interface, by key."""
    slots: Mapping[str, str]
    """HTML for the places of ``page.html``, already escaped."""
    data: Mapping[str, Any]
    """What the script reads: one JSON island."""
    marks: int = 0
    image_origins: tuple[str, ...] = ()
    """Servers that images may come from; none unless the basemap is one of tiles."""


@cache
def _page() -> tuple[Template, Template]:
    """Return the page before its data, and after them."""
    path = resources.files("geomap.webmap") / "app" / "page.html"
    head, _, tail = path.read_text(encoding="utf-8").partition(_DATA)
    return Template(head), Template(tail)


def render(content: Content, *, header: str = "", html: str = "", script: str = "") -> str:
    """Return the whole document: what `pieces_of` yields.

    Parameters
    ----------
    content
        What the page shows.
    header, html, script
        What further elements of a folium map add: already HTML and JavaScript. With a header
        come the images of Leaflet's own pin.
    """
    return "".join(pieces_of(content, header=header, html=html, script=script))


def pieces_of(
    content: Content, *, header: str = "", html: str = "", script: str = ""
) -> Iterator[str]:
    """Yield the document piece by piece; of many rows, a part of a column is in memory at once.

    Takes the parameters of `render`.
    """
    words = {
        f"t_{key}": escape(value) for key, value in content.words.items() if isinstance(value, str)
    }
    slots = dict(
        words,
        **content.slots,
        title=escape(content.title),
        language=escape(content.language),
        map_name=MAP_NAME,
        libraries=_libraries(content),
        style=f"{assets.style()}\n{_palette(content.data)}",
        app=f"<script>{inert(assets.app_script())}</script>",
        header=header,
        html=html,
        script=f"<script>{inert((script or start_script()).strip())}</script>",
    )
    head, tail = (part.substitute(slots) for part in _page())
    policy = _policy(f"{head}</script>{tail}", content.image_origins)
    yield head.replace("$POLICY", policy, 1)
    own = {"words": content.words, "icons": _icons() if header else {}}
    yield from _islands({**content.data, **own})
    yield tail


def _islands(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield the data; the columns of many rows in islands of their own.

    A browser copies all that it has read of a script whenever more of it arrives: 40 islands
    of 60 KB are read in half the time of one (measured).
    """
    columns = data.get("columns", {}).items()
    if len(data.get("ids", ())) <= _ROWS_OF_ISLAND:
        yield f"{island({**data, 'columns': dict(columns)})}</script>"
        return
    yield f"{island({**data, 'columns': {}})}</script>"
    for name, column in columns:
        for part in _parts_of(column):
            tag = f'<script type="application/json" data-column="{name}">'
            yield f"{tag}{island(part)}</script>"


def _parts_of(column: Any) -> Iterator[Any]:  # noqa: ANN401 - see table.Columns
    if not isinstance(column, list):
        yield column
        return
    for start in range(0, len(column), _ROWS_OF_ISLAND):
        yield column[start : start + _ROWS_OF_ISLAND]


def _palette(data: Mapping[str, Any]) -> str:
    """Return the colours of the groups, for light and dark."""
    rules = []
    for group, look in data.get("groups", {}).items():
        rules.append(f".g-{group} {{ --c: {look['light']}; }}")
        rules.append(f".unc.coarse.h-{group} {{ fill: url(#hatch-{group}); }}")
        dark = f".g-{group} {{ --c: {look['dark']}; }}"
        rules.append(f":root[data-theme=dark] {dark}")
        wish = "@media (prefers-color-scheme: dark)"
        rules.append(f"{wish} {{ :root:not([data-theme=light]) {dark} }}")
    return "\n".join(rules)


def _icons() -> dict[str, str]:
    """Return the images of Leaflet's own pin, for markers that a user adds."""
    names = {
        "iconUrl": "marker-icon",
        "iconRetinaUrl": "marker-icon-2x",
        "shadowUrl": "marker-shadow",
    }
    return {key: assets.data_uri(f"{name}.png") for key, name in names.items()}


def start_script() -> str:
    """Return the lines that make the map and hand it to the page's script."""
    return (
        f'var {MAP_NAME} = L.map("{MAP_NAME}", geomap.mapOptions({{}}));\n'
        f"geomap.start({MAP_NAME});\n"
    )


def _libraries(content: Content) -> str:
    styles = ["leaflet.css"]
    scripts = ["leaflet.js"]
    if content.marks > _CLUSTER_ABOVE:
        styles.append("MarkerCluster.css")
        scripts.append("leaflet.markercluster.js")
    parts = [f"<style>{assets.vendor_style(name)}</style>" for name in styles]
    parts += [f"<script>{inert(assets.vendor_script(name))}</script>" for name in scripts]
    return "\n".join(parts)


def inert(code: str) -> str:
    """Return a script that the HTML parser cannot end or misread half-way."""
    return code.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _policy(document: str, image_origins: Sequence[str]) -> str:
    """Return the policy that lets the document's own scripts run and nothing else."""
    hashes = dict.fromkeys(map(_hash_of, _scripts_of(document)))
    images = " ".join(("data:", "blob:", *image_origins))
    return _POLICY.format(scripts=" ".join(hashes) or "'none'", images=images)


def _scripts_of(document: str) -> Iterator[str]:
    """Yield the code of the scripts of a document."""
    end = 0
    while opened := _SCRIPT.search(document, end):
        closed = _SCRIPT_END.search(document, opened.end())
        if closed is None:
            return
        if "application/json" not in opened[1]:
            yield document[opened.end() : closed.start()]
        end = closed.end()


@lru_cache(maxsize=16)  # most scripts are the same in every page
def _hash_of(code: str) -> str:
    """Return what a policy calls a script."""
    digest = hashlib.sha256(code.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
