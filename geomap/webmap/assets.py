"""The files that a page is made of: vendored libraries, our script, style, glyphs, words.

Everything a page needs lies beside this module; ``vendor/VENDOR.toml`` lists what others
wrote, with version, licence and SHA-256. Nothing is ever fetched.
"""

from __future__ import annotations

import base64
import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from geomap.errors import AssetError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

__all__ = [
    "app_script",
    "data_uri",
    "glyph",
    "linked_asset",
    "shape",
    "stand_ins",
    "strings",
    "style",
    "ui_languages",
    "vendor_files",
    "vendor_script",
    "vendor_style",
]

_MEDIA_TYPES = {"png": "image/png", "svg": "image/svg+xml"}
_CSS_URL = re.compile(r"""url\(\s*['"]?([^'")]+)['"]?\s*\)""")
_PATH = re.compile(r'<path\b[^>]*\bd="([^"]+)"')


def _folder(name: str) -> Traversable:
    return resources.files("geomap.webmap") / name


def _read(folder: str, name: str) -> bytes:
    try:
        return (_folder(folder) / name).read_bytes()
    except OSError as error:
        msg = f"webmap/{folder}/{name}: {error}; install geomap again"
        raise AssetError(msg) from error


def _text(folder: str, name: str) -> str:
    return _read(folder, name).decode("utf-8")


@cache
def vendor_files() -> Mapping[str, Mapping[str, Any]]:
    """Return the vendored files by name: package, version, licence, SHA-256, aliases."""
    return {row["file"]: row for row in tomllib.loads(_text("vendor", "VENDOR.toml"))["file"]}


@cache
def data_uri(name: str) -> str:
    """Return a vendored image as a ``data:`` URI.

    Examples
    --------
    >>> data_uri("marker-icon.png")[:22]
    'data:image/png;base64,'
    """
    media_type = _MEDIA_TYPES[name.rpartition(".")[2]]
    return f"data:{media_type};base64,{base64.b64encode(_read('vendor', name)).decode()}"


@cache
def vendor_script(name: str) -> str:
    """Return a vendored script without the address of its source map."""
    return _text("vendor", name).partition("//# sourceMappingURL")[0].rstrip()


@cache
def vendor_style(name: str) -> str:
    """Return a vendored style sheet with its images inside it."""
    return _CSS_URL.sub(_inline_image, _text("vendor", name))


def _inline_image(match: re.Match[str]) -> str:
    name = match[1].rpartition("/")[2]
    return f'url("{data_uri(name)}")' if name in vendor_files() else "none"


@cache
def app_script() -> str:
    """Return the page's own script: the files of ``app/`` in the order of their numbers."""
    names = sorted(file.name for file in _folder("app").iterdir() if file.name.endswith(".js"))
    parts = "\n".join(_slim(_text("app", name)) for name in names)
    return f"(function () {{\n'use strict';\n{parts}\n}})();"


def _slim(code: str) -> str:
    """Return a script without indents and lines of comment: a tenth of its size."""
    lines = map(str.strip, code.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


@cache
def stand_ins() -> str:
    """Return the script that stands in for the libraries that folium's elements expect."""
    return _text("app/folium", "stand-ins.js").strip()


@cache
def style() -> str:
    """Return the page's own style sheet."""
    return "\n".join(map(str.strip, _text("app", "page.css").splitlines()))


@cache
def glyph(name: str) -> str:
    """Return the path of a glyph on a 24 x 24 grid, or ``""`` if nobody has drawn it.

    Examples
    --------
    >>> glyph("missile_strike")[:1], glyph("no such glyph")
    ('M', '')
    """
    return _path_of("glyphs", name)


@cache
def shape(name: str) -> str:
    """Return the outline of a mark on a 32 x 32 grid; a circle if nobody has drawn it."""
    return _path_of("shapes", name) or _path_of("shapes", "circle")


def _path_of(folder: str, name: str) -> str:
    file = _folder(folder) / f"{name}.svg"
    if not name.replace("_", "").isalnum() or not file.is_file():
        return ""
    return " ".join(_PATH.findall(_text(folder, file.name)))


@cache
def ui_languages() -> tuple[str, ...]:
    """Return the languages the page can speak, sorted.

    Examples
    --------
    >>> "en" in ui_languages()
    True
    """
    return tuple(sorted(f.name.removesuffix(".toml") for f in _folder("ui").iterdir()))


@cache
def strings(ui: str) -> Mapping[str, Any]:
    """Return the words of the page in a language.

    Raises
    ------
    AssetError
        If the page does not speak it.
    """
    if ui not in ui_languages():
        msg = f"webmap/ui: no words for {ui!r}; use one of {', '.join(ui_languages())}"
        raise AssetError(msg)
    return tomllib.loads(_text("ui", f"{ui}.toml"))


def linked_asset(url: str) -> str:
    """Return the vendored text of a script or style that a folium element links to.

    Parameters
    ----------
    url
        The address the element would load; only its last part is looked at.

    Raises
    ------
    AssetError
        If the file is not vendored: the page would need the network.

    Examples
    --------
    >>> linked_asset("https://example.org/1.1.0/MarkerCluster.css")[:22]
    '.leaflet-cluster-anim '
    """
    wanted = url.partition("?")[0].rpartition("/")[2]
    for name, row in vendor_files().items():
        if wanted == name or wanted in row.get("aliases", ()):
            return vendor_style(name) if name.endswith(".css") else vendor_script(name)
    msg = (
        f"{url}: this file is not vendored, so the page could not open offline; "
        "leave the element out or add it to an ordinary folium.Map"
    )
    raise AssetError(msg)
