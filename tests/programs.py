"""The programs beside Python that some tests need: where each is, and what becomes of a test where one is missing."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

Program = Callable[[str], str]
"""Gives the path of a program."""

PACKAGES = {
    "chromium": ("chromium-headless-shell",),
    "soffice": ("libreoffice-calc", "libreoffice-impress", "libreoffice-writer"),
    "pdftotext": ("poppler-utils",),
    "nginx": ("nginx-light",),
    "openssl": ("openssl",),
}
"""Every program that a test may ask for, and what brings it on Debian."""
NAMES = {
    "chromium": (
        *("chromium-headless-shell", "chromium", "chromium-browser"),
        *("google-chrome", "chrome", "microsoft-edge", "msedge"),
    )
}
"""Browsers of one family, the first that is there. The first has no window, and needs a third less time for a page."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let whoever runs the tests say that every program is installed."""
    parser.addoption("--all-programs", action="store_true", help="fail where a program is missing, instead of skipping")


@pytest.fixture(scope="session")
def program(pytestconfig: pytest.Config) -> Program:
    """A function that gives the path of a program; where it is missing, the test is skipped, or fails when told to."""
    missing = pytest.fail if pytestconfig.getoption("all_programs") else pytest.skip

    def find(name: str) -> str:
        return path_of(name) or missing(f"no {name} here (on Debian: apt install {' '.join(PACKAGES[name])})")

    return find


def path_of(name: str) -> str | None:
    """Where a program is, by whichever of its names. Debian keeps some in sbin, off the path of who is not root."""
    folders = os.environ.get("PATH", "").split(os.pathsep)
    path = os.pathsep.join(
        [*folders, *(str(Path(each).with_name("sbin")) for each in folders if each.endswith("/bin"))]
    )
    found = (shutil.which(each, path=path) for each in NAMES.get(name, (name,)))
    return next((each for each in found if each), None)


def main() -> None:
    """Print what has to be installed on Debian."""
    print(*(package for name, packages in PACKAGES.items() if not path_of(name) for package in packages))  # noqa: T201


if __name__ == "__main__":
    main()
