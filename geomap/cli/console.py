"""What the commands print: data on stdout, everything else on stderr; the only prints."""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
import traceback
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from types import TracebackType
    from typing import NoReturn, Self

__all__ = [
    "Code",
    "Console",
    "Progress",
    "Share",
    "counted",
    "end_run",
    "leave",
    "pass_console",
    "printable",
    "to_progress",
]

_KEPT = {"\n", "\t"}
_SOON = 0.5  # seconds before which no rate is known
_FAST = 10  # articles a second that need no decimals


class Code(IntEnum):
    """The exit codes of the commands; 0 is: done."""

    FAILED = 1
    """Some input failed; the others are written."""
    USAGE = 2
    BROKEN = 3
    """The gazetteer or another file of geomap is missing or broken."""
    NOTHING_FOUND = 4
    """Nothing was found, and --fail-empty was given."""
    INTERRUPTED = 130
    CLOSED = 141
    """Whoever reads standard output has gone."""


def leave(code: Code) -> NoReturn:
    """End a command with an exit code."""
    raise click.exceptions.Exit(code)


def end_run(console: Console, *, has_failed: bool, is_empty: bool) -> None:
    """Leave if something failed, or if nothing was found and the user asked to be told."""
    if has_failed:
        leave(Code.FAILED)
    if is_empty:
        console.warn("nothing was found, and --fail-empty asks to say so")
        leave(Code.NOTHING_FOUND)


def counted(count: int, noun: str) -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> counted(1, "article"), counted(1200, "article")
    ('1 article', '1,200 articles')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


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
    is_log: bool = False
    """Whether what is said on stderr are JSON objects, one per line."""

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
            self._tell("info", text)

    def detail(self, text: str) -> None:
        """Tell more, with -v."""
        if self.verbosity > 0:
            self._tell("detail", text)

    def warn(self, text: str) -> None:
        """Tell of a fault; one line, also with -q."""
        line = " ".join(text.split())
        self._tell("error", line if self.is_log else f"geomap: {line}")

    def log(self, event: str, **values: object) -> None:
        """Tell of an event to a program that reads the log; nothing without --log-json."""
        if self.is_log:
            now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
            record = {"time": now, "event": event, **values}
            click.echo(json.dumps(record, ensure_ascii=True, default=str), err=True)

    def _tell(self, level: str, text: str) -> None:
        if self.is_log:
            self.log("message", level=level, text=text)
        else:
            click.echo(printable(text), err=True)

    def warn_of(self, error: Exception) -> None:
        """Tell of an error that did not end the run; with --debug, where it was raised."""
        self.warn(str(error))
        if self.debug and error.__cause__ is not None:
            trace = "".join(traceback.format_exception(error.__cause__))
            click.echo(printable(trace), err=True)


class _Line:
    """A line on a terminal that is written over; nothing where stderr is no terminal."""

    def __init__(self, console: Console) -> None:
        self.is_shown = console.verbosity >= 0 and sys.stderr.isatty() and not console.is_log
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
        if self.is_shown and line != self._last:
            self._last = line
            click.echo(f"\r{printable(line):<70}", err=True, nl=False)

    def clear(self) -> None:
        """Empty the line, so that a message may be printed."""
        if self._last:
            click.echo(f"\r{'':<70}\r", err=True, nl=False)


class Progress(_Line):
    """A line that counts articles, tells how many are done in a second, and the time left."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self.total: int | None = None
        self._done = self._failed = 0
        self._begun = time.monotonic()

    def step(self, name: str, *, is_failed: bool = False) -> None:
        """Count one article and show its name; what came before the first is no rate."""
        self._begun = self._begun if self._done else time.monotonic()
        self._done += 1
        self._failed += is_failed
        if self.is_shown:
            line = to_progress(self._done, self.total, self._seconds, self._failed)
            self.write((line if self._done == self.total else f"{line} · {name}")[:70])

    @property
    def _seconds(self) -> float:
        return time.monotonic() - self._begun


def to_progress(done: int, total: int | None, seconds: float, failed: int = 0) -> str:
    """Return how far a run is: the count, the rate, the time left where the total is known.

    Examples
    --------
    >>> to_progress(50, 200, 2.0, failed=3)
    '50 of 200 articles, 3 failed · 25/s · 6 s left'
    >>> to_progress(200, 200, 8.0)
    '200 of 200 articles · 25/s · now the files of the whole'
    >>> to_progress(3, None, 0.0)
    '3 articles'
    """
    count = f"{done:,} articles" if total is None else f"{done:,} of {total:,} articles"
    count += f", {failed:,} failed" if failed else ""
    if seconds < _SOON or not done:
        return count
    rate = done / seconds
    shown = f"{rate:,.0f}/s" if rate >= _FAST else f"{rate:.1f}/s"
    if total is None:
        return f"{count} · {shown}"
    if done >= total > 1:
        return f"{count} · {shown} · now the files of the whole"
    return f"{count} · {shown} · {_to_duration((total - done) / rate)} left"


def _to_duration(seconds: float) -> str:
    whole = max(0, round(seconds))
    hours, minutes = whole // 3600, whole % 3600 // 60
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {whole % 60} s" if minutes else f"{whole} s"


class Share(_Line):
    """A bar that fills with the share that was read."""

    _WIDTH = 30

    def show(self, share: float, rows: int) -> None:
        """Fill the bar to a share in [0, 1] and tell how many rows were read."""
        filled = round(share * self._WIDTH)
        bar = "█" * filled + "░" * (self._WIDTH - filled)
        self.write(f"{bar} {share:4.0%} · {rows:,} rows")


pass_console = click.make_pass_decorator(Console, ensure=True)
