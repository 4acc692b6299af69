import json

import pytest

from reuse_app.exchange import FileError
from reuse_app.exchange.inventory import plan
from reuse_app.exchange.repos_json import from_object
from reuse_app.worksheet import Kind
from tests.exchange.capabilities import DATA

REPOSITORY = {
    "id": 4711,
    "name": "mars",
    "html_url": "https://example.org/mars",
    "description": None,
    "owner": {"login": "Sol"},
    "_InnerSourceMetadata": {"title": "Mars", "motivation": "It can be seen from Earth."},
}


def test_a_repository_becomes_a_capability() -> None:
    (row,) = from_object([REPOSITORY]).rows
    capability = row.capability
    assert (capability.key, capability.name, capability.kind, capability.owner) == (
        "mars",
        "Mars",
        Kind.SOFTWARE,
        "Sol",
    )
    assert (capability.description, capability.evidence) == ("It can be seen from Earth.", "https://example.org/mars")


def test_every_project_of_the_portal_becomes_a_capability() -> None:
    ready = plan((), from_object(json.loads((DATA / "innersource-repos.json").read_bytes())))
    assert (len(ready.new), ready.mistakes, ready.remarks) == (42, (), ())


def test_broken_repositories_are_mistakes_with_their_number() -> None:
    assert [mistake.row for mistake in from_object([REPOSITORY, 5, {}, {"name": []}, {"name": {"a": 1}}]).mistakes] == [
        2, 3, 4, 5,
    ]  # fmt: skip


@pytest.mark.parametrize("data", [[], {}, None, "x"])
def test_what_is_no_list_is_refused(data: object) -> None:
    with pytest.raises(FileError, match="is a list in brackets"):
        from_object(data)
