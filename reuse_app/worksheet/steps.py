"""The eight steps of a workshop, and how far a worksheet has come in each: what is still missing, as sentences."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter

from reuse_app.worksheet.document import Worksheet
from reuse_app.worksheet.scales import PURSUED, Axis, Fit, Role, Status


class Step(StrEnum):
    """One of the eight steps, in the order of the workshop."""

    FRAME = "frame"
    INVENTORY = "inventory"
    NATURE = "nature"
    PRODUCTS = "products"
    MAP = "map"
    SCORE = "score"
    CHOOSE = "choose"
    ITERATE = "iterate"

    @property
    def number(self) -> int:
        """Place in the workshop, 1 to 8."""
        return list(Step).index(self) + 1

    @property
    def title(self) -> str:  # type: ignore[override]  # a step has a title to read; nobody needs str.title of it
        """What the step is called on a page."""
        return self.value.capitalize()

    @property
    def question(self) -> str:
        """The question that the step answers."""
        return QUESTIONS[self]

    @property
    def minutes(self) -> int:
        """How long it takes a team, as the guidance says and a new workshop plans it; all eight take three hours."""
        return MINUTES[self]


QUESTIONS = {
    Step.FRAME: "What are we here to find?",
    Step.INVENTORY: "What do we have?",
    Step.NATURE: "What is it really?",
    Step.PRODUCTS: "Who else could use it?",
    Step.MAP: "Which building blocks does each one need?",
    Step.SCORE: "Which are worth it?",
    Step.CHOOSE: "Where do we bet?",
    Step.ITERATE: "How do we learn fast?",
}
MINUTES = {
    Step.FRAME: 15,
    Step.INVENTORY: 25,
    Step.NATURE: 20,
    Step.PRODUCTS: 30,
    Step.MAP: 30,
    Step.SCORE: 25,
    Step.CHOOSE: 20,
    Step.ITERATE: 15,
}


@dataclass(frozen=True)
class StepProgress:
    """How far one step has come: done, or what is still missing, in sentences."""

    step: Step
    done: bool
    missing: tuple[str, ...]


def progress(worksheet: Worksheet) -> tuple[StepProgress, ...]:
    """Return the progress of every step, in order.

    A step is done when nothing is missing. What a team may do without never counts as missing: a budget, readiness
    levels, platform costs, dots, a second round of ratings, and iterations, which come after the workshop.
    """
    return tuple(_progress(step, tuple(sentence for sentence in find(worksheet) if sentence)) for step, find in FINDERS)


def _progress(step: Step, sentences: tuple[str, ...]) -> StepProgress:
    return StepProgress(step=step, done=not sentences, missing=sentences)


def _from_frame(worksheet: Worksheet) -> Iterator[str]:
    workshop = worksheet.workshop
    yield "" if workshop.purpose else "Nobody has written down the purpose yet."
    yield "" if worksheet.home_products else "No home product is named yet."
    yield "" if workshop.unit else "The unit of cost is not settled yet."
    yield "" if workshop.decider else "Nobody has said who decides."
    for axis in Axis:
        weights = [factor.weight for factor in worksheet.factors if factor.axis is axis]
        if not any(weights):
            yield f"All factors of {axis} weigh 0." if weights else f"There is no factor of {axis} yet."
    unclear = sum(not all(factor.anchors) for factor in worksheet.factors)
    yield _some(unclear, "factor has", "factors have", "a level without a written anchor.")


def _from_inventory(worksheet: Worksheet) -> Iterator[str]:
    capabilities = worksheet.capabilities
    yield "" if capabilities else "No capability has been added yet."
    yield _capabilities(sum(capability.kind is None for capability in capabilities), "no kind yet.")
    ownerless = sum(not capability.owner and capability.status is Status.IN_HOUSE for capability in capabilities)
    yield _capabilities(ownerless, "no owner yet.")
    yield _capabilities(sum(capability.build_cost is None for capability in capabilities), "no cost to build yet.")


def _from_nature(worksheet: Worksheet) -> Iterator[str]:
    in_house = [capability for capability in worksheet.capabilities if capability.status is Status.IN_HOUSE]
    yield "" if in_house else "There is no capability in house to look into yet."
    yield _capabilities(sum(not capability.nature for capability in in_house), "no nature yet.")
    if in_house and not any(capability.by_product for capability in in_house):
        yield "No by-product has been noted yet."


def _from_products(worksheet: Worksheet) -> Iterator[str]:
    kept = worksheet.considered
    yield "" if kept else "There is no adjacent product yet."
    yield _products(sum(not product.application for product in kept), "no application yet.")
    yield _products(sum(not product.customer for product in kept), "no customer yet.")
    if kept and not any(product.shortlisted for product in kept):
        yield "No product is on the shortlist yet."


def _from_map(worksheet: Worksheet) -> Iterator[str]:
    kept = {product.key for product in worksheet.considered}
    links = [link for link in worksheet.needed_links if link.product in kept]
    yield "" if kept else "There is no adjacent product to map yet."
    untouched = len(kept - {link.product for link in links})
    yield _some(untouched, "product needs", "products need", "no capability yet.")
    gaps = {capability.key for capability in worksheet.capabilities if capability.status is Status.MISSING}
    reused = [link for link in links if link.capability not in gaps]
    yield _some(sum(link.fit is None for link in reused), "link has", "links have", "no fit yet.")
    as_is = Fit.AS_IS
    unproven = sum(link.fit is as_is and not link.evidence for link in reused)
    yield _some(unproven, "claim of “as is” has", "claims of “as is” have", "no evidence yet.")


def _from_scores(worksheet: Worksheet) -> Iterator[str]:
    kept = {product.key for product in worksheet.considered}
    yield "" if kept else "There is no adjacent product to score yet."
    yield "" if worksheet.factors else "There is no factor to score by yet."
    yield "" if worksheet.participants else "Nobody has joined yet."
    rated = set(map(attrgetter("participant", "product", "factor"), worksheet.ratings))
    given = Counter(participant for participant, product, _ in rated if product in kept)
    asked = len(kept) * len(worksheet.factors)
    unfinished = sum(given[participant.key] < asked for participant in worksheet.participants)
    yield _some(unfinished, "participant has", "participants have", "not rated every product yet.")


def _from_choice(worksheet: Worksheet) -> Iterator[str]:
    kept = worksheet.considered
    yield "" if kept else "There is no adjacent product to choose yet."
    yield _products(sum(product.key not in worksheet.decision_by_product for product in kept), "no role yet.")
    if kept and not any(decision.role is Role.PRIMARY for decision in worksheet.decisions):
        yield "No product is the primary one yet."
    unexplained = sum(not decision.reason for decision in worksheet.decisions)
    yield _some(unexplained, "decision has", "decisions have", "no reason yet.")


def _from_iterations(worksheet: Worksheet) -> Iterator[str]:
    pursued = [decision for decision in worksheet.decisions if decision.role in PURSUED]
    yield "" if pursued else "No product has been chosen yet."
    for field, words in (("assumption", "riskiest assumption"), ("test", "test"), ("stop_rule", "rule to stop")):
        yield _products(sum(not getattr(decision, field) for decision in pursued), f"no {words} yet.")
    yield _products(sum(not decision.owner for decision in pursued), "nobody to see to it yet.")
    chosen = {decision.product for decision in pursued}
    needed = {link.capability for link in worksheet.needed_links if link.product in chosen}
    gaps = {capability.key for capability in worksheet.capabilities if capability.status is Status.MISSING}
    unplanned = needed & gaps - {plan.capability for plan in worksheet.gap_plans}
    yield _some(len(unplanned), "gap has", "gaps have", "no plan yet.")


def _capabilities(count: int, lack: str) -> str:
    return _some(count, "capability has", "capabilities have", lack)


def _products(count: int, lack: str) -> str:
    return _some(count, "product has", "products have", lack)


def _some(count: int, one: str, many: str, lack: str) -> str:
    """Return “3 capabilities have no nature yet.”, or nothing for none."""
    return f"{count} {one if count == 1 else many} {lack}" if count else ""


FINDERS = (
    (Step.FRAME, _from_frame),
    (Step.INVENTORY, _from_inventory),
    (Step.NATURE, _from_nature),
    (Step.PRODUCTS, _from_products),
    (Step.MAP, _from_map),
    (Step.SCORE, _from_scores),
    (Step.CHOOSE, _from_choice),
    (Step.ITERATE, _from_iterations),
)
