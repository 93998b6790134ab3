"""What lies under the incidents: our own vectors, nothing, or tiles of a server by option."""

from __future__ import annotations

import difflib
import re
from typing import NamedTuple
from urllib.parse import urlsplit

from geomap.errors import AssetError

__all__ = ["BASEMAPS", "Basemap", "Tiles", "to_basemap"]

BASEMAPS = ("vector", "none")

_ORIGIN = re.compile(r"https?://[A-Za-z0-9.\-]+(:\d+)?")
_PLACEHOLDERS = ("{x}", "{y}", "{z}")
_MAX_ZOOM = 18
# Servers whose rules ask for the address of the page, which a page from disk has none of: they
# answer it with a picture that says so (https://operations.osmfoundation.org/policies/tiles/).
_ASKING_WHO = re.compile(r"https?://([A-Za-z0-9-]+\.)?tile\.openstreetmap\.org")


class Tiles(NamedTuple):
    """Tiles of a server, which the page asks for when it is open."""

    url: str
    """A URL with ``{z}``, ``{x}``, ``{y}`` and, if you like, ``{s}`` and ``{r}``."""
    attribution: str
    """Whose map it is; shown on the page."""
    subdomains: str = "abc"
    max_zoom: int = _MAX_ZOOM

    @property
    def origins(self) -> tuple[str, ...]:
        """The origins that the page must be allowed to load images from.

        Examples
        --------
        >>> Tiles("https://{s}.example.org/{z}/{x}/{y}.png", "Example", "ab").origins
        ('https://a.example.org', 'https://b.example.org')
        """
        hosts = [self.url.replace("{s}", letter) for letter in self.subdomains]
        return tuple(dict.fromkeys("{0.scheme}://{0.netloc}".format(urlsplit(h)) for h in hosts))

    @property
    def serves_disk(self) -> bool:
        """Whether the server may answer a page that was opened from disk.

        Examples
        --------
        >>> Tiles("https://tile.openstreetmap.org/{z}/{x}/{y}.png", "OpenStreetMap").serves_disk
        False
        """
        return not any(map(_ASKING_WHO.fullmatch, self.origins))


Basemap = str | Tiles
"""One of ``BASEMAPS``, or tiles."""


def to_basemap(value: Basemap, attribution: str = "") -> Basemap:
    """Return the basemap that a name, a URL or ``Tiles`` stands for.

    Parameters
    ----------
    value
        ``"vector"``, ``"none"``, a URL of tiles, or a name of xyzservices, such as
        ``"OpenStreetMap.Mapnik"``.
    attribution
        Whose map it is; needed for a URL.

    Raises
    ------
    AssetError
        If there is no such basemap, its URL is none of tiles, it needs a key, or nobody is
        credited.

    Examples
    --------
    >>> to_basemap("vector")
    'vector'
    >>> to_basemap("http://localhost:8080/{z}/{x}/{y}.png", "Our own map").origins
    ('http://localhost:8080',)
    """
    if isinstance(value, Tiles):
        return _checked(value)
    if value in BASEMAPS:
        return value
    if "://" in value:
        return _checked(Tiles(value, attribution))
    return _checked(_known(value, attribution))


def _checked(tiles: Tiles) -> Tiles:
    missing = [part for part in _PLACEHOLDERS if part not in tiles.url]
    if missing or not all(_ORIGIN.fullmatch(origin) for origin in tiles.origins):
        fault = f"lacks {', '.join(missing)}" if missing else "is no http or https address"
        msg = f"basemap: {tiles.url!r} {fault}; write it like https://host/{{z}}/{{x}}/{{y}}.png"
        raise AssetError(msg)
    if not tiles.attribution.strip():
        msg = f"basemap: {tiles.url!r} needs an attribution; say whose map it is (--attribution)"
        raise AssetError(msg)
    return tiles


def _known(name: str, attribution: str) -> Tiles:
    """Return the tiles of a name of xyzservices."""
    import xyzservices.providers as known  # noqa: PLC0415 - 40 ms that only tiles need

    try:
        found = known.query_name(name)
    except ValueError as error:
        names = [*BASEMAPS, *known.flatten()]
        near = difflib.get_close_matches(name, names, n=1)
        meant = f" (did you mean {near[0]!r}?)" if near else ""
        msg = f"basemap: {name!r} is unknown{meant}; use one of {', '.join(BASEMAPS)}, "
        msg += "a name of xyzservices, or a URL of tiles"
        raise AssetError(msg) from error
    if found.requires_token():
        msg = f"basemap: {found.name} needs a key; give its URL with your key, and --attribution"
        raise AssetError(msg)
    return Tiles(
        found.build_url(fill_subdomain=False),
        attribution or found.attribution.replace("(C)", "©"),
        found.get("subdomains", "abc"),
        min(found.get("max_zoom", _MAX_ZOOM), _MAX_ZOOM),
    )
