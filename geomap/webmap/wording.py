"""Numbers and days in the words of a page that has no script to ask the browser for them."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["counted", "dated", "grouped", "plural_form"]


def counted(words: Mapping[str, Any], key: str, number: int) -> str:
    r"""Return a number with its noun.

    Parameters
    ----------
    words
        The words of a language, see ``assets.strings``.
    key
        The table of the forms of the noun.
    number
        How many there are.

    Examples
    --------
    >>> from geomap.webmap.assets import strings
    >>> [counted(strings("uk"), "count_articles", number) for number in (1, 3, 1200)]
    ['1 стаття', '3 статті', '1\xa0200 статей']
    """
    forms = words[key]
    form = forms.get(plural_form(words, number), forms["other"])
    return str(form.format(n=grouped(words, number)))


def plural_form(words: Mapping[str, Any], number: int) -> str:
    """Return which form of a noun follows a number: the first whose pattern has its digits.

    Examples
    --------
    >>> from geomap.webmap.assets import strings
    >>> [plural_form(strings("uk"), number) for number in (1, 2, 5, 11, 21)]
    ['one', 'few', 'many', 'many', 'one']
    """
    rules = words["plural"].items()
    return next((form for form, digits in rules if re.fullmatch(digits, str(number))), "other")


def grouped(words: Mapping[str, Any], number: int) -> str:
    """Return a number with a sign between its thousands.

    Examples
    --------
    >>> grouped({"thousands": "."}, 12345)
    '12.345'
    """
    return f"{number:,}".replace(",", words["thousands"])


def dated(words: Mapping[str, Any], day: str) -> str:
    """Return a day as people write it.

    Examples
    --------
    >>> from geomap.webmap.assets import strings
    >>> [dated(strings(ui), "2022-12-19") for ui in ("en", "uk")]
    ['19 Dec 2022', '19 грудня 2022']
    """
    date = dt.date.fromisoformat(day)
    return f"{date.day} {words['months'][date.month - 1]} {date.year}"
