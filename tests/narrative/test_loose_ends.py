from collections.abc import Iterable, Iterator
from typing import Any

from reuse_app.analysis import analyse
from reuse_app.narrative.blocks import Block, Entry, Lacks, Place, Report, Section, Table
from reuse_app.narrative.composing import compose
from reuse_app.report.plain_text import plain_text
from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.steps import Step
from tests.analysis.sheets import Row, capability, decision, link, product, sheet


def chapter(worksheet: Worksheet, key: str = "loose") -> Section | None:
    written = {section.key: section for section in compose(worksheet, analyse(worksheet)).sections}
    return written.get(key)


def lines(blocks: Iterable[Block]) -> Iterator[tuple[Place, str]]:
    for block in blocks:
        if isinstance(block, Entry):
            yield from lines(block.blocks)
        elif isinstance(block, Lacks):
            yield from block.lacks


def told(**parts: Any) -> list[tuple[Place, str]]:
    written = chapter(sheet(**parts))
    return list(lines(written.blocks)) if written else []


def of_eye(*links: Row, products: Any = (), **fields: Any) -> list[tuple[Place, str]]:
    found: list[Row] = [product("robot"), product("bus"), *products]
    return told(capabilities=[capability("eye", **{"rrl": 9, **fields})], products=found, links=links)


PROVEN: Row = {"evidence": "a test", "trl": 9}
BOTH = (link("eye", "robot", fit="adjust", **PROVEN), link("eye", "bus", fit="adjust", **PROVEN))
EYE = Place(Step.INVENTORY, "eye")


def test_where_nothing_is_mapped_or_found_there_is_no_chapter() -> None:
    assert chapter(sheet()) is None


def test_where_all_is_proven_and_used_it_says_so() -> None:
    written = chapter(sheet(capabilities=[capability("eye", rrl=9)], products=[product("bus")], links=BOTH[1:]))
    assert written is not None
    assert written.finding == "Nothing that was found out is left over or unsettled."


def test_claims_that_lack_the_same_are_told_together_with_their_place() -> None:
    links = [link("eye", key, fit="as-is", trl=9) for key in ("robot", "bus")]
    words = "Eye is said to fit Bus and Robot as is, but no evidence is stated."
    price = "As a rework it would cost about 120 person-months more."
    assert of_eye(*links, build_cost=100) == [(Place(Step.MAP, "eye", "bus"), f"{words} {price}")]
    words = "Eye is said to fit Bus and Robot with a slight adjustment, but its readiness for reuse is below RRL 5."
    assert of_eye(*BOTH, rrl=1) == [(EYE, words)]


def test_claims_that_are_reworks_already_owe_nothing() -> None:
    reworked = sheet(
        capabilities=[capability("eye", rrl=9, build_cost=100)],
        products=[product("bus")],
        links=[link("eye", "bus", fit="rework", trl=9)],
    )
    text = plain_text(compose(reworked, analyse(reworked), chapters=["loose"]))
    assert "All of them that have a cost are counted as reworks already." in text
    assert "about 0" not in text


def test_readiness_that_nobody_stated_is_asked_for() -> None:
    words = "Readiness for reuse (RRL) is not stated, and so not checked, for Eye."
    assert of_eye(*BOTH, rrl=None) == [(EYE, words)]


def test_terms_and_shares_are_told_with_what_settles_them() -> None:
    assert of_eye(*BOTH, terms="licensed") == [(EYE, "Eye is licensed to us: ask whether that covers Bus and Robot.")]
    lean = "Bus and Robot lean on Eye, which is not there where it is used elsewhere; "
    assert of_eye(*BOTH, rival=True, free_share=0.3) == [(EYE, f"{lean}30\u202f% of it is free.")]
    assert of_eye(*BOTH, rival=True) == [(EYE, f"{lean}how much of it is free is not stated.")]
    alone = of_eye(BOTH[0], rival=True, free_share=0.3)
    assert alone == [(EYE, "Robot leans on more of Eye than the 30\u202f% that is free.")]


def test_a_single_supplier_leads_to_the_plan() -> None:
    found = told(
        capabilities=[capability("eye", status="missing")],
        products=[product("bus")],
        links=[link("eye", "bus")],
        gap_plans=[{"capability": "eye", "plan": "buy", "single_supplier": True}],
    )
    assert found == [(Place(Step.ITERATE, "eye"), "Eye hangs on one outside supplier, and Bus on it: find a second.")]


def test_a_dear_unit_asks_what_would_make_it_fall() -> None:
    asked = "What would bring that to nothing?"
    costs = "One more hour of Eye costs 0.005 person-months, and"
    assert of_eye(*BOTH, unit="hour", unit_cost=0.005) == [
        (EYE, f"{costs} Bus and Robot use it. {asked} No data plan says.")
    ]
    found = told(
        capabilities=[capability("eye", rrl=9, unit_cost=2)],
        products=[product("bus")],
        links=BOTH[1:],
        decisions=[decision("bus", "primary", data_plan="From the street")],
    )
    costs = "One more unit of Eye costs 2 person-months, and Bus uses it."
    assert found == [(EYE, f"{costs} {asked} See the data plan of Bus.")]


def test_a_unit_that_nobody_priced_is_asked_for() -> None:
    used = "is not stated; it is used in Bus and Robot."
    assert of_eye(*BOTH, kind="data") == [(EYE, f"What one more of Eye is, and what it costs, {used}")]
    assert of_eye(*BOTH, unit="hour") == [(EYE, f"What one more hour of Eye costs {used}")]


