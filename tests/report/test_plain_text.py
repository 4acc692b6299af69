"""Blocks as plain text."""

import re

from reuse_app.narrative.blocks import (
    Block,
    Entry,
    Facts,
    Formula,
    Items,
    Lacks,
    Number,
    Numbers,
    Paragraph,
    Place,
    Report,
    Section,
    Typed,
    table,
)
from reuse_app.narrative.composing import FOUND, compose
from reuse_app.report.plain_text import plain_text
from reuse_app.worksheet.steps import Step
from tests.report.conftest import Sample


def told(*blocks: Block) -> str:
    text = plain_text(Report("Beyond", "", (Section("cost", "Cost", blocks),)))
    assert text.startswith("Findings: Beyond\n\nCost\n====\n\n")
    return text.partition("====\n\n")[2]


def test_words_stand_as_they_are() -> None:
    assert told(Paragraph("A < B"), Paragraph(Typed("- *mine*"))) == "A < B\n\n- *mine*\n"
    assert told(Facts((("Owner", "Ann"),)), Items(("One.", "Two."))) == "Owner: Ann\n\n- One.\n- Two.\n"
    assert told(Formula(("a = b", "b = c"))) == "    a = b\n    b = c\n"


def test_numbers_and_lacks_are_lists() -> None:
    assert told(Numbers((Number("3 of 4", "votes put Arm first", "x"),))) == "- 3 of 4 votes put Arm first\n"
    assert told(Lacks(((Place(Step.SCORE), "Nobody has rated."),))) == "- Nobody has rated.\n"


def test_an_entry_has_its_title_and_note() -> None:
    assert (
        told(Entry("Arm", (Paragraph("It picks."),), note="primary")) == "Arm (primary)\n-------------\n\nIt picks.\n"
    )


def test_a_table_stands_in_columns_with_its_numbers_at_the_right() -> None:
    rows = [("Arm", "1"), ("Robot", "20")]
    assert told(*table("Costs", ("Product", "Cost"), rows, numbers=(1,))) == (
        "Costs\nProduct  Cost\nArm         1\nRobot      20\n"
    )


def test_of_a_long_table_the_first_rows_are_told_and_the_others_counted() -> None:
    rows = [(f"c{number}",) for number in range(1_000)]
    lines = told(*table("Costs", ("Capability",), rows)).splitlines()
    assert lines[-2:] == ["c99", "and 900 rows more, left out on a terminal"]
    assert told(*table("Costs", ("Capability",), rows[:100])).endswith("c98\nc99\n")


def test_the_rows_of_a_wide_table_are_told_one_by_one() -> None:
    rows = [("Arm", "x" * 60, "", "y" * 60)]
    assert told(*table("Costs", ("Product", "A", "B", "C"), rows)) == f"Costs\n- Arm: A: {'x' * 60}; C: {'y' * 60}\n"


def test_every_finding_of_any_worksheet_is_told(any_sample: Sample) -> None:
    report = compose(any_sample.worksheet, any_sample.findings, chapters=FOUND)
    text = plain_text(report)
    assert re.findall(r"\n\n([^\n]+)\n=+\n", text) == [section.title for section in report.sections]
