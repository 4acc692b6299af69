"""The style sheet of the one HTML file, and the policy that lets nothing else in."""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256

from reuse_app.narrative.templating import STATIC

SHEETS = ("colours", "type", "figures", "report", "print")
_FONT_ADDRESS = re.compile(r'url\("fonts/([\w.-]+)[^"]*"\)')


def style_sheet(title: str) -> str:
    """Return the whole style sheet, with the title in the running head of printed pages."""
    return f"{_sheets()}@page {{ @top-left {{ content: {_string(title)}; }} }}\n"


def policy(css: str) -> str:
    """Return the policy of a file that holds exactly this style sheet: no script, nothing loaded, nothing sent."""
    digest = b64encode(sha256(css.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; base-uri 'none'; form-action 'none'"


@cache
def _sheets() -> str:
    css = "".join((STATIC / "css" / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS)
    return _FONT_ADDRESS.sub(_embedded, css)


def _embedded(address: re.Match[str]) -> str:
    font = b64encode((STATIC / "fonts" / address[1]).read_bytes()).decode()
    return f'url("data:font/woff2;base64,{font}")'


def _string(text: str) -> str:
    """Return text as a CSS string in which every letter is itself."""
    written = "".join(letter if letter.isascii() and letter.isalnum() else f"\\{ord(letter):x} " for letter in text)
    return f'"{written}"'
