"""A gazetteer of a handful of places, for tests of how one of them is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.records import Candidate, Place
from geomap.text import fold_name

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


class SmallGazetteer:
    """A gazetteer of a handful of places, with the methods that the stages use."""

    def __init__(self, *rows: Place) -> None:
        self.rows = rows
        self.names = {place.place_id: place.name for place in rows}

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """Return the places of a name, in the order in which they were given."""
        key = fold_name(name)
        return tuple(
            Candidate(place, place.name, "official", 1.0)
            for place in self.rows
            if fold_name(place.name) == key
        )

    def openings(self, first_word_key: str) -> dict[str, bool]:
        """Return the beginnings of names that start so, and whether they are names."""
        found: dict[str, bool] = {}
        for words in (fold_name(place.name).split() for place in self.rows):
            if words[0] == first_word_key:
                starts = [" ".join(words[:end]) for end in range(1, len(words))]
                found = dict.fromkeys(starts, False) | found | {" ".join(words): True}
        return found

    def alike(self, name: str, *, loosely: bool = False) -> tuple[Candidate, ...]:
        """Return nothing: these names sound like no other."""
        del name, loosely
        return ()

    def starting(self, skeleton_start: str, limit: int = 200) -> tuple[Place, ...]:
        """Return nothing: no name is misspelt here."""
        del skeleton_start, limit
        return ()

    def place(self, place_id: str) -> Place:
        """Return a place."""
        return next(place for place in self.rows if place.place_id == place_id)

    @property
    def demonyms(self) -> dict[str, str]:
        """The countries of adjectives."""
        return {"ukrainian": "ua"}

    def demonym(self, word: str) -> str | None:
        """Return the country of an adjective."""
        return self.demonyms.get(fold_name(word))

    def is_common(self, name: str) -> bool:
        """Return False: no name of these places is a word."""
        return name == "reading"

    def geometry(self, place_id: str) -> BaseGeometry | None:
        """Return no shape."""
        del place_id
        return None


UKRAINE = Place("ua", "Ukraine", "country", 49.0, 32.0, 500.0, "UA")
DONETSK_OBLAST = Place(
    "ua-14", "Donetsk Oblast", "admin1", 48.1, 37.7, 100.0, "UA", "Donetsk Oblast", "UA-14",
    parent_id="ua",
)  # fmt: skip
KHARKIV_OBLAST = Place(
    "ua-63", "Kharkiv Oblast", "admin1", 49.6, 36.5, 100.0, "UA", "Kharkiv Oblast", "UA-63",
    parent_id="ua",
)  # fmt: skip
KYIV = Place("kyiv", "Kyiv", "city", 50.45, 30.52, 15.0, "UA", "Kyiv", "UA-30", "", "ua", 2_950_000)
KHARKIV = Place(
    "kharkiv", "Kharkiv", "city", 49.99, 36.23, 12.0, "UA", "Kharkiv Oblast", "UA-63", "",
    "ua-63", 1_420_000,
)  # fmt: skip
LYMAN_TOWN = Place(
    "lyman-donetsk", "Lyman", "town", 48.99, 37.80, 4.0, "UA", "Donetsk Oblast", "UA-14", "",
    "ua-14", 20_000,
)  # fmt: skip
LYMAN_VILLAGE = Place(
    "lyman-kharkiv", "Lyman", "village", 49.59, 36.46, 2.0, "UA", "Kharkiv Oblast", "UA-63", "",
    "ua-63", 3_000,
)  # fmt: skip
KYIV_DISTRICT = Place(
    "kyiv-shevchenkivskyi", "Shevchenkivskyi", "district", 50.46, 30.47, 4.0, "UA", "Kyiv",
    "UA-30", "", "kyiv",
)  # fmt: skip
KHARKIV_DISTRICT = Place(
    "kharkiv-shevchenkivskyi", "Shevchenkivskyi", "district", 50.03, 36.22, 4.0, "UA",
    "Kharkiv Oblast", "UA-63", "", "kharkiv",
)  # fmt: skip
SMALL = SmallGazetteer(
    UKRAINE, DONETSK_OBLAST, KHARKIV_OBLAST, KYIV, KHARKIV, LYMAN_TOWN, LYMAN_VILLAGE,
    KYIV_DISTRICT, KHARKIV_DISTRICT,
)  # fmt: skip
