"""A file is the same wherever it is made: nothing in it comes from the clock of the computer that makes it."""

import os
import subprocess
import sys
from pathlib import Path

from reuse_app import examples

ZONES = ("America/Los_Angeles", "Pacific/Kiritimati")
KINDS = ("html", "pdf", "docx", "xlsx", "csv")
REPORTS = """
import sys
from reuse_app.cli import main
for kind in sys.argv[1:]:
    main.commands["report"].main(["worksheet.json", "-o", f"report.{kind}"], standalone_mode=False)
"""


def test_a_report_has_the_same_bytes_in_every_time_zone(tmp_path: Path) -> None:
    for zone in ZONES:
        folder = tmp_path / zone
        folder.mkdir(parents=True)
        (folder / "worksheet.json").write_text(examples.read("tesla-bot"), encoding="utf-8")
        command = [sys.executable, "-c", REPORTS, *KINDS]
        subprocess.run(command, cwd=folder, env={**os.environ, "TZ": zone}, check=True, stdout=subprocess.DEVNULL)
    made = [{kind: (tmp_path / zone / f"report.{kind}").read_bytes() for kind in KINDS} for zone in ZONES]
    assert [kind for kind in KINDS if made[0][kind] != made[1][kind]] == []
