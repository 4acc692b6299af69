"""Worksheets of hostile texts and odd numbers with an entry in every list, for round trips."""

from typing import Any

from hypothesis import strategies as st

from reuse_app.worksheet import Worksheet, Workshop
from reuse_app.worksheet.document import LISTS
from reuse_app.worksheet.validation.worksheet import checked
from tests.exchange.capabilities import KEYS, nouns

FIXED: dict[str, dict[str, Any]] = {
    "dots": {"count": 1},
    "products": {"home": False},
    "notes": {"capability": None, "product": KEYS[0]},
}
"""What the rules between parts ask for."""


@st.composite
def worksheets(draw: st.DrawFn, /) -> Worksheet:
    """A worksheet with two things that have keys in each of their lists and one entry in every other list."""
    data: dict[str, Any] = {"workshop": draw(nouns(Workshop))}
    for name, part in LISTS.items():
        every = [{"key": key} for key in KEYS] if part.identity == ("key",) else [{}]
        data[name] = [draw(nouns(part.noun, **keys, **FIXED.get(name, {}))) for keys in every]
    exclusive = draw(st.sampled_from([[], [[*KEYS]], [[*KEYS], [*reversed(KEYS)]]]))
    at_least = draw(st.sampled_from([[], [{"of": [KEYS[0]], "count": 1}], [{"of": [*KEYS], "count": 1}] * 2]))
    requires = draw(st.sampled_from([[], [[*KEYS]], [{"product": KEYS[1], "needs": KEYS[0]}]]))
    data["constraints"] = {"exclusive": exclusive, "at_least": at_least, "requires": [] if exclusive else requires}
    data["constraints"] |= {"must_have": draw(st.sampled_from([[], [KEYS[0]]]))}
    return checked(data)
