"""Which words are mentions: names known and unknown, lists, qualifiers, other languages."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.gazetteer import open_gazetteer
from geomap.mentions import from_spacy
from geomap.records import Use, Zone
from tests.support.names import mentions_of, places_of

if TYPE_CHECKING:
    from collections.abc import Callable

    Seconds = Callable[[Callable[[], object]], float]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("They left for New York on Monday.", ["New York"]),
        ("The U.S. and the UK agreed with the US.", ["U.S.", "UK", "US"]),
        ("Blasts shook Kryvyi Rih.", ["Kryvyi Rih"]),
        ("A train from São Paulo arrived in Ivano-Frankivsk.", ["São Paulo", "Ivano-Frankivsk"]),
        ("Kyiv, Kharkiv and Odesa lost power.", ["Kyiv", "Kharkiv", "Odesa"]),
        ("It told us to go, and we went.", []),
        ("It cost US$5 in all.", []),
    ],
)
def test_names_are_found_longest_first(text: str, places: list[str]) -> None:
    assert places_of(text) == places


def test_an_acronym_is_not_found_inside_a_common_word() -> None:
    """ "Us" and "it" are no country codes."""
    assert places_of("Us and them: it was in all of us.") == []


def test_a_plural_type_word_holds_for_every_member_of_the_list() -> None:
    donetsk, luhansk = mentions_of("Fighting goes on in Donetsk and Luhansk regions.")

    assert "admin1" in donetsk.kinds & luhansk.kinds
    assert donetsk.list_id == luhansk.list_id is not None


def test_members_of_a_list_share_its_number_and_others_do_not() -> None:
    lviv, odesa, sumy, rivne = mentions_of("Lviv, Odesa and Sumy were hit. In Rivne, all was calm.")

    assert lviv.list_id == odesa.list_id == sumy.list_id is not None
    assert rivne.list_id is None


def test_a_comma_before_the_wider_place_qualifies() -> None:
    paris, texas = mentions_of("He was born in Paris, Texas.")

    assert paris.parent == 1
    assert texas.parent is None


def test_a_comma_in_a_list_does_not_qualify() -> None:
    """Chuhuiv lies in Kharkiv Oblast, but here three towns are listed."""
    assert all(m.parent is None for m in mentions_of("Shells hit Chuhuiv, Kharkiv and Sumy."))


def test_the_owner_in_front_qualifies() -> None:
    kyiv, district = mentions_of("Debris fell in Kyiv's Podilskyi district.")

    assert district.parent == 0
    assert district.kinds & {"district"}
    assert kyiv.parent is None


def test_an_unknown_name_with_a_type_word_is_a_mention() -> None:
    """ "The village of X" is a place even if no gazetteer knows X."""
    (mention,) = mentions_of("Shells fell on the village of Qwertyivkove at noon.")

    assert (mention.text, mention.use) == ("Qwertyivkove", Use.LITERAL)


def test_an_unknown_name_in_a_headline_needs_its_type_word_in_small_letters() -> None:
    assert places_of("Fire in the village of Qwertyivkove in Odesa Oblast")[0] == "Qwertyivkove"
    assert "Qwertyivkove" not in places_of("Fire in the Village of Qwertyivkove in Odesa Oblast")


def test_an_unknown_name_before_its_region_is_a_mention() -> None:
    village, region = mentions_of("Soldiers hold Qwertyivkove, Kharkiv region.")

    assert (village.text, village.use, village.parent) == ("Qwertyivkove", Use.LITERAL, 1)
    assert region.text == "Kharkiv region"


@pytest.mark.parametrize("text", ["Zaitseve", "Zaitseve (near)"])
def test_a_line_that_holds_little_but_a_name_names_a_place(text: str) -> None:
    assert places_of(text) == ["Zaitseve"]


def test_a_short_line_with_another_capital_does_not() -> None:
    """A photographer's name is such a line, too."""
    assert places_of("Zaitseve Qwertson") == []


def test_a_name_behind_a_type_word_is_taken_whole() -> None:
    """ "Nova" alone is a place elsewhere; the village is called by both words."""
    (village,) = mentions_of("A drone fell in the village of Nova Qwertyivka.")

    assert village.text == "Nova Qwertyivka"


