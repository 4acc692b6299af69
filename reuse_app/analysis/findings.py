"""Everything that the analysis has to say about a worksheet."""

from collections.abc import Sequence
from math import fsum

from pydantic import Field

from reuse_app.analysis.agreement import Agreement, find_agreement
from reuse_app.analysis.calibration import Calibration, calibrate
from reuse_app.analysis.caveats import (
    find_lacks,
    warn_of_costs,
    warn_of_fits,
    warn_of_flywheels,
    warn_of_links,
    warn_of_order,
    warn_of_portfolio,
    warn_of_values,
    warn_of_weights,
)
from reuse_app.analysis.claims import Claim, check_claims
from reuse_app.analysis.commonality import Commonality, compare_products
from reuse_app.analysis.cost.adaptation import Cell, considered_of, read_cells
from reuse_app.analysis.cost.bills import Bills, write_bills
from reuse_app.analysis.cost.family_cost import Economics, assess_economics
from reuse_app.analysis.cost.uncertainty import Draws, draw_amounts
from reuse_app.analysis.coverage import Coverage, Gap, Stock, cover_products, find_gaps, find_idle_stock
from reuse_app.analysis.decisions import BrokenRule, Roles, check_decisions, pursued
from reuse_app.analysis.finding import Finding
from reuse_app.analysis.flywheel import find_flywheels, tell_flywheels
from reuse_app.analysis.loose_ends import LooseEnd, find_loose_ends
from reuse_app.analysis.portfolio.best_set import Portfolio, choose_products
from reuse_app.analysis.portfolio.choice import Offer, write_offer
from reuse_app.analysis.portfolio.decided_set import DecidedSet, weigh_decided
from reuse_app.analysis.portfolio.valuation import Basis, Valuation, sum_leverage, value_estimates, value_products
from reuse_app.analysis.progress import Progress, measure_progress
from reuse_app.analysis.robustness import product_acceptability
from reuse_app.analysis.scoring import Score, read_ballots, score_products
from reuse_app.analysis.search import SearchReview, review_search
from reuse_app.worksheet import Worksheet

RANK_DRAWS = 1000
COST_DRAWS = 200


class Findings(Finding):
    """What follows from a worksheet; amounts in the workshop's unit, products and capabilities by their keys."""

    seed: int = Field(description="Seed of all draws: the same seed gives the same findings.")
    rank_draws: int = Field(description="Draws of ratings, and of weights, behind the robustness.")
    cost_draws: int = Field(description="Draws of costs and values behind the ranges.")
    unit: str = Field(description="Unit of every cost and of the budget.")
    value_unit: str = Field(description="Unit of every stated value.")
    considered: tuple[str, ...] = Field(
        description="The products between which the team chooses, by key: the shortlist, or all without one."
    )
    valuation: Valuation = Field(description="What the products are worth, and on which basis.")
    coverage: dict[str, Coverage] = Field(description="What each product can take from stock.")
    gaps: tuple[Gap, ...] = Field(description="What is needed and missing, the most critical first.")
    stock: Stock = Field(description="What is in house and waits for a use.")
    economics: Economics = Field(description="What the considered products cost alone and as a family.")
    commonality: Commonality = Field(description="What the products share.")
    leverage: dict[str, float] = Field(description="Sum over products of value x need, for each needed capability.")
    flywheels: tuple[tuple[str, ...], ...] = Field(description="Loops of return flow: product, capability, product ...")
    flywheels_told: tuple[str, ...] = Field(description="The same loops, each as a line to be read aloud.")
    scores: dict[str, Score] = Field(description="Potential and challenge of each rated product.")
    agreement: Agreement = Field(description="Where people agree and what to talk about.")
    robustness: dict[str, list[float]] = Field(
        description="Share of draws in which a product has each rank, with the team's weights."
    )
    robustness_any_weights: dict[str, list[float]] = Field(
        description="The same whatever the weights: says whether the order hangs on them."
    )
    dots: dict[str, int] = Field(description="Dots that each product got.")
    portfolio: Portfolio = Field(description="Which products to choose under the budget.")
    decided: DecidedSet | None = Field(description="What the decided products cost; null when none is decided.")
    claims: tuple[Claim, ...] = Field(description="Claims of reuse that are not proven, chosen products first.")
    owed_to_claims: float = Field(
        description="What the considered products owe to these claims together; claims without a price come on top."
    )
    loose_ends: tuple[LooseEnd, ...] = Field(
        description="What else was found out and is neither used nor settled, chosen products first."
    )
    search: SearchReview = Field(description="Where people have looked for ideas.")
    decision_rules: tuple[BrokenRule, ...] = Field(description="Rules that the choice of roles breaks.")
    progress: dict[str, Progress] = Field(description="How fast each product advances.")
    calibration: Calibration = Field(description="How good the predictions were, from what has come since.")
    missing: tuple[str, ...] = Field(description="What the worksheet does not say yet, and what hangs on it.")
    warnings: tuple[str, ...] = Field(description="What to know before believing the figures.")


