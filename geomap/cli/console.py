"""What the commands print: data on stdout, everything else on stderr; the only prints."""

from __future__ import annotations

import json
import sys
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

__all__ = ["Console", "Progress", "Share", "pass_console", "printable"]

_KEPT = {"\n", "\t"}


def printable(text: str) -> str:
    r"""Return a text that cannot steer a terminal: escapes, controls and bidi marks become ``?``.

    Examples
    --------
    >>> printable("\x1b]0;owned\x07 Kyiv\r\u202e")
    '?]0;owned? Kyiv??'
    """
    return "".join(sign if sign.isprintable() or sign in _KEPT else "?" for sign in text)


@dataclass
class Console:
    """How much is said, and where."""

    verbosity: int = 0
    debug: bool = False

    def put(self, text: str, *, is_data: bool = False) -> None:
        """Print a result; ``is_data`` for formats that a program reads, byte for byte."""
        content = text if is_data else printable(text)
        click.echo(content.encode("utf-8", "replace"), nl=not content.endswith("\n"))

    def put_json(self, value: Any) -> None:  # noqa: ANN401 - JSON is anything
        """Print a JSON value."""
        self.put(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False), is_data=True)

    def say(self, text: str) -> None:
        """Tell what was done, unless -q."""
        if self.verbosity >= 0:
            click.echo(printable(text), err=True)

    def detail(self, text: str) -> None:
        """Tell more, with -v."""
        if self.verbosity > 0:
            click.echo(printable(text), err=True)

    def warn(self, text: str) -> None:
        """Tell of a fault; one line, also with -q."""
        click.echo(f"geomap: {printable(' '.join(text.split()))}", err=True)

    def warn_of(self, error: Exception) -> None:
        """Tell of an error that did not end the run; with --debug, where it was raised."""
        self.warn(str(error))
        if self.debug and error.__cause__ is not None:
            trace = "".join(traceback.format_exception(error.__cause__))
            click.echo(printable(trace), err=True)


class _Line:
    """A line on a terminal that is written over; nothing where stderr is no terminal."""

    def __init__(self, console: Console) -> None:
        self._is_shown = console.verbosity >= 0 and sys.stderr.isatty()
        self._last = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.clear()

    def write(self, line: str) -> None:
        """Show a line in place of the last one."""
        if self._is_shown and line != self._last:
            self._last = line
            click.echo(f"\r{printable(line):<70}", err=True, nl=False)

    def clear(self) -> None:
        """Empty the line, so that a message may be printed."""
        if self._last:
            click.echo(f"\r{'':<70}\r", err=True, nl=False)


class Progress(_Line):
    """A line that counts articles."""

    _done = 0

    def step(self, name: str) -> None:
        """Count one article and show its name."""
        self._done += 1
        self.write(f"{self._done} articles · {name}"[:70])


class Share(_Line):
    """A bar that fills with the share that was read."""

    _WIDTH = 30

    def show(self, share: float, rows: int) -> None:
        """Fill the bar to a share in [0, 1] and tell how many rows were read."""
        filled = round(share * self._WIDTH)
        bar = "█" * filled + "░" * (self._WIDTH - filled)
        self.write(f"{bar} {share:4.0%} · {rows:,} rows")


pass_console = click.make_pass_decorator(Console, ensure=True)
