import logging
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reuse_app.workers import BrokenError, LimitError, Limits, StoppedError, UnsendableError, Workers
from tests.workers import working

INTERRUPTED = """
import signal
from reuse_app.workers import Workers
from tests.workers import working

signal.signal(signal.SIGINT, lambda *_: print("heard"))
workers = Workers(loaded=["tests.workers.interrupting"])
workers.warm_up()
print(workers.run(working.double, 21))
"""


@pytest.fixture
def workers() -> Iterator[Workers]:
    """Two workers with limits that are soon reached."""
    workers = Workers(limits=Limits(processor_seconds=1, seconds=60, megabytes=200))
    yield workers
    workers.close()


def test_work_is_done_in_a_process_of_its_own_each_time(workers: Workers) -> None:
    assert workers.run(working.double, 21) == 42
    assert len({os.getpid(), workers.run(working.process_id), workers.run(working.process_id)}) == 3


def test_what_work_raises_is_raised_where_it_was_asked_for(workers: Workers) -> None:
    with pytest.raises(ValueError, match="Row 3 is wrong") as raised:
        workers.run(working.refuse, "Row 3 is wrong")
    assert str(raised.value) == "Row 3 is wrong"
    assert "in refuse" in raised.value.__notes__[0]


def test_what_cannot_be_sent_is_told_by_its_kind(workers: Workers, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UnsendableError, match="UnsendableResultError") as raised:
        workers.run(working.refuse_unsendably, "Row 3 is wrong")
    assert "in refuse_unsendably" in raised.value.__notes__[0]
    with pytest.raises(UnsendableError, match="function"):
        workers.run(working.nothing_to_send)
    assert capfd.readouterr().err == ""


def test_work_ends_at_its_limit_of_computing(workers: Workers, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(LimitError, match="1 seconds of computing"):
        workers.run(working.take_forever)
    assert caplog.messages == [
        "A worker for tests.workers.working.take_forever reached its limit of 1 seconds of computing."
    ]
    assert workers.run(working.double, 1) == 2


def test_work_that_only_waits_ends_at_its_limit_on_the_clock() -> None:
    with pytest.raises(BrokenError, match=r"longer than 0\.2 seconds"):
        Workers(limits=Limits(seconds=0.2)).run(working.wait_forever)


def test_work_ends_at_its_limit_of_memory(workers: Workers) -> None:
    assert workers.run(working.take_memory, 100) == 100 * 2**20
    with pytest.raises(LimitError, match="200 MB of memory"):
        workers.run(working.take_memory, 300)


def test_a_library_that_aborts_for_want_of_memory_is_the_same(workers: Workers) -> None:
    with pytest.raises(LimitError, match="200 MB of memory"):
        workers.run(working.abort)


def test_of_workers_that_end_while_others_start_each_is_told_as_it_ended() -> None:
    workers = Workers(at_once=4)
    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(workers.run, working.abort) for _ in range(60)]
        assert {type(each.exception()) for each in asked} == {LimitError}


def test_a_worker_that_is_killed_is_told_and_logged(workers: Workers, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(BrokenError, match="Try again"):
        workers.run(working.be_killed)
    assert caplog.record_tuples == [
        ("reuse_app.workers", logging.WARNING, "A worker for tests.workers.working.be_killed ended with -9.")
    ]


def test_no_more_run_at_a_time_than_may(tmp_path: Path) -> None:
    workers = Workers(at_once=2)
    with ThreadPoolExecutor(3) as threads:
        asked = [threads.submit(workers.run, working.say_and_wait, tmp_path / str(place)) for place in range(3)]
        wait_until(lambda: len(list(tmp_path.iterdir())) == 2)
        workers.close()
        assert [type(each.exception()) for each in asked] == [StoppedError] * 3
    assert len(list(tmp_path.iterdir())) == 2


def test_closing_ends_the_workers_at_once(tmp_path: Path) -> None:
    workers, file = Workers(), tmp_path / "started"
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(workers.run, working.say_and_wait, file)
        wait_until(lambda: file.exists() and bool(file.read_text()))
        workers.close()
        assert isinstance(asked.exception(), StoppedError)
    with pytest.raises(ProcessLookupError):
        os.kill(int(file.read_text()), 0)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process that begins others.")
def test_ctrl_c_while_they_are_being_made_ready_is_for_the_one_who_begins_them() -> None:
    heard = subprocess.run(
        [sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, start_new_session=True, check=False
    )
    assert (heard.stdout, heard.stderr) == ("heard\n42\n", "")


def test_a_worker_has_none_of_our_connections_and_files(workers: Workers, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, (tmp_path / "reuse.db").open("wb") as file:
        ours = {str(Path(f"/proc/self/fd/{each.fileno()}").readlink()) for each in (listener, file)}
        assert ours.isdisjoint(workers.run(working.open_files))


def wait_until(is_so: Callable[[], bool]) -> None:
    """Look until something is so; a test that hangs here has failed."""
    pause = threading.Event()
    while not is_so():
        pause.wait(0.01)
