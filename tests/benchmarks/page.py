"""Size and load of a page of many incidents, beside a bare folium cluster of the same points.

Run ``python tests/benchmarks/page.py [ROWS …]``; needs Chromium with its driver. Both pages
are opened by turns in one browser, offline: compare the ratio, not the times.
"""

from __future__ import annotations

import random
import re
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import folium
from folium.plugins import FastMarkerCluster
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.wait import WebDriverWait

from geomap import webmap
from geomap.frame import SCHEMA
from geomap.lexicon import incident_types
from geomap.webmap import assets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROUNDS = 5
ROWS = (1_000, 10_000, 50_000)
READY = "return document.documentElement.dataset.ready === 'true'"
CLUSTERED = "return document.querySelector('.marker-cluster, .leaflet-marker-icon') !== null"
SPENT = "return performance.now() - performance.getEntriesByType('navigation')[0].startTime"
PLAIN_MARKER = "function (row) { return L.marker([row[0], row[1]]); }"
LINKED = re.compile(r'<script src="https[^>]*></script>|<link rel="stylesheet" href="https[^>]*>')
WORDS = (
    "at",
    "least",
    "people",
    "were",
    "hurt",
    "when",
    "drones",
    "struck",
    "the",
    "grid",
    "again",
)


def main() -> None:
    """Print one table: rows, megabytes, seconds until all is ready, ratio to the bare cluster."""
    counts = [int(value) for value in sys.argv[1:]] or ROWS
    print("   rows     MB  MB bare      s  s bare  ratio")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        with_driver = _driver(folder)
        try:
            for count in counts:
                print(_line(count, Path(folder), with_driver))
        finally:
            with_driver.quit()


def _line(count: int, folder: Path, driver: webdriver.Chrome) -> str:
    features = list(drawn_features(count))
    ours, bare = folder / f"ours-{count}.html", folder / f"bare-{count}.html"
    collection = {"type": "FeatureCollection", "features": features}
    ours.write_text(webmap.from_features(collection, title="Many").get_root().render(), "utf-8")
    bare.write_text(bare_cluster([f["geometry"]["coordinates"][::-1] for f in features]), "utf-8")
    asked = {"ours": (ours, READY), "bare": (bare, CLUSTERED)}
    spent: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(ROUNDS):
        for name, seconds in spent.items():
            seconds.append(opened(driver, *asked[name]))
    slow, quick = (median(seconds) for seconds in spent.values())
    sizes = [page.stat().st_size / 1e6 for page in (ours, bare)]
    times = f"{slow:>6.2f} {quick:>7.2f} {slow / quick:>6.1f}"
    return f"{count:>7,} {sizes[0]:>6.2f} {sizes[1]:>8.2f} {times}"


def opened(driver: webdriver.Chrome, page: Path, sign: str) -> float:
    """Return the seconds from the start of a page to its sign of being ready."""
    driver.get("about:blank")
    driver.get(page.as_uri())
    WebDriverWait(driver, 300, poll_frequency=0.02).until(lambda d: d.execute_script(sign))
    return float(driver.execute_script(SPENT)) / 1000


def drawn_features(count: int) -> Iterator[dict[str, Any]]:
    """Yield incidents in articles of ten, with texts as long as those of real articles."""
    draw = random.Random(7)  # noqa: S311 - a draw, not a secret
    types = list(incident_types().values())
    for number in range(count):
        kind = draw.choice(types)
        place = number % 900  # news comes back to the same places
        cells: dict[str, Any] = {column.name: None for column in SCHEMA}
        cells |= {
            "feature_kind": "incident", "incident_id": f"i{number}", "incident_type": kind.type_id,
            "incident_label": kind.label, "incident_group": kind.group, "realis": "actual",
            "certainty": "attributed", "role": "target", "place": f"Place {place}",
            "place_id": f"p{place}", "mention": f"Place {place}", "place_kind": "town",
            "admin1": f"Region {place % 25}", "country": "UA", "precision": "town",
            "radius_km": 4.0, "place_rank": 1, "place_count": 1,
            "date_start": f"2023-{number % 12 + 1:02}-{number % 28 + 1:02}",
            "date_precision": "day", "attribution": f"Source {number % 40}",
            "quote": " ".join(draw.choices(WORDS, k=22)), "quote_start": 10, "quote_end": 140,
            "article_id": f"a{number // 10}", "article_title": f"Article {number // 10}",
            "event_id": f"event:2023-01-01:{number % (count // 2)}",  # each told twice
        }  # fmt: skip
        cells["date_end"] = cells["date_start"]
        at = random.Random(place)  # noqa: S311 - as above
        point = [round(at.uniform(23, 40), 4), round(at.uniform(45, 52), 4)]
        geometry = {"type": "Point", "coordinates": point}
        yield {"type": "Feature", "id": f"f{number}", "geometry": geometry, "properties": cells}


def bare_cluster(points: Sequence[Sequence[float]]) -> str:
    """Return folium's own fast cluster of points, its libraries inside the page."""
    page = folium.Map(location=(49, 31), zoom_start=6, tiles=None, maxZoom=18)
    FastMarkerCluster(points, callback=PLAIN_MARKER).add_to(page)
    html = LINKED.sub("", page.get_root().render())
    scripts = (assets.vendor_script(n) for n in ("leaflet.js", "leaflet.markercluster.js"))
    styles = (assets.vendor_style(n) for n in ("leaflet.css", "MarkerCluster.css"))
    inside = "".join(f"<style>{style}</style>" for style in styles)
    inside += "".join(f"<script>{script}</script>" for script in scripts)
    return html.replace("<head>", f"<head>{inside}", 1)


def _driver(folder: str) -> webdriver.Chrome:
    options = webdriver.ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,800",
                 "--disable-background-networking", "--no-first-run", f"--user-data-dir={folder}/p",
                 "--disable-component-update", "--disable-sync", "--disable-quic"):  # fmt: skip
        options.add_argument(flag)
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))


if __name__ == "__main__":
    main()
