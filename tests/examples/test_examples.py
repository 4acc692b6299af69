"""The worksheets that ship are right, complete where they say so, and honest about what is invented."""

import json

import pytest

from reuse_app.analysis.search import review_search
from reuse_app.examples import EXAMPLES, Example, read
from reuse_app.worksheet import Aspect, Plan, Worksheet
from reuse_app.worksheet.isic import Distance, distance
from reuse_app.worksheet.nature import remarks
from reuse_app.worksheet.steps import progress

PRODUCT_NAME_FITS = 24
CAPABILITY_NAME_FITS = 30

every_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
complete_example = pytest.mark.parametrize("name", [example.name for example in EXAMPLES if example.complete])


def load(name: str) -> Worksheet:
    return Worksheet.model_validate_json(read(name))


def cited(sheet: Worksheet) -> list[tuple[str, str]]:
    """Every place that tells where it comes from, with its text."""
    capabilities = [(item.key, item.evidence) for item in sheet.capabilities]
    links = [(f"{link.capability} x {link.product}", f"{link.evidence} {link.note}") for link in sheet.links]
    return capabilities + [(place, text) for place, text in links if text.strip()]


def test_an_unknown_example_is_refused_with_the_names_of_the_known() -> None:
    with pytest.raises(ValueError, match=r"no example “tesla”.*tesla-bot, recaptcha"):
        read("tesla")


def test_names_are_unique() -> None:
    assert len({example.name for example in EXAMPLES}) == len(EXAMPLES) == 6


@every_example
def test_a_file_has_the_bytes_that_the_app_would_write(example: Example) -> None:
    dumped = load(example.name).model_dump(mode="json", exclude_defaults=True)
    canonical = {"format": "reuse-worksheet", "version": 1} | dumped
    assert read(example.name) == json.dumps(canonical, indent=2, ensure_ascii=False) + "\n"


@every_example
def test_keys_are_unique_and_every_reference_resolves(example: Example) -> None:
    sheet = load(example.name)
    capabilities, products = set(sheet.capability_by_key), set(sheet.product_by_key)
    assert len(capabilities) == len(sheet.capabilities)
    assert len(products) == len(sheet.products)
    assert len(sheet.link_by_cell) == len(sheet.links)
    assert {item.home_product for item in sheet.capabilities} - {None} <= products
    assert {link.capability for link in sheet.links} <= capabilities
    assert {link.product for link in sheet.links} <= products
    assert {plan.capability for plan in sheet.gap_plans} <= capabilities
    assert {decision.product for decision in sheet.decisions} <= products
    assert {iteration.product for iteration in sheet.iterations} <= products
    assert {dot.product for dot in sheet.dots} <= products
    assert {key for group in sheet.constraints.exclusive for key in group} <= products


@every_example
def test_ratings_name_people_products_and_factors_that_exist_and_come_once(example: Example) -> None:
    sheet = load(example.name)
    people = {person.key for person in sheet.participants}
    assert {rating.participant for rating in sheet.ratings} <= people
    assert {dot.participant for dot in sheet.dots} <= people
    assert {rating.product for rating in sheet.ratings} <= {product.key for product in sheet.candidates}
    assert {rating.factor for rating in sheet.ratings} <= {factor.key for factor in sheet.factors}
    ballots = [(rating.participant, rating.product, rating.factor, rating.round) for rating in sheet.ratings]
    assert len(set(ballots)) == len(ballots)


@every_example
def test_names_fit_a_row_and_a_column(example: Example) -> None:
    sheet = load(example.name)
    assert all(len(item.name) <= CAPABILITY_NAME_FITS for item in sheet.capabilities)
    assert all(len(item.name) <= PRODUCT_NAME_FITS for item in sheet.products)


@every_example
def test_invented_numbers_are_said_to_be_invented(example: Example) -> None:
    sheet = load(example.name)
    assert "illustrative" in sheet.workshop.purpose.casefold()
    assert "illustrative" in sheet.workshop.decider.casefold()
    for item in sheet.capabilities:
        assert "illustrative" in item.evidence.casefold(), item.key
    for iteration in sheet.iterations:
        assert iteration.tried.startswith("Illustrative: ")


@every_example
def test_a_public_story_names_its_sources_with_the_year(example: Example) -> None:
    sheet = load(example.name)
    if "fictional" in sheet.workshop.organisation:
        assert "invented company" in sheet.workshop.purpose
        return
    assert any(year in sheet.workshop.purpose for year in ("2007", "2008", "2010", "2012", "2021"))
    for place, text in cited(sheet):
        for mark in ("Claim:", "Disputed:"):
            says_when = any(digit in text.partition(mark)[2] for digit in "0123456789")
            assert mark not in text or says_when, place


