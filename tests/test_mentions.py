"""Which words are mentions, and what each is used for."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap import lexicon
from geomap.errors import LexiconError
from geomap.gazetteer import open_gazetteer
from geomap.lexicon import Language, language, languages
from geomap.mentions import find_mentions, from_spacy
from geomap.mentions.lexis import lexis_of
from geomap.mentions.patterns import compile_patterns, line_of, words_matched
from geomap.records import Mention, Use, Zone
from geomap.text import read_document

if TYPE_CHECKING:
    from collections.abc import Callable

    from geomap.gazetteer import Gazetteer
    from geomap.mentions.spans import GivenSpan

    Seconds = Callable[[Callable[[], object]], float]


ENGLISH = language("en")


def mentions_of(
    text: str,
    iso: str = "en",
    *,
    ignore_case: bool = False,
    spans: list[GivenSpan] | None = None,
) -> tuple[Mention, ...]:
    words = language(iso)
    document = read_document(text, words.sections)
    return find_mentions(document, open_gazetteer(), words, ignore_case=ignore_case, spans=spans)


def places_of(text: str, iso: str = "en", *, ignore_case: bool = False) -> list[str]:
    found = mentions_of(text, iso, ignore_case=ignore_case)
    return [mention.text for mention in found if mention.use is not Use.NAME_PART]


def bracketed(example: str) -> tuple[str, int, int, str]:
    """Return an example's text, the span in brackets and what stands after "=>"."""
    words, _, expected = example.partition("=>")
    start, end = words.index("["), words.index("]") - 1
    return words.replace("[", "", 1).replace("]", "", 1).rstrip(), start, end, expected.strip()


def mention_in(example: str, iso: str = "en") -> Mention | None:
    text, start, end, _ = bracketed(example)
    found = [m for m in mentions_of(text, iso) if m.start < end and start < m.end]
    return found[0] if found else None


def examples(section: str, kind: str) -> list[Any]:
    """Return the examples of a section of the English lexicon, with the rule they belong to."""
    rows = [
        pytest.param(rule_id, row, example, id=f"{rule_id}: {example}")
        for rule_id, row in ENGLISH.sections[section].items()
        for example in row.get(kind, ())
    ]
    assert rows
    return rows


# --- the lexicon's own examples ----------------------------------------------------------


@pytest.mark.parametrize(("rule_id", "row", "example"), examples("uses", "found"))
def test_a_use_rule_decides_its_found_examples(
    rule_id: str, row: dict[str, Any], example: str
) -> None:
    mention = mention_in(example)

    assert mention is not None, rule_id
    assert (mention.use.value, mention.reason) == (row["use"], row["reason"])


@pytest.mark.parametrize(("rule_id", "row", "example"), examples("uses", "not_found"))
def test_a_use_rule_leaves_its_other_examples_alone(
    rule_id: str, row: dict[str, Any], example: str
) -> None:
    mention = mention_in(example)

    assert mention is None or mention.reason != row["reason"], rule_id


@pytest.mark.parametrize(("cue_id", "row", "example"), examples("kinds", "found"))
def test_a_type_word_says_what_kind_the_place_is(
    cue_id: str, row: dict[str, Any], example: str
) -> None:
    mention = mention_in(example)

    assert mention is not None, cue_id
    assert mention.kinds & set(row["kinds"])


@pytest.mark.parametrize(("cue_id", "row", "example"), examples("kinds", "not_found"))
def test_a_type_word_elsewhere_says_nothing(cue_id: str, row: dict[str, Any], example: str) -> None:
    mention = mention_in(example)

    assert mention is None or not mention.kinds & set(row["kinds"]), cue_id


@pytest.mark.parametrize(("relation", "row", "example"), examples("relations", "found"))
def test_words_in_front_of_a_name_state_a_relation(
    relation: str, row: dict[str, Any], example: str
) -> None:
    mention = mention_in(example)

    assert mention is not None, (relation, row)
    assert mention.relation == bracketed(example)[3]


@pytest.mark.parametrize(("relation", "row", "example"), examples("relations", "not_found"))
def test_other_words_state_no_such_relation(
    relation: str, row: dict[str, Any], example: str
) -> None:
    mention = mention_in(example)

    assert mention is None or mention.relation.split("/")[0] != relation, row


