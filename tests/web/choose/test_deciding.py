"""Sets that are kept under a name, compared, and taken over by the decision."""

import pytest

from tests.web.choose.test_page import tried
from tests.web.conftest import Browser
from tests.web.facilitation.test_run_sheet import text
from tests.web.stage.test_page import screen

BOLD = ("robot", "arm", "simulator")


def kept(page: str) -> str:
    """What the page says of kept sets, without its markup."""
    return text(page.split('id="kept"')[1].split("</section>", maxsplit=1)[0])


def test_a_kept_set_is_told_and_the_ticks_stay(tesla: Browser) -> None:
    page = tesla.post("sets", name="  Arm   first ", set=["arm", "simulator"])
    said = kept(page)
    assert "Arm first" in said
    assert "gives up about 700: without Humanoid robot" in said
    assert page.count('name="set" value="arm" checked') == 1
    assert 'name="set" value="robot" checked' not in page
    assert tesla.worksheet()["sets"] == [{"key": "arm-first", "name": "Arm first"}]


def test_the_next_name_is_the_first_free_letter(tesla: Browser) -> None:
    assert 'name="name" value="A"' in tesla.open("choose")
    assert 'name="name" value="B"' in tesla.post("sets", name="A", set=["arm"])


@pytest.mark.parametrize("name", ["山手線セット", "سلة", "<script>alert(1)</script>", "x" * 200])
def test_a_name_may_be_anything_that_fits_a_line(tesla: Browser, name: str) -> None:
    tesla.post("sets", name=name, set=["arm"])
    assert tesla.worksheet()["sets"][0]["name"] == name


@pytest.mark.parametrize(
    ("name", "products", "why"),
    [
        ("", ["arm"], "Say what the set is called."),
        ("x" * 201, ["arm"], "200"),
        ("Bold", [""], "Nothing is ticked"),
        ("FIRST", ["robot"], "There is a set called “FIRST” already."),
    ],
)
def test_a_refused_set_comes_back_as_it_was_typed(tesla: Browser, name: str, products: list[str], why: str) -> None:
    tesla.post("sets", name="First", set=["arm"])
    page = tesla.post("sets", expect=422, name=name, set=products)
    assert why in tried(page)
    assert ('name="set" value="robot" checked' in page) == (products == ["robot"])
    assert len(tesla.worksheet()["sets"]) == 1


def test_the_21st_set_is_refused_with_what_to_do(tesla: Browser) -> None:
    for number in range(20):
        tesla.send("sets", name=f"Set {number}", set=["arm"])
    page = tesla.post("sets", expect=422, name="One too many", set=["arm"])
    assert "at most 20 of them. Remove one first." in tried(page)
    assert "One too many" in page


def test_only_adjacent_products_belong_to_a_set(tesla: Browser) -> None:
    for product in ("model-y", "nope"):
        tesla.post("sets", expect=404, name="Bold", set=["arm", product])
    for verb in ("beside", "aside", "removal"):
        tesla.post(f"sets/nope/{verb}", expect=404)


def test_sets_step_aside_come_back_and_go(tesla: Browser) -> None:
    for name in "ABCD":
        page = tesla.post("sets", name=name, set=["arm"])
    assert "SetBCD" in kept(page).replace(" ", "").replace("\n", "")
    assert "Compare A" in page
    page = tesla.post("sets/a/beside")
    assert "Compare B" in page
    assert "Compare D" in tesla.post("sets/d/aside")
    page = tesla.post("sets/d/removal")
    assert "Compare D" not in page
    assert [each["key"] for each in tesla.worksheet()["sets"]] == ["a", "b", "c"]


def test_the_decision_takes_over_a_kept_set(tesla: Browser) -> None:
    page = tesla.post("sets", name="Arm first", set=["arm", "simulator"])
    form = page.split('id="kept"')[1].split("decisions#arm-first")[1].split("</form>")[0]
    assert form.count('name="set"') == 2
    assert "This set is decided." in tried(tesla.post("decisions", set=["arm", "simulator"], seen="99"))


def test_the_big_screen_shows_kept_sets_side_by_side(tesla: Browser) -> None:
    tesla.post("place", step="choose")
    assert "side by side" not in screen(tesla)
    tesla.post("sets", name="Bold", set=list(BOLD))
    assert "Kept sets side by side" in screen(tesla)
    assert "the best, proven" in screen(tesla)


def test_participants_see_kept_sets_and_keep_none(ann: Browser, carl: Browser) -> None:
    ann.post("products", name="Arm")
    ann.post("stages/choose", access="read-only")
    ann.post("sets", name="Bold", set=["arm"])
    assert "Bold" in kept(carl.open("choose"))
    carl.post("sets", expect=403, name="Mine", set=["arm"])
    carl.post("sets/bold/removal", expect=403)
    assert [each["name"] for each in ann.worksheet()["sets"]] == ["Bold"]


def test_a_kept_set_survives_export_and_import(tesla: Browser) -> None:
    tesla.post("sets", name="Bold", set=list(BOLD))
    assert {each["product"] for each in tesla.worksheet()["set_products"]} == set(BOLD)
    assert "Sets side by side" in tesla.open("report")
