import pytest

from reuse_app.analysis.progress import measure_progress
from tests.analysis.sheets import Row, decision, product, sheet


def turn(date: str, progress: float | None = None, **fields: object) -> Row:
    return {"product": "robot", "date": date, "progress": progress, **fields}


def test_dates_tell_how_many_iterations_a_month() -> None:
    log = [turn("2026-01-21", 0, lesson="Gripper slips"), turn("2026-01-01", 30), turn("2026-01-11")]
    found = measure_progress(sheet(products=[product("robot")], iterations=log))["robot"]
    assert (found.iterations, found.lessons, found.failed) == (3, 1, 1)
    assert (found.per_month, found.planned_per_month) == (3, None)
    assert (found.average_progress, found.rate) == (15, 45)
    assert [step.progress for step in found.steps] == [30, None, 0]


def test_with_one_date_the_plan_counts() -> None:
    worksheet = sheet(
        products=[product("robot")],
        decisions=[decision("robot", "primary", iteration_days=10)],
        iterations=[turn("2026-01-01", 30), turn("2026-01-01", 10)],
    )
    found = measure_progress(worksheet)["robot"]
    assert (found.per_month, found.planned_per_month, found.rate) == (3, 3, 60)


def test_without_dates_plan_or_progress_there_is_no_rate() -> None:
    found = measure_progress(sheet(products=[product("robot")], iterations=[turn("2026-01-01")]))["robot"]
    assert (found.per_month, found.average_progress, found.rate) == (None, None, None)
    decided = sheet(
        products=[product("robot")],
        decisions=[decision("robot", "primary")],
        iterations=[turn("2026-01-01", 30)],
    )
    assert measure_progress(decided)["robot"].rate is None
    assert measure_progress(decided)["robot"].average_progress == pytest.approx(30)
