"""What anything can do to anything: the verbs that carry a capability over to another field, and what they act on.

The first 21 are those of the functional basis: J. Hirtz, R. Stone, D. McAdams, S. Szykman and K. Wood, NIST Technical
Note 1447, 2002. The last nine are ours, for what people do to people. The meanings are in our words.
"""

VERBS = {
    "separate": "take apart what comes together",
    "distribute": "spread over many places, to each its share",
    "import": "bring in from outside",
    "export": "send out, get rid of",
    "transfer": "carry from one place to another",
    "guide": "keep on the right way",
    "couple": "join so that it holds together",
    "mix": "make one of several",
    "actuate": "set going at the right moment",
    "regulate": "keep as much as is wanted, no more and no less",
    "change": "give another shape, size or strength",
    "stop": "keep out, hold off, bring to rest",
    "convert": "turn one kind of thing into another",
    "store": "keep until it is wanted",
    "supply": "have it there when it is wanted",
    "sense": "notice, find, measure",
    "indicate": "make it plain to somebody",
    "process": "work out what it means",
    "stabilise": "keep steady although something pushes",
    "secure": "hold fast, so that it does not get away",
    "position": "bring to the exact place",
    "predict": "say beforehand what will happen",
    "decide": "choose one of several",
    "match": "bring together what fits",
    "translate": "say it so that others understand",
    "teach": "make somebody able to do it",
    "verify": "show whether it is true",
    "persuade": "move somebody to do it",
    "schedule": "give each its time",
    "insure": "carry a loss together",
}
"""Each verb, and what it means."""

PEOPLE_VERBS = ("predict", "decide", "match", "translate", "teach", "verify", "persuade", "schedule", "insure")

FLOWS = {
    "material": "things, stuff, living beings",
    "energy": "heat, light, sound, power, force",
    "signal": "words, pictures, figures, money on an account",
    "people": "what somebody wants, knows or does",
}
"""What a verb acts on, and what belongs to it."""


def known_verb(verb: str) -> str:
    """Return a verb of the list; raises ValueError for another one."""
    if verb not in VERBS:
        raise ValueError(f"There is no verb “{verb}”. There are: {', '.join(VERBS)}.")
    return verb
