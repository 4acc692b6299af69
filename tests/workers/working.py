"""Work for workers to do in tests, in a module that they can import."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path


def double(number: int) -> int:
    return 2 * number


def refuse(text: str) -> None:
    raise ValueError(text)


class UnsendableResultError(Exception):
    """An error that holds what cannot be sent."""

    def __init__(self, text: str) -> None:
        super().__init__(text, lambda: text)


def refuse_unsendably(text: str) -> None:
    raise UnsendableResultError(text)


def nothing_to_send() -> Callable[[], None]:
    return lambda: None


def process_id() -> int:
    return os.getpid()


def take_forever() -> None:
    while True:
        pass


def wait_forever() -> None:
    time.sleep(3_600)


def take_memory(megabytes: int) -> int:
    return len(bytearray(megabytes * 2**20))


def abort() -> None:
    os.abort()


def be_killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def say_and_wait(file: Path) -> None:
    file.write_text(str(os.getpid()))
    wait_forever()


def open_files() -> list[str]:
    """What this process has open beside what every process has."""
    links = Path("/proc/self/fd").iterdir()
    return [str(link.readlink()) for link in links if link.exists()]
