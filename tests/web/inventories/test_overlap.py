import re
from time import process_time

from reuse_app.analysis.overlap import NamedInventory, find_overlap
from reuse_app.narrative.overlap import tell
from reuse_app.report.plain_text import plain_text
from reuse_app.store.grants import Keeper
from reuse_app.worksheet import Capability, Estimate
from tests.web.conftest import Browser
from tests.web.facilitation.test_run_sheet import text
from tests.web.inventories.test_library import CHIP, EYES, held_by

NINE = Estimate(low=9, likely=9, high=9)
PRICED = CHIP.model_copy(update={"name": "Inference chips", "owner": "Cem", "build_cost": NINE})
MOST_SECONDS = 1.0
"""Of computing, for ten inventories of 200 capabilities."""


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


def test_ten_inventories_of_200_are_compared_in_a_moment(visitor: Browser) -> None:
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
    started = process_time()
    page = visitor.client.get(address).text
    spent = process_time() - started
    assert "51 capabilities are kept more than once in these 10 inventories" in page
    assert spent < MOST_SECONDS
