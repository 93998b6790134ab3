"""Defaults of options from ``geomap.toml`` or ``[tool.geomap]`` of ``pyproject.toml``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.errors import suggest

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["config_option", "defaults_of", "read_config"]

_FILES = ("geomap.toml", "pyproject.toml")
_NEVER = frozenset({"help", "config", "version"})

Defaults = dict[str, Any]


def config_option(command: click.Command) -> click.Command:
    """Add ``--config`` to a command: its defaults are set before the other options are read."""
    option = click.Option(
        ["--config"],
        metavar="FILE",
        is_eager=True,
        expose_value=False,
        callback=_use,
        help="Defaults of the options: a TOML file; else geomap.toml or pyproject.toml here.",
    )
    command.params.append(option)
    return command


def read_config(path: Path | None, commands: Mapping[str, click.Command]) -> dict[str, Defaults]:
    """Return the defaults of each command; empty if there is no configuration here.

    Parameters
    ----------
    path
        The file that was asked for; ``None`` for the one in the current folder, if any.
    commands
        The commands by name. A key of the file is an option without its dashes: at the top
        it holds for every command that has it, in a table it holds for the command of that
        name.

    Raises
    ------
    BadParameter
        If the file is missing or no TOML, or a key is no option.
    """
    path = path or next((Path(name) for name in _FILES if _has_config(Path(name))), None)
    return {} if path is None else defaults_of(_read(path), commands, path)


def defaults_of(
    table: Mapping[str, Any], commands: Mapping[str, click.Command], path: Path
) -> dict[str, Defaults]:
    """Return the values of a table by command and parameter; an unknown key is refused."""
    shared = {key: value for key, value in table.items() if not isinstance(value, dict)}
    own = {key: value for key, value in table.items() if isinstance(value, dict)}
    _refuse_unknown(own, list(commands), path, "")
    everywhere = {name for command in commands.values() for name in _options_of(command)}
    _refuse_unknown(shared, [*everywhere, *commands], path, "")
    found = {}
    for name, command in commands.items():
        options = _options_of(command)
        _refuse_unknown(own.get(name, {}), list(options), path, f"[{name}] ")
        given = {key: shared[key] for key in shared if _plain(key) in options}
        given |= own.get(name, {})
        found[name] = {
            str(options[_plain(key)].name): _value(options[_plain(key)], value, path)
            for key, value in given.items()
        }
    return found


def _use(context: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is None:
        return
    parent = context.find_root().command
    commands = parent.commands if isinstance(parent, click.Group) else {}
    context.default_map = read_config(Path(value), commands).get(context.command.name or "", {})


def _has_config(path: Path) -> bool:
    if not path.is_file():
        return False
    return path.name == "geomap.toml" or b"[tool.geomap" in path.read_bytes()


def _read(path: Path) -> Mapping[str, Any]:
    import tomllib  # noqa: PLC0415 - only where there is a configuration

    try:
        table: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror}); check the name"
        raise click.BadParameter(message, param_hint="--config") from error
    except ValueError as error:  # no UTF-8, no TOML
        message = f"{path}: not TOML ({error}); correct the line"
        raise click.BadParameter(message, param_hint="--config") from error
    found = table.get("tool", {}).get("geomap") if path.name == "pyproject.toml" else table
    return found if isinstance(found, dict) else {}


def _options_of(command: click.Command) -> dict[str, click.Option]:
    """Return the options of a command by their long names."""
    return {
        word.removeprefix("--"): parameter
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for word in parameter.opts
        if word.startswith("--") and word.removeprefix("--") not in _NEVER
    }


def _plain(key: str) -> str:
    return key.replace("_", "-")


def _refuse_unknown(keys: Mapping[str, Any], known: list[str], path: Path, where: str) -> None:
    for key in keys:
        if _plain(key) not in known:
            hint = suggest(_plain(key), known, "see geomap build -h for the options")
            message = f"{path}: {where}{key} is unknown; {hint}"
            raise click.BadParameter(message, param_hint="--config")


def _value(option: click.Option, value: Any, path: Path) -> Any:  # noqa: ANN401 - TOML holds anything
    """Return a value as the option takes it; paths are relative to the file that names them."""
    values = value if isinstance(value, list) else [value]
    if isinstance(option.type, click.Path):
        values = [str(path.parent / str(part)) for part in values]
    if option.multiple:
        return values
    return values[0] if len(values) == 1 else ",".join(map(str, values))
