import random
import threading

import pytest

from reuse_app.store import Database, Saved, entries, load
from reuse_app.store.edit import Writer
from reuse_app.store.errors import StoreError, UnknownWorkshopError
from reuse_app.store.tables import PARTS
from reuse_app.store.undo import undo
from reuse_app.store.workshop_state import FEW, glance
from reuse_app.store.workshops import delete_workshop, start
from reuse_app.worksheet import Capability, Fit, Link, Need, Product, Worksheet, Workshop
from tests.conftest import small_worksheet
from tests.second import from_two_processes
from tests.store.people import ann_at, as_another_process, at_once, counted, example


def cold(writer: Writer) -> Saved:
    """The workshop as a process that has just started reads it."""
    writer.database.kept.clear()
    return load(writer.database, writer.address)


def test_an_unchanged_workshop_is_the_same_object_after_one_query(database: Database) -> None:
    ann = ann_at(database)
    first = load(database, ann.address)
    with counted(database) as sent:
        assert load(database, ann.address) is first
    assert len(sent) == 1


@from_two_processes
def test_what_was_not_changed_is_not_read_again(database: Database) -> None:
    ann = ann_at(database, example())
    before = load(database, ann.address)
    entries.change(ann, "capability", ("vision",), {"owner": "Bob"}, seen=1)
    with counted(database) as sent:
        after = load(database, ann.address)
    assert len(sent) == 3
    assert "FROM capability" in sent[2]
    assert after.rows["link"] is before.rows["link"]
    kept = set(map(id, before.worksheet.capabilities))
    assert [each.key for each in after.worksheet.capabilities if id(each) not in kept] == ["vision"]


@pytest.mark.parametrize("rows", [1, 200])
def test_the_number_of_queries_does_not_grow_with_the_rows(database: Database, rows: int) -> None:
    capabilities = tuple(Capability(key=f"c{place}", name="C", home_product="car") for place in range(rows))
    ann = ann_at(database, small_worksheet(capabilities=capabilities))
    with counted(database) as sent:
        load(database, ann.address)
    assert len(sent) == 3 + len(PARTS)
    entries.remove(ann, "product", ("car",))
    with counted(database) as sent:
        load(database, ann.address)
    assert len(sent) == 4


@from_two_processes
def test_many_changed_entries_are_read_at_once(database: Database) -> None:
    ann = ann_at(database)
    load(database, ann.address)
    entries.add(ann, [Capability(key="c", name="C")] * (FEW + 1))
    assert load(database, ann.address).worksheet == cold(ann).worksheet


@from_two_processes
def test_a_version_is_the_revision_of_the_last_change(database: Database) -> None:
    ann = ann_at(database)
    entries.add(ann, [Capability(key="chips", name="Chips")])
    entries.change(ann, "capability", ("chips",), {"owner": "Bob"}, seen=2)
    saved = load(database, ann.address)
    versions = [saved.version("capability", key) for key in ("vision", "chips", "nothing")]
    assert (saved.revision, saved.version("workshop"), versions) == (3, 1, [1, 3, 0])


def test_what_another_process_wrote_is_seen(database: Database) -> None:
    ann = ann_at(database)
    load(database, ann.address)
    with as_another_process(database) as other:
        entries.add(Writer(other, ann.address), [Capability(key="chips", name="Chips")])
        assert load(database, ann.address).worksheet == load(other, ann.address).worksheet
    assert len(load(database, ann.address).worksheet.capabilities) == 2


def test_only_as_many_workshops_stay_as_memory_is_stated_for(sqlite: Database) -> None:
    addresses = [start(sqlite, Worksheet(workshop=Workshop(title="W"))).address for _ in range(5)]
    sqlite.kept.most_bytes = 3 * load(sqlite, addresses[0]).bytes
    for address in addresses:
        load(sqlite, address)
    assert list(sqlite.kept) == addresses[2:]
    delete_workshop(sqlite, addresses[-1])
    assert list(sqlite.kept) == addresses[2:-1]
    assert sqlite.kept.bytes == 2 * load(sqlite, addresses[2]).bytes


def test_what_a_workshop_takes_in_memory_is_counted_with_its_texts(sqlite: Database) -> None:
    ann = ann_at(sqlite)
    before = load(sqlite, ann.address)
    entries.add(ann, [Capability(key="chips", name="Chips", nature="x" * 4_000)])
    added = load(sqlite, ann.address).bytes - before.bytes
    assert 4_000 < added < 12_000
    entries.remove(ann, "capability", ("chips",))
    assert load(sqlite, ann.address).bytes - before.bytes < added / 4


@pytest.mark.parametrize("address", ["nowhere", "", "a\0b", "\ud800", "x" * 100_000])
def test_an_address_that_nothing_has_says_so(database: Database, address: str) -> None:
    with pytest.raises(UnknownWorkshopError):
        load(database, address)


