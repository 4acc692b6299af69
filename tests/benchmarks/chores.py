"""What one person does, one thing after the other, over every kind of write; and what must be true of it for good."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.values import key_for
from tests.benchmarks.crowd import GONE, Answer, Person
from tests.benchmarks.edits import CELLS

PRODUCTS = 8
NOT_FOUND = 404
FEW, MOST_GUESTS = 3, 5
"""Capabilities that somebody has before they change or remove any, and people who join through them."""


@dataclass(frozen=True)
class Chore:
    """One write: where it is sent, with what, and what is to be noted once it is acknowledged."""

    kind: str
    path: str
    fields: Mapping[str, object]
    note: Callable[[], object]


@dataclass
class Worker:
    """Somebody who writes without pause; what is sent again after a crash is the very same form."""

    number: int
    person: Person
    code: str
    chance: random.Random
    acknowledged: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    mine: dict[str, str] = field(default_factory=dict)
    """The capabilities that this person has added and not removed: key, and the owner that was said last."""
    cells: dict[tuple[str, str], str] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    dots: dict[str, int] = field(default_factory=dict)
    guests: list[str] = field(default_factory=list)
    at_the_door: dict[str, Person] = field(default_factory=dict)
    """Who joins through this person, each with a browser of their own."""
    _unsure: Chore | None = None
    _turn: int = 0

    async def work(self) -> None:
        """Do one thing after the other until the server is gone; begin with what was cut off the last time."""
        while True:
            self._unsure = chore = self._unsure or self._next()
            try:
                answer = await self._send(chore)
            except GONE:
                await self.person.hang_up()
                return
            self._unsure = None
            if answer.status < 400 or (chore.kind == "remove" and answer.status == NOT_FOUND):
                chore.note()
                self.acknowledged[chore.kind] = self.acknowledged.get(chore.kind, 0) + 1
            else:
                self.wrong.append(f"{chore.kind}: {answer.status} {answer.text[:200]}")

    async def _send(self, chore: Chore) -> Answer:
        if chore.kind != "join":
            return await self.person.save(chore.path, **chore.fields)
        guest = self.at_the_door.setdefault(str(chore.fields["name"]), Person(self.person.url))
        guest.url = self.person.url
        try:
            if not guest.token:
                await guest.get(chore.path)
            return await guest.post(chore.path, **chore.fields)
        finally:
            await guest.hang_up()

    def _next(self) -> Chore:
        self._turn += 1
        kinds = [self._add] if len(self.mine) < FEW else [self._add, self._remove, self._move, self._change, self._put]
        kinds += [self._rate, self._dot] + ([self._join] if len(self.guests) < MOST_GUESTS else [])
        return self.chance.choice(kinds)()

    def _add(self) -> Chore:
        name = f"Own {self.number} {self._turn}"
        key = key_for(name, ())
        fields = {"name": name, "status": "in-house", "once": name}
        return Chore("add", "capabilities", fields, lambda: self.mine.update({key: ""}))

    def _change(self) -> Chore:
        key, said = self._one(), f"Said {self._turn}"
        fields = {"owner": said}
        return Chore("change", f"capabilities/{key}", fields, lambda: self.mine.update({key: said}))

    def _put(self) -> Chore:
        key, product, value = self._one(), self._product(), self.chance.choice(CELLS)
        fields = {f"cell_{product}": value}
        return Chore("put", f"links/{key}", fields, lambda: self.cells.update({(key, product): value}))

    def _move(self) -> Chore:
        return Chore("move", f"capabilities/{self._one()}/position", {"direction": "up"}, lambda: None)

    def _remove(self) -> Chore:
        key = self._one()
        return Chore("remove", f"capabilities/{key}/removal", {}, lambda: self._forget(key))

    def _forget(self, key: str) -> None:
        del self.mine[key]
        self.cells = {cell: value for cell, value in self.cells.items() if cell[0] != key}

    def _rate(self) -> Chore:
        product, level = self._product(), self.chance.randint(1, 4)
        fields = {"rating_f0": level}
        return Chore("rate", f"ratings/{product}/1", fields, lambda: self.levels.update({product: level}))

    def _dot(self) -> Chore:
        count = self._turn % 2
        return Chore("dot", "dots/p1", {"count": count}, lambda: self.dots.update({"p1": count}))

    def _join(self) -> Chore:
        name = f"Guest {self.number} {self._turn}"
        return Chore("join", f"/join/{self.code}", {"name": name, "once": name}, lambda: self.guests.append(name))

    def _one(self) -> str:
        return self.chance.choice(sorted(self.mine))

    def _product(self) -> str:
        return f"p{self.chance.randrange(PRODUCTS)}"

    def faults(self, sheet: Worksheet, key: str) -> Iterator[str]:
        """What is not as it was acknowledged to this person, whose participant has this key."""
        yield from self.wrong
        people = [each.name for each in sheet.participants]
        yield from (f"{guest} joined {people.count(guest)} times" for guest in self.guests if people.count(guest) != 1)
        owners = {each.key: each.owner for each in sheet.capabilities if each.key.startswith(f"own-{self.number}-")}
        links = {cell: f"{int(link.need)}:{link.fit}" for cell, link in sheet.link_by_cell.items() if cell[0] in owners}
        levels = {each.product: each.level for each in sheet.ratings if each.participant == key}
        dots = {each.product: each.count for each in sheet.dots if each.participant == key and each.count}
        yield from _differing("owners", owners, self.mine)
        yield from _differing("cells", links, self.cells)
        yield from _differing("levels", levels, self.levels)
        yield from _differing("dots", dots, {product: count for product, count in self.dots.items() if count})

    async def settle(self) -> None:
        """Send again what was cut off, so that everything is sure."""
        if self._unsure:
            await self._send(self._unsure)
            self._unsure.note()
            self._unsure = None
        await self.person.hang_up()


def _differing(what: str, there: Mapping[Any, object], said: Mapping[Any, object]) -> Iterator[str]:
    """Yield what is not there as it was acknowledged, and what nobody said."""
    for key in sorted(there.keys() | said.keys(), key=str):
        if there.get(key) != said.get(key):
            yield f"{what}: {key} is {there.get(key)}, not {said.get(key)}"
