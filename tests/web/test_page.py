import pytest
from flask import Blueprint, Flask

from reuse_app.store.tables import PARTS
from reuse_app.web.page import Page, UndeclaredError, Who, check_pages, page_of
from reuse_app.worksheet.steps import Step


def view() -> str:
    return ""


def test_an_address_of_no_page_is_refused_at_start() -> None:
    app = Flask(__name__, static_folder=None)
    check_pages(app)
    app.add_url_rule("/w/<address>/secrets", view_func=view)
    with pytest.raises(UndeclaredError, match="view belongs to no page"):
        check_pages(app)


def test_a_blueprint_that_declares_nothing_is_refused_at_start() -> None:
    app, bp = Flask(__name__, static_folder=None), Blueprint("sly", __name__, url_prefix="/w/<address>")
    bp.add_url_rule("/secrets", view_func=view)
    app.register_blueprint(bp)
    with pytest.raises(UndeclaredError, match=r"sly\.view belongs to no page"):
        check_pages(app)


def test_a_page_says_where_its_addresses_are_and_for_whom() -> None:
    app, page = Flask(__name__, static_folder=None), Page("map", __name__, Step.MAP, shows=("link",))
    page.add_url_rule("/map", endpoint="page", view_func=view)
    page.add_url_rule("/rules", endpoint="set_rules", view_func=view, who=Who.FACILITATORS)
    page.add_url_rule("/dots", endpoint="vote", view_func=view, votes=True)
    app.register_blueprint(page)
    assert {rule.rule for rule in app.url_map.iter_rules()} == {
        "/w/<address>/map",
        "/w/<address>/rules",
        "/w/<address>/dots",
    }
    assert page_of(app, "map.page") is page
    assert [page.who_may(f"map.{each}") for each in ("page", "set_rules")] == [Who.EVERYBODY, Who.FACILITATORS]
    assert [page.is_vote(f"map.{each}") for each in ("page", "vote")] == [False, True]
    assert [page.is_step(f"map.{each}") for each in ("page", "vote")] == [True, False]


def test_every_page_of_the_app_shows_parts_that_there_are(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        assert set(page_of(app, rule.endpoint).shows) <= PARTS.keys(), rule
