"""Coordinates as short strings: steps between vertices, five bits to a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["decode", "encode"]

# Safe in JSON, HTML and scripts without escaping.
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_BITS = 5
_MORE = 32


def encode(points: Iterable[Sequence[float]], decimals: int) -> str:
    """Return points (lon, lat) as text; vertices that round to the same spot are one.

    Examples
    --------
    >>> encode([(30.5, 50.4), (30.6, 50.4)], 1)
    'iTwfCA'
    """
    scale = 10**decimals
    last = (0, 0)
    letters: list[str] = []
    for number, (lon, lat, *_) in enumerate(points):
        spot = (round(lon * scale), round(lat * scale))
        if number and spot == last:
            continue
        for new, old in zip(spot, last, strict=True):
            letters.append(_letters(new - old))
        last = spot
    return "".join(letters)


def decode(text: str, decimals: int) -> list[tuple[float, float]]:
    """Return the points (lon, lat) of a text; the inverse of ``encode`` up to rounding.

    Examples
    --------
    >>> decode("iTwfCA", 1)
    [(30.5, 50.4), (30.6, 50.4)]
    """
    scale = 10**decimals
    points: list[tuple[float, float]] = []
    lon = lat = 0
    steps = _steps(text)
    for east, north in zip(steps, steps, strict=True):
        lon, lat = lon + east, lat + north
        points.append((lon / scale, lat / scale))
    return points


def _letters(step: int) -> str:
    value = step * 2 if step >= 0 else -step * 2 - 1
    letters = ""
    while value >= _MORE:
        letters += ALPHABET[_MORE | value & (_MORE - 1)]
        value >>= _BITS
    return letters + ALPHABET[value]


def _steps(text: str) -> Iterator[int]:
    value = shift = 0
    for letter in text:
        digit = ALPHABET.index(letter)
        value |= (digit & (_MORE - 1)) << shift
        shift += _BITS
        if digit < _MORE:
            yield -(value + 1) // 2 if value & 1 else value // 2
            value = shift = 0
