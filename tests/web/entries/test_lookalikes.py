from reuse_app.web.entries.lookalikes import pairs
from reuse_app.worksheet import Capability


def capabilities(*said: tuple[str, str]) -> list[Capability]:
    return [Capability(key=f"c{n}", name=name, nature=nature) for n, (name, nature) in enumerate(said, start=1)]


def test_the_earlier_one_comes_first_and_the_most_alike_pair_too() -> None:
    found = pairs(capabilities(("Camera visions", ""), ("Batteries", ""), ("Camera vision", ""), ("batteries", "")))
    assert [(each.first, each.second) for each in found] == [("c2", "c4"), ("c1", "c3")]
    assert found[0].percent == 100


def test_natures_tell_too() -> None:
    found = pairs(capabilities(("Eyes", "recognise things in pictures"), ("Vision", "recognise things in pictures")))
    assert [(each.first, each.second) for each in found] == [("c1", "c2")]


def test_three_of_a_name_are_two_pairs_with_the_first() -> None:
    found = pairs(capabilities(("Vision", ""), ("Vision", ""), ("Vision", "")))
    assert [(each.first, each.second) for each in found] == [("c1", "c2"), ("c1", "c3")]


def test_nothing_is_alike_in_nothing() -> None:
    assert pairs([]) == ()
    assert pairs(capabilities(("Vision", ""), ("Chips", ""))) == ()
