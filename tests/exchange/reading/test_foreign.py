"""Lists that other systems keep; what one gives stands here as name, kind, owner, description, evidence, reference."""

import json
from typing import Any

import pytest

from reuse_app.exchange import FileError, Incoming, inventory_files
from reuse_app.exchange.import_plan import plan
from reuse_app.exchange.reading.choices import Choices
from reuse_app.worksheet import Kind
from tests.exchange.capabilities import DATA

CASES = DATA / "cases"
Given = tuple[str | None, ...]


def read(content: str | bytes | object, name: str = "list.json") -> Incoming:
    if not isinstance(content, str | bytes):
        content = json.dumps(content)
    return inventory_files.read(name, content.encode() if isinstance(content, str) else content)


def given(incoming: Incoming) -> list[Given]:
    assert incoming.mistakes == ()
    each = [row.capability for row in incoming.rows]
    return [(one.name, one.kind, one.owner, one.description, one.evidence, one.reference) for one in each]


def refused(content: str | bytes | object, name: str = "list.json") -> str:
    with pytest.raises(FileError) as caught:
        read(content, name)
    return str(caught.value)


FILES: dict[str, list[Given]] = {
    "code-json-1.0.1-projects.json": [
        (
            "Tide gauge reader",
            "software",
            "Coast Office (tide@example.org)",
            "Reads gauges",
            "https://git.example.org/tide",
            "",
        ),
        ("Forms engine", "software", "Coast Office (forms@example.org)", "Makes forms", "", ""),
    ],
    "code-json-share-it-one-object.json": [
        (
            "Record linker",
            "software",
            "Health Office (linker@example.org)",
            "Finds double records\n\nJoins records of several registers",
            "https://git.example.org/linker",
            "",
        ),
    ],
    "code-json-list-loses-owner-evidence.json": [
        (
            "River model",
            "software",
            "Water Survey (river@example.org)",
            "Models rivers",
            "https://git.example.org/river",
            "",
        ),
    ],
    "repos-search-api-items.json": [
        ("alpha", "software", "team", "A", "https://git.example.org/team/alpha", "team/alpha"),
        ("beta", "software", "team", "", "https://git.example.org/team/beta", "team/beta"),
    ],
    "publiccode.yml": [
        (
            "Permit desk",
            "software",
            "City of Example",
            "Desk for permits\n\nAsk for permits and give them.",
            "https://git.example.org/permit.git",
            "https://git.example.org/permit.git",
        ),
    ],
    "catalog-slug-and-postgres.yaml": [
        ("seat-map", "software", "seats", "", "https://github.com/example/seat-map", "component:default/seat-map"),
        ("seat-db", "data", "seats", "", "", "resource:default/seat-db"),
    ],
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_people_have_gives_what_is_in_it(name: str) -> None:
    content = (CASES / name).read_bytes()
    assert given(read(content, name)) == FILES[name]
    assert given(read(content, "")) == FILES[name], "the content tells what it is, without a name"
    assert given(read(b"\xef\xbb\xbf" + content, name)) == FILES[name]


@pytest.mark.parametrize("name", FILES)
def test_the_same_file_once_more_changes_nothing(name: str) -> None:
    incoming = read((CASES / name).read_bytes(), name)
    here = [new.capability for new in plan((), incoming).new]
    assert plan(here, incoming).unchanged == tuple(here)


def test_every_release_of_nasa_becomes_a_capability() -> None:
    incoming = read((DATA / "nasa-code.json").read_bytes())
    ready = plan((), incoming)
    assert (len(ready.new), ready.mistakes, ready.remarks) == (250, (), ())
    assert len({new.capability.key for new in ready.new}) == 250
    first = ready.new[0].capability
    assert first.name.startswith("Image-Adapted Visually Weighted Quantization Matrices")
    assert (first.kind, first.owner) == (Kind.SOFTWARE, "ARC (arc-sra-team@mail.nasa.gov)")
    assert first.evidence == "https://software.nasa.gov/software/ARC-12015-1"
    assert first.reference == "363071f8-8649-4f47-b90c-d485061ce857"
    assert first.description.startswith("This image compression software")


@pytest.mark.parametrize(
    ("release", "owner"),
    [
        ({"organization": "ARC"}, "ARC"),
        ({"organization": "ARC", "contact": {"name": "Ada", "email": ""}}, "ARC (Ada)"),
        ({"contact": {"email": "a@example.org", "name": "Ada"}}, "a@example.org"),
        ({"contact": "Ada"}, "NASA"),
        ({}, "NASA"),
        ({"organization": {"login": "ARC"}}, "ARC"),
    ],
)
def test_the_owner_is_whoever_is_named(release: dict[str, Any], owner: str) -> None:
    (row,) = read({"agency": "NASA", "releases": [{"name": "Tool", **release}]}).rows
    assert row.capability.owner == owner


def test_broken_releases_are_mistakes_with_their_number() -> None:
    releases = [{"name": "Right"}, {"description": "?"}, "x", {"name": "A", "organization": 5}, {"name": []}]
    assert [str(mistake) for mistake in read({"releases": releases}).mistakes] == [
        "row 2, column name: This is missing. A noun phrase, independent of the product it was built for.",
        "row 3: Found “x”; write an object in braces, with its fields in it.",
        "row 4, column owner: Found 5; write a text in quotes.",
        "row 5, column name: This is missing. A noun phrase, independent of the product it was built for.",
    ]


def test_what_another_system_wrote_too_long_is_cut_and_said() -> None:
    long = {"name": "n" * 201, "description": "d" * 4_001, "id": "i" * 201}
    incoming = read({"releases": [{"name": "Short"}, long, long]})
    assert [len(row.capability.name) for row in incoming.rows] == [5, 200, 200]
    assert incoming.rows[1].capability.description.endswith("d…")
    assert incoming.rows[1].capability.reference == "", "half an id names something else"
    assert incoming.remarks == (
        "The name is longer than 200 characters and was cut in 2 of the rows: 2, 3.",
        "The description is longer than 4,000 characters and was cut in 2 of the rows: 2, 3.",
    )


def test_what_a_release_does_not_state_is_left_as_it_is_here() -> None:
    (row,) = read('{"releases": [{"name": "Tool", "description": null}]}').rows
    assert row.stated == {"name", "kind"}


GITHUB = {
    "id": 4711,
    "name": "mars",
    "full_name": "Sol/mars",
    "html_url": "https://example.org/mars",
    "url": "https://api.example.org/repos/Sol/mars",
    "description": None,
    "homepage": None,
    "license": None,
    "organization": {"login": "Sol"},
    "owner": {"login": "Sol", "type": "Organization"},
}
MARS = ("mars", "software", "Sol", "", "https://example.org/mars", "4711")
GITLAB = {
    "id": 12,
    "name": "Seat Map",
    "path_with_namespace": "rail/web/seat-map",
    "description": "",
    "web_url": "https://gitlab.example.org/rail/web/seat-map",
    "namespace": {"name": "web", "kind": "group", "full_path": "rail/web"},
    "topics": [],
}
SEATS = ("Seat Map", "software", "rail/web", "", "https://gitlab.example.org/rail/web/seat-map", "12")
ENTITY = {
    "kind": "Component",
    "metadata": {
        "name": "seat-map",
        "uid": "B6-AF",
        "annotations": {"backstage.io/source-location": "url:https://example.org/s/"},
    },
    "spec": {"type": "library"},
    "relations": [
        {"type": "partOf", "targetRef": "system:default/x"},
        {"type": "ownedBy", "targetRef": "group:ops/seats"},
    ],
}
SEAT_MAP = ("seat-map", "software", "ops/seats", "", "https://example.org/s/", "B6-AF")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ([GITHUB], [MARS]),
        (GITHUB, [MARS]),
        ([GITLAB], [SEATS]),
        ([[GITHUB], [GITLAB]], [MARS, SEATS]),
        (
            [
                {
                    **GITHUB,
                    "description": " ",
                    "_InnerSourceMetadata": {"title": "Mars", "motivation": "Seen from Earth."},
                }
            ],
            [("Mars", "software", "Sol", "Seen from Earth.", "https://example.org/mars", "4711")],
        ),
        (
            [{"nameWithOwner": "a/b", "url": "https://example.org/a/b", "owner": {"login": "a", "id": "x"}}],
            [("b", "software", "a", "", "https://example.org/a/b", "a/b")],
        ),
        ({"data": {"organization": {"repositories": {"totalCount": 1, "nodes": [GITHUB]}}}}, [MARS]),
        ({"data": {"search": {"edges": [{"node": GITHUB}]}}}, [MARS]),
        (
            {
                "values": [
                    {"uuid": "{1}", "full_name": "t/x", "name": "x", "links": {"html": {"href": "https://b.org/x"}}}
                ]
            },
            [("x", "software", "", "", "https://b.org/x", "{1}")],
        ),
        (
            {
                "count": 1,
                "value": [{"id": "a-1", "name": "y", "remoteUrl": "https://d.org/y", "project": {"name": "P"}}],
            },
            [("y", "software", "P", "", "https://d.org/y", "a-1")],
        ),
        ({**GITHUB, "projects": [], "items": ["a"]}, [MARS]),
        ({"name": "Rail", "web_url": "https://gitlab.example.org/rail", "projects": [GITLAB]}, [SEATS]),
        (
            [
                {
                    "name": "Wells",
                    "organization": "Survey",
                    "repositoryUrl": "https://x.org/r",
                    "homepageURL": "https://x.org",
                }
            ],
            [("Wells", "software", "Survey", "", "https://x.org/r", "")],
        ),
        ([ENTITY], [SEAT_MAP]),
        (ENTITY, [SEAT_MAP]),
        ({"items": [ENTITY], "totalItems": 1, "pageInfo": {}}, [SEAT_MAP]),
        ({"entities": [ENTITY]}, [SEAT_MAP]),
    ],
)
def test_what_an_api_answers_keeps_owner_evidence_and_id(data: object, expected: list[Given]) -> None:
    assert given(read(data)) == expected


