import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask

from reuse_app.store import Database
from tests.web.conftest import Browser


@pytest.fixture
def asked_now(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each question be asked anew."""
    monkeypatch.setattr("reuse_app.web.health.ASKED_EVERY", 0.0)
    monkeypatch.setattr(app.extensions["readiness"], "until", 0.0)


def ready(browser: Browser) -> tuple[int, dict[str, str]]:
    answer = browser.client.get("/readyz")
    return answer.status_code, answer.get_json()


def test_a_server_is_ready_as_long_as_its_database_is(
    sqlite: Database, asked_now: None, visitor: Browser, tmp_path: Path
) -> None:
    assert ready(visitor) == (200, {"status": "ready"})
    for allowed, status, told in (
        (1, 503, {"status": "not ready", "lacks": "writable"}),
        (0, 200, {"status": "ready"}),
    ):
        with closing(sqlite.writer.raw_connection()) as writer:
            writer.cursor().execute(f"PRAGMA query_only={allowed}")
        assert ready(visitor) == (status, told)
    with closing(sqlite3.connect(tmp_path / "reuse.db")) as connection:
        connection.execute("UPDATE schema_version SET version_num = '0000'")
        connection.commit()
        assert ready(visitor) == (503, {"status": "not ready", "lacks": "schema"})
        connection.execute("ALTER TABLE schema_version RENAME TO gone")
    assert ready(visitor) == (503, {"status": "not ready", "lacks": "schema"})
    assert visitor.client.get("/healthz").get_json() == {"status": "ok"}


def test_the_database_is_asked_once_in_a_while_however_many_ask(
    app: Flask, sqlite: Database, asked_now: None, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reuse_app.web.health.ASKED_EVERY", 1000.0)
    assert ready(visitor)[0] == 200
    sqlite.close()
    assert ready(visitor)[0] == 200
