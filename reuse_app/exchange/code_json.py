"""Software releases of an organisation as capabilities, from code.json (code.gov metadata schema 2.0)."""

from typing import Any

from reuse_app.exchange.errors import FileError
from reuse_app.exchange.incoming import Incoming, RawRow, checked_rows
from reuse_app.exchange.json_text import parse
from reuse_app.worksheet import Kind
from reuse_app.worksheet.phrases import shown

STATED = frozenset({"name", "kind", "owner", "description", "evidence"})


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
    return checked_rows([RawRow(number, _fields(release), STATED) for number, release in enumerate(releases, start=1)])


def _fields(release: Any) -> Any:
    """Return the raw capability of one release; what is none stays as it is, so that the check names it."""
    if not isinstance(release, dict):
        return release
    evidence = release.get("repositoryURL") or release.get("homepageURL")
    fields = {
        "name": release.get("name"),
        "kind": Kind.SOFTWARE,
        "owner": _owner(release),
        "description": release.get("description"),
        "evidence": evidence,
    }
    return {field: value for field, value in fields.items() if value is not None}


def _owner(release: dict[str, Any]) -> Any:
    """Return “organisation (contact)”, or whichever of them is stated."""
    contact = release.get("contact")
    reach = (contact.get("email") or contact.get("name")) if isinstance(contact, dict) else None
    organisation = release.get("organization")
    if isinstance(organisation, str) and organisation and isinstance(reach, str) and reach:
        return f"{organisation} ({reach})"
    return organisation or reach
