"""The chapters of a report and their order, what of them is annex, and what stands on the cover."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import count
from string import ascii_uppercase

from reuse_app.analysis import Findings
from reuse_app.narrative.blocks import Block, Drawing, Entry, Report, Section, Table, drawings_in, note
from reuse_app.narrative.chapters import (
    answer,
    choosing,
    chosen,
    family,
    inventory,
    iterations,
    looked,
    loose_ends,
    matrix,
    methods,
    next_steps,
    ratings,
    summary,
)
from reuse_app.narrative.figures import Figure, heat_map
from reuse_app.narrative.isolation import apart
from reuse_app.narrative.material import Material
from reuse_app.narrative.words import plural, some
from reuse_app.worksheet import Worksheet

Chapters = Mapping[str, Callable[[Material], Section | None]]

BODY: Chapters = {
    "summary": summary.write,
    "scores": ratings.write_scores,
    "matrix": matrix.write_matrix,
    "answer": answer.write,
    "products": chosen.write,
    "next": next_steps.write_next_steps,
    "family": family.write,
    "agreement": ratings.write_agreement,
    "choosing": choosing.write_choosing,
    "gaps": matrix.write_gaps,
    "flywheels": matrix.write_flywheels,
    "loose": loose_ends.write,
    "kept": choosing.write_kept,
    "iterations": iterations.write_iterations,
    "outcomes": iterations.write_outcomes,
    "looked": looked.write,
    "open": next_steps.write_open,
}
ANNEX: Chapters = {"inventory": inventory.write_inventory, "notes": inventory.write_notes, "methods": methods.write}
CHAPTERS: Chapters = {**BODY, **ANNEX}
"""What writes each chapter, by the key of its section: the first decides, two show, the others say why."""
FOUND = tuple(key for key in CHAPTERS if key not in ("inventory", "notes"))
"""The chapters in which something was found out."""


def compose(
    worksheet: Worksheet,
    findings: Findings,
    *,
    chapters: Collection[str] = (),
    annex: bool = True,
    for_paper: bool = False,
) -> Report:
    """Return the report, from whatever is there: a chapter about which there is nothing to say is left out.

    Args:
        worksheet: what it is about.
        findings: what follows from it.
        chapters: the keys of those that are wanted; none of them stands for all.
        annex: whether methods, inputs and details follow; a chapter that is named comes in any case.
        for_paper: whether matrices are cut to pages, and details and the tables of figures stand in the annex.
    """
    material, workshop = Material(worksheet, findings, for_paper), worksheet.workshop
    body = _written(BODY, material, chapters or BODY)
    follows = _written(ANNEX, material, chapters or (ANNEX if annex else ()))
    if for_paper:
        body, follows = _for_paper(body, follows, material, annex=annex)
    lettered = (replace(one, letter=letter) for letter, one in zip(ascii_uppercase, follows, strict=False))
    sections = tuple(_numbered((*body, *lettered)))
    return Report(workshop.title, workshop.organisation, sections)


def _written(chapters: Chapters, material: Material, wanted: Collection[str]) -> list[Section]:
    return [section for key, write in chapters.items() if key in wanted and (section := write(material))]


def _for_paper(
    body: list[Section], follows: list[Section], material: Material, *, annex: bool
) -> tuple[list[Section], list[Section]]:
    """Return both parts with every detail, and the tables of the figures, in the annex; nowhere if none is wanted."""
    parted = [(section, *_parted(section.blocks)) for section in body]
    kept = [replace(section, blocks=blocks) for section, blocks, _ in parted if blocks or section.finding]
    details = [
        Section(f"{section.key}-details", f"{section.title}: the details", folded)
        for section, _, folded in parted
        if folded
    ]
    tables = _tables_of_figures([*body, *follows], material)
    rest = [replace(section, blocks=tuple(map(_unfolded, section.blocks))) for section in follows]
    return kept, [*details, *rest, *([tables] if tables else [])] if annex else rest


def _parted(blocks: Iterable[Block]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return what a reader needs at once, and the details, under the headings where they stood."""
    kept: list[Block] = []
    details: list[Block] = []
    for block in blocks:
        match block:
            case Table(is_folded=True) | Entry(is_folded=True) | Drawing(is_repeat=True):
                details.append(_unfolded(block))
            case Entry():
                first, rest = _parted(block.blocks)
                kept += [replace(block, blocks=first)] if first or not rest else []
                details += [replace(block, blocks=rest)] if rest else []
            case _:
                kept.append(block)
    return tuple(kept), tuple(details)


def _unfolded(block: Block) -> Block:
    """Return a block of which nothing is shown on demand only."""
    if isinstance(block, Entry):
        return replace(block, is_folded=False, blocks=tuple(map(_unfolded, block.blocks)))
    return replace(block, is_folded=False) if isinstance(block, Table) else block


def _numbered(sections: Iterable[Section]) -> Iterator[Section]:
    """Yield the sections with their figures and their tables counted."""
    drawings, tables = count(1), count(1)

    def numbered(block: Block) -> Block:
        match block:
            case Drawing():
                return replace(block, number=next(drawings))
            case Table(caption=caption) if caption:
                return replace(block, number=next(tables))
            case Entry():
                return replace(block, blocks=tuple(map(numbered, block.blocks)))
        return block

    return (replace(section, blocks=tuple(map(numbered, section.blocks))) for section in sections)


MATRIX = "heat-map"


def _tables_of_figures(sections: Sequence[Section], material: Material) -> Section | None:
    """Return every figure of these chapters in words and as a table; None when nothing is drawn."""
    drawings = [one for section in sections for one in drawings_in(section.blocks) if not one.is_repeat]
    found = {one.figure.key: one.figure for one in drawings}
    if MATRIX in found:
        found[MATRIX] = heat_map(material.worksheet, material.findings) or found[MATRIX]
    entries = tuple(_figure_as_table(figure) for figure in found.values())
    return Section("figures", "The figures as tables", entries) if entries else None


def _figure_as_table(figure: Figure) -> Entry:
    return Entry(
        figure.title, (note(figure.description), Table("", figure.headers, figure.rows, figure.numbers, is_folded=True))
    )


MOST_PEOPLE = 8
"""People who are named."""
LONGEST_NAMES = 160
"""Letters of their names, beyond which they are counted only."""


def cover_lines(worksheet: Worksheet, day: str = "") -> tuple[str, ...]:
    """Return what a cover says, in a line each.

    Args:
        worksheet: what the report is about.
        day: when it last changed; empty when nobody knows.
    """
    state = f"Worksheet {fingerprint(worksheet)}"
    said = (_people(worksheet), f"{day} · {state}" if day else state)
    return tuple(line for line in said if line)


def _people(worksheet: Worksheet) -> str:
    names = [apart(one.name) for one in worksheet.participants]
    if not names:
        return ""
    named = some(names, most=MOST_PEOPLE)
    count = plural(len(names), "person", "people")
    return f"Took part: {named}" if len(named) <= LONGEST_NAMES else f"Took part: {count}"


def fingerprint(worksheet: Worksheet) -> str:
    """Return eight letters that tell this state of a worksheet from any other."""
    return sha256(worksheet.model_dump_json(exclude_defaults=True).encode()).hexdigest()[:8]