def test_a_renamed_repository_is_found_again_by_its_id() -> None:
    here = [new.capability for new in plan((), read([GITHUB, GITLAB])).new]
    ready = plan(here, read([GITLAB, {**GITHUB, "name": "phobos", "full_name": "Sol/phobos"}]))
    assert [(each.before.key, each.after.name) for each in ready.changed] == [("mars", "phobos")]
    assert (ready.new, len(ready.unchanged)) == ((), 1)


def test_values_one_after_another_are_read_as_one_list() -> None:
    lines = "".join(json.dumps(each) + "\n" for each in (GITHUB, GITLAB))
    for name in ("repos.jsonl", "repos.ndjson", "repos.json", ""):
        assert given(read(lines, name)) == [MARS, SEATS]
    assert given(read(f"[{json.dumps(GITHUB)}][{json.dumps(GITLAB)}]")) == [MARS, SEATS]
    assert refused(f"{json.dumps(GITHUB)}, {json.dumps(GITLAB)}").endswith("the file should end before this.")
    assert refused('{"name": "a"}\n{"name": }').startswith("Line 2, column 10: a value is missing")


@pytest.mark.parametrize(
    ("data", "remark"),
    [
        ({"total_count": 1_500, "items": [GITHUB]}, "there are 1,500 in all, and holds 1."),
        ({"items": [ENTITY], "totalItems": 2}, "there are 2 in all, and holds 1."),
        ({"items": [ENTITY], "pageInfo": {"nextCursor": "abc"}}, "one page of an answer"),
    ],
)
def test_one_page_of_several_says_so(data: object, remark: str) -> None:
    assert remark in read(data).remarks[0]


