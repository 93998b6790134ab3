"""``geomap explain``: why this place, why this type, why not on the map."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from geomap.cli.console import Code, Console, counted, leave, pass_console
from geomap.cli.inputs import to_request
from geomap.cli.meanings import obstacle_of, runner_up_of, shape_of, within, wkt_of
from geomap.cli.options import analysis_options, article_options, json_option, quiet_options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geomap.records import Count, Incident, Report, Resolution, Span

__all__ = ["explain"]

_WIDTH = 100  # columns of a line
_PAD = " " * 14  # of a line below that of its place or incident
_CORRECTION = f"{_PAD}to correct: "
_WEIGHT = re.compile(r"\([+-]\d+\.\d\)$")  # of a reason that is part of a sum
_PATTERN = re.compile(r"[+@#%|\[]|\.\.\d|~\d")  # signs of the lexicon's pattern language


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

    With --at, or -v, each place and incident has the line of a corrections file that would
    change it (see geomap corrections -h).
    """  # noqa: D301 - \b tells click to keep the lines
    from geomap.articles import Failure  # noqa: PLC0415 - --help must be fast

    request = to_request((path,), options)
    analyze = request.analyzer()
    article_ids: list[str] = []
    stale: list[str] = []
    for article in request.read():
        if isinstance(article, Failure):
            raise article.error
        report = analyze(article)
        _check_offset(report, offset)
        article_ids.append(article.article_id)
        stale += report.stale
        if as_json:
            console.put_json(_to_json(report, offset))
        else:
            for line in _lines(report, offset, with_rules=console.verbosity > 0):
                console.put(line)
    stale += request.unused_corrections(article_ids)
    for line in stale:
        console.warn(line)
    if stale:
        leave(Code.FAILED)


def _check_offset(report: Report, offset: int | None) -> None:
    """Refuse an offset past the end: nothing found there would say nothing."""
    characters = len(report.article.text)
    if offset is not None and offset >= characters:
        message = (
            f"{offset} is past the end: {report.article.article_id} has {characters} characters"
        )
        raise click.BadParameter(message, param_hint="--at")


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
    from geomap.corrections import (  # noqa: PLC0415 - --help must be fast
        suggest_for_incident,
        suggest_for_mention,
        to_line,
    )
    from geomap.export import clean, to_report_json  # noqa: PLC0415 - as above

    whole = to_report_json(report)
    uses = _uses(report)
    mentions = [
        whole["mentions"][index]
        | {"index": index, "evidence": _evidence(r), "wkt": wkt_of(r) or None}
        | {"candidates": _candidates(whole["mentions"][index]["candidates"], r)}
        | {"not_mapped": None if index in uses else obstacle_of(r) or None}
        | {"correction": to_line(suggest_for_mention(report.article, r))}
        for index, r in _mentions(report, offset)
    ]
    incidents = [
        whole["incidents"][index]
        | {"evidence": list(incident.evidence)}
        | {"correction": to_line(suggest_for_incident(report.article, incident))}
        for index, incident in _incidents(report, offset)
    ]
    explained: dict[str, Any] = clean(whole | {"mentions": mentions, "incidents": incidents})
    return explained


def _uses(report: Report) -> dict[int, list[str]]:
    """Return the mentions that put an incident on the map, with role and id of each."""
    from geomap.frame import to_point  # noqa: PLC0415 - --help must be fast

    uses: dict[int, list[str]] = {}
    for incident in report.incidents:
        for place in incident.places:
            if to_point(report.resolutions[place.mention]) is not None:
                use = f"{incident.incident_id} as {place.role}"
                uses.setdefault(place.mention, []).append(use)
    return uses


def _candidates(rows: list[dict[str, Any]], resolution: Resolution) -> list[dict[str, Any]]:
    """Return the candidates of a mention, each with the weights that add up to its score."""
    return [
        row | {"evidence": [{"weight": round(w, 3), "why": why} for w, why in candidate.evidence]}
        for row, candidate in zip(rows, resolution.candidates, strict=True)
    ]


