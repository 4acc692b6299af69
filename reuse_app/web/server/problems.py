"""Refusals as programs read them: problem details (RFC 9457), the same from wherever in the server they come."""

import json
from collections.abc import Sequence
from http import HTTPStatus

PROBLEM = "application/problem+json"


def is_for_programs(path: str) -> bool:
    """Whether an address within the app is one of the API, to which no browser lends its rights: it reads a token,
    never a cookie."""
    return path.startswith("/api/")


def problem(status: int, detail: str, mistakes: Sequence[str] = ()) -> str:
    """Return what a program is told of a refusal: its status, what is wrong and how to mend it, and every mistake."""
    told: dict[str, object] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    listed = {"mistakes": [*mistakes]} if mistakes else {}
    return json.dumps({**told, "detail": detail, **listed}, ensure_ascii=False)
