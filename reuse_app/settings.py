"""What can be set for the app as it serves: each setting stands here once, with its type, default and description.

From this come the flags of `reuse-app serve`, the variables of the environment, and the table in README.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import timedelta
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from types import UnionType
from typing import Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints


class LogFormat(StrEnum):
    """How a line of the log is written."""

    TEXT = "text"
    JSON = "json"


class ListeningAt(NamedTuple):
    """Where something listens."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def place_of(text: str) -> ListeningAt:
    """The place that a port means on this computer, or an address with a port; raises ValueError."""
    host, _, port = text.rpartition(":")
    try:
        place = ListeningAt(str(ip_address(host.strip("[]") or "127.0.0.1")), int(port))
    except ValueError:
        place = ListeningAt("", -1)
    if not 0 <= place.port <= 65535:  # noqa: PLR2004  # the last port there is
        raise ValueError("say a port, such as 9100, or an address with a port, such as 10.0.0.5:9100")
    return place


FEWEST_LETTERS = 8
"""Letters of a secret that people type; codes that are wrong are slowed down."""
FEWEST_IN_KEY = 16
Networks = tuple[IPv4Network | IPv6Network, ...]
LOOPBACK: Networks = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
"""The addresses of this computer, as it calls itself."""


def networks_of(text: str) -> Networks:
    """The networks that addresses with commas between them are, each alone or with its length; raises ValueError."""
    try:
        return tuple(ip_network(each.strip(), strict=False) for each in text.split(","))
    except ValueError as error:
        raise ValueError("say addresses with commas between them, such as 10.0.0.5,10.1.0.0/24") from error


SHORTEST_KEPT = 31
"""Days: pages say for 30 of them that a workshop is about to go."""


def days(text: str) -> timedelta:
    """The time that a number of days means, such as 365d; raises ValueError."""
    number = text.removesuffix("d")
    if not re.fullmatch("[0-9]{1,5}", number):
        raise ValueError("say a number of days, such as 365d")
    return timedelta(days=int(number))


def kept_days(text: str) -> timedelta:
    """How long something is kept, in days; raises ValueError for fewer than can be told of before."""
    found = days(text)
    if found < timedelta(days=SHORTEST_KEPT):
        raise ValueError(f"say at least {SHORTEST_KEPT}d: pages tell of it 30 days before")
    return found


class About(NamedTuple):
    """What is said about a setting; `parse` makes its value of a text, or raises ValueError in words for its writer."""

    help: str
    metavar: str | None = None
    least: int | None = None
    most: int | None = None
    parse: Callable[[str], object] | None = None


class Setting(NamedTuple):
    """One setting, by its name here."""

    name: str
    kind: type[Any]
    default: Any
    said: About

    @property
    def flag(self) -> str:
        """How it is said on the command line."""
        return f"--{self.name.replace('_', '-')}"

    @property
    def variable(self) -> str:
        """How it is said in the environment."""
        return f"REUSE_{self.name.upper()}"


