"""Where the app stands behind a proxy: at the root of its public address, or under a path of it.

It says neither host nor scheme by what a request claims: whoever states a public URL states both.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from reuse_app.live.stream import App, Receive, Scope, Send

OWN = (
    *("api", "browser", "examples", "healthz", "i", "inventories", "join"),
    *("open", "static", "w", "workshops", "worksheets"),
)
"""How the app's own addresses begin. Under such a path a proxy that takes it away and one that leaves it are alike."""
PORTS = {"http": 80, "https": 443}


class MountError(Exception):
    """A public URL at which the app cannot be served."""


@dataclass(frozen=True)
class Place:
    """Where a browser finds the app: an origin, as it writes one, and the path there, empty at the root."""

    origin: str
    mount: str


def place_of(public_url: str) -> Place:
    """The place that a public URL names; raises MountError."""
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
    return Place(f"{parts.scheme}://{named}{stated}", mount)


def mounted(app: App, mount: str) -> App:
    """Serve an app under a path, whether a proxy takes the path away or leaves it in the address."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path = scope["path"]
            inside = path if path == mount or path.startswith(f"{mount}/") else mount + path
            scope = {**scope, "root_path": mount, "path": inside if inside != mount else f"{mount}/"}
        await app(scope, receive, send)

    return serve
