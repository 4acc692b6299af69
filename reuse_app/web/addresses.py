"""Addresses: what may stand in them, how others reach a page, and an address as a drawing that a phone opens."""

from typing import Any

import segno
from flask import current_app, url_for
from markupsafe import Markup
from werkzeug.routing import BaseConverter, Map, ValidationError

from reuse_app.live.cursors import LENGTH
from reuse_app.web.server.network import root_of
from reuse_app.worksheet.values import KEY_LENGTH, KEY_PATTERN, LARGEST_WHOLE, whole_number

QUIET = 2
"""Modules of white around the code, without which a phone does not find it on a dark page."""


def public_url(endpoint: str, **values: Any) -> str:
    """The address of a page as others reach it; what a request says about its host is not believed."""
    return root_of(current_app.config["PUBLIC_URL"]).origin + url_for(endpoint, **values)


def qr_svg(url: str) -> Markup:
    """Return an address as an SVG drawing, black on white whatever the colours of the page are."""
    code = segno.make_qr(url, error="m")
    drawing = code.svg_inline(
        omitsize=True, border=QUIET, light="#fff", svgclass="qr", lineclass=None, title="QR code of the link"
    )
    return Markup(drawing.replace("<svg ", '<svg role="img" ', 1))  # noqa: S704  # drawn and escaped by segno


class KeyConverter(BaseConverter):
    """A key in an address; what can be no key is a wrong address before any view runs."""

    regex = f"{KEY_PATTERN.strip('^$').removesuffix('*')}{{0,{KEY_LENGTH - 1}}}"


class CursorConverter(BaseConverter):
    """A cursor in an address; which revision it is only the workshop knows."""

    regex = f"[0-9a-f]{{{LENGTH}}}"


class WholeNumberConverter(BaseConverter):
    """A number in an address, from 0 to `max`; what is none is a wrong address before any view runs."""

    regex = "[0-9]{1,20}"

    def __init__(self, url_map: Map, max: int = LARGEST_WHOLE) -> None:  # noqa: A002  # as the routes say it
        super().__init__(url_map)
        self._most = max

    def to_python(self, value: str) -> int:
        """Read the number; raises ValidationError."""
        number = whole_number(value, most=self._most)
        if number is None:
            raise ValidationError
        return number
