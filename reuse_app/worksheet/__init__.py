"""The document and its rules: nouns, scales, steps and checks. Knows no web, no session, no file format."""

from reuse_app.worksheet.constraints import AtLeast, Constraints, Requires
from reuse_app.worksheet.document import (
    Capability,
    Decision,
    Dot,
    Factor,
    GapPlan,
    Link,
    Look,
    Modification,
    Origin,
    Participant,
    Product,
    Rating,
    Set,
    SetProduct,
    Settings,
    Worksheet,
    Workshop,
)
from reuse_app.worksheet.nature import Flow, Verb
from reuse_app.worksheet.notes import Note
from reuse_app.worksheet.outcomes import Iteration, Outcome
from reuse_app.worksheet.scales import Aim, Aspect, Axis, Fit, Kind, Need, Plan, Reply, Role, Status, Terms
from reuse_app.worksheet.values import Estimate

__all__ = [
    "Aim",
    "Aspect",
    "AtLeast",
    "Axis",
    "Capability",
    "Constraints",
    "Decision",
    "Dot",
    "Estimate",
    "Factor",
    "Fit",
    "Flow",
    "GapPlan",
    "Iteration",
    "Kind",
    "Link",
    "Look",
    "Modification",
    "Need",
    "Note",
    "Origin",
    "Outcome",
    "Participant",
    "Plan",
    "Product",
    "Rating",
    "Reply",
    "Requires",
    "Role",
    "Set",
    "SetProduct",
    "Settings",
    "Status",
    "Terms",
    "Verb",
    "Worksheet",
    "Workshop",
]
