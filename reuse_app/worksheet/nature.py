"""What a capability does with the product stripped away: verbs, what they act on, and advice on the sentence.

The first 21 verbs are those of the functional basis: J. Hirtz, R. Stone, D. McAdams, S. Szykman and K. Wood, NIST
Technical Note 1447, 2002. The last nine are ours, for what people do to people. The meanings are in our words.
"""

import re
from collections.abc import Iterable
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


LONGEST_SENTENCE = 200
"""Characters beyond which a sentence usually holds two natures."""

_PRONOUNS = {"it", "its", "this", "these", "those", "our", "we", "they", "their", "my", "your", "he", "she", "i", "you"}
_OPENINGS = {"a", "an", "the", "there"} | _PRONOUNS
_AUXILIARIES = {"is", "are", "was", "were", "be", "can", "could", "will", "would", "able", "capable"}
_VERBS_BEFORE_OF = {"approve", "conceive", "consist", "dispose", "dream", "hear", "learn", "speak", "talk", "think"}
_SHORT_NAME = 2


def remarks(sentence: str, product_names: Iterable[str]) -> tuple[str, ...]:
    """Return advice on a nature sentence, most useful first; nothing for an empty or a good one.

    It never refuses: each remark is a full sentence that says what was noticed and what to try instead.
    """
    words = re.findall(r"[^\W\d_]+", sentence.casefold())
    if not words:
        return ()
    advice = [_on_opening(words), _on_object(sentence), *_on_products(sentence, product_names), _on_length(sentence)]
    return tuple(remark for remark in advice if remark)


def _on_opening(words: list[str]) -> str:
    first, following = words[0], words[1:2]
    if first in _OPENINGS:
        return f"Start with a verb instead of “{first}”: what does it do, as in “Recognise words in pictures”?"
    if first in _AUXILIARIES:
        return f"Start with the verb itself instead of “{first}”: “Recognise words” rather than “Can recognise words”."
    if following == ["of"] and first not in _VERBS_BEFORE_OF:
        return f"“{first.capitalize()} of …” reads like a thing: start with what it does, as in “Recognise words”."
    return ""


def _on_object(sentence: str) -> str:
    if len(sentence.split()) > 1 or not sentence.isascii():
        return ""
    return "One word is rarely enough: say what it acts on too, as in “Recognise words”."


def named(sentence: str, names: Iterable[str]) -> list[str]:
    """Return those of the names that a sentence holds, each once."""
    spaced = " ".join(sentence.split())
    return list(dict.fromkeys(name for name in names if _names(spaced, " ".join(name.split()))))


def _on_products(sentence: str, names: Iterable[str]) -> list[str]:
    found = named(sentence, names)
    return [f"It names the product “{name}”: say it so that it is true without that product." for name in found]


def _names(sentence: str, name: str) -> bool:
    """Say whether a sentence holds a product's name as words of its own, in the singular or with an s.

    A name of one or two characters must agree in case and not come first: a product “Go” is not every “go”.
    """
    if not name or name.casefold() not in sentence.casefold():
        return False
    if len(name) <= _SHORT_NAME:
        return re.search(rf"(?<=\W){re.escape(name)}(?!\w)", sentence) is not None
    return re.search(rf"(?<!\w){re.escape(name)}s?(?!\w)", sentence, re.IGNORECASE) is not None


def _on_length(sentence: str) -> str:
    if len(sentence) <= LONGEST_SENTENCE:
        return ""
    return f"It is {len(sentence)} characters long: one short sentence is easier to carry over to another product."