def test_an_unknown_name_without_a_type_word_is_not() -> None:
    assert mentions_of("The reporter met Qwertyivkove at noon.") == ()


def test_capitals_throughout_hide_no_place_and_make_none_up() -> None:
    text = "A QUIET DAY\n\nMISSILES HIT KYIV AND ODESA AS MORE TALKS FAIL\n\nThe day was calm."

    assert places_of(text) == ["KYIV", "ODESA"]


def test_lower_case_is_read_when_asked_for() -> None:
    text = "Explosions heard in kharkiv and near odesa tonight"

    assert places_of(text) == []
    assert places_of(text, ignore_case=True) == ["kharkiv", "odesa"]


def test_links_and_accounts_are_no_names_in_lower_case_either() -> None:
    text = "loud booms in belgorod, shebekino same. https://kyiv.example/lviv @odesa #Russia"

    assert places_of(text) == ["Russia"]
    assert places_of(text, ignore_case=True) == ["belgorod", "shebekino", "Russia"]


def test_a_span_of_another_recogniser_becomes_a_mention() -> None:
    text = "They met at Zxyville yesterday."
    start = text.index("Zxyville")

    (mention,) = mentions_of(text, spans=[(start, start + 8)])

    assert (mention.start, mention.text) == (start, "Zxyville")


def test_a_border_is_one_place() -> None:
    (border,) = mentions_of("Guards closed the Polish-Ukrainian border overnight.")

    assert border.text == "Polish-Ukrainian border"


def test_a_direction_before_a_type_word_is_no_relation() -> None:
    """ "The northeastern city of Kharkiv" lies nowhere but in Kharkiv."""
    (kharkiv,) = mentions_of("Rockets hit the northeastern city of Kharkiv.")

    assert kharkiv.relation == ""
    assert "city" in kharkiv.kinds


def test_the_relation_keeps_its_words() -> None:
    text = "Launched from the “western coast of the Sea of Azov,” they said."

    (sea,) = mentions_of(text)

    assert sea.relation == "coast/W"
    assert sea.relation_span is not None
    assert text[slice(*sea.relation_span)] == "western coast of the "


@pytest.mark.parametrize(
    ("iso", "text", "names"),
    [
        ("uk", "Вибухи пролунали у Харкові та в Одесі.", ["Kharkiv", "Odesa"]),
        ("uk", "Обстріл Запорізької області тривав.", ["Zaporizhzhia Oblast"]),
        ("ru", "Взрывы прогремели в Харькове и Полтаве.", ["Kharkiv", "Poltava"]),
    ],
)
def test_declined_names_are_found(iso: str, text: str, names: list[str]) -> None:
    found = [open_gazetteer().candidates(mention.name)[0] for mention in mentions_of(text, iso)]

    assert [candidate.place.name for candidate in found] == names


def test_a_language_without_a_lexicon_still_finds_places() -> None:
    assert places_of("Explosionen in Charkiw und Kyiv", iso="de")[-1] == "Kyiv"