def _lines(report: Report, offset: int | None, *, with_rules: bool) -> Iterator[str]:
    article = report.article
    day = f", published {article.published}" if article.published else ", no publication date"
    yield f"{article.title or article.article_id}  [{article.article_id}, {article.language}{day}]"
    yield from (f"note: {note}" for note in report.notes)
    if offset is None and report.incidents:
        yield from _summary_lines(report)
    has_line = with_rules or offset is not None
    yield from _place_lines(report, offset, has_line=has_line)
    yield from _told_lines(report, offset, with_rules=with_rules, has_line=has_line)
    yield from _dropped_lines(report, offset, with_rules=with_rules)
    if not with_rules and _incidents(report, offset):
        yield "\n-v shows the patterns, too, that found the incidents"


def _place_lines(report: Report, offset: int | None, *, has_line: bool) -> Iterator[str]:
    """Yield what each name was taken for, with the line that would correct it."""
    from geomap.corrections import suggest_for_mention, to_line  # noqa: PLC0415 - --help must be fast

    mentions = _mentions(report, offset)
    yield f"\nPlaces: {counted(len(mentions), 'mention')}"
    if offset is not None and not mentions and report.resolutions:
        yield _nearest(report, offset)
    uses = _uses(report)
    for index, resolution in mentions:
        yield from _mention_lines(resolution, uses.get(index, []))
        if has_line:
            yield f"{_CORRECTION}{to_line(suggest_for_mention(report.article, resolution))}"


def _told_lines(
    report: Report, offset: int | None, *, with_rules: bool, has_line: bool
) -> Iterator[str]:
    """Yield what happened, with the line that would correct it."""
    from geomap.corrections import suggest_for_incident, to_line  # noqa: PLC0415 - as above

    incidents = _incidents(report, offset)
    yield f"\nIncidents: {len(incidents)}"
    for _, incident in incidents:
        yield from _incident_lines(report, incident, with_rules=with_rules)
        if has_line:
            yield f"{_CORRECTION}{to_line(suggest_for_incident(report.article, incident))}"


def _nearest(report: Report, offset: int) -> str:
    """Return a line that leads from an offset without a name to the name nearest to it."""
    names = [resolution.mention for resolution in report.resolutions]
    name = min(names, key=lambda name: max(name.start - offset, offset - name.end))
    return f"{_offsets(name.start, name.end)}  {name.text!r} is the nearest name: --at {name.start}"


def _offsets(start: int, end: int) -> str:
    """Return where words stand, as the first column of a line."""
    return f"{f'{start}–{end}':>12}"


def _dropped_lines(report: Report, offset: int | None, *, with_rules: bool) -> Iterator[str]:
    """Yield what was considered as an incident, and why it is none."""
    from geomap.pipeline import dropped_of  # noqa: PLC0415 - --help must be fast

    rows = [row for row in dropped_of(report) if _holds((row.start, row.end), offset)]
    if rows:
        yield f"\nConsidered and dropped: {len(rows)}"
    for row in rows:
        spot = _offsets(row.start, row.end)
        yield f"{spot}  {report.article.text[row.start : row.end]!r}  no {row.type_id}"
        yield f"{_PAD}because: {row.reason}"
        if with_rules:
            yield f"{_PAD}pattern: {row.pattern}"


def _summary_lines(report: Report) -> Iterator[str]:
    """Yield what the article tells as a whole: where, what, how many."""
    from textwrap import shorten, wrap  # noqa: PLC0415 - --help must be fast

    summary = report.summary()
    focus = summary.focus
    where = ", ".join(dict.fromkeys(filter(None, (focus.city, focus.admin1, focus.country))))
    main = next(i for i in report.incidents if i.incident_id == summary.main_incident)
    words = report.article.text[main.quote.start : main.quote.end]
    numbers = (
        f"{total.kind} {'about ' * total.approximate}{total.value:g}"
        f"{total.unit and ' '}{total.unit} ({total.incident_type}{total.side and ', '}{total.side})"
        for total in summary.totals
    )
    yield "\nIn short"
    yield f"  where: {where or 'no one country'}"
    yield "  mainly: " + shorten(f"{main.incident_type}: {words}", _WIDTH, placeholder=" …")
    yield from wrap(
        f"numbers: {'; '.join(numbers) or 'none'}",
        _WIDTH,
        initial_indent="  ",
        subsequent_indent=f"{'':>11}",
    )


