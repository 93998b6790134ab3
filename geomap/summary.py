"""What an article tells as a whole: where it lies, its main incident, its numbers without doubles.

A number of an incident stands there once (DESIGN 5.2), so totals are sums; left out is what
would count the same things twice: a number told again, parts beside their sum, and what went
on for longer and holds the days of the others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from geomap.gazetteer.schema import SETTLEMENTS
from geomap.lexicon import incident_types
from geomap.records import COUNT_KINDS, HEADLINE, Realis, Role, Use, Zone
from geomap.text import SENTENCE_ENDS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from geomap.records import Count, Incident, Place, Report, Span

__all__ = ["Focus", "Summary", "Total", "summarize"]

SITE_ROLES = frozenset({Role.TARGET, Role.AFFECTED, Role.CAPTURED, Role.INTERCEPTED, Role.VENUE})
SITE_WEIGHT, PASSING_WEIGHT, NAMED_WEIGHT = 4, 1, 1
"""A place where something happened says more of what a report is about than one it names."""
HEADLINE_FACTOR = 3
COUNTRY_SHARE, ADMIN1_SHARE, CITY_SHARE = 0.4, 0.5, 0.4
"""Of the weight of all countries, of the regions of the country, of the places of the region."""
UNIT_KINDS = frozenset({"affected", "destroyed", "captured"})
"""Kinds of numbers that are of people, houses or villages and not to be added over units."""
TOLD_ZONES = frozenset({Zone.BODY, Zone.ENTRY})
LEAD_BONUS = (10, 4, 2)  # for the first paragraph that tells, then the next two
OLD_MALUS = 8  # for what is told with a day that was over two weeks ago: the background
NEWS_DAYS = 14
NOWHERE = float("inf")  # where the headline tells of what it does not tell
ALERT, ALERT_MALUS = "air_alert", 6  # sirens are seldom what a report is about
ATTACHED_WEIGHT, MOST_COUNTED = 2, 3
PEOPLE_KINDS = frozenset({"killed", "injured"})
MOST_COMPARED = 200  # numbers of one value that another is compared with
LEAST_TOLD = 5  # a smaller number comes back by chance
LONG_DAYS = 3  # an incident of so many days may hold the others


@dataclass(frozen=True, slots=True)
class Focus:
    """Where an article lies, as finely as most of it agrees; empty where it does not."""

    country: str = ""
    """ISO 3166-1 alpha-2."""
    admin1: str = ""
    admin1_code: str = ""
    city: str = ""
    place_id: str = ""
    """The finest of these in the gazetteer, if an incident or a mention names it."""


@dataclass(frozen=True, slots=True)
class Total:
    """A number added up over the incidents of one type and side."""

    incident_type: str
    side: str
    """Who acted; of harm, whose it is; empty if the article does not say."""
    kind: str
    unit: str
    """What was counted, of what was affected, destroyed or captured; else empty."""
    value: float
    approximate: bool
    incidents: int


@dataclass(frozen=True, slots=True)
class Summary:
    """An article as a whole."""

    focus: Focus
    main_incident: str
    """The id of the incident that the article is about, empty if it tells of none."""
    totals: tuple[Total, ...]
    left_out: tuple[str, ...]
    """The ids of incidents whose numbers hold those of others, or are held by them."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON, ``None`` for what is empty."""
        return {
            "focus": {key: value or None for key, value in _plain(self.focus).items()},
            "main_incident": self.main_incident or None,
            "totals": list(map(_plain, self.totals)),
            "left_out": list(self.left_out),
        }


def _plain(record: Focus | Total) -> dict[str, Any]:
    """Return the fields of a flat record, for which `asdict` takes its time."""
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


class _Number(NamedTuple):
    """One number with what tells it from others."""

    incident: Incident
    side: str
    told: Count
    places: frozenset[str]


def summarize(report: Report) -> Summary:
    """Sum up a report.

    Examples
    --------
    >>> import geomap
    >>> text = "Drones struck Odesa on 3 May 2023. Two people were killed in Odesa, five hurt."
    >>> summary = summarize(geomap.analyze(text))
    >>> summary.focus.city, [(t.kind, t.value) for t in summary.totals]
    ('Odesa', [('killed', 2.0), ('injured', 5.0)])
    """
    main = _main_incident(report)
    numbers, left_out = _numbers(report)
    return Summary(
        _focus(report, main), main.incident_id if main else "", tuple(_totals(numbers)), left_out
    )


def _main_incident(report: Report) -> Incident | None:
    """Return what the headline tells first, else what the lead tells, most often and most tied.

    What was done comes before the harm that it did.
    """
    actual = [i for i in report.incidents if i.realis is Realis.ACTUAL] or report.incidents
    by_id = {incident.incident_id: incident for incident in actual}
    ranks = _ranks(report)

    def order(incident: Incident) -> tuple[bool, float, tuple[int, Span]]:
        offset = _headline_offset(incident)
        is_past = _is_old(incident, report.article.published)
        is_late = offset == NOWHERE or _is_harm(incident) or is_past
        return is_late, NOWHERE if is_late else offset, ranks[incident.incident_id]

    best = min(actual, key=order, default=None)
    return by_id.get(best.attack_id, best) if best and _is_harm(best) else best


