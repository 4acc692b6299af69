import pytest

from reuse_app.exchange import FileError
from reuse_app.exchange.catalog_info import read
from reuse_app.worksheet import Kind
from tests.exchange.capabilities import DATA

CATALOGUE = """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: "007"
  title: Artist lookup
  description: null
  annotations: {backstage.io/source-location: 'url:https://example.org/source'}
spec: {type: service, lifecycle: production, owner: team-a}
---
kind: API
metadata: {name: 1.20, links: [{url: 'https://example.org/api'}]}
---
---
kind: Resource
metadata: {name: queue}
spec: {type: rabbitmq}
---
kind: Group
metadata: {name: team-a}
---
kind: Resource
metadata: {name: artists}
spec: {type: database}
"""


def test_entities_become_capabilities_and_people_are_left_out() -> None:
    incoming = read(CATALOGUE.encode())
    assert [(row.capability.name, row.capability.kind, row.capability.owner) for row in incoming.rows] == [
        ("Artist lookup", Kind.SOFTWARE, "team-a"),
        ("1.20", Kind.SOFTWARE, ""),
        ("queue", Kind.COMPUTE, ""),
        ("artists", Kind.DATA, ""),
    ]
    assert incoming.remarks == ("1 of kind “Group” left out: that is no capability.",)
    assert [row.capability.evidence for row in incoming.rows[:2]] == [
        "https://example.org/source",
        "https://example.org/api",
    ]
    assert "description" not in incoming.rows[0].stated


def test_the_examples_of_backstage_become_capabilities() -> None:
    rows = read((DATA / "backstage-catalog-info.yaml").read_bytes()).rows
    assert [row.capability.name for row in rows] == ["artist-lookup", "playback-order", "audio-playback", "artists-db"]
    assert rows[3].capability.kind is Kind.DATA


def test_broken_entities_are_mistakes_with_their_number() -> None:
    incoming = read(b"kind: API\nmetadata: {name: [a]}\n---\n- x\n---\nkind: [API]\nmetadata: {a: b}\n")
    assert [mistake.row for mistake in incoming.mistakes] == [1, 2, 3]


BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "No document"),
        (b"kind: [", "Line 2: this is not readable as YAML"),
        (b"a: b: c", "Line 1: this is not readable as YAML"),
        (b"a: *b", "this is not readable as YAML (found undefined alias)"),
        (b"? [a]\n: b\n", "this is not readable as YAML"),
        (b"kind: \x01", "is there a character in it that no text has"),
        (BOMB.encode(), "Line 2: the alias “*a” repeats a list or an object; write it out."),
        (b"kind: API\nmetadata: &m {name: x, self: *m}\n", "Line 2: the alias “*m” repeats"),
        (b"a: " + b"[" * 100_000, "Line 1: this is nested more than 50 levels deep."),
        (b"a: " + b"{b: " * 100_000, "nested more than 50 levels deep"),
        (b"- x\n" * 600_000, "The file has more than 300,000 values"),
        (b"!!python/object/apply:os.system ['true']", "No document"),
    ],
)
def test_a_file_that_is_no_catalogue_says_why(content: bytes, message: str) -> None:
    with pytest.raises(FileError) as caught:
        read(content)
    assert message in str(caught.value)


def test_an_alias_of_a_text_is_followed() -> None:
    (row,) = read(b"kind: API\nmetadata: {name: &n Vision, description: *n}\n").rows
    assert row.capability.description == "Vision"