def test_plain_objects_are_a_table_with_their_fields_as_columns() -> None:
    incoming = read(
        [
            {"Capability": "Vision", "Owner": {"name": "Ann"}, "TRL": 7, "tags": ["a", "b"]},
            {"Capability": "Planning", "TRL": None, "Build cost": 2.5, "key": "plan"},
        ]
    )
    assert given(incoming) == [("Vision", None, "Ann", "", "", ""), ("Planning", None, "", "", "", "")]
    assert [row.capability.trl for row in incoming.rows] == [7, None]
    assert incoming.rows[1].capability.key == "plan"
    assert [remark for remark in incoming.remarks if "tags" in remark]
    shown = inventory_files.preview("x.json", b'[{"name": "Vision", "wer": "Ann"}]', Choices(places={1: "owner"}))
    assert shown.incoming
    assert shown.incoming.rows[0].capability.owner == "Ann"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[]", "There is nothing in this file; there is no capability to import."),
        ('{"releases": []}', "The list “releases” in this file is empty"),
        ('{"total_count": 0, "items": []}', "The list “items” in this file is empty"),
        (
            '{"bomFormat": "CycloneDX", "components": []}',
            "Found an object with “bomFormat”, “components” in it; what is",
        ),
        (
            '{"total_count": 1, "items": [{"login": "octocat", "html_url": "https://github.com/octocat"}]}',
            "This is a list of accounts, such as “octocat”, and not of what they have. Import the list of their",
        ),
        ('[{"id": 1, "username": "ann", "name": "Ann", "web_url": "https://gitlab.com/ann"}]', "on GitLab that of"),
        ('{"message": "Not Found"}', "Found an object with “message” in it"),
        ("[5]", "Found 5; what is read is an inventory or worksheet of Reuse, a code.json"),
        ('[{"name": "a"}, 5]', "Entry 2 is 5; write an object in braces"),
        ('{"openapi": "3.0"}', "Found an object with “openapi” in it"),
        ('{"capabilities": []}', "Found nothing (null) as the format"),
    ],
)
def test_a_file_in_which_nothing_is_found_says_what_it_is(content: str, message: str) -> None:
    assert message in refused(content)


