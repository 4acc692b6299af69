"""The roles that the team gave, what each product hangs on, and which rules the roles break."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from pydantic import Field

from reuse_app.analysis.claims import Claim, may_not_work
from reuse_app.analysis.cost.adaptation import Cell
from reuse_app.analysis.cost.bills import EVEN, Amount, Bills
from reuse_app.analysis.coverage import Gap
from reuse_app.analysis.finding import Finding, written
from reuse_app.worksheet import Decision, Need, Role, Status, Worksheet
from reuse_app.worksheet.scales import PURSUED

BUILT = (Role.PRIMARY, Role.GROWTH)
"""The roles of the products that are meant to be built; a backup is built when the primary is not."""


@dataclass(frozen=True)
class Roles:
    """What the team decided, and the findings against which it is checked."""

    worksheet: Worksheet
    cells: Sequence[Cell]
    gaps: Sequence[Gap]
    claims: Sequence[Claim]
    bills: Bills

    @property
    def cost(self) -> Amount:
        """Likely cost of the products that are meant to be built, as a family, in the workshop's unit."""
        return self.bills.family(self.keys(*BUILT))

    @cached_property
    def candidates(self) -> frozenset[str]:
        """Keys of the products that can have a role."""
        return frozenset(product.key for product in self.worksheet.candidates)

    @cached_property
    def decided(self) -> Sequence[Decision]:
        """The decisions on candidates, by product key."""
        return sorted(
            (one for one in self.worksheet.decisions if one.product in self.candidates), key=lambda one: one.product
        )

    def of(self, *roles: Role) -> list[Decision]:
        """Return the decisions with one of these roles."""
        return [one for one in self.decided if one.role in roles]

    def keys(self, *roles: Role) -> tuple[str, ...]:
        """Return the keys of the products with one of these roles."""
        return tuple(one.product for one in self.of(*roles))

    def needs(self, product: str) -> set[str]:
        """Return the capabilities that a product needs."""
        return {cell.capability.key for cell in self.cells if cell.product.key == product}

    def risks(self, product: str) -> set[str]:
        """Return the major risks of a product: strong needs that are missing, or met by what may not work there."""
        unproven = {claim.capability for claim in self.claims if claim.product == product and may_not_work(claim)}
        return {
            cell.capability.key
            for cell in self.cells
            if cell.product.key == product
            and cell.link.need is Need.STRONG
            and (cell.capability.status is Status.MISSING or cell.capability.key in unproven)
        }

    @cached_property
    def critical_gaps(self) -> list[Gap]:
        """The gaps on which a bet depends strongly."""
        return [gap for gap in self.gaps if self.depend_on(gap.capability)]

    def depend_on(self, capability: str) -> tuple[str, ...]:
        """Return the bets that need this capability strongly."""
        bets = self.keys(*PURSUED)
        strong = (cell for cell in self.cells if cell.capability.key == capability and cell.link.need is Need.STRONG)
        return tuple(cell.product.key for cell in strong if cell.product.key in bets)

    def names(self, products: Iterable[str]) -> str:
        """Return the names of products, for a sentence."""
        return _listed([self.worksheet.product_by_key[key].name for key in products])

    def capability_names(self, capabilities: Iterable[str]) -> str:
        """Return the names of capabilities, for a sentence."""
        return _listed([self.worksheet.capability_by_key[key].name for key in sorted(capabilities)])


def pursued(worksheet: Worksheet) -> tuple[str, ...]:
    """Return the keys of the candidates on which the team has decided to bet, by role."""
    candidates = {product.key for product in worksheet.candidates}
    decided = (one for role in PURSUED for one in worksheet.decisions if one.role is role)
    return tuple(one.product for one in decided if one.product in candidates)


