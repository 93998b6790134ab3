"""The sample articles and their checked answers fit each other."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from geomap.errors import GoldError
from geomap.evaluate import GoldArticle, Half, compile_gold, read_gold
from geomap.records import Use

SEEDS = Path(__file__).parent.parent / "seeds"
ARTICLES = sorted(SEEDS.glob("*.txt"))
GOLD = read_gold(SEEDS / "gold.jsonl")
FEWEST_ARTICLES = 32
FEWEST_INCIDENTS = 550


def test_there_are_samples() -> None:
    """A folder that was moved would make every test below pass on nothing."""
    assert len(ARTICLES) >= FEWEST_ARTICLES
    assert sum(len(article.incidents) for article in GOLD) >= FEWEST_INCIDENTS


def test_a_part_is_set_aside() -> None:
    """Figures on articles that rules were tuned on say little; both halves are measured."""
    total = sum(len(article.incidents) for article in GOLD)
    aside = sum(len(article.incidents) for article in GOLD if article.half is Half.TEST)

    assert total / 3 <= aside <= total / 2


def test_every_article_has_answers_and_every_answer_an_article() -> None:
    assert [article.path.name for article in GOLD] == [path.name for path in ARTICLES]


def test_answers_are_what_the_annotations_say() -> None:
    """``gold.jsonl`` is made from ``gold/`` and never edited: see seeds/README.md."""
    compiled = compile_gold(SEEDS / "gold", SEEDS)

    assert (SEEDS / "gold.jsonl").read_text(encoding="utf-8") == compiled


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_article_is_named_by_its_day(path: Path) -> None:
    """A leading date counts as the day of publication, so it must be one."""
    day, slug = path.stem[:10], path.stem[11:]

    assert dt.date.fromisoformat(day)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)


@pytest.mark.parametrize("article", GOLD, ids=lambda article: article.article_id)
def test_article_reads_like_a_page(article: GoldArticle) -> None:
    """Samples are as long as real reports, without control characters."""
    text = article.text

    assert 250 <= len(text.split()) <= 720
    assert not set(text) & {"\r", "\t", "\ufeff", "\u00a0"}


def test_samples_are_typeset_in_both_manners() -> None:
    """Papers set “curly” marks, agencies send "straight" ones; a text may hold both."""
    curly = sum(bool({"“", "’"} & {*article.text}) for article in GOLD)
    straight = sum(bool({'"', "'"} & {*article.text}) for article in GOLD)

    assert curly > len(GOLD) / 2
    assert straight >= 5


@pytest.mark.parametrize("article", GOLD, ids=lambda article: article.article_id)
def test_published_is_the_day_in_the_name(article: GoldArticle) -> None:
    assert str(article.published) == article.article_id[:10]


@pytest.mark.parametrize("article", GOLD, ids=lambda article: article.article_id)
def test_no_occurrence_of_an_annotated_name_is_forgotten(article: GoldArticle) -> None:
    """A place that is answered once is answered everywhere in its article."""
    names = {one.text for one in article.mentions if one.use is Use.LITERAL}
    covered = {offset for one in article.mentions for offset in range(one.start, one.end)}

    forgotten = [
        (match.start(), name)
        for name in names
        for match in re.finditer(rf"\b{re.escape(name)}\b", article.text)
        if match.start() not in covered
    ]

    assert forgotten == []


@pytest.mark.parametrize("article", GOLD, ids=lambda article: article.article_id)
def test_incident_names_a_place_once_in_one_role(article: GoldArticle) -> None:
    """A second one would count as a place that the program missed."""
    for incident in article.incidents:
        roles = [(role, place.name) for role, place in incident.places]
        assert len(roles) == len(set(roles))


@pytest.mark.parametrize("article", GOLD, ids=lambda article: article.article_id)
def test_trigger_lies_in_its_quote(article: GoldArticle) -> None:
    for incident in article.incidents:
        for trigger in incident.triggers:
            assert trigger.quote.start <= trigger.start < trigger.end <= trigger.quote.end


def test_an_edited_article_is_noticed(tmp_path: Path) -> None:
    """Twin: shifted offsets would be measured as the program's mistakes."""
    for path in (*ARTICLES, SEEDS / "gold.jsonl"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    victim = tmp_path / ARTICLES[0].name
    victim.write_text("One more line.\n" + victim.read_text(encoding="utf-8"), encoding="utf-8")

    with pytest.raises(GoldError, match=r"gold\.jsonl, line 1: .* has changed"):
        read_gold(tmp_path / "gold.jsonl")
