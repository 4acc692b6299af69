import json
import math
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reuse_app import examples
from reuse_app.exchange import FileError, worksheet_json
from reuse_app.exchange.errors import MOST_BYTES
from reuse_app.exchange.worksheet_json import parse
from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.validation.worksheet import WorksheetError, mistakes
from reuse_app.worksheet.values import KEY_LENGTH, NAME_LENGTH, PROSE_LENGTH
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


def test_the_schema_has_a_name_and_says_what_a_key_is() -> None:
    schema = worksheet_json.schema()
    validator = jsonschema.Draft202012Validator(schema)
    assert schema["$id"] == "urn:reuse:worksheet:1"
    for key, is_right in (("robot", True), ("Robot", False), ("", False), ("a" * 41, False)):
        sheet = {"workshop": {"title": "T"}, "products": [{"key": key, "name": "Robot"}]}
        assert validator.is_valid(sheet) is is_right


@pytest.mark.parametrize(
    ("part", "field", "most"),
    [
        ("workshop", "title", NAME_LENGTH),
        ("workshop", "purpose", PROSE_LENGTH),
        ("workshop", "home_field", 2),
        ("capabilities", "key", KEY_LENGTH),
        ("capabilities", "home_product", KEY_LENGTH),
        ("factors", "anchors", NAME_LENGTH),
        ("notes", "text", PROSE_LENGTH),
        ("constraints", "must_have", KEY_LENGTH),
    ],
)
def test_a_text_is_taken_as_the_schema_says(part: str, field: str, most: int) -> None:
    validator = jsonschema.Draft202012Validator(worksheet_json.schema())
    long = "01" if most == 2 else "a" * most
    for text in (long, f"{long} ", f" {long}", f" {long[1:]}", f"a{' ' * most}a", "", " ", "1"):
        entry = {**ENTRIES[part], field: [text] * 4 if field == "anchors" else [text] if field == "must_have" else text}
        named = [{"key": key, "name": "P"} for key in ("a" * KEY_LENGTH, "a" * (KEY_LENGTH - 1), "1")]
        sheet = {
            "workshop": {"title": "T"},
            "products": named,
            part: entry if part in {"workshop", "constraints"} else [entry],
        }
        assert (not mistakes(sheet)) is validator.is_valid(sheet), text


ENTRIES: dict[str, dict[str, Any]] = {
    "workshop": {"title": "T"},
    "capabilities": {"key": "vision", "name": "Vision"},
    "factors": {"key": "market", "name": "Market", "axis": "potential"},
    "notes": {"key": "fast", "text": "Fast"},
    "constraints": {},
}


def test_a_file_may_name_its_schema() -> None:
    named = {"$schema": "worksheet.schema.json", "workshop": {"title": "T"}}
    jsonschema.Draft202012Validator(worksheet_json.schema()).validate(named)
    assert "$schema" not in worksheet_json.write(worksheet_json.read(json.dumps(named)))
    with pytest.raises(WorksheetError):
        worksheet_json.read('{"$schema": 1, "workshop": {"title": "T"}}')


@pytest.mark.parametrize(
    "content",
    [
        '{"a": "ä"}',
        '\ufeff{"a": "ä"}',
        '{"a": "ä"}'.encode(),
        '{"a": "ä"}'.encode("utf-8-sig"),
        '{"a": "ä"}'.encode("utf-16"),
        '{"a": "ä"}'.encode("utf-16-le"),
        '{"a": "ä"}'.encode("utf-16-be"),
        '{"a": "ä"}'.encode("utf-32"),
        b'{"a": "\\u00e4"}',
    ],
)
def test_every_usual_encoding_is_read(content: str | bytes) -> None:
    assert parse(content) == {"a": "ä"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "The file is empty."),
        (b"\xef\xbb\xbf \n", "The file is empty."),
        (b'{"a":\n "\xe4"}', "Line 2, column 3: this is not UTF-8; save the file as UTF-8."),
        ('{"a": 1,\n "b": 2,,}', "Line 2, column 9: a field name in double quotes is missing here."),
        ('{"a": 1\n "b": 2}', "Line 2, column 2: a comma or a closing bracket is missing before this."),
        ('{"a" 1}', "Line 1, column 6: a colon is missing after the name of a field."),
        (
            '{"a": }',
            "Line 1, column 7: a value is missing: text in double quotes, a number, true, false, null, [ or {.",
        ),
        ('{"a": "b}', "Line 1, column 7: this text has no closing double quote."),
        ('{"a": "b\nc"}', "Line 1, column 9: a line break or tab inside a text must be written \\n or \\t."),
        ("{} {}", "Line 1, column 4: the file should end before this."),
        (r'{"a": "\x"}', "Line 1, column 8: Invalid \\escape."),
        ("[" * 100_000, "The brackets of this file are nested too deeply."),
        ('{"a":' * 100_000, "The brackets of this file are nested too deeply."),
        ('{"a": 1, "b": 2, "a": 3}', "A field stands twice in one object: “a”. Keep one of each."),
        (
            '[{"key": "vision", "trl": 2, "trl": 3}, {"x": 1, "x": 1}]',
            "A field stands twice in one object: “trl” (in “vision”), “x”. Keep one of each.",
        ),
        ('{"a":\n "\\uD800"}', "Line 2, column 3: \\ud800 is half of a character; write it whole."),
        ('{"a\ud800": 1}', "Line 1, column 1: \\ud800 is half of a character; write it whole."),
        ("[" + " " * MOST_BYTES, "The file has 5,000,001 bytes; at most 5,000,000 (5 MB) are read."),
    ],
)
def test_broken_json_says_where_and_why(content: str | bytes, message: str) -> None:
    with pytest.raises(FileError) as caught:
        parse(content)
    assert str(caught.value) == message


def test_whole_characters_written_as_two_halves_are_read() -> None:
    assert parse('{"a": "\\ud83d\\ude00"}') == {"a": "\U0001f600"}


def test_numbers_beyond_reason_come_back_as_infinite() -> None:
    assert parse("[1" + "0" * 5_000 + "]") == [math.inf]
    assert parse("[-1" + "0" * 5_000 + ", 1e999]") == [-math.inf, math.inf]
    assert parse(f"[{10**30}]") == [10**30]
    assert math.isnan(parse("[NaN]")[0])
