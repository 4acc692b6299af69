import errno
import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from reuse_app.cli.serving import own_database
from reuse_app.settings import LOOPBACK, ServerSettings, settings
from tests.cli.conftest import Run


def test_the_app_is_served_and_prints_its_address(folder: Path) -> None:
    command = [sys.executable, "-m", "reuse_app", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as server:
        try:
            assert server.stdout
            found = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline())
            assert found
            with urllib.request.urlopen(f"{found[0]}/healthz") as answer:  # noqa: S310  # our own server
                assert answer.read().strip().replace(b" ", b"") == b'{"status":"ok"}'
        finally:
            server.terminate()


def test_a_taken_port_is_one_clear_line(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for words in (["serve", "--port", port], ["serve", "--port", port, "--host", "127.0.0.1"]):
            result = run(*words)
            assert result.exit_code == 1
            assert (
                result.stderr == f"127.0.0.1:{port}: Address already in use; choose another with --host and --port.\n"
            )


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("nowhere.invalid", "nothing of this name is known here"),
        ("192.0.2.1", "this computer does not have this address"),
    ],
)
def test_a_host_that_cannot_be_listened_at_says_why(run: Run, host: str, said: str) -> None:
    result = run("serve", "--host", host, "--port", 0)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{host}:0: {said}")
    assert result.stderr.count("\n") == 1


def test_a_port_of_the_system_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_address: object, **_options: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket, "create_server", refused)
    assert "80: ports below 1024 are for the system; choose another" in run("serve", "--port", 80).stderr


def test_the_data_is_in_the_users_folder(folder: Path) -> None:
    assert own_database() == f"sqlite:///{folder.parent}/data/reuse-app/reuse.db"
    assert (folder.parent / "data" / "reuse-app").is_dir()


def test_without_a_command_the_app_is_served_from_the_users_folder(run: Run, folder: Path) -> None:
    (folder.parent / "data").write_text("a file where the folder belongs")
    result = run()
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"{folder.parent}/data/reuse-app: Not a directory\n"


def test_a_database_that_cannot_be_opened_is_one_clear_line(run: Run) -> None:
    result = run("serve", "--database", "bogus")
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)


@pytest.mark.parametrize("url", ["reuse.example.org", "ftp://x", "https://", "http://a b", "javascript:alert(1)"])
def test_what_is_no_address_is_refused_as_public_url(run: Run, url: str) -> None:
    result = run("serve", "--public-url", url)
    assert result.exit_code == 2
    assert "begin with https:// or http://" in result.stderr


@pytest.mark.parametrize("path", ["/a b", "/a;b", "/ä", "/%61", "//a", "/a//b", "/.", "/a/../b", '/"'])
def test_a_path_that_a_browser_or_a_proxy_would_change_is_refused(run: Run, path: str) -> None:
    result = run("serve", "--public-url", f"https://example.org{path}")
    assert (result.exit_code, "as in https://reuse.example.org" in result.stderr) == (2, True)


def test_a_path_that_the_app_has_itself_is_refused(run: Run) -> None:
    result = run("serve", "--public-url", "https://example.org/static")
    assert result.exit_code == 2
    assert "addresses of its own under /static; choose another path" in result.stderr


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
    assert "there is no database yet" in result.stderr


def test_a_number_of_the_environment_is_checked_like_a_flag(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REUSE_PORT", "ninety")
    result = run("serve")
    assert result.exit_code == 2
    assert "'--port' (env var: 'REUSE_PORT'): 'ninety' is not a valid integer range" in result.stderr
    assert ServerSettings().port == 8000