@dataclass(frozen=True)
class ServerSettings:
    """Everything that can be set."""

    host: Annotated[str, About("Address to listen at; 0.0.0.0 for everybody in the room.", "ADDRESS")] = "127.0.0.1"
    port: Annotated[int, About("Port; 0 for any free one.", least=0, most=65535)] = 8000
    public_url: Annotated[
        str | None,
        About(
            "How others reach the app through a proxy, such as https://example.org/reuse: for links and cookies, and "
            "the only address whose pages can save. Its own address unless stated.",
            "URL",
        ),
    ] = None
    database: Annotated[
        str | None,
        About("Such as sqlite:///reuse.db or postgresql://…; a file in your data folder unless stated.", "URL"),
    ] = None
    workers: Annotated[
        int, About("Server processes, which share one PostgreSQL; a file of SQLite has one.", least=1, most=64)
    ] = 1
    workshops_per_hour: Annotated[int, About("How many workshops may be started from one address.", least=1)] = 600
    megabytes_per_hour: Annotated[int, About("How much text may be stored from one address.", least=1)] = 100
    megabytes_per_day: Annotated[int, About("How much text may be stored from one address within a day.", least=1)] = (
        1_000
    )
    keep_for: Annotated[
        timedelta | None,
        About(
            "Delete a workshop in which nothing has changed for so many days, such as 365d; its pages say so 30 days "
            "before. All are kept unless stated.",
            "DAYS",
            parse=kept_days,
        ),
    ] = None
    start_secret: Annotated[
        str | None,
        About("What has to be typed before workshops are started; anybody starts them unless stated.", "SECRET"),
    ] = None
    user_header: Annotated[
        str | None,
        About(
            "The header in which a proxy names who is signed in, such as X-Forwarded-User: only they start workshops, "
            "and find theirs on any device.",
            "NAME",
        ),
    ] = None
    user_key: Annotated[
        str | None,
        About(
            "With --user-header: what seals the links of people who are signed in; kept for good, the same for all "
            "servers.",
            "SECRET",
        ),
    ] = None
    proxies: Annotated[
        Networks,
        About(
            "Addresses of proxies that are believed when they tell who asks: 10.0.0.5,10.1.0.0/24; those of this "
            "computer unless stated.",
            "ADDRESSES",
            parse=networks_of,
        ),
    ] = LOOPBACK
    workshops_per_user: Annotated[
        int, About("How many workshops one who is signed in may start within an hour.", least=1)
    ] = 60
    megabytes_per_user: Annotated[
        int, About("How much text all workshops that one who is signed in has started may hold.", least=1)
    ] = 1_000
    memory: Annotated[
        int,
        About("Megabytes that workshops which were open lately, and what follows from them, may take.", least=64),
    ] = 1_024
    log: Annotated[LogFormat, About("How lines on standard error are written: text or json.")] = LogFormat.TEXT
    log_requests: Annotated[
        bool, About("A line for each request: its number, status, method, the pattern of its route, milliseconds.")
    ] = False
    metrics: Annotated[
        ListeningAt | None,
        About(
            "Where Prometheus collects figures under /metrics, such as 9100 or 10.0.0.5:9100; nowhere unless stated.",
            "[ADDRESS:]PORT",
            parse=place_of,
        ),
    ] = None
    metrics_token: Annotated[
        str | None, About("What whoever collects them sends as bearer; needed beyond this computer.", "SECRET")
    ] = None

    def __post_init__(self) -> None:
        """Refuse what does not go together; raises ValueError."""
        if self.start_secret is not None and len(self.start_secret) < FEWEST_LETTERS:
            raise ValueError(
                f"a secret of fewer than {FEWEST_LETTERS} letters is soon guessed: lengthen --start-secret"
            )
        if self.user_header and not re.fullmatch("[A-Za-z0-9-]+", self.user_header):
            raise ValueError("--user-header is the name of a header, such as X-Forwarded-User")
        if self.user_header and len(self.user_key or "") < FEWEST_IN_KEY:
            raise ValueError(
                f"give --user-key beside --user-header: {FEWEST_IN_KEY} letters or more that nobody knows, such as "
                "`openssl rand -hex 16` writes, the same for good"
            )
        if self.user_header and not self.public_url:
            raise ValueError(
                "give --public-url beside --user-header: who is signed in comes by the proxy at that address"
            )
        if self.user_header and self.start_secret:
            raise ValueError("choose one: --start-secret for whoever knows it, or --user-header for who is signed in")
        if self.metrics and not self.metrics_token and not ip_address(self.metrics.host).is_loopback:
            raise ValueError(
                "figures would be open to everybody at this address: give --metrics-token, or listen at 127.0.0.1 alone"
            )


def settings() -> Iterator[Setting]:
    """Yield every setting, in the order in which people read them."""
    hints = get_type_hints(ServerSettings, include_extras=True)
    for each in fields(ServerSettings):
        kind, said = get_args(hints[each.name])
        yield Setting(each.name, _without_none(kind), each.default, said)


def setting(name: str) -> Setting:
    """The setting of a name."""
    return next(each for each in settings() if each.name == name)


def _without_none(kind: Any) -> type[Any]:
    if get_origin(kind) is UnionType:
        kind = next(each for each in get_args(kind) if each is not type(None))
    found: type[Any] = get_origin(kind) or kind
    return found
