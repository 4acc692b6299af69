"""The command that serves the app, and where its data is."""

import errno
import gc
import os
import re
import socket
from pathlib import Path

import click

from reuse_app.cli.terminal import InputError

HOST, PORT = "127.0.0.1", 8000
PATH_SEGMENT = r"/(?!\.\.?(?:/|$))[A-Za-z0-9._~-]+"
"""A part of a path that every proxy and browser leaves as it is."""
FREE_PORTS = 1024
"""The first port that everybody may listen at."""
NO_SUCH_NAME = {number for name, number in vars(socket).items() if name.startswith("EAI_")}
"""What is wrong when a name leads to no address."""

database_option = click.option(
    "--database",
    metavar="URL",
    envvar="REUSE_DATABASE",
    help="Such as sqlite:///reuse.db or postgresql://…; a file in your data folder unless stated.",
)


public_url_option = click.option(
    "--public-url",
    metavar="URL",
    envvar="REUSE_PUBLIC_URL",
    callback=lambda _context, _option, url: _checked(url),
    help="How others reach the app through a proxy, such as https://example.org/reuse: for links and cookies, and the "
    "only address whose pages can save. Its own address unless stated.",
)


@click.command()
@click.option(
    "--host", default=HOST, show_default=True, help="Address to listen at; 0.0.0.0 for everybody in the room."
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="Port; 0 for any free one."
)
@public_url_option
@click.option(
    "--workshops-per-hour",
    type=click.IntRange(min=1),
    default=600,
    show_default=True,
    help="How many workshops may be started from one address.",
)
@click.option(
    "--megabytes-per-hour",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    help="How much text may be stored from one address.",
)
@database_option
def serve(  # noqa: PLR0913  # each is an option, and is named
    host: str,
    port: int,
    *,
    public_url: str | None,
    database: str | None,
    workshops_per_hour: int,
    megabytes_per_hour: int,
) -> None:
    """Serve the app until interrupted, and print its address."""
    gc.disable()
    from reuse_app.store.errors import DatabaseError  # noqa: PLC0415  # commands start without it
    from reuse_app.web.server.serve import serve as run  # noqa: PLC0415
    from reuse_app.web.server.throttle import HourlyLimits  # noqa: PLC0415

    _keep_what_is_loaded()
    url = database or own_database()
    try:
        run(host, port, url, public_url=public_url, limits=HourlyLimits(workshops_per_hour, megabytes_per_hour))
    except DatabaseError as error:
        raise InputError(error.in_full) from error
    except OSError as error:
        raise InputError(f"{host}:{port}: {_why(error, port)}") from error


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


def _checked(url: str | None) -> str | None:
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


def own_database() -> str:
    """Return the URL of the database in the user's data folder, which is made when it is missing."""
    import platformdirs  # noqa: PLC0415  # commands start without it

    from reuse_app.store.database_files import make_private_folder  # noqa: PLC0415

    folder = Path(platformdirs.user_data_dir("reuse-app", appauthor=False))
    make_private_folder(folder)
    return f"sqlite:///{folder / 'reuse.db'}"
