"""Results that are kept: each is worked out once, however many ask for it at the same time."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from threading import Lock
from typing import Generic, TypeVar

CacheKey = TypeVar("CacheKey", bound=Hashable)
Value = TypeVar("Value")


class Once(Generic[Value]):
    """One result: worked out by the first who asks, for whom the others wait, and anew when it is out of date.

    An error of the kind `refusal` counts as a result, too: it is raised again without another try.
    """

    def __init__(self, refusal: type[Exception] | None = None) -> None:
        self._lock = Lock()
        self._refusal = refusal
        self._refused: Exception | None = None
        self.result: Value | None = None

    def get(self, find: Callable[[], Value], *, is_current: Callable[[Value], bool] = lambda _result: True) -> Value:
        """Return the result as `find` made it; raises what that raises."""
        found = self.result
        if found is None or not is_current(found):
            with self._lock:
                found = self.result
                if found is None or not is_current(found):
                    found = self.result = self._found(find)
        return found

    def _found(self, find: Callable[[], Value]) -> Value:
        if self._refused:
            raise type(self._refused)(*self._refused.args)
        try:
            return find()
        except Exception as error:
            if self._refusal and isinstance(error, self._refusal):
                self._refused = error
            raise


class Cache(Generic[CacheKey, Value]):
    """The results that were asked for last, by key; of more than `most_bytes` those that rested longest leave.

    `size` says about how many bytes a result takes, and is asked anew each time, as a result may grow while it is
    kept. The one that was asked for last stays however large it is, and so does what is being found out just now.
    """

    def __init__(self, most_bytes: int, size: Callable[[Value], int]) -> None:
        self.most_bytes = most_bytes
        self._size = size
        self._lock = Lock()
        self._kept: OrderedDict[CacheKey, Once[Value]] = OrderedDict()
        self._sizes: dict[CacheKey, int] = {}
        self.bytes = 0
        """What all results take together."""

    def get(
        self, key: CacheKey, find: Callable[[Value | None], Value], *, is_current: Callable[[Value], bool]
    ) -> Value:
        """Return what is kept under a key, if it is current, and else what `find` makes of it, or of nothing.

        Raises what that raises. Whoever asks for another key does not wait.
        """
        with self._lock:
            once = self._kept.setdefault(key, Once())
            self._kept.move_to_end(key)
        try:
            return once.get(lambda: find(once.result), is_current=is_current)
        finally:
            self._weigh(key, once)

    def _weigh(self, key: CacheKey, once: Once[Value]) -> None:
        """Count what a result takes now, and make room for it; one that could not be found out leaves."""
        with self._lock:
            if self._kept.get(key) is not once:
                return
            if once.result is None:
                self._drop(key)
                return
            size = self._size(once.result)
            self.bytes += size - self._sizes.get(key, 0)
            self._sizes[key] = size
            if self.bytes > self.most_bytes:
                self._make_room(key)

    def _make_room(self, newest: CacheKey) -> None:
        for key in [each for each in self._kept if each in self._sizes and each != newest]:
            self._drop(key)
            if self.bytes <= self.most_bytes:
                break

    def _drop(self, key: CacheKey) -> None:
        self._kept.pop(key, None)
        self.bytes -= self._sizes.pop(key, 0)

    def known(self, key: CacheKey) -> Value | None:
        """Return what is kept under a key, current or not, if anything is."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key].result

    def __iter__(self) -> Iterator[CacheKey]:
        """The keys as they are now, the one that was asked for last at the end."""
        with self._lock:
            return iter(list(self._kept))

    def forget(self, *keys: CacheKey) -> None:
        """Let go of what is kept under some keys; who is finding it out just now still gets it."""
        with self._lock:
            for key in keys:
                self._drop(key)

    def clear(self) -> None:
        """Let go of everything."""
        self.forget(*self)
