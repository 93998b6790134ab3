"""Fixtures of every test: the built-in gazetteer, and what to do when a program is missing."""

from __future__ import annotations

import datetime as dt
import gc
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
from shapely.geometry import Polygon

from geomap.corpus import Choices, Plan
from geomap.corpus.archive import build_archive
from geomap.corpus.making import Maker
from geomap.corpus.processes import InProcess
from geomap.gazetteer import Gazetteer, open_gazetteer
from geomap.incidents import find_incidents
from geomap.lexicon import language
from geomap.records import (
    Article,
    Candidate,
    Certainty,
    Claim,
    Count,
    DatePrecision,
    Incident,
    IncidentPlace,
    Mention,
    Paragraph,
    Place,
    Precision,
    Realis,
    Report,
    Resolution,
    Role,
    Span,
    Use,
    When,
    Zone,
)
from geomap.text import read_document

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable

    from geomap.text import Document

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
    text = (
        "Drones strike Odesa and Mykolaiv\n\n"
        "Russian forces launched 12 drones from Cape Tarkhankut towards Odesa on Tuesday, "
        "the southern command said on Telegram.\n\n"
        "Air defences shot down about 10 of them over the Black Sea. "
        "Three people were injured in Mykolaiv.\n\n"
        "The president met ministers in Moldova. Lviv stayed quiet, and Nowhereville did, too."
    )
    places = {
        "Odesa": Place("geonames:698740", "Odesa", "city", 46.47747, 30.73262, 9.0, "UA",
                       "Odesa Oblast", "UA-51"),
        "Mykolaiv": Place("geonames:700569", "Mykolaiv", "city", 46.96591, 31.9974, 8.0, "UA",
                          "Mykolaiv Oblast", "UA-48"),
        "Cape Tarkhankut": Place("curated:cape-tarkhankut", "Cape Tarkhankut", "cape", 45.347,
                                 32.494, 5.0, "UA", "Crimea", "UA-43"),
        "Black Sea": Place("curated:black-sea", "Black Sea", "sea", 45.0, 31.5, 250.0),
        "Moldova": Place("geonames:617790", "Moldova", "country", 47.25, 28.58, 200.0, "MD"),
        "Lviv": Place("geonames:702550", "Lviv", "city", 49.83826, 24.02324, 9.0, "UA",
                      "Lviv Oblast", "UA-46"),
    }  # fmt: skip
    precisions = {"sea": Precision.SEA, "country": Precision.COUNTRY, "cape": Precision.SITE}
    sea = Polygon([(30.0, 44.0), (30.0, 46.0), (33.0, 46.0), (33.0, 44.0)])  # clockwise

    def resolution(words: str, occurrence: int = 1, zone: Zone = Zone.BODY) -> Resolution:
        start = -1
        for _ in range(occurrence):
            start = text.index(words, start + 1)
        mention = Mention(start, start + len(words), words, 0, zone, Use.LITERAL, words)
        place = places.get(words)
        if place is None:
            return Resolution(mention, None, reason="no place of this name is known")
        return Resolution(
            mention, place, 0.91, (Candidate(place, words, "official", 0.91),), ("only candidate",),
            geometry=sea if place.kind == "sea" else None,
            precision=precisions.get(place.kind, Precision.SETTLEMENT),
        )  # fmt: skip

    def span(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    def count(kind: str, value: float, words: str, *, approximate: bool = False) -> Count:
        return Count(kind, value, words, *span(words), approximate=approximate)

    resolutions = (
        resolution("Odesa", zone=Zone.HEADLINE), resolution("Mykolaiv", zone=Zone.HEADLINE),
        resolution("Cape Tarkhankut"), resolution("Odesa", 2), resolution("Black Sea"),
        resolution("Mykolaiv", 2), resolution("Moldova"), resolution("Lviv"),
        resolution("Nowhereville"),
    )  # fmt: skip
    attack = "odesa:drone_strike:0a1b2c3d"
    tuesday = When(
        dt.date(2023, 5, 2), dt.date(2023, 5, 3), DatePrecision.DAY, "on Tuesday", "overnight"
    )
    command = {"attribution": "the southern command", "channel": "Telegram"}
    launch = "Russian forces launched 12 drones from Cape Tarkhankut towards Odesa"
    sentence = span(launch)
    incidents = (
        Incident(
            attack, "drone_strike", Realis.ACTUAL, Certainty.ATTRIBUTED, span("launched"), sentence,
            places=(IncidentPlace(Role.ORIGIN, 2), IncidentPlace(Role.TARGET, 3)),
            counts=(count("launched", 12, "12 drones"),), when=tuesday, actor="Russian forces",
            actor_side="RU", target_side="UA", weapon="drone", **command,
            claims=(Claim("the southern command", Certainty.ATTRIBUTED, sentence),),
            evidence=("drone_strike.launched",),
        ),
        Incident(
            "odesa:interception:1b2c3d4e", "interception", Realis.ACTUAL, Certainty.ATTRIBUTED,
            span("shot down"), span("Air defences shot down about 10 of them over the Black Sea."),
            places=(IncidentPlace(Role.INTERCEPTED, 4),), attack_id=attack, when=tuesday,
            counts=(count("intercepted", 10, "about 10 of them", approximate=True),), **command,
        ),
        Incident(
            "odesa:casualties:2c3d4e5f", "casualties", Realis.ACTUAL, Certainty.STATED,
            span("injured"), span("Three people were injured in Mykolaiv."), attack_id=attack,
            places=(IncidentPlace(Role.AFFECTED, 5, (count("injured", 3, "Three people"),)),),
        ),
        Incident(
            "odesa:diplomacy:3d4e5f60", "diplomacy", Realis.ACTUAL, Certainty.STATED, span("met"),
            span("The president met ministers in Moldova."),
            places=(IncidentPlace(Role.VENUE, 6),),
        ),
        Incident(
            "odesa:threat_statement:4e5f6071", "threat_statement", Realis.HYPOTHETICAL,
            Certainty.UNCONFIRMED, span("stayed quiet"), span("Lviv stayed quiet"),
        ),
    )  # fmt: skip
    lines = text.splitlines(keepends=True)
    offsets = [sum(map(len, lines[:number])) for number in range(len(lines))]
    return Report(
        Article("odesa", text, "Drones strike Odesa and Mykolaiv", "en", dt.date(2023, 5, 3),
                "Southern Post", "https://example.org/odesa"),
        tuple(Paragraph(o, o + len(line.rstrip()), Zone.BODY)
              for o, line in zip(offsets, lines, strict=True) if line.strip()),
        resolutions, incidents, ("Read as UTF-8.",), "test-1",
        ("Places: GeoNames (geonames.org), CC BY 4.0, modified",), (("country_bias", "auto"),),
    )  # fmt: skip


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


# --- incidents from plain sentences -------------------------------------------------------

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
def read_incidents() -> Callable[..., tuple[tuple[Resolution, ...], tuple[Incident, ...]]]:
    """Find incidents with hand-made places: names of towns are literal, nations act.

    ``literal`` names nations that are meant as places, ``actors`` towns that act.
    """

    def read(
        text: str,
        *,
        published: dt.date | None = dt.date(2023, 5, 10),
        literal: Container[str] = (),
        actors: Container[str] = (),
    ) -> tuple[tuple[Resolution, ...], tuple[Incident, ...]]:
        english = language("en")
        document = read_document(text, english.sections)
        resolutions = tuple(
            _resolution(match, document, is_literal=_is_literal(match, literal, actors))
            for match in NAME.finditer(text)
        )
        article = Article("test", text, published=published)
        return resolutions, find_incidents(document, resolutions, english, article)

    return read


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
