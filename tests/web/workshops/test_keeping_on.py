import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import update

from reuse_app.store import Database, tables
from tests.web.conftest import Browser


def rest(database: Database, days: int) -> None:
    """Let nothing have changed for so many days."""
    with database.write() as connection:
        connection.execute(update(tables.change).values(at=dt.datetime.now(dt.UTC) - dt.timedelta(days=days)))


def test_pages_say_when_a_workshop_goes_and_whoever_leads_can_keep_it(
    app: Flask, sqlite: Database, ann: Browser, carl: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "KEEP_FOR", dt.timedelta(days=365))
    rest(sqlite, 334)
    assert "workshop is deleted" not in ann.open("inventory")
    rest(sqlite, 336)
    told = ann.open("inventory")
    assert "Nothing has changed here for long. On <time" in told
    assert "Keep it as long again" in told
    seen = carl.open("frame")
    assert ("workshop is deleted" in seen, "Keep it as long again" in seen) == (True, False)
    assert "workshop is deleted" not in ann.post("keeping-on")
    monkeypatch.setitem(app.config, "KEEP_FOR", None)
    rest(sqlite, 5000)
    assert "workshop is deleted" not in ann.open("inventory")
