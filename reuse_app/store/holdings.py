"""What browsers hold: the links that were opened in them, as long as the links are there.

A browser is known by the hash of its secret, and a link's secret is sealed with it. The database never learns the
secret of a browser, so nobody but the browser can use its links or show them again.
"""

from functools import cache
from hashlib import shake_256
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, exists, func, insert, select

from reuse_app.store import tables
from reuse_app.store.engine import Database, take_turn
from reuse_app.store.grants import BESIDE, GRANTS, PROGRAMS, GrantRole, Keeper, hash_of, which_are

MOST_HELD = 1_000
"""Links that one browser holds; with one more, those go first that open nothing, then those to what rested longest."""
SALT_LETTERS = 32
"""128 bits of the hash of a secret, by which each secret has a pad of its own."""


def hold(database: Database, browser: str, secret: str) -> None:
    """Let a browser hold a link, in place of any other to the same workshop or inventory.

    A link that asks outsiders is held beside them: it does not let its browser in, it is there to be shown again.
    Nothing is written for a link that it holds already, or that never opened anything.
    """
    with database.write() as connection:
        hold_within(connection, browser, secret)


def hold_within(connection: Connection, browser: str, secret: str) -> None:
    """Do what `hold` does as a piece of a larger change: a browser whose link ends is never without one."""
    take_turn(connection, hash_of(browser))
    found = connection.execute(_to_hold(), {"secret": hash_of(secret), "browser": hash_of(browser)}).one_or_none()
    if found and not found.is_held:
        let_go = _let_go_of_others(connection, browser, found)
        if found.number - let_go >= MOST_HELD:
            _make_room(connection, browser)
        values = {"browser_hash": hash_of(browser), "grant_id": found.id, "sealed": _seal(secret, browser)}
        connection.execute(insert(tables.holding).values(values))


def held_secret(database: Database, browser: str, grant_id: int) -> str:
    """Return the secret of a link that a browser holds; empty for one that it does not hold."""
    query = select(tables.holding.c.sealed).where(_is_of(browser), tables.holding.c.grant_id == grant_id)
    with database.ask() as connection:
        sealed = connection.execute(query).scalar_one_or_none()
    return _unseal(sealed, browser) if sealed else ""


def held_keepers(database: Database, browser: str, *, ended: bool = False) -> list[Keeper]:
    """Return the inventories that the links in a browser open, by name.

    With `ended`, return instead what they opened before their link was replaced.
    """
    with database.ask() as connection:
        rows = connection.execute(_keepers(ended=ended), {"browser": hash_of(browser)})
        return [Keeper(row.address, row.name, _unseal(row.sealed, browser)) for row in rows]


@cache
def _keepers(*, ended: bool) -> Select[tuple[str, str, str]]:
    """The query for the inventories of a browser; made once, because making it takes longer than asking it."""
    inventory, is_held = tables.inventory.c, tables.holding.c.browser_hash == bindparam("browser")
    held = tables.holding.join(tables.grant).join(tables.inventory)
    query = select(inventory.address, inventory.name, tables.holding.c.sealed).select_from(held)
    query = query.where(is_held, GRANTS.role == GrantRole.KEEPER, which_are(ended=ended))
    return query.order_by(inventory.name, inventory.id)


def let_go(database: Database, browser: str, address: str) -> None:
    """Let a browser hold nothing any more that opens the workshop at an address."""
    of_workshop = select(tables.grant.c.id).join(tables.workshop).where(tables.workshop.c.address == address)
    with database.write() as connection:
        connection.execute(delete(tables.holding).where(_is_of(browser), tables.holding.c.grant_id.in_(of_workshop)))


def let_go_of_all(database: Database, browser: str) -> None:
    """Let a browser hold nothing any more."""
    with database.write() as connection:
        connection.execute(delete(tables.holding).where(_is_of(browser)))


def _is_of(browser: str):  # type: ignore[no-untyped-def]  # SQLAlchemy's own type of a condition
    return tables.holding.c.browser_hash == hash_of(browser)


@cache
def _to_hold() -> Select[Any]:
    """The query for the link of a secret, whether a browser holds it, and how many it holds."""
    holding, is_its = tables.holding.c, tables.holding.c.browser_hash == bindparam("browser")
    is_held = exists().where(is_its, holding.grant_id == GRANTS.id).label("is_held")
    number = select(func.count()).select_from(tables.holding).where(is_its).scalar_subquery().label("number")
    query = select(GRANTS.id, GRANTS.workshop_id, GRANTS.inventory_id, GRANTS.role, is_held, number)
    return query.where(GRANTS.secret_hash == bindparam("secret"), GRANTS.role.not_in(PROGRAMS))


def _let_go_of_others(connection: Connection, browser: str, grant: Row[Any]) -> int:
    """Let a browser hold no other link to the same; return how many it held."""
    grants = tables.grant.c
    column = grants.inventory_id if grant.workshop_id is None else grants.workshop_id
    same = select(grants.id).where(column == (grant.inventory_id if grant.workshop_id is None else grant.workshop_id))
    same = same.where(grants.role == grant.role if grant.role in BESIDE else grants.role.not_in(BESIDE))
    others = delete(tables.holding).where(_is_of(browser), tables.holding.c.grant_id.in_(same))
    return connection.execute(others).rowcount


def _make_room(connection: Connection, browser: str) -> None:
    """Let go of what is too much for one link more."""
    grants, change, saved = tables.grant.c, tables.change, tables.inventory_version.c
    newest = (change.c.workshop_id == tables.workshop.c.id) & (change.c.revision == tables.workshop.c.revision)
    last_saved = select(func.max(saved.at)).where(saved.inventory_id == grants.inventory_id).scalar_subquery()
    held = tables.holding.join(tables.grant).outerjoin(tables.workshop).outerjoin(change, newest)
    query = select(grants.id).select_from(held)
    query = query.where(_is_of(browser)).order_by(
        grants.ended_at.is_not(None), func.coalesce(change.c.at, last_saved).desc()
    )
    beyond = list(connection.execute(query.offset(MOST_HELD - 1)).scalars())
    if beyond:
        connection.execute(delete(tables.holding).where(_is_of(browser), tables.holding.c.grant_id.in_(beyond)))


def _seal(secret: str, browser: str) -> str:
    """A secret as only its browser can read it: laid over a pad of its length that is used for nothing else."""
    text, salt = secret.encode(), hash_of(secret)[:SALT_LETTERS]
    return salt + _laid_over(text, browser, salt).hex()


def _unseal(sealed: str, browser: str) -> str:
    salt, text = sealed[:SALT_LETTERS], sealed[SALT_LETTERS:]
    return _laid_over(bytes.fromhex(text), browser, salt).decode()


def _laid_over(text: bytes, browser: str, salt: str) -> bytes:
    pad = shake_256(f"{salt}{browser}".encode("utf-8", "surrogatepass")).digest(len(text))
    return bytes(each ^ other for each, other in zip(text, pad, strict=True))
