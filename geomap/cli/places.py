"""``geomap geocode`` and ``geomap gazetteer``: look into what geomap knows of places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from geomap.cli.console import Console, pass_console
from geomap.cli.options import json_option, quiet_options

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.records import Candidate

__all__ = ["gazetteer_group", "geocode"]

_FAILED = 1
_SHOWN = 5  # places per name


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
@click.option("--near", metavar="LAT,LON", help="Prefer places near this point.")
@click.option("--country", metavar="CODE", help="Only places of this country, such as UA.")
@click.option("--gazetteer", metavar="FILE", type=click.Path(), help="A compiled gazetteer.")
@json_option
@quiet_options
@pass_console
def geocode(  # noqa: PLR0913 - one parameter per option
    console: Console,
    /,
    names: tuple[str, ...],
    *,
    near: str | None,
    country: str | None,
    gazetteer: str | None,
    as_json: bool,
) -> None:
    """Look names and descriptions up, with scores.

    \b
    Examples:
      geomap geocode Kyiv "Solomianskyi district, Kyiv"
      geomap geocode Lyman --near 48.5,38 --json
    """  # noqa: D301 - \b tells click to keep the lines
    from geomap.gazetteer import open_gazetteer  # noqa: PLC0415 - --help must be fast

    point = _to_point(near)
    opened = open_gazetteer(gazetteer)
    found = {name: _look_up(opened, name, point, country) for name in names}
    if as_json:
        console.put_json([{"name": name, "places": rows} for name, rows in found.items()])
    else:
        for name, rows in found.items():
            console.put(_to_table(name, rows))
    missing = [name for name, rows in found.items() if not rows]
    if missing:
        console.warn(f"no place is known by the name {', '.join(missing)}; check the spelling")
        raise click.exceptions.Exit(_FAILED)


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
    gazetteer: Gazetteer, name: str, near: tuple[float, float] | None, country: str | None
) -> list[dict[str, Any]]:
    from geomap.geocoder import find_places  # noqa: PLC0415 - --help must be fast

    found = find_places(name, gazetteer, country=country, near=near)
    return [_to_row(candidate, near) for candidate in found[:_SHOWN]]


def _to_row(candidate: Candidate, near: tuple[float, float] | None) -> dict[str, Any]:
    from geomap.gazetteer import distance_km  # noqa: PLC0415 - --help must be fast

    place = candidate.place
    row = {
        "place_id": place.place_id,
        "name": place.name,
        "kind": place.kind,
        "lat": place.lat,
        "lon": place.lon,
        "radius_km": place.radius_km,
        "country": place.country or None,
        "admin1": place.admin1 or None,
        "population": place.population or None,
        "match": candidate.match,
        "score": round(candidate.score, 3),
    }
    if near is not None:
        row["distance_km"] = round(distance_km(*near, place.lat, place.lon), 1)
    return row


def _to_table(name: str, rows: list[dict[str, Any]]) -> str:
    lines = [f"{name}: {len(rows)} places" if rows else f"{name}: nothing found"]
    for row in rows:
        within = ", ".join(part for part in (row["admin1"], row["country"]) if part)
        far = f"  {row['distance_km']:g} km away" if "distance_km" in row else ""
        lines.append(
            f"  {row['score']:.2f}  {row['lat']:9.4f} {row['lon']:9.4f}  "
            f"{row['name']} ({row['kind']}; {within})  {row['match']}  {row['place_id']}{far}"
        )
    return "\n".join(lines)


@click.group(name="gazetteer")
def gazetteer_group() -> None:
    """Inspect the places that geomap knows.

    \b
    Example:
      geomap gazetteer info
    """  # noqa: D301 - \b tells click to keep the lines


@gazetteer_group.command()
@click.option("--gazetteer", metavar="FILE", type=click.Path(), help="A compiled gazetteer.")
@json_option
@quiet_options
@pass_console
def info(console: Console, /, gazetteer: str | None, *, as_json: bool) -> None:
    """Tell what the gazetteer holds: counts, version, licences.

    \b
    Example:
      geomap gazetteer info --json
    """  # noqa: D301 - \b tells click to keep the lines
    from geomap.gazetteer import open_gazetteer  # noqa: PLC0415 - --help must be fast

    facts = open_gazetteer(gazetteer).info()
    if as_json:
        console.put_json(facts)
        return
    for key, value in facts.items():
        console.put(_fact(key.replace("_", " "), value))


def _fact(key: str, value: Any) -> str:  # noqa: ANN401 - counts, texts and lists of them
    if isinstance(value, dict):
        largest = sorted(value.items(), key=lambda row: (-row[1], row[0]))
        value = ", ".join(f"{name or '(none)'} {count}" for name, count in largest[:12])
    if isinstance(value, list):
        value = "\n  ".join(["", *map(str, value)])
    return f"{key}: {value}"
