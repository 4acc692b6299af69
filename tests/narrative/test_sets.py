"""How sets are told, and kept ones side by side."""

from typing import Any

from reuse_app.analysis import analyse
from reuse_app.narrative.blocks import Report
from reuse_app.narrative.composing import compose
from reuse_app.report.plain_text import plain_text
from reuse_app.worksheet.validation.worksheet import checked
from tests.analysis.portfolio.test_unknown_and_uncertain import uncertain

FREE = {"change": {"design": 0, "realisation": 0, "integration": 0}, "assessment": 0}
SETS = {"bold": ("arm", "robot"), "shy": ("arm",), "dear": ("robot", "ship"), "none": ()}


def side_by_side(products: dict[str, dict[str, Any]], **parts: Any) -> dict[str, tuple[str, ...]]:
    """What is said of each set, by what it is said about; a lens of 10 is shared by arm and robot."""
    worksheet = checked(
        {
            "workshop": {"title": "T", "unit": "k$", "budget": 60},
            "capabilities": [
                {"key": "lens", "name": "Lens", "status": "missing", "build_cost": 10, "platform_cost": 0}
            ],
            "products": [{"key": key, "name": key.title(), **about} for key, about in products.items()],
            "links": [
                {"capability": "lens", "product": key, "need": 9, "fit": "as-is", **FREE} for key in ("arm", "robot")
            ],
            "sets": [{"key": key, "name": key.title()} for key in SETS],
            "set_products": [{"set": key, "product": each} for key, group in SETS.items() for each in group],
        }
        | parts
    )
    (section,) = compose(worksheet, analyse(worksheet), chapters=["kept"]).sections
    (told,) = section.blocks
    assert told.kind == "table"
    assert told.headers == ("Set", "Bold", "Shy", "Dear")
    return {what: tuple(said) for what, *said in told.rows}


def test_sharing_that_costs_more_than_it_saves_is_told_as_a_loss() -> None:
    """The eye is paid once, which saves 20; running two products as a family costs 50."""
    worksheet = checked(
        {
            "workshop": {"title": "T", "organisation_cost": 50},
            "capabilities": [{"key": "eye", "name": "Eye", "build_cost": 100, "platform_cost": 20}],
            "products": [{"key": key, "name": key.title(), "own_cost": 10, "value": 90} for key in ("arm", "boat")],
            "links": [{"capability": "eye", "product": key, "need": 9, "fit": "as-is"} for key in ("arm", "boat")],
            "decisions": [{"product": key, "role": "primary"} for key in ("arm", "boat")],
        }
    )
    assert "- 30 lost by sharing 1 block" in plain_text(compose(worksheet, analyse(worksheet), chapters=["summary"]))


def test_three_kept_sets_are_told_side_by_side() -> None:
    """Bold: 40 + 50 - 20 - 20 - 10 = 40. Shy: 40 - 20 - 10 = 10. Dear: 50 + 5 - 20 - 10 - 100 = -75."""
    found = side_by_side(
        {
            "arm": {"value": 40, "own_cost": 20},
            "robot": {"value": 50, "own_cost": 20},
            "ship": {"value": 5, "own_cost": 100},
        }
    )
    assert found == {
        "Products": ("Robot and Arm", "Arm", "Robot and Ship"),
        "Worth after cost, k$": ("40", "10", "\u221275"),
        "Cost together, k$": ("50", "30", "130"),
        "Tries within the budget": ("100 of 100", "100 of 100", "0 of 100"),
        "Saved by sharing": ("10 by 1 block", "nothing", "nothing"),
        "Rules": ("keeps every rule", "keeps every rule", found["Rules"][2]),
        "Against the best": (
            "the best, proven",
            "gives up 30: without Robot",
            "gives up 115: without Arm, with Ship",
        ),
    }
    assert "budget" in found["Rules"][2]


def test_a_guess_has_two_figures_beside_what_is_certain() -> None:
    """Arm is 410 to 1 230, likely 817: about 820 of 1 000 leaves about 180. With robot 940 is no guess."""
    guessed = {"low": 410, "likely": 817, "high": 1230}
    products = [
        {"key": "arm", "name": "Arm", "own_cost": guessed, "value": 2000},
        {"key": "robot", "name": "Robot", "own_cost": 123, "value": 456},
    ]
    kept = {"sets": [{"key": "bold", "name": "Bold"}], "set_products": [{"set": "bold", "product": "robot"}]}
    workshop = {"title": "T", "unit": "k$", "budget": 1000}
    decisions = [{"product": "arm", "role": "primary"}]
    worksheet = checked({"workshop": workshop, "products": products, "decisions": decisions} | kept)
    findings = analyse(worksheet)
    text = plain_text(compose(worksheet, findings)).replace("\u202f", " ")
    assert "Together they bring 2 456 and cost 940 k$ of the 1 000 that may be spent, so they are worth 1 516" in text
    assert "Cost: About 820 k$ for Arm" in text
    assert "The budget of 1 000 k$ leaves about 180 k$ after Arm." in text
    assert "Robot +333" in text
    assert findings.portfolio.cost == 940
    assert findings.economics.solo["arm"] == 817