def test_a_list_of_names_is_an_inventory() -> None:
    for name, content in (("x.json", '["Vision", "Planning"]'), ("x.yaml", "- Vision\n- Planning\n")):
        assert [(row.capability.name, row.capability.kind) for row in read(content, name).rows] == [
            ("Vision", None),
            ("Planning", None),
        ]


def test_a_number_that_is_none_is_told_with_its_row() -> None:
    incoming = read('[{"name": "a"}, {"name": "b", "trl": NaN}]')
    assert incoming.remarks == ("Column trl, row 2: not known, so the field is left as it is.",)


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
metadata: {name: 1.20, links: [{url: 'https://example.org/api'}], annotations: {gitlab.com/project-slug: a/b}}
---
---
kind: Resource
metadata: {name: queue}
spec: {type: rabbitmq, owner: 'user:default/ann'}
---
kind: Group
metadata: {name: team-a}
---
kind: Location
metadata: {name: more}
spec: {target: ./more.yaml}
---
kind: Resource
metadata: {name: artists, namespace: Music}
spec: {type: database}
"""


def test_entities_become_capabilities_and_people_are_left_out() -> None:
    incoming = read(CATALOGUE, "catalog-info.yaml")
    assert given(incoming) == [
        ("Artist lookup", "software", "team-a", "", "https://example.org/source", "component:default/007"),
        ("1.20", "software", "", "", "https://gitlab.com/a/b", "api:default/1.20"),
        ("queue", "compute", "ann", "", "", "resource:default/queue"),
        ("artists", "data", "", "", "", "resource:music/artists"),
    ]
    assert incoming.remarks == (
        "1 of kind “Group”, 1 of kind “Location” left out: that is no capability. It points to ./more.yaml; import it.",
        (
            "Kinds were taken so: Component as software (1), API as software (1), Resource “rabbitmq” as compute (1), "
            "Resource “database” as data (1)."
        ),
    )
    assert "description" not in incoming.rows[0].stated


def test_the_examples_of_backstage_become_capabilities() -> None:
    rows = read((DATA / "backstage-catalog-info.yaml").read_bytes(), "catalog-info.yaml").rows
    assert [row.capability.name for row in rows] == ["artist-lookup", "playback-order", "audio-playback", "artists-db"]
    assert rows[3].capability.kind is Kind.DATA


def test_a_catalogue_that_only_points_elsewhere_says_where_to() -> None:
    assert refused((CASES / "catalog-only-location.yaml").read_bytes(), "x.yaml") == (
        "This is a catalogue of Backstage without a capability: 1 of kind “Location”. "
        "It points to ./a.yaml and ./b.yaml; import those."
    )
    entity = "apiVersion: backstage.io/v1beta3\nkind: {}\nmetadata: {{name: x}}"
    others = "\n---\n".join(entity.format(kind) for kind in ("Template", "Domain", "User", "User"))
    assert refused(others, "x.yaml") == (
        "This is a catalogue of Backstage without a capability: 2 of kind “User”, 1 of kind “Template”, "
        "1 of kind “Domain”."
    )


def test_what_backstage_did_not_write_is_not_called_its_catalogue() -> None:
    pods = {"apiVersion": "v1", "kind": "List", "items": [{"kind": "Pod", "metadata": {"name": "a"}}]}
    assert refused(pods) == "This file describes no capability: 1 of kind “Pod”."
    shared = "x-spec: &spec {type: service}\n---\nkind: API\nmetadata: {name: seats}\n"
    incoming = read(shared, "x.yaml")
    assert [row.capability.name for row in incoming.rows] == ["seats"]
    assert incoming.remarks[0] == "1 without a kind left out: that is no capability."


def test_of_many_kinds_a_few_are_told() -> None:
    others = "\n---\n".join(f"kind: K{number}\nmetadata: {{name: x}}" for number in range(3_000))
    assert refused(others, "x.yaml").endswith("1 of kind “K9”, 2,990 of other kinds.")
    incoming = read(f"{others}\n---\nkind: API\nmetadata: {{name: x}}", "x.yaml")
    assert [row.capability.name for row in incoming.rows] == ["x"]


def test_broken_entities_are_mistakes_with_their_number() -> None:
    incoming = read(b"kind: API\nmetadata: {name: [a]}\n---\nx\n---\nkind: [API]\nmetadata: {a: b}\n", "a.yaml")
    assert [mistake.row for mistake in incoming.mistakes] == [1, 2, 3]


PUBLICCODE = """\
publiccodeYmlVersion: '0.4'
name: Registro
url: https://git.example.org/r
softwareType: library
description:
  it: {localisedName: Registro, shortDescription: Un registro}
  de: {shortDescription: Ein Register}
