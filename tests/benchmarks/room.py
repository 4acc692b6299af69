"""A room full of people on a real server: `python -m tests.benchmarks.room [30 100 200] [--seconds 20]`.

Prints, as a table in Markdown, how long saves take and when the others see them, beside a hello page on the same
server and raw SQLite commits from the same run.
"""

import asyncio
import itertools
import platform
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from reuse_app.room.headway import Phase
from reuse_app.store import Database, load, open_database
from reuse_app.store.edit import Writer
from reuse_app.store.people import code_of
from reuse_app.store.stages import begin_phase, set_stage
from reuse_app.store.workshops import start
from reuse_app.worksheet.steps import Step
from tests.benchmarks.crowd import Person
from tests.benchmarks.edits import Edits
from tests.benchmarks.measuring import arguments, raw_commit
from tests.benchmarks.seeing import Follower, Reader, Save, bring, caught_up, seen_by_others, shown_to
from tests.benchmarks.sheets import large_worksheet
from tests.benchmarks.visiting import HELLO, Server, app_at, serving

CAPABILITIES, PRODUCTS = 20, 8
PER_SECOND = 40
READERS = 10
"""People whose pages are fetched again as live.js does it."""
ALONE, EVERY = 30, 0.75
"""Saves of the one writer, and seconds from one to the next."""
BRINGS = 20
"""How often everybody is brought to another step."""
HEAD = "| what | n | p50 ms | p95 ms | p99 ms | goal |\n|---|---:|---:|---:|---:|---|"


@dataclass(frozen=True)
class Room:
    """A workshop on a server, and how to come in."""

    server: Server
    facilitator: str
    code: str
    salt: str


def main() -> None:
    """Measure rooms of each size."""
    asked = arguments(__doc__)
    asked.add_argument("people", type=int, nargs="*", default=[30, 100, 200])
    asked.add_argument("--seconds", type=int, default=20, help="of 40 edits a second")
    chosen = asked.parse_args()
    print(f"{platform.processor() or platform.machine()}, {platform.system()}, Python {platform.python_version()}")
    for people in chosen.people:
        asyncio.run(measure(people, chosen.seconds))


async def measure(people: int, seconds: int) -> None:
    """Measure one room on a server of its own, and print its table."""
    with TemporaryDirectory() as folder:
        print(f"\n### {people} people\n\n{HEAD}")
        commit = raw_commit(Path(folder))
        print(f"| raw SQLite commit, WAL and FULL | | {commit.p50:.1f} | {commit.p95:.1f} | | |")
        with serving(*HELLO) as hello:
            show("hello page", await timed(lambda person: person.get("/"), [Person(hello.url)] * 200), "")
        url = f"sqlite:///{folder}/reuse.db"
        way_in = prepared(url)
        with serving(*app_at(url)) as server:
            await play(Room(server, *way_in), people, seconds)


def prepared(url: str) -> tuple[str, str, str]:
    """Make a workshop of 160 cells with every step open; return the facilitator's secret, the code and the salt."""
    database: Database = open_database(url)
    sheet = large_worksheet(capabilities=CAPABILITIES, products=PRODUCTS, raters=0, density=1)
    started = start(database, sheet)
    for step in Step:
        set_stage(Writer(database, started.address), step, access="open")
    begin_phase(Writer(database, started.address), Phase.DOTS)
    code = code_of(database, started.address)
    assert code
    salt = load(database, started.address).salt
    database.close()
    return started.facilitator_secret, code, salt


async def play(room: Room, people: int, seconds: int) -> None:
    """Let people join, edit and vote, and print what was measured."""
    ann = Person(room.server.url, salt=room.salt)
    await ann.enter(room.facilitator)
    crowd = [Person(room.server.url, salt=room.salt) for _ in range(people)]
    names = iter(range(people))
    joins = await timed(lambda person: person.join(room.code, f"Person {next(names)}"), crowd, within=people / 20)
    show("join storm, 20 a second", joins, "p95 300")
    told: dict[int, Callable[[], None]] = {}
    streams = [asyncio.create_task(person.listen(partial(_tell_reader, told, person))) for person in crowd]
    await asyncio.gather(*(person.get("map") for person in crowd))
    await asyncio.sleep(2)
    edits = Edits(crowd, CAPABILITIES, PRODUCTS)
    await _unchanged(ann)
    alone = await edits.many(ALONE, per_second=1 / EVERY)
    await asyncio.sleep(1)
    tell("one writer", alone, crowd, "p95 50" if people <= 30 else "p95 100")
    followers = [Follower(person) for person in crowd]
    told.update({id(each.person): each.told for each in followers})
    await _brought(ann, followers, "nobody saves")
    saves = asyncio.create_task(edits.many(BRINGS * PER_SECOND, per_second=PER_SECOND))
    await _brought(ann, followers, f"{PER_SECOND} edits/s")
    await saves
    told.clear()
    used = await _busy(room, edits, crowd, seconds=seconds, what=f"{PER_SECOND} edits/s")
    for count in (READERS, people):
        readers = [Reader(person) for person in crowd[:count]]
        told.update({id(reader.person): reader.told for reader in readers})
        who = "everybody" if count == people else f"{count} of them"
        await _busy(room, edits, crowd, seconds=seconds, what=f"the same, {who} reading", readers=readers)
        told.clear()
    votes = await timed(lambda person: person.post("ratings/p1/1", rating_f0=3), crowd, within=1)
    show("vote storm, within a second", votes, "p95 500")
    print(
        f"\nErrors {edits.errors}, lost {await edits.lost(ann)} of {edits.acknowledged} acknowledged; "
        f"server: {used:.0%} of a core at {PER_SECOND} edits/s, {room.server.megabytes():.0f} MB.",
        flush=True,
    )
    for stream in streams:
        stream.cancel()


