import datetime as dt

import pytest

from reuse_app.worksheet import Capability, Kind, Status
from reuse_app.worksheet.searching import Search, is_stale, search

TODAY = dt.date(2026, 11, 2)
EVERY = (
    Capability(key="eyes", name="Camera vision", kind=Kind.ALGORITHM, nature="Recognise objects", owner="Ann"),
    Capability(key="chip", name="Chip", kind=Kind.HARDWARE, description="Runs vision", checked=dt.date(2025, 1, 1)),
    Capability(key="hand", name="Hand", status=Status.MISSING, checked=dt.date(2026, 11, 1)),
)


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        (Search(), ["eyes", "chip", "hand"]),
        (Search("VISION"), ["eyes", "chip"]),
        (Search("  vision  runs "), ["chip"]),
        (Search("recog"), ["eyes"]),
        (Search("ann"), ["eyes"]),
        (Search("hardware"), ["chip"]),
        (Search("nothing like it"), []),
        (Search(kind=Kind.HARDWARE), ["chip"]),
        (Search(status=Status.MISSING), ["hand"]),
        (Search(stale=True), ["chip"]),
        (Search("vision", kind=Kind.ALGORITHM, status=Status.IN_HOUSE), ["eyes"]),
    ],
)
def test_only_what_is_looked_for_is_found(wanted: Search, keys: list[str]) -> None:
    assert [capability.key for capability in search(EVERY, wanted, today=TODAY)] == keys


@pytest.mark.parametrize(
    ("checked", "stale"),
    [
        (dt.date(2025, 11, 1), True),
        (dt.date(2025, 11, 2), False),
        (TODAY, False),
        (dt.date(2027, 1, 1), False),
        (None, False),
    ],
)
def test_a_capability_is_stale_when_nobody_has_looked_at_it_for_more_than_a_year(
    checked: dt.date | None, stale: bool
) -> None:
    assert is_stale(Capability(key="vision", name="Vision", checked=checked), today=TODAY) is stale


def test_the_day_is_written_as_people_sort_days() -> None:
    vision = Capability(key="vision", name="Vision", checked=TODAY)
    assert vision.model_dump(mode="json", exclude_defaults=True)["checked"] == "2026-11-02"
