from reuse_app.analysis import analyse
from reuse_app.analysis.caveats import warn_of_flywheels, warn_of_portfolio
from reuse_app.analysis.flywheel import MOST_LOOPS
from tests.analysis.portfolio.test_best_set import RHYS, choose
from tests.analysis.sheets import sheet


def told_of(**fields: object) -> list[str]:
    """What is told of the published choice, some of its findings being others."""
    found = choose(RHYS).model_copy(update=fields)
    return list(warn_of_portfolio(sheet(), analyse(sheet()).economics, found))


def test_a_proven_set_needs_no_warning() -> None:
    assert told_of() == []


def test_a_gap_is_told_as_a_share() -> None:
    told = told_of(proven=False, gap=0.0213)
    assert told == ["The best set is not proven: another could be worth up to 2.1% more."]
    assert told_of(proven=False, gap=None) == ["The best set is not proven."]


def test_loops_that_are_not_shown_are_told() -> None:
    assert list(warn_of_flywheels([("a", "x")])) == []
    assert list(warn_of_flywheels([("a", "x")] * MOST_LOOPS)) == ["Only the first 100 loops of return flow are shown."]
