import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from reuse_app.web.server.working import MOST_BYTES, MOST_FILES, Made, Once, is_light
from reuse_app.workers import BrokenError, LimitError


def test_many_who_ask_at_once_get_one_result() -> None:
    once, begun, found = Once[object](), threading.Event(), threading.Event()

    def find() -> object:
        begun.set()
        found.wait()
        return object()

    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(once.get, find) for _ in range(8)]
        begun.wait()
        found.set()
        assert len({id(each.result()) for each in asked}) == 1


def test_what_needs_too_much_is_not_tried_again() -> None:
    once, tries = Once[str](), []

    def find() -> str:
        tries.append(1)
        raise LimitError("Too much.")

    for _ in range(2):
        with pytest.raises(LimitError, match="Too much"):
            once.get(find)
    assert len(tries) == 1


def test_what_broke_is_tried_again() -> None:
    once, tries = Once[str](), []

    def find() -> str:
        tries.append(1)
        if len(tries) == 1:
            raise BrokenError("Try again.")
        return "found"

    with pytest.raises(BrokenError):
        once.get(find)
    assert once.get(find) == "found"


def test_files_are_made_once_and_forgotten_with_their_workshop() -> None:
    made = Made()
    key = ("w1", 1, "pdf", ())
    assert made.get(key, lambda: b"first", quickly=True) == b"first"
    assert made.get(key, lambda: b"second", quickly=True) == b"first"
    made.forget("w1", 2)
    assert made.get(key, lambda: b"second", quickly=True) == b"first"
    made.forget("w1", 1)
    assert made.get(key, lambda: b"third", quickly=True) == b"third"


def test_the_files_that_nobody_asked_for_longest_leave_first() -> None:
    made, large = Made(), b"x" * (MOST_BYTES // 3)
    for number in range(4):
        made.get(("w1", number, "pdf", ()), lambda: large, quickly=True)
    assert made.get(("w1", 0, "pdf", ()), lambda: b"again", quickly=True) == b"again"
    assert made.get(("w1", 3, "pdf", ()), lambda: b"again", quickly=True) == large
    for number in range(MOST_FILES):
        made.get(("w2", number, "pdf", ()), lambda: b"", quickly=True)
    assert made.get(("w1", 3, "pdf", ()), lambda: b"again", quickly=True) == b"again"


def test_a_file_that_may_be_larger_than_it_looks_is_not_light() -> None:
    assert is_light(b"name\nRadar\n")
    assert not is_light(b"x" * 40_000)
    assert not is_light(b"PK\x03\x04")
