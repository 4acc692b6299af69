"""What can be chosen: the candidates with their bills, ready to be priced at likely or at drawn costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reuse_app.analysis.bills import Bill, Bills, Source, add, total
from reuse_app.analysis.choice import Choice
from reuse_app.worksheet import Constraints, Estimate


@dataclass(frozen=True)
class Offer:
    """The products that can be chosen, by key, and what they are to pay."""

    products: tuple[str, ...]
    own: tuple[Bill, ...]
    """What each product pays, with the shared costs that no other product would pay."""
    shared: tuple[tuple[Bill, frozenset[int]], ...]
    """What is paid once as soon as one of these products is chosen."""
    likely_costs: Mapping[Source, float]
    values: Mapping[Source, Estimate]
    """The value of each product; one without a value can only be chosen as a must-have."""

    def choice(self, constraints: Constraints, *, budget: float | None, less_cost: bool) -> Choice:
        """Return the choice at likely costs and values.

        Args:
            constraints: must have, never together, at most; products that are not on offer are passed over.
            budget: in the unit of cost, 0 or more; None for no limit.
            less_cost: whether costs are subtracted from values.

        Raises:
            ValueError: the budget is below 0.
        """
        likely = self.likely_costs
        index = {key: position for position, key in enumerate(self.products)}
        values = (self.values.get(Source("value", key)) for key in self.products)
        return Choice(
            products=self.products,
            values=tuple(value.likely if value else 0.0 for value in values),
            costs=tuple(total(bill, likely) for bill in self.own),
            shared=tuple((total(bill, likely), users) for bill, users in self.shared),
            budget=budget,
            less_cost=less_cost,
            must_have=frozenset(index[key] for key in constraints.must_have if key in index),
            exclusive=_groups(constraints.exclusive, index),
            at_most=constraints.at_most,
        )


def write_offer(bills: Bills, values: Mapping[Source, Estimate], must_have: Sequence[str]) -> Offer:
    """Return what the candidates that have a value, or must be had, would pay.

    What one product pays alone joins its own bill, and what the same products share becomes one bill.
    """
    products = tuple(sorted(key for key in bills.products if Source("value", key) in values or key in must_have))
    own = dict(zip(bills.products, bills.own, strict=True))
    together: dict[tuple[str, ...], Bill] = {}
    for _, (source, all_users) in sorted(bills.shared.items()):
        users = tuple(sorted(all_users.intersection(products)))
        if len(users) == 1:
            own[users[0]] = add(own[users[0]], [(source, 1.0)])
        elif users:
            together[users] = add(together.get(users, {}), [(source, 1.0)])
    index = {key: position for position, key in enumerate(products)}
    return Offer(
        products=products,
        own=tuple(own[key] for key in products),
        shared=tuple((together[users], frozenset(index[key] for key in users)) for users in sorted(together)),
        likely_costs=bills.likely,
        values=values,
    )


def _groups(groups: Sequence[Sequence[str]], index: Mapping[str, int]) -> tuple[frozenset[int], ...]:
    known = (frozenset(index[key] for key in group if key in index) for group in groups)
    return tuple(sorted((group for group in known if len(group) > 1), key=sorted))
