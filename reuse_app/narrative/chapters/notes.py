"""Notes and parking lot: what was said beside the work, by what it is about."""

from collections.abc import Iterable

from reuse_app.narrative.blocks import Entry, Facts, Section, Typed
from reuse_app.narrative.material import Material
from reuse_app.narrative.words import plural
from reuse_app.worksheet import Note
from reuse_app.worksheet.notes import PARKED

BY_NOBODY = "Somebody"
"""Stands where nobody is told who wrote a note, or nobody in particular did."""


def write(material: Material) -> Section | None:
    """Return the parking lot, then the notes in the order of what they are about; None without any."""
    notes = material.worksheet.notes
    if not notes:
        return None
    parked = material.worksheet.notes_about.get(PARKED, ())
    beside = [note for place, some in material.worksheet.notes_about.items() if place != PARKED for note in some]
    blocks = (*_entry("Parking lot", parked, material), *_entry("Beside the work", beside, material))
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


def _entry(title: str, notes: Iterable[Note], material: Material) -> tuple[Entry, ...]:
    said = tuple((head_of(note, material) or BY_NOBODY, Typed(note.text)) for note in notes)
    return (Entry(title, (Facts(said),)),) if said else ()


def _author(note: Note, material: Material) -> str:
    people = material.worksheet.participants
    return next((each.name for each in people if each.key == note.author), "")