async def _brought(ann: Person, followers: Sequence[Follower], what: str) -> None:
    """Bring everybody from step to step; print how long that takes until the last of them is there."""
    steps = itertools.cycle((Step.INVENTORY, Step.NATURE, Step.PRODUCTS, Step.MAP, Step.SCORE))
    times = []
    for _ in range(BRINGS):
        times.append(await bring(ann, next(steps), followers))
        await asyncio.sleep(1 / 2)
    show(f"bring, {what}: each is there", itertools.chain.from_iterable(times), "")
    show(f"bring, {what}: everybody is there", map(max, times), "p95 1000")


async def _busy(  # noqa: PLR0913  # each says one thing about the phase, and is named
    room: Room, edits: Edits, crowd: Sequence[Person], *, seconds: int, what: str, readers: Sequence[Reader] = ()
) -> float:
    """Let people edit for a while; print what was measured, and return which share of a core the server took."""
    busy = room.server.cpu_seconds(), perf_counter()
    saves = await edits.many(seconds * PER_SECOND, per_second=PER_SECOND)
    used = (room.server.cpu_seconds() - busy[0]) / (perf_counter() - busy[1])
    await asyncio.sleep(1)
    await caught_up(readers)
    tell(what, saves, crowd, "p95 700", save_goal="p50 15, p95 60, p99 250" if len(readers) < len(crowd) else "p95 150")
    if readers:
        show(f"{what}: shown on them", shown_to(readers, saves), "p95 1500")
        print(f"| {what}: the server, share of a core | | {used:.0%} | | | |", flush=True)
    return used


def tell(what: str, saves: Sequence[Save], crowd: Sequence[Person], goal: str, *, save_goal: str = "") -> None:
    """Print how long saves took and when the others saw them."""
    show(f"{what}: save", [save.answered - save.sent for save in saves], save_goal)
    show(f"{what}: seen by the others", seen_by_others(saves, crowd), goal)


async def _unchanged(ann: Person) -> None:
    tag = (await ann.get("map")).headers["etag"]
    show("map of 160 cells", await timed(lambda person: person.get("map"), [ann] * 50), "")
    show("the same, unchanged", await timed(lambda person: person.get("map", tag=tag), [ann] * 200), "2 x hello")


async def timed(
    work: Callable[[Person], Awaitable[object]], crowd: Sequence[Person], *, within: float = 0
) -> list[float]:
    """Let each do something, one after the other or evenly spread over some seconds; return how long each took."""
    begun = perf_counter()

    async def one(place: int, person: Person) -> float:
        sent = begun + place * within / len(crowd)
        await asyncio.sleep(max(0, sent - perf_counter()))
        sent = perf_counter()
        await work(person)
        return perf_counter() - sent

    if within:
        return list(await asyncio.gather(*(one(place, person) for place, person in enumerate(crowd))))
    return [await one(place, person) for place, person in enumerate(crowd)]


def show(what: str, seconds: Iterable[float], goal: str) -> None:
    """Print one line of the table."""
    times = sorted(1000 * each for each in seconds)
    at = [times[min(len(times) - 1, int(len(times) * share))] if times else float("nan") for share in (0.5, 0.95, 0.99)]
    print(f"| {what} | {len(times)} | {at[0]:.1f} | {at[1]:.1f} | {at[2]:.1f} | {goal} |", flush=True)


def _tell_reader(told: Mapping[int, Callable[[], None]], person: Person) -> None:
    if id(person) in told:
        told[id(person)]()


if __name__ == "__main__":
    main()
