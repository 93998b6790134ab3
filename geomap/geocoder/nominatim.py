"""Looking names up at a Nominatim service, only where the user asks for it.

The public service allows one request a second, wants to know who asks, and answers kept;
so there is a user agent of our own, a rate limiter and a cache on disk. A service of one's
own is given by its URL. Its answers are © OpenStreetMap contributors, ODbL 1.0.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from geopy.exc import GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim

from geomap import __version__
from geomap.errors import ServiceError
from geomap.gazetteer import distance_km

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["ATTRIBUTION", "PUBLIC_URL", "NominatimSearch", "default_cache"]

PUBLIC_URL = "https://nominatim.openstreetmap.org"
ATTRIBUTION = "© OpenStreetMap contributors, ODbL 1.0"
USER_AGENT = f"geomap-incidents/{__version__} (places of news reports; on a user's request)"

_SECONDS = 1.0  # between two requests to the public service, by its usage policy
_TIMEOUT = 10.0
_LONGEST_QUERY = 300  # characters; the service looks names up, not articles
_LARGEST_ANSWER = 1_000_000  # characters of a cached file
_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class _Query:
    """What is asked; the same question has the same file in the cache."""

    url: str
    text: str
    country: str
    limit: int

    def file_name(self) -> str:
        parts = (self.url, self.text, self.country, str(self.limit))
        return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest() + ".json"


class NominatimSearch:
    """Names → places, by a Nominatim service and a cache of its answers.

    Parameters
    ----------
    url
        The service, ``https://host/path``.
    cache
        The folder of answers; it is made when the first one is kept.
    seconds
        Between two requests; None for 1 at the public service and 0 at any other.
    timeout
        Seconds to wait for an answer.

    Raises
    ------
    ServiceError
        If the URL is not one of http or https.
    """

    def __init__(
        self,
        url: str = PUBLIC_URL,
        *,
        cache: Path | None = None,
        seconds: float | None = None,
        timeout: float = _TIMEOUT,
    ) -> None:
        self.url = url.rstrip("/")
        self.cache = default_cache() if cache is None else cache
        scheme, domain = _split(self.url)
        service = Nominatim(scheme=scheme, domain=domain, user_agent=USER_AGENT, timeout=timeout)
        if seconds is None:
            seconds = _SECONDS if self.url == PUBLIC_URL else 0.0
        # One attempt and no swallowing: the limiter would repeat requests that were refused.
        self._ask: Callable[..., Any] = RateLimiter(
            service.geocode, min_delay_seconds=seconds, max_retries=0, swallow_exceptions=False
        )

    def find(self, name: str, *, country: str = "", limit: int = 5) -> tuple[dict[str, Any], ...]:
        """Return the places that the service has for a name, the best first.

        Each is a dict with place_id, name, kind, lat, lon, radius_km, country, admin1,
        score, source and attribution; empty if it knows none.

        Raises
        ------
        ServiceError
            If the service cannot be reached, refuses, or answers nonsense.
        """
        query = _Query(self.url, name.strip()[:_LONGEST_QUERY], country.lower(), limit)
        if not query.text:
            return ()
        answers = self._cached(query)
        if answers is None:
            answers = self._fetch(query)
            self._keep(query, answers)
        return tuple(row for answer in answers if (row := _to_row(answer)) is not None)

    def _fetch(self, query: _Query) -> list[dict[str, Any]]:
        try:
            found = self._ask(
                query.text, exactly_one=False, limit=query.limit, addressdetails=True,
                country_codes=query.country or None, language="en",
            )  # fmt: skip
        except (GeopyError, OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            words = " ".join(str(error).split())[:_CHARACTERS] or type(error).__name__
            msg = (
                f"{self.url}: {words}; check the address and the connection, or leave "
                "--geocoder out to look names up offline"
            )
            raise ServiceError(msg) from error
        return [location.raw for location in found or () if isinstance(location.raw, dict)]

    def _cached(self, query: _Query) -> list[dict[str, Any]] | None:
        """Return a kept answer; None if there is none, or none that can be read."""
        path = self.cache / query.file_name()
        try:
            with path.open(encoding="utf-8") as stream:
                kept = json.loads(stream.read(_LARGEST_ANSWER))
        except (OSError, ValueError, RecursionError):
            return None
        answers = kept.get("answers") if isinstance(kept, dict) else None
        return answers if isinstance(answers, list) else None

    def _keep(self, query: _Query, answers: list[dict[str, Any]]) -> None:
        """Keep an answer, whole or not at all; a cache that cannot be written is no fault."""
        content = {"query": query.text, "country": query.country, "url": query.url}
        text = json.dumps({**content, "answers": answers}, ensure_ascii=False)
        temporary = self.cache / f".{secrets.token_hex(6)}.tmp"
        with contextlib.suppress(OSError):
            self.cache.mkdir(parents=True, exist_ok=True)
            try:
                temporary.write_text(text, encoding="utf-8", errors="replace")
                temporary.replace(self.cache / query.file_name())
            finally:
                temporary.unlink(missing_ok=True)


def default_cache() -> Path:
    """Return the folder in which answers are kept, by the user's XDG_CACHE_HOME."""
    home = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(home) if home else Path.home() / ".cache") / "geomap" / "nominatim"


