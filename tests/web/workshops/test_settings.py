from pathlib import Path

import pytest

from reuse_app.store import Database
from tests.web.conftest import Browser, refused_fields


@pytest.mark.parametrize("title", ["", "spring workshop", "Spring", "\x00", "x" * 10_000])
def test_a_workshop_goes_only_when_its_title_is_typed(ann: Browser, title: str) -> None:
    page = ann.post("removal", expect=422, title=title)
    assert refused_fields(page) == ["title"]
    assert f'value="{title}"' in page or title == "\x00"
    ann.open("frame")


def test_a_deleted_workshop_is_gone_for_everybody_and_from_the_disk(
    sqlite: Database, ann: Browser, tmp_path: Path
) -> None:
    ann.post("capabilities", name="Very secret capability")
    assert b"Very secret" in b"".join(file.read_bytes() for file in tmp_path.glob("reuse.db*"))
    page = ann.post("removal", title="  Spring \u00a0workshop ")
    assert ">Spring workshop<" not in page
    ann.open("frame", expect=403)
    ann.post("removal", expect=403, title="Spring workshop")
    assert sqlite.answers()
    assert b"Very secret" not in b"".join(file.read_bytes() for file in tmp_path.glob("reuse.db*"))
