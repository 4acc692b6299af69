import datetime as dt

import pytest

from reuse_app.worksheet import Capability, Kind, Status
from reuse_app.worksheet.searching import Search, search

TODAY = dt.date(2026, 11, 22)
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
