"""One sentence → drafts: triggers, what each is, where, how many, who says so, when."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from geomap.incidents import realis
from geomap.incidents.attribution import find_sources, side_of
from geomap.incidents.counts import bind_counts
from geomap.incidents.drafts import BoundPlace, Draft
from geomap.incidents.frames import bind_places, find_governors, possessor
from geomap.incidents.links import absorb, add_place, place_key
from geomap.incidents.patterns import FUNCTION_WORDS, find_matches
from geomap.incidents.units import ACTOR, DATE, PLACE, TARGET, WEAPON, WORD, read_units
from geomap.records import Certainty, Precision, Realis, Role, When, Zone

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from geomap.dates import DatedSpan
    from geomap.incidents.attribution import Source
    from geomap.incidents.codebook import Codebook
    from geomap.incidents.patterns import Match
    from geomap.incidents.units import Units
    from geomap.records import Resolution
    from geomap.text import Document

__all__ = ["Reader"]

ACTING_GROUPS = frozenset({"strike", "air_defence", "ground", "security", "political"})
HARD_OPENER = ";"
SPEECH_REACH = 3  # units after a report verb in which a date says when it was said
OWNER_REACH = 4
FORCE_WORDS = 4  # units of a force's name after its nation: "Russian armed forces"
SITE_ROLES = frozenset({Role.TARGET, Role.AFFECTED, Role.CAPTURED, Role.INTERCEPTED})
GIVERS = {
    "strike": frozenset({"strike", "harm", "ground"}),
    "harm": frozenset({"strike", "harm", "ground"}),
}
"""Groups whose places an incident without one may take over, in the same sentence."""
SIDES = {"UA": "UA", "RU": "RU", "BY": "BY"}


class _Candidate(NamedTuple):
    match: Match
    order: tuple[object, ...]


class Reader:
    """Reads the sentences of one article in order; it remembers who spoke last."""

    def __init__(
        self,
        document: Document,
        resolutions: Sequence[Resolution],
        dates: Sequence[DatedSpan],
        codebook: Codebook,
    ) -> None:
        self.document = document
        self.text = document.text
        self.resolutions = resolutions
        self.dates = dates
        self.codebook = codebook
        self.last: Source | None = None
        self.starts = codebook.starts | codebook.words["reporting"]["verbs"]
        self.mentions_of = _by_sentence((r.mention.sentence for r in resolutions), resolutions)
        self.dates_of = _by_sentence((d.sentence for d in dates), dates)

    def read(self, number: int) -> list[Draft]:
        """Return the drafts of a sentence, given by its index."""
        sentence = self.document.sentences[number]
        tokens = self.document.tokens[sentence.first_token : sentence.last_token]
        if self.starts.isdisjoint([token.text.casefold() for token in tokens]):
            return []
        units = read_units(
            self.document,
            number,
            self.mentions_of.get(number, ()),
            self.dates_of.get(number, ()),
            self.codebook.tags,
            self.codebook.numbers,
            self.codebook.breaks,
        )
        matches = self._triggers(units)
        claimed = {at for match in matches for at in match.claimed}
        sources = find_sources(
            self.text, units, self.resolutions, claimed, self.last, self.codebook
        )
        if sources:
            self.last = sources[-1]
        return self._drafts(units, matches, sources) if matches else []

    # --- triggers ------------------------------------------------------------------------

    def _triggers(self, units: Units) -> list[Match]:
        """Return the triggers that hold: the most exact of those that share a word."""
        found = list(find_matches(units.units, self.codebook.triggers))
        if not found:
            return []
        excluded: dict[str, set[int]] = {}
        owners = {match.pattern.owner for match in found}
        for match in find_matches(units.units, self.codebook.excludes, owners):
            excluded.setdefault(match.pattern.owner, set()).update(match.claimed)
        kept: list[Match] = []
        for match in sorted(found, key=self._rank):
            if not excluded.get(match.pattern.owner, set()).isdisjoint(match.seen):
                continue
            if not any(self._conflict(units, match, other) for other in kept):
                kept.append(match)
        return sorted((m for m in kept if self._is_incident(units, m)), key=lambda m: m.head)

    def _conflict(self, units: Units, one: Match, two: Match) -> bool:
        """Return whether two triggers claim the same word; a weapon may serve two.

        One verb may send drones and missiles: types of different weapons do not conflict.
        """
        shared = set(one.claimed) & set(two.claimed)
        words = {
            at
            for at in shared
            if units.units[at].kind == WORD and units.units[at].key not in FUNCTION_WORDS
        }
        if not words:
            return one.pattern.owner == two.pattern.owner and bool(shared)
        weapons = [self.codebook.pages[m.pattern.owner].weapons for m in (one, two)]
        return not (weapons[0] and weapons[1] and weapons[0].isdisjoint(weapons[1]))

    def _rank(self, match: Match) -> tuple[object, ...]:
        pattern = match.pattern
        page = self.codebook.pages[pattern.owner]
        spread = match.seen[-1] - match.seen[0]
        return (pattern.is_weak, page.yields, -len(match.claimed), spread, page.order, match.seen)

    def _is_incident(self, units: Units, match: Match) -> bool:
        return not (
            realis.is_purpose(units, match, self.codebook)
            or realis.is_anchor(units, match, self.codebook)
        )

    # --- drafts --------------------------------------------------------------------------

    def _drafts(
        self, units: Units, matches: list[Match], sources: tuple[Source, ...]
    ) -> list[Draft]:
        barred = {at for source in sources for at in range(source.start, source.end)}
        said_on = {
            at
            for source in sources
            for at in range(source.end, min(source.end + SPEECH_REACH, len(units.units)))
        }
        heads = {at: True for match in matches for at in match.claimed}
        governors = find_governors(units, heads, self.codebook)
        bound = bind_places(units, matches, governors, barred, self.codebook)
        drafts: list[Draft] = []
        for at, match in enumerate(matches):
            self._add_match(units, match, bound[at], drafts)
        drafts = [draft for draft in drafts if not self._is_too_weak(draft)]
        for draft in drafts:
            self._fill_places(units, draft)
        for draft in drafts:
            self._fill_details(units, draft, sources)
        drafts = _join_strikes(drafts, self.resolutions)
        self._share_places(drafts)
        bind_counts(self.text, units, drafts, self.codebook)
        for draft in drafts:
            self._set_target_side(units, draft)
            self._date(units, draft, said_on)
        return drafts

    def _add_match(
        self, units: Units, match: Match, bindings: Sequence[object], drafts: list[Draft]
    ) -> None:
        """Put a trigger into the draft of its type, or start one."""
        page = self.codebook.pages[match.pattern.owner]
        status = realis.read_realis(units, match, self.codebook)
        if page.realis is not None and status is Realis.ACTUAL:
            status = page.realis
        clause = units.clauses[match.head]
        segment = _segment(units, match.head)
        for draft in drafts:
            if (draft.type_id, draft.realis, draft.segment) == (page.type_id, status, segment):
                draft.matches.append(match)
                draft.bindings.extend(bindings)  # type: ignore[arg-type]
                return
        first, last = units.units[match.claimed[0]], units.units[match.claimed[-1]]
        drafts.append(
            Draft(
                page=page,
                sentence=units.sentence,
                paragraph=self.document.sentences[units.sentence].paragraph,
                segment=segment,
                clause=clause,
                head=match.head,
                realis=status,
                start=first.start,
                end=last.end,
                matches=[match],
                bindings=list(bindings),  # type: ignore[arg-type]
                evidence=[f"trigger {match.pattern.source!r}"],
                is_headline=self.document.sentences[units.sentence].zone is Zone.HEADLINE,
            )
        )

    def _is_too_weak(self, draft: Draft) -> bool:
        """Return whether only weak triggers without a place stand behind a draft."""
        return not draft.bindings and all(match.pattern.is_weak for match in draft.matches)

    # --- places --------------------------------------------------------------------------

    def _fill_places(self, units: Units, draft: Draft) -> None:
        parents = set()
        for binding in draft.bindings:
            index = units.units[binding.unit].index
            parents.add(self.resolutions[index].mention.parent)
            add_place(draft.places, BoundPlace(index, binding.role, binding.rule), self.resolutions)
        draft.places = [place for place in draft.places if place.mention not in parents]
        if draft.page.inherits is not None and not draft.has_site():
            self._add_owner(units, draft)
        self._drop_countries(draft)

    def _add_owner(self, units: Units, draft: Draft) -> None:
        """Add the place that owns the target, or that "the city" points back to."""
        role = draft.page.inherits
        if role is None:
            return
        for match in draft.matches:
            for at in match.seen:
                if units.units[at].kind != TARGET:
                    continue
                owner = possessor(units, at, match.claimed)
                if owner is not None:
                    index = units.units[owner].index
                    draft.places.append(BoundPlace(index, role, "owner of the target"))
                    return
        mention = self._referent(units, draft)
        if mention is not None:
            draft.places.append(BoundPlace(mention, role, "the text points back to it"))

    def _referent(self, units: Units, draft: Draft) -> int | None:
        """Return the place that "the city" in the draft's clause points back to."""
        definite = self.codebook.words["governors"]["definite"]
        for at in units.clause(draft.clause):
            unit = units.units[at]
            kinds = self.codebook.references.get(unit.key)
            following = units.units[at + 1].key if at + 1 < len(units.units) else ""
            if following in self.codebook.words["governors"]["of"]:
                continue  # "the town of P" names its place itself
            if kinds and at and units.units[at - 1].key in definite:
                return self._latest(kinds, unit.start, draft.paragraph)
        return None

    def _latest(self, kinds: frozenset[str], before: int, paragraph: int) -> int | None:
        start = self.document.paragraphs[paragraph].start
        for index in range(len(self.resolutions) - 1, -1, -1):
            resolution = self.resolutions[index]
            mention = resolution.mention
            if mention.start < start:
                return None
            if mention.start < before and resolution.place and resolution.place.kind in kinds:
                return index
        return None

    def _drop_countries(self, draft: Draft) -> None:
        """Drop a country where a finer place of the same role is known."""
        fine = {place.role for place in draft.places if not self._is_country(place.mention)}
        draft.places = [
            place
            for place in draft.places
            if place.role not in fine or not self._is_country(place.mention)
        ]

    def _is_country(self, mention: int) -> bool:
        resolution = self.resolutions[mention]
        place = resolution.place
        return resolution.precision is Precision.COUNTRY or (
            place is not None and place.kind in {"country", "continent"}
        )

    def _share_places(self, drafts: Sequence[Draft]) -> None:
        """Give a draft without a place those of its neighbours in the sentence."""
        for draft in drafts:
            role = draft.page.inherits
            if role is None or draft.has_site():
                continue
            giver = _giver(draft, drafts)
            if giver is None:
                continue
            for place in giver.places:
                if place.role in SITE_ROLES:
                    rule = f"taken over from {giver.type_id} in the same sentence"
                    add_place(draft.places, BoundPlace(place.mention, role, rule), self.resolutions)

    # --- details -------------------------------------------------------------------------

    def _fill_details(self, units: Units, draft: Draft, sources: tuple[Source, ...]) -> None:
        seen = [units.units[at] for match in draft.matches for at in match.seen]
        clause = units.clause(draft.clause)
        here = units.units[clause.start : clause.stop]
        self._set_weapon(draft, seen, here)
        target = next((u for u in (*seen, *here) if u.kind == TARGET), None)
        draft.target_kind = target.tag.key if target and target.tag else ""
        draft.source = _source_of(draft, sources)
        self._set_certainty(units, draft)
        if draft.page.group in ACTING_GROUPS:
            self._set_actor(units, draft)

    def _set_weapon(self, draft: Draft, seen: Sequence[object], here: Sequence[object]) -> None:
        pool = [u for u in seen if u.kind == WEAPON]  # type: ignore[attr-defined]
        if draft.page.weapons or draft.page.holds & {"intercepted"}:
            pool += [
                u
                for u in here
                if u.kind == WEAPON  # type: ignore[attr-defined]
                and (not draft.page.weapons or u.tag.key in draft.page.weapons)  # type: ignore[attr-defined]
            ]
        tags = [u.tag for u in pool if not draft.page.weapons or u.tag.key in draft.page.weapons]  # type: ignore[attr-defined]
        draft.weapon_classes = frozenset(tag.key for tag in tags)
        best = next((tag for tag in tags if tag.label != tag.key), tags[0] if tags else None)
        if best is not None:
            draft.weapon = best.label
            if draft.is_strike and best.side:
                draft.actor_side = best.side

    def _set_certainty(self, units: Units, draft: Draft) -> None:
        source = draft.source
        draft.certainty = Certainty.ATTRIBUTED if source else Certainty.STATED
        if source is not None and source.is_unconfirmed:
            draft.certainty = Certainty.UNCONFIRMED
        if realis.is_unconfirmed(units, draft.matches[0], self.codebook):
            draft.certainty = Certainty.UNCONFIRMED
        if source is not None and source.is_denial and draft.realis is Realis.ACTUAL:
            draft.realis = Realis.DENIED

    def _set_actor(self, units: Units, draft: Draft) -> None:
        """Set who acts: the nation or force before the trigger, or after "by"."""
        span = self._actor_span(units, draft)
        if span is not None:
            start, end = span
            actor = units.units[start:end]
            draft.actor = self.text[actor[0].start : actor[-1].end]
            draft.actor_side = (
                side_of(self.text, actor, self.resolutions, self.codebook) or draft.actor_side
            )
            return
        pronouns = self.codebook.words["reporting"]["pronouns"]
        before = units.units[max(0, draft.head - 5) : draft.head]
        if draft.source is not None and any(u.kind == WORD and u.key in pronouns for u in before):
            draft.actor, draft.actor_side = draft.source.name, draft.source.side

    def _actor_span(self, units: Units, draft: Draft) -> tuple[int, int] | None:
        agents = self.codebook.words["governors"]["agents"]
        last = draft.matches[0].claimed[-1]
        for at in range(last + 1, min(last + 4, len(units.units))):
            if units.units[at - 1].key in agents and self._is_actor(units, at):
                return at, self._force_end(units, at)
        for at in range(draft.head - 1, -1, -1):
            if units.clauses[at] != draft.clause:
                return None
            if self._is_actor(units, at) and not _owns_target(units, at):
                source = draft.source
                if source is not None and source.start <= at < source.end:
                    return None
                return at, min(self._force_end(units, at), draft.head)
        return None

    def _is_actor(self, units: Units, at: int) -> bool:
        unit = units.units[at]
        if unit.kind == ACTOR:
            return True
        return unit.kind == WORD and unit.key in self.codebook.sides and self.text[unit.start].isupper()

    def _force_end(self, units: Units, at: int) -> int:
        end = at + 1
        for after in range(at + 1, min(at + 1 + FORCE_WORDS, len(units.units))):
            unit = units.units[after]
            if unit.kind == WORD and unit.key in self.codebook.force_words:
                end = after + 1
        return end

    def _set_target_side(self, units: Units, draft: Draft) -> None:
        """Set whose place, or whose target, it is."""
        for place in draft.places:
            found = self.resolutions[place.mention].place
            if place.role in SITE_ROLES and found is not None and found.country:
                draft.target_side = SIDES.get(found.country, "other")
                return
        for at in range(draft.matches[0].claimed[-1] + 1, len(units.units)):
            if units.clauses[at] != draft.clause:
                return
            if units.units[at].kind == ACTOR and draft.page.group in {"strike", "ground"}:
                side = side_of(self.text, units.units[at : at + 1], self.resolutions, self.codebook)
                draft.target_side = side if side != draft.actor_side else ""
                return

    # --- dates ---------------------------------------------------------------------------

    def _date(self, units: Units, draft: Draft, barred: Collection[int]) -> None:
        """Set the day that the sentence ties a draft to: that of its clause first.

        A day in ``barred`` says when something was said, not when it happened.
        """
        found = [
            (units.clauses[at] != draft.clause, abs(at - draft.head), unit.index)
            for at, unit in enumerate(units.units)
            if unit.kind == DATE and at not in barred and self._dates_clause(units, at, draft)
        ]
        days = [row for row in found if self.dates[row[2]].when.text]
        times = [row for row in found if not self.dates[row[2]].when.text]
        if days:
            draft.when = self.dates[min(days)[2]].when
            draft.evidence.append(f"day: {draft.when.text!r}")
        if times and not draft.when.time_text:
            clock = self.dates[min(times)[2]].when.time_text
            when = draft.when
            draft.when = When(when.start, when.end, when.precision, when.text, clock)

    def _dates_clause(self, units: Units, at: int, draft: Draft) -> bool:
        """Return whether a date can be the draft's: "since the war began last Friday" can."""
        opener = units.openers[units.clauses[at]]
        if units.clauses[at] == draft.clause:
            return True
        if _segment(units, at) != draft.segment:
            return False
        if opener not in self.codebook.words["governors"]["anchor_openers"]:
            return True
        words = self.dates[units.units[at].index].when.text.casefold().split()
        return not self.codebook.day_words.isdisjoint(words)


