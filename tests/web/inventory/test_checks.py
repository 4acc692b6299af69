import datetime as dt
import time

import pytest

from tests.web.conftest import Browser, cursor

NEARLY_NOON = dt.datetime(2026, 11, 27, 11, 30, tzinfo=dt.UTC)
"""Then it is 26 November in the last time zone, at UTC-12, and 28 November in the first, at UTC+14."""


@pytest.mark.parametrize(
    ("day", "noted"),
    [
        *((day, day) for day in ("2026-11-26", "2026-11-27", "2026-11-28")),
        *((day, "2026-11-27") for day in ("2026-11-25", "2026-11-29", "", "yesterday", "2026-02-30", "9" * 99)),
    ],
)
def test_a_capability_is_noted_as_looked_at_today_wherever_that_is(
    ann: Browser, monkeypatch: pytest.MonkeyPatch, day: str, noted: str
) -> None:
    """A day that is today nowhere comes from a clock that is wrong, so the server's counts."""
    ann.post("capabilities", name="Vision")
    monkeypatch.setattr(time, "time", NEARLY_NOON.timestamp)
    ann.post("checks/vision", day=day)
    (capability,) = ann.worksheet()["capabilities"]
    assert capability["checked"] == noted


def test_nothing_is_old_before_a_year_is_over_for_every_reader(ann: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", NEARLY_NOON.timestamp)
    ann.post("capabilities", name="Vision")
    ann.post("checks/vision", day="2026-11-26")
    year = dt.timedelta(days=365)
    for later, is_old in ((year, False), (year + dt.timedelta(hours=1), True)):
        monkeypatch.setattr(time, "time", (NEARLY_NOON + later).timestamp)
        assert ("not looked at for over a year" in ann.open("inventory")) is is_old, later


def test_the_page_of_a_list_is_made_again_when_something_has_become_old(
    ann: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", NEARLY_NOON.timestamp)
    ann.open("inventory")
    address = f"/w/{ann.workshop}/inventory"
    tag = {"If-None-Match": ann.client.get(address).headers["ETag"]}
    assert ann.client.get(address, headers=tag).status_code == 304
    monkeypatch.setattr(time, "time", (NEARLY_NOON + dt.timedelta(hours=1)).timestamp)
    assert ann.client.get(address, headers=tag).status_code == 200


def test_what_is_not_there_cannot_be_looked_at(ann: Browser) -> None:
    ann.post("checks/nothing", expect=404)


def test_a_script_is_told_the_revision(ann: Browser) -> None:
    ann.post("capabilities", name="Vision")
    status, answer = ann.save("checks/vision")
    assert (status, answer) == (200, {"version": cursor(3)})
