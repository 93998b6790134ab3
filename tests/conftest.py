"""Fixtures of every test: the built-in gazetteer, and what to do when a program is missing."""

from __future__ import annotations

import datetime as dt
import gc
import json
import os
import re
import shutil
import signal
import subprocess
import time
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from geomap import export
from geomap.corpus import Choices, Plan
from geomap.corpus.archive import build_archive
from geomap.corpus.making import Maker
from geomap.corpus.processes import InProcess
from geomap.gazetteer import Gazetteer, open_gazetteer
from geomap.incidents import find_incidents
from geomap.lexicon import language
from geomap.records import (
    Article,
    Mention,
    Place,
    Precision,
    Report,
    Resolution,
    Use,
)
from geomap.text import read_document
from tests.support.commands import SHELLS, answer_with
from tests.support.sample import make_report

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable

    from geomap.text import Document
    from tests.support.incidents import Read, Reading

PROGRAMS = ("browser", "qgis")
GEOJSON = Choices(formats=("geojson",))
collect_ignore_glob = [
    "qgis/*.py",
    "benchmarks/*.py",
]  # scripts: run by QGIS's Python, by hand

# A busy machine is slow at a first call; time is measured by `seconds` and in benchmarks.
settings.register_profile("geomap", deadline=None)
settings.load_profile("geomap")

# A shell starts what runs in its background deaf to Ctrl-C; the programs under test must hear it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def project() -> Path:
    """The root of the source tree."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def seconds() -> Callable[[Callable[[], object]], float]:
    """CPU seconds of a call, the least of three runs without the garbage collector."""

    def measure(call: Callable[[], object]) -> float:
        times = []
        for _ in range(3):
            gc.collect()
            gc.disable()
            try:
                started = time.process_time()
                call()
                times.append(time.process_time() - started)
            finally:
                gc.enable()
        return min(times)

    return measure


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The gazetteer that is compiled when geomap is installed."""
    return open_gazetteer()


@cache
def has_program(name: str) -> bool:
    """Whether Chromium with its driver, or QGIS with its Python bindings, is installed."""
    if name == "browser":
        return bool(shutil.which("chromium") and shutil.which("chromedriver"))
    python = shutil.which("python3", path="/usr/bin")
    probe = [python or "", "-c", "import qgis.core"]
    return bool(python) and subprocess.run(probe, capture_output=True, check=False).returncode == 0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the tests of a missing program by name, unless GEOMAP_REQUIRE names it."""
    required = os.environ.get("GEOMAP_REQUIRE", "").split(",")
    for name in PROGRAMS:
        if name in required or not any(item.get_closest_marker(name) for item in items):
            continue
        if not has_program(name):
            reason = f"{name} is not installed: this test did not run"
            for item in items:
                if item.get_closest_marker(name):
                    item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def sample_report() -> Report:
    """A report made by hand: every kind of row, shape, link and number that the outputs know."""
    return make_report()


@pytest.fixture
def points(sample_report: Report) -> dict[str, Any]:
    """The points of the sample, as their file has them."""
    collection = export.to_geojson([sample_report])
    read: dict[str, Any] = json.loads(export.dump_geojson(collection))
    return read


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """An article in a folder of its own."""
    path = tmp_path / "in" / "a.txt"
    path.parent.mkdir()
    path.write_text(SHELLS)
    return path


@pytest.fixture
def stubbed(monkeypatch: pytest.MonkeyPatch, sample_report: Report) -> None:
    """Every article gives the sample's incidents; one of the word "quiet" gives none."""

    def analyze(article: Article) -> Report:
        named = replace(sample_report.article, article_id=article.article_id)
        report = replace(sample_report, article=named, notes=article.notes)
        return replace(report, incidents=(), resolutions=()) if "quiet" in article.text else report

    answer_with(monkeypatch, analyze)


@pytest.fixture
def build(sample_report: Report) -> Callable[..., None]:
    """Build articles into a folder, each with the sample report under an id of its own."""

    def analyze(article: Article) -> Report:
        renamed = tuple(
            replace(i, incident_id=i.incident_id.replace("odesa", article.article_id))
            for i in sample_report.incidents
        )
        shown = replace(sample_report.article, article_id=article.article_id, title=article.text)
        return replace(sample_report, article=shown, incidents=renamed)

    def run(
        folder: Path,
        articles: Iterable[Article],
        choices: Choices = GEOJSON,
        fingerprint: str = "one",
        **others: Any,  # noqa: ANN401 - passed on to Plan
    ) -> None:
        def here(staging: Path) -> InProcess:
            return InProcess(Maker(analyze, choices, staging))

        folder.mkdir(parents=True, exist_ok=True)
        list(build_archive(articles, folder, Plan(choices, fingerprint, **others), here))

    return run


