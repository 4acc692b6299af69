"""The four terms of SIMPLE, in numbers or, for a team without numbers, as higher and lower."""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from math import fsum
from statistics import fmean
from typing import Literal

from pydantic import Field

from reuse_app.analysis.cost.adaptation import Cell
from reuse_app.analysis.cost.bills import ORGANISATION, Bills, total
from reuse_app.analysis.finding import Finding
from reuse_app.worksheet import Capability, Status

FREE = 1e-12
Verdict = Literal["cheaper", "dearer", "same", "depends"]


class Simple(Finding):
    """C = organisation + core + unique + reuse, against what the products cost alone."""

    organisation: float = Field(description="C_org: what it takes once to run the products as a family.")
    core: float = Field(description="C_cab: what is paid once for shared capabilities.")
    unique: float = Field(description="Sum of C_unique: own costs, and capabilities built anew for one product.")
    reuse: float = Field(description="Sum of C_reuse: what products pay to bring shared capabilities in.")
    total: float = Field(description="The sum of the four.")
    standalone: float = Field(description="Sum of C_prod: what the products would cost a stranger, one by one.")
    savings: float = Field(description="standalone - total.")
    roi: float | None = Field(description="savings / (organisation + core); null when nothing is paid for sharing.")


class Tendency(StrEnum):
    """How a term of the family compares with building each product alone."""

    LOWER = "lower"
    SAME = "same"
    HIGHER = "higher"


class QualitativeSimple(Finding):
    """Which way each term goes when capabilities are shared, and what follows."""

    organisation: Tendency = Field(description="C_org, higher as soon as two products share a capability.")
    core: Tendency = Field(description="C_cab, higher when something is built or made shareable.")
    unique: Tendency = Field(description="C_unique.")
    reuse: Tendency = Field(description="C_reuse, against building the same capabilities anew.")
    verdict: Verdict = Field(description="What follows for the cost of sharing.")
    sentence: str = Field(description="The verdict with its reason.")


def qualitative_simple(
    *, organisation: Tendency, core: Tendency, unique: Tendency, reuse: Tendency
) -> QualitativeSimple:
    """Return what the directions of the four terms say about sharing, for a team without numbers.

    Source: McGregor, Qualitative SIMPLE, Journal of Object Technology, 2008.
    """
    terms = {"organisation": organisation, "core": core, "unique": unique, "reuse": reuse}
    up = [name for name, tendency in terms.items() if tendency is Tendency.HIGHER]
    down = [name for name, tendency in terms.items() if tendency is Tendency.LOWER]
    verdict, sentence = _verdict(up, down)
    return QualitativeSimple(
        organisation=organisation, core=core, unique=unique, reuse=reuse, verdict=verdict, sentence=sentence
    )


def sum_terms(bills: Bills) -> Simple:
    """Return the four terms of these products as a family, at likely costs, in the workshop's unit.

    Source: Clements, McGregor & Cohen, The Structured Intuitive Model for Product Line Economics, CMU/SEI-2005-TR-003.
    """
    likely = bills.likely
    organisation = likely.get(ORGANISATION, 0.0) if len(bills.products) > 1 else 0.0
    core = fsum(total(bill, likely) for bill, _ in bills.shared.values())
    unique = fsum(total(bill, likely) for bill in bills.unique)
    reuse = fsum(total(bill, likely) for bill in bills.reuse)
    standalone = fsum(total(bill, likely) for bill in bills.rebuild)
    for_sharing = organisation + core
    savings = standalone - (for_sharing + unique + reuse)
    return Simple(
        organisation=organisation,
        core=core,
        unique=unique,
        reuse=reuse,
        total=for_sharing + unique + reuse,
        standalone=standalone,
        savings=savings,
        roi=savings / for_sharing if for_sharing > FREE else None,
    )


def compare_terms(cells: Sequence[Cell]) -> QualitativeSimple:
    """Return the directions of the four terms as the map of needs suggests them, whether or not costs are stated."""
    shared = [cell for cell in cells if cell.is_shared]
    users = Counter(cell.capability.key for cell in shared)
    is_paid_once = any(_is_paid_once(cell.capability) for cell in shared)
    return qualitative_simple(
        organisation=Tendency.HIGHER if max(users.values(), default=0) > 1 else Tendency.SAME,
        core=Tendency.HIGHER if is_paid_once else Tendency.SAME,
        unique=Tendency.SAME,
        reuse=_tendency(fmean(cell.modifier for cell in shared) - 1 if shared else 0.0),
    )


def _is_paid_once(capability: Capability) -> bool:
    stated = capability.platform_cost is not None and capability.platform_cost.high > 0
    return stated or capability.status is Status.MISSING


def _tendency(difference: float) -> Tendency:
    if difference == 0:
        return Tendency.SAME
    return Tendency.LOWER if difference < 0 else Tendency.HIGHER


def _verdict(up: Sequence[str], down: Sequence[str]) -> tuple[Verdict, str]:
    if up and down:
        weighed = f"what is lower ({', '.join(down)}) must outweigh what is higher ({', '.join(up)})"
        return "depends", f"It depends: {weighed}; the more products share, the likelier."
    if up:
        return "dearer", f"Sharing costs more: {', '.join(up)} higher, nothing lower."
    if down:
        return "cheaper", f"Sharing costs less: {', '.join(down)} lower, nothing higher."
    return "same", "Sharing costs the same: no term differs."
