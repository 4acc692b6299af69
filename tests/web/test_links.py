import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qsl, urlsplit

from flask import Flask

from tests.web.conftest import Browser, check

Kind = tuple[str, frozenset[str]]
"""An endpoint, and the arguments that its address has."""


def kind_of(app: Flask, address: str) -> Kind:
    parts = urlsplit(address)
    endpoint, _ = app.url_map.bind("reuse.test").match(parts.path)
    return endpoint, frozenset(name for name, _ in parse_qsl(parts.query, keep_blank_values=True))


def links_of(page: str) -> Iterator[str]:
    """Yield the addresses of this app to which the links of a page lead."""
    for address in re.findall(r'<a [^>]*?href="(/[^"#]*)', page):
        yield unescape(address)


def test_every_link_of_every_page_leads_somewhere(tesla: Browser) -> None:
    """One of each kind is followed: an endpoint with the arguments that it was given."""
    app = tesla.client.application
    waiting, seen = [f"/w/{tesla.workshop}/frame"], set[Kind]()
    while waiting:
        address = waiting.pop()
        kind = kind_of(app, address)
        if kind not in seen:
            seen.add(kind)
            answer = tesla.client.get(address, follow_redirects=True)
            assert answer.status_code == 200, address
            if answer.mimetype == "text/html":
                check(answer.text)
                waiting += links_of(answer.text)
    assert ("map.page", frozenset({"current", "cell"})) in seen
