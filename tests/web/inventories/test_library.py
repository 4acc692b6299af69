import datetime as dt
import re
from collections.abc import Sequence

import pytest

from reuse_app.analysis.overlap import NamedInventory, find_overlap
from reuse_app.narrative.overlap import tell
from reuse_app.report.plain_text import plain_text
from reuse_app.store.grants import Keeper
from reuse_app.store.inventories import Naming, Saving, save_version, start_inventory
from reuse_app.worksheet import Capability, Estimate
from reuse_app.worksheet.columns import columns
from tests.web.conftest import Browser, refused_fields
from tests.web.facilitation.test_run_sheet import text

EYES = Capability(key="eyes", name="Camera vision", nature="Recognise objects", home_product="model-3", trl=7)
CHIP = Capability(key="chip", name="Inference chip", owner="Bo", build_cost={"low": 1, "likely": 2, "high": 4})  # type: ignore[arg-type]  # as a file has it


def held_by(browser: Browser, *lists: Sequence[Capability], name: str = "Parts of the car") -> Keeper:
    """An inventory on a browser's shelf, with a version for each list."""
    database = browser.client.application.extensions["database"]
    kept = start_inventory(database, Naming(name=name, author="Ann", note="First"), lists[0])
    for after, capabilities in enumerate(lists[1:], start=1):
        save_version(database, kept.address, Saving(author="Bob"), capabilities, after=after)
    assert browser.client.get(f"/inventories/open/{kept.secret}").status_code == 303
    return kept


def test_the_shelf_says_how_to_begin_and_then_what_is_there(visitor: Browser) -> None:
    assert "Nothing here yet" in visitor.open("/inventories")
    held_by(visitor, [EYES, CHIP])
    for page in (visitor.open("/inventories"), visitor.open("/")):
        assert "Parts of the car" in page
    assert "2 capabilities · version 1" in visitor.open("/inventories")


def test_the_link_becomes_a_cookie_and_a_clean_address(visitor: Browser, stranger: Browser) -> None:
    kept = held_by(visitor, [EYES])
    answer = stranger.client.get(f"/inventories/open/{kept.secret}")
    assert answer.location == f"/i/{kept.address}"
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert kept.secret not in stranger.open(f"/i/{kept.address}")


def test_every_field_of_a_capability_is_shown(visitor: Browser) -> None:
    chosen = {"key": "eyes", "home_product": "model-3", "verb": "sense", "flow": "energy", "by_product_flow": "signal"}
    free = [name for name, column in columns(Capability).items() if column.type is str and not column.choices]
    texts = {name: f"My {name}" for name in free if name not in chosen}
    kept = held_by(visitor, [Capability.model_validate(texts | chosen)])
    page = visitor.open(f"/i/{kept.address}")
    assert [text for text in texts.values() if text not in page] == []
    for label, value in (("Built for", "model-3"), ("Verb", "sense"), ("By product flow", "signal")):
        assert f"<dt>{label}</dt><dd>{value}</dd>" in page


def test_nobody_gets_in_without_the_link(visitor: Browser, stranger: Browser) -> None:
    kept = held_by(visitor, [EYES])
    refused = stranger.open(f"/i/{kept.address}", expect=403)
    assert refused == stranger.open("/i/nosuchinv", expect=403)
    stranger.open("/inventories/open/no-such-secret", expect=403)
    held_by(stranger, [CHIP])
    stranger.open(f"/i/{kept.address}", expect=403)


def test_the_newest_version_is_shown_and_earlier_ones_can_be_read(visitor: Browser) -> None:
    kept = held_by(visitor, [EYES], [EYES, CHIP])
    page = visitor.open(f"/i/{kept.address}")
    assert "Inference chip" in page
    assert "Version 2, the newest" in page
    assert "1 – 2 – 4" in page
    earlier = visitor.open(f"/i/{kept.address}/versions/1")
    assert "Inference chip" not in earlier
    for number in ("0", "3", "999999"):
        visitor.open(f"/i/{kept.address}/versions/{number}", expect=404)


def names_on(page: str) -> list[str]:
    return re.findall(r'<summary><span class="name">([^<]+)', page)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=VISION", ["Camera vision"]),
        ("q=bo", ["Inference chip"]),
        ("kind=data", []),
        ("kind=nonsense&status=nonsense&stale=x&page=x", ["Camera vision", "Inference chip"]),
        ("status=missing", []),
        ("q=%00%ED%A0%80", []),
        ("page=999999", ["Camera vision", "Inference chip"]),
    ],
)
def test_what_is_looked_for_is_found(visitor: Browser, query: str, names: list[str]) -> None:
    kept = held_by(visitor, [EYES, CHIP])
    page = visitor.open(f"/i/{kept.address}?{query}")
    assert names_on(page) == names
    assert names or "show everything" in page


