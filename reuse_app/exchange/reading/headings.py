"""What headings mean: the field of a capability, the level of a tree, or the unit of an amount."""

import re
import unicodedata
from functools import lru_cache

from reuse_app.exchange.reading.heading_words import (
    BY_LANGUAGE,
    ENDS,
    FIRST_WORDS,
    GROUPS,
    LAST_WORDS,
    LEVEL_WORDS,
    OF_OTHERS,
)
from reuse_app.worksheet import Capability
from reuse_app.worksheet.columns import columns

LONGEST = 200
"""Characters up to which a text may be a heading that somebody knows."""
_WORD = re.compile(r"[^\W_]+")


def spelled(heading: str) -> str:
    """Return a heading as the name of a column: “Build cost (low)” as build_cost_low, “Vérifié le” as verifie_le.

    Of a text that is too long for a heading, the beginning.
    """
    letters = heading.strip("_ ")[:LONGEST].casefold()
    if not letters.isascii():
        marked = unicodedata.normalize("NFKD", letters)
        letters = unicodedata.normalize("NFC", "".join(each for each in marked if not unicodedata.combining(each)))
    return "_".join(_WORD.findall(letters))


OTHER_NAMES = {
    **{name: field for field, words in BY_LANGUAGE.items() for name in map(spelled, words.split())},
    "id": "reference",
    "identifier": "reference",
    "guid": "reference",
    "uuid": "reference",
    "ref": "reference",
    "number": "reference",
    "no": "reference",
    "nr": "reference",
    "capability": "name",
    "capability_name": "name",
    "business_capability": "name",
    "title": "name",
    "tool": "name",
    "tool_name": "name",
    "technology": "name",
    "technology_name": "name",
    "application": "name",
    "application_name": "name",
    "asset": "name",
    "asset_name": "name",
    "system": "name",
    "system_name": "name",
    "service": "name",
    "service_name": "name",
    "component": "name",
    "component_name": "name",
    "display_name": "name",
    "displayname": "name",
    "label": "name",
    "faehigkeit": "name",
    "type": "kind",
    "tipo": "kind",
    "category": "kind",
    "in_house": "status",
    "home": "home_product",
    "product": "home_product",
    "contact": "owner",
    "responsible": "owner",
    "responsible_entity": "owner",
    "responsible_person": "owner",
    "responsible_team": "owner",
    "responsible_party": "owner",
    "owned_by": "owner",
    "owner_name": "owner",
    "business_owner": "owner",
    "team": "owner",
    "maintainer": "owner",
    "contact_person": "owner",
    "point_of_contact": "owner",
    "subscriptions_responsible": "owner",
    "wlasciciel": "owner",
    "summary": "description",
    "details": "description",
    "source": "evidence",
    "proof": "evidence",
    "key_evidence": "evidence",
    "url": "evidence",
    "link": "evidence",
    "website": "evidence",
    "web_site": "evidence",
    "homepage": "evidence",
    "home_page": "evidence",
    "repository": "evidence",
    "repository_url": "evidence",
    "repositoryurl": "evidence",
    "repo": "evidence",
    "repo_url": "evidence",
    "html_url": "evidence",
    "documentation": "evidence",
    "trl_level": "trl",
    "current_trl": "trl",
    "trl_today": "trl",
    "trl_now": "trl",
    "technology_readiness": "trl",
    "technology_readiness_level": "trl",
    "rrl_level": "rrl",
    "current_rrl": "rrl",
    "reuse_readiness": "rrl",
    "reuse_readiness_level": "rrl",
    "cost": "build_cost_likely",
    "costs": "build_cost_likely",
    "cost_to_build": "build_cost_likely",
    "build_cost": "build_cost_likely",
    "build_costs": "build_cost_likely",
    "cost_low": "build_cost_low",
    "cost_likely": "build_cost_likely",
    "cost_high": "build_cost_high",
    "cost_min": "build_cost_low",
    "cost_max": "build_cost_high",
    "build_cost_min": "build_cost_low",
    "build_cost_max": "build_cost_high",
    "platform_cost": "platform_cost_likely",
    "byproduct": "by_product",
    "slight_adjustment": "adjustment",
    "last_checked": "checked",
    "checked_on": "checked",
    "last_reviewed": "checked",
    "verified": "checked",
    "verified_on": "checked",
    "last_updated": "checked",
    "updated_at": "checked",
    "bom_ref": "reference",
    "spdxid": "reference",
    "repository_code": "evidence",
}
"""Other headings that people give a column, in the same spelling as its name."""
_ENDS = {word: end for end, words in ENDS.items() for word in map(spelled, words.split())}
_ASIDE = re.compile(r"[(（]([^()（）]*)[)）]|[\[［【]([^\[\]［］【】]*)[\]］】]")
"""What stands in brackets: a unit, a scale, a remark."""
_NUMBER = r"(?P<number>[0-9]|i{1,3}|iv|v)"
_LEVELS = tuple(
    re.compile(written)
    for written in (
        rf"(?:[^\W_]+_){{0,3}}(?:{LEVEL_WORDS})_?{_NUMBER}(?:_(?P<rest>\w+))?",
        rf"{_NUMBER}(?:st|nd|rd|th|er|e|eme|a|o)?_(?:{LEVEL_WORDS})(?:_(?P<rest>\w+))?",
    )
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_UNIT = re.compile(
    r"[^\W\d_]*\.?\s?[€$£¥₹]|[^\W\d_]{1,3}(?:eur|usd|gbp|chf)|[^\W\d_]+(?:[ -][^\W\d_]+)?", re.IGNORECASE
)
NO_LEVEL = {*LAST_WORDS, "code", "ref", "nr", "no", "status"} - {"name", "title"}
"""What a heading names of a level that is not its name."""
NOT_UNITS = ("low", "likely", "high", "min", "max", "optional", "estimate", "estimated", "approx", "total", "range")


@lru_cache(maxsize=4_096)
def field_of(heading: str) -> str | None:
    """Return the field that a heading stands for, whatever its case, accents, spaces and dashes.

    A heading may have a unit or a scale in brackets behind it, and several names between strokes.
    """
    if len(heading) > LONGEST or spelled(heading) in GROUPS:
        return None
    bare = _ASIDE.sub(" ", heading)
    for text in (heading, bare, *re.split(r"[/|,\n]", bare)):
        name = spelled(text)
        if name in columns(Capability):
            return name
        if field := OTHER_NAMES.get(name) or _end_of_range(name):
            return field
    return None


def _end_of_range(name: str) -> str | None:
    """Return the field of an amount whose heading also says which end of a range it is: “Coût bas”, “Effort max”."""
    words = name.split("_")
    ends = {_ENDS[word] for word in words if word in _ENDS}
    amount = OTHER_NAMES.get("_".join(word for word in words if word not in _ENDS), "")
    if not amount.endswith("_likely") or len(ends - {"likely"}) > 1:
        return None
    return amount.removesuffix("likely") + next(iter(ends - {"likely"}), "likely")


@lru_cache(maxsize=4_096)
def likely_field_of(heading: str) -> str | None:
    """Return the field that a heading is likely to be meant for by its last or first word, such as “Card name”.

    A heading that is about something else, such as “Parent ID”, is for none.
    """
    if len(heading) > LONGEST or any(written.fullmatch(spelled(heading)) for written in _LEVELS):
        return None
    words = spelled(_ASIDE.sub(" ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading))).split("_")
    if len(words) < 2 or not OF_OTHERS.isdisjoint(words[:-1]):  # noqa: PLR2004  # one word is known or not
        return (
            "owner" if words[0] == "owner" and len(words) > 1 and words[-1] not in (*LAST_WORDS, *OF_OTHERS) else None
        )
    return LAST_WORDS.get(words[-1]) or FIRST_WORDS.get(words[0])


def level_of(heading: str) -> int | None:
    """Return the level of a tree that a heading names, such as 2 of “L2” or “Level 2 capability”; none for its id."""
    name = spelled(heading)
    found = next(filter(None, (written.fullmatch(name) for written in _LEVELS)), None)
    if not found or {*(found["rest"] or "").split("_")} & NO_LEVEL:
        return None
    number = found["number"]
    return _ROMAN.get(number) or int(number)


def unit_in(heading: str) -> str:
    """Return the unit of amounts that stands in brackets in a heading, such as k€; nothing if there is none."""
    found = (first or second for first, second in _ASIDE.findall(heading))
    texts = (text.strip().removeprefix("in ") for text in found)
    return next((text for text in texts if _UNIT.fullmatch(text) and text.casefold() not in NOT_UNITS), "")
