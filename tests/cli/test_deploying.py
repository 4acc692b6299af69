"""What README and .github/ say for who runs the app on a server is about settings that there are, and works."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from reuse_app.settings import settings
from tests.web.server.test_watching import free_port

ROOT = Path(__file__).parents[2]
CONTAINER = (ROOT / ".github" / "Containerfile").read_text("utf-8").replace("\\\n", " ")
SERVICE = (ROOT / ".github" / "reuse.service").read_text("utf-8")


def test_only_settings_that_there_are_are_named() -> None:
    known = {each.variable for each in settings()}
    for text in (CONTAINER, SERVICE, (ROOT / "README.md").read_text("utf-8")):
        assert set(re.findall(r"REUSE_[A-Z_]*[A-Z]", text)) - known == set()


def test_the_container_serves_as_it_says_and_its_health_check_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = dict(
        word.split("=", 1) for line in re.findall("^ENV (.*)$", CONTAINER, re.MULTILINE) for word in line.split()
    )
    port = str(free_port())
    inside = {name: value.replace("/data", str(tmp_path)) for name, value in said.items() if name != "PATH"}
    for name, value in (inside | {"REUSE_PORT": port}).items():
        monkeypatch.setenv(name, value)
    _, _, check = CONTAINER.partition("CMD ")
    program, *words = json.loads(check.partition("\n")[0].replace(":8000", f":{port}"))
    assert program == "python"
    healthy = [sys.executable, *words]
    command = [sys.executable, "-m", "reuse_app", *json.loads(CONTAINER.rpartition("CMD ")[2])]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env=dict(os.environ)) as server:
        assert server.stdout
        assert server.stdout.readline()
        try:
            assert subprocess.run(healthy, check=False, capture_output=True).returncode == 0
        finally:
            server.terminate()
    assert server.returncode == 0
    assert subprocess.run(healthy, check=False, capture_output=True).returncode != 0
    assert (tmp_path / "reuse.db").stat().st_size > 100_000
