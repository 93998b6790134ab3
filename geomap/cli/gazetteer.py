"""``geomap gazetteer``: compile, inspect, import and check the places that geomap knows."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.cli.console import Code, Console, Share, counted, leave, pass_console
from geomap.cli.options import json_option, places_option, quiet_options, split_words

if TYPE_CHECKING:
    from geomap.gazetteer.imports import Imported

__all__ = ["gazetteer_group"]

_FORMATS = ("geonames", "osm", "naturalearth", "katottg", "csv")
_SHOWN = 10  # faults or kinds that are told one by one
_COUNTS = 12


@click.group(name="gazetteer")
def gazetteer_group() -> None:
    """Inspect, check and extend the places that geomap knows.

    \b
    Examples:
      geomap gazetteer info
      geomap gazetteer import geonames UA.zip --classes P,A,H --into ua.gpkg
      geomap build report.txt --places ua.gpkg
    """  # noqa: D301 - \b tells click to keep the lines


@gazetteer_group.command()
@click.option(
    "--gazetteer", metavar="FILE", type=click.Path(), help="Another file than the built-in one."
)
@places_option
@json_option
@quiet_options
@pass_console
def info(
    console: Console, /, gazetteer: str | None, *, places: tuple[str, ...], as_json: bool
) -> None:
    """Tell what the gazetteer holds: counts, version, licences.

    \b
    Examples:
      geomap gazetteer info --json
      geomap gazetteer info --places ua.gpkg
    """  # noqa: D301 - \b tells click to keep the lines
    from geomap.gazetteer import open_gazetteer  # noqa: PLC0415 - --help must be fast

    facts = open_gazetteer(gazetteer, places).info()
    if as_json:
        console.put_json(facts)
        return
    imports = facts.pop("imports", [])
    for layer in (facts, *imports):
        for key, value in layer.items():
            console.put(_fact(key.replace("_", " "), value))


def _fact(key: str, value: Any) -> str:  # noqa: ANN401 - counts, texts and lists of them
    if isinstance(value, dict):
        is_counted = all(isinstance(count, int) for count in value.values())
        rows = sorted(value.items(), key=lambda r: (-r[1], r[0])) if is_counted else value.items()
        shown = list(rows)[:_COUNTS]
        value = ", ".join(f"{name or '(none)'} {count}" for name, count in shown)
        if len(rows) > len(shown):
            value += f", … and {len(rows) - len(shown)} more (--json lists all)"
    if isinstance(value, list):
        value = "\n  ".join(["", *map(str, value)])
    return f"{key}: {value}"


@gazetteer_group.command(name="import")
@click.argument(
    "form", metavar="geonames|osm|naturalearth|katottg|csv", type=click.Choice(_FORMATS)
)
@click.argument("path", metavar="PATH")
@click.option(
    "--into", metavar="FILE", help="The file to write; default: PATH's name .places.gpkg."
)
@click.option("--country", "countries", metavar="UA,…", help="Only places of these countries.")
@click.option(
    "--classes",
    metavar="P,A,H,…",
    help="Only these classes of GeoNames: P settlements, A units, H water, T terrain, L regions, "
    "R roads, S sites; in GeoNames dumps also codes such as P.PPLX.",
)
@click.option(
    "--names", metavar="FILE", help="alternateNamesV2 of GeoNames: names with language and time."
)
@click.option("--licence", metavar="TEXT", help="The line of credit for the outputs.")
@click.option(
    "--skip-bad", is_flag=True, help="Leave bad rows out; else the first ends the import."
)
@json_option
@quiet_options
@pass_console
def import_(console: Console, /, form: str, path: str, **options: Any) -> None:  # noqa: ANN401
    """Import a dump into a file of its own, for --places.

    \b
    Examples:
      geomap gazetteer import geonames UA.zip --classes P,A,H --into ua.gpkg
      geomap gazetteer import csv villages.csv --into villages.gpkg
      geomap gazetteer import osm region.geojson --classes P,S

    geonames: the 19 columns of allCountries, XX or cities*; osm and naturalearth: GeoJSON or
    GeoPackage in WGS 84; katottg: the codifier's seven columns as CSV; csv: any table with the
    columns name, lat, lon (and id, kind, country, population, radius_km, uk, ru, names).
    Each may be gzipped or zipped, but a GeoPackage.

    A bad row ends the import, unless --skip-bad; an old FILE then stays as it was.
    """  # noqa: D301 - \b tells click to keep the lines
    from geomap.gazetteer.imports import import_places  # noqa: PLC0415 - --help must be fast

    request = _to_request(options)
    target = options["into"] or f"{Path(path).name.partition('.')[0] or 'imported'}.places.gpkg"
    with Share(console) as share:
        done = import_places(
            form,
            path,
            target,
            countries=request["countries"],
            classes=request["classes"],
            names=options["names"],
            licence=options["licence"] or "",
            skip_bad=options["skip_bad"],
            progress=share.show,
        )
    if options["as_json"]:
        console.put_json(_to_json(done))
    else:
        _tell(console, done, Path(path).name)


def _to_request(options: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the countries and classes asked for; words that are none are a wrong use."""
    from geomap.errors import DumpError  # noqa: PLC0415 - --help must be fast
    from geomap.gazetteer.imports.request import Request  # noqa: PLC0415 - as above

    request = {}
    for name, option in (("countries", "--country"), ("classes", "--classes")):
        request[name] = split_words(options[name] or "")
        try:
            Request.of(**{name: request[name]})
        except DumpError as error:
            raise click.BadParameter(str(error), param_hint=option) from error
    return request


