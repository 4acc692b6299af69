"""How far people are where the room is: numbers for those who lead, and whose they are where names are told."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add

from reuse_app.room.headway import Headway, headway
from reuse_app.web.context import g
from reuse_app.web.facilitation.standing import Standing
from reuse_app.web.findings import known
from reuse_app.worksheet.steps import Step


@dataclass(frozen=True)
class RoomHeadway:
    """How far everybody is together, and each by name as far as names are told."""

    total: Headway
    people: Mapping[str, Headway]


def read_headway(here: Standing) -> RoomHeadway:
    """Return how far those who have joined are at a step; those who lead add and vote as they like, and don't count."""
    cells = known().agreement.discuss_first if here.step is Step.SCORE and here.stage.round > 1 else ()
    talked = frozenset((cell.product, cell.factor) for cell in cells)
    counted = [key for key in here.room.seats if key not in g.leaders]
    each = {key: headway(g.saved.worksheet, here.room, here.step, key, talked=talked) for key in counted}
    people = {here.names[key]: far for key, far in each.items()} if here.tells_names else {}
    return RoomHeadway(reduce(add, each.values(), Headway()), people)