legal: {license: MIT, repoOwner: Comune di Esempio}
"""


def test_a_publiccode_without_english_says_which_language_was_taken() -> None:
    incoming = read(PUBLICCODE, "publiccode.yml")
    link = "https://git.example.org/r"
    assert given(incoming) == [("Registro", "software", "Comune di Esempio", "Un registro", link, link)]
    assert incoming.remarks == (
        "There is no description in English; the one in “it” was taken.",
        "Kinds were taken so: “library” as software (1).",
    )
    english = PUBLICCODE.replace("  de:", "  en-GB:").replace("Ein Register", "A register")
    assert given(read(english, "publiccode.yml"))[0][3] == "A register"
    assert len(read(english, "publiccode.yml").remarks) == 1
    bare = read("publiccodeYmlVersion: '0.2'\nname: X\nmaintenance: {contacts: [{name: Ann}]}\n", "publiccode.yml")
    assert given(bare) == [("X", "software", "Ann", "", "", "")]


def test_what_entities_share_is_merged_into_each() -> None:
    text = """\
kind: Component
metadata: &m {name: seat-map, description: Seats}
spec: &s {type: service, owner: &o group:default/seats}
"""
    merged = (
        f"- {text.replace(chr(10), chr(10) + '  ')}\n- kind: API\n  metadata: {{<<: *m, name: seats}}\n  spec: *s\n"
    )
    assert [each[:4] for each in given(read(merged, "x.yaml"))] == [
        ("seat-map", "software", "seats", "Seats"),
        ("seats", "software", "seats", "Seats"),
    ]


@pytest.mark.parametrize(("name", "count"), [("innersource-repos.json", 42), ("nasa-code.json", 250)])
def test_public_lists_are_read_whole_with_owner_or_evidence_in_each(name: str, count: int) -> None:
    found = given(read((DATA / name).read_bytes(), name))
    assert len(found) == count
    assert all(owner or evidence for _, _, owner, _, evidence, _ in found)


PRESS = {"name": "Press", "owner": "Ann"}


@pytest.mark.parametrize(
    ("content", "remark"),
    [
        ([["name", "owner"], ["Press", "Ann"]], ""),
        ({"name": ["Press"], "owner": ["Ann"]}, ""),
        ({"name": {"0": "Press"}, "owner": {"0": "Ann"}}, ""),
        ({"Press": {"owner": "Ann"}}, ""),
        ({"p1": PRESS}, ""),
        ({"made": "today", "catalog": [PRESS], "people": []}, "Read the list “catalog” in this file."),
        ({"tools": [PRESS], "teams": [{"name": "A"}]}, "Read the list “tools” in this file. Not read: “teams”."),
        ({"help": "x", "result": {"count": 1, "hits": [PRESS]}}, "Read the list “hits” in this file."),
        ({"records": [{"fields": PRESS}]}, "Read the list “records” in this file."),
        ({"capabilities": [PRESS]}, "Read the list “capabilities” in this file."),
        ({"spdxVersion": "2.3", "name": "doc", "packages": [PRESS], "files": []}, "Read the list “packages”"),
        ({"range": "A1:B2", "values": [["Name", "Owner"], ["Press", "Ann"]]}, ""),
        ({"columns": ["Name", "Owner"], "index": [0], "data": [["Press", "Ann"]]}, ""),
        ({"issues": [{"fields": {"summary": "Press", "assignee": {"displayName": "Ann"}}}]}, "Read the list “issues”"),
        (
            {
                "results": [
                    {
                        "properties": {
                            "Name": {"type": "title", "title": [{"plain_text": "Press"}]},
                            "Owner": {"type": "people", "people": [{"name": "Ann"}]},
                        }
                    }
                ]
            },
            "Read the list “results” in this file.",
        ),
        ({"result": [{"name": "Press", "owned_by": {"display_value": "Ann"}}]}, "Read the list “result” in this file."),
    ],
)
def test_a_table_in_another_shape_is_read_and_what_was_read_is_told(content: object, remark: str) -> None:
    incoming = read(content)
    assert [(row.capability.name, row.capability.owner) for row in incoming.rows] == [("Press", "Ann")]
    assert remark in " ".join(incoming.remarks)
    yaml = read(json.dumps(content), "x.yaml")
    assert [row.capability.name for row in yaml.rows] == ["Press"]


def test_a_range_in_an_object_is_one_beside_numbers() -> None:
    found = read([{"name": "A", "build_cost": {"low": 1, "likely": 2, "high": 4}}, {"name": "B", "build_cost": 5}])
    costs = [row.capability.build_cost for row in found.rows]
    assert [(cost.low, cost.likely, cost.high) for cost in costs if cost] == [(1, 2, 4), (5, 5, 5)]
    assert found.remarks == ()


def test_an_object_by_which_nothing_can_be_told_is_said_to_be_left_out() -> None:
    assert read([{"name": "A", "owner": {"display_name": "Ann"}}]).rows[0].capability.owner == "Ann"
    found = read([{"name": "A", "owner": {"href": "/u/1"}}])
    assert found.remarks == (
        "Left out, as no name stands in the objects there: “owner”. Write a text or a number instead.",
    )


def test_a_text_in_pieces_is_put_together_as_it_stood() -> None:
    title = {"type": "title", "title": [{"plain_text": "Camera "}, {"plain_text": "vision"}]}
    assert read({"results": [{"properties": {"Name": title}}]}).rows[0].capability.name == "Camera vision"


def test_entries_inside_others_come_after_them_with_their_path() -> None:
    deep = {"name": "Orders", "children": [{"name": "Entry", "description": "Types"}]}
    found = read([{"name": "Sales", "children": [{"name": "Leads", "owner": "Ann"}, deep]}, {"name": "Care"}])
    assert [(row.capability.name, row.capability.description) for row in found.rows] == [
        ("Sales", ""),
        ("Leads", "Sales"),
        ("Orders", "Sales"),
        ("Entry", "Sales › Orders\nTypes"),
        ("Care", ""),
    ]
    assert [row.capability.name for row in read({"name": "Sales", "children": ["Leads"]}).rows] == ["Sales", "Leads"]


def test_entries_inside_each_other_without_end_are_an_answer() -> None:
    entry: dict[str, Any] = {"name": "A"}
    for _ in range(90):
        entry = {"name": "A", "children": [entry]}
    assert len(read([entry]).rows) == 51


def test_releases_have_the_name_of_their_repository_and_whoever_released_them() -> None:
    github = {"id": 1, "tag_name": "v1", "name": None, "html_url": "https://github.com/t/alpha/releases/tag/v1"}
    gitlab = {"tag_name": "v2", "name": "Spring", "_links": {"self": "https://gitlab.com/a/beta/-/releases/v2"}}
    found = read(
        [{**github, "author": {"login": "ann"}}, {**gitlab, "author": {"username": "bob"}, "description": "d"}]
    )
    assert given(found) == [
        ("alpha v1", "software", "ann", "", "https://github.com/t/alpha/releases/tag/v1", "1"),
        ("beta Spring", "software", "bob", "d", "https://gitlab.com/a/beta/-/releases/v2", ""),
    ]


def test_files_that_a_search_found_stand_for_their_repositories() -> None:
    hits = [{"name": name, "path": name, "repository": GITHUB} for name in ("a.py", "b.py")]
    assert given(read({"total_count": 2, "items": hits})) == [MARS]


def test_lists_of_links_and_addresses_of_git_are_evidence() -> None:
    server = {
        "name": "My repo",
        "project": {"name": "P"},
        "links": {"clone": [], "self": [{"href": "https://b.org/r"}]},
    }
    package = {"name": "pad", "author": "Ann", "repository": {"url": "git+https://example.org/pad.git"}}
    assert [each[:5] for each in given(read([server, package]))] == [
        ("My repo", "software", "P", "", "https://b.org/r"),
        ("pad", "software", "Ann", "", "https://example.org/pad.git"),
    ]
