"""Nominatim only on request, against a stand-in on the loopback: agent, limit, cache, faults."""

from __future__ import annotations

import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from geomap.errors import ServiceError
from geomap.geocoder import NominatimSearch
from geomap.geocoder.nominatim import PUBLIC_URL, _to_row
from tests.support.commands import run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


ANSWER = {
    "osm_type": "relation", "osm_id": 421866, "lat": "50.4500336", "lon": "30.5241361",
    "class": "boundary", "type": "administrative", "addresstype": "city", "name": "Kyiv",
    "display_name": "Kyiv, Ukraine", "importance": 0.87,
    "boundingbox": ["50.2132422", "50.5907913", "30.2389", "30.8276549"],
    "address": {"city": "Kyiv", "country": "Ukraine", "country_code": "ua"},
}  # fmt: skip


class Service(ThreadingHTTPServer):
    """Answers like Nominatim and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict[str, Any]] = []
        self.status = 200
        self.body = json.dumps([ANSWER]).encode()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        agent = self.headers["User-Agent"]
        self.server.asked.append(
            {"path": parts.path, "agent": agent, "at": time.monotonic(), **query}
        )
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    server = Service()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_an_answer_becomes_a_place_in_our_words(service: Service, tmp_path: Path) -> None:
    (place,) = NominatimSearch(service.url, cache=tmp_path).find("Kyiv")

    assert place["place_id"] == "osm:relation/421866"
    assert (place["name"], place["kind"], place["country"]) == ("Kyiv", "city", "UA")
    assert (place["lat"], place["lon"]) == (50.4500336, 30.5241361)
    assert 25 < place["radius_km"] < 45
    assert "OpenStreetMap" in place["attribution"]


def test_the_service_is_told_who_asks(service: Service, tmp_path: Path) -> None:
    NominatimSearch(service.url, cache=tmp_path).find("Kyiv", country="UA")
    (asked,) = service.asked

    assert asked["agent"].startswith("geomap-incidents/")
    assert (asked["path"], asked["q"], asked["countrycodes"]) == ("/search", "Kyiv", "ua")


def test_the_same_question_is_asked_once_also_by_another_process(
    service: Service, tmp_path: Path
) -> None:
    first = NominatimSearch(service.url, cache=tmp_path).find("Kyiv")
    second = NominatimSearch(service.url, cache=tmp_path).find("Kyiv")

    assert first == second
    assert len(service.asked) == 1
    NominatimSearch(service.url, cache=tmp_path).find("Kyiv", country="PL")
    assert len(service.asked) == 2


def test_that_nothing_is_known_is_kept_too(service: Service, tmp_path: Path) -> None:
    service.body = b"[]"
    search = NominatimSearch(service.url, cache=tmp_path)

    assert search.find("Nowhereville") == search.find("Nowhereville") == ()
    assert len(service.asked) == 1


@pytest.mark.parametrize("content", ["", "{", '{"answers": 5}', "[" * 5000, '["x"]'])
def test_a_broken_cache_is_asked_anew(service: Service, tmp_path: Path, content: str) -> None:
    search = NominatimSearch(service.url, cache=tmp_path)
    search.find("Kyiv")
    (kept,) = tmp_path.glob("*.json")
    kept.write_text(content)

    assert search.find("Kyiv")
    assert len(service.asked) == 2


def test_a_cache_that_cannot_be_written_is_no_fault(service: Service, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    assert NominatimSearch(service.url, cache=tmp_path / "file").find("Kyiv")


def test_requests_are_spaced(service: Service, tmp_path: Path) -> None:
    search = NominatimSearch(service.url, cache=tmp_path, seconds=0.3)
    for name in ("Kyiv", "Lviv", "Sumy"):
        search.find(name)
    times = [asked["at"] for asked in service.asked]

    # The server notes the time; where the machine is busy, a request arrives a little late.
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.2


def test_the_public_service_is_asked_once_a_second_at_most() -> None:
    assert NominatimSearch()._ask.min_delay_seconds == 1.0
    assert NominatimSearch(f"{PUBLIC_URL}/")._ask.min_delay_seconds == 1.0
    assert NominatimSearch("https://nominatim.example.org/x")._ask.min_delay_seconds == 0.0


@pytest.mark.parametrize("status", [400, 403, 429, 500, 503])
def test_a_refusal_is_told_at_once_and_not_kept(
    service: Service, tmp_path: Path, status: int
) -> None:
    service.status = status

    with pytest.raises(ServiceError, match=r"127\.0\.0\.1.*--geocoder"):
        NominatimSearch(service.url, cache=tmp_path).find("Kyiv")
    assert len(service.asked) == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"error": "x"}', b'"text"', b"[[1]]"])
def test_nonsense_is_an_error_of_ours_or_nothing(
    service: Service, tmp_path: Path, body: bytes
) -> None:
    service.body = body
    try:
        found = NominatimSearch(service.url, cache=tmp_path).find("Kyiv")
    except ServiceError as error:
        assert service.url in str(error)  # noqa: PT017 - either is right, a traceback is not
    else:
        assert found == ()


@pytest.mark.parametrize(
    "answer",
    [5, {}, {"lat": "x", "lon": "1"}, {"lat": "95", "lon": "1"}, {"lat": "nan", "lon": "1"}],
)
def test_an_answer_without_a_position_is_none(answer: object) -> None:
    assert _to_row(answer) is None


def test_an_odd_answer_is_a_site_without_extent() -> None:
    row = _to_row({"lat": 1, "lon": 2, "boundingbox": "x", "address": 7, "importance": None})

    assert row is not None
    assert (row["kind"], row["radius_km"], row["country"], row["score"]) == ("site", None, None, 0)


@pytest.mark.parametrize(
    "url",
    [
        "nominatim.example.org",
        "ftp://x/",
        "file:///etc/passwd",
        "http://",
        "https://u:p@h/",
        "http://[",
    ],
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ServiceError, match="https://host/path"):
        NominatimSearch(url)


def test_the_command_asks_only_when_told_to(service: Service, tmp_path: Path) -> None:
    options = ("--geocoder", "nominatim", "--nominatim-url", service.url, "--cache", tmp_path)
    online = run("geocode", "Kyiv", *options, "--json")
    table = run("geocode", "Kyiv", *options)

    assert (online.exit_code, table.exit_code) == (0, 0), online.stderr
    (place,) = json.loads(online.stdout)[0]["places"]
    assert place["source"] == "nominatim"
    assert "OpenStreetMap" in table.stderr
    assert len(service.asked) == 1


def test_nothing_is_asked_without_the_option(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        msg = "the network was used"
        raise AssertionError(msg)

    monkeypatch.setattr(socket.socket, "connect", refuse)

    assert run("geocode", "Kyiv").exit_code == 0
    denied = run("geocode", "Kyiv", "--nominatim-url", "http://127.0.0.1:1")
    assert denied.exit_code == 2
    assert "without it nothing is asked" in denied.stderr


def test_a_service_that_is_away_is_one_line(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    done = run("geocode", "Kyiv", "--geocoder", "nominatim", "--nominatim-url", url, "--cache",
               tmp_path)  # fmt: skip

    assert done.exit_code == 1
    assert done.stderr.startswith(f"geomap: {url}: ")
    assert len(done.stderr.splitlines()) == 1
