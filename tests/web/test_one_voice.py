"""One voice: the Choose page, the report and `analyse` say the same sentences about a worksheet, whatever it lacks."""

import json
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from click.testing import CliRunner

from reuse_app.analysis import analyse
from reuse_app.cli import main
from reuse_app.narrative.blocks import Block, Drawing, Entry, Facts, Formula, Items, Lacks, Numbers, Paragraph, Table
from reuse_app.narrative.composing import compose
from reuse_app.narrative.isolation import unmarked
from reuse_app.report import write
from reuse_app.web.choose.page import WHY
from reuse_app.worksheet.validation.worksheet import checked
from tests.report.conftest import HOSTILE
from tests.web.conftest import Browser
from tests.web.facilitation.test_run_sheet import text

Data = dict[str, Any]


def products(*keys: str, **fields: Any) -> list[Data]:
    return [{"key": key, "name": key.title(), **fields} for key in keys]


def rated(*keys: str) -> Data:
    """Two people who see these products alike."""
    return {
        "factors": [
            {"key": "volume", "name": "Volume", "axis": "potential"},
            {"key": "risk", "name": "Risk", "axis": "challenge"},
        ],
        "participants": [{"key": key, "name": key.title()} for key in ("ann", "bob")],
        "ratings": [
            {"participant": who, "product": key, "factor": factor, "level": level}
            for who in ("ann", "bob")
            for key in keys
            for factor, level in (("volume", 3), ("risk", 2))
        ],
    }


BARE = {"title": "T"}
LINK = {"capability": "hand", "product": "arm", "need": 9, "fit": "as-is", "return_flow": "Grips"}
GUESS = {"low": 20, "likely": 40, "high": 90}
HAND = {"key": "hand", "name": "Hand", "home_product": "car"}
WORKSHEETS: dict[str, Data] = {
    "nothing": {"workshop": BARE},
    "only products": {"workshop": BARE, "products": products("arm", "boat")},
    "two equal sets": {"workshop": BARE | {"budget": 60}, "products": products("arm", "boat", own_cost=60, value=90)},
    "three equal sets, one chosen": {
        "workshop": BARE | {"budget": 60},
        "products": products("arm", "boat", "cart", own_cost=60, value=90),
        "decisions": [{"product": "boat", "role": "primary"}],
    },
    "level ratings": {"workshop": BARE, "products": products("arm", "boat"), **rated("arm", "boat")},
    "a budget without costs": {
        "workshop": BARE | {"budget": 60},
        "products": products("arm", "boat", value=90),
        **rated("arm", "boat"),
        "decisions": [{"product": "arm", "role": "primary"}],
    },
    "half of the costs, nobody rated": {
        "workshop": BARE | {"budget": 60, "unit": "k€"},
        "products": [*products("arm", own_cost=20, value=90), *products("boat", value=3), *products("car", home=True)],
        "capabilities": [HAND],
        "links": [LINK],
    },
    "a budget too small for anything": {
        "workshop": BARE | {"budget": 1},
        "products": products("arm", "boat", own_cost=60, value=90),
        "constraints": {"must_have": ["arm"]},
    },
    "values without a budget": {"workshop": BARE, "products": products("arm", "boat", own_cost=60, value=50)},
    "loose ends of every sort": {
        "workshop": BARE | {"unit": "k€"},
        "products": [
            *products("arm", origin={"capability": "eye", "of": "adjustment"}),
            *products("boat", value=3),
            *products("car", home=True),
        ],
        "capabilities": [
            HAND | {"rival": True, "free_share": 0.2, "terms": "licensed", "build_cost": 5, "rrl": 1, "trl": 2},
            {"key": "eye", "name": "Eye", "kind": "data", "unit": "hour", "unit_cost": 2, "built_also_by": HOSTILE[0]},
            {"key": "tape", "name": "Tape", "kind": "compute", "by_product": HOSTILE[1], "adjustment": "Shorter"},
            {"key": "glue", "name": "Glue", "status": "missing", "by_product": "Smell"},
            *({"key": f"spare-{n}", "name": f"Spare {n}", "by_product": "Heat"} for n in range(9)),
        ],
        "links": [
            LINK,
            LINK | {"product": "boat", "fit": "adjust"},
            LINK | {"capability": "eye", "fit": "rework"},
            LINK | {"capability": "tape", "fit": "rework", "product": "boat"},
            LINK | {"capability": "glue"},
            LINK | {"capability": "spare-0", "product": "car"},
        ],
        "gap_plans": [{"capability": "glue", "plan": "buy", "single_supplier": True}],
    },
    "values in another unit, guessed": {
        "workshop": BARE | {"budget": 100, "unit": "k€", "value_unit": "patients", "horizon": "three years"},
        "products": [
            *products("arm", own_cost=GUESS, value={"low": 100, "likely": 1219, "high": 3000}, chance=0.5),
            *products("boat", own_cost=70, value=310),
            *products("cart", own_cost=10, value=90, chance=0),
        ],
        "capabilities": [{"key": "hand", "name": "Hand", "build_cost": GUESS, "platform_cost": 10}],
        "links": [LINK, LINK | {"product": "boat"}, LINK | {"product": "cart"}],
    },
    "points of the ranking, and a kept set": {
        "workshop": BARE | {"budget": 50, "unit": "k€"},
        "products": [*products("arm", own_cost=GUESS), *products("boat", own_cost=7), *products("cart")],
        **rated("arm", "boat", "cart"),
        "sets": [{"key": "shy", "name": "Shy"}],
        "set_products": [{"set": "shy", "product": "boat"}],
    },
    "rules and a decision about what is not on the shortlist": {
        "workshop": BARE | {"budget": 50},
        "products": [*products("arm", own_cost=9, value=90, shortlisted=True), *products("boat", own_cost=9, value=90)],
        "constraints": {"must_have": ["boat"], "requires": [["arm", "boat"]]},
        "decisions": [{"product": "boat", "role": "primary"}],
    },
    "levels that nobody knows": {
        "workshop": BARE | {"budget": 0},
        "products": products("arm", "boat", own_cost=30),
        **rated("arm", "boat"),
        "ratings": [{"participant": "ann", "product": "arm", "factor": "risk", "level": None}],
    },
    "names that could break a page": {
        "workshop": {"title": HOSTILE[0], "budget": 200, "unit": HOSTILE[3]},
        "products": [{"key": f"p{n}", "name": name, "own_cost": 9, "value": 9} for n, name in enumerate(HOSTILE)],
        "capabilities": [{"key": "hand", "name": HOSTILE[5], "build_cost": 7}],
        "links": [{"capability": "hand", "product": "p1", "need": 9, "fit": "as-is"}],
    },
}


