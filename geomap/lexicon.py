"""Reads ``lexicons/`` and rejects bad entries.

All knowledge of words lives in files beside this module: ``languages/<iso>.toml``
(words the engine needs), ``incidents/<type>.toml`` (one codebook page per incident
type), single tables such as ``actors.toml``, and ``hints/<iso>.csv`` (what words weigh for
a type). Each file is parsed once per process.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import LexiconError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "NEUTRAL",
    "Group",
    "IncidentType",
    "Language",
    "groups",
    "has_language",
    "hints",
    "incident_type",
    "incident_types",
    "language",
    "languages",
    "lexicon_digest",
    "read_hints",
    "table",
]


PAGE_KEYS = frozenset(
    {"id", "label", "group", "order", "definition", "glyph", "crosswalk", "frame", "holds"}
    | {"number", "inherits", "refers", "weapons", "shares", "yields", "attaches", "realis"}
    | {"speaks", "attempts", "lasts"}
)
"""What a codebook page may say beside its words; `incidents.codebook` says what each means."""
HINTS_HEAD = "words,type,weight\n"
STAGES = {"dates": "dates", "frames": "incidents"}
"""Sections of a language file and what cannot be found without them."""


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """The words of one language, by section and key, all case-folded.

    Two of them are the same only if they are one object, so a stage can keep what it
    made of a language.
    """

    iso: str
    name: str
    sections: Mapping[str, Mapping[str, Any]]

    def words(self, section: str, key: str) -> frozenset[str]:
        """Return a word list; empty if the language has none."""
        return frozenset(self.sections.get(section, {}).get(key, ()))

    def missing_sections(self) -> tuple[str, ...]:
        """Return what cannot be found in this language for want of words.

        Examples
        --------
        >>> language("en").missing_sections(), language("xx").missing_sections()
        ((), ('dates', 'incidents'))
        """
        return tuple(found for section, found in STAGES.items() if section not in self.sections)


NEUTRAL = "#5f6b76"
"""The colour of what is no incident, beside those of the groups, in files for other programs."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of incident types: one shape and one colour per theme on the page."""

    group_id: str
    label: str
    shape: str
    light: str
    dark: str


@dataclass(frozen=True, slots=True)
class IncidentType:
    """One codebook page: what an incident type is called, means and maps to."""

    type_id: str
    label: str
    group: str
    definition: str
    glyph: str
    acled_event: str
    acled_sub_event: str
    plover: str
    viina: str
    page: Mapping[str, Any]
    """The whole file, for the stage that reads its triggers, frames and examples."""


@cache
def lexicon_digest() -> str:
    """Return a digest of every file of the lexicons: what was made with others is out of date."""
    root = Path(str(resources.files("geomap") / "lexicons"))
    digest = hashlib.sha256()
    for path in sorted(path for path in root.rglob("*") if path.suffix in {".csv", ".toml"}):
        payload = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\n{len(payload)}\n".encode() + payload)
    return digest.hexdigest()


@cache
def groups() -> Mapping[str, Group]:
    """Return the groups of incident types by id, in the order they are shown."""
    rows = sorted(table("groups").items(), key=lambda row: row[1]["order"])
    keys = ("label", "shape", "light", "dark")
    return {group_id: Group(group_id, *(row[key] for key in keys)) for group_id, row in rows}


@cache
def incident_types() -> Mapping[str, IncidentType]:
    """Return the incident types by id, in the order of the codebook.

    Raises
    ------
    LexiconError
        If a file's id is not its name, its group is unknown, or a key is missing.
    """
    folder = resources.files("geomap") / "lexicons" / "incidents"
    names = sorted(file.name.removesuffix(".toml") for file in folder.iterdir())
    types = [incident_type(name, table(f"incidents/{name}")) for name in names]
    ordered = sorted(types, key=lambda kind: (kind.page["order"], kind.type_id))
    return {kind.type_id: kind for kind in ordered}


