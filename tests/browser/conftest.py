"""Real headless Chromium for the tests of the page; a page is opened from disk."""

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from geomap.records import Paragraph, Span, Zone
from geomap.webmap import document, page
from geomap.webmap.reading import Mark, Reading

_SAMPLE = Path(__file__).with_name("sample.json")
_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync --hide-scrollbars"
)
_WIDE = (1280, 800)


@dataclass
class Sample:
    """The features and the article of ``sample.json``."""

    collection: dict[str, Any]
    areas: dict[str, Any]
    links: dict[str, Any]
    article: Reading

    def html(self, **options: str) -> str:
        """Return the page of the sample, without folium."""
        content = page.to_content(
            self.collection, self.areas, self.links, articles=(self.article,), **options
        )
        return document.render(content)


def read_sample() -> Sample:
    """Return a fresh copy of the sample, to be changed at will."""
    raw = json.loads(_SAMPLE.read_text(encoding="utf-8"))
    article = raw["article"]
    paragraphs = tuple(Paragraph(a, b, Zone(zone)) for a, b, zone in article["paragraphs"])
    spans = {key: tuple(Span(*span) for span in article[key]) for key in ("triggers", "numbers")}
    marks = tuple(Mark(*mark) for mark in article["marks"])
    reading = Reading(**{**article, **spans, "paragraphs": paragraphs, "marks": marks})
    return Sample(raw["collection"], raw["areas"], raw["links"], reading)


@pytest.fixture
def sample() -> Sample:
    return read_sample()


@pytest.fixture(scope="session")
def sample_html() -> str:
    return read_sample().html()


@dataclass
class Browser:
    """A driver and the little that the tests ask of it."""

    driver: Any
    folder: Path
    pages: int = 0
    origins: list[str] = field(default_factory=list)

    def open(self, html: str, *, size: tuple[int, int] = _WIDE, dark: bool = False) -> "Browser":
        """Open a page from disk and wait until its script says it is ready."""
        self.pages += 1
        path = self.folder / f"page-{self.pages}.html"
        path.write_text(html, encoding="utf-8", errors="surrogatepass")
        self.set_size(*size, dark=dark)
        self.logs()
        self.driver.get_log("performance")
        self.driver.get(path.as_uri())
        return self

    def set_size(self, width: int, height: int, *, dark: bool = False) -> None:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        still = {"name": "prefers-reduced-motion", "value": "reduce"}  # nothing to wait for
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme, still]})

    def is_ready(self) -> bool:
        return bool(self.run("return document.documentElement.dataset.ready === 'true'"))

    def run(self, script: str, *values: object) -> Any:  # noqa: ANN401 - whatever the script returns
        return self.driver.execute_script(script, *values)

    def find(self, css: str) -> list[Any]:
        return list(self.driver.find_elements("css selector", css))

    def text(self, css: str) -> str:
        return str(self.run("return document.querySelector(arguments[0]).textContent", css))

    def click(self, css: str, index: int = 0) -> None:
        self.run("document.querySelectorAll(arguments[0])[arguments[1]].click()", css, index)

    def names(self) -> list[str]:
        """Return the accessible names of the marks that are on the map."""
        return [n.get_attribute("aria-label") for n in self.find(".leaflet-marker-pane .mark")]

    def mark(self, label: str) -> Any:  # noqa: ANN401 - an element of selenium
        """Return the mark whose accessible name starts with a text."""
        marks = self.find(".leaflet-marker-pane .mark")
        return next(mark for mark in marks if mark.get_attribute("aria-label").startswith(label))

    def line(self, label: str) -> Any:  # noqa: ANN401 - as above
        """Return the checkbox of the legend beside a label."""
        return self.run(
            "return [...document.querySelectorAll('#gm-filters label')]"
            ".find(line => line.querySelector('.what').textContent === arguments[0])"
            ".querySelector('input')",
            label,
        )

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, wherever the focus is."""
        for key in keys:
            self.driver.switch_to.active_element.send_keys(key)

    def open_again(self, fragment: str) -> "Browser":
        """Open the page once more, as from a link that ends in a fragment."""
        address = self.driver.current_url.partition("#")[0]
        self.driver.get("about:blank")
        self.driver.get(f"{address}#{fragment}")
        return self

    def fragment(self) -> str:
        return str(self.driver.current_url).partition("#")[2]

    def logs(self) -> list[str]:
        """Return what the console has said since the last call."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """Return the addresses the page has asked for since it was opened."""
        messages = [
            json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")
        ]
        sent: list[Mapping[str, Any]] = [
            m["params"] for m in messages if m["method"] == "Network.requestWillBeSent"
        ]
        return [params["request"]["url"] for params in sent]


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    from selenium import webdriver  # noqa: PLC0415 - only if it is installed
    from selenium.webdriver.chrome.service import Service  # noqa: PLC0415 - as above

    options = webdriver.ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        for flag in (*_FLAGS.split(), f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        yield Browser(driver, tmp_path_factory.mktemp("pages"))
        driver.quit()
