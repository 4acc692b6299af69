"""Edits over the cells of the map and the fields of capabilities, each place written by one person."""

import asyncio
import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from tests.benchmarks.crowd import GONE, Person
from tests.benchmarks.seeing import Save

CELLS = tuple(f"{need}:{fit}" for need in (9, 3, 1) for fit in ("as-is", "adjust", "rework", "new"))
FIELDS = ("owner", "evidence", "nature")


@dataclass
class Place:
    """A cell or a field: where it is, and the last value in it that was acknowledged."""

    capability: str
    product: str = ""
    field: str = ""
    turn: int = 0
    value: str = ""
    version: str = ""
    """What was answered to the last save of it."""
    is_busy: bool = False

    def path(self) -> str:
        """Where its form is sent."""
        return f"links/{self.capability}" if self.product else f"capabilities/{self.capability}"

    def following(self) -> dict[str, str]:
        """What its next edit sends."""
        if self.product:
            return {f"cell_{self.product}": CELLS[self.turn % len(CELLS)]}
        return {self.field: f"Said {self.turn} times"}


class Edits:
    """Everything that a crowd edits, with what was acknowledged."""

    def __init__(self, crowd: Sequence[Person], capabilities: int, products: int) -> None:
        keys = [f"c{number}" for number in range(capabilities)]
        cells = [Place(key, product=f"p{number}") for key in keys for number in range(products)]
        fields = [Place(key, field=name) for key in keys for name in FIELDS]
        self.crowd = crowd
        self.places = [*cells, *fields]
        self.acknowledged = 0
        self.errors = 0
        self._order = itertools.cycle(range(len(self.places)))

    async def save(self, number: int) -> Save:
        """Edit one place and wait for the answer."""
        place, person = self.places[number % len(self.places)], self.crowd[number % len(self.crowd)]
        place.is_busy = True
        place.turn += 1
        fields, sent = place.following(), perf_counter()
        try:
            answer = await person.post(place.path(), seen=place.version, **fields)
        finally:
            place.is_busy = False
        assert answer.status == 200, (answer.status, answer.text[:300])
        self.acknowledged += 1
        (place.value,) = fields.values()
        place.version = json.loads(answer.text)["version"]
        return Save(person, sent, perf_counter(), person.revision_of(place.version))

    async def many(self, count: int, *, per_second: float) -> list[Save]:
        """Send so many edits at an even pace, whether or not earlier ones are answered."""
        begun, tasks = perf_counter(), []
        for turn in range(count):
            await asyncio.sleep(max(0, begun + turn / per_second - perf_counter()))
            while (number := self._free()) is None:
                await asyncio.sleep(0.01)
            tasks.append(asyncio.create_task(self.save(number)))
        done = await asyncio.gather(*tasks, return_exceptions=True)
        self.errors += sum(isinstance(each, (*GONE, AssertionError)) for each in done)
        return [each for each in done if isinstance(each, Save)]

    def _free(self) -> int | None:
        """The next place that nobody is writing just now; none when a server is so far behind that all are waiting."""
        tried = itertools.islice(self._order, len(self.places))
        return next((number for number in tried if not self.places[number].is_busy), None)

    async def lost(self, reader: Person) -> int:
        """How many places do not hold in the end what was acknowledged last."""
        sheet = json.loads((await reader.get("worksheet.json")).text)
        links = {(link["capability"], link["product"]): link for link in sheet["links"]}
        capabilities = {each["key"]: each for each in sheet["capabilities"]}
        return sum(self._now(place, links, capabilities) != place.value for place in self.places if place.value)

    @staticmethod
    def _now(
        place: Place, links: dict[tuple[str, str], dict[str, object]], capabilities: dict[str, dict[str, object]]
    ) -> str:
        if not place.product:
            return str(capabilities[place.capability].get(place.field, ""))
        link = links.get((place.capability, place.product), {})
        return f"{link.get('need')}:{link.get('fit')}"
