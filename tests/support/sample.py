"""A report as a run would make it, for tests of what is written from it."""

from __future__ import annotations

import datetime as dt

from shapely.geometry import Polygon

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


def make_report() -> Report:
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