def test_what_only_the_company_says_about_the_robot_is_a_claim() -> None:
    sheet = load("tesla-bot")
    shared = ("vision", "planning", "computer", "actuators", "fleet-data", "simulation", "assembly")
    assert all("Claim:" in sheet.link_by_cell[capability, "robot"].evidence for capability in shared)
    assert "(claim)" in sheet.link_by_cell["vision", "robot"].return_flow


def test_the_popular_story_of_spare_servers_is_disputed_and_not_needed() -> None:
    sheet = load("aws")
    assert sheet.capability_by_key["idle"].evidence.startswith("Disputed:")
    assert sheet.link_by_cell["idle", "computing"].need == 0
    assert "Disputed:" in sheet.workshop.purpose


@complete_example
def test_a_complete_example_has_everything_that_each_step_asks_for(name: str) -> None:
    assert [item.missing for item in progress(load(name))] == [()] * 8


@complete_example
def test_a_complete_example_also_has_what_a_team_may_do_without(name: str) -> None:
    sheet = load(name)
    assert 12 <= len(sheet.capabilities) <= 16
    assert 5 <= len(sheet.candidates) <= 7
    assert sheet.workshop.budget
    assert all((sheet.dots, sheet.gap_plans, sheet.iterations, sheet.constraints.at_most))
    assert {rating.round for rating in sheet.ratings} == {1, 2}
    assert {decision.role.value for decision in sheet.decisions} >= {"primary", "growth", "backup", "in-storage"}
    assert any(rating.level is None for rating in sheet.ratings if rating.round == 2)
    for person in sheet.participants:
        given = [dot.count for dot in sheet.dots if dot.participant == person.key]
        assert sum(given) == sheet.workshop.settings.dots_each
        assert max(given) <= sheet.workshop.settings.dots_cap


@complete_example
def test_people_differ_less_in_the_second_round_but_still_differ(name: str) -> None:
    spread = {1: 0, 2: 0}
    sheet = load(name)
    for product in sheet.candidates:
        for factor in sheet.factors:
            for turn in (1, 2):
                levels = [
                    rating.level
                    for rating in sheet.ratings
                    if (rating.product, rating.factor, rating.round) == (product.key, factor.key, turn) and rating.level
                ]
                spread[turn] += max(levels) - min(levels)
    assert 0 < spread[2] < spread[1]


@complete_example
def test_what_a_product_gives_back_reaches_a_capability_that_it_needs(name: str) -> None:
    sheet = load(name)
    loops = [link for link in sheet.needed_links if link.return_flow and not sheet.product_by_key[link.product].home]
    assert len(loops) >= 10


@every_example
def test_natures_are_verb_and_object_without_a_product(example: Example) -> None:
    sheet = load(example.name)
    names = [product.name for product in sheet.products]
    assert {item.key: remarks(item.nature, names) for item in sheet.capabilities if remarks(item.nature, names)} == {}


@complete_example
def test_a_complete_example_says_where_its_ideas_came_from(name: str) -> None:
    sheet = load(name)
    search = review_search(sheet)
    assert all(each.verb and each.flow for each in sheet.capabilities)
    assert search.ideas == len(sheet.candidates)
    assert search.looks >= 10
    assert search.distances[Distance.FAR]
    assert all((each.origin.capability, each.key) in sheet.link_by_cell for each in sheet.candidates if each.origin)


def test_the_idea_of_recaptcha_came_from_a_by_product_and_a_far_field() -> None:
    sheet = load("recaptcha")
    origin = sheet.product_by_key["books"].origin
    assert origin
    assert origin.of is Aspect.BY_PRODUCT
    assert distance(str(sheet.workshop.home_field), str(origin.field)) is Distance.FAR


def test_the_partner_of_recaptcha_with_the_demand_is_the_newspaper() -> None:
    sheet = load("recaptcha")
    (plan,) = [each for each in sheet.gap_plans if each.capability == "scans"]
    assert plan.plan is Plan.PARTNER
    assert "newspaper" in plan.reason
    assert "partner with the demand" in plan.reason
    assert sheet.product_by_key["books"].customer == "Newspapers"


@pytest.mark.parametrize("name", ["tesla-bot", "recaptcha"])
def test_a_complete_example_says_what_verb_each_of_its_blocks_and_by_products_has(name: str) -> None:
    for each in load(name).capabilities:
        assert each.verb, each.key
        assert each.flow, each.key
        assert bool(each.by_product) == bool(each.by_product_verb) == bool(each.by_product_flow), each.key
