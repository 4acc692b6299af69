"""What one process saves or sees is told at the others, also after the connection that listens was lost."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text

from reuse_app.store import Database
from reuse_app.store.shared import LISTENER
from reuse_app.web.guessing import FROM_ONE_NETWORK
from tests.benchmarks.crowd import Person
from tests.live.apart import apart
from tests.processes.conftest import Room
from tests.web.server.wire import Running

PATIENCE = 60
RACES = 15
TRIES = 5
"""A look at the table, which happens every few seconds, may come before an announcement and cannot say what changed."""


class Heard:
    """Somebody who listens, and what the stream has told them last."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self._is_new = asyncio.Event()

    async def until(self, revision: int) -> str:
        """Wait for an event with a revision or a later one; return the parts that it names."""
        async with asyncio.timeout(PATIENCE):
            while not self.person.arrivals or self.person.arrivals[-1][1] < revision:
                await self._is_new.wait()
                self._is_new.clear()
        return self.person.parts

    def told(self) -> None:
        """Note that something came."""
        self._is_new.set()


@asynccontextmanager
async def listening(person: Person) -> AsyncIterator[Heard]:
    """Keep a stream open while a block runs, from when it has told its first revision."""
    heard = Heard(person)
    task = asyncio.create_task(person.listen(heard.told))
    await heard.until(1)
    yield heard
    task.cancel()


async def said_what(ann: Person, heard: Heard) -> bool:
    """Save something; say whether who listens was told in which part it is, which an announcement alone does."""
    for number in range(TRIES):
        answer = await ann.save("capabilities/c0", owner=f"Said {number} {time.monotonic()}")
        assert answer.status == 200, answer.text
        if await heard.until(ann.revision_of(ann.versions["capabilities/c0"])) == "capability":
            return True
    return False


def test_what_is_saved_at_one_process_is_announced_at_the_others(three: list[Running], room: Room) -> None:
    async def story() -> None:
        ann, bob = await room.ann(three[0]), await room.joined(three[1], "Bob")
        async with listening(bob) as heard:
            assert await said_what(ann, heard)
        for each in (ann, bob):
            await each.hang_up()

    apart(story)


def test_a_lost_connection_is_opened_again_and_nothing_is_missed(
    three: list[Running], room: Room, database: Database
) -> None:
    async def story() -> None:
        ann, bob = await room.ann(three[0]), await room.joined(three[2], "Bob")
        async with listening(bob) as heard:
            end_listeners(database)
            answer = await ann.save("capabilities/c1", owner="Said while nobody listened")
            assert answer.status == 200
            await heard.until(ann.revision_of(ann.versions["capabilities/c1"]))
            while listeners(database) < len(three):
                await asyncio.sleep(0.05)
            assert await said_what(ann, heard)
        for each in (ann, bob):
            await each.hang_up()

    apart(story)


def end_listeners(database: Database) -> None:
    """Break the connection of each process that listens."""
    ended = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = :name")
    with database.write() as connection:
        assert connection.execute(ended, {"name": LISTENER}).scalars().all() == [True] * 3


def listeners(database: Database) -> int:
    """How many processes listen."""
    count = text("SELECT count(*) FROM pg_stat_activity WHERE application_name = :name")
    with database.read() as connection:
        return int(connection.execute(count, {"name": LISTENER}).scalar_one())


def test_who_is_where_is_known_to_all_processes(three: list[Running], room: Room) -> None:
    async def story() -> None:
        ann, bob = await room.ann(three[0]), await room.joined(three[1], "Bob")
        answer = await bob.post("presence", step="inventory", place="capability-c0/owner")
        assert answer.status == 204
        async with asyncio.timeout(PATIENCE):
            async for line in events(ann):
                if '"capability-c0/owner": ["Bob"]' in line:
                    break
        while "1 at Inventory" not in (await ann.get("room")).text:
            await asyncio.sleep(0.1)
        for each in (ann, bob):
            await each.hang_up()

    apart(story)


async def events(person: Person) -> AsyncIterator[str]:
    """What somebody's stream tells, line by line."""
    reader, writer = await person._connect()
    writer.write(person._head("GET", "events?since=", {}))
    try:
        while line := await reader.readline():
            yield line.decode()
    finally:
        writer.close()


def test_of_three_who_change_one_field_at_three_processes_at_once_one_wins_and_the_others_see_both_texts(
    three: list[Running], room: Room
) -> None:
    async def story() -> None:
        people = [await room.joined(server, name) for server, name in zip(three, ("Al", "Bea", "Cy"), strict=True)]
        seen = ""
        for race in range(RACES):
            sent = [
                person.post("capabilities/c2", seen=seen, owner=f"{race} at {place}")
                for place, person in enumerate(people)
            ]
            answers = await asyncio.gather(*sent)
            assert sorted(each.status for each in answers) == [200, 409, 409]
            won = next(place for place, each in enumerate(answers) if each.status == 200)
            for place, each in enumerate(answers):
                said = json.loads(each.text)
                seen = said["version"]
                if place != won:
                    assert said["clashes"]["owner"] == {"yours": f"{race} at {place}", "theirs": f"{race} at {won}"}
        for person in people:
            await person.hang_up()

    apart(story)


def test_wrong_codes_are_counted_by_all_processes_together(three: list[Running], room: Room) -> None:
    async def story() -> None:
        ann = await room.ann(three[0])
        await ann.get("people")
        begun = time.monotonic()
        tries = [
            three[number % 3].get(f"/join/WRONG{number:03}").split(b" ", 2)[1] for number in range(FROM_ONE_NETWORK * 2)
        ]
        filled = time.monotonic() - begun + 1
        assert FROM_ONE_NETWORK <= tries.count(b"422") <= FROM_ONE_NETWORK + filled
        assert tries.count(b"422") + tries.count(b"429") == len(tries)
        assert three[2].get(f"/join/{room.code}").startswith(b"HTTP/1.1 200 "), "it was shown there, at another process"
        await ann.hang_up()

    apart(story)
