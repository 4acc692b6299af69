"""What the analysis takes in processor seconds, beside what is least: `python -m tests.benchmarks.analysis`.

The analysis stands beside a plain pass over the same links, the best set beside what HiGHS, a solver for mixed integer
programs, finds in the same run. Published are set-union knapsacks of He et al. 2018, with the best value known.
"""

import resource
import statistics
import time
from collections.abc import Callable, Iterator

from reuse_app.analysis import analyse
from reuse_app.analysis.cost.adaptation import read_cells
from reuse_app.analysis.cost.bills import write_bills
from reuse_app.analysis.portfolio.choice import Choice, write_offer
from reuse_app.analysis.portfolio.search import find_sets
from reuse_app.analysis.portfolio.valuation import value_estimates, value_products
from reuse_app.worksheet import Worksheet
from tests.analysis.portfolio.choices import drawn_choice
from tests.analysis.portfolio.test_against_highs import best_worth
from tests.analysis.portfolio.test_published import BEST_KNOWN, published
from tests.benchmarks.measuring import arguments
from tests.benchmarks.sheets import large_worksheet

RUNS = 5


def main() -> None:
    """Print one line for each worksheet, and one for each choice."""
    asked = arguments(__doc__)
    asked.add_argument("--seconds", type=float, default=60, help="after which HiGHS stops, as a clock counts them")
    longest = asked.parse_args().seconds
    measure_analysis()
    print(f"\n{'best sets':38}{'ours':>10}{'s':>8}{'short by':>10}{'HiGHS':>10}{'s':>8}{'short by':>10}")
    for name, choice in choices():
        compare(name, choice, longest)


def measure_analysis() -> None:
    """Print what whole worksheets take."""
    whole = large_worksheet()
    choice = large_worksheet(capabilities=100, products=30, raters=1)
    passing = seconds(lambda: plain_pass(whole))
    print(f"{'a plain pass over the links':44}{passing:9.4f} s")
    for title, goal, worksheet in (
        ("analysis, 200 capabilities x 50 products x 30", 1.0, whole),
        ("analysis, 100 capabilities x 30 products", 1.0, choice),
    ):
        findings = analyse(worksheet)
        taken = seconds(lambda worksheet=worksheet: analyse(worksheet))  # type: ignore[misc]  # bound for each turn
        proven = "proven" if findings.portfolio.proven else f"gap {findings.portfolio.gap:.1%}"
        print(f"{title:44}{taken:9.3f} s {taken / passing:8.0f} passes   goal {goal} s   best set {proven}")
    print(f"{'peak memory':44}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:9.0f} MB{'':18}goal 200 MB")


def choices() -> Iterator[tuple[str, Choice]]:
    """Yield dense and sparse choices, then the published ones."""
    yield "50 products, 200 capabilities, dense", drawn_choice(50, 200, seed=1, density=0.5)
    yield "200 products, 50 capabilities, dense", drawn_choice(200, 50, seed=1, density=0.5)
    yield "30 products, 100 capabilities, sparse", drawn_choice(30, 100, seed=1, density=0.05)
    yield "100 products, 30 capabilities, sparse", drawn_choice(100, 30, seed=1, density=0.05)
    for name, best in BEST_KNOWN.items():
        yield f"{name}, best known {best}", choice_of(published(name))


def choice_of(worksheet: Worksheet) -> Choice:
    """What can be chosen in a worksheet whose products have values in a unit of their own."""
    bills = write_bills(read_cells(worksheet), worksheet.considered)
    values = value_estimates(worksheet, value_products(worksheet, {}), {})
    offer = write_offer(bills, values, worksheet.constraints)
    return offer.choice(worksheet.constraints, budget=worksheet.workshop.budget, less_cost=False)


def compare(name: str, choice: Choice, longest: float) -> None:
    """Print what we find, with the runners-up and the next step, and what HiGHS finds: the best set alone."""
    began = time.process_time()
    ours = find_sets(choice).solution
    then = time.process_time()
    theirs, short = best_worth(choice, seconds=longest)
    took, gap = time.process_time() - then, ours.gap or 0.0
    line = f"{name:38}{ours.worths[0]:>10.1f}{then - began:>8.2f}{gap:>10.1%}"
    print(f"{line}{theirs:>10.1f}{took:>8.2f}{short:>10.1%}", flush=True)


def plain_pass(worksheet: Worksheet) -> float:
    """Add up what is needed, as little as anything that looks at every link must do."""
    total = 0.0
    for link in worksheet.links:
        capability = worksheet.capability_by_key[link.capability]
        total += int(link.need) * (capability.build_cost.likely if capability.build_cost else 0)
    return total


def seconds(measured: Callable[[], object]) -> float:
    """The median processor time of a few runs, which is the same however busy the machine is."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        measured()
        times.append(time.process_time() - start)
    return statistics.median(times)


if __name__ == "__main__":
    main()
