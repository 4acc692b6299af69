"""Ann asks outsiders about one sentence, and Otto has opened her link."""

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.web.conftest import Browser

WORDING = "Nobody sees the dust on the belt."


class Outsider(Browser):
    """Somebody who holds nothing but a link that asks."""

    link = ""

    def ask(self, *, expect: int = 200) -> str:
        """Open the link."""
        return self.open(self.link, expect=expect)

    def answer(self, *, expect: int = 200, **fields: Any) -> str:
        """Send what was typed into fields, named without their dash: idea1, name1."""
        return self._page(self.type(**fields), expect)

    def type(self, *, follow: bool = True, **fields: Any) -> TestResponse:
        """Send it, and return the bare answer."""
        typed: dict[str, Any] = {re.sub(r"(?<=[a-z])(?=\d)", "-", name): text for name, text in fields.items()}
        return self.send(self.link, follow=follow, **typed)


def made_link(leads: Browser) -> str:
    """The link that a facilitator has made, as their page shows it, without the host."""
    page = leads.post("outsiders")
    found = re.search(r'value="http://reuse.test(/ask/[0-9a-f]{32})"', page)
    assert found, "128 bits"
    return found[1]


def ask_about(leads: Browser, capability: str, wording: str = WORDING, of: str = "nature") -> str:
    """Let outsiders read a sentence."""
    return leads.post(f"inquiries?pick={capability}:{of}", capability=capability, of=of, wording=wording)


def texts(page: str, kind: str) -> list[str]:
    """The texts of elements of a class."""
    return [unescape(each).strip() for each in re.findall(rf'class="{kind}">([^<]*)<', page)]


@pytest.fixture
def otto(app: Flask, tesla: Browser) -> Outsider:
    """Otto, whom the Tesla workshop asks about camera vision."""
    ask_about(tesla, "vision")
    otto = Outsider(app.test_client())
    otto.link = made_link(tesla)
    return otto
