"""Software releases of an organisation as capabilities, from code.json (code.gov metadata schema 2.0)."""

from typing import Any

from reuse_app.exchange import foreign
from reuse_app.exchange.errors import FileError
from reuse_app.exchange.foreign import first
from reuse_app.exchange.incoming import Incoming, within_inventory
from reuse_app.exchange.json_text import parse
from reuse_app.worksheet import Kind
from reuse_app.worksheet.validation.messages import shown


def read(source: str | bytes) -> Incoming:
    """Return the releases in a code.json as capabilities of kind software; raises FileError.

    The organisation and the contact become the owner, the address of the repository or the home page the evidence.
    """
    return from_object(parse(source))


def from_object(data: Any) -> Incoming:
    """Return the releases in the parsed content of a code.json; raises FileError."""
    releases = data.get("releases") if isinstance(data, dict) else None
    if not isinstance(releases, list):
        raise FileError(f"Found {shown(releases)} as releases; a code.json (schema 2.0) has a list of them.")
    agency = first(data, "agency")
    return foreign.incoming([_capability(release, agency) for release in within_inventory(releases)])


def _capability(release: Any, agency: Any) -> Any:
    if not isinstance(release, dict):
        return release
    return {
        "name": release.get("name"),
        "kind": Kind.SOFTWARE,
        "owner": _owner(release) or agency,
        "description": release.get("description"),
        "evidence": first(release, "repositoryURL", "homepageURL"),
    }


def _owner(release: dict[str, Any]) -> Any:
    """Return “organisation (contact)”, or whichever of them is stated."""
    organisation, reach = release.get("organization"), first(release, "contact.email", "contact.name")
    if isinstance(organisation, str) and organisation and isinstance(reach, str):
        return f"{organisation} ({reach})"
    return organisation or reach
