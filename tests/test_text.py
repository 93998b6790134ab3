"""Zones, sentences, tokens and folding: offsets that never shift."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geomap.lexicon import language
from geomap.records import Paragraph, Zone
from geomap.text import INVISIBLE, LIMITS, clean_text, fold_name, is_ornament, read_document

if TYPE_CHECKING:
    from collections.abc import Callable

    Seconds = Callable[[Callable[[], object]], float]

WORDS = language("en").sections
WRAPPED = "the drones fell on a depot in the port and on two ships beside it\n"


def zones_of(*lines: str) -> list[str]:
    return [p.zone.value for p in read_document("\n\n".join(lines), WORDS).paragraphs]


def sentences_of(text: str) -> list[str]:
    document = read_document(text, WORDS)
    return [text[s.start : s.end] for s in document.sentences]


def without_setting(word: str) -> str:
    """Return a word as it is compared: letters whole, thousands together, nothing invisible."""
    tight = re.sub(r"(?<=\d)[\u00a0\u2009\u202f](?=\d)", "", word)
    plain = re.sub("[ʼ`´]", "’", "".join(sign for sign in tight if sign not in INVISIBLE))
    return normalize("NFC", plain)


def words_of(text: str) -> list[str]:
    return [*read_document(text, WORDS).words]


@pytest.mark.parametrize(
    ("line", "zone"),
    [
        ("Firefighters work in Sumy. (AP Photo/Some Body)", "caption"),
        ("Photo: State Emergency Service", "caption"),
        ("Read more: what we know so far", "link"),
        ("Related Content", "link"),
        ("POLISH FARMERS BLOCK A BORDER CROSSING AGAIN", "link"),
        ("© 2023 Southern Post", "footer"),
        ("14:35 Sirens sound in the south", "entry"),
        ("The night was calm in the south.", "body"),
        ("UNESCO was told.", "body"),
        ("He read more of the report.", "body"),
    ],
)
def test_a_line_lies_in_the_zone_its_words_give_away(line: str, zone: str) -> None:
    assert zones_of("A quiet night", "The body.", line)[-1] == zone


def test_the_first_line_is_the_headline_and_so_is_its_repetition() -> None:
    assert zones_of("A quiet night", "It was calm.", "A quiet night") == [
        "headline",
        "body",
        "headline",
    ]


@pytest.mark.parametrize("text", ["It was calm.", "One line alone without a stop"])
def test_a_single_line_is_body(text: str) -> None:
    assert zones_of(text) == ["body"]


def test_a_first_paragraph_of_sentences_is_no_headline() -> None:
    assert zones_of("It was calm. Then it was not.", "More followed.") == ["body", "body"]


def test_the_slug_above_a_caption_belongs_to_it() -> None:
    found = zones_of(
        "Quiet night", "Ukraine Energy", "A line in Rivne. (AP Photo/A. B.)", "It was calm."
    )

    assert found == ["headline", "caption", "caption", "body"]


def test_without_words_there_are_only_headline_and_body() -> None:
    document = read_document("Title\n\n© 2023", {})

    assert [p.zone for p in document.paragraphs] == [Zone.HEADLINE, Zone.BODY]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It fell. It burned.", ["It fell.", "It burned."]),
        ("Gen. Bondar spoke to Lt. Col. Sokol.", ["Gen. Bondar spoke to Lt. Col. Sokol."]),
        ("The U.S. Army left. It rained.", ["The U.S. Army left.", "It rained."]),
        ("J. Smith left.", ["J. Smith left."]),
        ("“It fell.” He left.", ["“It fell.”", "He left."]),
        ("Did it fall? Yes! It did…", ["Did it fall?", "Yes!", "It did…"]),
        ("It cost 3.5 million.", ["It cost 3.5 million."]),
    ],
)
def test_a_full_stop_ends_a_sentence_unless_it_belongs_to_a_word(
    text: str, sentences: list[str]
) -> None:
    assert sentences_of(text) == sentences


def test_a_sentence_never_crosses_a_line() -> None:
    assert sentences_of("A quiet night\nIt was calm.") == ["A quiet night", "It was calm."]


def test_the_sentence_of_an_offset() -> None:
    text = "It fell. It burned."
    document = read_document(text, WORDS)

    assert [document.sentence_at(offset) for offset in (0, 8, 9, 18)] == [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Russia's war", ["Russia", "'s", "war"]),
        ("Ukraine’s grid", ["Ukraine", "’s", "grid"]),
        ("Slov'iansk, Kam’ianske", ["Slov'iansk", ",", "Kam’ianske"]),
        ("Kyiv\ufffds war, Kyiv?s war", ["Kyiv", "\ufffds", "war", ",", "Kyiv", "?s", "war"]),
        ("Slov\ufffdiansk, in Kyiv? so", ["Slov\ufffdiansk", ",", "in", "Kyiv", "?", "so"]),
        ("the U.S.-made 1,200", ["the", "U.S.", "-", "made", "1,200"]),
        ("Ивано-Франковск", ["Ивано", "-", "Франковск"]),
        ("Ки́їв", ["Ки́їв"]),
        ("14:30", ["14:30"]),
    ],
)
def test_tokens_keep_names_whole_and_possessives_apart(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@given(st.text(max_size=300))
def test_every_span_slices_back_to_its_text(text: str) -> None:
    document = read_document(text, WORDS)
    tokens = [t for n in range(len(document.sentences)) for t in document.tokens_of(n)]

    plain = [at for at, word in enumerate(document.words) if not is_ornament(word)]

    assert {at for at in plain if document.words[at] not in {t.text for t in tokens}} == set()
    assert all(document.numbers[document.starts.index(t.start)] == t.sentence for t in tokens)
    assert all(without_setting(text[t.start : t.end]) == t.text for t in tokens)
    assert all(document.sentences[t.sentence].start <= t.start for t in tokens)
    assert all(t.end <= document.sentences[t.sentence].end for t in tokens)


def test_a_long_text_is_cut_up_like_a_short_one() -> None:
    """It is kept in less memory, each word once, and says the same."""
    piece = "Kyiv’s power grid was hit. KYIV said: “U.S. aid, 1,200 t.”\n"
    times = 100_000 // len(piece) + 1
    short, long = read_document(piece, WORDS), read_document(piece * times, WORDS)

    assert long.words == short.words * times
    assert long.lows == short.lows * times
    assert list(long.starts[: len(short.starts)]) == list(short.starts)
    assert list(long.ends[-len(short.ends) :]) == [
        end + len(piece) * (times - 1) for end in short.ends
    ]
    assert len({id(word) for word in long.words}) == len(set(short.words))


@given(st.text(max_size=300))
def test_sentences_hold_all_tokens_in_order(text: str) -> None:
    """All but the ornaments that open them."""
    document = read_document(text, WORDS)
    held = [n for s in document.sentences for n in range(s.first_token, s.last_token)]
    others = set(range(len(document.words))).difference(held)

    assert held == sorted(held)
    assert all(is_ornament(document.words[n]) for n in others)


@pytest.mark.parametrize(
    "piece",
    ["a.b.", "' ", "x’", "\u0301", "A. ", "....", "1,2", "–", "\n", "\u200b", "a\u00ad", WRAPPED],
)
def test_hostile_texts_take_time_in_proportion(seconds: Seconds, piece: str) -> None:
    short, long = (
        seconds(lambda text=piece * times: read_document(text, WORDS)) for times in (4_000, 40_000)
    )

    assert long < 40 * max(short, 0.002)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Slov'yansk", "SLOV’YANSK"),
        ("Ivano-Frankivsk", "ivano frankivsk"),
        ("São Paulo", "Sao Paulo"),
        ("U.S.", "US"),
        ("Артёмовск", "артемовск"),
        ("St. Petersburg", "St Petersburg"),
    ],
)
def test_spellings_that_are_one_name_fold_alike(one: str, two: str) -> None:
    assert fold_name(one) == fold_name(two)


@pytest.mark.parametrize(("one", "two"), [("Київ", "Киів"), ("Йорк", "Иорк"), ("Odesa", "Odessa")])
def test_different_letters_do_not_fold_alike(one: str, two: str) -> None:
    assert fold_name(one) != fold_name(two)


@given(st.text(max_size=100))
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold_name(fold_name(name)) == fold_name(name)


@given(st.text(st.characters(max_codepoint=127), max_size=50))
@example("St. John's-by_the/Sea `x`")
def test_a_name_without_accents_folds_as_beside_one_with(name: str) -> None:
    """Plain letters are folded another way, which must come to the same."""
    assert fold_name(f"{name} é") == f"{fold_name(name)} e".strip()


@given(st.text("АБІЇЄҐЁЙЯабіїєґёйя -", min_size=1, max_size=50))
@example("Ёлки - Ґалаґан-ЇЖАК")
def test_a_slavic_name_folds_as_beside_a_letter_that_is_none(name: str) -> None:
    """Plain Cyrillic letters have a way of their own, too, which must come to the same."""
    assert fold_name(f"{name} é") == f"{fold_name(name)} e".strip()


@given(st.text(st.characters(), max_size=100))
def test_cleaning_keeps_the_length_of_harmless_text(text: str) -> None:
    harmless = "".join(c for c in text if c.isprintable() and not "\ud800" <= c <= "\udfff")

    assert clean_text(harmless) == harmless


def test_cleaning_drops_what_no_format_can_hold() -> None:
    assert clean_text("a\x00\x1b\ud800b\n\tc") == "a\ufffdb\n\tc"


def test_every_limit_is_a_positive_number() -> None:
    assert all(limit > 0 for limit in LIMITS.values())


@pytest.mark.parametrize(
    ("line", "zone"),
    [
        ("A street in Rivne on Monday. (Example Wire/Jane Roe)", "caption"),
        ("A street in Rivne on Monday (EW/Roe).", "caption"),
        ("They sell it in two towns (Oslo/Bergen)", "body"),
        ("It is sold by weight (per kg/per lb)", "body"),
        ("The ratio was given (Monday/Tuesday), and then it fell.", "body"),
    ],
)
def test_who_took_a_picture_makes_a_caption(line: str, zone: str) -> None:
    document = read_document(f"A headline\n{line}\nMore of the body follows here.", {})

    assert document.paragraphs[1].zone == zone


def test_a_zone_that_a_page_states_wins_over_the_words() -> None:
    text = "A headline\nRescuers in Rivne\nMore of the body follows here."
    start = text.index("Rescuers")
    stated = [Paragraph(start, start + 17, Zone.CAPTION)]

    zones = [paragraph.zone for paragraph in read_document(text, {}, stated).paragraphs]

    assert zones == [Zone.HEADLINE, Zone.CAPTION, Zone.BODY]


def test_a_whole_article_in_one_line_is_no_footer() -> None:
    """Pasted without breaks, an article holds its "©", too; a short line with one is a footer."""
    article = "Shells hit Kherson on Monday, the mayor said. " * 40

    assert zones_of(f"{article} © 2023 Southern Post") == ["body"]
    assert zones_of("Kherson shelled", "Shells hit.", "© 2023 Southern Post")[-1] == "footer"