@pytest.mark.parametrize("example", ENGLISH.sections["borders"]["found"])
def test_the_border_of_two_countries_is_one_mention(example: str) -> None:
    mention = mention_in(example)

    assert mention is not None
    assert mention.text == bracketed(example)[0][slice(*bracketed(example)[1:3])]


@pytest.mark.parametrize("iso", [iso for iso in languages() if iso != "en"])
def test_the_type_words_of_other_languages_work_too(iso: str) -> None:
    rows = language(iso).sections["kinds"].values()
    known = [(row, example) for row in rows for example in row["found"]]
    assert known

    for row, example in known:
        mention = mention_in(example, iso)
        assert mention is not None, example
        assert mention.kinds & set(row["kinds"]), example


@pytest.mark.parametrize("iso", languages())
def test_every_language_compiles(iso: str) -> None:
    assert lexis_of(language(iso)).function


def test_a_rule_with_an_unknown_class_is_refused_by_name() -> None:
    broken = Language(
        "xx", "Broken", {"uses": {"odd": {"use": "literal", "who": "any", "left": ["<no_such>"]}}}
    )

    with pytest.raises(LexiconError, match="no_such"):
        lexis_of(broken)


def test_a_rule_with_an_unknown_use_is_refused_by_name() -> None:
    broken = Language("xx", "Broken", {"uses": {"odd": {"use": "metaphor", "who": "any"}}})

    with pytest.raises(LexiconError, match=r"uses\.odd"):
        lexis_of(broken)


# --- recognition ------------------------------------------------------------------------


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


def test_an_article_makes_a_river_of_a_town_and_no_town_at_all_of_a_ship() -> None:
    (river,) = mentions_of("They crossed the Dnipro that night.")
    (ship,) = mentions_of("In April the Moskva sank.")

    assert "river" in river.kinds
    assert ship.use is Use.NAME_PART


def test_an_unknown_name_without_a_type_word_is_not() -> None:
    assert mentions_of("The reporter met Qwertyivkove at noon.") == ()


def test_capitals_throughout_hide_no_place_and_make_none_up() -> None:
    text = "A QUIET DAY\n\nMISSILES HIT KYIV AND ODESA AS MORE TALKS FAIL\n\nThe day was calm."

    assert places_of(text) == ["KYIV", "ODESA"]


def test_lower_case_is_read_when_asked_for() -> None:
    text = "explosions heard in kharkiv and near odesa tonight"

    assert places_of(text) == []
    assert places_of(text, ignore_case=True) == ["kharkiv", "odesa"]


def test_lower_case_hides_no_person() -> None:
    text = "victoria nuland and the russian vladimir petrenko were in kharkiv"

    assert places_of(text, ignore_case=True) == ["russian", "kharkiv"]


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


# --- guards -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Victoria Nuland spoke first.",
        "The novelist Jack London wrote it.",
        "President Vladimir Petrenko flew home.",
        "A report by Dr. Lincoln was read.",
        "It was written by J. Paris for a paper.",
    ],
)
def test_a_person_is_no_place(text: str) -> None:
    found = mentions_of(text)

    assert {mention.use for mention in found} == {Use.NAME_PART}
    assert any("person" in mention.reason for mention in found)


def test_a_surname_stays_a_person_unless_a_preposition_says_otherwise() -> None:
    text = "The writer Jack London sailed south. London wrote daily. He never died in London."
    uses = [mention.use for mention in mentions_of(text)]

    assert uses[:2] == [Use.NAME_PART, Use.NAME_PART]
    assert uses[-1] is Use.LITERAL


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("She studied at Moscow State University.", "Moscow"),
        ("The Kharkiv Polytechnic reopened.", "Kharkiv"),
        ("He wrote for the Washington Examiner.", "Washington"),
        ("The Kyiv Post reported it.", "Kyiv"),
        ("The Bank of England kept rates.", "England"),
        ("The Minsk agreements failed.", "Minsk"),
        ("Agence France-Presse reported it.", "France"),
    ],
)
def test_an_organisation_is_no_place(text: str, name: str) -> None:
    mention = next(m for m in mentions_of(text) if name in m.text)

    assert mention.use is Use.NAME_PART
    assert mention.reason


@pytest.mark.parametrize("word", ["Since", "Reading", "March", "Nice", "Of", "Mobile"])
def test_a_common_word_at_the_start_of_a_sentence_is_no_place(word: str) -> None:
    text = f"All was calm. {word} was quieter than before."

    assert places_of(text) == []


