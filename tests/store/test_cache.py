import threading
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from reuse_app.store.cache import Cache, Once
from reuse_app.workers import BrokenError, LimitError
from tests.store.people import at_once

MANY = 8
MOMENT = 0.2
"""Seconds in which whoever would find something out a second time has begun to."""


class Work:
    """Something to find out, which gives others the time to begin with it as well."""

    def __init__(self) -> None:
        self.begun: list[int | None] = []
        self._twice = Event()

    def find(self, before: int | None) -> int:
        self.begun.append(before)
        if len(self.begun) > 1:
            self._twice.set()
        self._twice.wait(MOMENT)
        return (before or 0) + 1


def test_the_work_sees_it_when_it_is_done_twice() -> None:
    work = Work()
    assert at_once(*[lambda: work.find(None)] * 2) == [1, 1]
    assert work.begun == [None, None]


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
    once, tries = Once[str](refusal=LimitError), []

    def find() -> str:
        tries.append(1)
        raise LimitError("Too much.")

    for _ in range(2):
        with pytest.raises(LimitError, match="Too much"):
            once.get(find)
    assert len(tries) == 1


def test_what_broke_is_tried_again() -> None:
    once, tries = Once[str](refusal=LimitError), []

    def find() -> str:
        tries.append(1)
        if len(tries) == 1:
            raise BrokenError("Try again.")
        return "found"

    with pytest.raises(BrokenError):
        once.get(find)
    assert once.get(find) == "found"


def test_what_is_out_of_date_is_made_anew_once_from_what_it_was() -> None:
    work, cache = Work(), Cache[str, int](2, size=lambda _found: 1)
    cache.get("ann", lambda _before: 6, is_current=bool)
    asked = at_once(*[lambda: cache.get("ann", work.find, is_current=lambda kept: kept > 6)] * MANY)
    assert asked == [7] * MANY
    assert work.begun == [6]


def test_who_asks_for_something_else_does_not_wait() -> None:
    cache = Cache[str, int](2, size=lambda _found: 1)

    def with_bob(_before: int | None) -> int:
        return 1 + cache.get("bob", lambda _none: 1, is_current=bool)

    assert cache.get("ann", with_bob, is_current=bool) == 2


def test_the_one_that_rested_longest_leaves() -> None:
    cache = Cache[str, int](2, size=lambda _found: 1)
    for key in ("ann", "bob", "ann", "eve"):
        cache.get(key, lambda _before: 1, is_current=bool)
    assert list(cache) == ["ann", "eve"]
    cache.forget("ann", "nobody")
    assert list(cache) == ["eve"]
    cache.clear()
    assert list(cache) == []


def test_those_that_rested_longest_make_room_for_one_that_has_grown() -> None:
    cache = Cache[str, list[int]](6, size=len)
    for key in ("ann", "bob", "eve"):
        cache.get(key, lambda _before: [1, 2], is_current=bool)
    cache.get("ann", lambda _before: [], is_current=bool).append(3)
    assert (list(cache), cache.bytes) == (["bob", "eve", "ann"], 6)
    cache.get("ann", lambda _before: [], is_current=bool)
    assert (list(cache), cache.bytes) == (["eve", "ann"], 5)
    cache.get("joe", lambda _before: [1] * 9, is_current=bool)
    assert (list(cache), cache.bytes) == (["joe"], 9)


def test_what_is_being_found_out_stays_so_that_nobody_finds_it_out_again() -> None:
    cache = Cache[str, int](1, size=lambda _found: 1)

    def while_others_come(_before: int | None) -> int:
        for key in ("bob", "eve"):
            cache.get(key, lambda _none: 1, is_current=bool)
        assert list(cache) == ["ann", "eve"]
        return 1

    cache.get("ann", while_others_come, is_current=bool)
    assert (list(cache), cache.bytes) == (["ann"], 1)


def test_what_cannot_be_found_out_takes_no_room() -> None:
    cache = Cache[str, int](1, size=lambda _found: 1)

    def fail(_before: int | None) -> int:
        raise LookupError

    with pytest.raises(LookupError):
        cache.get("ann", fail, is_current=bool)
    assert (list(cache), cache.bytes) == ([], 0)
