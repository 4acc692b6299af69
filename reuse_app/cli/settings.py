"""Settings as options of a command: each from its flag, or from its variable of the environment."""

import re
from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

import click

from reuse_app.settings import Setting, setting, settings

Command = TypeVar("Command", bound=Callable[..., Any])

PATH_SEGMENT = r"/(?!\.\.?(?:/|$))[A-Za-z0-9._~-]+"
"""A part of a path that every proxy and browser leaves as it is."""


class Parsed(click.ParamType[Any]):
    """A value as its setting reads it."""

    def __init__(self, one: Setting) -> None:
        self.name = one.name
        self._parse = one.said.parse

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the value of a text; whatever is no text is one already."""
        if not isinstance(value, str) or self._parse is None:
            return value
        try:
            return self._parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


def option(one: Setting) -> Callable[[Command], Command]:
    """Let a command take one setting."""
    kind: Any = one.kind
    if one.said.parse:
        kind = Parsed(one)
    elif one.kind is int:
        kind = click.IntRange(one.said.least, one.said.most)
    elif issubclass(one.kind, Enum):
        kind = click.Choice([each.value for each in one.kind])
    return click.option(
        f"{one.flag}/--no-{one.flag[2:]}" if one.kind is bool else one.flag,
        type=None if one.kind is bool else kind,
        default=one.default.value if isinstance(one.default, Enum) else one.default,
        show_default=one.default not in (None, False, "") and not isinstance(one.default, tuple),
        envvar=one.variable,
        show_envvar=True,
        metavar=one.said.metavar,
        help=one.said.help,
        callback=_CHECKS.get(one.name, lambda _context, _option, value: _typed(one, value)),
    )


def _typed(one: Setting, value: Any) -> Any:
    """A value as the app has it: a choice is one of its kind there, and a word here."""
    return one.kind(value) if issubclass(one.kind, Enum) and value is not None else value


def all_options(command: Command) -> Command:
    """Let a command take every setting."""
    for one in reversed(list(settings())):
        command = option(one)(command)
    return command


def _public_url(_context: click.Context, _option: click.Parameter, url: str | None) -> str | None:
    """Refuse what nobody could open as an address, and where the app cannot be served."""
    if not url:
        return None
    if not re.fullmatch(rf"https?://[^\s/?#@]+({PATH_SEGMENT})*/?", url):
        raise click.BadParameter(
            "begin with https:// or http://, as in https://reuse.example.org or https://example.org/reuse"
        )
    from reuse_app.web.server.network import MountError, root_of  # noqa: PLC0415  # commands start without it

    try:
        root_of(url)
    except MountError as error:
        raise click.BadParameter(str(error)) from error
    return url


_CHECKS = {"public_url": _public_url}
"""What has to be looked up in the rest of the app."""

database_option = option(setting("database"))
public_url_option = option(setting("public_url"))
