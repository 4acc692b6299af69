from tests.web.conftest import Browser


def test_a_browser_gets_one_token_and_keeps_it(visitor: Browser) -> None:
    visitor.client.delete_cookie("reuse_browser")
    first = visitor.client.get("/")
    [cookie] = first.headers.getlist("Set-Cookie")
    assert cookie.startswith("reuse_browser=")
    assert {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
    again = visitor.client.get("/")
    assert "Set-Cookie" not in again.headers
    assert visitor.token() in again.text


def test_two_browsers_have_different_tokens(visitor: Browser, stranger: Browser) -> None:
    assert visitor.token() != stranger.token()


def test_the_token_is_not_the_cookie(visitor: Browser) -> None:
    visitor.token()
    cookie = visitor.client.get_cookie("reuse_browser")
    assert cookie
    assert cookie.value not in visitor.client.get("/").text


def test_an_empty_cookie_is_no_browser(visitor: Browser) -> None:
    visitor.client.set_cookie("reuse_browser", "")
    assert visitor.client.post("/examples/tesla-bot", data={"csrf": ""}).status_code == 403
    assert "Set-Cookie" in visitor.client.get("/").headers


def test_what_was_refused_says_how_to_go_on(ann: Browser) -> None:
    page = ann.post("capabilities", expect=403, csrf="stale", name="Vision")
    assert "copy what you typed, reload the page and send it again" in page


def test_a_script_is_told_too(ann: Browser) -> None:
    status, answer = ann.save("capabilities", csrf="stale", name="Vision")
    assert status == 403
    assert answer["message"].startswith("This was not saved")