NATIONS = {
    "Russia": "RU", "Russian": "RU", "Ukraine": "UA", "Ukrainian": "UA", "Belarus": "BY",
    "Belarusian": "BY", "Germany": "DE", "Norway": "NO", "Canada": "CA", "Poland": "PL",
}  # fmt: skip
TOWNS = [
    "Ankara",
    "Avdiivka",
    "Bakhmut",
    "Balakliia",
    "Belgorod",
    "Berdiansk",
    "Berlin",
    "Beryslav",
    "Brest",
    "Brovary",
    "Brussels",
    "Bryansk",
    "Bucha",
    "Burshtyn",
    "Chernihiv",
    "Crimea",
    "Dnipro",
    "Dzhankoi",
    "Enerhodar",
    "Feodosia",
    "Frankfurt",
    "Geneva",
    "Istanbul",
    "Izium",
    "Izmail",
    "Kharkiv",
    "Kherson",
    "Kramatorsk",
    "Kreminna",
    "Kupiansk",
    "Kursk",
    "Kyiv",
    "Luhansk",
    "Lviv",
    "Lyman",
    "Lysychansk",
    "Makhachkala",
    "Makiivka",
    "Marhanets",
    "Marinka",
    "Mariupol",
    "Melitopol",
    "Minsk",
    "Moscow",
    "Motyzhyn",
    "Muzhiievo",
    "Mykolaiv",
    "Nevske",
    "Nikopol",
    "Obolon",
    "Odesa",
    "Orikhiv",
    "Pavlohrad",
    "Podilskyi",
    "Pokrovsk",
    "Poltava",
    "Przemysl",
    "Robotyne",
    "Rostov",
    "Sevastopol",
    "Sievierodonetsk",
    "Snihurivka",
    "Soledar",
    "Solomianskyi",
    "Starokostiantyniv",
    "Sumy",
    "Taganrog",
    "Tbilisi",
    "Ternopil",
    "Toretsk",
    "Uman",
    "Uzhhorod",
    "Vinnytsia",
    "Vovchansk",
    "Vuhledar",
    "Warsaw",
    "Yahidne",
    "Zaporizhzhia",
    "Zatoka",
    "Zhytomyr",
]
LONG_NAMES = (
    "Black Sea", "Caspian Sea", "Sea of Azov", "Chasiv Yar", "Kryvyi Rih", "Nova Kakhovka",
    "Mykolaiv region", "Zaporizhzhia region", "Kherson region", "Kharkiv region",
)  # fmt: skip
NAME = re.compile(r"\b(?:" + "|".join((*LONG_NAMES, *NATIONS, *TOWNS)) + r")\b")


@pytest.fixture(scope="session")
def read_incidents() -> Read:
    """Find incidents with hand-made places: names of towns are literal, nations act.

    ``literal`` names nations that are meant as places, ``actors`` towns that act.
    """

    def read(
        text: str,
        *,
        published: dt.date | None = dt.date(2023, 5, 10),
        literal: Container[str] = (),
        actors: Container[str] = (),
    ) -> Reading:
        english = language("en")
        document = read_document(text, english.sections)
        resolutions = tuple(
            _resolution(match, document, is_literal=_is_literal(match, literal, actors))
            for match in NAME.finditer(text)
        )
        article = Article("test", text, published=published)
        return resolutions, find_incidents(document, resolutions, english, article)

    return read


@pytest.fixture
def read(read_incidents: Read) -> Read:
    """Read a text as the body below a headline that says nothing."""

    def read_body(text: str, **options: object) -> Reading:
        return read_incidents(f"Headline of the day\n\n{text}", **options)

    return read_body


def _is_literal(match: re.Match[str], literal: Container[str], actors: Container[str]) -> bool:
    if match.group() in literal:
        return True
    owns = match.string.startswith(("'s", "’s"), match.end())
    return match.group() not in NATIONS and match.group() not in actors and not owns


def _resolution(match: re.Match[str], document: Document, *, is_literal: bool) -> Resolution:
    name, is_nation = match.group(), match.group() in NATIONS
    sentence = document.sentence_at(match.start())
    zone = document.sentences[sentence].zone
    use = Use.LITERAL if is_literal else Use.ACTOR
    mention = Mention(*match.span(), name, sentence, zone, use, name)
    last = name.rpartition(" ")[2]
    kind = "country" if is_nation else {"Sea": "sea", "region": "admin1"}.get(last, "city")
    abroad = {"Belgorod": "RU", "Moscow": "RU", "Rostov": "RU", "Minsk": "BY", "Warsaw": "PL"}
    country = NATIONS.get(name) or abroad.get(name, "UA")
    place = Place(f"test:{name}", name, kind, 48.0, 35.0, 5.0, country)
    precision = Precision.COUNTRY if is_nation else Precision.SETTLEMENT
    return Resolution(mention, place, 0.9, precision=precision)
