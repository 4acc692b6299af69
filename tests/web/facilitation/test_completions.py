from reuse_app.store import Database, load
from reuse_app.worksheet.steps import Step
from tests.web.conftest import Browser


def test_a_person_is_done_and_goes_on_after_all(ann: Browser, carl: Browser) -> None:
    assert "0 of 1 done" in carl.open("frame")
    page = carl.post("completions/frame")
    assert "You are done" in page
    assert "1 of 1 done" in page
    assert "0 of 1 done" in carl.post("completions/frame/removal")


def test_saying_it_twice_changes_nothing(sqlite: Database, ann: Browser, carl: Browser) -> None:
    for _ in range(2):
        carl.post("completions/frame")
    assert load(sqlite, ann.workshop).room.done_with(Step.FRAME) == {"carl"}
    for _ in range(2):
        carl.post("completions/frame/removal")
    assert not load(sqlite, ann.workshop).room.completions


def test_the_facilitator_sees_who_is_missing_and_the_others_only_how_many(ann: Browser, carl: Browser) -> None:
    assert "waiting for Carl" in ann.open("frame")
    assert "waiting for" not in carl.open("frame")
    carl.post("completions/frame")
    assert "waiting for" not in ann.open("frame")


def test_who_has_not_joined_is_not_counted(ann: Browser, olga: Browser) -> None:
    ann.post("completions/frame", expect=403)
    olga.post("completions/frame", expect=403)
    assert "completions" not in olga.open("frame")


def test_a_step_that_does_not_exist_is_nowhere(carl: Browser) -> None:
    carl.post("completions/moon", expect=404)
