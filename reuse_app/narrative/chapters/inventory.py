"""What people wrote, in full: the inventory, which outlives the workshop, and what was said beside the work."""

from collections.abc import Iterable

from reuse_app.narrative.blocks import Block, Entry, Facts, Section, Text, Typed, facts, note, table
from reuse_app.narrative.material import Material
from reuse_app.narrative.words import COMPLETE, NOT_STATED, amount, estimate, in_unit, plural, word
from reuse_app.worksheet import Capability, Note, Status, scales
from reuse_app.worksheet.notes import PARKED

MOST_IN_FULL = 500
"""Capabilities of which everything is told."""


def write_inventory(material: Material) -> Section | None:
    """Return every capability, first at a glance and then in full; None when there is none."""
    capabilities = material.worksheet.capabilities
    if not capabilities:
        return None
    rows = [_row(one, material) for one in capabilities]
    headers = ("Capability", "Kind", "Status", "TRL", "RRL", in_unit("Cost to build", material.unit), "Products")
    glance = table("The inventory at a glance", headers, rows, numbers=(3, 4, 5, 6))
    count = f"The first {amount(MOST_IN_FULL)} of {amount(len(capabilities))} follow in full; {COMPLETE}."
    more = (note(count),) if len(capabilities) > MOST_IN_FULL else ()
    blocks: list[Block] = [*glance, *more, *(_in_full(one, material) for one in capabilities[:MOST_IN_FULL])]
    return Section("inventory", "The inventory", tuple(blocks))


def _row(one: Capability, material: Material) -> tuple[str, ...]:
    use = material.findings.commonality.uses.get(one.key)
    users = len(use.shared_by) + len(use.own_heads) if use else 0
    readiness = (NOT_STATED if one.trl is None else str(one.trl), NOT_STATED if one.rrl is None else str(one.rrl))
    return (one.name, word(one.kind), word(one.status), *readiness, estimate(one.build_cost), str(users))


def _in_full(one: Capability, material: Material) -> Entry:
    said = facts(
        ("Nature", Typed(one.nature)),
        ("What it is", Typed(one.description)),
        ("By-product", Typed(one.by_product)),
        ("Adjustment", Typed(one.adjustment)),
        ("Who has that problem", Typed(one.audience)),
        ("Evidence", Typed(one.evidence)),
        ("Owner", one.owner),
        ("Reference", one.reference),
        ("Built for", material.product(one.home_product) if one.home_product else ""),
        *_readiness(one),
        ("Cost to make it shareable", _platform(one, material)),
    )
    is_missing = one.status is Status.MISSING
    return Entry(one.name, (said,) if said.pairs else (), note="missing" if is_missing else word(one.kind).strip("–"))


def _readiness(one: Capability) -> list[tuple[str, Text]]:
    return [
        ("Technology readiness", f"TRL {one.trl}, {scales.TRL_MEANINGS[one.trl]}" if one.trl else ""),
        ("Reuse readiness", f"RRL {one.rrl}, {scales.RRL_MEANINGS[one.rrl]}" if one.rrl else ""),
    ]


def _platform(one: Capability, material: Material) -> str:
    return "" if one.platform_cost is None else f"{estimate(one.platform_cost)} {material.unit}"


BY_NOBODY = "Somebody"
"""Stands where nobody is told who wrote a note, or nobody in particular did."""


def write_notes(material: Material) -> Section | None:
    """Return the parking lot, then the notes in the order of what they are about; None without any."""
    notes = material.worksheet.notes
    if not notes:
        return None
    parked = material.worksheet.notes_about.get(PARKED, ())
    beside = [note for place, some in material.worksheet.notes_about.items() if place != PARKED for note in some]
    blocks = (*_notes("Parking lot", parked, material), *_notes("Beside the work", beside, material))
    finding = f"{plural(len(beside), 'note stands', 'notes stand')} beside the work, {len(parked)} in the parking lot."
    return Section("notes", "Notes and parking lot", blocks, finding=finding)


def head_of(note: Note, material: Material) -> str:
    """Return what a note is about and who wrote it: “Humanoid robot, Time to revenue · Finance”."""
    capability, product, factor = note.about
    about = (
        material.capability(capability) if capability else "",
        material.product(product) if product else "",
        material.factor(factor) if factor else "",
    )
    told = ", ".join(name for name in about if name)
    return " · ".join(part for part in (told, _author(note, material)) if part)


def _notes(title: str, notes: Iterable[Note], material: Material) -> tuple[Entry, ...]:
    said = tuple((head_of(note, material) or BY_NOBODY, Typed(note.text)) for note in notes)
    return (Entry(title, (Facts(said),)),) if said else ()


def _author(note: Note, material: Material) -> str:
    people = material.worksheet.participants
    return next((each.name for each in people if each.key == note.author), "")
