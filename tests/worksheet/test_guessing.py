"""Guessing verb and flow: how often it is right, on sentences that the table was tuned on and on those it was not."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pytest

from reuse_app.examples import EXAMPLES, read
from reuse_app.worksheet import Capability, Worksheet
from reuse_app.worksheet.guessing import guess, likely_verbs, what_is_left, what_it_does
from reuse_app.worksheet.nature import FLOWS, VERBS, Flow, Verb

UNCLEAR = "?"


@dataclass(frozen=True)
class Labelled:
    """A sentence with the verb and the flow that a person gave it, and how the table has come to know it, if at all."""

    group: str
    verb: str
    flow: str
    sentence: str


def labelled() -> Iterator[Labelled]:
    group = ""
    for line in Path(__file__).with_name("sentences.txt").read_text("utf-8").splitlines():
        if line.startswith("## "):
            group = line.removeprefix("## ").partition(":")[0]
        elif line and not line.startswith("#"):
            answer, _, sentence = line.partition(": ")
            verb, flow = answer.split()
            yield Labelled(group, verb, flow, sentence)


SENTENCES = tuple(labelled())


def test_there_are_150_sentences_of_every_verb_and_a_third_was_never_tuned_on() -> None:
    assert len(SENTENCES) >= 150
    assert len({each.sentence for each in SENTENCES}) == len(SENTENCES)
    assert {each.verb for each in SENTENCES} == set(VERBS)
    assert {each.flow for each in SENTENCES} == {*FLOWS, UNCLEAR}
    held_out = [each for each in SENTENCES if each.group != "tuned"]
    assert len(held_out) >= 0.32 * len(SENTENCES)
    assert {each.verb for each in held_out} == set(VERBS)


def test_thirty_and_more_sentences_are_those_of_examples_and_of_nasa() -> None:
    natures = {
        each.nature for example in EXAMPLES for each in Worksheet.model_validate_json(read(example.name)).capabilities
    }
    described = json.loads((Path(__file__).parents[1] / "data" / "nasa-code.json").read_text("utf-8"))["releases"]
    nasa = "\n".join(release["description"] for release in described)
    assert sum(each.sentence in natures for each in SENTENCES) >= 30
    assert sum(each.sentence in nasa for each in SENTENCES) >= 30


@pytest.mark.parametrize(
    ("group", "verbs", "flows"), [("held out", 0.87, 0.88), ("tuned", 0.95, 0.87), ("written last", 0.76, 0.76)]
)
def test_most_guesses_are_right(group: str, verbs: float, flows: float) -> None:
    """What a table reads of sentences that are as old as it says little of those that people write: see the last."""
    asked = [each for each in SENTENCES if each.group == group]
    clear = [each for each in asked if each.flow != UNCLEAR]
    right = sum(guess(each.sentence)[0] == each.verb for each in asked) / len(asked)
    right_flows = sum(guess(each.sentence)[1] == each.flow for each in clear) / len(clear)
    shares = f"{right:.0%} of verbs and {right_flows:.0%} of flows are right"
    assert right >= verbs, shares
    assert right_flows >= flows, shares


@pytest.mark.parametrize(
    ("sentence", "verb"),
    [
        ("Couples wagons after a train has stopped.", "couple"),
        ("Lowers the risk of a sample.", None),
        ("Vexes a surgeon ten times a day.", None),
        ("Vexes whoever waters, milks and bottles.", "store"),
        ("Vexes hot water pumps.", None),
        ("Analysis of samples", "process"),
        ("A tool for the simulation of traffic.", "predict"),
    ],
)
def test_what_an_article_or_a_number_announces_is_no_verb_of_a_sentence_that_begins_with_one(
    sentence: str, verb: str | None
) -> None:
    assert guess(sentence)[0] == verb


def test_each_expression_of_the_table_stands_for_one_alone() -> None:
    text = files("reuse_app.worksheet").joinpath("words.txt").read_text("utf-8")
    for table in text.split("\n## ")[1:]:
        expressions = re.findall(r"[^,\n]+", "\n".join(re.findall(r"^  .*", table, re.MULTILINE)))
        repeated = Counter(" ".join(each.split()) for each in expressions if each.strip())
        assert len(repeated) > 400
        assert [each for each, times in repeated.items() if times > 1] == []


@pytest.mark.parametrize(
    ("sentence", "verb"),
    [
        ("Keeps hot water hot.", "store"),
        ("Keeps water out of a cellar.", "stop"),
        ("Keeps a ladder upright.", "stabilise"),
        ("Turns heat into power.", "convert"),
        ("Tells stones from potatoes.", "separate"),
        ("Storing heat", "store"),
        ("Detection of cracks", "sense"),
        ("SORTS NUTS", "separate"),
    ],
)
def test_the_words_after_a_verb_and_its_forms_count(sentence: str, verb: str) -> None:
    assert guess(sentence)[0] == verb


@pytest.mark.parametrize(
    ("sentence", "flow"),
    [
        ("Sorts ripe tomatoes from unripe ones.", "material"),
        ("Steers a plough along a straight line.", "material"),
        ("Checks whether a signature is genuine.", "signal"),
        ("Coaches new managers through their first year.", "people"),
        ("Starts a standby generator.", "energy"),
        ("Forecasts demand for gobos.", None),
    ],
)
def test_of_what_the_table_does_not_know_the_verb_tells_the_usual_flow(sentence: str, flow: str | None) -> None:
    assert guess(sentence)[1] == flow


def test_a_name_is_no_verb() -> None:
    assert guess("The Space Transfer Office measures odds.") == ("sense", "signal")


@pytest.mark.parametrize(
    "sentence", ["", "   ", "…?!", "Vorhersage der Nachfrage", "يفصل الملح عن ماء البحر", "測量溫度", "42 × 7"]
)
def test_a_sentence_that_the_table_does_not_know_has_no_verb(sentence: str) -> None:
    assert guess(sentence) == (None, None)


def test_a_very_long_sentence_has_the_verb_that_comes_early_or_none() -> None:
    assert guess(f"{'lorem ipsum ' * 30}stores water{' lorem ipsum' * 300}") == ("store", "material")
    assert guess(f"{'lorem ipsum ' * 330}stores water") == (None, None)
    assert guess("x" * 4_000) == guess("x-" * 2_000) == guess("take " * 800) == (None, None)


def test_every_word_of_the_table_leads_to_a_verb_and_a_flow_of_the_lists() -> None:
    assert {guess(each.sentence)[0] for each in SENTENCES} <= {*VERBS, None}
    assert {guess(each.sentence)[1] for each in SENTENCES} <= {*FLOWS, None}


def test_what_people_chose_goes_before_the_guess() -> None:
    told = Capability(key="tank", name="Tank", nature="Stores water", by_product="heat from pumping")
    assert (what_it_does(told), what_is_left(told)) == (("store", "material"), ("transfer", "energy"))
    chosen = told.model_copy(
        update={"verb": Verb.SENSE, "by_product_verb": Verb.SUPPLY, "by_product_flow": Flow.SIGNAL}
    )
    assert (what_it_does(chosen), what_is_left(chosen)) == (("sense", "material"), ("supply", "signal"))


@pytest.mark.parametrize(
    ("left", "read_as"),
    [
        ("Clips of rare scenes that were hard to see.", ("sense", "signal")),
        ("Idle computing time on every board.", ("process", "material")),
        ("Seconds of careful listening.", ("sense", "signal")),
        ("A record of near misses.", (None, "signal")),
        ("Load and wear curves.", (None, "material")),
        ("Force data from every grip.", (None, "energy")),
        ("", (None, None)),
    ],
)
def test_what_is_left_over_is_a_thing_so_its_nouns_are_no_verbs(left: str, read_as: tuple[str | None, ...]) -> None:
    assert guess(left, of_a_thing=True) == read_as


def test_most_right_verbs_are_among_the_five_that_are_offered() -> None:
    offered = [likely_verbs(each.sentence, *guess(each.sentence)) for each in SENTENCES]
    assert max(map(len, offered)) == 5
    for group, least in (("tuned", 0.97), ("held out", 0.95), ("written last", 0.8)):
        right = [each.verb in verbs for each, verbs in zip(SENTENCES, offered, strict=True) if each.group == group]
        assert sum(right) / len(right) >= least, f"{sum(right)} of {len(right)} are offered"


def test_the_verb_that_holds_is_offered_first_and_what_is_usual_where_nothing_tells_one() -> None:
    assert likely_verbs("Keeps hot water hot.", "store", None) == ("store", "supply")
    assert likely_verbs("Keeps hot water hot.", "mix", "energy") == ("mix", "store", "couple", "supply", "convert")
    assert likely_verbs("Trust.", None, "people", of_a_thing=True) == ("teach", "decide", "match", "verify", "persuade")
    assert likely_verbs("يرى", None, None) == ()
