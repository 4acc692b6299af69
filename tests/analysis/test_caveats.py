from reuse_app.analysis.caveats import warn_of_flywheels, warn_of_portfolio
from reuse_app.analysis.flywheel import MOST_LOOPS
from reuse_app.analysis.portfolio.best_set import Portfolio
from tests.analysis.portfolio.test_best_set import RHYS, choose


def portfolio(**fields: object) -> Portfolio:
    return choose(RHYS).model_copy(update=fields)


def test_a_proven_set_needs_no_warning() -> None:
    assert list(warn_of_portfolio(portfolio())) == []


def test_a_gap_is_told_as_a_share() -> None:
    told = list(warn_of_portfolio(portfolio(proven=False, gap=0.0213)))
    assert told == ["The best set is not proven: another could be worth up to 2.1% more."]
    assert list(warn_of_portfolio(portfolio(proven=False, gap=None))) == ["The best set is not proven."]


def test_loops_that_are_not_shown_are_told() -> None:
    assert list(warn_of_flywheels([("a", "x")])) == []
    assert list(warn_of_flywheels([("a", "x")] * MOST_LOOPS)) == ["Only the first 100 loops of return flow are shown."]
