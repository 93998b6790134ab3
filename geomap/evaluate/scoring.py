"""One article scored: a tally per measure, and every miss with its offsets."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from geomap.evaluate.matching import is_same_place, match_incidents, match_mentions, places_of
from geomap.records import Use

if TYPE_CHECKING:
    from geomap.evaluate.gold import GoldArticle, GoldIncident, GoldMention
    from geomap.records import Incident, Report, Resolution

__all__ = ["NEAR_KM", "UNMARKED", "WITHIN_KM", "Miss", "Score", "Tally", "score_article"]

NEAR_KM = 5.0  # two gazetteers differ by less for one town: seeds/README.md
WITHIN_KM = 25.0  # near enough for a map of a region; the distance other studies report

UNMARKED = ("country", "continent")  # listed, never drawn as a pin in their middle
_NAMED = (Use.LITERAL, Use.ACTOR, Use.AFFILIATION)  # finding a name part is nobody's aim


class Tally(NamedTuple):
    """How many were right, how many were expected, how many were predicted."""

    right: int = 0
    expected: int = 0
    predicted: int = 0


class Miss(NamedTuple):
    """One answer that was wrong: where, and what was expected and got."""

    article_id: str
    start: int
    end: int
    measure: str
    expected: str
    got: str


@dataclass(slots=True)
class Score:
    """The tallies of one article, filled in by `score_article`."""

    article_id: str
    tallies: defaultdict[str, list[int]] = field(
        default_factory=lambda: defaultdict(lambda: [0, 0, 0])
    )
    misses: list[Miss] = field(default_factory=list)

    def add(self, measure: str, right: int, expected: int, predicted: int) -> None:
        """Add to a tally."""
        for place, value in enumerate((right, expected, predicted)):
            self.tallies[measure][place] += value

    def check(self, measure: str, span: tuple[int, int], expected: object, got: object) -> None:
        """Add one answer to an accuracy, and a miss if it is wrong."""
        is_right = expected == got
        self.add(measure, int(is_right), 1, 1)
        if not is_right:
            self.miss(measure, span, expected, got)

    def miss(self, measure: str, span: tuple[int, int], expected: object, got: object) -> None:
        """Note one wrong answer; ``None`` reads as nothing."""
        words = ("nothing" if x is None else str(x) or "nothing" for x in (expected, got))
        self.misses.append(Miss(self.article_id, span[0], span[1], measure, *words))


def score_article(gold: GoldArticle, report: Report) -> Score:
    """Compare a report with the checked answers of its article."""
    score = Score(gold.article_id)
    _score_mentions(gold, report, score)
    _score_incidents(gold, report, score)
    score.misses.sort(key=lambda miss: (miss.start, miss.end))
    return score


def _score_mentions(gold: GoldArticle, report: Report, score: Score) -> None:
    found = match_mentions(
        [(one.start, one.end) for one in gold.mentions],
        [(one.mention.start, one.mention.end) for one in report.resolutions],
    )
    pairs = [
        (one, report.resolutions[found[i]] if i in found else None)
        for i, one in enumerate(gold.mentions)
    ]
    extra = [one for j, one in enumerate(report.resolutions) if j not in found.values()]
    for one, resolution in pairs:
        _score_found(one, resolution, score)
        _score_use(one, resolution, score)
        _score_place(one, resolution, score)
    for resolution in extra:
        _score_extra(resolution, score)


def _score_found(gold: GoldMention, resolution: Resolution | None, score: Score) -> None:
    """Count finding the name, whatever use was read; a name part costs nothing either way."""
    if gold.use is Use.NAME_PART:
        return
    span = (gold.start, gold.end)
    found = resolution is not None and resolution.mention.use in _NAMED
    exact = found and resolution is not None and span == _span(resolution)
    score.add("mention_overlap", found, 1, found)
    score.add("mention_exact", exact, 1, found)
    if not found:
        score.miss("mention_overlap", span, gold.text, None)


def _score_use(gold: GoldMention, resolution: Resolution | None, score: Score) -> None:
    use = None if resolution is None else resolution.mention.use
    if use is not None:
        score.check("use", (gold.start, gold.end), gold.use, use)
        score.add(f"use_{use}", 0, 0, 1)
    score.add(f"use_{gold.use}", use is gold.use, 1, 0)


def _score_place(gold: GoldMention, resolution: Resolution | None, score: Score) -> None:
    """Score the place of a literal mention; a gold mention without a place is left out."""
    literal = resolution if resolution and resolution.mention.use is Use.LITERAL else None
    place = literal.place if literal else None
    _score_mark(gold, literal, score)
    if gold.use is not Use.LITERAL:
        for km in (NEAR_KM, WITHIN_KM):
            score.add(f"placed_{km:.0f}km", 0, 0, place is not None)
        return
    if gold.place is None:
        return
    for km in (NEAR_KM, WITHIN_KM):
        right = is_same_place(gold.place, place, km)
        score.add(f"placed_{km:.0f}km", right, 1, place is not None)
        if literal:
            score.add(f"place_{km:.0f}km", right, 1, 1)
    if literal and not is_same_place(gold.place, place, NEAR_KM):
        got = place and f"{place.name} ({place.kind}, {place.admin1 or place.country})"
        expected = f"{gold.place.name} ({gold.place.kind})"
        score.miss("place_5km", (gold.start, gold.end), expected, got)


def _score_mark(gold: GoldMention, literal: Resolution | None, score: Score) -> None:
    """Score what a reader sees: marks on the map, so no countries and no governments."""
    is_marked = literal is not None and literal.is_mapped
    if gold.use is not Use.LITERAL or (gold.place and gold.place.kind in UNMARKED):
        score.add("mark", 0, 0, is_marked)
    elif gold.place is not None:
        right = literal is not None and is_same_place(gold.place, literal.place, WITHIN_KM)
        score.add("mark", right and is_marked, 1, is_marked)


def _score_extra(resolution: Resolution, score: Score) -> None:
    """Count a prediction that answers nothing; a rejected span claims nothing."""
    use = resolution.mention.use
    if use not in _NAMED:
        return
    score.add("mention_overlap", 0, 0, 1)
    score.add("mention_exact", 0, 0, 1)
    score.add(f"use_{use}", 0, 0, 1)
    score.miss("mention_overlap", _span(resolution), None, f"{resolution.mention.text} ({use})")
    if use is Use.LITERAL and resolution.place is not None:
        score.add("mark", 0, 0, resolution.is_mapped)
        for km in (NEAR_KM, WITHIN_KM):
            score.add(f"placed_{km:.0f}km", 0, 0, 1)


def _span(resolution: Resolution) -> tuple[int, int]:
    return resolution.mention.start, resolution.mention.end


def _score_incidents(gold: GoldArticle, report: Report, score: Score) -> None:
    found = match_incidents(gold.incidents, report, WITHIN_KM)
    for i, one in enumerate(gold.incidents):
        incident = report.incidents[found[i]] if i in found else None
        _score_type(one, incident, score)
        _score_incident_places(one, incident, report, score)
        if incident is not None:
            _score_fields(one, incident, score)
            _score_counts(one, incident, score)
    for j, incident in enumerate(report.incidents):
        if j not in found.values():
            _score_extra_incident(incident, report, score)
    _score_attacks(gold, report, found, score)


def _score_type(gold: GoldIncident, incident: Incident | None, score: Score) -> None:
    found = incident is not None
    for measure in ("incident", f"type_{gold.incident_type}"):
        score.add(measure, found, 1, found)
    if not found:
        trigger = gold.triggers[0]
        score.miss("incident", (trigger.start, trigger.end), gold.incident_type, None)


def _score_extra_incident(incident: Incident, report: Report, score: Score) -> None:
    for measure in ("incident", f"type_{incident.incident_type}"):
        score.add(measure, 0, 0, 1)
    score.miss("incident", incident.trigger, None, incident.incident_type)
    for measure in ("incident_place", "incident_role"):
        score.add(measure, 0, 0, len(places_of(incident, report)))


def _score_incident_places(
    gold: GoldIncident, incident: Incident | None, report: Report, score: Score
) -> None:
    """Count the places, with and without their role; those of a missed incident are missed."""
    left = list(places_of(incident, report).values()) if incident else []
    score.add("incident_place", 0, len(gold.places), len(left))
    score.add("incident_role", 0, len(gold.places), len(left))
    for role, place in gold.places:
        same = [
            pair
            for pair in left
            if is_same_place(place, report.resolutions[pair[0].mention].place, WITHIN_KM)
        ]
        same.sort(key=lambda pair: pair[0].role is not role)
        got = same[0][0].role if same else None
        score.add("incident_place", bool(same), 0, 0)
        score.add("incident_role", got is role, 0, 0)
        if same:
            left.remove(same[0])
        if incident and got is not role:
            span = (gold.triggers[0].start, gold.triggers[0].end)
            score.miss("incident_role", span, f"{role} {place.name}", got)
    for one, mention in left:
        span = (mention.start, mention.end)
        score.miss("incident_role", span, None, f"{one.role} {mention.text}")


def _score_fields(gold: GoldIncident, incident: Incident, score: Score) -> None:
    span, when = incident.trigger, incident.when
    days = (gold.date_start, gold.date_end)
    score.check("realis", span, gold.realis, incident.realis)
    score.check("certainty", span, gold.certainty, incident.certainty)
    sides = (gold.attribution_side or "unknown", incident.attribution_side or "unknown")
    score.check("attribution_side", span, *sides)
    score.check("date", span, _days(days), _days((when.start, when.end)))
    same = _is_same_source(gold.attribution, incident.attribution)
    got = gold.attribution if same else incident.attribution
    score.check("attribution", span, gold.attribution, got)


def _days(days: tuple[object, object]) -> str:
    start, end = days
    return f"{start} until {end}" if start else ""


def _is_same_source(gold: str, got: str) -> bool:
    """Return whether one source is named: "Mayor X" and "Kyiv Mayor X" are the same."""
    left, right = gold.casefold(), got.casefold()
    if not left or not right:
        return left == right
    return left in right or right in left


def _score_counts(gold: GoldIncident, incident: Incident, score: Score) -> None:
    """Count the numbers of an incident and its places; vague words have no number to miss."""
    vague = {kind for kind, value in gold.counts if value is None}
    expected = Counter((kind, value) for kind, value in gold.counts if value is not None)
    held = (*incident.counts, *(count for one in incident.places for count in one.counts))
    got = Counter(
        (count.kind, float(count.value))
        for count in held
        if count.value is not None and count.kind not in vague
    )
    score.add("counts", (expected & got).total(), expected.total(), got.total())
    if expected != got:
        score.miss("counts", incident.trigger, _words(expected), _words(got))


def _words(counts: Counter[tuple[str, float]]) -> str:
    return ", ".join(f"{kind} {value:g}" for kind, value in sorted(counts.elements()))


def _score_attacks(gold: GoldArticle, report: Report, found: dict[int, int], score: Score) -> None:
    """Check ``attack_id`` where both the incident and its attack were found."""
    for i, one in enumerate(gold.incidents):
        if i not in found or (one.attack is not None and one.attack not in found):
            continue
        incident = report.incidents[found[i]]
        expected = "" if one.attack is None else report.incidents[found[one.attack]].incident_id
        if expected or incident.attack_id:
            score.check("attack", incident.trigger, expected, incident.attack_id)