def analyse(worksheet: Worksheet, *, seed: int = 0) -> Findings:
    """Return all findings about a worksheet; an empty or half-filled one is analysed as far as it goes.

    Args:
        worksheet: any worksheet.
        seed: the same seed gives the same findings.
    """
    every = read_cells(worksheet)
    cells = considered_of(every, worksheet)
    considered = {product.key for product in worksheet.considered}
    seen = [product for product in worksheet.products if product.home or product.key in considered]
    ballots, first_round = read_ballots(worksheet), read_ballots(worksheet, through_round=1)
    bills = write_bills(cells, worksheet.considered, worksheet.workshop.organisation_cost)
    scores, agreement = score_products(ballots, first_round), find_agreement(ballots, first_round)
    valuation = value_products(worksheet, scores)
    values = value_estimates(worksheet, valuation, scores)
    draws = draw_amounts({**bills.estimates, **values}, seed=seed, draws=COST_DRAWS)
    economics = assess_economics(cells, bills, draws)
    portfolio = _portfolio(worksheet, write_offer(bills, values, worksheet.constraints), valuation, draws)
    decided = pursued(worksheet)
    first = frozenset(decided or portfolio.chosen)
    gaps, stock, claims = find_gaps(cells, worksheet), find_idle_stock(cells, worksheet), check_claims(cells, first)
    flywheels = find_flywheels(cells)
    return Findings(
        seed=seed,
        rank_draws=RANK_DRAWS,
        cost_draws=COST_DRAWS,
        unit=worksheet.workshop.unit,
        value_unit=worksheet.workshop.value_unit or worksheet.workshop.unit,
        considered=tuple(sorted(considered)),
        valuation=valuation,
        coverage=cover_products(cells, seen),
        gaps=gaps,
        stock=stock,
        economics=economics,
        commonality=compare_products(cells),
        leverage=sum_leverage(cells, valuation),
        flywheels=flywheels,
        flywheels_told=tell_flywheels(flywheels, cells),
        scores=scores,
        agreement=agreement,
        robustness=product_acceptability(ballots, draws=RANK_DRAWS, seed=seed),
        robustness_any_weights=product_acceptability(ballots, draws=RANK_DRAWS, seed=seed, any_weights=True),
        dots=_dots(worksheet),
        portfolio=portfolio,
        decided=_decided(decided, worksheet, every, bills, draws, seed=seed),
        claims=claims,
        owed_to_claims=fsum(claim.owed or 0.0 for claim in claims),
        loose_ends=find_loose_ends(worksheet, cells, gaps, stock, first),
        decision_rules=check_decisions(_roles(worksheet, every, gaps, claims)),
        progress=measure_progress(worksheet),
        calibration=calibrate(worksheet.outcomes),
        search=review_search(worksheet),
        missing=tuple(sentence for _, sentence in find_lacks(worksheet, cells, scores)),
        warnings=(
            *warn_of_links(worksheet),
            *warn_of_fits(cells),
            *warn_of_costs(worksheet, economics),
            *warn_of_values(worksheet, valuation),
            *warn_of_weights(worksheet),
            *warn_of_order(worksheet, agreement),
            *warn_of_flywheels(flywheels),
            *warn_of_portfolio(worksheet, economics, portfolio),
        ),
    )


def _decided(  # noqa: PLR0913  # what is known already is not found out twice
    chosen: Sequence[str], worksheet: Worksheet, cells: Sequence[Cell], bills: Bills, draws: Draws, *, seed: int
) -> DecidedSet | None:
    """Return the decided set, be it about products that are not considered: what these pay is drawn then too."""
    if not set(chosen) <= set(bills.products):
        products = [product for product in worksheet.candidates if product.key in {*bills.products, *chosen}]
        bills = write_bills(cells, products, worksheet.workshop.organisation_cost)
        draws = draw_amounts(bills.estimates, seed=seed, draws=COST_DRAWS)
    return weigh_decided(chosen, bills, worksheet.workshop.budget, draws)


def _roles(worksheet: Worksheet, cells: Sequence[Cell], gaps: Sequence[Gap], claims: Sequence[Claim]) -> Roles:
    """Return what was decided, be it about products that are not considered."""
    decided = [product for product in worksheet.candidates if product.key in worksheet.decision_by_product]
    return Roles(worksheet, cells, gaps, claims, write_bills(cells, decided, worksheet.workshop.organisation_cost))


def _portfolio(worksheet: Worksheet, offer: Offer, valuation: Valuation, draws: Draws) -> Portfolio:
    """Return the best set; values in the unit of cost are taken less the costs."""
    less_cost = valuation.basis is Basis.NET
    choice = offer.choice(worksheet.constraints, budget=worksheet.workshop.budget, less_cost=less_cost)
    return choose_products(offer, choice, draws, valuation.basis)


def _dots(worksheet: Worksheet) -> dict[str, int]:
    dots: dict[str, int] = {}
    for dot in worksheet.dots:
        dots[dot.product] = dots.get(dot.product, 0) + dot.count
    return dots
