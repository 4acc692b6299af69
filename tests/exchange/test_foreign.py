import json
from typing import Any

import pytest

from reuse_app.exchange import FileError
from reuse_app.exchange.foreign import from_catalog_info, from_code_json, from_repos_json
from reuse_app.exchange.import_plan import plan
from reuse_app.worksheet import Kind
from tests.exchange.capabilities import DATA


def test_every_release_of_nasa_becomes_a_capability() -> None:
    incoming = from_code_json(json.loads((DATA / "nasa-code.json").read_bytes()))
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
    (row,) = from_code_json({"agency": "NASA", "releases": [{"name": "Tool", **release}]}).rows
    assert row.capability.owner == owner


def test_the_home_page_stands_in_for_a_repository() -> None:
    (row,) = from_code_json(json.loads('{"releases": [{"name": "Tool", "homepageURL": "https://example.org"}]}')).rows
    assert row.capability.evidence == "https://example.org"


def test_broken_releases_are_mistakes_with_their_number() -> None:
    releases = [{"name": "Right"}, {"description": "?"}, "x", {"name": "A", "organization": 5}]
    assert [str(mistake) for mistake in from_code_json({"releases": releases}).mistakes] == [
        "row 2, column name: This is missing. A noun phrase, independent of the product it was built for.",
        "row 3: Found “x”; write an object in braces, with its fields in it.",
        "row 4, column owner: Found 5; write a text in quotes.",
    ]


@pytest.mark.parametrize("content", ["[]", "{}", '{"releases": {}}'])
def test_a_file_without_releases_is_no_code_json(content: str) -> None:
    with pytest.raises(FileError, match=r"as releases; a code\.json"):
        from_code_json(json.loads(content))


def test_what_another_system_wrote_too_long_is_cut_and_said() -> None:
    long = {"name": "n" * 201, "description": "d" * 4_001}
    incoming = from_code_json({"releases": [{"name": "Short"}, long, long]})
    assert [len(row.capability.name) for row in incoming.rows] == [5, 200, 200]
    assert incoming.rows[1].capability.description.endswith("d…")
    assert incoming.remarks == (
        "The name is longer than 200 characters and was cut in 2 of the rows: 2, 3.",
        "The description is longer than 4,000 characters and was cut in 2 of the rows: 2, 3.",
    )


def test_what_a_release_does_not_state_is_left_as_it_is_here() -> None:
    (row,) = from_code_json(json.loads('{"releases": [{"name": "Tool", "description": null}]}')).rows
    assert row.stated == {"name", "kind"}


REPOSITORY = {
    "id": 4711,
    "name": "mars",
    "html_url": "https://example.org/mars",
    "description": None,
    "owner": {"login": "Sol"},
    "_InnerSourceMetadata": {"title": "Mars", "motivation": "It can be seen from Earth."},
}


def test_a_repository_becomes_a_capability() -> None:
    (row,) = from_repos_json([REPOSITORY]).rows
    capability = row.capability
    assert (capability.key, capability.name, capability.kind, capability.owner) == (
        "mars",
        "Mars",
        Kind.SOFTWARE,
        "Sol",
    )
    assert (capability.description, capability.evidence) == ("It can be seen from Earth.", "https://example.org/mars")


def test_every_project_of_the_portal_becomes_a_capability() -> None:
    ready = plan((), from_repos_json(json.loads((DATA / "innersource-repos.json").read_bytes())))
    assert (len(ready.new), ready.mistakes, ready.remarks) == (42, (), ())


def test_broken_repositories_are_mistakes_with_their_number() -> None:
    repositories = [REPOSITORY, 5, {}, {"name": []}, {"name": {"a": 1}}]
    assert [mistake.row for mistake in from_repos_json(repositories).mistakes] == [2, 3, 4, 5]


@pytest.mark.parametrize("data", [[], {}, None, "x"])
def test_what_is_no_list_is_refused(data: object) -> None:
    with pytest.raises(FileError, match="is a list in brackets"):
        from_repos_json(data)


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
    incoming = from_catalog_info(CATALOGUE.encode())
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
    rows = from_catalog_info((DATA / "backstage-catalog-info.yaml").read_bytes()).rows
    assert [row.capability.name for row in rows] == ["artist-lookup", "playback-order", "audio-playback", "artists-db"]
    assert rows[3].capability.kind is Kind.DATA


def test_broken_entities_are_mistakes_with_their_number() -> None:
    incoming = from_catalog_info(b"kind: API\nmetadata: {name: [a]}\n---\n- x\n---\nkind: [API]\nmetadata: {a: b}\n")
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
        from_catalog_info(content)
    assert message in str(caught.value)


def test_an_alias_of_a_text_is_followed() -> None:
    (row,) = from_catalog_info(b"kind: API\nmetadata: {name: &n Vision, description: *n}\n").rows
    assert row.capability.description == "Vision"
