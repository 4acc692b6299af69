"""The room around a worksheet: stages with their rights, who takes part, who may see what. Pure, like the worksheet."""

from reuse_app.room.people import Completion, Mark, Marking, Seat
from reuse_app.room.room import Room
from reuse_app.room.stage import Access, Names, Stage

__all__ = ["Access", "Completion", "Mark", "Marking", "Names", "Room", "Seat", "Stage"]
