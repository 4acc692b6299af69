"""Loops in which a product gives something back to what it lives from."""

from reuse_app.analysis.flywheel import tell_flywheels
from reuse_app.narrative.blocks import Block, Entry, Items, Section, drawing, note
from reuse_app.narrative.figures import flywheels
from reuse_app.narrative.material import Material
from reuse_app.narrative.words import plural
from reuse_app.worksheet.steps import Step

MOST_TOLD = 6
"""Loops that are told; the shortest come first, and longer ones are made of them."""


def write(material: Material) -> Section | None:
    """Return the loops of return flow; None when there is none."""
    loops = material.findings.flywheels
    if not loops:
        return None
    told = tell_flywheels(loops, material.cells)
    short = [line for loop, line in zip(loops, told, strict=True) if len(loop) == 2]  # noqa: PLR2004  # one product, one capability
    shown = tuple((short or list(told))[:MOST_TOLD])
    opening = (
        f"{plural(len(short), 'product gives', 'times a product gives')} something back to a capability that it uses "
        "itself, so that every use makes the next one better."
        if short
        else "Products give something back to each other’s capabilities."
    )
    more = len(told) - len(shown)
    rest = [note(f"{plural(more, 'further loop runs', 'further loops run')} through the same flows.")] if more else []
    figure = drawing(flywheels(material.worksheet, material.findings))
    blocks: tuple[Block, ...] = (*figure, Entry("Loop by loop", (Items(shown), *rest), is_folded=bool(figure)))
    return Section("flywheels", "Flywheels", blocks, step=Step.MAP, finding=opening)