def test_what_nobody_has_looked_at_for_a_year_says_so(visitor: Browser) -> None:
    old = EYES.model_copy(update={"checked": dt.date(2020, 1, 1)})
    kept = held_by(visitor, [old, CHIP])
    page = visitor.open(f"/i/{kept.address}?stale=1")
    assert names_on(page) == ["Camera vision"]
    assert page.count("not looked at for over a year") == 1


def test_a_long_inventory_comes_in_pages(visitor: Browser) -> None:
    kept = held_by(visitor, [Capability(key=f"c{number}", name=f"Part {number}") for number in range(2_000)])
    first = visitor.open(f"/i/{kept.address}?q=part")
    assert len(names_on(first)) == 100
    assert "1 to 100 of 2\N{NARROW NO-BREAK SPACE}000" in first
    (more,) = re.findall(r'<a href="([^"]+)" rel="next"', first)
    second = visitor.open(more.replace("&amp;", "&"))
    assert names_on(second)[0] == "Part 100"
    assert "101 to 200 of 2\N{NARROW NO-BREAK SPACE}000" in second
    assert "to 2\N{NARROW NO-BREAK SPACE}000 of" in visitor.open(f"/i/{kept.address}/versions/1?page=999")


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_a_version_goes_out_as_a_file_and_can_be_imported(ann: Browser, kind: str) -> None:
    kept = held_by(ann, [EYES, CHIP])
    answer = ann.client.get(f"/i/{kept.address}/versions/1/inventory.{kind}")
    disposition = answer.headers["Content-Disposition"]
    assert disposition == f'attachment; filename="parts-of-the-car-version-1.{kind}"'
    assert "2 capabilities are new" in ann.upload("inventory/preview", answer.data, f"parts.{kind}")
    assert ann.client.get(f"/i/{kept.address}/versions/7/inventory.{kind}").status_code == 404


def test_a_workshop_starts_from_it_with_what_it_was_built_for(visitor: Browser) -> None:
    kept = held_by(visitor, [EYES, CHIP])
    assert visitor.enter(f"/i/{kept.address}/versions/1/workshops", title="Autumn", name="Ann") == "frame"
    worksheet = visitor.worksheet()
    assert [each["name"] for each in worksheet["capabilities"]] == ["Camera vision", "Inference chip"]
    assert worksheet["products"] == [{"key": "model-3", "name": "Model 3", "home": True}]
    assert worksheet["capabilities"][0]["home_product"] == "model-3"
    visitor.post("capabilities/eyes", name="Eyes", seen="1")
    assert "Camera vision" in visitor.open(f"/i/{kept.address}")


def test_a_workshop_without_a_title_is_not_started(visitor: Browser) -> None:
    kept = held_by(visitor, [EYES])
    page = visitor.post(f"/i/{kept.address}/versions/1/workshops", expect=422, title=" ", name="")
    assert refused_fields(page) == ["title"]
    page = visitor.post(f"/i/{kept.address}/versions/1/workshops", expect=422, title="Autumn", name="x" * 201)
    assert refused_fields(page) == ["name"]


def test_the_link_can_be_shared_and_replaced(visitor: Browser, stranger: Browser) -> None:
    kept = held_by(visitor, [EYES])
    settings = f"/i/{kept.address}/settings"
    link = shared_link(visitor.open(settings))
    assert link == f"http://reuse.test/inventories/open/{kept.secret}"
    stranger.open(link.removeprefix("http://reuse.test"))
    new = shared_link(visitor.post(f"/i/{kept.address}/links"))
    assert new != link
    assert shared_link(visitor.open(settings)) == new
    page = stranger.open(f"/i/{kept.address}", expect=403)
    assert "Ask somebody who keeps the inventory for the new one." in page
    assert "Parts of the car" not in page, "what it is called today is for those who keep it"
    stranger.open(new.removeprefix("http://reuse.test"))


def shared_link(page: str) -> str:
    found = re.search(r'readonly value="([^"]+)"', page)
    assert found
    return found[1]


def test_the_same_form_replaces_the_link_once(visitor: Browser) -> None:
    kept = held_by(visitor, [EYES])
    links = {shared_link(visitor.post(f"/i/{kept.address}/links", once="x")) for _ in range(2)}
    assert len(links) == 1


def test_it_is_deleted_only_by_typing_its_name(visitor: Browser) -> None:
    kept = held_by(visitor, [EYES])
    page = visitor.post(f"/i/{kept.address}/removal", expect=422, name="Parts")
    assert refused_fields(page) == ["name"]
    assert "Parts of the car" not in visitor.post(f"/i/{kept.address}/removal", name=" Parts of  the car ")
    visitor.open(f"/i/{kept.address}", expect=403)


