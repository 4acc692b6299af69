"""Repositories as capabilities, from the repos.json of an InnerSource portal or a list from GitHub's interface."""

from typing import Any

from reuse_app.exchange import foreign
from reuse_app.exchange.errors import FileError
from reuse_app.exchange.foreign import first
from reuse_app.exchange.incoming import Incoming, within_inventory
from reuse_app.worksheet import Kind


def from_object(data: Any) -> Incoming:
    """Return the repositories in the parsed content of a repos.json as capabilities of kind software.

    The readable title comes before the repository's name, the address is the evidence. Raises FileError.
    """
    if not isinstance(data, list) or not data:
        raise FileError("A list of repositories (repos.json) is a list in brackets with at least one of them.")
    return foreign.incoming([_capability(repository) for repository in within_inventory(data)])


def _capability(repository: Any) -> Any:
    if not isinstance(repository, dict):
        return repository
    return {
        "name": first(repository, "_InnerSourceMetadata.title", "name"),
        "kind": Kind.SOFTWARE,
        "owner": first(repository, "owner.login"),
        "description": first(repository, "description", "_InnerSourceMetadata.motivation"),
        "evidence": first(repository, "html_url", "_InnerSourceMetadata.docs", "homepage"),
    }
