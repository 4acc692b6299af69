from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect

from tests.browser.conftest import PATIENCE, hide, join, running_server, start_workshop


@pytest.fixture
def ann(visit: Callable[..., Page]) -> Page:
    return start_workshop(visit())


def test_a_field_saves_itself_and_says_so(ann: Page) -> None:
    ann.get_by_label("Purpose").fill("Find a second life for our cameras")
    ann.get_by_label("Who decides").fill("Cleo")
    ann.get_by_label("Unit of cost").fill("k€")
    expect(ann.get_by_role("group", name="Cost once").locator("legend")).to_contain_text("in k€")
    expect(ann.locator("#save-state")).to_have_text("✓ saved")
    ann.reload()
    expect(ann.get_by_label("Purpose")).to_have_value("Find a second life for our cameras")
    expect(ann.get_by_label("Who decides")).to_have_value("Cleo")


def test_text_typed_without_a_network_survives_a_reload_and_goes_out_afterwards(ann: Page) -> None:
    ann.route("**/frame", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    ann.get_by_label("Purpose").fill("Written in a tunnel")
    expect(ann.locator("#save-state")).to_have_text("not saved, will retry")
    ann.reload()
    expect(ann.get_by_label("Purpose")).to_have_value("Written in a tunnel")
    expect(ann.locator("#save-state")).to_have_text("not saved, will retry")
    ann.unroute_all()
    expect(ann.locator("#save-state")).to_have_text("✓ saved")
    ann.reload()
    expect(ann.get_by_label("Purpose")).to_have_value("Written in a tunnel")


@pytest.mark.parametrize("status", [408, 429, 503])
def test_what_the_server_could_not_take_goes_out_again(ann: Page, status: int) -> None:
    """As when a phone was too slow, somebody fills the disk, or the server is stopping."""
    ann.route("**/frame", lambda route: route.fulfill(status=status, json={"message": "This did not arrive in time."}))
    ann.get_by_label("Purpose").fill("Written on a train")
    expect(ann.locator("#save-state")).to_have_text("not saved, will retry")
    ann.unroute_all()
    expect(ann.locator("#save-state")).to_have_text("✓ saved")


def lose_the_answer(route: Route) -> None:
    if route.request.method == "POST":
        route.fetch()
        route.abort()
    else:
        route.continue_()


@pytest.mark.parametrize("reloads", [False, True])
def test_an_answer_that_is_lost_makes_nobody_clash_with_themselves(ann: Page, *, reloads: bool) -> None:
    ann.route("**/frame", lose_the_answer)
    purpose, state = ann.get_by_label("Purpose"), ann.locator("#save-state")
    purpose.fill("Sent and arrived")
    expect(state).to_have_text("not saved, will retry")
    purpose.fill("Typed since")
    if reloads:
        ann.reload()
    expect(state).to_have_text("not saved, will retry")
    ann.unroute_all()
    expect(state).to_have_text("✓ saved")
    expect(ann.locator(".clash")).to_have_count(0)
    ann.reload()
    expect(purpose).to_have_value("Typed since")


def test_a_refused_value_stays_in_its_field_with_the_mistake_beside_it(ann: Page) -> None:
    ann.get_by_label("Budget").fill("a lot")
    expect(ann.locator("#save-state")).to_have_text("not saved")
    expect(ann.get_by_label("Budget")).to_have_value("a lot")
    expect(ann.locator(".mistake")).to_contain_text("number")
    ann.get_by_label("Budget").fill("240")
    expect(ann.locator("#save-state")).to_have_text("✓ saved")
    expect(ann.locator(".mistake")).to_have_count(0)


def test_text_typed_offline_goes_out_by_itself_once_the_line_is_back(ann: Page) -> None:
    address = ann.url
    ann.get_by_label("Purpose").press_sequentially("Begun on the train ")
    ann.context.set_offline(True)
    ann.get_by_label("Purpose").press_sequentially("and finished in a tunnel")
    expect(ann.locator("#save-state")).to_have_text("not saved, will retry")
    expect(ann.locator(".field", has=ann.get_by_label("Purpose"))).to_have_attribute(
        "data-state", "not saved, will retry"
    )
    with suppress(Error):
        ann.reload()
    ann.context.set_offline(False)
    ann.goto(address)
    expect(ann.get_by_label("Purpose")).to_have_value("Begun on the train and finished in a tunnel")
    on_the_server = "async () => (await (await fetch(location.href)).text()).includes('finished in a tunnel')"
    ann.wait_for_function(on_the_server)


def test_text_typed_while_the_server_restarts_goes_out_by_itself(browser: Browser, tmp_path: Path) -> None:
    first = running_server(tmp_path / "reuse.db")
    with first as url:
        page = browser.new_context(base_url=url).new_page()
        page.goto("/")
        ann = start_workshop(page)
        ann.get_by_label("Purpose").press_sequentially("Before, ")
        first.process.kill()
        first.process.communicate(timeout=PATIENCE / 1000)
    ann.get_by_label("Purpose").press_sequentially("meanwhile, ")
    expect(ann.locator("#save-state")).to_have_text("not saved, will retry")
    with running_server(tmp_path / "reuse.db", port=int(url.rsplit(":", 1)[1])):
        ann.get_by_label("Purpose").press_sequentially("and after.")
        expect(ann.locator("#save-state")).to_have_text("✓ saved")
        ann.reload()
        expect(ann.get_by_label("Purpose")).to_have_value("Before, meanwhile, and after.")
        page.context.close()


@pytest.fixture
def bob(ann: Page, visit: Callable[..., Page]) -> Page:
    """Bob, on a page that hears nothing of what Ann saves, as when both write at the same moment."""
    bob = join(ann, visit())
    for page in (ann, bob):
        page.goto(page.url.replace("/inventory", "/frame"))
    hide(bob, hidden=True)
    return bob


def test_two_people_who_change_one_field_see_both_versions_and_choose_by_keyboard(ann: Page, bob: Page) -> None:
    ann.get_by_label("Purpose").fill("What Ann wrote")
    expect(ann.locator("#save-state")).to_have_text("✓ saved")
    purpose = bob.get_by_label("Purpose")
    purpose.fill("What Bob wrote")
    expect(bob.locator(".clash")).to_contain_text("What Ann wrote")
    expect(purpose).to_have_value("What Bob wrote")
    bob.keyboard.press("Tab")
    expect(bob.get_by_role("button", name="Keep mine")).to_be_focused()
    bob.keyboard.press("Enter")
    expect(bob.locator("#save-state")).to_have_text("✓ saved")
    expect(purpose).to_be_focused()
    expect(bob.locator(".clash")).to_have_count(0)
    expect(ann.get_by_label("Purpose")).to_have_value("What Ann wrote")
    ann.get_by_label("Purpose").blur()
    expect(ann.get_by_label("Purpose")).to_have_value("What Bob wrote")


@pytest.mark.parametrize(("button", "purpose"), [("Take mine back", "Ann's"), ("Leave it", "Bob's")])
def test_who_was_replaced_by_keep_mine_is_told_at_the_field_and_decides(
    ann: Page, bob: Page, button: str, purpose: str
) -> None:
    ann.get_by_label("Purpose").fill("Ann's")
    ann.get_by_label("Purpose").blur()
    expect(ann.locator("#save-state")).to_have_text("✓ saved")
    bob.get_by_label("Purpose").fill("Bob's")
    bob.get_by_role("button", name="Keep mine").click()
    expect(bob.locator("#save-state")).to_have_text("✓ saved")
    notice = ann.locator(".field", has=ann.get_by_label("Purpose")).locator(".replaced")
    expect(notice).to_contain_text("Bob kept: Bob's instead of your Ann's")
    ann.reload()
    expect(notice).to_have_count(1)
    notice.get_by_role("button", name=button).click()
    expect(ann.locator(".replaced")).to_have_count(0)
    expect(ann.get_by_label("Purpose")).to_have_value(purpose)
    bob.get_by_label("Purpose").blur()
    hide(bob, hidden=False)
    expect(bob.get_by_label("Purpose")).to_have_value(purpose)
    expect(bob.locator(".replaced")).to_have_count(1 if purpose == "Ann's" else 0)


def test_leaving_a_field_that_somebody_else_has_changed_shows_what_they_wrote(ann: Page, bob: Page) -> None:
    hide(bob, hidden=False)
    purpose = ann.get_by_label("Purpose")
    purpose.press_sequentially("What Ann wrote")
    expect(ann.locator("#save-state")).to_have_text("✓ saved")
    expect(bob.get_by_label("Purpose")).to_have_value("What Ann wrote")
    with ann.expect_response(lambda answer: answer.request.method == "GET" and answer.url.endswith("/frame")):
        bob.get_by_label("Purpose").fill("What Bob wrote")
    expect(bob.locator("#save-state")).to_have_text("✓ saved")
    expect(purpose).to_be_focused()
    purpose.press("Tab")
    expect(purpose).to_have_value("What Bob wrote")


def test_what_is_chosen_before_the_scripts_have_come_is_saved(ann: Page) -> None:
    late: list[Route] = []
    ann.route("**/js/save.js*", lambda route: late.append(route))  # noqa: PLW0108  # playwright takes no builtin
    ann.reload(wait_until="commit")
    ann.get_by_label("Purpose").fill("Quicker than the network")
    expect(ann.locator("#save-state")).to_have_text("")
    late.pop().continue_()
    expect(ann.locator("#save-state")).to_have_text("✓ saved")
    ann.unroute("**/js/save.js*")
    ann.reload()
    expect(ann.get_by_label("Purpose")).to_have_value("Quicker than the network")


def test_a_page_whose_script_did_not_arrive_has_its_buttons(ann: Page) -> None:
    ann.route("**/save.js*", lambda route: route.abort())
    ann.reload()
    expect(ann.locator("#save-state")).to_have_text("A part of this page did not arrive: reload it")
    ann.get_by_label("Purpose").fill("Find a second life for our cameras")
    with ann.expect_navigation():
        ann.get_by_role("button", name="Save", exact=True).first.click()
    ann.reload()
    expect(ann.get_by_label("Purpose")).to_have_value("Find a second life for our cameras")


def test_two_people_who_change_one_cell_of_the_map_read_it_in_words(visit: Callable[..., Page]) -> None:
    ann, bob = visit(), visit()
    ann.get_by_role("button", name="Open Tesla Bot").click()
    bob.context.add_cookies(ann.context.cookies())  # type: ignore[arg-type]  # what it gives it also takes
    for page in (ann, bob):
        page.goto(ann.url.rsplit("/", 1)[0] + "/map")
    hide(bob, hidden=True)
    cell = "Camera vision in Humanoid robot"
    ann.get_by_label(cell, exact=True).select_option("3:adjust")
    expect(ann.locator("#save-state")).to_have_text("✓ saved")
    bob.get_by_label(cell, exact=True).select_option("1:rework")
    expect(bob.locator(".clash")).to_contain_text("adjust, moderate need")
    bob.keyboard.press("Tab")
    bob.keyboard.press("Tab")
    bob.get_by_role("button", name="Take theirs").press("Enter")
    expect(bob.get_by_label(cell, exact=True)).to_have_value("3:adjust")
    expect(bob.locator(".clash")).to_have_count(0)


def test_removing_offers_to_undo(ann: Page) -> None:
    ann.get_by_role("link", name="Next: Inventory").click()
    ann.get_by_label("Add a capability").fill("Camera vision")
    ann.get_by_role("button", name="Add", exact=True).click()
    ann.get_by_role("button", name="Remove Camera vision").click()
    expect(ann.get_by_role("link", name="Camera vision")).to_have_count(0)
    ann.get_by_role("button", name="Undo").click()
    expect(ann.get_by_role("link", name="Camera vision")).to_be_visible()


def test_an_entry_added_offline_survives_a_reload_and_is_added_once_the_line_is_back(ann: Page) -> None:
    ann.goto(ann.url.replace("/frame", "/inventory"))
    ann.route("**/capabilities", lambda route: route.abort())
    ann.get_by_label("Add a capability").fill("Camera vision")
    ann.get_by_label("Add a capability").press("Enter")
    expect(ann.locator("#save-state")).to_have_text("not saved, will retry")
    ann.reload()
    expect(ann.get_by_label("Add a capability")).to_have_value("Camera vision")
    ann.unroute_all()
    expect(ann.locator("#capabilities")).to_contain_text("Camera vision")
    expect(ann.locator("#capabilities > li")).to_have_count(1)
    expect(ann.get_by_label("Add a capability")).to_have_value("")


def test_what_is_typed_into_an_add_form_survives_a_reload_and_is_gone_once_sent(ann: Page) -> None:
    ann.goto(ann.url.replace("/frame", "/inventory"))
    name, once = ann.get_by_label("Add a capability"), ann.locator("#add input[name=once]")
    name.press_sequentially("Camera vi")
    ann.get_by_label("Kind").first.select_option("data")
    ann.get_by_text("Paste a list of names").click()
    ann.get_by_label("One capability on each line").fill("One\nTwo")
    key = once.input_value()
    ann.reload()
    expect(name).to_have_value("Camera vi")
    expect(ann.get_by_label("Kind").first).to_have_value("data")
    expect(ann.get_by_label("One capability on each line")).to_be_visible()
    expect(ann.get_by_label("One capability on each line")).to_have_value("One\nTwo")
    assert once.input_value() != key
    name.press("End")
    name.press_sequentially("sion")
    name.press("Enter")
    expect(ann.locator("#capabilities")).to_contain_text("Camera vision")
    expect(name).to_have_value("")
    ann.reload()
    expect(name).to_have_value("")
    expect(ann.get_by_label("One capability on each line")).to_have_value("One\nTwo")


def test_emptied_text_of_an_add_form_does_not_come_back(ann: Page) -> None:
    ann.goto(ann.url.replace("/frame", "/inventory"))
    ann.get_by_label("Add a capability").fill("Never mind")
    ann.get_by_label("Add a capability").fill("")
    ann.reload()
    expect(ann.get_by_label("Add a capability")).to_have_value("")


def test_entries_are_added_one_after_the_other_without_leaving_the_field(ann: Page) -> None:
    ann.goto(ann.url.replace("/frame", "/inventory"))
    for number, name in enumerate(("Camera vision", "Battery packs", "Planning"), 1):
        expect(ann.get_by_label("Add a capability")).to_have_value("")
        ann.get_by_label("Add a capability").fill(name)
        ann.keyboard.press("Enter")
        expect(ann.locator("#capabilities > li")).to_have_count(number)
        expect(ann.get_by_label("Add a capability")).to_be_focused()


@pytest.mark.parametrize("reloads", [False, True])
def test_an_entry_whose_answer_is_lost_is_added_once(ann: Page, *, reloads: bool) -> None:
    ann.goto(ann.url.replace("/frame", "/inventory"))
    ann.route("**/capabilities", lose_the_answer)
    ann.get_by_label("Add a capability").fill("Camera vision")
    ann.get_by_label("Add a capability").press("Enter")
    expect(ann.locator("#save-state")).to_have_text("not saved, will retry")
    ann.unroute_all()
    if reloads:
        ann.reload()
    expect(ann.get_by_label("Add a capability")).to_have_value("")
    expect(ann.locator("#capabilities > li")).to_have_count(1)


def test_an_entry_that_is_refused_as_the_step_closes_waits_in_its_form_until_it_opens(
    ann: Page, visit: Callable[..., Page]
) -> None:
    bob = join(ann, visit())
    steps = ann.url.replace("/inventory", "/stages/inventory")
    token = ann.locator("input[name=csrf]").first.input_value()
    bob.get_by_label("Add a capability").fill("Camera vision")
    bob.route("**/inventory", lambda route: route.abort())
    assert ann.request.post(steps, form={"csrf": token, "access": "closed"}).ok
    bob.get_by_label("Add a capability").press("Enter")
    expect(bob.locator("blockquote")).to_have_text("Camera vision")
    bob.unroute_all()
    assert ann.request.post(steps, form={"csrf": token, "access": "open"}).ok
    expect(bob.get_by_label("Add a capability")).to_have_value("Camera vision")
    bob.get_by_label("Add a capability").press("Enter")
    expect(ann.locator("#capabilities")).to_contain_text("Camera vision")


@pytest.mark.parametrize("obstacle", ["closed", "removed"])
def test_what_was_turned_away_goes_out_once_the_step_is_open_or_the_entry_there_again(
    ann: Page, visit: Callable[..., Page], obstacle: str
) -> None:
    bob = join(ann, visit(foresees="404 (Not Found)"))
    base, token = ann.url.rsplit("/", 1)[0], ann.locator("input[name=csrf]").first.input_value()

    def lead(path: str, **form: str) -> None:
        assert ann.request.post(f"{base}/{path}", form={"csrf": token, **form}).ok

    lead("capabilities", name="Radar")
    bob.goto(f"{base}/inventory?open=radar")
    field, state = bob.get_by_label("Description"), bob.locator("#save-state")
    field.press_sequentially("Sees in f")
    expect(state).to_have_text("✓ saved")
    if obstacle == "closed":
        lead("stages/inventory", access="closed")
    else:
        lead("capabilities/radar/removal")
    field.press_sequentially("og")
    expect(state).to_contain_text("closed now" if obstacle == "closed" else "not in the workshop any more")
    if obstacle == "closed":
        lead("stages/inventory", access="open")
    else:
        ann.goto(f"{base}/activity")
        ann.get_by_role("button", name="Undo").first.click()
    expect(state).to_have_text("✓ saved")
    expect(field).to_have_value("Sees in fog")
    ann.goto(f"{base}/inventory?open=radar")
    expect(ann.get_by_label("Description")).to_have_value("Sees in fog")
