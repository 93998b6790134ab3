"""Tiles of a server lie under the incidents if they were asked for, from that server alone."""

from __future__ import annotations

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.support.wait import WebDriverWait

from geomap.webmap import Tiles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.conftest import Browser, Sample

pytestmark = pytest.mark.browser

TILE = b'<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256"/>'
LOADED = "return document.querySelectorAll('img.leaflet-tile-loaded').length > 3"
NOTICE = "return document.querySelector('.notice')?.textContent"
LAND = "return document.querySelectorAll('.leaflet-land-pane path').length"
NAMES = "return document.querySelectorAll('.lbl.l-city, .lbl.l-country').length"
LEVEL = "return getComputedStyle(document.querySelector(`.leaflet-${arguments[0]}-pane`)).zIndex"
ASK = "const image = new Image(); image.src = arguments[0]; document.body.append(image)"


class _OneTile(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "image/svg+xml")
        self.end_headers()
        self.wfile.write(TILE)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def tile_server() -> Iterator[str]:
    """Serve one tile for every address; yield the origin of the server."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _OneTile) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _page(sample: Sample, origin: str) -> str:
    return sample.html(basemap=Tiles(f"{origin}/{{z}}/{{x}}/{{y}}.png", "© Tile makers"))


def _wait(browser: Browser, script: str) -> object:
    return WebDriverWait(browser.driver, 15).until(lambda _: browser.run(script))


def test_tiles_come_from_the_server_that_was_named(browser: Browser, sample: Sample) -> None:
    with tile_server() as origin:
        browser.open(_page(sample, origin))
        _wait(browser, LOADED)
        asked = [u for u in browser.requests() if not u.startswith(("data:", "file:"))]

    assert asked
    assert all(url.startswith(f"{origin}/") for url in asked)
    assert "© Tile makers" in browser.text(".credits")
    assert browser.logs() == []


def test_the_policy_blocks_every_other_server(browser: Browser, sample: Sample) -> None:
    """The twin: what an article could smuggle in is refused by the policy itself."""
    with tile_server() as origin, tile_server() as other:
        browser.open(_page(sample, origin))
        browser.run(ASK, f"{other}/0/0/0.png")
        refused = _wait(browser, LOADED) and browser.logs()

    assert any("Content Security Policy" in line and other in line for line in refused)


def test_tiles_that_do_not_come_are_told_of(browser: Browser, sample: Sample) -> None:
    with tile_server() as origin:
        page = _page(sample, origin)
    browser.open(page)

    assert "geomap serve" in str(_wait(browser, NOTICE))
    assert browser.is_ready()


def test_our_own_drawing_is_seen_where_tiles_do_not_come(browser: Browser, sample: Sample) -> None:
    """A reader without a network, or of a server that refuses pages from disk, still has land."""
    with tile_server() as origin:
        page = _page(sample, origin)
    browser.open(page)
    _wait(browser, NOTICE)

    assert browser.run(LAND) > 20
    assert browser.run(NAMES) > 2
    assert "Natural Earth" in browser.text(".credits")


def test_tiles_cover_our_own_drawing_and_its_names(browser: Browser, sample: Sample) -> None:
    """The twin: tiles lie over the drawing and bring names of their own."""
    with tile_server() as origin:
        browser.open(_page(sample, origin))
        _wait(browser, LOADED)
        levels = [browser.run(LEVEL, pane) for pane in ("land", "tile")]

        assert int(levels[0]) < int(levels[1])
        assert browser.run(NAMES) == 0
        assert browser.run(NOTICE) is None


def test_a_server_that_refuses_pages_from_disk_is_not_asked(
    browser: Browser, sample: Sample
) -> None:
    """It would answer with pictures of its refusal, which no script can tell from a map."""
    browser.open(sample.html(basemap="OpenStreetMap.Mapnik"))

    assert "geomap serve" in str(_wait(browser, NOTICE))
    assert browser.run(LAND) > 20
    asked = [u for u in browser.requests() if not u.startswith(("data:", "file:"))]
    assert asked == []
