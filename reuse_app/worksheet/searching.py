"""Finding capabilities in a long inventory by words and by what they are."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from reuse_app.worksheet.document import Capability
from reuse_app.worksheet.scales import Kind, Status

STALE_AFTER = dt.timedelta(days=365)


@dataclass(frozen=True)
class Search:
    """What somebody looks for: every word somewhere in the texts, and a kind, a status and an age if given."""

    text: str = ""
    kind: Kind | None = None
    status: Status | None = None
    stale: bool = False
    """Only what nobody has looked at for over a year."""


def search(capabilities: Sequence[Capability], wanted: Search, *, today: dt.date) -> list[Capability]:
    """Return the capabilities that somebody looks for, in their order; case does not count."""
    words = wanted.text.casefold().split()
    return [each for each in capabilities if _is_wanted(each, wanted, today) and _has(each, words)]


def _is_wanted(capability: Capability, wanted: Search, today: dt.date) -> bool:
    return (
        wanted.kind in (None, capability.kind)
        and wanted.status in (None, capability.status)
        and (not wanted.stale or is_stale(capability, today=today))
    )


def _has(capability: Capability, words: Sequence[str]) -> bool:
    if not words:
        return True
    kind = capability.kind or ""
    texts = (capability.name, capability.nature, capability.description, capability.owner, kind)
    text = "\n".join(texts).casefold()
    return all(word in text for word in words)


def is_stale(capability: Capability, *, today: dt.date) -> bool:
    """Say whether nobody has looked at a capability for more than a year; without a day nobody knows, so it is not."""
    return capability.checked is not None and today - capability.checked > STALE_AFTER
