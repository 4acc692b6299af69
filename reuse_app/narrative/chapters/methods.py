"""How every number was computed: method, formula, source, inputs, seed and draws."""

from reuse_app.narrative.blocks import Block, Entry, Items, Paragraph, Section
from reuse_app.narrative.chapters import methods_choice, methods_costs, methods_scores
from reuse_app.narrative.material import Material
from reuse_app.narrative.words import amount

SOURCES = (
    "Barley, Bacskay and Newhouse, 2010 (heritage that did not hold, in NASA missions).",
    "Boehm et al.: COCOMO II Model Definition Manual 2.1, 2000.",
    "Burke, Finkelstein and Dusig: On average deviation indices, 1999; Burke and Dunlap, 2002 (the bound of A/6).",
    "Clements, McGregor and Cohen: The Structured Intuitive Model for Product Line Economics, CMU/SEI-2005-TR-003.",
    "Gruber and Tal: Where to Play, 2017 (the two axes and the roles; the words are ours).",
    "Hauser and Clausing: The House of Quality, 1988 (the scale 0, 1, 3, 9).",
    "James, Demaree and Wolf: Estimating within-group interrater reliability, 1984.",
    "Kendall and Babington Smith: The problem of m rankings, 1939.",
    "Lahdelma and Salminen: SMAA-2, 2001.",
    "Lichtenstein, Fischhoff and Phillips: Calibration of probabilities, 1982 (predictions beside results).",
    "Spearman: The proof and measurement of association between two things, 1904.",
)


def write(material: Material) -> Section | None:
    """Return the methods of the numbers in this report; None when it holds none."""
    entries: list[Block] = [
        *methods_costs.write(material),
        *methods_scores.write(material),
        *methods_choice.write(material),
    ]
    if not entries:
        return None
    opening = Paragraph(_opening(material))
    return Section("methods", "How every number was computed", (opening, *entries, Entry("Sources", (Items(SOURCES),))))


def _opening(material: Material) -> str:
    findings = material.findings
    return (
        f"Every cost is in {material.unit or 'the unit of the worksheet'} and every point result uses the likely "
        f"amounts. Draws use the seed {findings.seed}: {amount(findings.cost_draws)} for costs and "
        f"{amount(findings.rank_draws)} for ranks; the same worksheet and the same seed give the same numbers. What "
        "nobody stated is left out of the sums and named, never taken as zero."
    )
