"""The room around a worksheet: stages with their rights, who takes part, who may see what. Pure, like the worksheet."""

from reuse_app.room.nouns import (
    Access,
    AgendaItem,
    Completion,
    MapShare,
    Mark,
    Marking,
    Names,
    NatureShare,
    Seat,
    Stage,
)
from reuse_app.room.outsiders import AnswerKind, Inquiry, OutsideAnswer, Referral, Settled
from reuse_app.room.room import Room

__all__ = [
    "Access",
    "AgendaItem",
    "AnswerKind",
    "Completion",
    "Inquiry",
    "MapShare",
    "Mark",
    "Marking",
    "Names",
    "NatureShare",
    "OutsideAnswer",
    "Referral",
    "Room",
    "Seat",
    "Settled",
    "Stage",
]