def _is_harm(incident: Incident) -> bool:
    return incident_types()[incident.incident_type].group == "harm"


def _headline_offset(incident: Incident) -> float:
    """Return where the headline tells of an incident, infinity where it does not."""
    offsets = (row.removeprefix(HEADLINE) for row in incident.evidence if row.startswith(HEADLINE))
    return float(next(offsets, NOWHERE))


def _ranks(report: Report) -> dict[str, tuple[int, Span]]:
    """Return how much a report is about each incident, by its id: the least is the most."""
    types, text = incident_types(), report.article.text
    tied = Counter(incident.attack_id for incident in report.incidents)
    told = [
        p for p in report.paragraphs if p.zone in TOLD_ZONES and text[p.end - 1] in SENTENCE_ENDS
    ]
    firsts = dict(zip(told, LEAD_BONUS, strict=False))
    ranks = {}
    for incident in report.incidents:
        kind = types[incident.incident_type]
        start = incident.trigger.start
        bonus = max((b for p, b in firsts.items() if p.start <= start < p.end), default=0)
        bonus -= OLD_MALUS * _is_old(incident, report.article.published)
        times = sum(words.startswith("trigger ") for words in incident.evidence)
        vague = _is_harm(incident) + bool(kind.page.get("yields"))  # what was done comes first
        vague += ALERT_MALUS * (incident.incident_type == ALERT)
        attached = ATTACHED_WEIGHT * min(tied[incident.incident_id], MOST_COUNTED)
        value = vague - bonus - attached - min(times, MOST_COUNTED)
        ranks[incident.incident_id] = (value, incident.trigger)
    return ranks


def _is_old(incident: Incident, published: dt.date | None) -> bool:
    """Return whether an incident was over long before its report."""
    end = incident.when.end
    return published is not None and end is not None and (published - end).days > NEWS_DAYS


def _focus(report: Report, main: Incident | None) -> Focus:
    weights = _weights(report, main)
    country = _most(_by(weights, _countries), COUNTRY_SHARE)
    inside = [(place, weight) for place, weight in weights if country in _countries(place)]
    region = _most(_by(inside, _regions), ADMIN1_SHARE) if country else ""
    within = [(place, weight) for place, weight in inside if region in _regions(place)]
    city = _most(_by(within, _cities), CITY_SHARE) if region else ""
    finest = [p for p, _ in within if (p.name == city if city else p.kind == "admin1")]
    named = within[0][0] if within else None
    return Focus(
        country,
        named.admin1 or named.name if named else "",
        region,
        city,
        finest[0].place_id if finest else "",
    )


def _weights(report: Report, main: Incident | None) -> list[tuple[Place, int]]:
    """Return how much an article is about each of its places."""
    weights: defaultdict[Place, int] = defaultdict(int)
    for incident in report.incidents:
        factor = (1 + (incident is main)) if incident.realis is Realis.ACTUAL else 0
        for bound in incident.places:
            place = report.resolutions[bound.mention].place
            weight = SITE_WEIGHT if bound.role in SITE_ROLES else PASSING_WEIGHT
            if place is not None and factor:
                weights[place] += factor * weight
    for found in report.resolutions:
        if found.place is not None and found.mention.use is Use.LITERAL:
            factor = HEADLINE_FACTOR if found.mention.zone is Zone.HEADLINE else 1
            weights[found.place] += factor * NAMED_WEIGHT
    return list(weights.items())


def _by(weights: Iterable[tuple[Place, int]], keys_of: Any) -> Counter[str]:  # noqa: ANN401 - a key function
    """Return the weights of what a function makes of the places."""
    found: Counter[str] = Counter()
    for place, weight in weights:
        for key in keys_of(place):
            found[key] += weight
    return found


def _countries(place: Place) -> tuple[str, ...]:
    return tuple(filter(None, place.country.split(";")))


def _regions(place: Place) -> tuple[str, ...]:
    return (place.admin1_code,) if place.admin1_code else ()


def _cities(place: Place) -> tuple[str, ...]:
    return (place.name,) if place.kind in SETTLEMENTS else ()


def _most(weights: Counter[str], share: float) -> str:
    """Return the heaviest key if it has its share of the whole, of several the first by name."""
    best = min(weights, key=lambda key: (-weights[key], key), default="")
    return best if best and weights[best] >= share * weights.total() else ""


