"""The closed scales of the worksheet, with the words that say what each level means."""

from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What sort of thing a capability is."""

    HARDWARE = "hardware"
    SOFTWARE = "software"
    ALGORITHM = "algorithm"
    DATA = "data"
    COMPUTE = "compute"
    PROCESS = "process"
    PEOPLE = "people"
    BRAND = "brand"
    NETWORK = "network"


class Status(StrEnum):
    """Whether somebody in house has the capability; a needed one that is missing is a gap."""

    IN_HOUSE = "in-house"
    MISSING = "missing"


class Aspect(StrEnum):
    """What of a capability somebody else could use."""

    NATURE = "nature"
    BY_PRODUCT = "by-product"
    ADJUSTMENT = "adjustment"


class Reply(StrEnum):
    """What somebody said to a card: nothing comes to mind, something might, or nobody here needs its prompt again."""

    PASSED = "passed"
    KEPT = "kept"
    REFUSED = "refused"


class Aim(StrEnum):
    """Where people are to look: near home, some near and some far, or far away."""

    NEAR = "near"
    MIXED = "mixed"
    FAR = "far"


class Terms(StrEnum):
    """On what terms the organisation may use a capability."""

    OURS = "ours"
    LICENSED = "licensed"
    CONSENT = "consent"
    EXCLUSIVE = "exclusive"


class Axis(StrEnum):
    """The two axes on which products are scored."""

    POTENTIAL = "potential"
    CHALLENGE = "challenge"


class Need(IntEnum):
    """How much a product depends on a capability (0, 1, 3, 9, as is practice in quality function deployment)."""

    NONE = 0
    WEAK = 1
    MODERATE = 3
    STRONG = 9


class Fit(StrEnum):
    """How a capability would be reused in a product."""

    AS_IS = "as-is"
    ADJUST = "adjust"
    REWORK = "rework"
    NEW = "new"


class Role(StrEnum):
    """The part a product plays after the decision (after Gruber & Tal, Where to Play, 2017)."""

    PRIMARY = "primary"
    GROWTH = "growth"
    BACKUP = "backup"
    KEEP_OPEN = "keep-open"
    IN_STORAGE = "in-storage"


PURSUED = (Role.PRIMARY, Role.GROWTH, Role.BACKUP)
"""The roles of the products on which a team bets, in the order in which they are named."""


class Plan(StrEnum):
    """How a gap is to be closed."""

    BUILD = "build"
    OPEN_SOURCE = "open-source"
    BUY = "buy"
    PARTNER = "partner"


LEVELS = ("low", "mid", "high", "super high")
"""The names of rating levels 1 to 4."""

WORDS: dict[Status | Terms | Need | Fit | Role | Plan, str] = {
    Status.IN_HOUSE: "in house",
    Status.MISSING: "missing",
    Terms.OURS: "ours",
    Terms.LICENSED: "licensed to us",
    Terms.CONSENT: "another’s, by consent",
    Terms.EXCLUSIVE: "promised to one use",
    Need.NONE: "not needed",
    Need.WEAK: "weak",
    Need.MODERATE: "moderate",
    Need.STRONG: "strong",
    Fit.AS_IS: "as is",
    Fit.ADJUST: "adjust",
    Fit.REWORK: "rework",
    Fit.NEW: "new",
    Role.PRIMARY: "primary",
    Role.GROWTH: "growth option",
    Role.BACKUP: "backup",
    Role.KEEP_OPEN: "keep open",
    Role.IN_STORAGE: "in storage",
    Plan.BUILD: "build",
    Plan.OPEN_SOURCE: "adapt open source",
    Plan.BUY: "buy",
    Plan.PARTNER: "partner",
}

FIT_MEANINGS = {
    Fit.AS_IS: "used unchanged; only integration is checked",
    Fit.ADJUST: "one slight adjustment makes it fit",
    Fit.REWORK: "about half of it changes",
    Fit.NEW: "built anew for this product",
}

TRL_MEANINGS = {
    1: "principle observed",
    2: "application formulated",
    3: "concept proven by experiment",
    4: "works in the laboratory",
    5: "works in a relevant environment",
    6: "model shown in a relevant environment",
    7: "shown in its operating environment",
    8: "complete and qualified",
    9: "proven in use",
}
"""Technology readiness levels 1 to 9, in our words (ISO 16290)."""

RRL_MEANINGS = {
    1: "better not reused",
    2: "reuse not practical",
    3: "by experts, with much effort",
    4: "by most people, with some effort",
    5: "at a reasonable cost",
    6: "easily, at some cost",
    7: "easily, at hardly any cost",
    8: "reused by several teams here",
    9: "reused widely, with a record",
}
"""Reuse readiness levels 1 to 9, in our words (NASA, Reuse Readiness Levels 1.0, 2010)."""

ASSESSMENT_MEANINGS = {
    0: "none",
    2: "a basic search and its documents",
    4: "some test and evaluation",
    6: "considerable test and evaluation",
    8: "extensive test and evaluation",
}
"""COCOMO II assessment and assimilation increments, percent of building anew (Boehm et al. 2000)."""

UNDERSTANDING_MEANINGS = {10: "very high", 20: "high", 30: "nominal", 40: "low", 50: "very low"}
"""COCOMO II understanding increments: how clear and self-describing the capability is."""

UNFAMILIARITY_MEANINGS = {
    0.0: "completely familiar",
    0.2: "mostly familiar",
    0.4: "somewhat familiar",
    0.6: "considerably unfamiliar",
    0.8: "mostly unfamiliar",
    1.0: "completely unfamiliar",
}
"""COCOMO II unfamiliarity: how well the team knows the capability."""
