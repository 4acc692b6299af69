import math

import pytest

from reuse_app.exchange import FileError
from reuse_app.exchange.errors import MOST_BYTES
from reuse_app.exchange.json_text import parse


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
