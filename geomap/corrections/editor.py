"""The corrections of one article, applied step by step between the stages of the pipeline."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from geomap.corrections import changes, places
from geomap.corrections.rows import Action, Correction
from geomap.corrections.spots import Stale, find_spot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geomap.gazetteer import Gazetteer
    from geomap.records import Article, Incident, Resolution, Span
    from geomap.text import Document

__all__ = ["Editor"]


class _Aim(NamedTuple):
    """A correction and the spot of its words; none where it is about an incident as a whole."""

    row: Correction
    spot: Span | None


class Editor:
    """What the corrections of one article do, in the order of the pipeline.

    Parameters
    ----------
    rows
        The corrections of the article; of two that say the same thing, the last counts.
    article, document
        The article, and its text cut up.
    gazetteer
        Where the places that they name are looked up.
    """

    def __init__(
        self,
        rows: Sequence[Correction],
        article: Article,
        document: Document,
        gazetteer: Gazetteer,
    ) -> None:
        self._article, self._document, self._gazetteer = article, document, gazetteer
        self._faults: list[str] = []
        self._aims = tuple(aim for row in rows for aim in self._aimed(row))
        self._placed: dict[int, Correction] = {}

    @property
    def stale(self) -> tuple[str, ...]:
        """The corrections that could not be applied: file, line, why, what to do."""
        return tuple(self._faults)

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The spots that a person says are places, for the search of mentions."""
        return tuple(
            (spot.start, spot.end)
            for row, spot in self._aims
            if spot and row.action in {Action.PLACE, Action.ADD}
        )

    def settle_places(self, resolutions: Sequence[Resolution]) -> tuple[Resolution, ...]:
        """Return what the mentions mean, with the places that people decided.

        The other mentions of the same words that meant the same place go with the one that was
        corrected, unless they are corrected themselves.
        """
        chosen: dict[int, Correction] = {}
        for row, spot in self._aims:
            if places.is_of_mention(row):
                with self._forgiving(row):
                    chosen[places.mention_at(spot, resolutions)] = row
        settled = list(resolutions)
        for first, row in chosen.items():
            with self._forgiving(row):
                for index in (first, *places.namesakes(first, resolutions, chosen)):
                    settled[index] = places.settle(resolutions[index], row, self._gazetteer)
                    self._placed[index] = row
        return tuple(settled)

    def mark_places(self, resolutions: Sequence[Resolution]) -> tuple[Resolution, ...]:
        """Return the located resolutions, the settled ones marked and at their points."""
        return tuple(
            places.mark(resolution, self._placed[index]) if index in self._placed else resolution
            for index, resolution in enumerate(resolutions)
        )

    def edit_incidents(
        self, resolutions: Sequence[Resolution], incidents: Sequence[Incident]
    ) -> tuple[tuple[Resolution, ...], tuple[Incident, ...]]:
        """Return resolutions and incidents with what people changed, left out and added."""
        found, kept = list(resolutions), list(incidents)
        for row, spot in self._aims:
            with self._forgiving(row):
                if row.action is Action.ADD:
                    context = (self._article, self._document, self._gazetteer)
                    changes.add(row, spot, kept, found, *context)
                elif not places.is_of_mention(row):
                    changes.change(row, spot, kept, found)
        return tuple(found), changes.untie(kept, incidents)

    @contextmanager
    def _forgiving(self, row: Correction) -> Iterator[None]:
        """Keep why a correction does not fit, so that the others are applied."""
        try:
            yield
        except Stale as error:
            self._faults.append(f"{row.where}: {error}; correct the line or remove it")

    def _aimed(self, row: Correction) -> Iterator[_Aim]:
        """Yield where a correction is meant; nothing if it is stale."""
        if not row.text:
            yield _Aim(row, None)
            return
        with self._forgiving(row):
            try:
                spot = find_spot(self._document.text, row)
            except Stale:
                if not _is_only_a_name(row):
                    raise
                yield _Aim(row, None)
            else:
                yield _Aim(row, spot)


def _is_only_a_name(row: Correction) -> bool:
    """Return whether the words of an added place may be but its name, not in the article."""
    is_tied = row.prefix or row.suffix or row.occurrence
    return row.action is Action.ADD and row.has_place and not is_tied
