"""Paragraphs and the zones they belong to: headline, body, entry, caption, link, footer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from geomap.records import Paragraph, Zone, maker_of
from geomap.text.folding import fold_text
from geomap.text.typography import plain_line

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["Layout", "find_paragraphs", "layout_of"]

_ZONES = (
    (Zone.FOOTER, "footer"),
    (Zone.CAPTION, "caption"),
    (Zone.LINK, "link"),
    (Zone.ENTRY, "entry"),
)
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_SHORT_LINE_WORDS = 6  # a slug line such as "Ukraine War" above a caption is shorter than this
_HEADLINE_CHARACTERS = 200  # the longest headlines of agencies have 150
_MARKED_CHARACTERS = 1_000  # a longer line with "©" is an article without breaks, not its footer
_TIME_START = re.compile(r"\d{1,2}[:.]\d{2}\b")
_CREDIT_WORDS = (3, 8)  # of an agency and a photographer; two may be places: "(Oslo/Bergen)"
_CAPS_LINE_WORDS = 3  # a line of capitals with fewer words may be a name or an acronym


class _Marks(NamedTuple):
    """What shows that a line belongs to a zone."""

    zone: Zone
    inside: tuple[str, ...]
    """Marks anywhere in the line."""
    lines: frozenset[str]
    """Whole lines."""
    starts: tuple[str, ...]


class Layout(NamedTuple):
    """The words of a language that bear on zones and sentences."""

    words: Mapping[str, Mapping[str, Collection[str]]]
    marks: tuple[_Marks, ...]
    abbreviations: frozenset[str]


_LAYOUTS = 16  # languages whose words are kept compiled
_layouts: dict[int, Layout] = {}
_to_paragraph = maker_of(Paragraph)


def find_paragraphs(
    text: str, marks: tuple[_Marks, ...], stated: Mapping[int, Zone]
) -> tuple[Paragraph, ...]:
    """Return the non-blank lines of a text with their zones."""
    lines = []
    for match in _LINE.finditer(text):
        line = match.group()
        stripped = line.strip()
        if stripped:
            start = match.start() + line.index(stripped[0])
            lines.append((start, start + len(stripped), plain_line(stripped)))
    headline = lines[0][2] if len(lines) > 1 and _is_headline(lines[0][2]) else ""
    folded = [fold_text(line) for *_, line in lines]
    marks = _present(marks, "\n".join(folded))
    kinds = [
        Zone.HEADLINE if line == headline else _zone_of(line, low, marks)
        for (*_, line), low in zip(lines, folded, strict=True)
    ]
    if text.isupper():  # a telegram, where a line of capitals is a line like any other
        kinds = [Zone.BODY if kind is Zone.LINK else kind for kind in kinds]
    for number, (_, _, line) in enumerate(lines[:-1]):
        if kinds[number] is Zone.BODY and kinds[number + 1] is Zone.CAPTION and _is_slug(line):
            kinds[number] = Zone.CAPTION
    if stated:
        kinds = [stated.get(start, zone) for (start, *_), zone in zip(lines, kinds, strict=True)]
    return tuple(
        _to_paragraph(start, end, zone) for (start, end, _), zone in zip(lines, kinds, strict=True)
    )


def _is_headline(line: str) -> bool:
    """Return whether the first line can be a headline: short, and no sentence with its stop."""
    return len(line) <= _HEADLINE_CHARACTERS and not line.endswith(".")


def _is_slug(line: str) -> bool:
    """Return whether a line may be the slug that news sites print above a picture."""
    return len(line.split()) < _SHORT_LINE_WORDS and line[-1].isalnum()


def layout_of(words: Mapping[str, Mapping[str, Collection[str]]]) -> Layout:
    """Return the compiled words of a language, compiled once as long as it is in use."""
    known = _layouts.get(id(words))
    if known is None or known.words is not words:
        if len(_layouts) >= _LAYOUTS:
            _layouts.clear()
        zones = words.get("zones", {})
        known = _layouts[id(words)] = Layout(
            words,
            tuple(
                _Marks(
                    zone,
                    tuple(zones.get(f"{name}_marks", ())),
                    frozenset(zones.get(f"{name}_lines", ())),
                    tuple(zones.get(f"{name}_starts", ())),
                )
                for zone, name in _ZONES
            ),
            frozenset(words.get("sentences", {}).get("abbreviations", ())),
        )
    return known


def _present(marks: tuple[_Marks, ...], folded: str) -> tuple[_Marks, ...]:
    """Return the marks without those that stand nowhere in a text; few are left to be tried."""
    rows = [
        _Marks(zone, tuple([mark for mark in inside if mark in folded]), lines, starts)
        for zone, inside, lines, starts in marks
    ]
    return tuple([row for row in rows if row.inside or row.lines or row.starts])


def _zone_of(line: str, folded: str, marks: tuple[_Marks, ...]) -> Zone:
    """Return the zone of a line by the marks inside it, the whole line or its start."""
    bare = folded.rstrip(".: ")
    for zone, inside, lines, starts in marks:
        if bare in lines or (starts and folded.startswith(starts)):
            return zone
        for mark in inside if len(line) <= _MARKED_CHARACTERS else ():
            if mark in folded:
                return zone
    if _is_credited(line):
        return Zone.CAPTION
    if line.isupper() and len(line.split()) > _CAPS_LINE_WORDS:
        return Zone.LINK
    return Zone.ENTRY if _TIME_START.match(line) else Zone.BODY


def _is_credited(line: str) -> bool:
    """Return whether a line ends with who took a picture: "(Example Wire/Jane Roe)"."""
    bare = line.rstrip(" .")
    if not bare.endswith(")"):
        return False
    credit = bare[bare.rfind("(") + 1 : -1]
    sides = credit.split("/")
    words = credit.replace("/", " ").split()
    is_named = len(words) >= _CREDIT_WORDS[0] or any(side.isupper() for side in sides)
    return (
        len(sides) > 1
        and all(sides)
        and is_named
        and len(words) <= _CREDIT_WORDS[1]
        and all(word[0].isupper() for word in words)
    )