def test_a_common_word_with_a_preposition_and_a_state_is_a_place() -> None:
    assert places_of("The storm made landfall in Mobile, Alabama.") == ["Mobile", "Alabama"]


def test_a_demonym_stands_for_its_country() -> None:
    (mention,) = mentions_of("Moldovan farmers met.")

    assert (mention.use, mention.name, mention.kinds) == (
        Use.AFFILIATION,
        "Moldova",
        frozenset({"country"}),
    )


def test_a_rejected_name_stays_with_its_reason() -> None:
    assert all(mention.reason for mention in mentions_of("Jordan Smith met Paris Hilton in Rome."))


# --- what a mention stands for ----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("Sumy, Lviv and Rivne all reported strikes.", ["literal"] * 3),
        ("Kyiv reported that talks had failed.", ["actor"]),
        ("Moscow said it would answer.", ["actor"]),
        ("They tried to pressure Minsk into talks.", ["actor"]),
        ("Poltava Mayor Ivan Bondar spoke.", ["affiliation"]),
        ("Troops entered Lyman at dawn.", ["literal"]),
        ("Russia's war in Ukraine goes on.", ["affiliation", "literal"]),
        ("Talks between Russia and Turkey began.", ["actor", "actor"]),
    ],
)
def test_the_words_around_a_name_say_what_it_stands_for(text: str, uses: list[str]) -> None:
    assert [mention.use.value for mention in mentions_of(text)] == uses


def test_a_village_never_speaks_as_a_government() -> None:
    (mention,) = mentions_of("In spring the town of Orikhiv said nothing.")

    assert mention.use is Use.LITERAL


def test_a_mention_knows_its_zone() -> None:
    lines = (
        "Quiet night",
        "A street in Lviv. (Photo by A. B.)",
        "In Odesa all was calm.",
        "© Rivne",
    )
    text = "\n\n".join(lines)
    zones = {mention.text: mention.zone for mention in mentions_of(text)}

    assert zones["Lviv"] is Zone.CAPTION
    assert zones["Odesa"] is Zone.BODY
    assert zones["Rivne"] is Zone.FOOTER


# --- other languages --------------------------------------------------------------------


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


# --- hostile and odd texts --------------------------------------------------------------


def test_a_given_person_is_no_place_without_more() -> None:
    """A recogniser that knows persons helps where a village is called like one."""
    text = "Yesterday Uman laughed."
    (alone,) = mentions_of(text)
    (told,) = mentions_of(text, spans=[(10, 14, "person")])

    assert alone.use is not Use.NAME_PART
    assert told.use is Use.NAME_PART
    assert "read as a person by the recogniser" in told.reason


def test_a_given_person_does_not_outweigh_a_type_word() -> None:
    text = "Shells fell on the city of Uman."
    start = text.index("Uman")

    (mention,) = mentions_of(text, spans=[(start, start + 4, "person")])

    assert mention.use is Use.LITERAL


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


# --- patterns ---------------------------------------------------------------------------


def test_a_gap_does_not_cross_a_comma() -> None:
    pattern = compile_patterns(["reported ..3 <harm>"], {"harm": frozenset({"strikes"})})

    assert words_matched(pattern, line_of(["reported", "many", "strikes"])) == 3
    assert words_matched(pattern, line_of(["reported", ",", "strikes"])) == 0


def test_a_backward_pattern_reads_towards_the_start() -> None:
    pattern = compile_patterns(["coast of"], {}, backward=True)

    assert words_matched(pattern, line_of(["of", "coast", "the"])) == 2
    assert words_matched(pattern, line_of(["of", "the", "coast"])) == 0


def test_an_ending_needs_a_stem() -> None:
    """Red is not what re-ed is."""
    pattern = compile_patterns(["*ed", "was"], {})

    assert words_matched(pattern, line_of(["fired"])) == words_matched(pattern, "was ") == 1
    assert words_matched(pattern, line_of(["need"])) == words_matched(pattern, "wash ") == 0


def test_a_pattern_longer_than_the_lines_is_refused() -> None:
    """It could never fit, and nobody would see it."""
    with pytest.raises(LexiconError, match="one to 12 words"):
        compile_patterns(["..12 hit"], {})


def test_the_weights_name_every_part_of_the_score(gazetteer: Gazetteer) -> None:
    assert gazetteer.version
    assert lexicon.table("resolver")["recognition"]["threshold"] > 0


