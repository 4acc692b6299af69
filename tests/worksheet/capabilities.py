"""Capabilities for the tests of comparing and merging."""

import datetime as dt

from hypothesis import strategies as st

from reuse_app.worksheet import Capability, Estimate, Kind


def capability(key: str, name: str = "", **fields: object) -> Capability:
    return Capability.model_validate({"key": key, "name": name or key.title(), **fields})


COSTS = st.sampled_from([None, Estimate(low=1, likely=2, high=4), Estimate(low=5, likely=5, high=5)])
CAPABILITIES = st.builds(
    Capability,
    key=st.sampled_from(["vision", "grip", "battery", "maps", "speech"]),
    name=st.sampled_from(["Vision", "Computer vision", "Computer visions", "Grip", "Batteries", "Battery"]),
    kind=st.sampled_from([None, Kind.SOFTWARE]),
    nature=st.sampled_from(["", "Recognise objects", "Recognise an object", "Hold things"]),
    description=st.sampled_from(["", "Cameras and a network."]),
    build_cost=COSTS,
    trl=st.sampled_from([None, 3, 9]),
    checked=st.sampled_from([None, dt.date(2026, 11, 2)]),
)
INVENTORIES = st.lists(CAPABILITIES, max_size=5, unique_by=lambda one: one.key)
