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
    """The results that were asked for last, by key; of more than `most` the one that rested longest leaves."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[CacheKey, Once[Value]] = OrderedDict()

    def get(
        self, key: CacheKey, find: Callable[[Value | None], Value], *, is_current: Callable[[Value], bool]
    ) -> Value:
        """Return what is kept under a key, if it is current, and else what `find` makes of it, or of nothing.

        Raises what that raises. Whoever asks for another key does not wait.
        """
        with self._lock:
            once = self._kept.setdefault(key, Once())
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return once.get(lambda: find(once.result), is_current=is_current)

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
                self._kept.pop(key, None)

    def clear(self) -> None:
        """Let go of everything."""
        self.forget(*self)
