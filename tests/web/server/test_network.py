import ipaddress

import pytest

from reuse_app.web.server.greeting import greeting
from reuse_app.web.server.network import own_address
from reuse_app.web.server.reach import Reach, reach_of


def test_this_computer_has_an_address() -> None:
    assert ipaddress.ip_address(own_address()).version == 4


@pytest.mark.parametrize(
    ("url", "reach"),
    [
        ("http://127.0.0.1:8000", Reach.ALONE),
        ("http://localhost", Reach.ALONE),
        ("http://[::1]:8000", Reach.ALONE),
        ("http://192.168.1.5:8000", Reach.ROOM),
        ("http://laptop.local", Reach.ROOM),
        ("https://reuse.example.org", Reach.SAFE),
        ("https://127.0.0.1", Reach.SAFE),
    ],
)
def test_an_address_says_how_far_it_goes(url: str, reach: Reach) -> None:
    assert reach_of(url) is reach


def test_in_a_room_the_terminal_shows_the_way_in_and_a_warning() -> None:
    said = greeting("http://192.168.1.5:8000", listens_everywhere=True)
    assert said.startswith("Reuse is at http://192.168.1.5:8000\nOthers join at http://192.168.1.5:8000/join\n")
    assert "everybody on this network could read along" in said.splitlines()[-1]
    assert "█" in said


def test_alone_and_over_https_the_terminal_says_only_the_address() -> None:
    assert greeting("http://127.0.0.1:8000", listens_everywhere=False) == "Reuse is at http://127.0.0.1:8000"
    assert greeting("https://reuse.example.org", listens_everywhere=True) == "Reuse is at https://reuse.example.org"


def test_without_a_network_the_terminal_says_what_to_do() -> None:
    assert "Open a hotspot" in greeting("http://127.0.0.1:8000", listens_everywhere=True)
