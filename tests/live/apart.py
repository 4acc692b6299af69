"""Stories that need a loop of their own."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def apart(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a story on a loop and in a thread of its own: a browser's test may have a loop in this one."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(lambda: asyncio.run(story())).result()
