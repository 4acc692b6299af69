import datetime as dt

import pytest

from reuse_app.worksheet import Capability
from reuse_app.worksheet.capability import is_stale

TODAY = dt.date(2026, 11, 2)


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
