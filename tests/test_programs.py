"""A machine that has Python and nothing else skips what needs more, and says what; with an option it fails instead."""

import re
import sys
from pathlib import Path
from subprocess import run

import pytest

from tests.programs import PACKAGES, path_of

ROOT = Path(__file__).parent.parent


def outcome(*arguments: str, path: Path) -> tuple[int, str]:
    """The exit code of pytest on a machine with this PATH, and what it says at the end."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    # A folder of its own: a second pytest closes the common one to the PostgreSQL server of the first.
    wide = {"PATH": str(path), "COLUMNS": "200", "PYTEST_DEBUG_TEMPROOT": str(path)}
    done = run(command, env=wide, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    return done.returncode, done.stdout.rpartition("short test summary info")[2]


def test_without_programs_tests_are_skipped_and_say_what_is_missing(tmp_path: Path) -> None:
    code, summary = outcome("tests/browser", "tests/office", "tests/proxy", path=tmp_path)
    assert (code, re.findall("FAILED|ERROR", summary)) == (0, [])
    assert set(re.findall(r"no (\w+) here \(on Debian: apt install ", summary)) == set(PACKAGES)


def test_with_the_option_a_missing_program_is_a_failure(tmp_path: Path) -> None:
    code, summary = outcome("tests/office", "--all-programs", path=tmp_path)
    assert (code, re.findall("skipped|SKIPPED", summary)) == (1, [])
    assert "no pdftotext here (on Debian: apt install poppler-utils)" in summary


def test_a_program_is_also_found_under_another_name_and_in_sbin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in (tmp_path / "bin" / "google-chrome", tmp_path / "sbin" / "nginx"):
        file.parent.mkdir()
        file.touch(mode=0o700)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert path_of("chromium") == str(tmp_path / "bin" / "google-chrome")
    assert path_of("nginx") == str(tmp_path / "sbin" / "nginx")
    assert path_of("openssl") is None


def test_readme_names_every_program_that_tests_need() -> None:
    packages = " ".join(package for each in PACKAGES.values() for package in each)
    assert f"apt install {packages}" in (ROOT / "README.md").read_text(encoding="utf-8")
