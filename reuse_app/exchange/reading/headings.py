"""What headings mean: the field of a capability, the level of a tree, or the unit of an amount."""

import re
import unicodedata
from functools import lru_cache

from reuse_app.worksheet import Capability
from reuse_app.worksheet.columns import columns

OTHER_NAMES = {
    "id": "reference",
    "identifier": "reference",
    "guid": "reference",
    "uuid": "reference",
    "external_id": "reference",
    "code": "reference",
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
    "nom": "name",
    "bezeichnung": "name",
    "faehigkeit": "name",
    "fahigkeit": "name",
    "capacite": "name",
    "nombre": "name",
    "nome": "name",
    "naam": "name",
    "nazwa": "name",
    "nazev": "name",
    "namn": "name",
    "navn": "name",
    "nimi": "name",
    "isim": "name",
    "название": "name",
    "наименование": "name",
    "имя": "name",
    "назва": "name",
    "ονομα": "name",
    "ονομασια": "name",
    "שם": "name",
    "الاسم": "name",
    "اسم": "name",
    "ช_อ": "name",
    "이름": "name",
    "명칭": "name",
    "名前": "name",
    "名称": "name",
    "名稱": "name",
    "type": "kind",
    "typ": "kind",
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
    "verantwortlich": "owner",
    "verantwortliche": "owner",
    "verantwortlicher": "owner",
    "eigentumer": "owner",
    "ansprechpartner": "owner",
    "responsable": "owner",
    "proprietaire": "owner",
    "responsabile": "owner",
    "besitzer": "owner",
    "besitzerin": "owner",
    "eigentumerin": "owner",
    "verantwortung": "owner",
    "własciciel": "owner",
    "wlasciciel": "owner",
    "vlastnik": "owner",
    "agare": "owner",
    "eier": "owner",
    "ejer": "owner",
    "omistaja": "owner",
    "sahibi": "owner",
    "владелец": "owner",
    "ответственныи": "owner",
    "власник": "owner",
    "υπευθυνοσ": "owner",
    "בעלים": "owner",
    "المالك": "owner",
    "담당": "owner",
    "담당자": "owner",
    "负责人": "owner",
    "負責人": "owner",
    "担当": "owner",
    "担当者": "owner",
    "summary": "description",
    "details": "description",
    "beschreibung": "description",
    "descripcion": "description",
    "descrizione": "description",
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
    "nachweis": "evidence",
    "preuve": "evidence",
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
    "kosten": "build_cost_likely",
    "baukosten": "build_cost_likely",
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
    "cout": "build_cost_likely",
    "couts": "build_cost_likely",
    "costo": "build_cost_likely",
    "coste": "build_cost_likely",
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
    "verifie_le": "checked",
    "verifie": "checked",
    "gepruft": "checked",
    "gepruft_am": "checked",
    "geprueft_am": "checked",
    "verificado": "checked",
}
"""Other headings that people give a column, in the same spelling as its name."""
_ASIDE = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
"""What stands in brackets: a unit, a scale, a remark."""
_LEVEL = re.compile(r"(?:l|lvl|level|ebene|niveau|tier)_?([0-9])(?:_\w+)?")
LONGEST = 200
"""Characters up to which a text may be a heading that somebody knows."""
_UNIT = re.compile(
    r"[^\W\d_]*\.?\s?[€$£¥₹]|[^\W\d_]{1,3}(?:eur|usd|gbp|chf)|[^\W\d_]+(?:[ -][^\W\d_]+)?", re.IGNORECASE
)
NOT_UNITS = ("low", "likely", "high", "min", "max", "optional", "estimate", "estimated", "approx", "total", "range")


@lru_cache(maxsize=4_096)
def field_of(heading: str) -> str | None:
    """Return the field that a heading stands for, whatever its case, accents, spaces and dashes.

    A heading may have a unit or a scale in brackets behind it, and several names between strokes.
    """
    if len(heading) > LONGEST:
        return None
    bare = _ASIDE.sub(" ", heading)
    for text in (heading, bare, *re.split(r"[/|,\n]", bare)):
        name = spelled(text)
        if name in columns(Capability):
            return name
        if name in OTHER_NAMES:
            return OTHER_NAMES[name]
    return None


def spelled(heading: str) -> str:
    """Return a heading as the name of a column: “Build cost (low)” as build_cost_low, “Vérifié le” as verifie_le."""
    plain = "".join(
        each for each in unicodedata.normalize("NFKD", heading.casefold()) if not unicodedata.combining(each)
    )
    return "_".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", plain)))


def level_of(heading: str) -> int | None:
    """Return the level of a tree that a heading names, such as 2 of “L2” or “Level 2 capability”."""
    found = _LEVEL.fullmatch(spelled(heading[:LONGEST]))
    return int(found[1]) if found else None


def unit_in(heading: str) -> str:
    """Return the unit of amounts that stands in brackets in a heading, such as k€; nothing if there is none."""
    found = (first or second for first, second in _ASIDE.findall(heading))
    texts = (text.strip().removeprefix("in ") for text in found)
    return next((text for text in texts if _UNIT.fullmatch(text) and text.casefold() not in NOT_UNITS), "")
