"""The commands of geomap; the only place that prints."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Any

import click

from geomap import __version__
from geomap.cli.build import build
from geomap.cli.checking import check, evaluate
from geomap.cli.config import config_option, read_config
from geomap.cli.console import Code, Console
from geomap.cli.corrections import corrections_group
from geomap.cli.explain import explain
from geomap.cli.extract import extract
from geomap.cli.gazetteer import gazetteer_group
from geomap.cli.mapping import map_, serve
from geomap.cli.places import geocode
from geomap.errors import AssetError, DateError, GazetteerError, GeomapError, LexiconError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType, TracebackType
    from typing import NoReturn

__all__ = ["main"]

_NOT_OURS = (AssetError, GazetteerError, LexiconError)


class Program(click.Group):
    """The group of commands, with their exit codes and one-line errors."""

    def main(  # type: ignore[override]
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        **extra: Any,  # noqa: ANN401
    ) -> NoReturn:
        """Run a command and leave with its exit code."""
        console = Console()
        extra |= {"standalone_mode": False, "obj": console}
        _set_up(console)
        try:
            status = super().main(args=args, prog_name=prog_name or "geomap", **extra)
            sys.stdout.flush()
        except click.exceptions.Exit as error:
            status = error.exit_code
        except (click.Abort, KeyboardInterrupt):
            console.warn("interrupted; what was written is whole")
            status = Code.INTERRUPTED
        except click.ClickException as error:
            status = _tell_usage(console, error)
        except BrokenPipeError:
            status = _close_quietly()
        except GeomapError as error:
            if console.debug:
                raise
            console.warn(str(error))
            status = _code_of(error)
        sys.exit(status if isinstance(status, int) else 0)


@click.group(
    cls=Program,
    name="geomap",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="geomap")
@click.pass_context
def main(context: click.Context) -> None:
    """From a news report to a map: what happened, where, in which role, said by whom.

    \b
    Example:
      geomap build report.txt --published 2022-12-19 -o outputs

    Nothing is fetched from the network. The page opens by a double click; the GeoJSON
    opens styled in QGIS. Each command tells more with -h. Options may have their
    defaults in geomap.toml, or under [tool.geomap] in pyproject.toml; flags win.
    """  # noqa: D301 - \b tells click to keep the lines
    context.default_map = read_config(None, main.commands)


_COMMANDS = (build, check, corrections_group, evaluate, explain, extract, gazetteer_group, geocode)
for _command in (*_COMMANDS, map_, serve):
    main.add_command(_command)
for _command in (build, explain, extract, geocode, map_):
    config_option(_command)


def _set_up(console: Console) -> None:
    """Let signals end a run like Ctrl-C, and a fault of our own end it with one line."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), interrupt)

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if console.debug:
            sys.__excepthook__(kind, error, trace)
        else:
            fault = f"{kind.__name__}: {error}"
            console.warn(f"internal error ({fault}); run again with --debug and report it")

    sys.excepthook = tell


def _tell_usage(console: Console, error: click.ClickException) -> int:
    context = getattr(error, "ctx", None)
    hint = f" (see '{context.command_path} -h')" if context is not None else ""
    console.warn(f"{error.format_message()}{hint}")
    return error.exit_code


def _close_quietly() -> int:
    """End without a word when the reader of stdout has gone, as after ``| head``."""
    # The interpreter flushes stdout once more at exit; let it write into nothing.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Code.CLOSED


def _code_of(error: GeomapError) -> int:
    if isinstance(error, _NOT_OURS):
        return Code.BROKEN
    return Code.USAGE if isinstance(error, DateError) else Code.FAILED
