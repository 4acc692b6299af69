import io
from threading import Event

import pytest

from reuse_app.cli import progress_bar
from reuse_app.cli.progress_bar import working


class Terminal(io.StringIO):
    """Standard error that is a terminal, and that says when something was written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = Event()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.written.set()
        return super().write(text)


def look_at_terminal(monkeypatch: pytest.MonkeyPatch, *, shown_after: float) -> Terminal:
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr(progress_bar, "SHOWN_AFTER", shown_after)
    monkeypatch.setattr(progress_bar, "REDRAWN_EVERY", 0.001)
    return screen


def test_short_work_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = look_at_terminal(monkeypatch, shown_after=60)
    with working("Analysing"):
        pass
    assert terminal.getvalue() == ""


def test_long_work_shows_a_bar_and_takes_it_away(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = look_at_terminal(monkeypatch, shown_after=0)
    with working("Analysing"):
        assert terminal.written.wait(timeout=10)
    assert terminal.getvalue().startswith("\rAnalysing [")
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_nothing_is_shown_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr(progress_bar, "SHOWN_AFTER", 0.0)
    with working("Analysing"):
        pass
    assert screen.getvalue() == ""


def test_the_block_runs_through_the_bar_and_begins_again() -> None:
    bars = [progress_bar._bar(beat) for beat in range(40)]
    assert all(len(bar) == progress_bar.WIDTH and bar.count("#") == progress_bar.BLOCK for bar in bars)
    assert bars[0] == bars[progress_bar.WIDTH - progress_bar.BLOCK + 1]
