from typing import Any

from reuse_app.analysis.findings import analyse
from reuse_app.narrative.blocks import Block, Entry, Facts, Typed
from reuse_app.narrative.composing import compose
from reuse_app.worksheet import Decision, Note, Role, Worksheet
from reuse_app.worksheet.copies import pseudonymous
from tests.conftest import small_worksheet


def talked(**parts: Any) -> Worksheet:
    """Ann has said something beside the robot, which is chosen, and something that is parked."""
    return small_worksheet(
        decisions=(Decision(product="robot", role=Role.PRIMARY, dissent="Finance: too dear."),),
        notes=(
            Note(key="later", text="Ask the factory.", author="ann"),
            Note(key="rated", text="*Which* price?", product="robot", factor="volume", author="ann"),
        ),
        **parts,
    )


def facts_of(worksheet: Worksheet, chapter: str) -> dict[str, dict[str, str]]:
    """By heading, the terms of a chapter with what people typed."""
    (section,) = compose(worksheet, analyse(worksheet), chapters=[chapter]).sections
    entries = [each for each in section.blocks if isinstance(each, Entry)]
    return {
        each.title: {term: _typed(text) for block in each.blocks for term, text in _pairs(block)} for each in entries
    }


def _pairs(block: Block) -> tuple[tuple[str, Any], ...]:
    return block.pairs if isinstance(block, Facts) else ()


def _typed(text: object) -> str:
    assert isinstance(text, Typed), "Markdown of people is shown as such"
    return text.text


def test_notes_and_the_parking_lot_are_a_chapter_of_the_annex() -> None:
    worksheet = talked()
    assert facts_of(worksheet, "notes") == {
        "Parking lot": {"Ann": "Ask the factory."},
        "Beside the work": {"Robot, Market volume · Ann": "*Which* price?"},
    }
    report = compose(worksheet, analyse(worksheet))
    assert [section.full_title for section in report.sections if section.key == "notes"] == [
        "Annex B · Notes and parking lot"
    ]
    assert "Ann" not in str(facts_of(pseudonymous(worksheet), "notes"))
    assert compose(small_worksheet(), analyse(small_worksheet()), chapters=["notes"]).sections == ()


def test_notes_on_a_decided_product_stand_with_its_dissent() -> None:
    assert [*facts_of(talked(), "agreement").values()] == [
        {"Robot": "Finance: too dear.", "Robot, Market volume · Ann": "*Which* price?"}
    ]
