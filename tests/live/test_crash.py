from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from tests.benchmarks.crash import crash

KINDS = {"add", "change", "put", "move", "remove", "rate", "dot", "join"}


def test_what_was_acknowledged_is_there_once_though_the_server_was_killed(tmp_path: Path) -> None:
    with ThreadPoolExecutor(max_workers=1) as pool:  # a browser's test may have a loop in this thread
        done, faults = pool.submit(partial(crash, tmp_path, kills=3, people=12, writes=80, seed=7)).result()
    assert not faults
    assert set(done) == KINDS
