"""What can be set for the app as it serves: each setting stands here once, with its type, default and description.

From this come the flags of `reuse-app serve`, the variables of the environment, and the table in README.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Annotated, Any, NamedTuple, get_args, get_type_hints


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
    workshops_per_hour: Annotated[int, About("How many workshops may be started from one address.", least=1)] = 600
    megabytes_per_hour: Annotated[int, About("How much text may be stored from one address.", least=1)] = 100


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
    kinds: list[type[Any]] = [each for each in get_args(kind) if each is not type(None)] or [kind]
    return kinds[0]
