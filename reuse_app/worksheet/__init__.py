"""The document and its rules: nouns, scales, steps and checks. Knows no web, no session, no file format."""

from reuse_app.worksheet.capability import Capability
from reuse_app.worksheet.decision import Constraints, Decision, GapPlan, Iteration
from reuse_app.worksheet.document import Worksheet
from reuse_app.worksheet.estimate import Estimate
from reuse_app.worksheet.link import Change, Link
from reuse_app.worksheet.outcome import Outcome
from reuse_app.worksheet.product import Product
from reuse_app.worksheet.scales import Axis, Fit, Kind, Need, Plan, Role, Status
from reuse_app.worksheet.scoring import Dot, Factor, Participant, Rating
from reuse_app.worksheet.workshop import Settings, Workshop

__all__ = [
    "Axis",
    "Capability",
    "Change",
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
