"""How long the analysis takes, beside a plain pass over the same links: `python -m tests.benchmarks.analysis`."""

import resource
import statistics
import time
from collections.abc import Callable

from reuse_app.analysis import analyse
from reuse_app.worksheet import Worksheet
from tests.benchmarks.measuring import arguments
from tests.benchmarks.sheets import large_worksheet

RUNS = 5


def main() -> None:
    """Print one line for each figure: the time, how many plain passes that is, and the goal."""
    arguments(__doc__).parse_args()
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


def plain_pass(worksheet: Worksheet) -> float:
    """Add up what is needed, as little as anything that looks at every link must do."""
    total = 0.0
    for link in worksheet.links:
        capability = worksheet.capability_by_key[link.capability]
        total += int(link.need) * (capability.build_cost.likely if capability.build_cost else 0)
    return total


def seconds(measured: Callable[[], object]) -> float:
    """The median time of a few runs."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        measured()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


if __name__ == "__main__":
    main()
