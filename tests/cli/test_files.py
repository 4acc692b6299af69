import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from reuse_app.cli import files
from reuse_app.cli.terminal import InputError


def test_a_file_appears_whole_with_usual_rights(folder: Path) -> None:
    before = os.umask(0o022)
    try:
        files.write("new.txt", "ä")
    finally:
        os.umask(before)
    assert (folder / "new.txt").read_bytes() == "ä".encode()
    assert stat.S_IMODE((folder / "new.txt").stat().st_mode) == 0o644
    assert [file.name for file in folder.iterdir()] == ["new.txt"]


def test_a_replaced_file_keeps_its_rights_and_its_links(folder: Path) -> None:
    target = folder / "old.txt"
    target.write_text("old")
    target.chmod(0o600)
    (folder / "link.txt").symlink_to(target)
    files.write("link.txt", b"new")
    assert (target.read_text(), stat.S_IMODE(target.stat().st_mode)) == ("new", 0o600)
    assert (folder / "link.txt").is_symlink()


def test_a_failure_leaves_what_was_there(folder: Path) -> None:
    (folder / "old.txt").write_text("old")
    with pytest.raises(IsADirectoryError), files.draft_of(Path("old.txt")):
        Path("/").write_text("fails")
    assert (folder / "old.txt").read_text() == "old"
    assert [file.name for file in folder.iterdir()] == ["old.txt"]


KILLED = """
import os, signal, sqlite3
from pathlib import Path
from reuse_app.cli.files import draft_of

with draft_of(Path("out.db")) as draft:
    connection = sqlite3.connect(draft, isolation_level=None)
    connection.execute("CREATE TABLE word (text)")
    connection.execute("BEGIN EXCLUSIVE")
    connection.execute("INSERT INTO word VALUES ('xylophone')")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_was_killed_while_it_wrote_is_removed_by_the_next_one(folder: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED], check=False)
    assert len(list(folder.iterdir())) > 1, "it has left nothing"
    (folder / ".out.db.original").write_text("somebody else's")
    files.write("out.db", "new")
    assert {file.name for file in folder.iterdir()} == {"out.db", ".out.db.original"}


def test_what_another_is_writing_stays(folder: Path) -> None:
    with files.draft_of(Path("out.txt")) as draft:
        draft.write_text("slow")
        files.write("out.txt", "quick")
        assert draft.read_text() == "slow"
    assert (folder / "out.txt").read_text() == "slow"


def test_a_device_is_written_into_and_not_replaced() -> None:
    files.write("/dev/null", "gone")
    assert not Path("/dev/null").is_file()


def test_a_folder_in_the_place_of_a_file_and_one_that_takes_none_are_said(folder: Path) -> None:
    with pytest.raises(InputError, match="this is a folder; name a file in it"):
        files.write(str(folder), "x")
    with pytest.raises(InputError, match="this is a folder; name a file in it"):
        files.read(str(folder))
    with pytest.raises(InputError, match="nothing can be written to the folder “/proc”"):
        files.write("/proc/out.json", "x")


def test_a_missing_folder_is_said(folder: Path) -> None:
    with pytest.raises(InputError) as caught:
        files.write("nowhere/out.md", "x")
    assert caught.value.lines == (f"nowhere/out.md: there is no folder “{folder / 'nowhere'}” to put it in.",)
