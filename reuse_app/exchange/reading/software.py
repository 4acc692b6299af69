"""Software as lists describe it: releases (code.json), repositories (GitHub, GitLab and others), publiccode.yml."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from reuse_app.exchange.reading.found_fields import FoundFields, first
from reuse_app.worksheet import Kind
from reuse_app.worksheet.values import clean

PUBLICCODE = "publiccodeYmlVersion"
MARKS = frozenset(
    [
        "html_url",
        "web_url",
        "webUrl",
        "remoteUrl",
        "clone_url",
        "http_url_to_repo",
        "ssh_url_to_repo",
        "repositoryURL",
        "homepageURL",
        "repository",
        "full_name",
        "path_with_namespace",
        "nameWithOwner",
        "default_branch",
        "vcs",
        "laborHours",
        "openSourceProject",
        "governmentWideReuseProject",
        "_InnerSourceMetadata",
        "tag_name",
    ]
)
"""Fields that only a description of software has."""
EVIDENCE = [
    "repositoryURL",
    "repositoryUrl",
    "repository",
    "repository.url",
    "html_url",
    "web_url",
    "webUrl",
    "http_url_to_repo",
    "clone_url",
    "remoteUrl",
    "links.html.href",
    "_links.self",
    "url",
    "homepageURL",
    "homepage",
    "_InnerSourceMetadata.docs",
]
OWNERS = [
    "owner.login",
    "owner.display_name",
    "owner.name",
    "namespace.full_path",
    "workspace.name",
    "project.name",
    "owner",
    "organization.login",
    "organization.name",
    "author.login",
    "author.username",
    "author.name",
    "author",
]
OWN_IDS = ("local-id", "id", "uuid", "full_name", "path_with_namespace", "nameWithOwner")


def is_publiccode(entry: Any) -> bool:
    """Say whether something is the content of a publiccode.yml."""
    return isinstance(entry, Mapping) and PUBLICCODE in entry


def is_software(entry: Any) -> bool:
    """Say whether something describes a release, a repository or a project."""
    return isinstance(entry, Mapping) and (
        is_publiccode(entry) or not MARKS.isdisjoint(entry) or isinstance(first(entry, "links.clone"), list)
    )


def is_account(entry: Any) -> bool:
    """Say whether something is a person or an organisation that has repositories, as a search for those answers."""
    return (
        isinstance(entry, Mapping)
        and said(entry, "login", "username") is not None
        and said(entry, "full_name", "path_with_namespace", "nameWithOwner", "clone_url", "vcs") is None
    )


def repositories_of(entries: Sequence[Any]) -> Sequence[Any]:
    """Return the repositories in which what was found is, each once, where a search answers with files."""
    found = [first(entry, "repository") if first(entry, "path", "sha") else None for entry in entries]
    if not all(isinstance(each, Mapping) and first(each, "full_name") for each in found):
        return entries
    return [*{first(each, "full_name"): each for each in found}.values()]


def found(entry: Any, agency: Any) -> Any:
    """Return a description as a raw capability of kind software, owned by the agency when it names nobody else.

    The address of the repository comes before that of the home page as evidence, a readable title before a name.
    """
    if not isinstance(entry, Mapping):
        return entry
    if is_publiccode(entry):
        return _publiccode(entry)
    return FoundFields(
        {
            "name": _release(entry) or said(entry, "_InnerSourceMetadata.title", "name") or _last_part(entry),
            "kind": Kind.SOFTWARE,
            "owner": _owner(entry) or agency,
            "description": _joined(
                said(entry, "description", "_InnerSourceMetadata.motivation", "body"), said(entry, "longDescription")
            ),
            "evidence": _address(entry),
            "reference": said(entry, *OWN_IDS),
        }
    )


def said(entry: Any, *paths: str) -> Any:
    """Return the first value at these paths that is there, not empty, and neither an object nor a list."""
    values = (first(entry, path) for path in paths)
    return next(
        (value for value in values if not isinstance(value, Mapping | list) and clean(value) not in {None, ""}), None
    )


def _release(entry: Mapping[str, Any]) -> str | None:
    """Return the name of a release with that of its repository, which its address tells."""
    tag, address = said(entry, "tag_name"), said(entry, "html_url", "_links.self")
    if not isinstance(tag, str):
        return None
    name = said(entry, "name") or tag
    found = re.search(r"([^/]+)(?:/-)?/releases/", address) if isinstance(address, str) else None
    return f"{found[1]} {name}" if found and found[1].casefold() not in name.casefold() else name


def _address(entry: Mapping[str, Any]) -> Any:
    """Return where something can be looked at; an address of Git without what only that program needs."""
    own = first(entry, "links.self")
    address = said(entry, *EVIDENCE) or (said(own[0], "href") if isinstance(own, list) else None)
    return address.removeprefix("git+") if isinstance(address, str) else address


def _last_part(entry: Mapping[str, Any]) -> Any:
    path = said(entry, "full_name", "path_with_namespace", "nameWithOwner")
    return path.rpartition("/")[2] if isinstance(path, str) else None


def _owner(entry: Mapping[str, Any]) -> Any:
    """Return “organisation (contact)”, or whichever of them is stated, or whose the repository is."""
    organisation, reach = said(entry, "organization"), said(entry, "contact.email", "contact.name")
    if isinstance(organisation, str) and isinstance(reach, str):
        return f"{organisation} ({reach})"
    return organisation or said(entry, *OWNERS) or reach


def _joined(short: Any, long: Any) -> Any:
    """Return a short description with the long one below it, unless that begins the same."""
    if not (isinstance(short, str) and isinstance(long, str)):
        return short or long
    return long if clean(long).startswith(clean(short)) else f"{clean(short)}\n\n{clean(long)}"


def _publiccode(entry: Mapping[str, Any]) -> FoundFields:
    about = (first(entry, "description") or {}).get(language_of(entry)) if language_of(entry) else None
    their_kind = said(entry, "softwareType")
    return FoundFields(
        {
            "name": said(entry, "name") or said(about, "localisedName", "name"),
            "kind": Kind.SOFTWARE,
            "owner": said(entry, "legal.mainCopyrightOwner", "legal.repoOwner", "organisation.name", "organisation.uri")
            or _contact(entry),
            "description": _joined(said(about, "shortDescription"), said(about, "longDescription")),
            "evidence": said(entry, "url", "landingURL"),
            "reference": said(entry, "url"),
        },
        f"“{their_kind}”" if isinstance(their_kind, str) else "",
    )


def language_of(entry: Mapping[str, Any]) -> str:
    """Return the language in which a publiccode.yml is read: English if it has that, else the first; "" for none."""
    described = first(entry, "description")
    languages = [*described] if isinstance(described, Mapping) else []
    return str(next(filter(is_english, languages), next(iter(languages), "")))


def is_english(language: str) -> bool:
    """Say whether a language tag, such as en-GB, is one of English."""
    return str(language).casefold().split("-")[0] in {"en", "eng"}


def _contact(entry: Mapping[str, Any]) -> Any:
    contacts = first(entry, "maintenance.contacts")
    return said(contacts[0], "name", "email") if isinstance(contacts, list) else None
