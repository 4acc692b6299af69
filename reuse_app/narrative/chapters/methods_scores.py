"""How scores, agreement and ranks were computed, with every input."""

from reuse_app.analysis.ballots import read_ballots
from reuse_app.narrative.blocks import Block, Entry, Formula, Paragraph, table
from reuse_app.narrative.material import Material
from reuse_app.narrative.words import NOT_STATED, amount, percent


def write(material: Material) -> list[Block]:
    """Return the methods behind the scores; none as long as nobody rated."""
    if not material.findings.scores:
        return []
    return [_scores(material), _agreement(material), _ranks(material)]


def _scores(material: Material) -> Block:
    return Entry(
        "Potential and challenge",
        (
            Paragraph(
                "Each person rates alone on four levels; of two rounds the later one counts, and “don’t know” is an "
                "answer that is left out of the mean. An axis is the weighted mean of its factors’ mean levels; a "
                "factor that nobody rated lends its weight to the others. The scale is fixed, so adding a product "
                "never reorders the others. The map is cut at 2.5; exactly 2.5 counts as high."
            ),
            Formula(
                ("axis(p) = sum of weight x mean level / sum of weights", "total(p) = (potential + 5 - challenge) / 2")
            ),
            *_weights(material),
        ),
    )


def _weights(material: Material) -> tuple[Block, ...]:
    factors = material.worksheet.factors
    weights = read_ballots(material.worksheet).weights
    rows = [
        (one.name, one.axis.value, amount(one.weight, digits=2), f"{weights[one.axis][one.key]:.4f}") for one in factors
    ]
    return table("The weights", ("Factor", "Axis", "Stated", "Share of its axis"), rows, numbers=(2, 3))


def _agreement(material: Material) -> Block:
    order = material.findings.agreement.kendalls_w
    blocks: list[Block] = [
        Paragraph(
            "AD is the average distance from the mean (Burke, Finkelstein and Dusig, 1999); below 4/6 of a level "
            "people agree for practical purposes. r_wg compares the variance with that of chance (James, Demaree and "
            "Wolf, 1984); below 0 it counts as 0. With a handful of people look at the answers instead: chance alone "
            "reaches high values."
        ),
        Formula(("AD = mean of |level - mean level|", "r_wg = 1 - s^2 / ((4^2 - 1) / 12), s^2 with n - 1")),
        *_cells(material),
    ]
    if order:
        blocks += [
            Paragraph(
                f"Kendall’s W over {order.raters} people who placed all {order.products} products, by their totals, "
                f"with average ranks for ties: W = {order.w:.4f}, chi-squared = {order.chi2:.2f} with {order.df} "
                "degrees of freedom."
            ),
            Formula(
                (
                    "S = sum of (R_i - mean R)^2, R_i the sum of the ranks of product i over m people",
                    "W = 12 S / (m^2 (n^3 - n) - m sum of T), T = sum of (t^3 - t) over the ties of one person",
                    "chi-squared = m (n - 1) W",
                )
            ),
        ]
    return Entry("Agreement", tuple(blocks))


def _cells(material: Material) -> tuple[Block, ...]:
    names = {factor.key: factor.name for factor in material.worksheet.factors}
    rows = [
        (
            material.product(cell.product),
            names.get(cell.factor, cell.factor),
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
    rows = [
        (material.product(key), *(f"{percent(share)}" for share in shares))
        for key, shares in findings.robustness.items()
    ]
    headers = ("Product", *(f"Rank {number}" for number in range(1, len(rows) + 1)))
    return Entry(
        "How sure the order is",
        (
            Paragraph(
                "Rank acceptability after SMAA-2 (Lahdelma and Salminen, 2001): in each of "
                f"{amount(findings.rank_draws)} draws (seed {findings.seed}) the weights of all factors are drawn "
                "uniformly from those that add up to 1, and each rating is that of a person drawn from those who gave "
                "one; where nobody did, any level is as likely. Challenge counts as 5 - level. The share of draws in "
                "which a product has a rank is its acceptability; equal totals share their ranks."
            ),
            *table("Share of draws with each rank", headers, rows, numbers=range(1, len(headers)), is_folded=True),
        ),
    )
