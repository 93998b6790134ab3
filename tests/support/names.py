"""Names as geomap finds them in a text, and the places they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.gazetteer import open_gazetteer
from geomap.geometry import locate
from geomap.lexicon import language
from geomap.mentions import find_mentions
from geomap.records import Mention, Use
from geomap.resolve import resolve_mentions
from geomap.text import read_document

if TYPE_CHECKING:
    import datetime as dt

    from geomap.gazetteer import Gazetteer
    from geomap.mentions.spans import GivenSpan
    from geomap.records import Resolution

NEAR_KM = 30  # so far from where it lies a place is still the one that is meant


def mentions_of(
    text: str,
    iso: str = "en",
    *,
    ignore_case: bool = False,
    spans: list[GivenSpan] | None = None,
) -> tuple[Mention, ...]:
    words = language(iso)
    document = read_document(text, words.sections)
    return find_mentions(document, open_gazetteer(), words, ignore_case=ignore_case, spans=spans)


def places_of(text: str, iso: str = "en", *, ignore_case: bool = False) -> list[str]:
    found = mentions_of(text, iso, ignore_case=ignore_case)
    return [mention.text for mention in found if mention.use is not Use.NAME_PART]


def bracketed(example: str) -> tuple[str, int, int, str]:
    """Return an example's text, the span in brackets and what stands after "=>"."""
    words, _, expected = example.partition("=>")
    start, end = words.index("["), words.index("]") - 1
    return words.replace("[", "", 1).replace("]", "", 1).rstrip(), start, end, expected.strip()


def mention_in(example: str, iso: str = "en") -> Mention | None:
    text, start, end, _ = bracketed(example)
    found = [m for m in mentions_of(text, iso) if m.start < end and start < m.end]
    return found[0] if found else None


def resolutions_of(
    text: str,
    gazetteer: Gazetteer | None = None,
    *,
    iso: str = "en",
    published: dt.date | None = None,
    country_bias: str = "auto",
) -> tuple[Resolution, ...]:
    """What is made of the names of a text, with the built-in gazetteer if none is given."""
    gazetteer, words = gazetteer or open_gazetteer(), language(iso)
    document = read_document(text, words.sections)
    mentions = find_mentions(document, gazetteer, words)
    return resolve_mentions(
        document, mentions, gazetteer, published=published, country_bias=country_bias
    )


def kept_mentions_of(text: str, iso: str = "en") -> list[Mention]:
    """The mentions of a text that are no part of a name once their places are sought."""
    found = [resolution.mention for resolution in resolutions_of(text, iso=iso)]
    return [mention for mention in found if mention.use is not Use.NAME_PART]


def named_in(text: str, iso: str = "en") -> list[str]:
    """The names of the places that a text names."""
    return [found.place.name for found in resolutions_of(text, iso=iso) if found.place]


def by_name(
    text: str, gazetteer: Gazetteer, published: dt.date | None = None
) -> dict[str, Resolution]:
    """What is made of each name of an English text."""
    found = resolutions_of(text, gazetteer, published=published)
    return {resolution.mention.text: resolution for resolution in found}


def located(text: str, gazetteer: Gazetteer, iso: str = "en") -> tuple[Resolution, ...]:
    """What is made of the names of a text, with points and shapes."""
    document = read_document(text, language(iso).sections)
    resolved = resolutions_of(text, gazetteer, iso=iso)
    return locate(resolved, gazetteer, document=document, language=iso)
