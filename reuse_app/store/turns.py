"""Taking turns on PostgreSQL, where several processes write at the same moment; on SQLite one writer at a time does."""

from sqlalchemy import Connection, bindparam, func, select

from reuse_app.store.engine import is_shared

_TURN = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("what"), 0)))


def take_turn(connection: Connection, what: str) -> None:
    """Let nobody else be at the same thing before this transaction ends; what they have done meanwhile is seen then.

    It guards what has no row yet that could be locked, such as a link that the same form, sent twice, would make.
    """
    if is_shared(connection):
        connection.execute(_TURN, {"what": what})
