"""Allowances that all server processes on one PostgreSQL count together, and codes that are known to all of them."""

from hashlib import sha256

from sqlalchemy import text

from reuse_app.store.engine import Database
from reuse_app.store.shared import HASH_LENGTH

_LEFT = "greatest(0, was.spent - extract(epoch FROM clock_timestamp() - was.at)::float8 * was.rate)"
"""What is still taken of what was taken at a time."""
_ADD = f"""
    INSERT INTO allowance AS was (key, spent, rate, at) VALUES (:key, greatest(0, :amount), :rate, clock_timestamp())
    ON CONFLICT (key) DO UPDATE SET spent = greatest(0, {_LEFT} + :amount), rate = :rate, at = clock_timestamp()
    """  # noqa: S608  # ours
_CHARGE = text(f"{_ADD} RETURNING spent")
_TAKE = text(f"{_ADD} WHERE {_LEFT} + :amount <= :most RETURNING spent")
_SPENT = text(f"SELECT {_LEFT} FROM allowance AS was WHERE key = :key")  # noqa: S608  # ours
_KNOW = text("""
    INSERT INTO known_code (key, until) VALUES (:key, now() + :seconds * interval '1 second')
    ON CONFLICT (key) DO UPDATE SET until = excluded.until
    """)
_KNOWN = text("SELECT extract(epoch FROM until - now())::float8 FROM known_code WHERE key = :key AND until > now()")
_FORGET = text("DELETE FROM known_code WHERE key = :key")


class SharedAllowance:
    """So much at once for each network, and as much again over a time, whichever process it asks."""

    def __init__(self, database: Database, name: str, most: float, *, seconds: float) -> None:
        self.most = most
        self._database = database
        self._name = name
        self._rate = most / seconds

    def take(self, network: str) -> float:
        """Take one and return 0, or take nothing and return after how many seconds there will be one."""
        values = {"key": _key(self._name, network), "amount": 1.0, "rate": self._rate, "most": self.most}
        with self._database.write() as connection:
            if connection.execute(_TAKE, values).first():
                return 0.0
        return self._seconds(network, beside=1)

    def charge(self, network: str, amount: float) -> float:
        """Count what has happened already, be it more than there was, and return what is taken of it in all.

        A negative amount is given back.
        """
        values = {"key": _key(self._name, network), "amount": amount, "rate": self._rate}
        with self._database.write() as connection:
            return float(connection.execute(_CHARGE, values).scalar_one())

    def wait(self, network: str) -> float:
        """After how many seconds a network that has taken too much may take again; 0 for any other."""
        return self._seconds(network, beside=0)

    def _seconds(self, network: str, *, beside: float) -> float:
        with self._database.ask() as connection:
            spent = connection.execute(_SPENT, {"key": _key(self._name, network)}).scalar_one_or_none() or 0.0
        return max(0.0, (spent + beside - self.most) / self._rate)


class SharedCodes:
    """Codes that were shown or right in a network, whichever process it asked."""

    def __init__(self, database: Database, *, seconds: float) -> None:
        self._database = database
        self._seconds = seconds

    def know(self, network: str, code: str) -> None:
        """Let a network in by a right code from now on, for a while."""
        if self._left(network, code) < self._seconds / 2:
            with self._database.write() as connection:
                connection.execute(_KNOW, {"key": _key(network, code), "seconds": self._seconds})

    def is_known(self, network: str, code: str) -> bool:
        """Whether a network is let in by a code."""
        return self._left(network, code) > 0

    def forget(self, network: str, code: str) -> None:
        """Let a network in by a code no more."""
        with self._database.write() as connection:
            connection.execute(_FORGET, {"key": _key(network, code)})

    def _left(self, network: str, code: str) -> float:
        """For how many seconds from now a network is let in by a code."""
        with self._database.ask() as connection:
            return connection.execute(_KNOWN, {"key": _key(network, code)}).scalar_one_or_none() or 0.0


def _key(*words: str) -> str:
    """What stands in a table for a network, or for a code in one; nobody reads it there."""
    return sha256("\0".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:HASH_LENGTH]
