"""The room around a worksheet: stages with their rights, who takes part, who may see what. Pure, like the worksheet."""

from reuse_app.room.outsiders import AnswerKind, Inquiry, OutsideAnswer, Referral, Settled
from reuse_app.room.room import Access, Completion, Mark, Marking, Names, Room, Seat, Stage

__all__ = [
    "Access",
    "AnswerKind",
    "Completion",
    "Inquiry",
    "Mark",
    "Marking",
    "Names",
    "OutsideAnswer",
    "Referral",
    "Room",
    "Seat",
    "Settled",
    "Stage",
]
