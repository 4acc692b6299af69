from typing import Any

from reuse_app.analysis.overlap import NamedInventory, Overlap, find_overlap
from reuse_app.narrative.blocks import Paragraph, Report, Table
from reuse_app.narrative.overlap import MOST_TOLD, SHOWN, tell
from reuse_app.report.plain_text import plain_text
from tests.analysis.test_overlap import capability, laid

LIKENESS = (
    "Names are alike when 85 of 100 letters agree; natures when their verb is the same too. Whether it is the same "
    "thing, those who own it know."
)
DEAREST = "Beyond the dearest: what all other copies cost to build, the least that sharing one would save."


def sentences(overlap: Overlap) -> list[str]:
    blocks = [block for section in tell(overlap).sections for block in section.blocks]
    said = [str(block.text) for block in blocks if isinstance(block, Paragraph)]
    return [each for each in said if each not in {LIKENESS, DEAREST} and "say nothing of their nature" not in each]


def tables(report: Report) -> list[tuple[tuple[str, ...], ...]]:
    return [block.rows for section in report.sections for block in section.blocks if isinstance(block, Table)]


def two(ours: list[dict[str, Any]], theirs: list[dict[str, Any]], units: tuple[str, str] = ("k€", "k€")) -> Overlap:
    """The overlap of a car and a robot."""
    lists = [[capability(**each) for each in some] for some in (ours, theirs)]
    every = zip(("Car", "Robot"), lists, units, strict=True)
    return find_overlap([NamedInventory(*each) for each in every])


SEES = {"nature": "Recognise objects in camera pictures"}
OURS: list[dict[str, Any]] = [
    {"name": "Battery pack", "cost": 120, "owner": "Ann"},
    {"name": "Vision", "cost": 300, "owner": "Ann", **SEES},
    {"name": "Planning"},
    {"name": "Simulator", "status": "missing", "owner": "Cem"},
]
THEIRS: list[dict[str, Any]] = [
    {"name": "Battery packs", "cost": 60, "owner": "Bo"},
    {"name": "Eyes", "cost": 85.5, "owner": "Bo", **SEES},
    {"name": "Planning"},
    {"name": "Simulator", "cost": 7},
]


def test_what_is_kept_twice_is_told_with_what_it_costs_and_who_has_it() -> None:
    report = tell(two(OURS, THEIRS))
    (opening,) = sentences(two(OURS, THEIRS))
    assert opening == (
        "3 capabilities are kept more than once in these 2 inventories, which costs at least 145.5 k€ beyond the "
        "dearest copy of each (no cost for Planning)."
    )
    kept, missed, people = tables(report)
    assert kept == (
        ("Vision", "Car: 300; Robot: 85.5, as “Eyes”, alike by nature", "85.5"),
        ("Battery pack", "Car: 120; Robot: 60, as “Battery packs”", "60"),
        ("Planning", "Car: no cost stated; Robot: no cost stated", "not known"),
    )
    assert missed == (("Simulator", "Car", "Robot: 7"),)
    captions = [block.caption for section in report.sections for block in section.blocks if isinstance(block, Table)]
    assert captions[:2] == [
        "What is kept more than once, costs in k€",
        "What one misses and another has or misses too, costs in k€",
    ]
    assert people == (
        ("Ann (Car)", "Bo (Robot)", "Vision and Battery pack"),
        ("Whoever keeps Car", "Whoever keeps Robot", "Planning"),
        ("Cem (Car)", "Whoever keeps Robot", "Simulator"),
    )
    text = plain_text(report)
    natures = "6 of 8 say nothing of their nature: only names tell them."
    for line in ("Findings: Car and Robot", LIKENESS, DEAREST, natures):
        assert f"{line}\n" in text


def test_where_every_cost_is_known_the_sum_is_whole() -> None:
    assert sentences(two(OURS[:1], THEIRS[:1])) == [
        "1 capability is kept more than once in these 2 inventories, which costs 60 k€ beyond the dearest copy of each."
    ]


def test_nothing_alike_says_so_and_brings_nobody_together() -> None:
    report = tell(two(OURS[:1], THEIRS[1:2]))
    assert [section.key for section in report.sections] == ["overlap"]
    assert tables(report) == []
    assert sentences(two(OURS[:1], [])) == [
        "Nothing is alike in these 2 inventories: no name and no nature resembles one in another.",
        "Robot is empty.",
    ]


def test_what_both_miss_is_to_be_built_once() -> None:
    report = tell(two(OURS[3:], [{"name": "Simulator", "status": "missing"}]))
    assert sentences(two(OURS[3:], OURS[3:])) == [
        "Nothing is kept more than once in these 2 inventories.",
        "Nobody: all copies of each have the same owner.",
    ]
    assert tables(report)[0] == (("Simulator", "Car and Robot", "none: build it once"),)


def test_amounts_in_different_units_stand_side_by_side() -> None:
    overlap = two(OURS[:1], THEIRS[:1], ("k€", "hours"))
    opening, on_units = sentences(overlap)
    assert opening == (
        "1 capability is kept more than once in these 2 inventories; what that costs is not known, because no two "
        "copies of one state a cost in the same unit."
    )
    assert on_units == "Costs are in k€ and hours; amounts in different units are never added."
    assert tables(tell(overlap))[0] == (
        (
            "Battery pack",
            "Car: 120 k€; Robot: 60 hours, as “Battery packs”",
            "not known (different units are not added)",
        ),
    )


def test_several_units_are_summed_each_for_itself() -> None:
    arm, leg = [capability("Arm", 10)], [capability("Leg", 20)]
    found = laid(arm, arm, leg, [*leg, *arm], units=("k€", "k€", "", ""))
    opening, on_units = sentences(found)
    assert "which costs at least 10 k€ and 20 without a unit beyond" in opening
    assert on_units == "C and D: the unit of cost is not stated, so these amounts are not added to the others."
    assert tables(tell(found))[0][0] == (
        "Arm",
        "A: 10 k€; B: 10 k€; D: 10",
        "at least 10 k€ (different units are not added)",
    )


def test_amounts_of_which_nobody_said_the_unit_are_added_and_it_is_said() -> None:
    said = sentences(two(OURS[:1], THEIRS[:1], ("", "")))
    assert "which costs 60 beyond" in said[0]
    assert said[1] == "The unit of cost is not stated; the amounts are added as if it were the same."


def test_what_is_not_compared_letter_by_letter_is_said() -> None:
    rough = two(OURS, THEIRS).model_copy(update={"is_rough": True})
    assert any(each.startswith("There is too much text to compare it letter by letter") for each in sentences(rough))


def test_long_lists_are_cut_and_counted() -> None:
    many = [capability(f"Part {number}", 1) for number in range(MOST_TOLD + 5)]
    overlap = laid(*[many] * 10)
    kept, next_kept, people, next_people = tables(tell(overlap))
    assert len(kept) == SHOWN
    assert len(kept + next_kept) == MOST_TOLD
    assert "5 more are left out here." in sentences(overlap)
    assert (len(people), len(next_people)) == (SHOWN, 45 - SHOWN)
    assert people[0] == ("Whoever keeps A", "Whoever keeps B", "Part 0, Part 1, Part 10, Part 100 and 201 more")
    assert tell(overlap).title == "A, B, C, D, E, F, G, H and 2 more"
