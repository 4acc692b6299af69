import datetime as dt
import re

from hypothesis import given
from hypothesis import strategies as st

from reuse_app import examples
from reuse_app.exchange import calendar, worksheet_json
from reuse_app.worksheet import Worksheet
from tests.exchange.capabilities import TEXTS, round_trip

LOG: list[dict[str, object]] = [
    {"product": "bot", "date": "2026-02-27", "tried": "One hand; two, fingers\\\nagain", "progress": 12.5},
    {"product": "bot", "date": "2026-03-31", "lesson": "Cables break"},
    {"product": "arm", "date": "2026-03-01"},
]
PLAN = {"product": "bot", "role": "primary", "iteration_days": 28, "test": "A shift", "stop_rule": "Below 80 %"}


def worksheet(log: list[dict[str, object]], **plan: object) -> Worksheet:
    return Worksheet.model_validate(
        {
            "workshop": {"title": "Robots, again"},
            "products": [{"key": "bot", "name": "Robot"}, {"key": "arm", "name": "Arm"}],
            "decisions": [PLAN | plan, {"product": "arm", "role": "in-storage", "iteration_days": 7}],
            "iterations": log,
        }
    )


def events(text: str) -> list[dict[str, str]]:
    """The events of a calendar as a program would read them."""
    assert text.endswith("\r\n")
    lines = text.removesuffix("\r\n").split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert not re.search(r"[\r\n]", "".join(lines))
    whole = "\r\n".join(lines).replace("\r\n ", "").split("\r\n")
    assert (whole[0], whole[1], whole[-1]) == ("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR")
    found: list[dict[str, str]] = []
    for line in whole[2:-1]:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            found[-1][name] = re.sub(r"\\(.)", lambda mark: "\n" if mark[1] == "n" else mark[1], value)
    return found


def test_each_iteration_has_its_day_and_a_pursued_product_the_end_of_the_next() -> None:
    found = events(calendar.write(worksheet(LOG)))
    assert [(each["DTSTART;VALUE=DATE"], each["SUMMARY"]) for each in found] == [
        ("20260227", "Robot: iteration 1"),
        ("20260331", "Robot: iteration 2"),
        ("20260301", "Arm: iteration 1"),
        ("20260428", "Robot: iteration 3 ends"),
    ]
    assert found[0]["DESCRIPTION"] == "Tried: One hand; two, fingers\\\nagain\n\nProgress: 12.5 %"
    assert found[3]["DESCRIPTION"] == "Test: A shift\n\nStop rule: Below 80 %"
    assert {each["DTSTAMP"] for each in found} == {"20260331T000000Z"}
    assert "DESCRIPTION" not in found[2]


def test_an_iteration_keeps_its_id_when_it_changes_and_shares_it_with_no_other_workshop() -> None:
    before = [each["UID"] for each in events(calendar.write(worksheet(LOG), whose="a"))]
    later = [LOG[0], {**LOG[1], "date": "2026-04-02", "lesson": "Cables last"}, LOG[2]]
    text = calendar.write(worksheet(later), whose="a", day="2026-05-01")
    assert [each["UID"] for each in events(text)] == before
    assert {each["DTSTAMP"] for each in events(text)} == {"20260501T000000Z"}
    other = [each["UID"] for each in events(calendar.write(worksheet(LOG), whose="b"))]
    assert len({*before, *other}) == 2 * len(before)


def test_the_same_worksheet_gives_the_same_calendar_and_none_without_a_log() -> None:
    assert calendar.write(worksheet(LOG)) == calendar.write(worksheet(LOG))
    assert calendar.write(worksheet([])) == ""
    assert len(events(calendar.write(worksheet_json.read(examples.read("tesla-bot"))))) > 8


def test_no_day_lies_behind_the_last_there_is() -> None:
    found = events(calendar.write(worksheet([{"product": "bot", "date": "9999-12-31"}])))
    assert [each["DTSTART;VALUE=DATE"] for each in found] == ["99991231"]


@round_trip
@given(TEXTS, st.dates())
def test_whatever_was_typed_comes_back_from_the_calendar(text: str, day: dt.date) -> None:
    sheet = worksheet([{"product": "bot", "date": day, "tried": text[:200]}], iteration_days=None)
    (event,) = events(calendar.write(sheet))
    tried = sheet.iterations[0].tried
    assert event.get("DESCRIPTION", "") == (f"Tried: {tried}" if tried else "")
