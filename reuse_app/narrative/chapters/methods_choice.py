"""How commonality, leverage, the best set and the rest were computed, with every input."""

from reuse_app.narrative.blocks import Block, Entry, Formula, Items, Paragraph, Text, table
from reuse_app.narrative.material import Material
from reuse_app.narrative.words import amount, percent
from reuse_app.worksheet import Need


def write(material: Material) -> list[Block]:
    """Return the methods behind what the products share and which were best."""
    findings = material.findings
    blocks: list[Block] = []
    if findings.commonality.ci is not None:
        blocks.append(_commonality(material))
    if findings.leverage:
        blocks.append(_leverage(material))
    if findings.portfolio.frontier and findings.valuation.basis != "none":
        blocks.append(_portfolio(material))
    rest = _rest(material)
    return [*blocks, Entry("The other figures", (Items(rest),))] if rest else blocks


def _commonality(material: Material) -> Block:
    shared = material.findings.commonality
    uses = shared.uses.values()
    distinct = sum(bool(use.shared_by) + len(use.own_heads) for use in uses)
    used = sum(len(use.shared_by) + len(use.own_heads) for use in uses)
    sizes = [_parts(key, material) for key in shared.heads]
    return Entry(
        "Commonality",
        (
            Paragraph(
                "Over all products with needs, home products too; a capability that a product builds anew is a "
                f"component of its own. d = {distinct} distinct components, {used} uses, and at most {max(sizes)} in "
                "one product."
            ),
            Formula(
                (
                    f"CI   = 1 - (d - max p) / (uses - max p) = {amount(shared.ci, digits=4)}",
                    f"TCCI = 1 - (d - 1) / (uses - 1)         = {amount(shared.tcci, digits=4)}",
                    f"DCI  = uses / d                         = {amount(shared.dci, digits=4)}",
                )
            ),
        ),
    )


def _parts(product: str, material: Material) -> int:
    uses = material.findings.commonality.uses.values()
    return sum(product in use.shared_by or product in use.own_heads for use in uses)


def _leverage(material: Material) -> Block:
    valuation = material.findings.valuation
    basis = {
        "value": "The stated value of each product counts.",
        "potential": "Not every product has a value, so the weighted potential (1 to 4) counts.",
        "none": "No product has a value or a rating, so each counts as 1.",
    }[valuation.basis]
    rows = [(material.product(key), amount(value, digits=2)) for key, value in valuation.values.items()]
    needs = ", ".join(f"{need.name.lower()} {need.value}" for need in Need if need)
    return Entry(
        "Leverage",
        (
            Paragraph(f"The sum over the products of value x need ({needs}). {basis}"),
            *table("The value of each product", ("Product", "Value"), rows, numbers=(1,)),
        ),
    )


def _portfolio(material: Material) -> Block:
    best = material.findings.portfolio
    goal = "value less cost" if best.less_cost else "value"
    listed = "Every set that keeps the rules was weighed." if best.complete else "Not every set was listed."
    proof = (
        "The answer is proven optimal." if best.proven else f"The answer may be {percent(best.gap)} short of the best."
    )
    return Entry(
        "The best set",
        (
            Paragraph(
                f"Products share capabilities, and what is shared is paid once; the set of highest {goal} is sought "
                f"among those that cost no more than the budget and keep the rules. {listed} {proof} Amounts are "
                "likely ones."
            ),
            Formula(
                (
                    f"maximise the sum of {goal} over the chosen products",
                    "subject to  paid once for what they share + sum of their own and reuse costs <= budget",
                )
            ),
        ),
    )


def _rest(material: Material) -> tuple[Text, ...]:
    findings = material.findings
    coverage = (
        "Coverage by need is the sum of the needs (1, 3, 9) met from stock over the sum of all needs; coverage by cost "
        "is the same with costs to build."
    )
    claims = (
        "A claim of “as is” is unproven without evidence, with a readiness in that product below 7, or with a "
        "readiness that is known for its home product only. What is owed is the cost as a rework less the cost as "
        "claimed."
    )
    flows = "A flywheel is a loop product, return flow, capability, product of at most three products."
    rate = "Rate of progress = iterations in 30 days x average progress of one; n iterations span n - 1 lengths."
    learned = (
        "Predictions are compared with results from three on: the share that lies between low and high, and the "
        "geometric mean of result over likely amount; from four on Spearman's rank correlation of potential and value."
    )
    return tuple(
        sentence
        for sentence, is_used in (
            (coverage, findings.commonality.uses),
            (claims, findings.claims),
            (flows, findings.flywheels),
            (rate, findings.progress),
            (learned, material.worksheet.outcomes),
        )
        if is_used
    )
