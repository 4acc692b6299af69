"""What a room holds in its hands: what stands on it, on which paper, and that nothing spills."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from reuse_app.cli.worksheets import HANDED_OUT
from reuse_app.cli.worksheets import PAPERS as PAPERS_ASKED_FOR
from reuse_app.guide import prompt_cards
from reuse_app.report.handouts import HANDOUTS, MOST_CAPABILITIES, PAPERS, ROWS, Invitation, write_handout
from reuse_app.worksheet import Capability, Status, Worksheet
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.validation.worksheet import checked
from tests.report.conftest import Sample, sample

MILLIMETRE = 72 / 25.4
SIZES = {"a4": (210, 297), "letter": (215.9, 279.4)}
WAY_IN = Invitation("ABCD2345", "http://reuse.test/join/ABCD2345", "reuse.test/join")


def pages(kind: str, worksheet: Worksheet, paper: str = "a4") -> list[str]:
    """The text on each page of a hand-out."""
    found = PdfReader(BytesIO(write_handout(kind, worksheet, paper, WAY_IN)))
    return [" ".join(page.extract_text().replace("\u200b", "").split()) for page in found.pages]


def in_house(worksheet: Worksheet) -> list[Capability]:
    return [each for each in worksheet.capabilities if each.status is Status.IN_HOUSE]


def test_the_command_line_writes_all_but_the_way_in() -> None:
    assert tuple(kind for kind, one in HANDOUTS.items() if not one.is_open) == HANDED_OUT
    assert tuple(PAPERS) == PAPERS_ASKED_FOR


@pytest.mark.parametrize("kind", ["own", "capabilities"])
def test_is_made_from_whatever_is_there(any_sample: Sample, kind: str) -> None:
    assert write_handout(kind, any_sample.worksheet).startswith(b"%PDF-1.7")


@pytest.mark.parametrize("kind", HANDOUTS)
def test_is_the_same_twice(tesla: Sample, kind: str) -> None:
    assert len({write_handout(kind, tesla.worksheet, "a4", WAY_IN) for _ in range(2)}) == 1


@pytest.mark.parametrize("paper", PAPERS)
def test_comes_on_the_paper_that_is_asked_for(paper: str) -> None:
    for kind in HANDOUTS:
        found = PdfReader(BytesIO(write_handout(kind, sample("empty").worksheet, paper, WAY_IN)))
        sizes = [sorted((float(page.mediabox.width), float(page.mediabox.height))) for page in found.pages]
        assert sizes == [pytest.approx([side * MILLIMETRE for side in SIZES[paper]], abs=1)] * len(sizes)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_blank_worksheet_has_a_page_for_each_step_and_nothing_of_the_team(tesla: Sample, paper: str) -> None:
    found = pages("blank", tesla.worksheet, paper)
    assert len(found) == len(Step)
    for step, text in zip(Step, found, strict=True):
        assert step.question in text
    typed = [each.name for each in tesla.worksheet.capabilities] + [each.name for each in tesla.worksheet.products]
    assert [name for name in typed if name in " ".join(found)] == []
    assert all(factor.name in found[5] for factor in tesla.worksheet.factors)
    assert found[4].count("1 3 9") == ROWS["matrix"] * 5


def test_the_teams_worksheet_holds_what_they_said(tesla: Sample) -> None:
    text = " ".join(pages("own", tesla.worksheet))
    said = [
        *(each.name for each in tesla.worksheet.capabilities),
        *(text for one in in_house(tesla.worksheet) for text in (one.nature, one.by_product, one.audience)),
        *(each for one in tesla.worksheet.candidates for each in (one.name, one.problem)),
        *(each for one in tesla.worksheet.decisions for each in (one.reason, one.dissent)),
    ]
    assert [each for each in said if " ".join(each.split()) not in text] == []
    mapped = {each.key for each in tesla.worksheet.considered}
    fits = [link.fit for link in tesla.worksheet.needed_links if link.fit and link.product in mapped]
    assert text.count("×") >= len(fits) > 0


def test_cards_come_four_to_a_page_and_blank_as_long_as_there_is_nothing(tesla: Sample) -> None:
    found = pages("capabilities", tesla.worksheet)
    assert [sum(each.name in page for each in in_house(tesla.worksheet)) for page in found] == [4, 4, 4]
    blank = pages("capabilities", sample("empty").worksheet)
    assert [page.count("Who else could use it?") for page in blank] == [4]


def test_every_prompt_has_a_card() -> None:
    found = pages("prompts", sample("empty").worksheet)
    cards = prompt_cards()
    assert len(found) == 4
    assert [card.title for card in cards if card.title not in " ".join(found)] == []
    assert found[-1].count("A question of our own") == 3


def test_the_page_to_join_by_tells_the_way_and_is_not_made_without() -> None:
    (page,) = pages("join", sample("tesla-bot").worksheet)
    assert "Tesla Bot" in page
    assert "ABCD 2345" in page
    assert "reuse.test/join" in page
    with pytest.raises(ValueError, match="no code"):
        write_handout("join", sample("tesla-bot").worksheet)


def test_long_texts_stay_on_their_cards_and_a_long_list_says_where_the_rest_is() -> None:
    long = {"nature": "Finds what is far. " * 200, "by_product": "y" * 900}
    few = [{"key": f"c{n}", "name": f"{'x' * 195}{n}", **long} for n in range(8)]
    data = {"workshop": {"title": "W" * 200, "purpose": "For what? " * 400}, "capabilities": few}
    assert len(pages("capabilities", checked(data))) == 2
    assert len(pages("join", checked(data))) == 1
    many = [{"key": f"c{n}", "name": f"Capability {n}"} for n in range(MOST_CAPABILITIES + 1)]
    left = f"The first {MOST_CAPABILITIES} of {len(many)} capabilities stand here; the report has more."
    assert left in pages("own", checked({**data, "capabilities": many}))[0]
