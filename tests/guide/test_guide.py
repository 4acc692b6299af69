"""Every step, lesson and prompt has its card, short, with a title and a source."""

import markdown
import pytest

from reuse_app.guide import (
    BY_PRODUCT_LESSON,
    LESSONS,
    STEPS,
    STORIES,
    Card,
    lesson_card,
    lessons_for,
    prompt_cards,
    step_card,
    story_card,
)
from reuse_app.worksheet.steps import Step

CARDS = (
    *(step_card(step) for step in STEPS),
    *(lesson_card(key) for key in (*LESSONS, BY_PRODUCT_LESSON)),
    *prompt_cards(),
    *(story_card(name) for name in STORIES),
)
every_card = pytest.mark.parametrize("card", CARDS, ids=lambda card: f"{card.key}: {card.title}")


def words(card: Card) -> int:
    return len(card.body_markdown.split())


def test_every_step_of_the_worksheet_has_its_card() -> None:
    assert tuple(step.value for step in Step) == STEPS
    assert [step_card(step).key for step in Step] == list(STEPS)


def test_a_step_card_says_how_long_what_is_good_and_what_to_ask() -> None:
    for step in STEPS:
        body = step_card(step).body_markdown.casefold()
        assert "minutes" in body
        assert "good looks like this" in body
        assert body.count("\n* ") == 3


def test_the_nine_lessons_have_titles_of_their_own_and_name_the_article() -> None:
    cards = [lesson_card(number) for number in range(1, 10)]
    assert len({card.title for card in cards}) == 9
    for number, card in enumerate(cards, start=1):
        assert f"lesson {number} of G. Chan, “9 Lessons from the Tesla AI Team”, Towards AI, 2022" in card.source
        assert 60 <= words(card) <= 120


@pytest.mark.parametrize(
    ("step", "keys"),
    [
        ("frame", []),
        ("inventory", ["9", "2"]),
        ("nature", ["1-recaptcha", "5"]),
        ("products", ["1", "7"]),
        ("map", ["1", "6", "3"]),
        ("score", []),
        ("choose", ["1", "8"]),
        ("iterate", ["2", "3", "4"]),
    ],
)
def test_lessons_stand_where_they_help(step: str, keys: list[str]) -> None:
    assert [card.key for card in lessons_for(step)] == keys


def test_there_are_thirteen_prompts_that_ask_for_somebodys_problem_and_tell_what_happened() -> None:
    assert len(prompt_cards()) == 13
    for card in prompt_cards():
        assert card.body_markdown.startswith(("Who", "Where", "Whose"))
        assert "?" in card.body_markdown
        assert "**It happened:**" in card.body_markdown


@every_card
def test_a_card_has_a_title_a_body_and_a_source(card: Card) -> None:
    assert card.title
    assert "#" not in card.title + card.body_markdown
    assert "Source:" not in card.body_markdown
    assert any(character.isdigit() for character in card.source)


@every_card
def test_a_card_is_short_and_renders(card: Card) -> None:
    assert words(card) <= 160
    page = markdown.markdown(card.body_markdown)
    assert page.startswith("<p>")
    assert page.count("<li>") == card.body_markdown.count("\n* ")
    assert "**" not in page


def test_a_story_tells_what_is_claimed() -> None:
    assert "claim" in story_card("tesla-bot").body_markdown
    assert "440 million words" in story_card("recaptcha").body_markdown


def test_the_ten_seconds_are_told_as_a_claim_of_the_service() -> None:
    told = [card for card in CARDS if "ten seconds" in card.body_markdown]
    assert told
    assert all("Claim: the ten seconds are the service's own statement" in card.source for card in told)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: step_card("finish"), "no step “finish”.*frame"),
        (lambda: lesson_card(10), "no lesson “10”"),
        (lambda: lessons_for("../steps"), "no step"),
        (lambda: story_card("edison"), "no story"),
    ],
)
def test_an_unknown_card_is_refused_with_the_names_of_the_known(ask: object, message: str) -> None:
    assert callable(ask)
    with pytest.raises(ValueError, match=message):
        ask()
