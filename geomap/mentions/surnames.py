"""Names that are but the surname of a person: named in full elsewhere, or met "с Тимошенко"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.records import Use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geomap.mentions.lexis import Lexis
    from geomap.mentions.reading import Draft, Reading

__all__ = ["guard_surnames"]


def guard_surnames(
    reading: Reading, drafts: Sequence[Draft], persons: dict[str, str], lexis: Lexis
) -> None:
    """Claim single names that are the surname of a person named in the article.

    So are those that end as a surname does and stand behind "with", which no place does.
    """
    for draft in drafts:
        if not draft.is_open or draft.last - draft.first > 1 or draft.cue:
            continue
        before = reading.lows[draft.first - 1] if draft.first else ""
        name = persons.get(reading.texts[draft.first])
        if name is not None and before not in lexis.strong_prep:
            draft.use, draft.reason = Use.NAME_PART, f"surname of a person in the article: {name}"
        elif before in lexis.company and draft.name.endswith(lexis.surname_endings):
            draft.use, draft.reason = Use.NAME_PART, f"a surname behind {before!r}"
