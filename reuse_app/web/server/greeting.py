"""What the terminal says once the app is ready: its address and, in a room, how the others get in."""

import io
import sys

import segno

from reuse_app.web.server.reach import Reach, reach_of

BLOCKS = "█▀▄"
"""What a code is drawn with in a terminal."""
PLAIN = (
    "This is plain http: everybody on this network could read along. Use a network or a hotspot that you trust, "
    "or serve by https and say so with --public-url."
)


def greeting(url: str, *, listens_everywhere: bool) -> str:
    """Return what to print for an app that others reach at an address."""
    said = f"Reuse is at {url}"
    match reach_of(url):
        case Reach.ROOM:
            join = f"{url.rstrip('/')}/join"
            return "\n".join([said, f"Others join at {join}", _drawing(join), PLAIN])
        case Reach.ALONE if listens_everywhere:
            return f"{said}\nThere is no network, so nobody else can join. Open a hotspot, then start again."
        case _:
            return said


def _drawing(url: str) -> str:
    """The QR code of an address as text, or nothing for a terminal that cannot show it."""
    try:
        BLOCKS.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return ""
    text = io.StringIO()
    segno.make_qr(url).terminal(text, border=2, compact=True)
    return text.getvalue()
