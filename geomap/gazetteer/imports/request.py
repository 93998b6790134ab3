"""What a user asked to import: the countries and classes that enter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geomap.errors import DumpError
from geomap.gazetteer.imports.entries import crosswalk, letter_of

__all__ = ["Request"]

_COUNTRY = re.compile("[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Request:
    """The countries (ISO 3166-1) and classes (letters, or letter.code) that enter; () for all."""

    countries: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()

    @classmethod
    def of(cls, countries: tuple[str, ...] = (), classes: tuple[str, ...] = ()) -> Request:
        """Return a request, once its words are known to be countries and classes.

        Raises
        ------
        DumpError
            If one is not.

        Examples
        --------
        >>> Request.of(("ua",), ("P", "t.cape")).takes_class("T", "CAPE")
        True
        """
        codes = frozenset(code.strip().upper() for code in countries)
        marks = frozenset(mark.strip().upper() for mark in classes)
        letters = crosswalk()["letters"]
        for code in sorted(codes):
            if not _COUNTRY.fullmatch(code):
                msg = f"{code!r} is no country; write ISO codes such as UA,PL"
                raise DumpError(msg)
        for mark in sorted(marks):
            if mark.partition(".")[0] not in letters:
                msg = f"{mark!r} is no class; use {', '.join(letters)}, or a code such as P.PPLX"
                raise DumpError(msg)
        return cls(codes, marks)

    def takes_country(self, code: str) -> bool:
        """Return whether places of a country enter; open water has no country and enters."""
        return not self.countries or not code or code in self.countries

    def takes_class(self, letter: str, code: str) -> bool:
        """Return whether a class of GeoNames enters."""
        return not self.classes or letter in self.classes or f"{letter}.{code}" in self.classes

    def takes_kind(self, kind: str) -> bool:
        """Return whether a kind enters, in dumps without the classes of GeoNames."""
        return not self.classes or letter_of(kind) in {mark[0] for mark in self.classes}
