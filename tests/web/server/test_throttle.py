import pytest
from flask import Flask

from reuse_app.store import Database
from reuse_app.web import create_app
from reuse_app.web.server.network import client_network
from reuse_app.web.server.throttle import MOST_NETWORKS, Allowance, HourlyLimits, InSteps
from tests.web.conftest import PUBLIC_URL, Browser


def test_an_allowance_fills_by_itself() -> None:
    now = [0.0]
    allowance = Allowance(6, seconds=60, now=lambda: now[0])
    assert [allowance.take("a") for _ in range(8)] == [0] * 6 + [10, 10]
    assert allowance.take("b") == 0
    now[0] += 10
    assert [allowance.take("a") for _ in range(2)] == [0, 10]
    now[0] += 3600
    assert [allowance.take("a") for _ in range(7)] == [0] * 6 + [10]


def test_what_has_happened_is_counted_in_full() -> None:
    now = [0.0]
    allowance = Allowance(100, seconds=10, now=lambda: now[0])
    allowance.charge("a", 130)
    assert allowance.wait("a") == 3
    assert allowance.wait("b") == 0
    now[0] += 3
    assert allowance.wait("a") == 0
    allowance.charge("a", -1000)
    assert allowance.wait("a") == 0


def test_who_asked_long_ago_is_forgotten() -> None:
    allowance = Allowance(1, seconds=60, now=lambda: 0.0)
    for number in range(MOST_NETWORKS + 1):
        assert allowance.take(str(number)) == 0
    assert allowance.take("1") > 0
    assert allowance.take("0") == 0


@pytest.mark.parametrize(
    ("peer", "forwarded", "behind_proxy", "network"),
    [
        ("192.0.2.7", "", False, "192.0.2.7/32"),
        ("2001:db8:1:2:3::4", "", False, "2001:db8:1:2::/64"),
        ("127.0.0.1", "198.51.100.1", False, "127.0.0.1/32"),
        ("127.0.0.1", "198.51.100.1", True, "198.51.100.1/32"),
        ("127.0.0.1", "203.0.113.9, 198.51.100.1", True, "198.51.100.1/32"),
        ("::1", "2001:db8:1:2:3::4", True, "2001:db8:1:2::/64"),
        ("127.0.0.1", "::ffff:198.51.100.1", True, "198.51.100.1/32"),
        ("192.0.2.7", "198.51.100.1", True, "192.0.2.7/32"),
        ("127.0.0.1", "", True, "127.0.0.1/32"),
        ("127.0.0.1", "somebody", True, ""),
    ],
)
def test_a_proxy_is_believed_where_there_is_one(
    sqlite: Database, peer: str, forwarded: str, *, behind_proxy: bool, network: str
) -> None:
    app = create_app(sqlite, public_url=PUBLIC_URL, behind_proxy=behind_proxy)
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    with app.test_request_context(headers=headers, environ_base={"REMOTE_ADDR": peer}):
        assert client_network() == network


@pytest.fixture
def narrow(sqlite: Database) -> Flask:
    """An app where two workshops an hour may be started from one address."""
    app = create_app(sqlite, public_url=PUBLIC_URL, limits=HourlyLimits(2))
    app.config["PROPAGATE_EXCEPTIONS"] = True
    return app


def test_so_many_workshops_may_be_started_from_one_address(narrow: Flask) -> None:
    visitor, elsewhere = (Browser(narrow.test_client()) for _ in range(2))
    visitor.enter("/workshops", title="One", name="Ann")
    visitor.enter("/examples/recaptcha")
    answer = visitor.send("/workshops", title="Spring <3", name="Ann")
    assert answer.status_code == 429
    assert 1790 <= int(answer.headers["Retry-After"]) <= 1800
    page = visitor.post("/workshops", expect=429, title="Spring <3", name="Ann")
    assert "Too many workshops have been started from your network within an hour. Wait 30 minutes" in page
    assert '<input type="hidden" name="title" value="Spring &lt;3">' in page
    assert '<form method="post" action="/workshops">' in page
    elsewhere.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    elsewhere.enter("/workshops", title="Two", name="Bob")


@pytest.mark.parametrize("within", ["hour", "day"])
def test_so_much_may_be_stored_from_one_address(sqlite: Database, within: str) -> None:
    limits = HourlyLimits(**{f"megabytes_per_{within}": 1})
    visitor = Browser(create_app(sqlite, public_url=PUBLIC_URL, limits=limits).test_client())
    visitor.enter("/workshops", title="One", name="Ann")
    for number in range(300):
        status, answer = visitor.save("capabilities", name=f"Capability {number}", description="x" * 4000)
        if status == 429:
            break
    assert 230 < number < 260
    told = f"Not saved. Too much has been stored from your network within a{'n' * (within == 'hour')} {within}. Wait "
    assert answer["message"].startswith(told)
    page = visitor.post("capabilities", expect=429, name="Next", description="one\ntwo")
    assert '<input type="hidden" name="name" value="Next">' in page
    visitor.open("inventory")


def test_what_everybody_does_is_counted_together_in_steps() -> None:
    together = Allowance(1000, seconds=1e6)
    here, there = (InSteps(together, 1000, seconds=1e6) for _ in range(2))
    here.charge("room", 9)
    assert together.charge("room", 0) == 0
    here.charge("room", 891)
    there.charge("room", 9)
    assert there.wait("room") == 0
    there.charge("room", 101)
    assert there.wait("room") > 0, "it has been told what the other has counted"
    assert there.wait("elsewhere") == 0
