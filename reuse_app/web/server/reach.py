"""Who can reach the app: only this computer, everybody on a plain network, or anybody over https."""

import ipaddress
from enum import StrEnum
from urllib.parse import urlsplit

from flask import current_app, request


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


def reach_of(public_url: str) -> Reach:
    """How far an address goes."""
    parts = urlsplit(public_url)
    if parts.scheme == "https":
        return Reach.SAFE
    return Reach.ALONE if _is_loopback(parts.hostname or "") else Reach.ROOM


def client_network() -> str:
    """Which network asks: an IPv4 address, or the half of an IPv6 address that one household or one host has whole.

    A proxy on this computer says in the last place for whom it asks; it is believed where a public URL was stated, by
    which we know that there is one.
    """
    address = request.remote_addr or ""
    if current_app.config["BEHIND_PROXY"] and _is_loopback(address):
        address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or address
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
