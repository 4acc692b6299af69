import pytest

from reuse_app.exchange import FileError, inventory_json, sources
from tests.exchange.capabilities import DATA, capability

INVENTORY = inventory_json.write([capability()]).encode()


@pytest.mark.parametrize(
    ("content", "filename"),
    [
        (b"name\nVision\n", "a.csv"),
        (b"name\tkey\nVision\tvision\n", "a.TSV"),
        (b"name\nVision\n", "-"),
        (INVENTORY, "a.json"),
        (INVENTORY, "-"),
        (b"\xef\xbb\xbf " + INVENTORY, "-"),
        (INVENTORY.decode().encode("utf-16"), "-"),
        (b'{"releases": [{"name": "Vision"}]}', "../../x.json"),
    ],
)
def test_a_file_is_recognised_by_its_ending_and_content(content: bytes, filename: str) -> None:
    (row,) = sources.read(content, filename=filename).rows
    assert row.capability.name == "Vision"


def test_the_entries_of_nasa_are_recognised() -> None:
    assert len(sources.read((DATA / "nasa-code.json").read_bytes(), filename="code.json").rows) == 250


def test_other_endings_are_refused_in_a_sentence() -> None:
    with pytest.raises(FileError, match=r"ends in “\.xlsx”; this version reads \.csv and \.json"):
        sources.read(b"PK", filename="inventory.xlsx")


def test_a_list_is_no_inventory() -> None:
    with pytest.raises(FileError, match="Found a list as the format"):
        sources.read(b"[]", filename="a.json")