def test_a_saved_inventory_is_loaded_through_the_same_preview(ann: Browser) -> None:
    kept = held_by(ann, [EYES], [EYES, CHIP])
    assert f'<option value="{kept.address}">Parts of the car' in ann.open("inventory")
    page = ann.post("inventory/preview", inventory=kept.address)
    assert "2 capabilities are new" in page
    assert "not in this workshop and was left out" in page
    ann.post("inventory/preview", expect=404, inventory="nosuchinv")


NINE = Estimate(low=9, likely=9, high=9)
PRICED = CHIP.model_copy(update={"name": "Inference chips", "owner": "Cem", "build_cost": NINE})


def beside(*kept: Keeper) -> str:
    """The address of inventories side by side."""
    return f"/inventories/overlap?{'&'.join(f'with={each.address}' for each in kept)}"


def test_two_inventories_on_the_shelf_are_ticked_and_compared(visitor: Browser) -> None:
    car = held_by(visitor, [EYES], [EYES, CHIP], name="Parts of the car")
    assert 'type="checkbox"' not in visitor.open("/inventories"), "one alone has nothing to be compared with"
    robot = held_by(visitor, [PRICED], name="Robot")
    shelf = visitor.open("/inventories")
    assert re.findall(r'name="with" value="(\w+)"', shelf) == [car.address, robot.address]
    assert 'action="/inventories/overlap"' in shelf
    page = visitor.open(beside(robot, car))
    assert "1 capability is kept more than once in these 2 inventories, which costs 2 beyond the dearest copy" in page
    assert "Bo (Parts of the car)Cem (Robot)Inference chip" in text(page)
    assert len(re.findall('name="with" value="[^"]+" aria-label="[^"]+" checked', page)) == 2


def test_the_page_says_what_the_command_says(visitor: Browser) -> None:
    lists = {"Parts of the car": [EYES, CHIP], "Robot": [PRICED, EYES]}
    page = text(visitor.open(beside(*(held_by(visitor, some, name=name) for name, some in lists.items()))))
    told = plain_text(tell(find_overlap([NamedInventory(*each) for each in lists.items()])))
    sentences = [line for line in told.splitlines() if line.endswith(".")]
    assert len(sentences) >= 4
    assert [sentence for sentence in sentences if sentence not in page] == []


def test_inventories_of_one_name_are_told_apart(visitor: Browser) -> None:
    names = ("Parts", "Parts", "Parts (2)")
    page = visitor.open(beside(*(held_by(visitor, [CHIP], name=name) for name in names)))
    assert "Parts: 2; Parts (2): 2; Parts (2) (2): 2" in page


def test_one_alone_and_more_than_ten_are_not_compared(visitor: Browser) -> None:
    kept = [held_by(visitor, [], name=f"Parts {number}") for number in range(11)]
    one = visitor.open(beside(kept[0], kept[0]), expect=422)
    assert "One inventory has nothing to be compared with; tick another one." in one
    assert len(re.findall(r'aria-label="[^"]+" checked', one)) == 1
    page = visitor.open(beside(*kept), expect=422)
    assert "11 are ticked; at most 10 can be compared." in page
    assert len(re.findall(r'aria-label="[^"]+" checked', page)) == 11
    assert "Nothing is alike in these 10 inventories" in visitor.open(beside(*kept[:10]))
    assert "Parts 9 is empty." in visitor.open(beside(*kept[:10]))


def test_nothing_is_ticked_until_somebody_does(visitor: Browser) -> None:
    assert "It takes two." in visitor.open("/inventories/overlap")
    for name in ("Car", "Robot"):
        held_by(visitor, [CHIP], name=name)
    page = visitor.open("/inventories/overlap")
    assert page.count('type="checkbox"') == 2
    assert 'role="alert"' not in page


def test_only_what_is_held_is_compared(visitor: Browser, stranger: Browser) -> None:
    car, robot = held_by(visitor, [CHIP], name="Car"), held_by(stranger, [PRICED], name="Robot")
    refused = visitor.open(beside(car, robot), expect=403)
    assert "Robot" not in refused
    assert refused == visitor.open(f"{beside(car)}&with=nosuchinv", expect=403)
    visitor.open(f"{beside(car)}&with=%00%ED%A0%80", expect=403)


def test_ten_inventories_of_200_are_compared(visitor: Browser) -> None:
    def part(team: int, number: int) -> Capability:
        what = ("Battery", "Camera", "Planning", "Torque")[number % 4]
        return Capability(
            key=f"part-{number}",
            name=f"{what} of team {team if number % 9 else 0}, kind {number}",
            nature=f"Store the heat of a part of kind {number} for team {team}",
            owner=f"Owner {number % 20}",
        )

    teams = [[part(team, number) for number in range(200)] for team in range(10)]
    address = beside(*(held_by(visitor, parts, name=f"Team {team}") for team, parts in enumerate(teams)))
    page = visitor.open(address)
    assert "51 capabilities are kept more than once in these 10 inventories" in page
