"""Friendly advice on a nature sentence: a verb and an object, with the product stripped away."""

import re
from collections.abc import Iterable

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