def test_what_products_are_worth_by_the_ratings_is_points_out_of_so_many() -> None:
    """Of 1: the arm is rated best on both factors and the boat worst, the robot in the middle."""
    levels = {"arm": (4, 1), "robot": (3, 2), "boat": (1, 4)}
    worksheet = checked(
        {
            "workshop": {"title": "T", "unit": "k$", "budget": 20},
            "factors": [
                {"key": "volume", "name": "Volume", "axis": "potential"},
                {"key": "risk", "name": "Risk", "axis": "challenge"},
            ],
            "products": [{"key": key, "name": key.title(), "own_cost": 10} for key in levels],
            "participants": [{"key": "ann", "name": "Ann"}],
            "ratings": [
                {"participant": "ann", "product": key, "factor": factor, "level": level}
                for key, pair in levels.items()
                for factor, level in zip(("volume", "risk"), pair, strict=True)
            ],
            "sets": [{"key": "shy", "name": "Shy"}],
            "set_products": [{"set": "shy", "product": "arm"}],
        }
    )
    text = plain_text(compose(worksheet, analyse(worksheet)))
    assert "Together they reach 1.67 of 2 points in the ranking (no product has a value)" in text
    assert "1.00 of 1" in text
    assert "gives up 0.67 points: without Robot" in text
    assert "Points of the set with each product, less its points without it: Arm +1.00, Robot +0.67" in text


def test_a_set_that_lacks_something_is_not_weighed() -> None:
    found = side_by_side({"arm": {"value": 40}, "robot": {"value": 50, "own_cost": 20}, "ship": {"value": 5}})
    assert found["Cost together, k$"][0].startswith("at least ")
    assert found["Worth after cost, k$"] == ("at most 60", "at most 30", "at most 25")
    assert found["Against the best"][1] == "cannot be weighed yet"
    assert found["Tries within the budget"][1] == "–"


def test_a_set_outside_the_rules_may_be_worth_more_than_the_best() -> None:
    products = {key: {"value": 50, "own_cost": 20} for key in ("arm", "robot", "ship")}
    found = side_by_side(products, constraints={"must_have": ["ship"], "at_most": 1})
    assert found["Against the best"] == ("worth 20 more", "gives up 10: without Ship, with Arm", "worth 20 more")


def test_without_kept_sets_the_report_does_not_speak_of_any() -> None:
    worksheet = checked({"workshop": {"title": "T"}})
    assert "side by side" not in plain_text(compose(worksheet, analyse(worksheet)))


def test_a_careful_set_that_is_not_proven_says_so() -> None:
    worksheet = uncertain(30, 150)
    findings = analyse(worksheet)
    assert findings.portfolio.careful is not None
    (section,) = compose(worksheet, findings, chapters=["answer"]).sections
    assert "(not proven)" in plain_text(Report("", "", (section,))).split("the careful choice")[1].split(".")[0]


def test_page_one_names_the_first_products_of_a_large_set_and_the_details_have_all() -> None:
    """Seven of eight that cost 10 each fit into 75, and any seven do: which one is left out is what differs."""
    products = [{"key": key, "name": key.upper(), "own_cost": 10, "value": 30} for key in "abcdefgh"]
    decisions = [{"product": key, "role": "primary" if key == "a" else "growth"} for key in "abcdefg"]
    worksheet = checked(
        {"workshop": {"title": "T", "unit": "k$", "budget": 75}, "products": products, "decisions": decisions}
    )
    report = compose(worksheet, analyse(worksheet), for_paper=True)
    sections = {section.key: section for section in report.sections}
    assert sections["summary"].finding == "The team bets first on A and lets B, C, D, E and 2 more grow beside it."
    assert "A, B, C, D and 3 more, or the same with H instead of G" in plain_text(
        compose(worksheet, analyse(worksheet), chapters=["answer"])
    )
    (entry,) = sections["choosing-details"].blocks
    assert entry.kind == "entry"
    [whole] = [block for block in entry.blocks if block.kind == "table" and "all of their products" in block.caption]
    assert whole.rows[:2] == (("Decided", "7", "A, B, C, D, E, F and G"), ("Best", "7", "A, B, C, D, E, F and G"))
