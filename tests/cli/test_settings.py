from collections.abc import Iterator
from pathlib import Path

import pytest

from reuse_app.settings import LOOPBACK, ServerSettings, settings
from tests.cli.conftest import Run

README = Path(__file__).parents[2] / "README.md"


def rows() -> Iterator[str]:
    """The table of README."""
    for each in settings():
        default = "" if each.default in (None, False, LOOPBACK) else f"{each.default}"
        yield f"| `{each.flag}` | {default} | {each.said.help} |"


def test_readme_and_the_help_tell_of_every_setting(run: Run) -> None:
    told, text = run("serve", "--help").stdout, README.read_text("utf-8")
    assert [each.flag for each in settings() if f"{each.flag} " not in told or each.variable not in told] == []
    assert "\n".join(rows()) in text


def test_a_setting_comes_from_the_environment_and_a_flag_goes_before_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REUSE_PUBLIC_URL", "nowhere")
    for words in ((), ("serve",), ("link", "somewhere")):
        result = run(*words)
        assert (result.exit_code, "begin with https:// or http://" in result.stderr) == (2, True), words
    result = run("link", "somewhere", "--public-url", "https://example.org")
    assert result.stderr == "There is no workshop at this address.\n"


def test_a_number_of_the_environment_is_checked_like_a_flag(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REUSE_PORT", "ninety")
    result = run("serve")
    assert result.exit_code == 2
    assert "'--port' (env var: 'REUSE_PORT'): 'ninety' is not a valid integer range" in result.stderr
    assert ServerSettings().port == 8000
