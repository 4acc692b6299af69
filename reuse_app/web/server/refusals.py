"""Refusals that no page can make: a request that is too slow, one too many, or one that failed before any page."""

import json
from dataclasses import dataclass
from html import escape

from reuse_app.live.stream import Scope, Send
from reuse_app.web.server.security import HEADERS, HSTS

PAGE = (
    '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{title} · Reuse</title>'
    '<meta name="viewport" content="width=device-width"></head>\n'
    '<body><main role="alert"><h1>{title}</h1><p>{advice}</p></main></body>\n</html>\n'
)


@dataclass(frozen=True)
class Refusal:
    """What happened, why, and the way on; with the seconds after which it may go better, if that helps."""

    status: int
    title: str
    advice: str
    retry_after: int = 0

    async def __call__(self, scope: Scope, send: Send) -> None:
        """Answer a request with this, as a page or, for a program, as JSON, and close the connection."""
        body, kind = self._said(scope)
        headers = [(b"content-type", kind), (b"content-length", b"%d" % len(body)), (b"connection", b"close")]
        if self.retry_after:
            headers.append((b"retry-after", b"%d" % self.retry_after))
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _said(self, scope: Scope) -> tuple[bytes, bytes]:
        accepted = dict(scope["headers"]).get(b"accept", b"")
        if b"application/json" in accepted or scope["path"].startswith("/api/"):
            return json.dumps({"message": f"{self.title}. {self.advice}"}).encode(), b"application/json"
        page = PAGE.format(title=escape(self.title), advice=escape(self.advice))
        return page.encode(), b"text/html; charset=utf-8"


def security_headers(*, https: bool) -> list[tuple[bytes, bytes]]:
    """The headers that stand on every answer, as ASGI has them."""
    headers = HEADERS | ({"Strict-Transport-Security": HSTS} if https else {})
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]
