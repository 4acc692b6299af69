"""Forms that have one effect, however often they are sent."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from sqlalchemy import Connection, select

from reuse_app.store import tables
from reuse_app.store.errors import RepeatedError, ReusedFormError


@dataclass(frozen=True)
class Once:
    """A form as it was sent: the key by which sending it twice has one effect, and what was filled in."""

    key: str
    content: str = ""

    @cached_property
    def hashes(self) -> tuple[str, str]:
        """Both in a length and in letters that every database holds, whatever was sent."""
        return _hash(self.key), _hash(self.content)


def refuse_second(connection: Connection, workshop_id: int, once: Once) -> None:
    """Let a form have one effect: raises RepeatedError, and ReusedFormError when something else was sent by it."""
    key, content = once.hashes
    change = tables.change.c
    query = select(change.content_hash).where(change.workshop_id == workshop_id, change.once == key)
    found = connection.execute(query).one_or_none()
    if found:
        raise RepeatedError("This was saved already.") if found.content_hash in (content, None) else ReusedFormError


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:40]
