"""Every step, lesson and prompt has its card, short, with a title and a source."""

import re
from pathlib import Path

import markdown
import pytest

from reuse_app.guide import STORIES, Card, lessons_for, prompt_cards, step_card, story_card
from reuse_app.worksheet.steps import Step

ROOT = Path(__file__).parents[2]
LESSONS = {card.key: card for step in Step for card in lessons_for(step)}
CARDS = (*map(step_card, Step), *LESSONS.values(), *prompt_cards(), *map(story_card, STORIES))
every_card = pytest.mark.parametrize("card", CARDS, ids=lambda card: f"{card.key}: {card.title}")


def words(card: Card) -> int:
    return len(card.body_markdown.split())


def test_a_step_card_says_what_is_good_and_what_to_ask() -> None:
    for step in Step:
        card = step_card(step)
        assert "Good looks like this" in card.body_markdown
        assert [line[:2] for line in card.aloud_markdown.splitlines()] == ["* ", "* ", "* "]


def test_the_minutes_of_the_steps_are_what_the_first_page_promises() -> None:
    assert sum(step.minutes for step in Step) == 3 * 60
    for file in ("templates/workshops/home.html", "README.md"):
        assert "three hours" in (ROOT / file).read_text("utf-8")


def test_the_nine_lessons_have_titles_of_their_own_and_name_the_article() -> None:
    cards = [LESSONS[number] for number in "123456789"]
    assert len({card.title for card in cards}) == 9
    for number, card in enumerate(cards, start=1):
        assert f"lesson {number} of G. Chan, “9 Lessons from the Tesla AI Team”, Towards AI, 2022" in card.source
        assert 60 <= words(card) <= 120


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
    assert all("Claim: the ten seconds are the service’s own statement" in card.source for card in told)


FOLDERS = ("reuse_app/guide", "reuse_app/narrative/methods", "templates")
TEXTS = [each for folder in FOLDERS for each in sorted((ROOT / folder).rglob("*.*")) if each.suffix in (".md", ".html")]


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_apostrophe_of_a_text_is_straight(file: Path) -> None:
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", file.read_text("utf-8"), flags=re.DOTALL)
    shown = re.sub(r"<[^>]*>|`[^`]*`", " ", text, flags=re.DOTALL)
    assert not re.findall(r".*\w'.*", shown)
