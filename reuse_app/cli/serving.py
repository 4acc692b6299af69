"""The command that serves the app, where its data is, and the settings as options of a command."""

import errno
import gc
import os
import re
import socket
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import click

from reuse_app.cli.terminal import InputError
from reuse_app.settings import ServerSettings, Setting, setting, settings

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


FREE_PORTS = 1024
"""The first port that everybody may listen at."""
NO_SUCH_NAME = {number for name, number in vars(socket).items() if name.startswith("EAI_")}
"""What is wrong when a name leads to no address."""


@click.command()
@all_options
def serve(**values: Any) -> None:
    """Serve the app until interrupted, and print its address."""
    gc.disable()
    from reuse_app.store.errors import DatabaseError  # noqa: PLC0415  # commands start without it
    from reuse_app.web.server.serve import serve as run  # noqa: PLC0415
    from reuse_app.web.server.watching import MetricsError  # noqa: PLC0415

    _keep_what_is_loaded()
    try:
        settings = ServerSettings(**values)
    except ValueError as error:
        raise click.UsageError(f"{str(error)[0].upper()}{str(error)[1:]}.") from error
    url = settings.database or own_database()
    try:
        run(settings, url)
    except DatabaseError as error:
        raise InputError(error.in_full) from error
    except MetricsError as error:
        raise InputError(f"{settings.metrics}: {error.strerror}; choose another with --metrics.") from error
    except OSError as error:
        raise InputError(f"{settings.host}:{settings.port}: {_why(error, settings.port)}") from error


def _why(error: OSError, port: int) -> str:
    """Why nothing can listen at an address, and what to do about it."""
    if error.errno in NO_SUCH_NAME:
        return "nothing of this name is known here; give --host an address such as 127.0.0.1, or 0.0.0.0 for the room."
    if error.errno == errno.EADDRNOTAVAIL:
        return "this computer does not have this address; give --host one of its own, or 0.0.0.0 for all of them."
    if error.errno == errno.EACCES and port < FREE_PORTS:
        return (
            f"ports below {FREE_PORTS} are for the system; choose another with --port, or put a proxy before the app."
        )
    why = os.strerror(error.errno) if error.errno else str(error)
    return f"{why}; choose another with --host and --port."


def _keep_what_is_loaded() -> None:
    """Never look for garbage among the modules, now or later: a sixth of the start, and a pause of every full look."""
    gc.freeze()
    gc.enable()


def own_database() -> str:
    """Return the URL of the database in the user's data folder, which is made when it is missing."""
    import platformdirs  # noqa: PLC0415  # commands start without it

    from reuse_app.store.database_files import make_private_folder  # noqa: PLC0415

    folder = Path(platformdirs.user_data_dir("reuse-app", appauthor=False))
    make_private_folder(folder)
    return f"sqlite:///{folder / 'reuse.db'}"
