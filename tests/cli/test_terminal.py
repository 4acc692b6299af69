import io
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from threading import Event

import pytest

import reuse_app
from reuse_app.cli import terminal
from reuse_app.cli.terminal import working
from tests.cli.conftest import Run


def test_wrong_usage_is_one_line_and_ends_with_2(run: Run) -> None:
    for words in (
        ["bogus"],
        ["check"],
        ["report", "x.json"],
        ["serve", "--port", "seven"],
        ["analyse", "x", "--seed=-1"],
    ):
        result = run(*words)
        assert result.exit_code == 2
        assert result.stdout == ""
        (line,) = result.stderr.splitlines()
        assert line.endswith("--help")


def test_help_ends_with_0(run: Run) -> None:
    assert run("--help").exit_code == 0
    for command in (
        "serve",
        "example",
        "check",
        "analyse",
        "report",
        "schema",
        "import",
        "export",
        "backup",
        "restore",
    ):
        assert run(command, "-h").exit_code == 0
    assert run("inventory", "convert", "-h").exit_code == 0


def test_readme_lists_every_command_and_no_other(run: Run) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    chapter = readme.partition("## On the command line")[2].partition("\n## ")[0]
    told = run("--help").stdout.partition("Commands:")[2]
    assert set(re.findall(r"^    reuse-app (\w+)", chapter, re.MULTILINE)) == set(
        re.findall(r"^  (\w+)  ", told, re.MULTILINE)
    )


def test_the_version_is_that_of_the_package_and_the_changelog_begins_with_it(run: Run) -> None:
    told = run("--version")
    assert (told.exit_code, told.stdout) == (0, f"reuse-app, version {version('reuse-app')}\n")
    changes = (Path(reuse_app.__file__).parent / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall("^## ([0-9.]+)", changes, re.MULTILINE)[0] == version("reuse-app")


def test_the_module_runs_as_the_command_does() -> None:
    done = subprocess.run(  # our own command
        [sys.executable, "-m", "reuse_app", "--version"], capture_output=True, check=True, text=True
    )
    assert done.stdout.startswith("reuse-app, version")


def test_the_command_starts_without_what_is_heavy() -> None:
    heavy = (
        "import sys, reuse_app.cli; print([name for name in ('sqlmodel', 'flask', 'alembic') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", heavy], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


def test_a_reader_that_leaves_early_hears_nothing_more() -> None:
    command = f"{sys.executable} -m reuse_app example tesla-bot -o - | head -c 10"
    done = subprocess.run(command, shell=True, capture_output=True, check=True)  # noqa: S602  # a real pipe
    assert (len(done.stdout), done.stderr) == (10, b"")


def test_an_interrupt_is_quiet(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(file: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("reuse_app.cli.files.read_worksheet", interrupted)
    result = run("check", "x.json")
    assert result.exit_code == 130
    assert "Traceback" not in result.output


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
    monkeypatch.setattr(terminal, "SHOWN_AFTER", shown_after)
    monkeypatch.setattr(terminal, "REDRAWN_EVERY", 0.001)
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
    monkeypatch.setattr(terminal, "SHOWN_AFTER", 0.0)
    with working("Analysing"):
        pass
    assert screen.getvalue() == ""


def test_the_block_runs_through_the_bar_and_begins_again() -> None:
    bars = [terminal._bar(beat) for beat in range(40)]
    assert all(len(bar) == terminal.WIDTH and bar.count("#") == terminal.BLOCK for bar in bars)
    assert bars[0] == bars[terminal.WIDTH - terminal.BLOCK + 1]