def _meaning_of(resolution: Resolution) -> str:
    """Return the place that a mention means, how fine and how sure."""
    place = resolution.place
    if place is None:
        return "no place"
    unit = within(place)
    precision = resolution.precision.value if resolution.precision else "?"
    where = f"{place.name} ({place.kind}{', ' + unit if unit else ''}), {precision}"
    return f"{where}, score {resolution.score:.2f}  {place.place_id}"


def _mention_lines(resolution: Resolution, uses: Sequence[str]) -> Iterator[str]:
    mention = resolution.mention
    spot, meaning = _offsets(mention.start, mention.end), _meaning_of(resolution)
    yield f"{spot}  {mention.text!r}  {mention.use}, {mention.zone}  →  {meaning}"
    if resolution.relation:
        yield f"{_PAD}relation: {resolution.relation}"
    if shape := shape_of(resolution):
        yield f"{_PAD}shape: {shape}"
    weighed = [line for line in resolution.evidence if _WEIGHT.search(line)]
    for reason in _evidence(resolution):
        if reason not in weighed:
            yield f"{_PAD}because: {reason}"
    if weighed and resolution.place is not None:
        yield from _folded("because: ", weighed)
    if (runner_up := runner_up_of(resolution)) is not None:
        yield from _folded("runner-up: ", runner_up)
    for use in uses:
        yield f"{_PAD}place of incident: {use}"
    if not uses and (obstacle := obstacle_of(resolution)):
        yield f"{_PAD}not on the map: {obstacle}"


def _evidence(resolution: Resolution) -> list[str]:
    reasons = (resolution.mention.reason, *resolution.evidence)
    return [reason for reason in dict.fromkeys(reasons) if reason]


def _folded(label: str, parts: Sequence[str]) -> Iterator[str]:
    """Yield parts of a sum as lines that fit a terminal."""
    from textwrap import wrap  # noqa: PLC0415 - --help must be fast

    yield from wrap(
        "; ".join(parts),
        _WIDTH,
        initial_indent=_PAD + label,
        subsequent_indent=_PAD + " " * len(label),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _incident_lines(report: Report, incident: Incident, *, with_rules: bool) -> Iterator[str]:
    from geomap.frame import to_point  # noqa: PLC0415 - --help must be fast

    text = report.article.text
    trigger = text[slice(*incident.trigger)]
    spot = _offsets(*incident.trigger)
    kind = f"{incident.incident_type}, {incident.realis}, {incident.certainty}"
    yield f"{spot}  {trigger!r}  →  {kind}  {incident.incident_id}"
    yield f"{_PAD}when: {_when(incident)}"
    for place in incident.places:
        resolution = report.resolutions[place.mention]
        name = resolution.place.name if resolution.place else resolution.mention.text
        hidden = "" if to_point(resolution) else obstacle_of(resolution)
        why = f" (not on the map: {hidden})" if hidden else ""
        yield f"{_PAD}{place.role}: {name}{_counts(place.counts)}{why}"
    if not incident.places:
        yield f"{_PAD}not on the map: the article ties no place to it"
    if incident.counts:
        yield f"{_PAD}numbers:{_counts(incident.counts)}"
    if incident.attribution:
        through = f" through {incident.channel}" if incident.channel else ""
        yield f"{_PAD}says: {incident.attribution}{through}"
    if incident.attack_id:
        yield f"{_PAD}belongs to: {incident.attack_id}"
    reasons = (r for r in incident.evidence if with_rules or not _is_rule(r))
    yield from (f"{_PAD}because: {reason}" for reason in reasons)


def _is_rule(reason: str) -> bool:
    """Return whether a reason shows a pattern of the lexicon, which is for those who edit it."""
    return reason.startswith("trigger ") or _PATTERN.search(reason) is not None


def _when(incident: Incident) -> str:
    when = incident.when
    words = f" ({when.text!r})" if when.text else ""
    if when.start is None:
        return f"unknown{words}"
    return f"{when.start} up to {when.end}, by {when.precision}{words}"


def _counts(counts: Iterable[Count]) -> str:
    return ",".join(map(_count, counts))


def _count(count: Count) -> str:
    if count.value is None:
        return f" {count.kind} {count.text!r}, no exact number"
    return f" {count.kind} {count.value:g} ({count.text!r})"
