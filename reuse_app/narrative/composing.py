"""The chapters of a report, their order, and what of them is annex."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import count
from string import ascii_uppercase

from reuse_app.analysis import Findings
from reuse_app.narrative.blocks import Block, Drawing, Entry, Report, Section, Table
from reuse_app.narrative.chapters import (
    agreement,
    answer,
    choosing,
    chosen,
    family,
    figures,
    flywheels,
    gaps,
    inventory,
    iterations,
    kept,
    looked,
    loose_ends,
    matrix,
    methods,
    next_steps,
    notes,
    outcomes,
    scores,
    still_open,
    summary,
)
from reuse_app.narrative.material import Material
from reuse_app.worksheet import Worksheet

Chapters = Mapping[str, Callable[[Material], Section | None]]

BODY: Chapters = {
    "summary": summary.write,
    "scores": scores.write,
    "matrix": matrix.write,
    "answer": answer.write,
    "products": chosen.write,
    "next": next_steps.write,
    "family": family.write,
    "agreement": agreement.write,
    "choosing": choosing.write,
    "gaps": gaps.write,
    "flywheels": flywheels.write,
    "loose": loose_ends.write,
    "kept": kept.write,
    "iterations": iterations.write,
    "outcomes": outcomes.write,
    "looked": looked.write,
    "open": still_open.write,
}
ANNEX: Chapters = {"inventory": inventory.write, "notes": notes.write, "methods": methods.write}
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
    tables = figures.write([*body, *follows], material)
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
