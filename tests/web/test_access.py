import pytest
from flask import Flask

from reuse_app.store import Database
from tests.web.conftest import PUBLIC_URL, Browser
from tests.web.test_routes import content, secret_of


def test_the_link_of_a_workshop_opens_it_in_another_browser(ann: Browser, stranger: Browser) -> None:
    answer = stranger.client.get(f"/open/{secret_of(ann)}")
    assert answer.status_code == 303
    assert answer.location == f"/w/{ann.workshop}/frame"
    assert secret_of(ann) not in answer.text
    stranger.workshop = ann.workshop
    assert "Spring workshop" in stranger.open("frame")


def test_the_cookie_of_a_browser_is_for_this_site_and_no_script(ann: Browser, stranger: Browser) -> None:
    answer = stranger.client.get(f"/open/{secret_of(ann)}")
    [cookie] = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("reuse_browser=")
    assert secret_of(ann) not in cookie
    assert {"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=34560000"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


def test_over_https_cookies_are_secure_and_of_this_host_alone(ann: Browser, app: Flask) -> None:
    for path in (f"/open/{secret_of(ann)}", "/"):
        answer = app.test_client().get(path, base_url="https://localhost")
        [cookie] = answer.headers.getlist("Set-Cookie")
        assert cookie.startswith("__Host-reuse_browser=")
        assert {"Secure", "Path=/"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=63072000")


def test_over_https_a_cookie_that_another_host_could_have_set_is_none(ann: Browser) -> None:
    ann.client.set_cookie("reuse_browser", "x", domain="localhost")
    assert ann.client.get(f"/w/{ann.workshop}/frame", base_url="https://localhost").status_code == 403


def test_a_link_preview_changes_nothing(app: Flask, sqlite: Database, ann: Browser) -> None:
    before = content(sqlite)
    for method in ("GET", "HEAD", "OPTIONS"):
        for follow in (False, True):
            preview = app.test_client(use_cookies=False)
            found = preview.open(f"/open/{secret_of(ann)}", method=method, follow_redirects=follow)
            assert found.status_code < 400 or "This browser keeps no cookies" in found.text or method == "HEAD"
    assert content(sqlite) == before


def test_a_browser_that_was_never_here_is_let_in_by_its_link(app: Flask, ann: Browser) -> None:
    answer = app.test_client().get(f"/open/{secret_of(ann)}", follow_redirects=True)
    assert answer.request.path == f"/w/{ann.workshop}/frame"
    assert [each.status_code for each in answer.history] == [303, 303]


def test_a_browser_without_cookies_is_told_so(app: Flask, ann: Browser) -> None:
    answer = app.test_client(use_cookies=False).get(f"/open/{secret_of(ann)}", follow_redirects=True)
    assert (answer.status_code, "Allow cookies for this site" in answer.text) == (403, True)


def test_opening_the_same_link_again_changes_nothing(sqlite: Database, ann: Browser) -> None:
    before, link = content(sqlite), f"/open/{secret_of(ann)}"
    for _ in range(3):
        ann.open(link)
    assert content(sqlite) == before


@pytest.mark.parametrize("secret", ["wrong", "%00", "x" * 10_000, "%ED%A0%80", "%25", "ö"])
def test_a_wrong_link_is_refused_like_any_other(visitor: Browser, secret: str) -> None:
    page = visitor.open(f"/open/{secret}", expect=403)
    assert "This workshop opens only through its link" in page
    assert secret not in page


def test_the_link_that_is_passed_on_does_not_believe_the_host_header(ann: Browser) -> None:
    answer = ann.client.get(f"/w/{ann.workshop}/settings", headers={"X-Forwarded-Host": "evil.test"})
    assert f'value="{PUBLIC_URL}/open/{secret_of(ann)}"' in answer.text
    known = ann.client.get_cookie("reuse_browser")
    assert known
    ann.client.set_cookie("reuse_browser", known.value, domain="evil.test")
    answer = ann.client.get(f"/w/{ann.workshop}/settings", base_url="http://evil.test")
    assert answer.status_code == 200
    assert "evil.test" not in answer.text


@pytest.mark.parametrize("name", ["reuse_browser", "__Host-reuse_browser", "reuse-{workshop}"])
@pytest.mark.parametrize("value", ["", "x", "\x00", "x" * 3000, "é", '"'])
def test_a_wrong_cookie_opens_nothing(ann: Browser, stranger: Browser, name: str, value: str) -> None:
    stranger.client.set_cookie(name.format(workshop=ann.workshop), value)
    stranger.open(f"/w/{ann.workshop}/frame", expect=403)
    stranger.open("/")


def test_static_files_give_no_cookie(app: Flask, visitor: Browser) -> None:
    answer = visitor.client.get("/static/reuse.css")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    visitor.client.delete_cookie("reuse_browser")
    assert "Set-Cookie" in visitor.client.get("/").headers


def test_behind_a_proxy_with_https_cookies_are_secure_too(
    app: Flask, ann: Browser, stranger: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = f"/open/{secret_of(ann)}"
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://reuse.test")
    for path in (link, "/"):
        stranger.client.delete_cookie("__Host-reuse_browser")
        answer = stranger.client.get(path)
        assert "Secure" in answer.headers["Set-Cookie"].split("; ")
        assert "Strict-Transport-Security" in answer.headers
