"""The largest worksheets a file can hold, and dense ones, on the command line: `python -m tests.benchmarks.limits`.

Processor seconds of the commands and of what they start, which say the same however busy the machine is.
"""

import json
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from reuse_app.exchange.errors import MOST_BYTES
from reuse_app.worksheet import Worksheet
from tests.benchmarks.measuring import arguments
from tests.benchmarks.sheets import large_worksheet

SIZES = ((200, 50, 1.0), (50, 200, 1.0), (180, 500, 1.0), (2000, 50, 1.0), (2000, 500, 0.1))
"""Capabilities, products, and which share of the links there is; a file has room for some 80,000 of them."""
COMMANDS = (
    "check",
    "analyse",
    "analyse --json",
    *(f"report {kind}" for kind in ("md", "html", "pdf", "docx", "pptx", "xlsx", "csv", "json")),
)
GOAL = 20
"""Processor seconds that no command takes longer than. Documents tell the first part of large tables for that."""
BYTES_OF_A_LINK = 55
ROOM_LEFT = 20_000


def main() -> None:
    """Print a line for each worksheet and command."""
    asked = arguments(__doc__)
    asked.add_argument("sizes", nargs="*", help="some of the sizes, such as 2000x500; all without a word")
    sizes = asked.parse_args().sizes
    with TemporaryDirectory() as folder:
        for capabilities, products, density in SIZES:
            name = f"{capabilities}x{products}"
            if sizes and name not in sizes:
                continue
            whole = large_worksheet(capabilities=capabilities, products=products, raters=1, density=density)
            file = Path(folder) / f"{name}.json"
            file.write_text(as_short_as_can_be(whole), encoding="utf-8")
            for command in COMMANDS:
                show(name, command, file)


def as_short_as_can_be(worksheet: Worksheet) -> str:
    """A worksheet file without a letter too many, with as many links as it has room for; half of all is affordable."""
    data: dict[str, Any] = json.loads(worksheet.model_dump_json(exclude_defaults=True))
    keys = {
        each["key"]: short(number) for part in ("capabilities", "products") for number, each in enumerate(data[part])
    }
    for each in [*data["capabilities"], *data["products"]]:
        each.update(key=keys[each["key"]], name=keys[each["key"]])
    for rating in data["ratings"]:
        rating["product"] = keys[rating["product"]]
    links = [{"capability": keys[a.capability], "product": keys[a.product], "need": a.need} for a in worksheet.links]
    data["workshop"]["budget"] = round(half_of_all(worksheet))
    whole = {"format": "reuse-worksheet", "version": 1, **data, "links": []}
    room = (MOST_BYTES - ROOM_LEFT - len(json.dumps(whole, separators=(",", ":")))) // BYTES_OF_A_LINK
    every = max(1.0, len(links) / room)
    whole["links"] = [links[int(number * every)] for number in range(int(len(links) / every))]
    return json.dumps(whole, separators=(",", ":"))


def short(number: int) -> str:
    """A key of three letters."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return letters[number // 676] + letters[number // 26 % 26] + letters[number % 26]


def half_of_all(worksheet: Worksheet) -> float:
    """Half of what all products would cost beside what adapting takes."""
    once = [each.platform_cost or each.build_cost for each in worksheet.capabilities]
    return sum(cost.likely for cost in (*once, *(each.own_cost for each in worksheet.products)) if cost) / 2


def show(name: str, command: str, file: Path) -> None:
    """Run a command and print what it took."""
    word, _, kind = command.partition(" ")
    more = ["-o", str(file.with_suffix(f".{kind}"))] if word == "report" else [kind] if kind else []
    before, began = used(), perf_counter()
    done = subprocess.run(  # our own command
        [sys.executable, "-m", "reuse_app", word, str(file), *more], capture_output=True, check=False
    )
    taken = used() - before
    said = "" if done.returncode == 0 else f"  {done.stderr.decode()[-100:]}"
    print(
        f"{name:10}{command:16}{taken:8.1f} s of computing {perf_counter() - began:8.1f} s  goal {GOAL} s{said}",
        flush=True,
    )


def used() -> float:
    """Processor seconds of what this process has started and seen end."""
    of = resource.getrusage(resource.RUSAGE_CHILDREN)
    return of.ru_utime + of.ru_stime


if __name__ == "__main__":
    main()
