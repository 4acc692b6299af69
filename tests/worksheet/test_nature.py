import pytest

from reuse_app.worksheet.nature import FLOWS, LONGEST_SENTENCE, VERBS, Flow, Verb, known_verb, named, remarks


def test_every_verb_and_flow_is_told() -> None:
    assert set(VERBS) == set(Verb)
    assert set(FLOWS) == set(Flow)


def test_a_verb_of_the_list_is_known_and_another_is_refused_with_the_list() -> None:
    assert known_verb("sense") == "sense"
    with pytest.raises(ValueError, match="There is no verb “fly”"):
        known_verb("fly")


PRODUCTS = ("Tesla Bot", "Car", "Go", "C++ trainer")


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "   ",
        "…",
        "Recognise words in pictures",
        "Turn labelled video into decisions within 50 ms, without a map.",
        "Dispose of waste heat",
        "Position an arm within a millimetre",
        "Carry a load up to 20 kg",
        "Go from a to b without a driver",
        "go somewhere",
        "Ordnet Bilder nach Inhalt",
        "言葉を認識する",
        "Implement legal rules as tests",
        "Prove that somebody is human",
    ],
)
def test_nothing_is_said_about_a_good_sentence(sentence: str) -> None:
    assert remarks(sentence, ("Tesla Bot", "Car", "Go", "")) == ()


@pytest.mark.parametrize("first", ["A", "The", "It", "our", "THESE"])
def test_a_sentence_begins_with_a_verb_not_an_article_or_pronoun(first: str) -> None:
    (remark,) = remarks(f"{first} camera system", ())
    assert remark.startswith(f"Start with a verb instead of “{first.lower()}”")


def test_a_sentence_begins_with_the_verb_itself() -> None:
    (remark,) = remarks("Can recognise words", ())
    assert remark.startswith("Start with the verb itself instead of “can”")


def test_a_thing_followed_by_of_reads_like_a_noun() -> None:
    (remark,) = remarks("Detection of objects", ())
    assert remark.startswith("“Detection of …” reads like a thing")


def test_one_word_lacks_its_object() -> None:
    (remark,) = remarks("Vision", ())
    assert remark.startswith("One word is rarely enough")


@pytest.mark.parametrize(
    ("sentence", "product"),
    [
        ("Steer a car along a lane", "Car"),
        ("Steer CARS along a lane", "Car"),
        ("Steer the car's wheels", "Car"),
        ("Move the tesla  bot's arms", "Tesla Bot"),
        ("Advise Go players", "Go"),
        ("Mark the work of a C++ trainer", "C++ trainer"),
    ],
)
def test_a_product_named_on_word_boundaries_is_noticed(sentence: str, product: str) -> None:
    (remark,) = remarks(sentence, PRODUCTS)
    assert remark.startswith(f"It names the product “{product}”")


def test_each_product_is_named_once_and_all_of_them_are() -> None:
    found = remarks("Compare a car with a train", ("Car", "Car", "Train"))
    assert [remark.split("”")[0] for remark in found] == ["It names the product “Car", "It names the product “Train"]


def test_a_long_sentence_hears_that_it_is_long() -> None:
    assert remarks("Recognise " + "w" * (LONGEST_SENTENCE - 10), ()) == ()
    (remark,) = remarks("Recognise " + "w" * (LONGEST_SENTENCE - 9), ())
    assert remark.startswith("It is 201 characters long")


def test_the_names_in_a_sentence_are_found_once_each() -> None:
    assert named("The Tesla Bot stops; so does the car", ("Tesla Bot", "Car", "Car", "Train")) == ["Tesla Bot", "Car"]
