import datetime as dt
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import update

from reuse_app.store import open_database, tables
from reuse_app.store.workshops import list_workshops
from reuse_app.web.server.retaining import has_jumped
from tests.store.people import ann_at
from tests.web.server.wire import running


def test_a_server_deletes_by_itself_what_has_rested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'reuse.db'}"
    with closing(open_database(url)) as database:
        ann_at(database)
        with database.write() as connection:
            connection.execute(update(tables.change).values(at=dt.datetime.now(dt.UTC) - dt.timedelta(days=32)))
        kept = ann_at(database)
    monkeypatch.setenv("REUSE_KEEP_FOR", "31d")
    with running(tmp_path, "retaining.SECONDS_BEFORE=0.0") as server:
        while "Deleted for good, unchanged for 31 days: 1" not in server.log():
            server.get("/healthz")
    with closing(open_database(url)) as database:
        assert [each.address for each in list_workshops(database)] == [kept.address]


def test_a_clock_that_has_jumped_is_not_believed() -> None:
    assert not has_jumped(clock=3_610.0, passed=3_600.0)
    assert has_jumped(clock=3_600.0 + 365 * 86_400, passed=3_600.0)
    assert has_jumped(clock=-86_400.0, passed=600.0)
