"""The room as it is at one revision, and what each person sees of the worksheet.

Hidden means that it is not there at all: pages, events, exports and counts are made from what `visible` returns, so
none of them can tell more.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, TypeVar

from reuse_app.room.nouns import AgendaItem, Marking, Names, Seat, Stage, opening
from reuse_app.worksheet import Capability, Note, Product, Worksheet
from reuse_app.worksheet.copies import with_parts, without
from reuse_app.worksheet.notes import Place
from reuse_app.worksheet.steps import Step

SPOTLIGHT_LENGTH = 100
"""Characters of what the big screen is pointed at."""
LAST_TURN = 1000
"""The last of the pages that the big screen may be turned to, from 0."""
EntryKey = tuple[str, str]
"""A part and the key of one of its entries."""
ENTERED_IN = {"capability": Step.INVENTORY, "product": Step.PRODUCTS}
"""The step whose privacy covers the entries of a part."""
OWNED_IN = {"factor": Step.FRAME, "set": Step.CHOOSE, "iteration": Step.ITERATE} | ENTERED_IN
"""The step that says who removes and renames the entries of a part; for products that exist already it is Frame."""
VOTED_IN = {"dot": Step.PRODUCTS, "rating": Step.SCORE}
"""The step in which people vote, so that their votes may be blind, by part."""


@dataclass(frozen=True)
class Room:
    """Everything about a workshop that is not on its worksheet."""

    step: Step = Step.FRAME
    """Where the facilitator has brought everybody."""
    since: int | None = None
    """When the room came to that step, or to an item of the agenda, in Unix seconds."""
    starts_at: int | None = None
    """When the workshop is planned to start or, where nothing was planned, has started, in Unix seconds."""
    at_item: int | None = None
    """The number of the agenda item that the room is at, on its way from one step to another."""
    ends_at: int | None = None
    """When the timer ends, in Unix seconds; none while no timer runs."""
    sound: bool = False
    """Whether the end of the timer is to be heard."""
    spotlight: str | None = None
    """What the big screen is pointed at, in the place of the step: a part and what identifies an entry of it."""
    turn: int | None = None
    """The page that the big screen is turned to, from 0; none while it follows what comes in."""
    closed: bool = False
    """Whether the workshop is over for participants and observers."""
    report_open: bool = False
    """Whether they may read the report of a closed workshop."""
    is_template: bool = False
    """Whether it is kept to start others from."""
    has_joined: bool = False
    """Whether anybody has ever joined; before, there is nobody to keep anything from."""
    stages: Mapping[Step, Stage] = field(default_factory=dict)
    """Those that the facilitator has set."""
    authors: Mapping[EntryKey, str] = field(default_factory=dict)
    """Who added each entry; those that came with a file, and products that exist already, have no author."""
    marks: frozenset[tuple[str, str, Marking]] = frozenset()
    seats: Mapping[str, Seat] = field(default_factory=dict)
    """Who has joined, by the key of the participant."""
    completions: frozenset[tuple[str, Step]] = frozenset()
    """Who has said to be done with which step."""
    items: tuple[AgendaItem, ...] = ()
    """What is planned beside the steps, in its order."""
    takers: Mapping[EntryKey, tuple[str, ...]] = field(default_factory=dict)
    """Who is at a capability in Nature, or at a product on the map, by the keys of participants."""

    def stage(self, step: Step) -> Stage:
        """How a step is set."""
        return self.stages.get(step) or opening(step)

    @property
    def is_led(self) -> bool:
        """Whether anybody is led here: somebody has joined, or has been brought to a step."""
        return bool(self.seats) or self.since is not None

    @property
    def plan(self) -> "tuple[Stage | AgendaItem, ...]":
        """What was planned: how the steps were set, and what is between them, before anybody has come to it."""
        stages = (stage.planned for stage in self.stages.values())
        return (*stages, *(item.planned for item in self.items))

    @property
    def item(self) -> AgendaItem | None:
        """The agenda item that the room is at, unless it was removed meanwhile."""
        return next((item for item in self.items if item.number == self.at_item), None)

    def used_seconds(self, place: Step | AgendaItem, *, now: int) -> int:
        """Seconds spent at a step or an item until now, in Unix seconds by the server's clock.

        What passes before the workshop is planned to start is not used.
        """
        before = place.used_seconds if isinstance(place, AgendaItem) else self.stage(place).used_seconds
        is_here = self.since is not None and place == (self.item or self.step)
        return before + (max(0, now - max(self.since or 0, self.starts_at or 0)) if is_here else 0)

    def is_private(self, step: Step) -> bool:
        """Say whether people see only their own entries; as long as nobody has joined there is nobody to hide from."""
        return self.stage(step).private and self.has_joined

    def is_blind(self, step: Step) -> bool:
        """Say whether people see only their own ratings and dots; as long as nobody has joined they see all."""
        return self.stage(step).blind and self.has_joined

    def keeps_back(self, step: Step) -> bool:
        """Say whether something that people say in a step comes back to them alone."""
        keeps_votes = step in VOTED_IN.values() and self.is_blind(step)
        return keeps_votes or (step in ENTERED_IN.values() and self.is_private(step))

    def is_muted(self, participant: str | None) -> bool:
        """Say whether somebody may only read."""
        return participant in self.seats and self.seats[str(participant)].muted

    def is_marked(self, part: str, key: str, marking: Marking) -> bool:
        """Say whether an entry is locked or hidden."""
        return (part, key, marking) in self.marks

    def done_with(self, step: Step) -> frozenset[str]:
        """Who has said to be done with a step."""
        return frozenset(participant for participant, done in self.completions if done is step)

    def names_for(self, step: Step, *, facilitator: bool) -> bool:
        """Say whether a reader is told who wrote, rated and voted in a step."""
        names = self.stage(step).names
        return names is Names.ALL or (names is Names.FACILITATOR and facilitator)

    def tells_author(self, place: Place, *, facilitator: bool) -> bool:
        """Say whether a reader is told who wrote a note about something; in the parking lot, by the strictest step."""
        step = noted_in(place)
        return all(self.names_for(each, facilitator=facilitator) for each in ([step] if step else Step))

    @property
    def has_shown_ratings(self) -> bool:
        """Whether people have been shown how any round was rated, and so may talk about it."""
        return not self.is_blind(Step.SCORE) or self.stage(Step.SCORE).round > 1

    def names_everybody(self, *, facilitator: bool) -> bool:
        """Say whether a reader is told who rated and who voted, wherever people do."""
        return all(self.names_for(step, facilitator=facilitator) for step in VOTED_IN.values())


def owned_in(part: str, *, home: bool = False) -> Step | None:
    """The step that says who removes and renames an entry; none where that is nobody's in particular."""
    return Step.FRAME if home else OWNED_IN.get(part)


