"""``geomap explain``: why this place, why this type, why not on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from geomap.cli.console import Console, pass_console
from geomap.cli.inputs import to_request
from geomap.cli.options import analysis_options, article_options, json_option, quiet_options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geomap.records import Count, Incident, Report, Resolution, Span

__all__ = ["explain"]


@click.command()
@click.argument("path")
@click.option(
    "--at",
    "offset",
    type=click.IntRange(min=0),
    metavar="OFFSET",
    help="Only what the character at this offset belongs to.",
)
@article_options
@analysis_options
@json_option
@quiet_options
@pass_console
def explain(
    console: Console,
    /,
    path: str,
    *,
    offset: int | None,
    as_json: bool,
    **options: Any,  # noqa: ANN401 - the shared options
) -> None:
    """Tell why each place and incident was found, or is not on the map.

    \b
    Examples:
      geomap explain report.txt --published 2022-12-19
      geomap explain report.txt --at 2076
    """  # noqa: D301 - \b tells click to keep the lines
    from geomap.articles import Failure  # noqa: PLC0415 - --help must be fast

    request = to_request((path,), options)
    analyze = request.analyzer()
    for article in request.read():
        if isinstance(article, Failure):
            raise article.error
        report = analyze(article)
        if as_json:
            console.put_json(_to_json(report, offset))
        else:
            for line in _lines(report, offset):
                console.put(line)


def _holds(span: Span | tuple[int, int], offset: int | None) -> bool:
    return offset is None or span[0] <= offset < span[1]


def _mentions(report: Report, offset: int | None) -> list[tuple[int, Resolution]]:
    return [
        (index, resolution)
        for index, resolution in enumerate(report.resolutions)
        if _holds((resolution.mention.start, resolution.mention.end), offset)
    ]


def _incidents(report: Report, offset: int | None) -> list[tuple[int, Incident]]:
    return [
        (index, incident)
        for index, incident in enumerate(report.incidents)
        if _holds(incident.quote, offset) or _holds(incident.trigger, offset)
    ]


def _to_json(report: Report, offset: int | None) -> dict[str, Any]:
    from geomap.export import clean, to_report_json  # noqa: PLC0415 - --help must be fast

    whole = to_report_json(report)
    mentions = [
        whole["mentions"][index]
        | {"index": index, "evidence": _evidence(r), "not_mapped": _obstacle(r) or None}
        for index, r in _mentions(report, offset)
    ]
    incidents = [
        whole["incidents"][index] | {"evidence": list(incident.evidence)}
        for index, incident in _incidents(report, offset)
    ]
    explained: dict[str, Any] = clean(whole | {"mentions": mentions, "incidents": incidents})
    return explained


def _lines(report: Report, offset: int | None) -> Iterator[str]:
    article = report.article
    day = f", published {article.published}" if article.published else ", no publication date"
    yield f"{article.title or article.article_id}  [{article.article_id}, {article.language}{day}]"
    yield from (f"note: {note}" for note in report.notes)
    mentions, incidents = _mentions(report, offset), _incidents(report, offset)
    yield f"\nPlaces: {len(mentions)} mentions"
    for _, resolution in mentions:
        yield from _mention_lines(resolution)
    yield f"\nIncidents: {len(incidents)}"
    for _, incident in incidents:
        yield from _incident_lines(report, incident)


def _mention_lines(resolution: Resolution) -> Iterator[str]:
    mention, place = resolution.mention, resolution.place
    if place is None:
        meaning = "no place"
    else:
        within = place.admin1_code or place.country
        precision = resolution.precision.value if resolution.precision else "?"
        meaning = f"{place.name} ({place.kind}{', ' + within if within else ''}), {precision}"
        meaning += f", score {resolution.score:.2f}  {place.place_id}"
    spot = f"{mention.start}–{mention.end}"
    yield f"{spot:>12}  {mention.text!r}  {mention.use}, {mention.zone}  →  {meaning}"
    if resolution.relation:
        yield f"{'':>14}relation: {resolution.relation}"
    for evidence in _evidence(resolution):
        yield f"{'':>14}because: {evidence}"
    if (runner_up := _runner_up(resolution)) is not None:
        yield f"{'':>14}runner-up: {runner_up}"
    if obstacle := _obstacle(resolution):
        yield f"{'':>14}not on the map: {obstacle}"


def _evidence(resolution: Resolution) -> list[str]:
    reasons = (resolution.mention.reason, *resolution.evidence)
    return [reason for reason in dict.fromkeys(reasons) if reason]


def _runner_up(resolution: Resolution) -> str | None:
    chosen = resolution.place.place_id if resolution.place else ""
    for candidate in resolution.candidates:
        place = candidate.place
        if place.place_id != chosen:
            within = place.admin1_code or place.country
            return f"{place.name} ({place.kind}, {within}), score {candidate.score:.2f}"
    return None


def _obstacle(resolution: Resolution) -> str:
    """Return why a mention is no mark on the map; empty if it may be one."""
    from geomap.records import Precision, Use  # noqa: PLC0415 - --help must be fast

    if resolution.is_mapped:
        return ""
    if resolution.place is None:
        return resolution.reason or resolution.mention.reason or "no place of this name is known"
    if resolution.mention.use is not Use.LITERAL:
        return f"the words are meant as {resolution.mention.use.value.replace('_', ' ')}"
    if resolution.precision is Precision.COUNTRY:
        return "a country is not drawn as a point"
    return resolution.reason or "it has no coordinates"


def _incident_lines(report: Report, incident: Incident) -> Iterator[str]:
    from geomap.frame import to_point  # noqa: PLC0415 - --help must be fast

    text = report.article.text
    trigger = text[slice(*incident.trigger)]
    spot = f"{incident.trigger.start}–{incident.trigger.end}"
    pad = f"{'':>14}"
    kind = f"{incident.incident_type}, {incident.realis}, {incident.certainty}"
    yield f"{spot:>12}  {trigger!r}  →  {kind}  {incident.incident_id}"
    yield f"{pad}when: {_when(incident)}"
    for place in incident.places:
        resolution = report.resolutions[place.mention]
        name = resolution.place.name if resolution.place else resolution.mention.text
        hidden = "" if to_point(resolution) else _obstacle(resolution)
        why = f" (not on the map: {hidden})" if hidden else ""
        yield f"{pad}{place.role}: {name}{_counts(place.counts)}{why}"
    if not incident.places:
        yield f"{pad}not on the map: the article ties no place to it"
    if incident.counts:
        yield f"{pad}numbers:{_counts(incident.counts)}"
    if incident.attribution:
        through = f" through {incident.channel}" if incident.channel else ""
        yield f"{pad}says: {incident.attribution}{through}"
    if incident.attack_id:
        yield f"{pad}belongs to: {incident.attack_id}"
    yield from (f"{pad}because: {rule}" for rule in incident.evidence)


def _when(incident: Incident) -> str:
    when = incident.when
    words = f" ({when.text!r})" if when.text else ""
    if when.start is None:
        return f"unknown{words}"
    return f"{when.start} up to {when.end}, by {when.precision}{words}"


def _counts(counts: Iterable[Count]) -> str:
    shown = [f" {c.kind} {'' if c.value is None else f'{c.value:g}'} ({c.text!r})" for c in counts]
    return ",".join(shown)
