"""What each formula of the economics sheets results in, by the name of its column, as the analysis says.

So a program that shows a workbook without computing shows the right figures, and tests compare both.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import fsum

from reuse_app.analysis.cost.adaptation import (
    DEFAULT_ASSESSMENT,
    DEFAULT_UNDERSTANDING,
    DEFAULT_UNFAMILIARITY,
    Cell,
    build_estimate,
    considered_cells,
    percentages_of,
)
from reuse_app.analysis.cost.bills import EVEN, Bills, total, write_bills
from reuse_app.analysis.cost.uncertainty import sharing_from
from reuse_app.analysis.decisions import pursued
from reuse_app.analysis.findings import Findings
from reuse_app.analysis.portfolio.valuation import Basis, chance_of
from reuse_app.worksheet import Capability, Estimate, Link, Product, Status, Worksheet
from reuse_app.worksheet.columns import Scalar
from reuse_app.worksheet.scales import PURSUED

INCOMPLETE, NOT_STATED = "incomplete", "not stated"
NOTHING, ASIDE = "nothing is decided", "not all is on the shortlist"
UNSHARED, NEVER = "nothing to share", "never"
ALL_KNOWN, LEFT_OUT = "Every cost that they need is known.", "Left out of the sums until it is known: "
Line = dict[str, Scalar]
"""Results by column; what is not in it is a text without characters."""


@dataclass(frozen=True)
class Results:
    """The results about one worksheet."""

    worksheet: Worksheet
    findings: Findings

    @cached_property
    def cells(self) -> Mapping[tuple[str, str], Cell]:
        """The links that count, in the order of the worksheet."""
        found = {(cell.capability.key, cell.product.key): cell for cell in considered_cells(self.worksheet)}
        keys = [(link.capability, link.product) for link in self.worksheet.links]
        return {key: found[key] for key in keys if key in found and not found[key].product.home}

    @cached_property
    def bills(self) -> Bills:
        """What the considered products pay."""
        cells, organisation = [*self.cells.values()], self.worksheet.workshop.organisation_cost
        return write_bills(cells, self.worksheet.considered, organisation)

    @cached_property
    def place(self) -> Mapping[str, int]:
        """As how manieth each product joins the family that lacks nothing."""
        return {key: place for place, key in enumerate(self.bills.weighable.products, start=1)}

    @cached_property
    def decided(self) -> Sequence[str]:
        """The considered products that are pursued."""
        decisions = self.worksheet.decision_by_product
        return [key for key in self.bills.products if key in decisions and decisions[key].role in PURSUED]

    @cached_property
    def users(self) -> Mapping[str, Sequence[str]]:
        """The considered products that share each capability."""
        users = defaultdict(list)
        for (capability, product), cell in self.cells.items():
            if cell.is_shared:
                users[capability].append(product)
        return users

    @cached_property
    def numbers(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """The numbers of the lines of capabilities and of products."""
        return (
            {capability.key: number for number, capability in enumerate(self.worksheet.capabilities, start=1)},
            {product.key: number for number, product in enumerate(self.worksheet.products, start=1)},
        )

    def of_link(self, link: Link) -> Line:
        """Return the line of a link."""
        capability = self.worksheet.capability_by_key.get(link.capability)
        product = self.worksheet.product_by_key.get(link.product)
        cell = self.cells.get((link.capability, link.product))
        line: Line = {
            "capability": capability.name if capability else "",
            "product": product.name if product else "",
            "counts": "yes" if cell else "no",
            "c": self.numbers[0].get(link.capability, 0),
            "p": self.numbers[1].get(link.product, 0),
        }
        return line | self._of_cell(cell) if cell else line

    def _of_cell(self, cell: Cell) -> Line:
        line: Line = {
            "fit": cell.fit.value,
            "shares": "yes" if cell.is_shared else "no",
            "modifier": cell.modifier,
            "build": _stated(cell.build),
            "cost": INCOMPLETE if cell.cost is None else cell.cost,
            "decided": "yes" if cell.product.key in self.decided else "no",
            "lacking": "" if cell.build else self.numbers[1][cell.product.key],
        }
        return line | _of_model(cell) | self._of_sharing(cell) if cell.is_shared else line

    def _of_sharing(self, cell: Cell) -> Line:
        once, place = self._once(cell.capability), self.place.get(cell.product.key)
        if place is None:
            return {"once": once}
        is_first = place == min(self.place.get(key, place) for key in self.users[cell.capability.key])
        is_saved = not is_first and isinstance(once, int | float) and once > 0
        return {
            "once": once,
            "place": place,
            "first": "first" if is_first else "later",
            "saves": place if is_saved else "",
        }

    def of_capability(self, capability: Capability) -> Line:
        """Return the line of a capability."""
        users = self.users.get(capability.key, ())
        decided, once = len({*users} & {*self.decided}), self._once(capability)
        return {
            "capability": capability.name,
            "status": capability.status.value,
            "build": _stated(self._build(capability)),
            "platform": _stated(capability.platform_cost),
            "once": once,
            "users": len(users),
            "decided": decided,
            "paid": once if decided else "",
        }

    def _build(self, capability: Capability) -> Estimate | None:
        return build_estimate(capability, self._planned.get(capability.key))

    @cached_property
    def _planned(self) -> Mapping[str, Estimate | None]:
        return {plan.capability: plan.cost for plan in self.worksheet.gap_plans}

    def _once(self, capability: Capability) -> Scalar:
        """Return what is paid once for a capability: having it if it is missing, and making it shareable."""
        if capability.status is Status.IN_HOUSE:
            return _stated(capability.platform_cost)
        build, platform = self._build(capability), capability.platform_cost
        return INCOMPLETE if build is None else build.likely + (platform.likely if platform else 0.0)

    def of_product(self, product: Product) -> Line:
        """Return the line of a product."""
        score, key, decisions = self.findings.scores.get(product.key), product.key, self.worksheet.decision_by_product
        line: Line = {
            "product": product.name,
            "considered": "home" if product.home else "yes" if key in self.bills.products else "no",
            "role": "" if product.home or key not in decisions else decisions[key].role.value,
            "decided": "yes" if key in self.decided else "no",
            "gaps": 0,
            "total": NOT_STATED if score is None or score.total is None else score.total,
        }
        return line | self._of_considered(product) if line["considered"] == "yes" else line

    def _of_considered(self, product: Product) -> Line:
        key = product.key
        mine = [cell for (_, user), cell in self.cells.items() if user == key]
        lacking = [cell.capability.name for cell in mine if cell.build is None]
        line: Line = {
            "gaps": len(lacking),
            "own": _stated(product.own_cost),
            "lacks": _lacks(lacking, has_own=product.own_cost is not None),
            "complete": "no" if key in self.bills.lacks else "yes",
            "expected": chance_of(product) * product.value.likely if product.value else NOT_STATED,
            "value": self.findings.valuation.values.get(key, NOT_STATED),
        }
        return line | self._sums(key, mine, is_known=not lacking) | self._of_family(key)

    def _sums(self, key: str, cells: Sequence[Cell], *, is_known: bool) -> Line:
        """Return what a product costs by itself; a sum that lacks a cost is no number."""
        costs = self.findings.economics
        shared = [bill for bill, users in self.bills.shared.values() if key in users]
        likely = self.bills.likely
        line: Line = {
            "anew": fsum(cell.build.likely for cell in cells if cell.build),
            "adaptation": fsum(cell.cost or 0.0 for cell in cells),
            "shared": fsum(total(bill, likely) for bill in shared),
        }
        whole: Line = {"rebuild": costs.rebuild[key], "solo": costs.solo[key], "beside": costs.in_family[key]}
        if not is_known:
            line = dict.fromkeys(line, INCOMPLETE)
        if key in self.bills.lacks:
            whole = dict.fromkeys(whole, INCOMPLETE)
        return line | whole

    def _of_family(self, key: str) -> Line:
        """Return how a product joins the family; nothing if it lacks a cost."""
        if key not in self.place:
            return {}
        place, sharing = self.place[key], sharing_from(self.bills.weighable)
        step, family, alone = self._course[place - 1]
        pays = sharing is not None and place >= sharing and family <= alone * (1 + EVEN)
        return {
            "place": place,
            "step": step,
            "family": family,
            "alone": alone,
            "average": self.findings.economics.average[place - 1],
            "even": "yes" if pays else "no",
        }

    @cached_property
    def _course(self) -> Sequence[tuple[float, float, float]]:
        """What each product adds to the family, and what family and products alone then come to."""
        whole = self.bills.weighable
        steps, solo = ([total(bill, whole.likely) for bill in group] for group in (whole.steps, whole.solo))
        return [*zip(steps, accumulate(steps), accumulate(solo), strict=True)]

    @property
    def amounts(self) -> Line:
        """The results on the sheet “Economics”."""
        return self._of_all() | self._of_decided()

    def _of_all(self) -> Line:
        costs, whole, workshop = self.findings.economics, self.bills.weighable, self.worksheet.workshop
        sums = [fsum(total(bill, whole.likely) for bill in group) for group in (whole.rebuild, whole.solo, whole.steps)]
        line: Line = {
            **dict(zip(("rebuild", "solo", "family"), sums, strict=True)),
            "reuse_saves": costs.reuse_saves,
            "sharing_saves": costs.sharing_saves,
            "average": costs.average[-1] if costs.average else None,
        }
        return {
            **(line if whole.products else dict.fromkeys(line, INCOMPLETE)),
            "unit": workshop.unit,
            "considered": len(self.bills.products),
            "weighed": len(whole.products),
            "lacking": len(self.bills.lacks),
            "about lacking": self._left_out(),
            "break_even": costs.break_even or (NEVER if sharing_from(whole) else UNSHARED),
            "basis": self.findings.valuation.basis.value,
            "shortlist": sum(product.shortlisted for product in self.worksheet.candidates),
        }

    def _left_out(self) -> str:
        """Return the first considered product that lacks a cost with what it lacks, and how many more there are."""
        lines = [self.of_product(product) for product in self.worksheet.considered if product.key in self.bills.lacks]
        more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
        return f"{LEFT_OUT}{lines[0]['product']} ({lines[0]['lacks']}){more}" if lines else ALL_KNOWN

    def _of_decided(self) -> Line:
        """Return what the decided set costs and is worth."""
        workshop, values = self.worksheet.workshop, self.findings.valuation.values
        cost = self.bills.family(self.decided)
        is_priced, is_valued = not cost.lacks, all(key in values for key in self.decided)
        value = fsum(values.get(key, 0.0) for key in self.decided)
        worth = value - cost.value if self.findings.valuation.basis is Basis.NET else value
        line: Line = {
            "cost": cost.value if is_priced else INCOMPLETE,
            "value": value if is_valued else INCOMPLETE,
            "worth": worth if is_priced and is_valued else INCOMPLETE,
        }
        aside = len({*pursued(self.worksheet)} - {*self.decided})
        if aside or not self.decided:
            line = dict.fromkeys(line, ASIDE if aside else NOTHING)
        left = line["cost"]
        return {
            **line,
            "organisation": _stated(workshop.organisation_cost),
            "decided": len(self.decided),
            "aside": aside,
            "budget": NOT_STATED if workshop.budget is None else workshop.budget,
            "left": NOT_STATED
            if workshop.budget is None
            else workshop.budget - left
            if isinstance(left, float)
            else left,
        }


def _of_model(cell: Cell) -> Line:
    """Return the terms of the reuse model in a link."""
    change = percentages_of(cell.fit, cell.link)
    assessment, understanding, unfamiliarity = (
        cell.link.assessment,
        cell.capability.understanding,
        cell.link.unfamiliarity,
    )
    understanding = DEFAULT_UNDERSTANDING if understanding is None else understanding
    unfamiliarity = DEFAULT_UNFAMILIARITY if unfamiliarity is None else unfamiliarity
    return {
        **change._asdict(),
        "assessment": DEFAULT_ASSESSMENT if assessment is None else assessment,
        "understanding": understanding,
        "unfamiliarity": unfamiliarity,
        "factor": cell.factor,
        "learning": understanding * unfamiliarity if change.design + change.realisation > 0 else 0,
    }


def _stated(estimate: Estimate | None) -> Scalar:
    return NOT_STATED if estimate is None else estimate.likely


def _lacks(capabilities: Sequence[str], *, has_own: bool) -> str:
    """Return what a product lacks: its own cost, that of the first capability and how many more."""
    parts = [] if has_own else ["own cost"]
    if capabilities:
        more = f" and {len(capabilities) - 1} more" if len(capabilities) > 1 else ""
        parts.append(f"no cost for {capabilities[0]}{more}")
    return ", ".join(parts)
