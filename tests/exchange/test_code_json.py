import json
from typing import Any

import pytest

from reuse_app.exchange import FileError
from reuse_app.exchange.code_json import read
from reuse_app.exchange.inventory import plan
from reuse_app.worksheet import Kind
from tests.exchange.capabilities import DATA


def test_every_release_of_nasa_becomes_a_capability() -> None:
    incoming = read((DATA / "nasa-code.json").read_bytes())
    ready = plan((), incoming)
    assert (len(ready.new), ready.mistakes, ready.remarks) == (250, (), ())
    assert len({new.capability.key for new in ready.new}) == 250
    first = ready.new[0].capability
    assert first.name.startswith("Image-Adapted Visually Weighted Quantization Matrices")
    assert (first.kind, first.owner) == (Kind.SOFTWARE, "ARC (arc-sra-team@mail.nasa.gov)")
    assert first.evidence == "https://software.nasa.gov/software/ARC-12015-1"
    assert first.description.startswith("This image compression software")


@pytest.mark.parametrize(
    ("release", "owner"),
    [
        ({"organization": "ARC"}, "ARC"),
        ({"organization": "ARC", "contact": {"name": "Ada", "email": ""}}, "ARC (Ada)"),
        ({"contact": {"email": "a@example.org", "name": "Ada"}}, "a@example.org"),
        ({"contact": "Ada"}, "NASA"),
        ({}, "NASA"),
    ],
)
def test_the_owner_is_whoever_is_named(release: dict[str, Any], owner: str) -> None:
    (row,) = read(json.dumps({"agency": "NASA", "releases": [{"name": "Tool", **release}]})).rows
    assert row.capability.owner == owner


def test_the_home_page_stands_in_for_a_repository() -> None:
    (row,) = read('{"releases": [{"name": "Tool", "homepageURL": "https://example.org"}]}').rows
    assert row.capability.evidence == "https://example.org"


def test_broken_releases_are_mistakes_with_their_number() -> None:
    releases = [{"name": "Right"}, {"description": "?"}, "x", {"name": "A", "organization": 5}]
    assert [str(mistake) for mistake in read(json.dumps({"releases": releases})).mistakes] == [
        "row 2, column name: This is missing. A noun phrase, independent of the product it was built for.",
        "row 3: Found “x”; write an object in braces, with its fields in it.",
        "row 4, column owner: Found 5; write a text in quotes.",
    ]


@pytest.mark.parametrize("content", ["[]", "{}", '{"releases": {}}'])
def test_a_file_without_releases_is_no_code_json(content: str) -> None:
    with pytest.raises(FileError, match=r"as releases; a code\.json"):
        read(content)


def test_what_another_system_wrote_too_long_is_cut_and_said() -> None:
    long = {"name": "n" * 201, "description": "d" * 4_001}
    incoming = read(json.dumps({"releases": [{"name": "Short"}, long, long]}))
    assert [len(row.capability.name) for row in incoming.rows] == [5, 200, 200]
    assert incoming.rows[1].capability.description.endswith("d…")
    assert incoming.remarks == (
        "The name is longer than 200 characters and was cut in 2 of the rows: 2, 3.",
        "The description is longer than 4,000 characters and was cut in 2 of the rows: 2, 3.",
    )


def test_what_a_release_does_not_state_is_left_as_it_is_here() -> None:
    (row,) = read('{"releases": [{"name": "Tool", "description": null}]}').rows
    assert row.stated == {"name", "kind"}