def test_an_adjustment_that_is_a_rework_leads_to_its_cell() -> None:
    cell, place = link("eye", "bus", fit="rework", **PROVEN), Place(Step.MAP, "eye", "bus")
    words = "A slight adjustment is to make Eye useful to others, and its cell in Bus says rework."
    assert of_eye(cell, adjustment="A lens") == [(place, words)]
    cell, place = link("eye", "arm", fit="new"), Place(Step.MAP, "eye", "arm")
    arm = product("arm", origin={"capability": "eye", "of": "adjustment"})
    words = "Arm came from a slight adjustment of Eye, and its cell says new."
    assert of_eye(cell, products=[arm]) == [(place, words)]


def test_what_was_built_twice_and_what_waits_is_told() -> None:
    words = "Eye has also been built by Lab: compare the two, and keep one."
    assert of_eye(*BOTH, built_also_by="Lab") == [(EYE, words)]
    words = "No product takes what Eye leaves over: Light and heat"
    assert of_eye(*BOTH, by_product="Light\nand heat") == [(Place(Step.PRODUCTS, "eye"), words)]
    spare = [capability(key, rrl=9) for key in ("eye", "ear", "horn")]
    products = [product("bus"), product("car", home=True)]
    found = told(capabilities=spare, products=products, links=[BOTH[1], link("horn", "car")])
    assert found == [(Place(Step.MAP), "No product uses Ear."), (Place(Step.MAP), "Only home products use Horn.")]


def test_what_one_line_names_is_told_however_long_the_list() -> None:
    spare = [capability(f"c{n}", by_product="Heat") for n in range(9)]
    found = told(capabilities=[*spare, capability("eye", rrl=9)], products=[product("bus")], links=BOTH[1:])
    assert [words for _, words in found][3:] == [
        "No product takes what C3 leaves over: Heat",
        "No product uses C0, C1, C2, C3 and 5 more.",
    ]


def test_its_heading_counts_what_the_choice_hangs_on_and_what_waits() -> None:
    worksheet = sheet(
        capabilities=[
            capability("eye", by_product="Light", terms="consent", rival=True, free_share=0.5, unit_cost=1),
            capability("ear", adjustment="A horn"),
            capability("lid", status="missing"),
            capability("old", by_product="Dust"),
        ],
        products=[product("bus"), product("robot")],
        links=[
            link("eye", "bus", fit="as-is"),
            link("ear", "bus", fit="rework"),
            link("lid", "bus"),
            link("eye", "robot", fit="as-is"),
        ],
        gap_plans=[{"capability": "lid", "plan": "buy", "single_supplier": True}],
        decisions=[decision("bus", "primary")],
    )
    written = chapter(worksheet)
    assert written is not None
    assert written.finding == (
        "What is decided hangs on 2 unproven claims of reuse, 1 single supplier, 1 permission to ask for, 1 capability "
        "of which too little is free, 1 capability whose next unit stays dear and 1 slight adjustment that is a "
        "rework; 2 by-products and 1 capability that nothing uses wait for a use."
    )


def test_a_choice_for_which_enough_is_free_does_not_hang_on_its_rivals() -> None:
    def finding(*chosen: str) -> str:
        worksheet = sheet(
            capabilities=[capability("eye", rrl=9, rival=True)],
            products=[product("bus"), product("robot")],
            links=BOTH,
            decisions=[decision(key, "primary") for key in chosen],
        )
        written = chapter(worksheet)
        return written.finding if written else ""

    too_little = "on 1 capability of which too little is free."
    assert finding() == f"The considered products hang {too_little}"
    assert finding("bus", "robot") == f"What is decided hangs {too_little}"
    assert finding("bus") == "What is decided hangs on nothing that is unproven or unsettled."


def test_the_first_page_says_on_what_the_choice_hangs_beside_claims() -> None:
    def first_page(**fields: Any) -> str:
        worksheet = sheet(
            capabilities=[capability("eye", rrl=9, **fields)],
            products=[product("bus")],
            links=BOTH[1:],
            decisions=[decision("bus", "primary")],
        )
        return plain_text(compose(worksheet, analyse(worksheet), chapters=("summary",)))

    assert "Loose ends: What is decided hangs on 1 permission to ask for." in first_page(terms="licensed")
    assert "Loose ends" not in first_page()


def huge() -> Worksheet:
    """Two hundred capabilities in fifty products, all said to fit as is, by licence, and nothing shown."""
    return sheet(
        capabilities=[
            capability(f"c{n}", by_product="Heat", terms="licensed", unit="hour", built_also_by="Lab", rrl=n % 9 + 1)
            for n in range(200)
        ],
        products=[product(f"p{n}", own_cost=n) for n in range(50)],
        links=[
            link(f"c{one}", f"p{two}", fit=("as-is", "adjust", "rework")[(one + two) % 3])
            for one in range(200)
            for two in range(50)
        ],
    )


def test_a_huge_worksheet_is_told_calmly_and_whole_in_the_annex() -> None:
    worksheet = huge()
    findings = analyse(worksheet)
    told_apart = [section for section in compose(worksheet, findings).sections if section.key in {"answer", "open"}]
    assert max(len(plain_text(Report("", "", (section,)))) for section in told_apart) < 5000
    written = compose(worksheet, findings, chapters=("loose",))
    assert len(findings.claims) == 10_000
    assert len(plain_text(written).splitlines()) < 80
    assert "more stand in the annex, under “Every loose end”." in plain_text(written)
    annex = chapter(worksheet, "methods")
    assert annex is not None
    (every,) = [block for block in annex.blocks if isinstance(block, Entry) and block.title == "Every loose end"]
    (table,) = [block for block in every.blocks if isinstance(block, Table)]
    assert table.is_folded
    named = {(name, said) for name, said, _ in table.rows}
    assert {("C0", "used beyond its terms"), ("C199", "built twice")} <= named
