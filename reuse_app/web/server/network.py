"""Where the app is: its public address, how far that goes, our own address on the network, and which network asks.

It says neither host nor scheme by what a request claims: whoever states a public URL states both.
"""

import ipaddress
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from urllib.parse import urlsplit

from flask import current_app, request

from reuse_app.live.stream import App, Receive, Scope, Send
from reuse_app.web.server.signing_in import is_proxy

OWN = (
    *("api", "ask", "atlas", "browser", "examples", "healthz", "i", "inventories", "join"),
    *("open", "readyz", "static", "w", "workshops", "worksheets"),
)
"""How the app's own addresses begin. Under such a path a proxy that takes it away and one that leaves it are alike."""
PORTS = {"http": 80, "https": 443}
SOMEWHERE_ELSE = ("192.0.2.1", 9)
"""An address that belongs to nobody (RFC 5737): which of our own leads there is asked, nothing is sent."""
LOOPBACK = "127.0.0.1"
ASK_FOR_ADDRESS = 0x8915
"""SIOCGIFADDR, by which Linux tells the address of a network interface."""


class MountError(Exception):
    """A public URL at which the app cannot be served."""


@dataclass(frozen=True)
class Root:
    """Where a browser finds the app: an origin, as it writes one, and the path there, empty at the root."""

    origin: str
    mount: str


def root_of(public_url: str) -> Root:
    """Where browsers find the app, as a public URL says it; raises MountError."""
    parts = urlsplit(public_url)
    mount = parts.path.rstrip("/")
    first = mount.split("/")[1] if mount else ""
    if first in OWN:
        raise MountError(f"the app has addresses of its own under /{first}; choose another path")
    try:
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError as error:
        raise MountError("this is no name of a host, or no port") from error
    named = f"[{host}]" if ":" in host else host
    stated = f":{port}" if port and port != PORTS.get(parts.scheme) else ""
    return Root(f"{parts.scheme}://{named}{stated}", mount)


def mounted(app: App, mount: str) -> App:
    """Serve an app under a path, whether a proxy takes the path away or leaves it in the address."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path = scope["path"]
            inside = path if path == mount or path.startswith(f"{mount}/") else mount + path
            scope = {**scope, "root_path": mount, "path": inside if inside != mount else f"{mount}/"}
        await app(scope, receive, send)

    return serve


class Reach(StrEnum):
    """How far the address goes under which others reach the app."""

    ALONE = "alone"
    """Only this computer."""
    ROOM = "room"
    """Everybody on the network, in plain http: who is on it could read along."""
    SAFE = "safe"
    """By https, so cookies are for https only."""


def reach() -> Reach:
    """How far this app's own address goes."""
    return reach_of(current_app.config["PUBLIC_URL"])


@cache
def reach_of(public_url: str) -> Reach:
    """How far an address goes."""
    parts = urlsplit(public_url)
    if parts.scheme == "https":
        return Reach.SAFE
    return Reach.ALONE if _is_loopback(parts.hostname or "") else Reach.ROOM


def client_network() -> str:
    """Which network asks: an IPv4 address, or the half of an IPv6 address that one household or one host has whole.

    A proxy of ours says in the last place for whom it asks; it is believed where a public URL was stated, by which we
    know that there is one.
    """
    address = request.remote_addr or ""
    if current_app.config["BEHIND_PROXY"] and is_proxy(address):
        address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or address
    return _network_of(address)


@lru_cache(maxsize=1024)
def _network_of(address: str) -> str:
    """The network of an address; nothing for what is none."""
    try:
        asked = ipaddress.ip_address(address)
    except ValueError:
        return ""
    known = getattr(asked, "ipv4_mapped", None) or asked
    return str(ipaddress.ip_network(f"{known}/{32 if isinstance(known, ipaddress.IPv4Address) else 64}", strict=False))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def own_address() -> str:
    """The address of this computer on its network; that of the computer itself when there is no network."""
    candidates = (*_that_leads_out(), *_of_our_name(), *_of_interfaces())
    return next((each for each in candidates if not ipaddress.ip_address(each).is_loopback), LOOPBACK)


def _that_leads_out() -> Iterator[str]:
    """Our address on the way to the internet, if there is a way."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(SOMEWHERE_ELSE)
        except OSError:
            return
        yield str(probe.getsockname()[0])


def _of_our_name() -> Iterator[str]:
    """The addresses that the system knows under its own name; on Windows and Mac a hotspot's is among them."""
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET, socket.SOCK_STREAM)
    except OSError:
        return
    yield from (str(address[0]) for *_, address in found)


def _of_interfaces() -> Iterator[str]:
    """The addresses of the network interfaces, on Linux; a hotspot's is among them."""
    if sys.platform != "linux":
        return
    import fcntl  # noqa: PLC0415  # other systems have none

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        for _, name in socket.if_nameindex():
            try:
                answer = fcntl.ioctl(asked, ASK_FOR_ADDRESS, name.encode()[:15].ljust(40, b"\0"))
            except OSError:
                continue
            yield socket.inet_ntoa(answer[20:24])
