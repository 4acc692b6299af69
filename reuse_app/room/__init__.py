"""The room around a worksheet: stages with their rights, who takes part, who may see what. Pure, like the worksheet."""

from reuse_app.room.room import Access, Completion, Mark, Marking, Names, Room, Seat, Stage

__all__ = ["Access", "Completion", "Mark", "Marking", "Names", "Room", "Seat", "Stage"]
