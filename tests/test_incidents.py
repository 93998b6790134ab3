"""What a text says happened: roles, numbers, sources, doubt, days, and what belongs together."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from geomap.records import Certainty, Realis, Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from geomap.records import Incident, Resolution

    Reading = tuple[tuple[Resolution, ...], tuple[Incident, ...]]
    Read = Callable[..., Reading]
    Seconds = Callable[[Callable[[], object]], float]

BODY = "Headline of the day\n\n"


@pytest.fixture
def read(read_incidents: Read) -> Callable[..., Reading]:
    """Read a text as the body below a headline that says nothing."""

    def read_body(text: str, **options: object) -> Reading:
        return read_incidents(BODY + text, **options)

    return read_body


def roles(reading: Reading, type_id: str) -> dict[str, Role]:
    """The places of the one incident of a type, with their roles."""
    resolutions, _ = reading
    return {resolutions[p.mention].mention.text: p.role for p in only(reading, type_id).places}


def only(reading: Reading, type_id: str) -> Incident:
    (incident,) = [one for one in reading[1] if one.incident_type == type_id]
    return incident


def counts(incident: Incident) -> dict[str, float | None]:
    return {count.kind: count.value for count in incident.counts}


# --- roles ---------------------------------------------------------------------------------


def test_a_list_shares_the_role_of_its_first_member(read: Read) -> None:
    found = roles(
        read("Missiles struck Lviv, Ternopil and the southern city of Odesa."), "missile_strike"
    )

    assert found == dict.fromkeys(("Lviv", "Ternopil", "Odesa"), Role.TARGET)


def test_the_place_of_launch_is_no_target(read: Read) -> None:
    reading = read("Twenty drones were launched at Dnipro from Kursk.")

    assert roles(reading, "drone_strike") == {"Dnipro": Role.TARGET, "Kursk": Role.ORIGIN}


def test_a_range_across_the_country_has_no_origin(read: Read) -> None:
    """After "across the country" the word "from" opens a range: its place is hit, too."""
    reading = read(
        "Missiles hit depots across the country from Lviv, as well as in the port town of Odesa."
    )

    assert roles(reading, "missile_strike") == {"Lviv": Role.TARGET, "Odesa": Role.TARGET}


def test_without_the_range_the_same_words_name_an_origin(read: Read) -> None:
    """The twin of the test above."""
    reading = read("Missiles were fired at the port town of Odesa from Kursk.")

    assert roles(reading, "missile_strike") == {"Odesa": Role.TARGET, "Kursk": Role.ORIGIN}


def test_towns_that_report_strikes_are_targets_of_the_missiles_of_the_sentence(read: Read) -> None:
    reading = read("Missiles hit Lviv, while Sumy, Poltava and Odesa all reported strikes.")

    assert set(roles(reading, "missile_strike")) == {"Lviv", "Sumy", "Poltava", "Odesa"}
    assert [one.incident_type for one in reading[1]] == ["missile_strike"]


def test_what_holds_a_place_is_no_place_of_its_own(read: Read) -> None:
    reading = read("Shells hit Beryslav, a town in the Kherson region.")

    assert roles(reading, "shelling") == {"Beryslav": Role.TARGET}


def test_a_clause_with_where_happens_at_the_place_before_it(read: Read) -> None:
    reading = read("Rescuers worked in Uman, where a drone fell on a farm.")

    assert roles(reading, "drone_strike") == {"Uman": Role.TARGET}


def test_two_clauses_are_no_list(read: Read) -> None:
    reading = read("Kharkiv was shelled and Sumy was hit by drones.")

    assert roles(reading, "shelling") == {"Kharkiv": Role.TARGET}
    assert roles(reading, "drone_strike") == {"Sumy": Role.TARGET}


def test_towns_left_without_power_are_affected(read: Read) -> None:
    reading = read("The attack left Poltava and Sumy without power.")

    assert roles(reading, "service_outage") == dict.fromkeys(("Poltava", "Sumy"), Role.AFFECTED)


def test_the_speakers_town_is_no_place_of_the_incident(read: Read) -> None:
    reading = read("The mayor of Sumy said that drones had hit Poltava.")

    assert roles(reading, "drone_strike") == {"Poltava": Role.TARGET}


def test_the_city_points_back_to_the_city_of_the_speaker(read: Read) -> None:
    reading = read(
        "Kharkiv mayor Ihor Terekhov said that the city's power plants were damaged.",
        actors={"Kharkiv"},
    )

    assert roles(reading, "infrastructure_damage") == {"Kharkiv": Role.AFFECTED}


def test_a_dateline_is_no_place(read: Read) -> None:
    reading = read("KYIV, May 9 (Wire) - Drones struck Odesa.")

    assert roles(reading, "drone_strike") == {"Odesa": Role.TARGET}
    assert only(reading, "drone_strike").when.start is None


def test_captions_links_and_footers_tell_of_nothing(read: Read) -> None:
    text = (
        "A missile hit Odesa in 2014. (AP Photo/Jane Doe)\n\n"
        "READ MORE: Drones strike Lviv\n\n© 2023 Shelling of Sumy"
    )

    assert read(text)[1] == ()


# --- numbers -------------------------------------------------------------------------------


def test_a_number_stands_on_one_incident_only(read: Read) -> None:
    reading = read("Russia launched 47 cruise missiles at Lviv and gunners shot down 40 of them.")

    assert counts(only(reading, "missile_strike")) == {"launched": 47}
    assert counts(only(reading, "interception")) == {"intercepted": 40}
    assert only(reading, "interception").attack_id == only(reading, "missile_strike").incident_id


def test_all_that_was_launched_and_shot_down_is_a_number_of_both(read: Read) -> None:
    reading = read("Gunners shot down all 14 drones launched from Kursk.")

    assert counts(only(reading, "interception")) == {"intercepted": 14}
    assert counts(only(reading, "drone_strike")) == {"launched": 14}


def test_a_number_belongs_to_the_verb_before_it(read: Read) -> None:
    """The twin: without "all", more may have been launched."""
    reading = read("Gunners shot down 14 drones launched from Kursk.")

    assert counts(only(reading, "interception")) == {"intercepted": 14}
    assert counts(only(reading, "drone_strike")) == {}


def test_a_part_and_its_whole_go_to_interception_and_attack(read: Read) -> None:
    reading = read("The army said it had destroyed 21 of the 33 missiles fired at Dnipro.")

    assert counts(only(reading, "interception")) == {"intercepted": 21}
    assert counts(only(reading, "missile_strike")) == {"launched": 33}


def test_one_verb_may_send_two_weapons(read: Read) -> None:
    reading = read("Russia launched 30 drones and twelve missiles at Odesa.")

    assert counts(only(reading, "drone_strike")) == {"launched": 30}
    assert counts(only(reading, "missile_strike")) == {"launched": 12}


@pytest.mark.parametrize(
    ("words", "value", "low", "high", "is_approximate"),
    [
        ("12", 12, None, None, False),
        ("At least 12", 12, 12, None, True),
        ("Up to 40", 40, None, 40, True),
        ("About 30", 30, None, None, True),
        ("Two dozen", 24, None, None, False),
        ("Twenty-one", 21, None, None, False),
        ("30 to 40", 35, 30, 40, True),
        ("1,200", 1200, None, None, False),
        ("Dozens of", None, None, None, True),
    ],
)
def test_number_phrases(  # noqa: PLR0913, PLR0917 - one column per field of a count
    read: Read,
    words: str,
    value: float,
    low: float,
    high: float,
    is_approximate: bool,  # noqa: FBT001 - a column of the table
) -> None:
    (count,) = only(read(f"{words} people were wounded in Sumy."), "casualties").counts

    assert (count.value, count.low, count.high) == (value, low, high)
    assert (count.kind, count.unit, count.approximate) == ("injured", "people", is_approximate)


@pytest.mark.parametrize(
    "text",
    [
        "A 33-year-old engineer praised the shelling of Sumy.",
        "In 2014 shelling of Sumy began.",
        "The 128th Brigade saw shelling of Sumy.",
    ],
)
def test_ages_years_and_names_are_no_counts(read: Read, text: str) -> None:
    assert only(read(text), "shelling").counts == ()


def test_a_share_keeps_its_unit(read: Read) -> None:
    (count,) = only(
        read("Nearly 5% of households in Poltava were left without water."), "service_outage"
    ).counts

    assert (count.value, count.unit, count.approximate) == (5, "% of households", True)


def test_a_part_already_counted_is_not_counted_again(read: Read) -> None:
    (count,) = only(
        read("Three people, including two children, were wounded in Sumy."), "casualties"
    ).counts

    assert count.value == 3


@pytest.mark.parametrize(
    "text",
    [
        "At least 45 people, six of them children, were killed in Sumy.",
        "At least 45 people from two villages were killed in Sumy.",
        "The two sides said that 45 people were killed in Sumy.",
    ],
)
def test_a_number_beside_the_count_is_passed_over(read: Read, text: str) -> None:
    assert counts(only(read(text), "casualties")) == {"killed": 45}


def test_a_person_counts_as_one(read: Read) -> None:
    assert counts(only(read("A 45-year-old man was killed in Sumy."), "casualties")) == {
        "killed": 1
    }


def test_each_place_keeps_its_own_number(read: Read) -> None:
    resolutions, incidents = read("Two people were killed in Beryslav and three in Kherson.")
    (casualties,) = incidents
    numbers = {resolutions[p.mention].mention.text: p.counts[0].value for p in casualties.places}

    assert numbers == {"Beryslav": 2, "Kherson": 3}
    assert casualties.counts == ()


def test_the_people_moved_are_a_number_of_the_whole_incident(read: Read) -> None:
    moved = only(read("About 300 people were evacuated from Kherson to Mykolaiv."), "displacement")

    assert counts(moved) == {"affected": 300}


def test_missiles_and_drones_are_counted_apart(read: Read) -> None:
    stopped = only(read("Gunners shot down 87 missiles and 27 drones."), "interception")

    assert [(count.value, count.unit) for count in stopped.counts] == [
        (87, "missiles"),
        (27, "drones"),
    ]


def test_power_cut_to_people_is_an_outage(read: Read) -> None:
    outage = only(read("Missiles hit Sumy, cutting power to 1.5 million people."), "service_outage")

    assert counts(outage) == {"affected": 1_500_000}


def test_the_dead_of_a_named_attack_stand_on_the_attack(read: Read) -> None:
    reading = read("Shelling of Kherson killed two people.")

    assert [one.incident_type for one in reading[1]] == ["shelling"]
    assert counts(only(reading, "shelling")) == {"killed": 2}


def test_the_dead_of_the_next_sentence_belong_to_the_attack_before(read: Read) -> None:
    reading = read("A missile hit Uman on Friday. Four people were killed.")
    casualties, attack = only(reading, "casualties"), only(reading, "missile_strike")

    assert casualties.attack_id == attack.incident_id
    assert casualties.when.start == attack.when.start == dt.date(2023, 5, 5)
    assert roles(reading, "casualties") == {"Uman": Role.AFFECTED}


# --- who says so ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "side"),
    [
        ("Governor Oleh Synyehubov said that shells hit Izium.", "Governor Oleh Synyehubov", "UA"),
        ("Shells hit Izium, the Ukrainian army said.", "Ukrainian army", "UA"),
        ("Shells hit Belgorod, according to the regional governor.", "regional governor", "RU"),
        ("Shells hit Izium, said Jane Doe, a nurse.", "Jane Doe", "UA"),
        ("Jane Doe, the mayor, said shells had hit Izium.", "Jane Doe", "UA"),
    ],
)
def test_the_source_of_a_claim(read: Read, text: str, name: str, side: str) -> None:
    shelling = only(read(text), "shelling")

    assert (shelling.attribution, shelling.attribution_side) == (name, side)
    assert shelling.certainty is Certainty.ATTRIBUTED
    assert [claim.attribution for claim in shelling.claims] == [name]


def test_the_channel_of_a_claim(read: Read) -> None:
    shelling = only(read("The governor wrote on Telegram that shells hit Izium."), "shelling")

    assert shelling.channel == "Telegram"


def test_a_pronoun_is_the_one_who_spoke_last(read: Read) -> None:
    reading = read("Mayor Jane Doe said it was a hard night. She said that shells had hit Izium.")

    assert only(reading, "shelling").attribution == "Mayor Jane Doe"


def test_what_nobody_says_is_stated(read: Read) -> None:
    shelling = only(read("Shells hit Izium."), "shelling")

    assert (shelling.certainty, shelling.claims) == (Certainty.STATED, ())


@pytest.mark.parametrize(
    "text", ["Officials alleged that shells hit Izium.", "Shells reportedly hit Izium."]
)
def test_an_unproven_claim_is_unconfirmed(read: Read, text: str) -> None:
    assert only(read(text), "shelling").certainty is Certainty.UNCONFIRMED


def test_a_claim_is_attributed(read: Read) -> None:
    """The twin: who claims it is its source, and the text itself does not doubt it."""
    shelling = only(read("Officials claimed that shells hit Izium."), "shelling")

    assert (shelling.certainty, shelling.attribution) == (Certainty.ATTRIBUTED, "Officials")


def test_what_one_asserts_and_another_denies_is_disputed(read: Read) -> None:
    reading = read(
        "The Russian ministry denied striking the hospital in Izium. "
        "Governor Jane Doe said a glide bomb hit the hospital."
    )
    strike = only(reading, "air_strike")

    assert (strike.realis, strike.certainty) == (Realis.ACTUAL, Certainty.DISPUTED)
    assert strike.denied_by == "Russian ministry"
    assert {claim.attribution for claim in strike.claims} == {
        "Russian ministry",
        "Governor Jane Doe",
    }


# --- did it happen -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "realis"),
    [
        ("Drones hit Odesa.", Realis.ACTUAL),
        ("Drones could hit Odesa.", Realis.HYPOTHETICAL),
        ("If drones hit Odesa, the port will close.", Realis.HYPOTHETICAL),
        ("If Russia attacks Odesa again, the plant may close.", Realis.HYPOTHETICAL),
        ("The army will shell Odesa with artillery.", Realis.EXPECTED),
        ("Drones did not hit Odesa.", Realis.DENIED),
        ("The mayor did not rule out new drone strikes on Odesa.", Realis.HYPOTHETICAL),
        ("The ministry denied that drones had hit Odesa.", Realis.DENIED),
    ],
)
def test_realis(read: Read, text: str, realis: Realis) -> None:
    _, incidents = read(text)
    strike = next(one for one in incidents if one.incident_type != "threat_statement")

    assert strike.realis is realis


@pytest.mark.parametrize(
    "text",
    [
        "No missile strikes were reported in Odesa.",
        "There were no casualties in Odesa.",
        "The army turned its focus to destroying the power grid of Odesa.",
        "Prices rose since shelling of Odesa began.",
    ],
)
def test_what_did_not_happen_here_is_no_incident(read: Read, text: str) -> None:
    assert read(text)[1] == ()


def test_no_casualties_do_not_deny_the_strike(read: Read) -> None:
    strike = only(
        read("There were no casualties after the strike on Poltava."), "strike_unspecified"
    )

    assert strike.realis is Realis.ACTUAL


def test_a_feared_offensive_is_a_threat_from_its_origin(read: Read) -> None:
    reading = read("Officials warned of a possible attack from Belarus.", literal={"Belarus"})

    assert roles(reading, "threat_statement") == {"Belarus": Role.ORIGIN}


# --- when ----------------------------------------------------------------------------------


def test_the_day_of_the_clause(read: Read) -> None:
    reading = read("Ministers met in Geneva on Thursday as missiles struck Lviv on Friday.")

    assert only(reading, "diplomacy").when.start == dt.date(2023, 5, 4)
    assert only(reading, "missile_strike").when.start == dt.date(2023, 5, 5)


def test_the_day_of_the_sentence_if_the_clause_has_none(read: Read) -> None:
    reading = read("Envoys spoke at Monday's talks, which opened as missiles struck Lviv.")

    assert only(reading, "missile_strike").when.start == dt.date(2023, 5, 8)


def test_the_day_something_was_said_is_not_when_it_happened(read: Read) -> None:
    assert (
        only(read("The mayor said on Monday that shells had hit Izium."), "shelling").when.start
        is None
    )


def test_an_undated_incident_never_takes_the_day_of_publication(read: Read) -> None:
    when = only(read("Shells hit Izium."), "shelling").when

    assert (when.start, when.end, when.text) == (None, None, "")


def test_without_publication_the_words_of_the_day_are_kept(read: Read) -> None:
    when = only(read("Shells hit Izium on Monday.", published=None), "shelling").when

    assert (when.start, when.text) == (None, "Monday")


def test_a_weekday_of_what_is_expected_lies_ahead(read: Read) -> None:
    meeting = only(read("The president will visit Warsaw on Monday."), "diplomacy")

    assert (meeting.realis, meeting.when.start) == (Realis.EXPECTED, dt.date(2023, 5, 15))


# --- what belongs together ------------------------------------------------------------------


def test_headline_and_text_tell_of_one_incident(read_incidents: Read) -> None:
    reading = read_incidents(
        "President lands in Warsaw\n\nThe president touched down in Warsaw on Monday."
    )
    visit = only(reading, "diplomacy")

    assert visit.when.start == dt.date(2023, 5, 8)
    assert visit.trigger.start > len("President lands in Warsaw")


def test_a_visit_in_the_headline_is_no_target_of_the_text(read_incidents: Read) -> None:
    """Where the text names no target there is none: the town of another incident is no guess."""
    reading = read_incidents(
        "President lands in Minsk\n\nThe president talked of trade.\n\n"
        "Russia launched 30 drones in the night, the army said."
    )

    assert roles(reading, "drone_strike") == {}


def test_other_places_are_other_incidents(read: Read) -> None:
    reading = read("Missiles struck Lviv on Monday.\n\nMissiles struck Odesa on Friday.")

    assert [one.incident_type for one in reading[1]] == ["missile_strike", "missile_strike"]


def test_parts_between_semicolons_stay_apart(read: Read) -> None:
    _, incidents = read(
        "In Kherson, shelling injured two on Monday; in Nikopol, shelling damaged a school."
    )

    assert [one.incident_type for one in incidents] == [
        "shelling",
        "shelling",
        "infrastructure_damage",
    ]
    assert incidents[2].attack_id == incidents[1].incident_id


def test_ids_hold_no_offset_and_stay_when_the_text_before_changes(read: Read) -> None:
    short = only(read("Shells hit Izium."), "shelling").incident_id
    longer = only(read("It was a quiet morning.\n\nShells hit Izium."), "shelling").incident_id

    assert short == longer
    assert short.startswith("test-shelling-")


def test_repeated_sentences_get_ids_of_their_own(read: Read) -> None:
    _, incidents = read(
        "Shells hit Izium on Monday. Nothing else.\n\n"
        "Shells hit Sumy on Friday. Rain.\n\nShells hit Izium on Friday."
    )

    assert len({one.incident_id for one in incidents}) == len(incidents) == 3


# --- actors, weapons, targets ----------------------------------------------------------------


def test_actor_weapon_and_target(read: Read) -> None:
    strike = only(
        read("Russian forces hit a power plant in Burshtyn with Iskander missiles."),
        "missile_strike",
    )

    assert (strike.actor, strike.actor_side, strike.target_side) == ("Russian forces", "RU", "UA")
    assert (strike.weapon, strike.target_kind) == ("Iskander", "energy")


def test_the_owner_of_a_target_is_not_the_actor(read: Read) -> None:
    loss = only(
        read("Missiles destroyed a Ukrainian ammunition depot near Pavlohrad."), "missile_strike"
    )

    assert loss.actor == ""


# --- robustness ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "Rain.", "Whisk the eggs with sugar and bake for 40 minutes.", "12;34;56\n7;8;9"],
)
def test_texts_without_incidents(read_incidents: Read, text: str) -> None:
    assert read_incidents(text)[1] == ()


@pytest.mark.parametrize(
    "words",
    [
        "missiles fired 30 of the 40 drones at Odesa, strikes hit ",
        "Shells hit Odesa. Moscow denied any part in it. ",
    ],
)
def test_a_hostile_text_takes_linear_time(
    seconds: Seconds, read_incidents: Read, words: str
) -> None:
    """Triggers, numbers and places in one paragraph: four times the text, not sixteen times."""
    short, long = (
        seconds(lambda text=BODY + words * times: read_incidents(text)) for times in (100, 400)
    )

    assert long < 12 * max(short, 0.01)


def test_the_same_text_gives_the_same_incidents(read: Read) -> None:
    text = "Drones struck Odesa on Monday, the mayor said. Two people were killed."

    assert read(text) == read(text)


def test_the_owner_of_what_is_destroyed_is_affected(read: Read) -> None:
    """A possessive is a word, whichever apostrophe it is written with."""
    for mark in "'’":
        reading = read(f"Attacks destroyed Ukraine{mark}s power grid.")

        assert roles(reading, "infrastructure_damage") == {"Ukraine": Role.AFFECTED}


# --- what a paragraph and a report are about --------------------------------------------------


def test_a_sentence_without_a_place_takes_the_one_its_paragraph_named(read: Read) -> None:
    reading = read("Nikopol lies on the river. It was a quiet day. Shells hit a school.")

    assert roles(reading, "shelling") == {"Nikopol": Role.TARGET}


def test_the_place_of_another_paragraph_is_not_taken(read: Read) -> None:
    """The twin: a paragraph of its own is about a place of its own."""
    reading = read("Nikopol lies on the river.\n\nShells hit a school.")

    assert roles(reading, "shelling") == {}


def test_what_names_only_its_launch_place_takes_no_target(read: Read) -> None:
    """A link from origin to target is drawn only where the text states both ends."""
    reading = read("Sumy was quiet. Missiles were launched from Kursk.")

    assert roles(reading, "missile_strike") == {"Kursk": Role.ORIGIN}


@pytest.mark.parametrize(
    "text",
    [
        "Odesa, a port on the Danube, was shelled.",
        "Odesa on the border with Moldova was shelled.",
        "Shelling of Odesa killed a couple from Sumy.",
    ],
)
def test_what_only_tells_more_of_a_place_has_no_role(read: Read, text: str) -> None:
    found = roles(read(text, literal={"Moldova"}), "shelling")

    assert found == {"Odesa": Role.TARGET}


def test_harm_told_later_has_the_day_of_the_attack_on_its_place(read: Read) -> None:
    reading = read(
        "Missiles struck Odesa on Friday.\n\nRescuers came.\n\nA school in Odesa was damaged."
    )
    damage = only(reading, "infrastructure_damage")

    assert damage.when.start == dt.date(2023, 5, 5)
    assert damage.attack_id == only(reading, "missile_strike").incident_id


def test_harm_in_another_town_is_not_tied_to_the_attack_on_one(read: Read) -> None:
    """The twin: only an attack on a country, or on many towns, reaches further."""
    reading = read(
        "Missiles struck Odesa on Friday.\n\nRescuers came.\n\nA school in Sumy was damaged."
    )
    damage = only(reading, "infrastructure_damage")

    assert damage.attack_id == ""
    assert damage.when.text == "Friday"  # the day the report is about is that of all it tells


def test_the_entries_of_a_live_page_have_the_day_above_them(read_incidents: Read) -> None:
    text = "War live\n\nLive, 9 May 2023.\n\n21:40\nShells hit Izium.\n\n20:10\nDrones hit Sumy."
    dated = [one.when.start for one in read_incidents(text)[1]]
    undated = [one.when.start for one in read_incidents(text.replace(", 9 May 2023", ""))[1]]

    assert set(dated) == {dt.date(2023, 5, 9)}
    assert set(undated) == {None}


def test_what_is_taken_for_known_is_told_again(read: Read) -> None:
    again = read("Shells hit Izium on Friday.\n\nThe town is small.\n\nThe shelling was heavy.")
    other = read("Shells hit Izium on Friday.\n\nThe town is small.\n\nShelling is feared by all.")

    assert len(again[1]) == 1
    assert len(other[1]) == 2


def test_an_attempt_is_a_fight_and_no_capture(read: Read) -> None:
    tried = read("Troops tried to capture Izium.")
    done = read("Troops captured Izium.")

    assert "territory_change" not in {one.incident_type for one in tried[1]}
    assert roles(done, "territory_change") == {"Izium": Role.CAPTURED}


def test_a_drone_that_is_shot_down_is_one(read: Read) -> None:
    assert counts(only(read("Gunners shot down a drone near Sumy."), "interception")) == {
        "intercepted": 1
    }
    assert counts(only(read("A drone hit a school in Sumy."), "drone_strike")) == {}


def test_a_thing_of_civilians_is_no_person(read: Read) -> None:
    assert counts(only(read("Shells hit a civilian car in Sumy."), "shelling")) == {}
    assert counts(only(read("Shells killed a civilian in Sumy."), "shelling")) == {"killed": 1}


def test_casualties_after_a_semicolon_go_on_from_the_strike(read: Read) -> None:
    strike = only(read("Shells hit the market of Izium; 12 people died."), "shelling")

    assert counts(strike) == {"killed": 12}


def test_a_name_keeps_the_side_it_was_introduced_with(read: Read) -> None:
    reading = read(
        "Shells hit Izium, Ukrainian officer Ivan Bondar said.\n\n"
        "A school in Sumy was damaged, Bondar said."
    )

    assert {one.attribution_side for one in reading[1]} == {"UA"}


def test_the_day_before_a_speaker_is_no_part_of_its_name(read: Read) -> None:
    source = only(read("On Monday the ministry reported shelling in Sumy."), "shelling")

    assert source.attribution == "ministry"


@pytest.mark.parametrize(
    "text",
    [
        "The war has entered its second year.",
        "He was born in Kherson and studied in Lviv.",
        "The Tu-95 can carry eight cruise missiles.",
        "The factory in Alabuga makes drones.",
        "The town had 20,000 people before the war.",
        "The mine in Donetsk employs 300 people.",
        "The city marked the anniversary of its liberation in 1943.",
        "The film tells of the siege of Leningrad.",
        "A storm hit the coast near Odesa.",
        "The team lost to Dnipro in the final.",
        "Firefighters put out the fire.",
        "The army needs more shells.",
        "Prices rose by a third in Minsk.",
        "The opposition attacked the government over taxes.",
        "A bomb disposal course was held in Zhytomyr.",
        "Kharkiv lies 30 km from the border.",
        "Lawmakers urged the senate to release the aid.",
    ],
)
def test_everyday_sentences_of_a_report_tell_of_nothing(read: Read, text: str) -> None:
    assert read(text)[1] == ()


def test_entries_of_a_live_blog_are_one_only_with_place_type_and_day(read_incidents: Read) -> None:
    """A time in a line of its own opens an entry as well as one before the words."""
    live = "War live\n\n21:40\nShells hit Izium.\n\n20:10\n{}\n"
    same = read_incidents(live.format("Shells hit Izium."))[1]
    bare = read_incidents(live.format("The shelling was heavy."))[1]

    assert len(same) == 1
    assert len(bare) == 2


def test_who_speaks_before_a_semicolon_speaks_for_what_stands_before(read: Read) -> None:
    tail = "the road is closed, trains stand still and the market has not opened for days"
    said = read(f"Shells hit Izium and Sumy, Bondar said on Monday; {tail}.")
    told = read(f"Shells hit Izium and Sumy; {tail}.")

    assert only(said, "shelling").attribution == "Bondar"
    assert not only(told, "shelling").attribution


@pytest.mark.parametrize(
    ("opening", "disputed"),
    [("", "shelling"), ("Shells killed two people in Sumy. ", "shelling")],
)
def test_a_paragraph_that_opens_with_a_denial_means_the_main_incident(
    read: Read, opening: str, disputed: str
) -> None:
    """The same words after another incident of the paragraph mean that one."""
    reading = read(
        "Shells hit Izium on Friday.\n\nThe shelling was heavy.\n\nA mine went off in Odesa."
        f"\n\n{opening}The ministry denied responsibility."
    )
    denied = [one for one in reading[1] if one.denied_by]

    assert [one.incident_type for one in denied] == [disputed]
    assert {reading[0][place.mention].mention.text for place in denied[0].places} == {
        "Sumy" if opening else "Izium"
    }


def test_a_rounded_number_of_the_headline_gives_way_to_the_exact_one(read_incidents: Read) -> None:
    text = (
        "Countries swap more than {} prisoners\n\nThe two sides exchanged 478 prisoners on Friday."
    )
    near = read_incidents(text.format(470))
    far = read_incidents(text.format(200))

    assert counts(only(near, "detention_exchange")) == {"affected": 478}
    assert len(far[1]) == 2
