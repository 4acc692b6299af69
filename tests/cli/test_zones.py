"""A file is the same wherever it is made: nothing in it comes from the clock of the computer that makes it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ZONES = ("America/Los_Angeles", "Pacific/Kiritimati")


def run(*arguments: str | Path, zone: str) -> None:
    command = [sys.executable, "-m", "reuse_app", *arguments]
    subprocess.run(command, env={**os.environ, "TZ": zone}, check=True, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def worksheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("work") / "worksheet.json"
    run("example", "tesla-bot", "-o", file, zone="UTC")
    return file


@pytest.mark.parametrize("kind", ["html", "pdf", "docx", "xlsx", "csv"])
def test_a_report_has_the_same_bytes_in_every_time_zone(worksheet: Path, tmp_path: Path, kind: str) -> None:
    made = [tmp_path / f"{place}.{kind}" for place in range(len(ZONES))]
    for file, zone in zip(made, ZONES, strict=True):
        run("report", worksheet, "-o", file, zone=zone)
    assert made[0].read_bytes() == made[1].read_bytes()
