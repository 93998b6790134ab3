"""What others say against an incident makes it disputed, and does not erase it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geomap import analyze

if TYPE_CHECKING:
    from geomap.records import Incident

CLAIM = "The army said a drone had hit a depot in Kerch"
DISPUTED = (
    f"{CLAIM}, which Moscow denied.",
    f"{CLAIM}, a claim Moscow rejected.",
    f"{CLAIM}, but officials in Moscow disputed that.",
    f"{CLAIM}. Moscow denied this on Tuesday.",
    f"{CLAIM}. The ministry in Moscow dismissed the report.",
    f"{CLAIM}. Moscow says that was none of its doing.",
    f"{CLAIM}. Moscow called the claim absurd.",
    f"{CLAIM}. None of this is true, the ministry in Moscow says.",
    f"{CLAIM}. Nobody was hurt. Moscow refuted the claim.",
    f"{CLAIM}. The crew in the port laughed the claim off.",
    f"{CLAIM}. The ministry in Moscow scoffed at the report.",
)
UNDISPUTED = (
    f"{CLAIM}. Moscow denied the ship entry.",
    f"{CLAIM}. The minister denied reports of a rift.",
    f"{CLAIM}. A court denied the captain bail.",
    f"{CLAIM}. He dismissed the guard at the gate.",
    f"{CLAIM}. It was a plan which Moscow rejected.",
    f"{CLAIM}. Moscow denies using ports for war.",
    f"{CLAIM}. The crew laughed all the way home.",
)


@pytest.mark.parametrize("text", DISPUTED)
def test_what_another_rejects_is_disputed(text: str) -> None:
    """The strike stays, told by whoever told it, and is disputed."""
    (strike,) = strikes_of(text)

    assert (strike.attribution, strike.realis) == ("army", "actual")
    assert strike.certainty == "disputed"


@pytest.mark.parametrize("text", UNDISPUTED)
def test_what_is_rejected_of_another_story_disputes_nothing(text: str) -> None:
    """The twin: a denial of other things leaves the strike attributed."""
    (strike,) = strikes_of(text)

    assert strike.certainty == "attributed"


def test_whoever_told_it_cannot_reject_it() -> None:
    """A source that denies other claims does not dispute what it said itself."""
    (strike,) = strikes_of(f"{CLAIM}. The army denied this report of losses.")

    assert strike.certainty == "attributed"


SLAVIC = {
    "Армія повідомила, що дрон влучив у склад у Керчі. Москва це заперечила.": "disputed",
    "Армія повідомила, що дрон влучив у склад у Керчі. Москва заперечила чутки.": "attributed",
    "Армия сообщила, что дрон попал в склад в Керчи. Москва это опровергла.": "disputed",
    "Армия сообщила, что дрон попал в склад в Керчи. Москва опровергла слухи.": "attributed",
}


@pytest.mark.parametrize(("text", "certainty"), SLAVIC.items())
def test_other_languages_dispute_in_their_words(text: str, certainty: str) -> None:
    """What is denied in Ukrainian or Russian is disputed; a denied rumour is none."""
    (strike,) = strikes_of(text)

    assert strike.certainty == certainty


def strikes_of(text: str) -> list[Incident]:
    """Return what was found of the strike of the claim."""
    report = analyze(text, published="2023-05-10")
    return [one for one in report.incidents if one.incident_type == "drone_strike"]


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("У Нікополі обстріляли лікарню. Москва заперечила удар по лікарні.", "Москва"),
        ("Армія обстріляла Бєлгород, кажуть у Москві. Київ відкинув звинувачення.", "Київ"),
        ("Киев заявил, что обстреляли Никополь. Москва отвергла обвинения.", "Москва"),
        ("Обстреляли больницу в Никополе. Москва опровергла обстрел больницы.", "Москва"),
        ("У Нікополі обстріляли лікарню. Москва заперечила візит міністра.", ""),
        ("Обстреляли больницу в Никополе. Москва отвергла проект бюджета.", ""),
    ],
)
def test_a_denial_in_the_next_sentence_is_told_by_its_verb(text: str, by: str) -> None:
    """In each language by its own verbs, which the lexicon names."""
    shelling = next(
        one
        for one in analyze(text, published="2023-05-10").incidents
        if one.incident_type == "shelling" and one.realis == "actual"
    )

    assert shelling.denied_by == by
    assert (shelling.certainty == "disputed") is bool(by)


@pytest.mark.parametrize(
    ("text", "realis"),
    [
        ("Kyiv denied that Toretsk had fallen, saying fighting continued there.", "actual"),
        ("Генштаб опроверг захват Торецка, сообщив, что в Торецке продолжаются бои.", "actual"),
        ("Генштаб спростував захоплення Торецька: бої за Торецьк тривають.", "actual"),
        ("Kyiv denied that there was any fighting in Toretsk.", "denied"),
    ],
)
def test_who_denies_may_say_what_is_so_instead(text: str, realis: str) -> None:
    incidents = analyze(text, published="2023-05-10").incidents

    assert {one.realis for one in incidents if one.incident_type == "ground_combat"} == {realis}


CAPTURE = "Russian forces have taken Toretsk, the defence ministry in Moscow said."


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        (f"{CAPTURE} Ukraine's army said that fighting was still going on.", "disputed"),
        (f"{CAPTURE}\n\nA Ukrainian spokesman said the town remains contested.", "disputed"),
        (f"{CAPTURE}\n\nRain fell.\n\nUkraine's army said fighting continues.", "attributed"),
        (f"{CAPTURE} The ministry in Moscow said fighting continues further west.", "attributed"),
        (f"{CAPTURE} Fighting continues further west.", "attributed"),
        (
            "Міноборони РФ заявило про взяття Торецька. Генштаб ЗСУ каже, що бої тривають.",
            "disputed",
        ),
        ("Минобороны РФ сообщило о взятии Торецка. Генштаб ВСУ сообщил, что бои идут.", "disputed"),
    ],
)
def test_a_capture_is_disputed_where_the_other_side_still_fights(text: str, certainty: str) -> None:
    """Whoever claims it, and the report itself, dispute nothing by telling of fights."""
    incidents = analyze(text, published="2023-05-10").incidents
    captures = [one.certainty for one in incidents if one.incident_type == "territory_change"]

    assert captures == [certainty]