def _listed(names: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


class Rule(StrEnum):
    """What a choice of roles should keep to."""

    ONE_PRIMARY = "one primary"
    A_GROWTH_OPTION = "a growth option"
    RELATED_GROWTH = "growth related to the primary"
    A_BACKUP = "a backup"
    SEPARATE_RISKS = "a backup with other risks"
    REASON = "a reason"
    TEST = "a test of the riskiest assumption"
    GAP_PLAN = "a plan for each critical gap"
    BUDGET = "within the budget"
    MUST_HAVE = "must have"
    EXCLUSIVE = "never together"
    AT_MOST = "at most"
    AT_LEAST = "at least"
    ONLY_WITH = "only with"


class BrokenRule(Finding):
    """A rule that the choice does not keep; the team may have its reasons."""

    rule: Rule = Field(description="Which rule.")
    products: tuple[str, ...] = Field(default=(), description="Keys of the products concerned.")
    capabilities: tuple[str, ...] = Field(default=(), description="Keys of the capabilities concerned.")
    sentence: str = Field(description="The same in words.")


def check_decisions(roles: Roles) -> tuple[BrokenRule, ...]:
    """Return the rules that the roles break; none as long as no role is given."""
    return tuple(broken for check in CHECKS for broken in check(roles)) if roles.decided else ()


def check_set(roles: Roles) -> tuple[BrokenRule, ...]:
    """Return the rules that the products break which are to be built, whatever role each of them has."""
    return (*_constraints(roles), *_conditions(roles), *_budget(roles))


def take_over(chosen: Sequence[str], decisions: Iterable[Decision]) -> dict[str, Role]:
    """Return the roles that change when the team pursues these products and no others.

    A product that is pursued already keeps its role; the first of the others is primary when none is, the rest are
    growth options, and what was pursued beside them is kept open.
    """
    now = {one.product: one.role for one in decisions if one.role in PURSUED}
    new = [key for key in chosen if key not in now]
    roles = {**dict.fromkeys(now.keys() - set(chosen), Role.KEEP_OPEN), **dict.fromkeys(new, Role.GROWTH)}
    if chosen and not any(now.get(key) is Role.PRIMARY for key in chosen):
        roles[(new or chosen)[0]] = Role.PRIMARY
    return roles


def _primary(roles: Roles) -> Iterator[BrokenRule]:
    primaries = roles.keys(Role.PRIMARY)
    if not primaries:
        yield BrokenRule(rule=Rule.ONE_PRIMARY, sentence="No product is primary: say where the team bets first.")
    elif len(primaries) > 1:
        sentence = f"{len(primaries)} products are primary ({roles.names(primaries)}): only one can come first."
        yield BrokenRule(rule=Rule.ONE_PRIMARY, products=primaries, sentence=sentence)


def _growth(roles: Roles) -> Iterator[BrokenRule]:
    primaries, growth = roles.keys(Role.PRIMARY), roles.keys(Role.GROWTH)
    if not growth:
        sentence = "No product is a growth option: keep at least one that adds to the primary."
        yield BrokenRule(rule=Rule.A_GROWTH_OPTION, sentence=sentence)
    for key in growth:
        if primaries and not any(roles.needs(key) & roles.needs(primary) for primary in primaries):
            sentence = f"{roles.names([key])} shares no capability with the primary: what would it add to it?"
            yield BrokenRule(rule=Rule.RELATED_GROWTH, products=(key,), sentence=sentence)


def _backup(roles: Roles) -> Iterator[BrokenRule]:
    backups = roles.keys(Role.BACKUP)
    if not backups:
        sentence = "No product is a backup: keep at least one in case the primary fails."
        yield BrokenRule(rule=Rule.A_BACKUP, sentence=sentence)
    in_primary = {risk for key in roles.keys(Role.PRIMARY) for risk in roles.risks(key)}
    shared = {key: roles.risks(key) & in_primary for key in backups}
    if backups and all(shared.values()):
        for key, risks in shared.items():
            sentence = f"{roles.names([key])} falls with the primary: both hang on {roles.capability_names(risks)}."
            capabilities = tuple(sorted(risks))
            yield BrokenRule(rule=Rule.SEPARATE_RISKS, products=(key,), capabilities=capabilities, sentence=sentence)


def _reasons(roles: Roles) -> Iterator[BrokenRule]:
    for decision in roles.of(*Role):
        name = roles.names([decision.product])
        if not decision.reason:
            yield BrokenRule(rule=Rule.REASON, products=(decision.product,), sentence=f"No reason is given for {name}.")
    for decision in roles.of(*PURSUED):
        name = roles.names([decision.product])
        said = {
            "riskiest assumption": decision.assumption,
            "test": decision.test,
            "measure": decision.measure,
            "stop rule": decision.stop_rule,
            "owner": decision.owner,
        }
        missing = [field for field, text in said.items() if not text]
        if missing:
            sentence = f"{name} still needs: {', '.join(missing)}."
            yield BrokenRule(rule=Rule.TEST, products=(decision.product,), sentence=sentence)


def _gaps(roles: Roles) -> Iterator[BrokenRule]:
    for gap in roles.critical_gaps:
        if gap.plan is None:
            products, capabilities = roles.depend_on(gap.capability), (gap.capability,)
            what = f"{roles.names(products)} cannot do without {roles.capability_names(capabilities)}"
            sentence = f"{what}, which is missing, and nobody has said how to get it."
            yield BrokenRule(rule=Rule.GAP_PLAN, products=products, capabilities=capabilities, sentence=sentence)


def _constraints(roles: Roles) -> Iterator[BrokenRule]:
    constraints, built = roles.worksheet.constraints, roles.keys(*BUILT)
    left_out = tuple(sorted(set(constraints.must_have) & roles.candidates - set(roles.keys(*PURSUED))))
    if left_out:
        sentence = f"{roles.names(left_out)} must be had, but {'are' if len(left_out) > 1 else 'is'} not chosen."
        yield BrokenRule(rule=Rule.MUST_HAVE, products=left_out, sentence=sentence)
    for group in sorted(constraints.exclusive):
        both = tuple(key for key in built if key in group)
        if len(both) > 1:
            sentence = f"{roles.names(both)} exclude each other."
            yield BrokenRule(rule=Rule.EXCLUSIVE, products=both, sentence=sentence)
    if constraints.at_most is not None and len(built) > constraints.at_most:
        sentence = f"{len(built)} products are to be built, but at most {constraints.at_most} may be."
        yield BrokenRule(rule=Rule.AT_MOST, products=built, sentence=sentence)


def _conditions(roles: Roles) -> Iterator[BrokenRule]:
    constraints, built, bets = roles.worksheet.constraints, roles.keys(*BUILT), roles.keys(*PURSUED)
    for rule in constraints.at_least:
        had = [key for key in bets if key in rule.of]
        if len(had) < rule.count:
            sentence = f"At least {rule.count} of {roles.names(rule.of)} must be chosen."
            yield BrokenRule(rule=Rule.AT_LEAST, products=rule.of, sentence=sentence)
    for pair in constraints.requires:
        if pair.product in built and pair.needs not in built:
            sentence = f"{roles.names([pair.product])} may be chosen only with {roles.names([pair.needs])}."
            yield BrokenRule(rule=Rule.ONLY_WITH, products=(pair.product, pair.needs), sentence=sentence)


def _budget(roles: Roles) -> Iterator[BrokenRule]:
    budget, cost = roles.worksheet.workshop.budget, roles.cost
    if budget is not None and cost.value > budget * (1 + EVEN):
        costs = f"{'at least ' if cost.lacks else ''}{written(cost.value)} {roles.worksheet.workshop.unit}".rstrip()
        sentence = f"What is to be built costs {costs}, above the budget of {written(budget)}."
        yield BrokenRule(rule=Rule.BUDGET, products=roles.keys(*BUILT), sentence=sentence)


CHECKS: Sequence[Callable[[Roles], Iterator[BrokenRule]]] = (
    _primary,
    _growth,
    _backup,
    _reasons,
    _gaps,
    _constraints,
    _conditions,
    _budget,
)
