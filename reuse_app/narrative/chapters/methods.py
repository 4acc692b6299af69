"""How every number was computed: method, formula, source, inputs, seed and draws."""

from collections.abc import Iterator

from reuse_app.analysis.scoring import read_ballots
from reuse_app.narrative.blocks import Block, Entry, Items, Paragraph, Section, table
from reuse_app.narrative.chapters import inputs, loose_ends
from reuse_app.narrative.material import Material
from reuse_app.narrative.methods import method, rule, sources
from reuse_app.narrative.words import NOT_STATED, amount, percent
from reuse_app.worksheet import Need

BASES = {
    "net": "The stated value of each product counts, times its chance.",
    "value": "The stated value of each product counts, times its chance.",
    "rating": "Not every product has a value, so the total of its ratings (0 to 1) counts.",
}
"""What counts as the value of a product."""


def write(material: Material) -> Section | None:
    """Return the methods of the numbers in this report; None when it holds none."""
    entries: list[Block] = [*inputs.of_costs(material), *_of_scores(material), *_of_choice(material)]
    if rest := tuple(_rest(material)):
        entries.append(Entry("The other figures", (Items(rest),)))
    entries += loose_ends.annex(material)
    if not entries:
        return None
    opening = Paragraph(_opening(material))
    return Section(
        "methods", "How every number was computed", (opening, *entries, Entry("Sources", (Items(sources()),)))
    )


def _opening(material: Material) -> str:
    findings = material.findings
    return (
        f"Every cost is in {material.unit or 'the unit of the worksheet'} and every point result uses the likely "
        f"amounts. Draws use the seed {findings.seed}: {amount(findings.cost_draws)} for costs and "
        f"{amount(findings.rank_draws)} for ranks; the same worksheet and the same seed give the same numbers. What "
        "nobody stated is left out of the sums and named, never taken as zero."
    )


def _of_scores(material: Material) -> tuple[Block, ...]:
    if not material.findings.scores:
        return ()
    return (method("scores", *_weights(material)), _agreement(material), _ranks(material))


def _weights(material: Material) -> tuple[Block, ...]:
    factors = material.worksheet.factors
    weights = read_ballots(material.worksheet).weights
    rows = [
        (one.name, one.axis.value, amount(one.weight, digits=2), f"{weights[one.axis][one.key]:.4f}") for one in factors
    ]
    return table("The weights", ("Factor", "Axis", "Stated", "Share of its axis"), rows, numbers=(2, 3))


def _agreement(material: Material) -> Block:
    order = material.findings.agreement.kendalls_w
    if order is None:
        return method("agreement", *_cells(material))
    figures = {"w": f"{order.w:.4f}", "chi2": f"{order.chi2:.2f}", "df": order.df}
    on_order = method("order", raters=order.raters, products=order.products, **figures)
    return method("agreement", *_cells(material), *on_order.blocks)


def _cells(material: Material) -> tuple[Block, ...]:
    rows = [
        (
            material.product(cell.product),
            material.factor(cell.factor),
            *map(str, cell.counts),
            str(cell.unknown),
            NOT_STATED if cell.mean is None else f"{cell.mean:.2f}",
            amount(cell.ad, digits=2),
            amount(cell.r_wg, digits=2),
        )
        for cell in material.findings.agreement.cells
    ]
    headers = ("Product", "Factor", "1", "2", "3", "4", "Don’t know", "Mean", "AD", "r_wg")
    return table("How many people gave each level", headers, rows, numbers=range(2, 10), is_folded=True)


def _ranks(material: Material) -> Block:
    findings = material.findings
    rows = [(material.product(key), *map(percent, shares)) for key, shares in findings.robustness.items()]
    headers = ("Product", *(f"Rank {number}" for number in range(1, len(rows) + 1)))
    caption, numbers = "Share of draws with each rank", range(1, len(headers))
    shares = table(caption, headers, rows, numbers=numbers, is_folded=True)
    return method("ranks", *shares, draws=amount(findings.rank_draws), seed=findings.seed)


def _of_choice(material: Material) -> Iterator[Block]:
    findings = material.findings
    if findings.commonality.ci is not None:
        yield _commonality(material)
    if findings.leverage:
        yield _leverage(material)
    if material.best_sets and findings.portfolio.frontier and findings.valuation.values:
        yield _portfolio(material)


def _commonality(material: Material) -> Block:
    shared = material.findings.commonality
    return method(
        "commonality",
        distinct=shared.distinct,
        used=shared.used,
        most=shared.most,
        ci=amount(shared.ci, digits=4),
        tcci=amount(shared.tcci, digits=4),
        dci=amount(shared.dci, digits=4),
    )


def _leverage(material: Material) -> Block:
    valuation = material.findings.valuation
    rows = [(material.product(key), amount(value, digits=2)) for key, value in valuation.values.items()]
    needs = ", ".join(f"{need.name.lower()} {need.value}" for need in Need if need)
    values = table("The value of each product", ("Product", "Value"), rows, numbers=(1,))
    return method("leverage", *values, needs=needs, basis=BASES[valuation.basis])


def _portfolio(material: Material) -> Block:
    best = material.findings.portfolio
    return method(
        "portfolio",
        goal={"net": "expected value less cost", "value": "expected value", "rating": "total"}[best.basis],
        listed="Every set that keeps the rules was weighed." if best.complete else "Not every set was listed.",
        proof=_proof(best.proven, best.gap),
    )


def _proof(is_proven: bool, gap: float | None) -> str:
    if is_proven:
        return "The answer is proven optimal."
    return "How far the answer is from the best is not known." if gap is None else f"It may be {percent(gap)} short."


def _rest(material: Material) -> Iterator[str]:
    """Yield the methods that are a sentence or two, where they were used."""
    findings = material.findings
    used = {
        "coverage": findings.commonality.uses,
        "claims": findings.claims,
        "loose_ends": findings.loose_ends,
        "flywheels": findings.flywheels,
        "progress": findings.progress,
        "calibration": material.worksheet.outcomes,
    }
    return (rule(name) for name, found in used.items() if found)
