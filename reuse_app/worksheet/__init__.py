"""The document and its rules: nouns, scales, steps and checks. Knows no web, no session, no file format."""

from reuse_app.worksheet.document import (
    Capability,
    Constraints,
    Decision,
    Dot,
    Factor,
    GapPlan,
    Iteration,
    Link,
    Modification,
    Outcome,
    Participant,
    Product,
    Rating,
    Settings,
    Worksheet,
    Workshop,
)
from reuse_app.worksheet.scales import Axis, Fit, Kind, Need, Plan, Role, Status
from reuse_app.worksheet.values import Estimate

__all__ = [
    "Axis",
    "Capability",
    "Constraints",
    "Decision",
    "Dot",
    "Estimate",
    "Factor",
    "Fit",
    "GapPlan",
    "Iteration",
    "Kind",
    "Link",
    "Modification",
    "Need",
    "Outcome",
    "Participant",
    "Plan",
    "Product",
    "Rating",
    "Role",
    "Settings",
    "Status",
    "Worksheet",
    "Workshop",
]