def test_the_newest_revision_is_told_without_reading_the_workshop(database: Database) -> None:
    ann = ann_at(database)
    entries.add(ann, [Capability(key="chips", name="Chips")])
    with counted(database) as sent:
        assert newest(database, ann.address) == 2
    assert len(sent) == 2
    assert glance(database, "nowhere", since=0) is None


def newest(database: Database, address: str) -> int:
    found = glance(database, address, since=0)
    assert found
    return found.newest[None]


def test_a_change_is_announced_once_it_is_on_disk(database: Database) -> None:
    ann, heard = ann_at(database), list[tuple[str, int, int]]()
    database.announce = lambda at, revision, _: heard.append((at, revision, newest(database, at)))
    entries.change(ann, "capability", ("vision",), {"owner": "Bob"}, seen=1)
    entries.change(ann, "capability", ("vision",), {"owner": "Bob"}, seen=2)
    with pytest.raises(StoreError):
        entries.remove(ann, "capability", ("nothing",))
    assert heard == [(ann.address, 2, 2)]


def meshed() -> Worksheet:
    """Five capabilities and five products, each linked to each."""
    capabilities = tuple(Capability(key=f"c{place}", name="C", home_product=f"p{place}") for place in range(5))
    products = tuple(Product(key=f"p{place}", name="P") for place in range(5))
    cells = ((capability.key, product.key) for capability in capabilities for product in products)
    links = tuple(Link(capability=capability, product=product, need=Need.WEAK) for capability, product in cells)
    return small_worksheet(capabilities=capabilities, products=products, links=links)


def something(ann: Writer, random_: random.Random) -> None:
    """Any command on any entry, as it may come."""
    saved = load(ann.database, ann.address)
    capability = random_.choice(saved.worksheet.capabilities).key
    product = random_.choice(saved.worksheet.products).key
    need, fit = random_.choice(tuple(Need)), random_.choice((None, *Fit))
    command = random_.choice(("add", "change", "put", "move", "remove", "unlink", "undo"))
    if command == "add":
        noun = random_.choice((Capability, Product))
        entries.add(ann, [noun(key="new", name=f"New {saved.revision}")] * random_.randrange(1, 4))
    elif command == "change":
        entries.change(ann, "capability", (capability,), {"owner": str(saved.revision)}, seen=saved.revision)
    elif command == "put":
        entries.put(ann, [Link(capability=capability, product=product, need=need, fit=fit)], seen=saved.revision)
    elif command == "move":
        entries.move(ann, "capability", (capability,), by=random_.randrange(-9, 10))
    elif command == "remove" and len(saved.worksheet.products) > 3:
        entries.remove(ann, "product", (product,))
    elif command == "unlink" and saved.worksheet.links:
        link = random_.choice(saved.worksheet.links)
        entries.remove(ann, "link", (link.capability, link.product))
    elif command == "undo":
        undo(ann, random_.randrange(saved.revision - 3, saved.revision + 1))


@from_two_processes
@pytest.mark.parametrize("seed", range(3))
def test_reading_what_changed_gives_the_same_as_reading_all(database: Database, seed: int) -> None:
    random_ = random.Random(seed)  # noqa: S311  # a mixer, not a secret
    ann = ann_at(database, meshed())
    refused = 0
    for _ in range(40):
        try:
            something(ann, random_)
        except StoreError:
            refused += 1
        warm = load(database, ann.address)
        again = cold(ann)
        assert (warm.worksheet, warm.revision) == (again.worksheet, again.revision)
        assert [[*rows] for rows in warm.rows.values()] == [[*rows] for rows in again.rows.values()]
    assert refused < 20


@from_two_processes
def test_nobody_reads_half_of_a_change(database: Database) -> None:
    """A robot goes away with its links and comes back with them, while others read."""
    ann = ann_at(database, meshed())
    full = load(database, ann.address).worksheet
    stop = threading.Event()
    seen: list[tuple[int, Worksheet]] = []

    def read() -> None:
        while not stop.is_set():
            saved = cold(ann) if len(seen) % 2 else load(database, ann.address)
            seen.append((saved.revision, saved.worksheet))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(15):
        undo(ann, entries.remove(ann, "product", ("p1",)))
    stop.set()
    for reader in readers:
        reader.join()
    for revision, worksheet in seen:
        assert {link.product for link in worksheet.links} <= worksheet.product_by_key.keys()
        assert (worksheet == full) == (revision % 2 == 1), revision
    assert len(seen) > 20


def test_a_workshop_that_many_open_at_once_is_read_once(database: Database) -> None:
    ann = ann_at(database)
    database.kept.clear()
    with counted(database) as sent:
        found = at_once(*[lambda: load(database, ann.address)] * 8)
    assert len(set(map(id, found))) == 1
    assert len([statement for statement in sent if "FROM capability" in statement]) == 1
