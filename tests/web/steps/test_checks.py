import datetime as dt

from tests.web.conftest import Browser


def test_a_capability_is_noted_as_looked_at_today(ann: Browser) -> None:
    ann.post("capabilities", name="Vision")
    ann.post("checks/vision")
    (capability,) = ann.worksheet()["capabilities"]
    assert capability["checked"] == dt.datetime.now(dt.UTC).date().isoformat()


def test_what_is_not_there_cannot_be_looked_at(ann: Browser) -> None:
    ann.post("checks/nothing", expect=404)


def test_a_script_is_told_the_revision(ann: Browser) -> None:
    ann.post("capabilities", name="Vision")
    status, answer = ann.save("checks/vision")
    assert (status, answer) == (200, {"version": 3})
