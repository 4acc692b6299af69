import json
from typing import Any

import pytest
from hypothesis import given

from reuse_app import examples
from reuse_app.exchange import FileError, sources, worksheet_json
from reuse_app.exchange.inventory_files import from_json, write_json
from reuse_app.worksheet import Capability
from tests.exchange.capabilities import INVENTORIES, capability, round_trip


def test_an_inventory_is_written_with_its_format_first() -> None:
    text = write_json([capability(build_cost=3)])
    assert text.startswith('{\n  "format": "reuse-inventory",\n  "version": 1,\n  "capabilities": [')
    assert json.loads(text)["capabilities"] == [{"key": "vision", "name": "Vision", "build_cost": 3}]


@round_trip
@given(INVENTORIES)
def test_hostile_inventories_come_back_byte_for_byte(capabilities: list[Capability]) -> None:
    text = write_json(capabilities)
    incoming = sources.read("x.json", text.encode())
    assert incoming.mistakes == ()
    assert [row.capability for row in incoming.rows] == capabilities
    assert write_json(row.capability for row in incoming.rows) == text


def test_a_worksheet_file_is_an_inventory_too() -> None:
    text = examples.read("tesla-bot")
    assert (
        tuple(row.capability for row in sources.read("x.json", text.encode()).rows)
        == worksheet_json.read(text).capabilities
    )


def test_each_mistake_has_its_place() -> None:
    file = {
        "format": "reuse-inventory",
        "capabilities": [
            {"key": "a", "name": "A", "trl": 10},
            {"name": "A"},
            7,
            {"key": "b", "name": "B", "build_cost": {"likely": "x"}, "home_product": "gone"},
            {"key": " b", "name": "C"},
            {"key": None, "name": "D"},
        ],
    }
    incoming = from_json(file)
    assert [str(mistake) for mistake in incoming.mistakes] == [
        "row 1, column trl: Found 10; write a number of at most 9.",
        "row 3: Found 7; write an object in braces, with its fields in it.",
        "row 4, column build_cost_likely: Found “x”; write a number, without quotes.",
        "row 5, column key: Row 4 has the key “b” already; give each its own.",
        "row 6, column key: Found nothing (null); write a text in quotes.",
    ]
    assert [(row.number, row.capability.key, row.has_key) for row in incoming.rows] == [(2, "a-2", False)]


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ([], "Found a list as the format; an inventory file says “reuse-inventory”, a worksheet “reuse-worksheet”."),
        ({}, "Found nothing (null) as the format"),
        ({"format": "x"}, "Found “x” as the format"),
        ({"format": ["x"]}, "Found a list as the format"),
        ({"format": "reuse-inventory", "version": 2}, "Found version 2; this Reuse reads version 1."),
        ({"format": "reuse-inventory", "version": True}, "Found version true"),
        (
            {"format": "reuse-inventory", "capabilities": {}},
            "Found an object as capabilities; write a list in brackets.",
        ),
        ({"format": "reuse-inventory", "capabilities": [{}] * 2001}, "Found 2,001 capabilities"),
    ],
)
def test_another_file_is_refused(file: Any, message: str) -> None:
    with pytest.raises(FileError) as caught:
        from_json(file)
    assert message in str(caught.value)


def test_an_inventory_without_capabilities_is_empty() -> None:
    assert from_json({"format": "reuse-inventory"}).rows == ()
