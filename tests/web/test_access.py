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


def test_the_cookie_of_a_workshop_is_for_this_site_and_no_script(ann: Browser, stranger: Browser) -> None:
    answer = stranger.client.get(f"/open/{secret_of(ann)}")
    [cookie] = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith(f"reuse-{ann.workshop}={secret_of(ann)};")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


def test_over_https_cookies_are_secure_and_the_browser_is_told_to_stay(ann: Browser, stranger: Browser) -> None:
    for path in (f"/open/{secret_of(ann)}", "/"):
        answer = stranger.client.get(path, base_url="https://localhost")
        assert "Secure" in answer.headers["Set-Cookie"].split("; ")
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=63072000")


def test_a_link_preview_changes_nothing(sqlite: Database, ann: Browser, stranger: Browser) -> None:
    before = content(sqlite)
    for _ in range(3):
        stranger.client.delete_cookie(f"reuse-{ann.workshop}")
        for method in ("GET", "HEAD", "OPTIONS"):
            assert stranger.client.open(f"/open/{secret_of(ann)}", method=method).status_code < 400
    assert content(sqlite) == before


@pytest.mark.parametrize("secret", ["wrong", "%00", "x" * 10_000, "%ED%A0%80", "%25", "ö"])
def test_a_wrong_link_is_refused_like_any_other(visitor: Browser, secret: str) -> None:
    page = visitor.open(f"/open/{secret}", expect=403)
    assert "This workshop opens only through its link" in page
    assert secret not in page


def test_the_link_that_is_passed_on_does_not_believe_the_host_header(ann: Browser) -> None:
    answer = ann.client.get(f"/w/{ann.workshop}/settings", headers={"X-Forwarded-Host": "evil.test"})
    assert f'value="{PUBLIC_URL}/open/{secret_of(ann)}"' in answer.text
    ann.client.set_cookie(f"reuse-{ann.workshop}", secret_of(ann), domain="evil.test")
    answer = ann.client.get(f"/w/{ann.workshop}/settings", base_url="http://evil.test")
    assert answer.status_code == 200
    assert "evil.test" not in answer.text


@pytest.mark.parametrize("value", ["", "x", "\x00", "x" * 3000, "é", '"'])
def test_a_wrong_cookie_opens_nothing(ann: Browser, stranger: Browser, value: str) -> None:
    stranger.client.set_cookie(f"reuse-{ann.workshop}", value)
    stranger.open(f"/w/{ann.workshop}/frame", expect=403)
    stranger.open("/")


def test_static_files_give_no_cookie(app: Flask, visitor: Browser) -> None:
    answer = visitor.client.get("/static/reuse.css")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "Set-Cookie" in visitor.client.get("/").headers


def test_behind_a_proxy_with_https_cookies_are_secure_too(
    app: Flask, ann: Browser, stranger: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://reuse.test")
    for path in (f"/open/{secret_of(ann)}", "/"):
        answer = stranger.client.get(path)
        assert "Secure" in answer.headers["Set-Cookie"].split("; ")
        assert "Strict-Transport-Security" in answer.headers