def _to_json(done: Imported) -> dict[str, Any]:
    return {
        "file": str(done.path),
        "rows": done.rows,
        "places": done.places,
        "names": done.names,
        "areas": done.areas,
        "left_out": dict(sorted(done.left_out.items())),
        "faults": [{"line": fault.line, "fault": fault.text} for fault in done.faults],
    }


def _tell(console: Console, done: Imported, file: str) -> None:
    for fault in done.faults[:_SHOWN]:
        console.warn(f"{file}, line {fault.line}: {fault.text}")
    if done.bad > _SHOWN:
        console.warn(f"{done.bad - _SHOWN} further bad rows were left out; --json lists 100")
    for reason, count in done.left_out.most_common():
        console.say(f"left out: {count} {reason}")
    held = f"{counted(done.places, 'place')}, {counted(done.names, 'name')}"
    console.put(f"{done.path}: {held} of {counted(done.rows, 'row')}")
    console.say(f"use it with --places {done.path}")


@gazetteer_group.command()
@click.option(
    "--source", metavar="DIR", type=click.Path(), help="The folder of tables; default: gazetteer/."
)
@click.option(
    "--out", metavar="FILE", default="gazetteer.gpkg", show_default=True, help="The file to write."
)
@click.option(
    "--world",
    is_flag=True,
    help="All 235,000 places, also seats of unknown population (needs [gazetteer]).",
)
@quiet_options
@pass_console
def build(console: Console, /, source: str | None, *, out: str, world: bool) -> None:
    """Compile the tables of the source tree into one GeoPackage, for --gazetteer.

    \b
    Examples:
      geomap gazetteer build --out mine.gpkg
      geomap gazetteer build --world --out world.gpkg
      geomap build report.txt --gazetteer world.gpkg
    """  # noqa: D301 - \b tells click to keep the lines
    from geomap.gazetteer.build import SOURCE, build_gazetteer  # noqa: PLC0415 - --help is fast
    from geomap.gazetteer.world import build_world  # noqa: PLC0415 - as above

    folder = Path(source) if source else SOURCE
    if not (folder / "curated").is_dir():
        message = f"{folder}: holds no tables; give the folder gazetteer/ of the source tree"
        raise click.BadParameter(message, param_hint="--source")
    if world:
        build_world(folder, Path(out))
    else:
        build_gazetteer(folder, Path(out))
    console.put(out)
    console.say(f"use it with --gazetteer {out}")


@gazetteer_group.command()
@click.argument("file", metavar="[FILE]", required=False)
@json_option
@quiet_options
@pass_console
def check(console: Console, /, file: str | None, *, as_json: bool) -> None:
    """Look for faults: duplicates, points outside their parent, swapped coordinates, Crimea.

    \b
    Examples:
      geomap gazetteer check
      geomap gazetteer check ua.gpkg --json

    Exits with 1 if there is a fault.
    """  # noqa: D301 - \b tells click to keep the lines
    from geomap.gazetteer.checking import CHECKS, check_gazetteer  # noqa: PLC0415 - --help is fast

    faults = check_gazetteer(file)
    by_check = {name: [f for f in faults if f.check == name] for name in CHECKS}
    if as_json:
        console.put_json(
            {
                "checks": {name: len(rows) for name, rows in by_check.items()},
                "faults": [fault._asdict() for fault in faults],
            }
        )
    else:
        for name, rows in by_check.items():
            console.put(f"{name}: {len(rows) or 'no'} fault{'' if len(rows) == 1 else 's'}")
            shown = rows if console.verbosity > 0 else rows[:_SHOWN]
            for fault in shown:
                console.put(f"  {fault.place_id}: {fault.text}")
            if len(rows) > len(shown):
                console.put(f"  … and {len(rows) - len(shown)} more (-v shows all)")
    sys.stdout.flush()
    if faults:
        leave(Code.FAILED)
