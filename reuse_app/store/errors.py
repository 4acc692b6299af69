"""What can go wrong with a write, in the words of the person whose write it was."""

from collections.abc import Mapping
from dataclasses import dataclass

from reuse_app.worksheet.columns import Scalar


@dataclass(frozen=True)
class Clash:
    """Two versions of one field: what this person wrote, and what somebody else saved meanwhile."""

    yours: Scalar
    theirs: Scalar


class StoreError(Exception):
    """A write or a read that could not be done; the message is for the person who asked."""


class UnknownWorkshopError(StoreError):
    """No workshop has this address."""


class UnknownEntryError(StoreError):
    """The entry is not, or no longer, in the workshop."""


class TakenError(StoreError):
    """An entry with this key is in the workshop already."""


class RepeatedError(StoreError):
    """This very form was sent before and has had its effect."""


class ReusedFormError(StoreError):
    """This very form was sent before with something else in it, which was saved; nothing was written now."""

    def __init__(self) -> None:
        super().__init__(
            "This form was saved before, with something else in it. Send it once more to add this as well."
        )


class ConstraintError(StoreError):
    """The rules about which products may be chosen could not all hold, or are stated already."""


class VoteError(StoreError):
    """The rules of the vote do not allow this."""


class PromiseError(StoreError):
    """More people would learn who said what than those who said it were promised."""


class NotOwnError(StoreError):
    """Somebody else has added the entry, and only they or a facilitator remove and rename it here."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Whoever added this {what} removes and renames it, or the facilitator. Nothing was changed.")


class ChangedSinceError(StoreError):
    """What is to be undone has changed since, or other things are in its way; nothing was written."""

    def __init__(self) -> None:
        super().__init__("Somebody has changed this since, so it was left as it is.")


class RoomError(StoreError):
    """The workshop holds as many entries of this kind as a worksheet file may."""


class NotAskedError(StoreError):
    """Outsiders are asked nothing by a link: it never was one, or it is closed."""

    def __init__(self, *, has_ended: bool) -> None:
        super().__init__("Nobody is asked by this link.")
        self.has_ended = has_ended


class ConflictError(StoreError):
    """Somebody else changed the same field since this person saw it; nothing was written."""

    def __init__(self, clashes: Mapping[str, Clash], *, version: int) -> None:
        super().__init__("Somebody else changed this meanwhile. Both versions are kept: choose one.")
        self.clashes = clashes
        self.version = version


class UnknownCodeError(StoreError):
    """No open workshop has this code; whether one ever had it is not told."""


class NameTakenError(StoreError):
    """Somebody with this name is in the room already, or a set of this name is kept already."""


class UnknownInventoryError(StoreError):
    """No inventory has this address, or no longer."""

    def __init__(self) -> None:
        super().__init__("This inventory is gone: somebody has deleted it.")


class UnknownVersionError(StoreError):
    """The inventory has no version of this number."""


class NewerVersionError(StoreError):
    """Somebody has saved a version of the inventory since this person saw it; nothing was written."""


class SameVersionError(StoreError):
    """The newest version of the inventory holds exactly this already; nothing was written."""


class DatabaseError(StoreError):
    """The database cannot be opened, does not answer, or is of a version that this app does not know.

    `reason` is for the person who runs the app: what the driver says, without anything that somebody typed.
    """

    def __init__(self, message: str, *, reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason

    @property
    def in_full(self) -> str:
        """What happened, with the reason."""
        return f"{self} ({self.reason})" if self.reason else str(self)


class NotSavedError(DatabaseError):
    """The database could not write, because the disk is full, for example; nothing was changed."""