def test_a_spacy_pipeline_is_a_recogniser() -> None:
    """Places it finds join ours; other labels only weigh."""
    spacy = pytest.importorskip("spacy", reason="the extra [spacy] is not installed")
    pipeline = spacy.blank("en")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns(
        [{"label": "FAC", "pattern": "Old Mill Bunker"}, {"label": "DATE", "pattern": "Monday"}]
    )
    text = "Monday: fire at Old Mill Bunker in Uman."

    spans = from_spacy(pipeline)(text, "en")

    assert spans == ((16, 31, "place"),)
    assert places_of(text) == ["Uman"]
    found = mentions_of(text, spans=list(spans))
    assert [m.text for m in found if m.use is Use.LITERAL] == ["Old Mill Bunker", "Uman"]


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from("Kyiv London's, .-“”\n(Чернігів)US;–0X\u200f\u0301\U0001f680"),
        max_size=200,
    )
)
def test_spans_always_slice_back_to_their_text(text: str) -> None:
    found = mentions_of(text)

    assert all(text[m.start : m.end] == m.text for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_a_parent_is_always_another_mention() -> None:
    text = "In Paris, Texas, and Odesa (Ukraine), in Lviv, Ukraine; Kyiv's Podilskyi district."
    found = mentions_of(text)

    assert any(m.parent is not None for m in found)
    assert all(
        m.parent != n and m.parent in {None, *range(len(found))} for n, m in enumerate(found)
    )


@pytest.mark.parametrize(
    "piece",
    [
        "Kyiv, ",
        "Kyiv and ",
        "Jack London ",
        "the village of ",
        "A-",
        "Kyiv's ",
        "the village of Qwertyivka. ",
        "near Qwertyivka ",
        "Lincoln, 42, ",
        "#Kyiv#",
        "@Kyiv.",
        "https://",
        "the states' ",
        "Mr Holland and ",
        "State ",
    ],
)
def test_a_long_repetition_takes_time_in_proportion(seconds: Seconds, piece: str) -> None:
    """Ten times the text may take some ten times the time, never a hundred times."""
    short, long = (seconds(lambda text=piece * times: mentions_of(text)) for times in (500, 5_000))

    assert long < 40 * max(short, 0.002)


def test_more_names_than_the_limit_are_cut() -> None:
    assert len(mentions_of("Kyiv. " * 20_050)) == 20_000


def test_a_possessive_inside_a_name_belongs_to_it() -> None:
    assert "St John's" in places_of("A storm reached St John's, Newfoundland, at noon.")


def test_a_telegram_in_capitals_is_mapped() -> None:
    """Capitals throughout are a way of writing, not lines that lead to other articles."""
    text = "STRIKES HIT KHARKIV AND SUMY AT NIGHT\nFIRES BURN IN LVIV AND ODESA TODAY"

    assert {mention.zone for mention in mentions_of(text)} <= {Zone.BODY, Zone.HEADLINE}


def test_a_country_is_not_its_capital_or_its_regions() -> None:
    """ "The capital of X" names X; what it demands is another place."""
    mentions = mentions_of("the capital of Ghana and three regions of China, in the Pacific region")

    assert {mention.name: mention.kinds for mention in mentions} == {
        "ghana": frozenset(),
        "china": frozenset(),
        "pacific": frozenset(),
    }


def test_the_word_states_inside_a_name_spreads_over_no_list() -> None:
    mentions = mentions_of("Doctors from Asia, Africa and the United States met.")

    assert [mention.kinds for mention in mentions[:2]] == [frozenset(), frozenset()]


def test_a_list_of_states_qualifies_nothing() -> None:
    """Twin: a town before its state is qualified."""
    listed = mentions_of("It was sold in Utah, New York, Ohio and Iowa.")
    (town, _) = mentions_of("It was sold in Albany, New York.")

    assert [mention.parent for mention in listed] == [None] * 4
    assert town.parent == 1


def test_a_name_may_begin_with_a_possessive() -> None:
    assert places_of("He flew to the People's Republic of China.") == ["People's Republic of China"]


def test_a_settlement_made_known_by_its_type_word_is_found_again() -> None:
    text = (
        "The village of Qwertyivkove was hit. Qwertyivkove had a school. Doctors left Qwertyivkove."
    )

    assert places_of(text) == ["Qwertyivkove"] * 3


def test_a_street_made_known_by_its_type_word_is_not() -> None:
    """The twin: who gave a street his name is met again as himself."""
    assert places_of("A fire on Qwertson Street. Qwertson was a poet.") == ["Qwertson Street"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("sirens in #kharkiv and #KryvyiRih #breaking", ["kharkiv", "KryvyiRih"]),
        ("says @Kyiv_Post, see https://example.org/Lviv-news or jane@kyiv.example", []),
        ("#Dnipro_Oblast is dark", ["Dnipro_Oblast"]),
    ],
)
def test_hashtags_are_names_and_accounts_and_links_are_none(text: str, places: list[str]) -> None:
    assert places_of(text) == places


def test_a_given_place_takes_in_an_everyday_word_and_no_other_name() -> None:
    """A mill is a town somewhere; Uman is one in every report."""
    text = "Fire at Old Mill Bunker and at Old Uman Bunker."
    spans = [(8, 23), (31, 46)]

    found = [m.text for m in mentions_of(text, spans=spans) if m.use is not Use.NAME_PART]

    assert "Old Mill Bunker" in found
    assert "Old Uman Bunker" not in found