def test_a_vessel_is_no_town() -> None:
    assert places_of("The cruiser Moskva sank off Odesa.") == ["Odesa"]
    assert places_of("The Moskva sank in the Black Sea.") == ["Black Sea"]


def test_an_authority_is_an_actor_where_it_speaks() -> None:
    """The name of claimed ground is its rulers' too."""
    speaks, lies = mentions_of("The DPR said so."), mentions_of("a mine in the DPR")

    assert [m.use for m in (*speaks, *lies)] == [Use.ACTOR, Use.LITERAL]


def test_a_club_is_known_by_its_first_word_only_before_another_name() -> None:
    assert places_of("Zoria Luhansk won in Lviv.") == ["Lviv"]
    assert "Zoria" in places_of("Shells fell on Zoria, Donetsk region.")


def test_the_owner_of_an_unknown_place_is_the_place() -> None:
    """Nobody knows the square; the city is still where it happened."""
    mention = mention_in("A blast on [Kyiv]'s Old Tannery Square killed two.")

    assert mention is not None
    assert mention.use is Use.LITERAL


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


@pytest.mark.parametrize("example", ENGLISH.sections["adjectives"]["found"])
def test_a_unit_may_be_called_by_an_adjective(example: str) -> None:
    mention = mention_in(example)
    text, start, end, _ = bracketed(example)

    assert mention is not None
    assert mention.text == text[start:end]
    assert mention.use is Use.LITERAL


@pytest.mark.parametrize("example", ENGLISH.sections["adjectives"]["not_found"])
def test_an_adjective_without_a_unit_or_a_town_is_none(example: str) -> None:
    mention = mention_in(example)

    assert mention is None or mention.use is Use.NAME_PART


@pytest.mark.parametrize("example", ENGLISH.sections["settlements"]["found"])
def test_a_village_of_another_spelling_is_found_where_a_place_must_stand(example: str) -> None:
    mention = mention_in(example)

    assert mention is not None
    assert mention.use is Use.LITERAL


@pytest.mark.parametrize("example", ENGLISH.sections["settlements"]["not_found"])
def test_its_ending_alone_makes_no_village(example: str) -> None:
    assert mention_in(example) is None


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


def test_a_bare_apostrophe_is_a_possessive_and_a_closing_quote_is_none() -> None:
    (owner,) = mentions_of("The Netherlands' king spoke.")
    (quoted,) = mentions_of("He said ‘they fled the Netherlands’ and left.")

    assert (owner.use, quoted.use) == (Use.AFFILIATION, Use.LITERAL)


def test_an_age_behind_a_name_makes_a_person() -> None:
    text = "The driver, Lincoln, 42, was hurt. Lincoln left hospital. He lives in Lincoln."

    assert [m.use for m in mentions_of(text)] == [Use.NAME_PART, Use.NAME_PART, Use.LITERAL]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Mr Holland said no. Holland was tired.", []),
        ("President Holland said no.", ["Holland"]),
        ("Israel Katzman met the press.", []),
        ("Israel Defence Minister Katz spoke.", ["Israel"]),
    ],
)
def test_a_person_may_be_called_like_a_state(text: str, places: list[str]) -> None:
    assert places_of(text) == places


def test_guests_from_a_list_of_states_are_no_governments() -> None:
    """Twin: states that are the subject of the sentence are."""
    guests = mentions_of("Guests from Kenya and Uganda met.")
    states = mentions_of("Kenya and Uganda met.")

    assert {m.use for m in guests} == {Use.LITERAL}
    assert {m.use for m in states} == {Use.ACTOR}


def test_a_name_of_common_words_is_a_place_with_its_state_only() -> None:
    assert places_of("The bank was shut. The Bank said nothing.") == []
    assert places_of("A fire in Eagle Pass, Texas, was put out.") == ["Eagle Pass", "Texas"]


def test_a_given_place_takes_in_an_everyday_word_and_no_other_name() -> None:
    """A mill is a town somewhere; Uman is one in every report."""
    text = "Fire at Old Mill Bunker and at Old Uman Bunker."
    spans = [(8, 23), (31, 46)]

    found = [m.text for m in mentions_of(text, spans=spans) if m.use is not Use.NAME_PART]

    assert "Old Mill Bunker" in found
    assert "Old Uman Bunker" not in found
