"""How long guessing and dealing take, beside a plain pass over the atlas: `python -m tests.benchmarks.search`."""

import itertools
from functools import partial

from reuse_app.guide import PROMPTS, atlas
from reuse_app.guide.dealing import Dealt, Deck, Facet, HandCard, deal, facets_of
from reuse_app.worksheet import Capability, Worksheet, Workshop
from reuse_app.worksheet.guessing import guess
from reuse_app.worksheet.nature import VERBS
from tests.benchmarks.measuring import arguments, heading, measured, show

CAPABILITIES, PEOPLE, CARDS_EACH = 200, 200, 30
SIDES = ("nature", "by-product", "adjustment")
SENTENCE = "Keeps delicate goods from breaking while strangers carry them over rough ground."


def main() -> None:
    """Print the table."""
    arguments(__doc__).parse_args()
    limit = ("pass", measured(plain_pass, turns=200))
    heading("the search, 200 capabilities, 200 people, the whole atlas")
    show("a plain pass over the atlas", limit[1])
    show("read the atlas", measured(read_anew), limit=limit)
    show("guess verb and flow", measured(partial(guess.__wrapped__, SENTENCE), turns=200), "1 ms", limit=limit)
    show(
        "guess at 4,000 characters",
        measured(partial(guess.__wrapped__, "lorem ipsum " * 333), turns=200),
        "1 ms",
        limit=limit,
    )
    show("read 200 capabilities", measured(lambda: facets_of(SHEET)), "20 ms", limit=limit)
    for name, looks in (("nothing dealt yet", ()), ("6,000 cards dealt", dealt())):
        deck, people = deck_of(looks), itertools.cycle(map(str, range(PEOPLE)))
        show(f"a hand, {name}", measured(lambda: deal(deck, next(people)), turns=PEOPLE), "20 ms", limit=limit)  # noqa: B023  # called at once
        show(f"the first hand of a revision, {name}", measured(lambda: deal(deck_of(looks), "0")), "20 ms", limit=limit)  # noqa: B023


def read_anew() -> None:
    """Read the file as a process that has just started."""
    atlas.problems.cache_clear()
    atlas.problems()


def plain_pass() -> int:
    """Dealt at every problem once, as little as anything that looks for one must do."""
    return sum(problem.verb == "store" and problem.flow == "signal" for problem in atlas.problems())


def deck_of(looks: tuple[Dealt, ...]) -> Deck:
    """The deck of a large workshop."""
    return Deck("large", FACETS, PROMPTS, atlas.problems(), home="29", looks=looks)


def dealt() -> tuple[Dealt, ...]:
    """What a room has been dealt by the end of the step, a different card each time."""
    crossings = ((facet, problem) for problem in atlas.problems() for facet in FACETS if facet.verb == problem.verb)
    return tuple(
        Dealt(str(number % PEOPLE), HandCard(facet.capability, facet.of, problem.key))
        for number, (facet, problem) in enumerate(itertools.islice(crossings, PEOPLE * CARDS_EACH))
    )


SHEET = Worksheet(
    workshop=Workshop(title="Large"),
    capabilities=tuple(
        Capability(key=f"c{number}", name=str(number), nature=f"{SENTENCE} {number}", by_product=f"Heat {number}")
        for number in range(CAPABILITIES)
    ),
)
FACETS = [
    Facet(f"c{number}", side, verb)
    for number, verb in zip(range(CAPABILITIES), itertools.cycle(VERBS), strict=False)
    for side in SIDES
]


if __name__ == "__main__":
    main()
