"""Guessing from a nature sentence which verb it is about and what that acts on: a table of words, and nothing clever.

The first word of a sentence that the table knows says the verb, together with the words after it where they change what
it means: “keeps … out” is not “keeps”. In a sentence that begins with a verb, as natures do, what an article or a
number announces is none: “gets a train off the line” is not about training. The first thing that is named after the
verb says the flow; where the table has none of them, it is the flow on which the verb acts most. Words joined by a
hyphen and words with a capital describe or name something: neither says what it does. A sentence that holds none of the
words has no verb.

Of 60 sentences that were written after the table was finished it reads three quarters of the verbs and of the flows as
a person does, and five likely verbs hold the right one for four fifths. They stand in tests/worksheet/sentences.txt.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from reuse_app.worksheet.document import Capability
from reuse_app.worksheet.nature import FAMILIES

_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_LIST = re.compile(r"^(\w+):\n((?: .*\n?)+)", re.MULTILINE)
_READ = 400
_MOST_BETWEEN = 4
"""Words that may stand between two of an expression."""
_LONGEST = 20
"""Words within which an expression ends."""
_REMEMBERED = 2_000
"""Sentences; each hand that is dealt asks for those of all capabilities."""
_MOST_LIKELY = 5
_BEFORE_NOUNS = {"a", "an", "the", "of", "for", "from", "in", "on", "at", "by", "with", "no", "all", "each", "every"}
_BEFORE_NOUNS |= {"any", "some", "this", "these", "those", "one", "its", "our", "their"}
_NUMBERS = {"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty"}
_NUMBERS |= {"thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "thousand", "million"}
_NUMBERS |= {"billion", "many", "few", "several", "other"}
_BEFORE_VERBS = {"to", "and", "or", "not", "can", "will", "that", "which", "who"}
_USUAL = {
    "material": ("supply", "convert", "separate", "change", "transfer"),
    "energy": ("supply", "store", "convert", "transfer", "regulate"),
    "signal": ("sense", "predict", "indicate", "process", "verify"),
    "people": ("teach", "decide", "match", "verify", "persuade"),
}
"""What is done to a flow more often than other things."""
_ACTS_ON = {
    verb: flow
    for flow, verbs in {
        "material": "separate distribute import export transfer guide couple mix regulate change stop store supply "
        "stabilise secure position",
        "energy": "actuate",
        "signal": "sense indicate process translate verify",
        "people": "teach persuade match schedule insure",
    }.items()
    for verb in verbs.split()
}
"""What a verb acts on more often than on other things; the others have no such flow."""
_VOWELS = "aeiou"
_SHORT = 3


def what_it_does(capability: Capability) -> tuple[str | None, str | None]:
    """Return the verb and the flow of a capability: what people chose, else what its nature sentence tells."""
    verb, flow = guess(capability.nature)
    return capability.verb or verb, capability.flow or flow


def what_is_left(capability: Capability) -> tuple[str | None, str | None]:
    """Return the verb and the flow of what a capability leaves over: what people chose, else what its words tell."""
    verb, flow = guess(capability.by_product, of_a_thing=True)
    return capability.by_product_verb or verb, capability.by_product_flow or flow


@lru_cache(maxsize=_REMEMBERED)
def guess(sentence: str, *, of_a_thing: bool = False) -> tuple[str | None, str | None]:
    """Return the verb that a sentence is about and the flow it acts on, each None where no word tells it.

    What stands behind the first 400 characters says nothing: a sentence that long has told by then what it is about.

    Args:
        sentence: what something does, or with `of_a_thing` what it leaves over, which begins with a noun.
        of_a_thing: then a word that opens the text or follows an article names a thing, unless it ends in -ing.
    """
    words, told = _told(sentence, of_a_thing=of_a_thing)
    for place, verb in told:
        return verb, _flow(words[place + 1 :]) or _flow(words[:place]) or _ACTS_ON.get(verb)
    return None, _flow(words)


def likely_verbs(sentence: str, verb: str | None, flow: str | None, *, of_a_thing: bool = False) -> tuple[str, ...]:
    """Return at most five verbs that a sentence may be about, none where nothing is known of it.

    First the one it is read as, then others that its words tell, their kin, and what is usual for the flow.
    """
    _, told = _told(sentence, of_a_thing=of_a_thing)
    first = [each for each in (verb, *(other for _, other in told)) if each]
    kin = (other for each in first for family in FAMILIES if each in family for other in family)
    return tuple(dict.fromkeys([*first, *kin, *_USUAL.get(flow or "", ())]))[:_MOST_LIKELY]


def _told(sentence: str, *, of_a_thing: bool) -> tuple[list[str], Iterator[tuple[int, str]]]:
    """Return the words of a sentence, and each verb that some of them stand for with the place of its first word."""
    written = _WORD.findall(sentence[:_READ])
    words = [word.casefold() for word in written]
    places = [place for place in range(len(words)) if not place or written[place] == words[place]]
    if of_a_thing:
        places = [place for place in places if words[place].endswith("ing") or _is_no_noun(words[:place])]
    elif _begins_with_a_verb(words):
        places = [place for place in places if not place or _may_be_a_verb(words[place], words[:place])]
    return words, (
        (place, verb)
        for place in places
        for verb, following in _verbs().get(words[place], ())
        if _follow(words[place + 1 : place + _LONGEST], following)
    )


def _begins_with_a_verb(words: list[str]) -> bool:
    """Say whether a sentence begins as natures do: “gets …”, “lowers …”; then what an article announces is no verb."""
    return bool(words) and words[0].endswith("s") and words[0] not in _BEFORE_NOUNS


def _may_be_a_verb(word: str, before: list[str]) -> bool:
    """Say whether a word is no thing: no article or number announces it, nor does it name a flow, as “water” does."""
    if word in _flows():
        return before[-1] in _BEFORE_VERBS
    return word.endswith("ing") or before[-1] not in _BEFORE_NOUNS | _NUMBERS


def _is_no_noun(before: list[str]) -> bool:
    return bool(before) and before[-1] not in _BEFORE_NOUNS


def _follow(words: list[str], wanted: tuple[frozenset[str], ...]) -> bool:
    """Say whether the words that an expression still needs come one after the other, soon enough."""
    place = 0
    for forms in wanted:
        near = words[place : place + _MOST_BETWEEN + 1]
        found = next((index for index, word in enumerate(near) if word in forms), None)
        if found is None:
            return False
        place += found + 1
    return True


def _flow(words: list[str]) -> str | None:
    return next((_flows()[word] for word in words if word in _flows()), None)


@cache
def _listed() -> dict[str, dict[str, list[str]]]:
    """The table: under “verbs” and under “flows”, the expressions that stand for each."""
    text = files(__package__).joinpath("words.txt").read_text("utf-8")
    tables = (table.partition("\n") for table in text.split("\n## ")[1:])
    return {name: dict(map(_list_of, _LIST.findall(lists))) for name, _, lists in tables}


def _list_of(found: tuple[str, str]) -> tuple[str, list[str]]:
    return found[0], [" ".join(expression.split()) for expression in found[1].split(",")]


@cache
def _verbs() -> dict[str, tuple[tuple[str, tuple[frozenset[str], ...]], ...]]:
    """The expressions by each form of their first word, the longest first."""
    found: dict[str, list[tuple[str, tuple[frozenset[str], ...]]]] = {}
    for verb, expressions in _listed()["verbs"].items():
        for expression in expressions:
            first, *following = expression.split()
            for form in _forms(first):
                found.setdefault(form, []).append((verb, tuple(map(_forms, following))))
    return {form: tuple(sorted(known, key=lambda each: -len(each[1]))) for form, known in found.items()}


@cache
def _flows() -> dict[str, str]:
    return {
        form: flow
        for flow, words in _listed()["flows"].items()
        for word in words
        for form in (word, f"{word}s", f"{word}es")
    }


def _forms(word: str) -> frozenset[str]:
    """The forms of a word that say what something does: predict, predicts, predicting, prediction; not predicted."""
    stem = word.removesuffix("e")
    forms = {word, f"{word}s", f"{word}es"} | {stem + ending for ending in ("ing", "ion")}
    if word[-1:] == "y":
        forms.add(f"{word[:-1]}ies")
    if len(word) >= _SHORT and word[-1] not in f"{_VOWELS}wxy" and word[-2] in _VOWELS and word[-3] not in _VOWELS:
        forms.add(f"{word}{word[-1]}ing")
    return frozenset(forms)
