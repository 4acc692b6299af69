"""What anything can do to anything: the verbs that carry a capability over to another field, and what they act on.

The first 21 are those of the functional basis: J. Hirtz, R. Stone, D. McAdams, S. Szykman and K. Wood, NIST Technical
Note 1447, 2002. The last nine are ours, for what people do to people. The meanings are in our words.
"""

from enum import StrEnum


class Verb(StrEnum):
    """What something does, whatever product it is in."""

    SEPARATE = "separate"
    DISTRIBUTE = "distribute"
    IMPORT = "import"
    EXPORT = "export"
    TRANSFER = "transfer"
    GUIDE = "guide"
    COUPLE = "couple"
    MIX = "mix"
    ACTUATE = "actuate"
    REGULATE = "regulate"
    CHANGE = "change"
    STOP = "stop"
    CONVERT = "convert"
    STORE = "store"
    SUPPLY = "supply"
    SENSE = "sense"
    INDICATE = "indicate"
    PROCESS = "process"
    STABILISE = "stabilise"
    SECURE = "secure"
    POSITION = "position"
    PREDICT = "predict"
    DECIDE = "decide"
    MATCH = "match"
    TRANSLATE = "translate"
    TEACH = "teach"
    VERIFY = "verify"
    PERSUADE = "persuade"
    SCHEDULE = "schedule"
    INSURE = "insure"


class Flow(StrEnum):
    """What a verb acts on."""

    MATERIAL = "material"
    ENERGY = "energy"
    SIGNAL = "signal"
    PEOPLE = "people"


VERBS: dict[str, str] = {
    Verb.SEPARATE: "take apart what comes together",
    Verb.DISTRIBUTE: "spread over many places, to each its share",
    Verb.IMPORT: "bring in from outside",
    Verb.EXPORT: "send out, get rid of",
    Verb.TRANSFER: "carry from one place to another",
    Verb.GUIDE: "keep on the right way",
    Verb.COUPLE: "join so that it holds together",
    Verb.MIX: "make one of several",
    Verb.ACTUATE: "set going at the right moment",
    Verb.REGULATE: "keep as much as is wanted, no more and no less",
    Verb.CHANGE: "give another shape, size or strength",
    Verb.STOP: "keep out, hold off, bring to rest",
    Verb.CONVERT: "turn one kind of thing into another",
    Verb.STORE: "keep until it is wanted",
    Verb.SUPPLY: "have it there when it is wanted",
    Verb.SENSE: "notice, find, measure",
    Verb.INDICATE: "make it plain to somebody",
    Verb.PROCESS: "work out what it means",
    Verb.STABILISE: "keep steady although something pushes",
    Verb.SECURE: "hold fast, so that it does not get away",
    Verb.POSITION: "bring to the exact place",
    Verb.PREDICT: "say beforehand what will happen",
    Verb.DECIDE: "choose one of several",
    Verb.MATCH: "bring together what fits",
    Verb.TRANSLATE: "say it so that others understand",
    Verb.TEACH: "make somebody able to do it",
    Verb.VERIFY: "show whether it is true",
    Verb.PERSUADE: "move somebody to do it",
    Verb.SCHEDULE: "give each its time",
    Verb.INSURE: "carry a loss together",
}
"""Each verb, and what it means."""

FAMILIES = (
    (Verb.SEPARATE, Verb.DISTRIBUTE),
    (Verb.IMPORT, Verb.EXPORT, Verb.TRANSFER, Verb.GUIDE),
    (Verb.COUPLE, Verb.MIX),
    (Verb.ACTUATE, Verb.REGULATE, Verb.CHANGE, Verb.STOP),
    (Verb.CONVERT,),
    (Verb.STORE, Verb.SUPPLY),
    (Verb.SENSE, Verb.INDICATE, Verb.PROCESS),
    (Verb.STABILISE, Verb.SECURE, Verb.POSITION),
    (Verb.PREDICT, Verb.DECIDE, Verb.VERIFY),
    (Verb.TRANSLATE, Verb.TEACH, Verb.PERSUADE),
    (Verb.MATCH, Verb.SCHEDULE, Verb.INSURE),
)
"""Verbs that are easily taken for each other: the classes of the functional basis, and three of our own."""

FLOWS: dict[str, str] = {
    Flow.MATERIAL: "things, stuff, living beings",
    Flow.ENERGY: "heat, light, sound, power, force",
    Flow.SIGNAL: "words, pictures, figures, money on an account",
    Flow.PEOPLE: "what somebody wants, knows or does",
}
"""What a verb acts on, and what belongs to it."""


def known_verb(verb: str) -> str:
    """Return a verb of the list; raises ValueError for another one."""
    if verb not in VERBS:
        raise ValueError(f"There is no verb “{verb}”. There are: {', '.join(VERBS)}.")
    return verb
