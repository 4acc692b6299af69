"""Where others find this computer: its address on the local network, with or without the internet behind it."""

import ipaddress
import socket
import sys
from collections.abc import Iterator

SOMEWHERE_ELSE = ("192.0.2.1", 9)
"""An address that belongs to nobody (RFC 5737): which of our own leads there is asked, nothing is sent."""
LOOPBACK = "127.0.0.1"
ASK_FOR_ADDRESS = 0x8915
"""SIOCGIFADDR, by which Linux tells the address of a network interface."""


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
