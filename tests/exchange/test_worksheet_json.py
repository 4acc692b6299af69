import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reuse_app import examples
from reuse_app.exchange import worksheet_json
from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.validation.worksheet import WorksheetError
from tests.exchange.capabilities import INVENTORIES, KEYS, TEXTS, round_trip

SHEET: dict[str, Any] = {
    "workshop": {"title": "Beyond the car – für alle", "budget": 120.0, "settings": {"dots_each": 5}},
    "factors": [{"key": "market", "name": "Market", "axis": "potential", "weight": 1.5}],
    "capabilities": [{"key": "vision", "name": "Vision", "build_cost": {"low": 1, "likely": 2.0, "high": 3.5}}],
    "products": [{"key": "robot", "name": "Robot", "own_cost": 40}],
    "links": [{"capability": "vision", "product": "robot", "need": 9, "fit": "as-is"}],
    "participants": [{"key": "ada", "name": "Ada"}],
    "ratings": [{"participant": "ada", "product": "robot", "factor": "market", "level": None}],
    "iterations": [{"product": "robot", "date": "2026-03-01"}],
}


def test_a_worksheet_is_written_with_its_format_first_and_without_defaults() -> None:
    text = worksheet_json.write(Worksheet.model_validate(SHEET))
    assert text.startswith('{\n  "format": "reuse-worksheet",\n  "version": 1,\n  "workshop": {\n')
    assert text.endswith("}\n")
    assert json.loads(text)["workshop"] == {"title": "Beyond the car – für alle", "budget": 120}
    assert json.loads(text)["capabilities"][0]["build_cost"] == {"low": 1, "likely": 2, "high": 3.5}
    assert json.loads(text)["ratings"][0]["level"] is None
    assert "für" in text


def test_what_was_written_is_read_back() -> None:
    worksheet = Worksheet.model_validate(SHEET)
    assert worksheet_json.read(worksheet_json.write(worksheet)) == worksheet
    assert worksheet_json.read(worksheet_json.write(worksheet).encode("utf-16")) == worksheet


@round_trip
@given(TEXTS, INVENTORIES, st.lists(st.floats(0, 1e12), min_size=1, max_size=1))
def test_hostile_worksheets_come_back_byte_for_byte(text: str, capabilities: list[Any], budget: list[float]) -> None:
    worksheet = Worksheet.model_validate(
        {
            "workshop": {"title": "T", "purpose": text, "budget": budget[0]},
            "products": [{"key": key, "name": "Car", "problem": text} for key in KEYS],
            "capabilities": capabilities,
        }
    )
    written = worksheet_json.write(worksheet)
    assert worksheet_json.read(written) == worksheet
    assert worksheet_json.write(worksheet_json.read(written.encode())) == written


def test_numbers_that_no_worksheet_holds_are_mistakes_with_their_place() -> None:
    text = '{"workshop": {"title": "T", "budget": NaN}, "capabilities": [{"key": "a", "name": "A", "trl": 1%s}]}'
    with pytest.raises(WorksheetError) as caught:
        worksheet_json.read(text % ("0" * 5_000))
    assert [str(mistake) for mistake in caught.value.mistakes] == [
        "workshop.budget: Found NaN; write a finite number.",
        "capabilities[1] (a).trl: Found Infinity; write a finite number.",
    ]


def test_the_schema_describes_without_the_indentation_of_the_code() -> None:
    assert "\\n  " not in json.dumps(worksheet_json.schema())


def test_the_schema_takes_what_is_written_and_refuses_what_is_not() -> None:
    schema = worksheet_json.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate(json.loads(worksheet_json.write(Worksheet.model_validate(SHEET))))
    for example in examples.EXAMPLES:
        validator.validate(json.loads(examples.read(example.name)))
    for wrong in ({}, {**SHEET, "extra": 1}, {**SHEET, "version": 2}, {**SHEET, "factors": SHEET["factors"] * 21}):
        assert not validator.is_valid(wrong)
