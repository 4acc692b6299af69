"""Hostile strings, and capabilities made of them, for round trips."""

import json
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from reuse_app.worksheet import Capability, Estimate, Kind, Status

DATA = Path(__file__).parents[1] / "data"

HOSTILE = [
    # some of every tenth string of minimaxir/big-list-of-naughty-strings (MIT)
    "True",
    "-1/2",
    "+0",
    "NaN",
    "1.000,00",
    ",./;'[]\\-=",
    "\"'\"'\"''''\"",
    "\u0645\u064f\u0646\u064e\u0627\u0642\u064e\u0634\u064e\u0629\u064f",
    "\ud83c\uddfa\ud83c\uddf8\ud83c\uddf7\ud83c\uddfa\ud83c\uddf8",
    "</script><script>alert(123)</script>",
    "1'; DROP TABLE users-- 1",
    "--help",
    # one of payloadbox/xss-payload-list (MIT)
    '<a onclick="alert(1)">test</a>',
    # and our own
    "=1+1",
    "@SUM(A1)",
    "'=1+1",
    "''",
    "'tis",
    "a\nb",
    "a\tb;c,d",
    "\ufeffbom",
    "\u2028",
    "\x85",
]
SAMPLES = [
    text for name in ("naughty-strings", "xss-payloads") for text in json.loads((DATA / f"{name}.json").read_bytes())
]

ALL = HOSTILE + SAMPLES
TEXTS = st.integers(0, len(ALL) - 1).map(lambda index: ALL[index]) | st.text(max_size=30)
AMOUNTS = st.floats(0, 1e12) | st.integers(0, 10**12).map(float)
ESTIMATES = (
    st.lists(AMOUNTS, min_size=3, max_size=3)
    .map(sorted)
    .map(lambda amounts: Estimate(low=amounts[0], likely=amounts[1], high=amounts[2]))
)
CAPABILITIES = st.builds(
    Capability,
    key=st.sampled_from(["vision", "4", "a_b-c", "k" * 40, "nan", "true"]),
    name=TEXTS.map(lambda text: f"n{text}"[:200]),
    kind=st.none() | st.sampled_from(Kind),
    status=st.sampled_from(Status),
    home_product=st.none() | st.just("car"),
    owner=TEXTS.map(lambda text: text[:200]),
    description=TEXTS,
    evidence=TEXTS,
    trl=st.none() | st.integers(1, 9),
    rrl=st.none() | st.integers(1, 9),
    build_cost=st.none() | ESTIMATES,
    platform_cost=st.none() | ESTIMATES,
    understanding=st.none() | st.floats(10, 50),
    nature=TEXTS,
    by_product=TEXTS,
    adjustment=TEXTS,
    audience=TEXTS,
    checked=st.none() | st.dates(),
)
INVENTORIES = st.lists(CAPABILITIES, max_size=3, unique_by=lambda capability: capability.key)

round_trip = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""Generating twenty columns of text takes its time on a busy machine."""


def capability(key: str = "vision", name: str = "Vision", **fields: object) -> Capability:
    return Capability.model_validate({"key": key, "name": name, **fields})