def _split(url: str) -> tuple[str, str]:
    """Return scheme and host with path of a service's URL."""
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_address = False
    if not is_address or parts.query or parts.fragment or parts.username:
        msg = f"{url!r} is no address of a service; write https://host/path"
        raise ServiceError(msg)
    return parts.scheme, f"{parts.netloc}{parts.path}".rstrip("/")


def _to_row(answer: Any) -> dict[str, Any] | None:  # noqa: ANN401 - what a service sends
    """Return one answer in our words, or None if it has no position."""
    numbers = _numbers_of(answer)
    if numbers is None:
        return None
    lat, lon, score = numbers
    address = answer.get("address")
    address = address if isinstance(address, dict) else {}
    shown = str(answer.get("display_name", ""))
    return {
        "place_id": f"osm:{answer.get('osm_type', 'node')}/{answer.get('osm_id', '')}",
        "name": str(answer.get("name") or shown.partition(",")[0]),
        "kind": _kind(answer),
        "lat": lat,
        "lon": lon,
        "radius_km": _radius_km(answer.get("boundingbox"), lat, lon),
        "country": str(address.get("country_code", "")).upper() or None,
        "admin1": address.get("state") or address.get("region"),
        "parents": [],
        "population": None,
        "match": "nominatim",
        "score": round(min(1.0, max(0.0, score)), 3),
        "source": "nominatim",
        "attribution": ATTRIBUTION,
    }


def _numbers_of(answer: Any) -> tuple[float, float, float] | None:  # noqa: ANN401 - as above
    """Return latitude, longitude and importance of an answer, or None if one cannot be."""
    try:
        lat, lon = float(answer["lat"]), float(answer["lon"])
        score = float(answer.get("importance") or 0.0)
    except (AttributeError, LookupError, TypeError, ValueError):
        return None
    is_on_globe = -90 <= lat <= 90 and -180 <= lon <= 180  # noqa: PLR2004 - degrees
    return (lat, lon, score) if is_on_globe and math.isfinite(score) else None


def _kind(answer: Mapping[str, Any]) -> str:
    """Return the kind by the tag of an answer, ``site`` where geomap has none for it."""
    from geomap.gazetteer.imports.entries import crosswalk  # noqa: PLC0415 - needed for answers alone

    kinds = crosswalk()["osm"]
    own = str(answer.get("addresstype") or "")
    tag = f"{answer.get('class', answer.get('category', ''))}={answer.get('type', '')}"
    return str(kinds.get(f"place={own}") or kinds.get(tag) or "site")


def _radius_km(box: Any, lat: float, lon: float) -> float | None:  # noqa: ANN401 - as above
    """Return the distance from a place to the farthest corner of its box, or None."""
    try:
        south, north, west, east = (float(side) for side in box)
    except (TypeError, ValueError):
        return None
    if not all(map(math.isfinite, (south, north, west, east))):
        return None
    corners = ((south, west), (south, east), (north, west), (north, east))
    return round(max(distance_km(lat, lon, *corner) for corner in corners), 1)
