"""The store is tested on a PostgreSQL that need not survive the machine."""

import psycopg
import pytest


@pytest.fixture(scope="session")
def postgres(postgres: str) -> str:
    """The URL of the server, which from now on leaves writing to disk to the machine: its own files are not tested."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        connection.execute("SELECT pg_reload_conf()")
    return postgres
