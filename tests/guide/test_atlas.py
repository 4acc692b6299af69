"""The atlas is written with care: enough of it, spread over the economy, short, concrete, of problems only."""

import re
from collections import Counter
from itertools import combinations

import pytest
from rapidfuzz import fuzz

from reuse_app.guide import atlas
from reuse_app.worksheet.isic import Distance, distance, division
from reuse_app.worksheet.nature import FLOWS, VERBS, Verb

PROBLEMS = atlas.problems()
MOST_WORDS = 14
ALIKE = 75
"""From this share of words in common on, of 100, two problems are likely the same."""
MAY_HAVE_A_CAPITAL = {
    *("I", "X-ray", "English", "Christmas"),
    *("January", "March", "April", "May", "June", "July", "August", "September", "October"),
    *("Monday", "Tuesday", "Tuesdays", "Thursday", "Friday", "Saturday", "Sunday"),
}
SOLUTIONS = {
    *("ai", "algorithm", "app", "apps", "automated", "automation", "blockchain", "chatbot", "dashboard", "database"),
    *("digital", "drone", "drones", "dss", "iot", "llm", "marketplace", "platform", "plugin", "robot", "robots"),
    *("sensor", "sensors", "smart", "software", "solution", "solutions", "toolkit", "tracker", "website", "widget"),
    *("needs to be", "could use", "would benefit"),
}
BRANDS = {
    *("amazon", "android", "apple", "bosch", "facebook", "ford", "google", "iphone", "lego", "linkedin", "marmite"),
    *("microsoft", "netflix", "nvidia", "paypal", "siemens", "slack", "spotify", "tesla", "tetra pak", "tiktok"),
    *("toyota", "uber", "velcro", "whatsapp", "wikipedia", "youtube", "zoom", "recaptcha", "photoshop", "excel"),
}


def with_word(words: set[str]) -> list[str]:
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, sorted(words)))})\b", re.IGNORECASE)
    return [problem.sentence for problem in PROBLEMS if pattern.search(problem.sentence)]


def test_there_are_at_least_400_problems_of_at_least_60_divisions() -> None:
    assert len(PROBLEMS) >= 400
    assert len({problem.division for problem in PROBLEMS}) >= 60


def test_every_verb_has_at_least_eight_problems_in_at_least_five_sections() -> None:
    for verb in VERBS:
        found = [problem for problem in PROBLEMS if problem.verb == verb]
        assert len(found) >= 8, verb
        assert len({division(problem.division).section for problem in found}) >= 5, verb


def test_every_flow_has_problems_and_only_people_do_things_to_people() -> None:
    assert {problem.flow for problem in PROBLEMS} == set(FLOWS)
    assert {problem.verb for problem in PROBLEMS if problem.flow == "people"} <= set(
        list(Verb)[list(Verb).index(Verb.PREDICT) :]
    )


def test_no_field_has_more_than_a_twentieth_of_all() -> None:
    division_of_most, most = Counter(problem.division for problem in PROBLEMS).most_common(1)[0]
    assert most <= len(PROBLEMS) / 20, division_of_most


def test_a_problem_is_a_short_sentence() -> None:
    for problem in PROBLEMS:
        assert 3 <= len(problem.sentence.split()) <= MOST_WORDS, problem.sentence
        assert problem.sentence[0].isupper(), problem.sentence
        assert problem.sentence[-1] in ".?", problem.sentence


def test_no_two_problems_are_the_same_or_nearly() -> None:
    alike = [
        (one.sentence, other.sentence)
        for one, other in combinations(PROBLEMS, 2)
        if fuzz.token_set_ratio(one.sentence, other.sentence, score_cutoff=ALIKE)
    ]
    assert alike == []


def test_the_check_for_the_same_finds_the_same_in_other_words() -> None:
    one = "Every evening we throw bread away, or customers leave with nothing."
    assert fuzz.token_set_ratio(one, "We throw away bread every evening, or customers leave with nothing.") >= ALIKE


def test_no_problem_names_a_product_or_a_brand() -> None:
    assert with_word(BRANDS) == []
    names = [
        (word, problem.sentence)
        for problem in PROBLEMS
        for word in re.findall(r"(?<![.?:] )(?<!^)\b[A-Z][\w-]*", problem.sentence)
        if word not in MAY_HAVE_A_CAPITAL
    ]
    assert names == []


def test_no_problem_names_a_solution() -> None:
    assert with_word(SOLUTIONS) == []
    assert with_word({"lemons"}) != []  # it would find one


def test_a_source_says_when() -> None:
    sources = [problem.source for problem in PROBLEMS if problem.source]
    assert len(sources) >= 5
    assert all(re.search(r"\b(19|20)\d\d\b", source) for source in sources)


def test_every_problem_has_a_key_of_its_own() -> None:
    assert len(atlas.problem_by_key()) == len(PROBLEMS)
    assert all(re.fullmatch(r"[a-z0-9-]+", key) for key in atlas.problem_by_key())
    assert atlas.problem_by_key()["store-01-onions-rot-from"].division == "01"


def test_a_source_belongs_to_the_problem_above_it() -> None:
    source = "K. Doe, “Onions”, 2020."
    text = f"# Title\n\n## store\n\n- 01 material: Onions rot.\n  Source: {source}\n- 03 signal: Fish forget."
    assert [(problem.sentence, problem.source) for problem in atlas.read(text)] == [
        ("Onions rot.", source),
        ("Fish forget.", ""),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("## devour\n", "no verb “devour”. There are: separate"),
        ("## store\n- 04 material: Onions rot.", "no field “04”. There are: 01 Farming"),
        ("## store\n- 01 stuff: Onions rot.", "01 stuff: Onions rot.” is not a problem"),
        ("## store\n- Onions rot.", "- Onions rot.” is not a problem"),
        ("- 01 material: Onions rot.", "is not a problem below a verb"),
    ],
)
def test_a_line_that_is_wrong_is_named(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        list(atlas.read(text))


def test_problems_are_looked_up_by_verb_flow_and_field() -> None:
    found = atlas.look_up(verb="store", flow="signal", field="85")
    assert [problem.key for problem in found] == ["store-85-what-last-years"]
    assert atlas.look_up() == PROBLEMS
    assert len(atlas.look_up(field="86")) == len([problem for problem in PROBLEMS if problem.division == "86"])


def test_problems_come_near_first_then_middle_then_far() -> None:
    order = [distance("86", problem.division) for problem in atlas.look_up(verb="supply", home="86")]
    assert set(order) == set(Distance)
    assert order == sorted(order, key=list(Distance).index)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        ({"verb": "devour"}, "no verb “devour”. There are: separate, distribute"),
        ({"flow": "stuff"}, "no flow “stuff”. There are: material, energy"),
        ({"field": "54"}, "no field “54”. There are: 01 Farming; 02 Forestry"),
        ({"home": "Mars"}, "no field “Mars”. There are: 01 Farming"),
    ],
)
def test_looking_for_what_is_not_there_says_what_is(ask: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        atlas.look_up(**ask)