def incident_type(name: str, page: Mapping[str, Any]) -> IncidentType:
    """Read one codebook page, ``lexicons/incidents/<name>.toml``.

    Raises
    ------
    LexiconError
        If its id is not its name, its group is unknown, or a key is missing or unknown.
    """
    where = f"lexicons/incidents/{name}.toml"
    if page.get("id") != name:
        msg = f"{where}: 'id' must be {name!r}"
        raise LexiconError(msg)
    unknown = {key for key, value in page.items() if not _is_words(value)} - PAGE_KEYS
    if unknown:
        msg = f"{where}: unknown key {min(unknown)!r}; use one of {', '.join(sorted(PAGE_KEYS))}"
        raise LexiconError(msg)
    if page.get("group") not in groups():
        msg = f"{where}: unknown group {page.get('group')!r}; use one of {', '.join(groups())}"
        raise LexiconError(msg)
    try:
        cross, _ = page["crosswalk"], page["order"]
        texts = {key: page[key] for key in ("label", "group", "definition", "glyph")}
        columns = ("acled_event", "acled_sub_event", "plover", "viina")
        codes = {key: cross[key] for key in columns}
        return IncidentType(type_id=name, **texts, **codes, page=page)
    except KeyError as error:
        msg = f"{where}: missing key {error}"
        raise LexiconError(msg) from error


def _is_words(value: object) -> bool:
    """Return whether a value is the section of a language: the words of a page."""
    return isinstance(value, dict) and "triggers" in value


@cache
def languages() -> tuple[str, ...]:
    """Return the ISO 639-1 codes of the languages that have a lexicon, sorted."""
    folder = resources.files("geomap") / "lexicons" / "languages"
    return tuple(sorted(f.name.removesuffix(".toml") for f in folder.iterdir()))


def has_language(iso: str) -> bool:
    """Return whether there is a lexicon for a language."""
    return iso in languages()


@cache
def language(iso: str) -> Language:
    """Return the words of a language; an empty ``Language`` if there is no lexicon for it."""
    if not has_language(iso):
        return Language(iso, iso, {})
    sections = dict(table(f"languages/{iso}"))
    if sections.pop("language", None) != iso:
        msg = f"lexicons/languages/{iso}.toml: 'language' must be {iso!r}"
        raise LexiconError(msg)
    return Language(iso, sections.pop("name", iso), sections)


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return the content of ``lexicons/<name>.toml``.

    Raises
    ------
    LexiconError
        If there is no such file or it is not TOML.
    """
    path = resources.files("geomap") / "lexicons" / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        msg = f"lexicons/{name}.toml: {error}"
        raise LexiconError(msg) from error


@cache
def hints(iso: str) -> Mapping[str, Mapping[str, float]]:
    """Return what words weigh for incident types, by the words; empty for a language without.

    The weights of no word, the empty string, are those that every sentence starts from.
    """
    path = resources.files("geomap") / "lexicons" / "hints" / f"{iso}.csv"
    return read_hints(path.read_text(encoding="utf-8"), path.name) if path.is_file() else {}


def read_hints(text: str, name: str) -> Mapping[str, Mapping[str, float]]:
    """Read one table of weights, ``lexicons/hints/<name>``.

    Raises
    ------
    LexiconError
        If there is no head, or a row has an unknown type or no number.
    """
    found: dict[str, dict[str, float]] = {}
    _, head, rows = text.partition(HINTS_HEAD)
    if not head:
        msg = f"lexicons/hints/{name}: no line {HINTS_HEAD.strip()!r}"
        raise LexiconError(msg)
    known = incident_types()
    for row in rows.splitlines():
        try:
            words, type_id, weight = row.rsplit(",", 2)
            found.setdefault(words, {})[known[type_id].type_id] = float(weight)
        except (KeyError, ValueError) as error:
            msg = f"lexicons/hints/{name}: {row!r}: {error}"
            raise LexiconError(msg) from error
    return found
