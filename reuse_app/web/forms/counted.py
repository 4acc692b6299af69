"""Forms as they arrive, counted before they are taken apart: a small body can stand for a large one."""

from io import BytesIO
from typing import IO

from flask import Request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

MOST_FIELDS = 50_000
"""Fields of one form; choosing field by field between two inventories of 2,000 capabilities takes most of them."""
MOST_ENCODED = 1_000_000
"""Bytes of one form that are written as a percent sign and two digits; each takes a hundred bytes while it is read."""
URLENCODED = "application/x-www-form-urlencoded"

Parsed = tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]


class CountedForm(FormDataParser):
    """Reads a form that has no more fields than any page of ours sends; those in parts are counted by the library."""

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> Parsed:
        """Return the fields and files of a form; raises RequestEntityTooLarge."""
        if mimetype != URLENCODED:
            return super().parse(stream, mimetype, content_length, options)
        body = stream.read()
        if body.count(b"&") >= MOST_FIELDS or body.count(b"%") > MOST_ENCODED:
            raise RequestEntityTooLarge
        return super().parse(BytesIO(body), mimetype, content_length, options)


class CountedRequest(Request):
    """A request whose form is counted first."""

    form_data_parser_class = CountedForm
