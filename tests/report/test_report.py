"""The report: whole, honest, safe and the same each time."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import html5lib
import markdown as python_markdown
import pytest
import yaml

from reuse_app import report
from reuse_app.analysis import Findings, analyse
from reuse_app.narrative.composing import compose
from reuse_app.narrative.material import Material
from reuse_app.worksheet import Decision, Product, Role, Worksheet, Workshop
from reuse_app.worksheet.validation.worksheet import checked
from tests.report.conftest import HOSTILE, NAMES, Sample, report_of, sample

HTML = "{http://www.w3.org/1999/xhtml}"
HEADINGS = [f"{HTML}h{level}" for level in range(1, 7)]


def html(worksheet: Worksheet, findings: Findings) -> str:
    return report.write("html", worksheet, findings).decode()


def markdown(worksheet: Worksheet, findings: Findings) -> str:
    return report.write("md", worksheet, findings).decode()


@dataclass(frozen=True)
class Page:
    """The report of a sample as a page."""

    text: str
    tree: ET.Element


@pytest.fixture(scope="module", params=NAMES)
def report_page(request: pytest.FixtureRequest) -> Page:
    """The page of each sample in turn, parsed once for all tests of it, which takes longest."""
    text = report_of(request.param, "html").decode()
    return Page(text, html5lib.HTMLParser(strict=True).parse(text))


@cache
def read_as_html(name: str) -> str:
    """The Markdown of a sample as a common reader shows it."""
    return python_markdown.markdown(_body(report_of(name, "md").decode()), extensions=["tables"])


def test_is_the_same_twice(any_sample: Sample) -> None:
    again = Worksheet.model_validate(any_sample.worksheet.model_dump(mode="json"))
    findings = analyse(again)
    assert report_of(any_sample.name, "html").decode() == html(again, findings)
    assert report_of(any_sample.name, "md").decode() == markdown(again, findings)


@pytest.mark.parametrize("title", ['a: "b" # c', "---", "- x", "'", "\\", "{{ x }}", "x\x7fy", "Größe: 見", "é " * 90])
def test_front_matter_says_the_title_as_it_was_typed(title: str) -> None:
    worksheet = Worksheet(workshop=Workshop(title=title))
    head = markdown(worksheet, analyse(worksheet)).split("\n---\n")[0]
    assert yaml.safe_load(head) == {"title": worksheet.workshop.title, "format": "reuse-report"}


def test_html_is_valid_with_one_h1_and_headings_in_order(report_page: Page) -> None:
    levels = [HEADINGS.index(one.tag) + 1 for one in report_page.tree.iter() if one.tag in HEADINGS]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_html_holds_everything_itself_and_runs_nothing(report_page: Page) -> None:
    for element in report_page.tree.iter():
        assert element.tag not in (f"{HTML}script", f"{HTML}link", f"{HTML}img", f"{HTML}iframe", f"{HTML}object")
        assert "style" not in element.attrib
        assert not any(
            name.startswith("on") or name in ("src", "srcset", "action") for name in map(str, element.attrib)
        )
        if element.tag != f"{HTML}a":
            assert "href" not in element.attrib
    addresses = re.findall(r"url\(([^)]*)\)", report_page.text)
    assert all(one.startswith(('"data:font/woff2', "#figure-")) for one in addresses)
    assert "@import" not in report_page.text


def test_html_has_a_policy_that_lets_only_its_style_sheet_in() -> None:
    text = report_of("tesla-bot", "html").decode()
    assert '<html lang="en">' in text
    assert re.search(r"default-src &#39;none&#39;; style-src &#39;sha256-[\w+/=]{44}&#39;", text)
    assert "unsafe" not in text


def test_contents_lead_to_every_chapter(report_page: Page) -> None:
    ids = [element.attrib["id"] for element in report_page.tree.iter() if "id" in element.attrib]
    links = [element.attrib.get("href", "") for element in report_page.tree.iter(f"{HTML}a")]
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in links if link.startswith("#")} <= set(ids)


def test_first_page_says_what_was_decided_and_why() -> None:
    first = report_of("tesla-bot", "md").decode().split("\n## ")[1]
    for words in (
        "bets first on Humanoid robot",
        "Warehouse arm",
        "Simulation service",
        "It uses twelve things that we already have",
        "Dissent: Finance",
        "Next: Two hands on a fixed stand",
        "person-months",
        "claims of reuse that are not proven",
        "Head of new products",
    ):
        assert words in first


def test_cost_of_the_choice_is_that_of_the_same_set_in_the_portfolio(tesla: Sample) -> None:
    material, best = Material(tesla.worksheet, tesla.findings), tesla.findings.portfolio
    for products, cost in ((best.chosen, best.cost), (tesla.findings.considered, tesla.findings.economics.family)):
        told = material.family_cost(products)
        assert told is not None
        assert told.likely == pytest.approx(cost)


@pytest.mark.parametrize(
    ("name", "set_", "best"),
    [
        ("tesla-bot", "Humanoid robot, Warehouse arm and Simulation service", "are also the best set within"),
        ("recaptcha", "Book digitising, Street numbers and Image search", "are also the best set within"),
        ("simulator", "Test service and Driver training", "would be Driver training, which is proven; the choice is"),
    ],
)
def test_every_sum_of_the_choice_is_of_the_same_named_products(name: str, set_: str, best: str) -> None:
    done = sample(name)
    said = [line for line in _first_page(done).split("\n") if re.match(r"\*\*(Cost|Budget|Best set|Unproven)", line)]
    assert len(said) == 4
    assert all(set_ in line for line in said)
    assert best in said[2]


def test_a_backup_that_the_budget_cannot_pay_is_told_apart() -> None:
    assert (
        "lacks about 120 k$ for Test service and Driver training. Without the backup it leaves about 100 k$."
        in _first_page(sample("simulator"))
    )


def test_without_a_budget_there_is_no_best_set() -> None:
    first = _changed("half", workshop={"title": "Half"}, decisions=[{"product": "robot", "role": "primary"}])
    assert "No budget is stated." in _first_page(first)
    assert "Best set" not in _first_page(first)
    assert "best set within" not in markdown(first.worksheet, first.findings)


def test_a_claim_without_a_cost_cannot_be_priced() -> None:
    link = {"capability": "vision", "product": "robot", "need": 9, "fit": "as-is"}
    half = _changed("half", links=[link], decisions=[{"product": "robot", "role": "primary"}])
    assert "cannot be priced, because no cost is stated" in _first_page(half)
    assert "0 more" not in _first_page(half)


def test_ranges_without_their_own_estimate_are_explained_once_in_each_section() -> None:
    chapters = report_of("tesla-bot", "md").decode().split("\n## ")
    told = [chapter.split("\n")[0] for chapter in chapters if "The estimates lean high" in chapter]
    assert "What the family costs" in told
    assert all(chapter.count("The estimates lean") <= 1 for chapter in chapters)


def test_names_stand_for_keys() -> None:
    text = report_of("tesla-bot", "md").decode()
    assert "fleet-data" not in text
    assert "Fleet data engine" in text


def test_an_empty_worksheet_gives_a_short_honest_report() -> None:
    empty = sample("empty")
    text = markdown(empty.worksheet, empty.findings)
    assert "Nothing has been decided yet" in text
    assert "No capability has been added yet." in text
    assert [section.key for section in compose(empty.worksheet, empty.findings).sections] == ["summary", "open"]


def test_a_report_states_seed_draws_and_every_link(tesla: Sample) -> None:
    text = report_of("tesla-bot", "md").decode()
    assert "seed 0" in text
    assert f"{tesla.findings.cost_draws} for costs" in text
    assert "| Camera vision | Humanoid robot | as is | 0 | 0 | 25 | 4 | 30 | 0.4 |" in text


def test_body_has_no_h1_of_its_own(tesla: Sample) -> None:
    text = report.excerpt(tesla.worksheet, tesla.findings).body
    assert "<h1" not in text
    assert text.startswith('<div class="report indexed">')


def test_chapters_after_the_second_are_closed_and_titled_by_what_they_found() -> None:
    text = report_of("tesla-bot", "html").decode()
    heads = re.findall(r'<details class="finding"( open)?>\n<summary><h2[^>]*>(.*?)</h2>', text)
    assert [bool(is_open) for is_open, _ in heads] == [True, *[False] * (len(heads) - 1)]
    title = "<small>What is missing</small> 4 capabilities are needed and missing; each has a plan."
    assert title in [found for _, found in heads]


def test_numbers_stand_under_their_heading_in_a_first_column_too() -> None:
    text = report_of("tesla-bot", "html").decode()
    assert re.search('<th scope="col" dir="auto" class="number">Budget from</th>', text)
    assert re.search('<tr><th scope="row" dir="auto" class="number">0</th>', text)


def test_markdown_tables_are_well_formed(any_sample: Sample) -> None:
    text = report_of(any_sample.name, "md").decode()
    material = compose(any_sample.worksheet, any_sample.findings)
    tables = read_as_html(any_sample.name).count("<table>")
    assert tables == text.count("\n| ---") + text.count("\n| :--")
    assert tables or len(material.sections) == 2


def test_every_row_of_a_markdown_table_has_all_its_cells(any_sample: Sample) -> None:
    for table in re.findall(r"<table>.*?</table>", read_as_html(any_sample.name), re.DOTALL):
        rows = [len(re.findall(r"<t[hd]\b", row)) for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL)]
        assert len(set(rows)) == 1


def test_what_people_typed_never_becomes_markup_in_markdown() -> None:
    html = read_as_html("hostile")
    for tag in ("<script", "<img", "<a ", "<em>", "<h1>Heading", "</style", "<del"):
        assert tag not in html
    assert "&lt;script&gt;" in html
    assert HOSTILE[4] in html


def test_hostile_text_is_text_in_html() -> None:
    text = report_of("hostile", "html").decode()
    assert "<script" not in text
    assert "javascript:" not in re.sub(r">[^<]*<", "><", text)
    assert "{{ 7 * 7 }}" in text


def test_prose_may_hold_markdown_in_html() -> None:
    worksheet = Worksheet(
        workshop=Workshop(title="T", purpose="We look for *more* at [home](https://example.org)."),
        products=(Product(key="robot", name="Robot"),),
        decisions=(Decision(product="robot", role=Role.PRIMARY, reason="# Because\n\n- it works"),),
    )
    text = html(worksheet, analyse(worksheet))
    assert "<em>more</em>" in text
    assert '<a href="https://example.org" rel="noopener noreferrer">home</a>' in text
    assert "<p><strong>Because</strong></p>" in text
    assert "<li>it works</li>" in text


def _changed(name: str, **parts: Any) -> Sample:
    """A sample with some parts replaced."""
    worksheet = checked({**sample(name).worksheet.model_dump(mode="json"), **parts})
    return Sample(name, worksheet, analyse(worksheet))


def _first_page(one: Sample) -> str:
    return markdown(one.worksheet, one.findings).split("\n## ")[1]


def _body(text: str) -> str:
    """The Markdown without its front matter."""
    assert text.startswith("---\ntitle: ")
    return text.split("\n---\n", 1)[1]