def _numbers(report: Report) -> tuple[list[_Number], tuple[str, ...]]:
    """Return the numbers that count, and the incidents whose numbers do not."""
    groups = {type_id: kind.group for type_id, kind in incident_types().items()}
    by_id = {incident.incident_id: incident for incident in report.incidents}
    actual = [i for i in report.incidents if i.realis is Realis.ACTUAL and any(_counts(i))]
    holders = set(_holders(actual))
    told: defaultdict[tuple[str, float | None], list[_Number]] = defaultdict(list)
    for incident in actual:
        if incident.incident_id in holders:
            continue
        side = _side(incident, groups[incident.incident_type], by_id.get(incident.attack_id))
        places = frozenset(_place_keys(report, incident))
        for count in _counts(incident):
            number = _Number(incident, side, count, places)
            same = told[count.kind, count.value]
            if not any(_is_again(number, known) for known in same[-MOST_COMPARED:]):
                same.append(number)
    left_out = tuple(i.incident_id for i in actual if i.incident_id in holders)
    return [number for same in told.values() for number in same], left_out


def _holders(incidents: Sequence[Incident]) -> Iterator[str]:
    """Yield the ids of what holds the days and kinds of others: 300 drones in a month."""
    nights: defaultdict[tuple[str, str], set[tuple[dt.date, dt.date]]] = defaultdict(set)
    for incident in incidents:
        days = _days(incident)
        if days is not None and not _is_long(days):
            for count in _counts(incident):
                nights[incident.incident_type, count.kind].add(days)
    for incident in incidents:
        days = _days(incident)
        if days is None or not _is_long(days):
            continue
        held = {d for c in _counts(incident) for d in nights[incident.incident_type, c.kind]}
        if any(days[0] <= start and end <= days[1] for start, end in held):
            yield incident.incident_id


def _is_long(days: tuple[dt.date, dt.date]) -> bool:
    return (days[1] - days[0]).days >= LONG_DAYS


def _side(incident: Incident, group: str, attack: Incident | None) -> str:
    """Return who acted, of harm whose it is; the side under attack harms none and stops drones."""
    own = incident.target_side if group == "harm" else incident.actor_side
    if own or attack is None or group not in {"harm", "air_defence"}:
        return own
    return attack.target_side


def _place_keys(report: Report, incident: Incident) -> Iterator[str]:
    for bound in incident.places:
        found = report.resolutions[bound.mention]
        yield found.place.place_id if found.place else found.mention.text.casefold()


def _counts(incident: Incident) -> Iterator[Count]:
    """Yield the numbers of an incident, of its places only where they are no parts of its own."""
    own = [count for count in incident.counts if _is_number(count)]
    yield from own
    parts = [count for place in incident.places for count in place.counts if _is_number(count)]
    for kind in COUNT_KINDS if parts else ():
        told = [count for count in parts if count.kind == kind]
        whole = sum(count.value or 0 for count in told)
        if not any(count.kind == kind and count.value == whole for count in own):
            yield from told


def _is_number(count: Count) -> bool:
    return count.value is not None and not count.unit.startswith("%")


def _days(incident: Incident) -> tuple[dt.date, dt.date] | None:
    start, end = incident.when.start, incident.when.end
    return (start, end) if start is not None and end is not None else None


def _is_again(number: _Number, known: _Number) -> bool:
    """Return whether a number tells the things of another of its value: same days, same places.

    A small number does so only where the text ties the two incidents.
    """
    one, two = number.told, known.told
    mine, theirs = number.incident, known.incident
    if mine is theirs:
        return False
    if one.kind in UNIT_KINDS and one.unit != two.unit:
        return False
    is_tied = mine.attack_id == theirs.incident_id or theirs.attack_id == mine.incident_id
    is_like = mine.incident_type == theirs.incident_type or one.kind in PEOPLE_KINDS
    if not is_tied and not (is_like and (one.value or 0) >= LEAST_TOLD):
        return False
    are_apart = number.places and known.places and number.places.isdisjoint(known.places)
    return not are_apart and _meet(_days(mine), _days(theirs))


def _meet(one: tuple[dt.date, dt.date] | None, two: tuple[dt.date, dt.date] | None) -> bool:
    return one is None or two is None or (one[0] < two[1] and two[0] < one[1])


def _totals(numbers: Sequence[_Number]) -> Iterator[Total]:
    """Yield the sums in the order of the codebook, the sides and the kinds of numbers."""
    order = {type_id: at for at, type_id in enumerate(incident_types())}
    rows: defaultdict[tuple[int, str, int, str], list[_Number]] = defaultdict(list)
    for number in numbers:
        kind = number.told.kind
        unit = number.told.unit if kind in UNIT_KINDS else ""
        place = order[number.incident.incident_type]
        rows[place, number.side, COUNT_KINDS.index(kind), unit].append(number)
    for (_, side, _, unit), row in sorted(rows.items(), key=lambda item: item[0]):
        yield _total(row, side, unit)


def _total(row: Sequence[_Number], side: str, unit: str) -> Total:
    first = row[0]
    return Total(
        first.incident.incident_type,
        side,
        first.told.kind,
        unit,
        float(sum(number.told.value or 0 for number in row)),
        any(number.told.approximate for number in row),
        len({number.incident.incident_id for number in row}),
    )
