"""The command that serves the app, and where its data is."""

import errno
import gc
import os
import socket
from pathlib import Path
from typing import Any

import click

from reuse_app.cli.settings import all_options
from reuse_app.cli.terminal import InputError
from reuse_app.settings import ServerSettings

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
