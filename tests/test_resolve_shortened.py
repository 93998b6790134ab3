"""A town on a river is meant by the first word of its name where the article has it in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.names import resolutions_of

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer


def place_of(text: str, name: str, gazetteer: Gazetteer) -> str:
    """Return the place that a bare name is put in."""
    found = next(r for r in resolutions_of(text, gazetteer) if r.mention.text == name)
    return "" if found.place is None else found.place.name


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        (
            "Slavyansk burned. Slavyansk-on-Kuban has a refinery.",
            "Slavyansk",
            "Slavyansk-na-Kubani",
        ),
        (
            "Komsomolsk-on-Amur builds jets; they left Komsomolsk.",
            "Komsomolsk",
            "Komsomolsk-on-Amur",
        ),
        ("Newcastle upon Tyne froze. In Newcastle snow fell.", "Newcastle", "Newcastle upon Tyne"),
        ("Shells hit Slavyansk and Kramatorsk.", "Slavyansk", "Sloviansk"),
        ("Slavyansk, Donetsk region, and Slavyansk-on-Kuban are two.", "Slavyansk", "Sloviansk"),
    ],
)
def test_the_first_word_means_the_town_named_in_full(
    gazetteer: Gazetteer, text: str, name: str, place: str
) -> None:
    """Without the full name, or beside another unit, it is read as ever."""
    assert place_of(text, name, gazetteer) == place
