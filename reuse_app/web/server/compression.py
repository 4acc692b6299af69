"""Text goes out compressed to whoever can read it so."""

import gzip

from flask import Flask, request
from werkzeug.wrappers import Response

SMALLEST = 1_000
"""Bytes below which compressing gains nothing."""
LARGE = 64_000
"""Bytes from which on speed counts for more than the last few percent."""
TEXTS = ("text/", "application/json", "image/svg+xml")


def init_app(app: Flask) -> None:
    """Compress each answer that is worth it."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    worth_it = (response.mimetype or "").startswith(TEXTS) and "gzip" in request.headers.get("Accept-Encoding", "")
    if not worth_it or response.is_streamed or response.direct_passthrough or "Content-Encoding" in response.headers:
        return response
    body = response.get_data()
    if len(body) >= SMALLEST:
        response.set_data(gzip.compress(body, 1 if len(body) > LARGE else 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response
