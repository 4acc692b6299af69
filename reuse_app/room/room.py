"""The room as it is at one revision: where everybody is, what each step allows, and whose entries are whose."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reuse_app.room.people import Marking, Seat
from reuse_app.room.stage import Names, Stage, opening
from reuse_app.worksheet.steps import Step

EntryKey = tuple[str, str]
"""A part and the key of one of its entries."""


@dataclass(frozen=True)
class Room:
    """Everything about a workshop that is not on its worksheet."""

    step: Step = Step.FRAME
    """Where the facilitator has brought everybody."""
    since: int | None = None
    """When the room came to that step, in Unix seconds."""
    ends_at: int | None = None
    """When the timer ends, in Unix seconds; none while no timer runs."""
    sound: bool = False
    """Whether the end of the timer is to be heard."""
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
    """Who added each entry; entries that came with a file have no author."""
    marks: frozenset[tuple[str, str, Marking]] = frozenset()
    seats: Mapping[str, Seat] = field(default_factory=dict)
    """Who has joined, by the key of the participant."""
    completions: frozenset[tuple[str, Step]] = frozenset()
    """Who has said to be done with which step."""

    def stage(self, step: Step) -> Stage:
        """How a step is set."""
        return self.stages.get(step) or opening(step)

    @property
    def is_led(self) -> bool:
        """Whether anybody is led here: somebody has joined, or has been brought to a step."""
        return bool(self.seats) or self.since is not None

    def used_seconds(self, step: Step, *, now: int) -> int:
        """Seconds spent in a step until now, in Unix seconds by the server's clock."""
        here = max(0, now - self.since) if step is self.step and self.since is not None else 0
        return self.stage(step).used_seconds + here

    def is_private(self, step: Step) -> bool:
        """Say whether people see only their own entries; as long as nobody has joined there is nobody to hide from."""
        return self.stage(step).private and self.has_joined

    def is_blind(self, step: Step) -> bool:
        """Say whether people see only their own ratings and dots; as long as nobody has joined they see all."""
        return self.stage(step).blind and self.has_joined

    def keeps_back(self, step: Step) -> bool:
        """Say whether something that people say in a step comes back to them alone."""
        is_vote = step in (Step.PRODUCTS, Step.SCORE)
        return (is_vote and self.is_blind(step)) or (step in (Step.INVENTORY, Step.PRODUCTS) and self.is_private(step))

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

    def names_everybody(self, *, facilitator: bool) -> bool:
        """Say whether a reader is told who rated and who voted, wherever people do."""
        return all(self.names_for(step, facilitator=facilitator) for step in (Step.PRODUCTS, Step.SCORE))
