"""Signing in is another's: a proxy before the app names in a header who is signed in, as oauth2-proxy and others do.

The header is believed from the addresses of that proxy alone. Whoever is signed in is known here by a secret made of
their name and a key that the database does not have, in the place of the secret of a browser: so their links are theirs
on every device.
"""

import hmac
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address

from flask import Flask, current_app, request

from reuse_app.live.stream import Scope
from reuse_app.settings import Networks, ServerSettings

LONGEST_NAME = 320
"""Letters of a name: those of the longest address for mail."""


@dataclass
class SigningIn:
    """Who is believed when they name who is signed in, and in which header."""

    header: str
    key: str
    proxies: Networks
    has_told: bool = field(default=False, init=False)
    """Whether a stranger's header was logged already."""

    def user(self, address: str, values: Sequence[str]) -> str:
        """Whom a request names in the header; nobody for a stranger's, and for one that is there twice.

        A proxy that adds its header to one that was there already would let anybody be anybody.
        """
        if not values or not _is_among(address, self.proxies):
            if values and not self.has_told:
                self.has_told = True
                logging.getLogger("reuse_app").warning(
                    "%s came from %s, which is none of --proxies: it is ignored there, now and later",
                    self.header,
                    address,
                )
            return ""
        name = values[0].strip()
        return name if len(values) == 1 and "," not in name and name.isprintable() and len(name) <= LONGEST_NAME else ""

    def secret_of(self, name: str) -> str:
        """The secret by which somebody is known here; nothing for nobody."""
        return hmac.new(self.key.encode(), f"user\0{name}".encode(), "sha256").hexdigest() if name else ""


def signing_in_of(settings: ServerSettings) -> SigningIn | None:
    """How people are signed in, as the settings have it."""
    if not settings.user_header:
        return None
    return SigningIn(settings.user_header, settings.user_key or "", settings.proxies)


def signed_in() -> str:
    """The name of who is signed in; nothing for nobody."""
    known = signing_in()
    if known is None:
        return ""
    scope = request.environ.get("asgi.scope")
    headers = (
        scope["headers"] if scope else ((name.lower().encode(), value.encode()) for name, value in request.headers)
    )
    return known.user(request.remote_addr or "", _values(headers, known.header))


def user_secret() -> str:
    """The secret of who is signed in; nothing for nobody."""
    known = signing_in()
    return known.secret_of(signed_in()) if known else ""


def user_secret_in(app: Flask, scope: Scope) -> str:
    """The secret of who is signed in and asks for a stream, in the words of ASGI; nothing for nobody."""
    known: SigningIn | None = app.config["SIGNING_IN"]
    if known is None:
        return ""
    address = (scope.get("client") or ("",))[0]
    return known.secret_of(known.user(address, _values(scope["headers"], known.header)))


def signing_in() -> SigningIn | None:
    """How people are signed in at this app, if they are."""
    found: SigningIn | None = current_app.config["SIGNING_IN"]
    return found


def is_proxy(address: str) -> bool:
    """Whether an address is that of a proxy which is believed when it tells who asks."""
    return _is_among(address, current_app.config["PROXIES"])


def _is_among(address: str, networks: Networks) -> bool:
    try:
        asked = ip_address(address)
    except ValueError:
        return False
    known = getattr(asked, "ipv4_mapped", None) or asked
    return any(known in network for network in networks)


def _values(headers: Iterable[tuple[bytes, bytes]], header: str) -> list[str]:
    """The values of a header by its very name: WSGI takes `X_User` and `X-User` for the same."""
    wanted = header.lower().encode()
    return [value.decode("utf-8", "replace") for name, value in headers if name == wanted]
