import re

import pytest

from reuse_app.guide.atlas import look_up, problems
from tests.web.conftest import Browser


def sentences(page: str) -> int:
    return page.count("<q>")


def test_anybody_reads_every_problem_by_its_verb(stranger: Browser) -> None:
    page = stranger.open("/atlas")
    assert f"{len(problems())} problems." in page
    assert sentences(page) == len(problems())
    assert "A statement is a prompt, not a fact about a market." in page
    assert len(re.findall("<h2", page)) == 30


def test_the_atlas_is_browsed_by_verb_and_field(stranger: Browser) -> None:
    assert sentences(stranger.open("/atlas?verb=separate&flow=energy")) == len(look_up(verb="separate", flow="energy"))
    page = stranger.open("/atlas?field=01")
    assert sentences(page) == len(look_up(field="01"))
    assert '<option value="01" selected>Farming</option>' in page


def test_distance_is_seen_from_a_field(stranger: Browser) -> None:
    page = stranger.open("/atlas?home=01&distance=middle")
    assert set(re.findall(r'<span class="distance">(\w+)</span>', page)) == {"middle"}
    assert "say from where you look" in stranger.open("/atlas?distance=far")


@pytest.mark.parametrize("query", ["verb=clean", "field=04", "home=x", "distance=near%00", "flow[]=1"])
def test_what_there_is_not_is_not_asked_for(stranger: Browser, query: str) -> None:
    assert sentences(stranger.open(f"/atlas?{query}")) == len(problems())
