"""``geomap geocode``: look names up."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.cli.console import Code, Console, counted, leave, pass_console
from geomap.cli.options import json_option, places_option, quiet_options

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.records import Candidate

__all__ = ["geocode"]

_SHOWN = 5  # places per name; --json lists all
_ASKED_FOR = 10  # of an online service


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
@click.option("--near", metavar="LAT,LON", help="Prefer places near this point.")
@click.option("--country", metavar="CODE", help="Only places of this country, such as UA.")
@click.option("--gazetteer", metavar="FILE", type=click.Path(), help="A compiled gazetteer.")
@places_option
@click.option(
    "--geocoder",
    type=click.Choice(["gazetteer", "nominatim"]),
    default="gazetteer",
    show_default=True,
    help="gazetteer: offline; nominatim: ask that service, over the network.",
)
@click.option(
    "--nominatim-url",
    metavar="URL",
    help="A Nominatim service of your own; default: the public one.",
)
@click.option(
    "--cache", metavar="DIR", type=click.Path(), help="Where answers of the service are kept."
)
@click.option(
    "--theatre",
    type=click.Choice(["ukraine", "none"]),
    default="ukraine",
    show_default=True,
    help="The war whose front lines decide among villages of one name; none: no war.",
)
@json_option
@quiet_options
@pass_console
def geocode(
    console: Console,
    /,
    names: tuple[str, ...],
    *,
    near: str | None,
    country: str | None,
    as_json: bool,
    **options: Any,  # noqa: ANN401 - where to look
) -> None:
    """Look names and descriptions up, with scores.

    \b
    Examples:
      geomap geocode Kyiv "Solomianskyi district, Kyiv"
      geomap geocode Lyman --near 48.5,38 --json
      geomap geocode Lyman --geocoder nominatim --nominatim-url http://localhost:8080
    """  # noqa: D301 - \b tells click to keep the lines
    point = _to_point(near)
    look_up = _to_service(options) if _is_online(options) else _to_gazetteer(options)
    found = {name: look_up(name, point, country) for name in names}
    if as_json:
        console.put_json([{"name": name, "places": rows} for name, rows in found.items()])
    else:
        for name, rows in found.items():
            console.put(_to_table(name, rows))
        if _is_online(options):
            console.say(f"places: {_attribution(found)}")
    missing = [name for name, rows in found.items() if not rows]
    if missing:
        named = ", ".join(name if name.strip() else "'' (empty)" for name in missing)
        console.warn(f"no place is known by the name {named}; check the spelling")
        leave(Code.FAILED)


_Row = dict[str, Any]
_Finder = Callable[[str, tuple[float, float] | None, str | None], list[_Row]]


def _attribution(found: dict[str, list[_Row]]) -> str:
    return ", ".join(sorted({row["attribution"] for rows in found.values() for row in rows}))


def _is_online(options: dict[str, Any]) -> bool:
    is_online: bool = options["geocoder"] == "nominatim"
    given = [f"--{name.replace('_', '-')}" for name in ("nominatim_url", "cache") if options[name]]
    if given and not is_online:
        message = f"{given[0]} is for --geocoder nominatim; without it nothing is asked for online"
        raise click.UsageError(message)
    return is_online


def _to_gazetteer(options: dict[str, Any]) -> _Finder:
    from geomap.gazetteer import open_gazetteer  # noqa: PLC0415 - --help must be fast

    theatre = None if options["theatre"] == "none" else options["theatre"]
    gazetteer = open_gazetteer(options["gazetteer"], options["places"])
    return partial(_look_up, gazetteer, theatre)


def _to_service(options: dict[str, Any]) -> _Finder:
    from geomap.geocoder.nominatim import (  # noqa: PLC0415 - geopy takes a second
        PUBLIC_URL,
        NominatimSearch,
    )

    cache = Path(options["cache"]) if options["cache"] else None
    search = NominatimSearch(options["nominatim_url"] or PUBLIC_URL, cache=cache)

    def find(name: str, near: tuple[float, float] | None, country: str | None) -> list[_Row]:
        rows = list(search.find(name, country=country or "", limit=_ASKED_FOR))
        return [_with_distance(row, near) for row in rows]

    return find


def _to_point(near: str | None) -> tuple[float, float] | None:
    if near is None:
        return None
    try:
        lat, lon = (float(part) for part in near.split(","))
    except ValueError as error:
        message = f"{near!r} is no point; write LAT,LON: 50.45,30.52"
        raise click.BadParameter(message, param_hint="--near") from error
    if not (abs(lat) <= 90 and abs(lon) <= 180):  # noqa: PLR2004 - degrees
        message = f"{near!r} is not on the globe; write LAT,LON: 50.45,30.52"
        raise click.BadParameter(message, param_hint="--near")
    return lat, lon


def _look_up(
    gazetteer: Gazetteer,
    theatre: str | None,
    name: str,
    near: tuple[float, float] | None,
    country: str | None,
) -> list[dict[str, Any]]:
    from geomap.geocoder import find_places  # noqa: PLC0415 - --help must be fast

    found = find_places(name, gazetteer, country=country, near=near, theatre=theatre)
    return [_to_row(candidate, near, gazetteer) for candidate in found]


def _to_row(candidate: Candidate, near: tuple[float, float] | None, gazetteer: Gazetteer) -> _Row:
    from geomap.geometry import label_of  # noqa: PLC0415 - --help must be fast

    place = candidate.place
    lat, lon = label_of(place, gazetteer)
    row = {
        "place_id": place.place_id,
        "name": place.name,
        "kind": place.kind,
        "lat": lat,
        "lon": lon,
        "radius_km": place.radius_km,
        "country": place.country or None,
        "admin1": place.admin1 or None,
        "parents": [parent.name for parent in gazetteer.parents(place)],
        "population": place.population or None,
        "match": candidate.match,
        "score": round(candidate.score, 3),
        "source": place.source,
    }
    return _with_distance(row, near)


def _with_distance(row: _Row, near: tuple[float, float] | None) -> _Row:
    from geomap.gazetteer import distance_km  # noqa: PLC0415 - --help must be fast

    if near is not None:
        row["distance_km"] = round(distance_km(*near, row["lat"], row["lon"]), 1)
    return row


def _to_table(name: str, rows: list[dict[str, Any]]) -> str:
    lines = [f"{name}: {counted(len(rows), 'place')}" if rows else f"{name}: nothing found"]
    for row in rows[:_SHOWN]:
        parents = row.get("parents") or [p for p in (row["admin1"], row["country"]) if p]
        within = ", ".join(parents)
        people = f"; {row['population']:,} people" if row.get("population") else ""
        radius = f"  ± {row['radius_km']:g} km" if row["radius_km"] else ""
        far = f"  {row['distance_km']:g} km away" if "distance_km" in row else ""
        lines.append(
            f"  {row['score']:.2f}  {row['lat']:9.4f} {row['lon']:9.4f}  "
            f"{row['name']} ({row['kind']}; {within}{people})  {row['match']}  {row['place_id']} "
            f"from {row['source']}{radius}{far}"
        )
    if len(rows) > _SHOWN:
        lines.append(f"  … and {len(rows) - _SHOWN} more (--json lists all)")
    return "\n".join(lines)
