import pytest

from reuse_app.store import Database
from tests.web.conftest import Browser, code, refused_fields
from tests.web.test_routes import content


def names(browser: Browser) -> list[str]:
    return [each["name"] for each in browser.worksheet()["participants"]]


def test_a_code_and_a_name_are_all_that_it_takes(ann: Browser, stranger: Browser) -> None:
    assert stranger.join(code(ann), "  Carl ") == "welcome"
    assert "Spring workshop" in stranger.open("frame")
    assert names(ann) == ["Ann", "Carl"]


def test_three_actions_lead_to_the_first_saved_entry(ann: Browser, stranger: Browser) -> None:
    ann.post("place", step="inventory")
    stranger.open(f"/join/{code(ann)}")
    stranger.enter(f"/join/{code(ann)}", name="Carl")
    stranger.post("capabilities", name="Radar")
    assert ann.worksheet()["capabilities"][0]["name"] == "Radar"


def test_a_code_is_taken_as_people_type_it(ann: Browser, stranger: Browser) -> None:
    typed = code(ann).lower()
    stranger.join(f" {typed[:4]} - {typed[4:]} ", "Carl")
    assert names(ann) == ["Ann", "Carl"]


def test_the_link_asks_only_for_a_name_and_says_what_it_leads_to(ann: Browser, stranger: Browser) -> None:
    page = stranger.open(f"/join/{code(ann)}")
    assert "Spring workshop" in page
    assert 'name="code"' not in page


def test_opening_the_link_joins_nobody(sqlite: Database, ann: Browser, stranger: Browser) -> None:
    before = content(sqlite)
    for method in ("GET", "HEAD", "OPTIONS"):
        assert stranger.client.open(f"/join/{code(ann)}", method=method).status_code == 200
    assert content(sqlite) == before
    stranger.join(code(ann), "Carl")
    assert content(sqlite) != before


def test_who_is_in_already_goes_on_as_that_and_is_not_joined_twice(
    sqlite: Database, ann: Browser, carl: Browser
) -> None:
    before = content(sqlite)
    for browser, name in ((ann, "Ann"), (carl, "Carl")):
        assert f"Go on as {name}" in browser.open(f"/join/{code(ann)}")
        for typed in ("", name, name.upper()):
            assert browser.join(code(ann), typed) in ("welcome", "frame")
    assert content(sqlite) == before


def test_a_second_person_in_the_same_browser_is_asked_who_they_are(ann: Browser, carl: Browser) -> None:
    page = carl.post("/join", expect=409, code=code(ann), name="Dora")
    assert "as <strong>Carl</strong>" in page
    assert 'value="Dora"' in page
    assert names(ann) == ["Ann", "Carl"]
    assert carl.enter("/join", code=code(ann), name="Dora", other="1") == "welcome"
    assert "<h1>Dora</h1>" in carl.open("me")
    assert names(ann) == ["Ann", "Carl", "Dora"]


def test_who_leads_here_is_told_what_joining_under_another_name_costs(ann: Browser) -> None:
    page = ann.open(f"/join/{code(ann)}")
    assert "This browser leads this workshop already" in page
    assert "leads no more" in page


def test_the_same_form_sent_twice_is_one_person(ann: Browser, stranger: Browser) -> None:
    for _ in range(3):
        assert stranger.enter("/join", code=code(ann), name="Carl", once="a") == "welcome"
        stranger.open("frame")
    assert names(ann) == ["Ann", "Carl"]


def test_the_form_of_somebody_removed_does_not_let_them_in_again(ann: Browser, stranger: Browser) -> None:
    stranger.enter("/join", code=code(ann), name="Carl", once="a")
    ann.post("people/carl/removal", entries="stay")
    stranger.enter("/join", code=code(ann), name="Carl", once="a")
    assert "This link does not open the workshop any more" in stranger.open("frame", expect=403)


@pytest.mark.parametrize("name", ["Ann", "ann", " ANN "])
def test_a_name_that_is_taken_is_said_beside_the_field(ann: Browser, stranger: Browser, name: str) -> None:
    page = stranger.post("/join", expect=422, code=code(ann), name=name)
    assert refused_fields(page) == ["name"]
    assert "is here already" in page
    assert f'value="{name.strip()}"' in page
    assert f'action="/join/{code(ann)}"' in page
    assert names(ann) == ["Ann"]


@pytest.mark.parametrize("name", ["", " \u00a0 ", "x" * 201])
def test_a_name_that_is_none_is_said_beside_the_field(ann: Browser, stranger: Browser, name: str) -> None:
    assert refused_fields(stranger.post("/join", expect=422, code=code(ann), name=name)) == ["name"]
    assert names(ann) == ["Ann"]


@pytest.mark.parametrize("wrong", ["", "ABCDEFGH", "ABCDEFG", "ABCDEFGHI", "%", "\x00", "ö" * 8, "x" * 10_000])
def test_a_wrong_code_says_so_and_keeps_what_was_typed(visitor: Browser, wrong: str) -> None:
    page = visitor.post("/join", expect=422, code=wrong, name="Carl")
    assert refused_fields(page) == ["code"]
    assert "No open workshop has this code" in page
    assert 'value="Carl"' in page


def test_a_wrong_link_asks_for_the_code(visitor: Browser) -> None:
    assert refused_fields(visitor.open("/join/ABCDEFGH", expect=422)) == ["code"]


def test_a_code_that_was_replaced_is_a_wrong_one_like_any_other(ann: Browser, stranger: Browser) -> None:
    old = code(ann)
    wrong = stranger.post("/join", expect=422, code="ABCDEFGH", name="Carl").replace("ABCDEFGH", old)
    ann.post("code")
    assert code(ann) != old
    replaced = stranger.post("/join", expect=422, code=old, name="Carl")
    assert without_once(replaced) == without_once(wrong)


def without_once(page: str) -> str:
    head, _, rest = page.partition('name="once" value="')
    return head + rest.partition('"')[2]


def test_what_people_are_called_is_in_no_address(ann: Browser, stranger: Browser) -> None:
    answer = stranger.send("/join", code=code(ann), name="Carl Secret", follow=False)
    assert answer.location == f"/w/{ann.workshop}/welcome"
    assert "Carl" not in answer.headers["Set-Cookie"]


def test_nobody_joins_under_a_name_that_reads_like_another_or_like_nothing(
    ann: Browser, carl: Browser, stranger: Browser
) -> None:
    for name in ("C\u200barl", "\u202eCarl", "\u200b", "\u3164"):
        assert refused_fields(stranger.post("/join", expect=422, code=code(ann), name=name)) == ["name"]
    assert refused_fields(carl.post("me", expect=422, name="A\u200bnn", seen="9999")) == ["name"]