@pytest.mark.parametrize("name", WORKSHEETS)
def test_page_report_and_command_say_the_same(visitor: Browser, name: str) -> None:
    file = json.dumps(WORKSHEETS[name])
    worksheet = checked(WORKSHEETS[name])
    findings = analyse(worksheet)
    sections = compose(worksheet, findings, chapters=("answer", *WHY)).sections
    sentences = [
        plain(said) for section in sections for said in (section.title, section.finding, *said_in(section.blocks))
    ]
    assert len(sentences) > 5
    lead_into(visitor, file)
    places = {
        "Choose": shown(visitor.open("choose")),
        "the page of the report": shown(visitor.open("report")),
        "the file of the report": shown(write("html", worksheet, findings).decode()),
        "analyse": plain(CliRunner().invoke(main, ["analyse", "-"], input=file).stdout),
    }
    silent = [(place, said) for place, words in places.items() for said in sentences if said not in words]
    assert silent == []


def said_in(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Every sentence, figure and name that the blocks tell in our own words."""
    for block in blocks:
        match block:
            case Paragraph() if isinstance(block.text, str):
                yield block.text
            case Facts():
                yield from (text for pair in block.pairs for text in pair if isinstance(text, str))
            case Numbers():
                yield from (part for number in block.numbers for part in (number.figure, number.caption))
            case Items() | Lacks():
                yield from (text for text in block.items if isinstance(text, str))
            case Drawing(figure=figure) if figure.key == "heat-map":
                """The Choose page leaves the matrix to the Map."""
            case Table() | Drawing():
                found = block.figure if isinstance(block, Drawing) else block
                yield from (cell for row in found.rows for cell in row)
            case Formula():
                yield from block.lines
            case Entry():
                yield from (block.title, *said_in(block.blocks))


def lead_into(browser: Browser, file: str) -> None:
    sent = {"csrf": browser.token(), "file": (BytesIO(file.encode()), "worksheet.json")}
    answer = browser.client.post("/worksheets", data=sent, content_type="multipart/form-data")
    browser.workshop = answer.location.split("/")[2]


def shown(page: str) -> str:
    return plain(unescape(text(page)))


def plain(words: str) -> str:
    """The words without the marks between which a name from right to left stands, as each place shows them its way."""
    return " ".join(unmarked(words).split())
