"""Methods: each formula and each source once, in a file that anybody can read."""

from reuse_app.narrative.blocks import Formula, Paragraph, note
from reuse_app.narrative.composing import compose
from reuse_app.narrative.methods import method, rule, sources
from reuse_app.report.plain_text import plain_text
from tests.report.conftest import sample


def test_a_method_is_told_with_the_figures_of_its_worksheet() -> None:
    told = method("ranges", note("More."), draws=200, seed=7)
    assert told.title == "Ranges, and what moves the savings"
    assert isinstance(told.blocks[0], Paragraph)
    assert "is drawn 200 times" in str(told.blocks[0].text)
    assert [block.is_note for block in told.blocks if isinstance(block, Paragraph)] == [False, True, True]


def test_a_formula_keeps_its_lines() -> None:
    (formula,) = [block for block in method("scores").blocks if isinstance(block, Formula)]
    assert formula.lines[1].startswith("total(p) = (sum of weight x level over all factors / sum of weights - 1) / 3")


def test_a_name_with_braces_is_only_a_name() -> None:
    assert "{seed} and {0}" in str(method("family", order="{seed} and {0}"))


def test_a_rule_is_a_sentence_or_two() -> None:
    assert (
        rule("flywheels") == "A flywheel is a loop product, return flow, capability, product of at most three products."
    )


def test_every_source_is_named_once_by_author() -> None:
    assert sources() == tuple(sorted(set(sources()), key=str.casefold))
    assert sources("agreement", "order")[2].startswith("Kendall")


def test_no_method_is_left_untold() -> None:
    tesla = sample("tesla-bot")
    (chapter,) = compose(tesla.worksheet, tesla.findings, chapters=["methods"]).sections
    assert "SMAA-2" in str(chapter.blocks)
    assert "Goldschmidt" in str(chapter.blocks[-1])


def test_every_rank_is_told_once_and_who_is_first_in_both_readings() -> None:
    tesla = sample("tesla-bot")
    text = plain_text(compose(tesla.worksheet, tesla.findings))
    assert text.count("Rank 2") == 1
    assert "Whatever the weights" in text