def noted_in(place: Place) -> Step | None:
    """The step whose rules a note about something follows; none in the parking lot, which belongs to all of them."""
    capability, product, factor = place
    if factor:
        return Step.SCORE
    if product:
        return Step.MAP if capability else ENTERED_IN["product"]
    return ENTERED_IN["capability"] if capability else None


Entry = TypeVar("Entry", Capability, Product)


def visible(worksheet: Worksheet, room: Room, viewer: str | None) -> Worksheet:
    """Return what a participant may see; `viewer` None stands for what everybody may see.

    Private entries are their author's alone, blind ratings and dots are their giver's alone, and what is marked as
    hidden is nobody's. What refers to something unseen goes with it. A note says whose it is where everybody is told.
    """
    unseen = {
        "capability": frozenset(_unseen(room, "capability", worksheet.capabilities, viewer)),
        "product": frozenset(_unseen(room, "product", worksheet.products, viewer)),
    }
    seen = with_parts(worksheet, _votes(worksheet, room, viewer) | _notes(worksheet, room, viewer))
    return without(seen, unseen) if any(unseen.values()) else seen


def _unseen(room: Room, part: str, entries: Iterable[Capability | Product], viewer: str | None) -> Iterator[str]:
    private = room.is_private(ENTERED_IN[part])
    for key in (entry.key for entry in entries):
        author = room.authors.get((part, key))
        if room.is_marked(part, key, Marking.HIDDEN) or (private and author not in (None, viewer)):
            yield key


def _votes(worksheet: Worksheet, room: Room, viewer: str | None) -> dict[str, Any]:
    """The ratings and dots that a person may see, where these are not all."""
    seen: dict[str, Any] = {}
    open_round = room.stage(Step.SCORE).round
    if room.is_blind(Step.SCORE) and worksheet.ratings:
        seen["ratings"] = tuple(r for r in worksheet.ratings if r.participant == viewer or r.round < open_round)
    if room.is_blind(Step.PRODUCTS) and worksheet.dots:
        seen["dots"] = tuple(dot for dot in worksheet.dots if dot.participant == viewer)
    return seen


def _notes(worksheet: Worksheet, room: Room, viewer: str | None) -> dict[str, Any]:
    """The notes that a person may see, without the names that not everybody is told."""
    shown = (note for note in worksheet.notes if not note.factor or room.has_shown_ratings or _is_by(note, viewer))
    return {"notes": tuple(_as_told(note, room, viewer) for note in shown)} if worksheet.notes else {}


def _as_told(note: Note, room: Room, viewer: str | None) -> Note:
    is_told = not note.author or _is_by(note, viewer) or room.tells_author(note.about, facilitator=False)
    return note if is_told else note.model_copy(update={"author": None})


def _is_by(note: Note, viewer: str | None) -> bool:
    return note.author is not None and note.author == viewer


def shuffled(entries: Iterable[Entry], *, seed: str) -> tuple[Entry, ...]:
    """Return entries in an order that follows from the seed alone: a new one takes its place, the others keep theirs.

    Args:
        entries: each with a key of its own.
        seed: what tells one order from another, such as who looks at which step.
    """
    return tuple(sorted(entries, key=lambda entry: sha256(f"{seed}\0{entry.key}".encode()).digest()))