def _owns_target(units: Units, at: int) -> bool:
    """Return whether a nation only owns what is hit: "a Ukrainian depot"."""
    return any(unit.kind == TARGET for unit in units.units[at + 1 : at + OWNER_REACH])


def _segment(units: Units, at: int) -> int:
    """Return the part of the sentence, between semicolons, that a unit is in."""
    return sum(opener == HARD_OPENER for opener in units.openers[: units.clauses[at] + 1])


def _by_sentence(keys: object, rows: Sequence[object]) -> dict[int, list[tuple[int, object]]]:
    found: dict[int, list[tuple[int, object]]] = {}
    for index, (key, row) in enumerate(zip(keys, rows, strict=True)):  # type: ignore[call-overload]
        found.setdefault(key, []).append((index, row))
    return found


def _join_strikes(drafts: Sequence[Draft], resolutions: Sequence[Resolution]) -> list[Draft]:
    """Join strikes without a named means to the exact one of the same sentence."""
    exact = [d for d in drafts if d.is_strike and not d.page.yields]
    kept: list[Draft] = []
    for draft in drafts:
        home = _home_of(draft, exact, resolutions)
        if home is None:
            kept.append(draft)
        else:
            absorb(home, draft, resolutions)
    return kept


def _home_of(
    draft: Draft, exact: Sequence[Draft], resolutions: Sequence[Resolution]
) -> Draft | None:
    if not draft.page.yields:
        return None
    homes = [d for d in exact if d.segment == draft.segment and d.realis is draft.realis]
    if draft.type_id == "explosion":
        mine = {place_key(resolutions[p.mention]) for p in draft.places}
        homes = [
            d for d in homes if mine <= {place_key(resolutions[p.mention]) for p in d.places}
        ]
    return min(homes, key=lambda d: abs(d.head - draft.head), default=None)


def _giver(draft: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """Return the draft whose places another may take over: same clause, then before, then near."""
    groups = GIVERS.get(draft.page.group, frozenset())
    fitting = [
        other
        for other in drafts
        if other is not draft
        and other.page.group in groups
        and other.segment == draft.segment
        and other.realis is draft.realis
        and any(place.role in SITE_ROLES for place in other.places)
    ]
    return min(
        fitting,
        key=lambda d: (d.clause != draft.clause, d.head > draft.head, abs(d.head - draft.head)),
        default=None,
    )


def _source_of(draft: Draft, sources: tuple[Source, ...]) -> Source | None:
    """Return the source whose claim holds the trigger, the one nearest before it."""
    holding = [source for source in sources if draft.head in source.scope]
    return min(holding, key=lambda source: abs(source.start - draft.head), default=None)
