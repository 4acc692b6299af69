import datetime as dt

from reuse_app.web.clock import Timer


def test_begun_minutes_are_counted_whole() -> None:
    assert [Timer(1_000, now).minutes for now in (700, 701, 940, 999, 1_000, 2_000)] == [5, 5, 1, 1, 0, 0]


def test_a_timer_is_over_when_its_moment_has_come() -> None:
    assert not Timer(1_000, 999).is_over
    assert Timer(1_000, 1_000).is_over


def test_a_timer_ends_at_a_moment_in_utc() -> None:
    assert Timer(1_800_000_000, 0).ends == dt.datetime(2027, 1, 15, 8, tzinfo=dt.UTC)
