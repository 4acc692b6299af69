import pytest

from reuse_app.exchange import FileError
from reuse_app.exchange.reading.yaml_text import documents_in

BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)
DEEP = "a: &a0 {b: c}\n" + "".join(f"a{n}: &a{n} {{b: *a{n - 1}}}\n" for n in range(1, 60))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"kind: [", "Line 2: this is not readable as YAML"),
        (b"a: b: c", "Line 1: this is not readable as YAML"),
        (b"a: *b", "this is not readable as YAML (found undefined alias)"),
        (b"? [a]\n: b\n", "this is not readable as YAML"),
        (b"kind: \x01", "is there a character in it that no text has"),
        (b"a: @b", "Line 1: this is not readable as YAML"),
        (b"a:\n\tb: c\n", "Line 2: a tab stands where YAML has spaces; write spaces instead."),
        (BOMB.encode(), "Line 17: the file has more than 300,000 values up to here; split it."),
        (DEEP.encode(), "Line 48: this is nested more than 50 levels deep."),
        (b"kind: API\nmetadata: &m {name: x, self: *m}\n", "Line 2: the alias “*m” repeats what it stands in"),
        (b"a: &a\n  <<: *a\n", "Line 2: the alias “*a” repeats what it stands in"),
        (b"a: " + b"[" * 100_000, "Line 1: this is nested more than 50 levels deep."),
        (b"a: " + b"{b: " * 100_000, "nested more than 50 levels deep"),
        (b"- x\n" * 600_000, "the file has more than 300,000 values up to here"),
    ],
)
def test_what_no_list_needs_is_refused_with_its_line(content: bytes, message: str) -> None:
    with pytest.raises(FileError) as caught:
        documents_in(content)
    assert message in str(caught.value)


def test_an_alias_repeats_a_text_or_an_object() -> None:
    text = b"a: &a {x: 1, y: &y two}\nb: *y\nc: [*a, *a]\n---\n---\n~\n--- {a: null}\n"
    found = {"x": "1", "y": "two"}
    assert documents_in(text) == [{"a": found, "b": "two", "c": [found, found]}, None, {"a": None}]


def test_merged_fields_come_behind_an_objects_own_and_the_earlier_first() -> None:
    text = b"a: &a {x: 1, y: 2}\nb: &b {<<: *a, y: 3}\nc: {<<: [*b, {x: 4, z: 5}], w: 6}\n"
    (document,) = documents_in(text)
    assert document["b"] == {"x": "1", "y": "3"}
    assert document["c"] == {"w": "6", "x": "1", "y": "3", "z": "5"}


def test_a_tag_makes_nothing_of_its_value() -> None:
    assert documents_in(b"!!python/object/apply:os.system ['true']") == [["true"]]
