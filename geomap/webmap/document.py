"""One self-contained HTML document, with a policy that names every script in it by hash."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Template
from typing import TYPE_CHECKING, Any

from geomap.webmap import assets
from geomap.webmap.markup import escape, island

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["MAP_NAME", "Content", "inert", "render", "start_script"]

MAP_NAME = "geomap_map"

_POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; "
    "img-src {images}; base-uri 'none'; form-action 'none'"
)
_SCRIPT = re.compile(
    r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script", re.DOTALL | re.IGNORECASE
)
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
def _page() -> Template:
    path = resources.files("geomap.webmap") / "app" / "page.html"
    return Template(path.read_text(encoding="utf-8"))


def render(
    content: Content,
    *,
    map_name: str = MAP_NAME,
    header: str = "",
    html: str = "",
    script: str = "",
) -> str:
    """Return the whole document.

    Parameters
    ----------
    content
        What the page shows.
    map_name
        The id of the map's element and the name of its variable.
    header, html, script
        What further elements of a folium map add: already HTML and JavaScript. With a header
        come the images of Leaflet's own pin.
    """
    words = {
        f"t_{key}": escape(value) for key, value in content.words.items() if isinstance(value, str)
    }
    data, columns = _parted(content.data)
    body = _page().substitute(
        words,
        **content.slots,
        title=escape(content.title),
        language=escape(content.language),
        map_name=map_name,
        libraries=_libraries(content),
        style=f"{assets.style()}\n{_palette(content.data)}",
        app=f"<script>{inert(assets.app_script())}</script>",
        data=island({**data, "words": content.words, "icons": _icons() if header else {}}),
        columns=columns,
        header=header,
        html=html,
        script=f"<script>{inert((script or start_script(map_name)).strip())}</script>",
    )
    return body.replace("$POLICY", _policy(body, content.image_origins), 1)


def _parted(data: Mapping[str, Any]) -> tuple[Mapping[str, Any], str]:
    """Return the data of many rows without their columns, and these in islands of their own.

    A browser copies all that it has read of a script whenever more of it arrives: 40 islands
    of 60 KB are read in half the time of one (measured).
    """
    columns = data.get("columns", {})
    if len(data.get("ids", ())) <= _ROWS_OF_ISLAND:
        return data, ""
    parts = [(name, part) for name, column in columns.items() for part in _parts_of(column)]
    tag = '<script type="application/json" data-column="{}">{}</script>'
    return {**data, "columns": {}}, "".join(tag.format(name, island(part)) for name, part in parts)


def _parts_of(column: Any) -> list[Any]:  # noqa: ANN401 - see table.to_columns
    if not isinstance(column, list):
        return [column]
    starts = range(0, len(column), _ROWS_OF_ISLAND)
    return [column[start : start + _ROWS_OF_ISLAND] for start in starts]


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


def start_script(map_name: str = MAP_NAME, options: str = "{}") -> str:
    """Return the lines that make the map and hand it to the page's script."""
    return (
        f'var {map_name} = L.map("{map_name}", geomap.mapOptions({options}));\n'
        f"geomap.start({map_name});\n"
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
    hashes: dict[str, None] = {}
    for match in _SCRIPT.finditer(document):
        if "application/json" not in match["attributes"]:
            digest = hashlib.sha256(match["code"].encode("utf-8")).digest()
            hashes[f"'sha256-{base64.b64encode(digest).decode()}'"] = None
    images = " ".join(("data:", "blob:", *image_origins))
    return _POLICY.format(scripts=" ".join(hashes) or "'none'", images=images)
