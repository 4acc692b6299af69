from reuse_app.exchange.alike import Alike, alike


def test_the_nearest_known_or_earlier_name_is_found() -> None:
    assert alike(["battery packs", "Battery packs!", "Robot hand"], ["Battery pack", "Vision"]) == [
        Alike("battery packs", "Battery pack", 96.0, "the same but for “packs” here and “pack” there"),
        Alike("Battery packs!", "battery packs", 100.0, "the same words; case, spaces or punctuation differ"),
        None,
    ]


def test_the_order_of_words_does_not_count() -> None:
    assert alike(["Planning and control"], ["Control and planning"]) == [
        Alike("Planning and control", "Control and planning", 100.0, "the same words in another order")
    ]


def test_names_with_different_numbers_are_different_things() -> None:
    assert alike(["Sensor type 2"], ["Sensor type 1"]) == [None]
    assert alike(["Sensor type 2"], ["Sensor type 1", "Sensor types 2"]) == [
        Alike("Sensor type 2", "Sensor types 2", 96.3, "the same but for “type” here and “types” there")
    ]


def test_names_without_letters_resemble_nothing() -> None:
    assert alike(["!!!", "???"], ["..."]) == [None, None]
    assert alike([], ["Vision"]) == []


def test_why_says_what_one_of_them_lacks() -> None:
    (found,) = alike(["Camera vision for cars"], ["Camera vision for"])
    assert found
    assert found.why == "the same but for “cars” here and nothing there"
    assert alike(["Vision"], ["Vision"]) == [Alike("Vision", "Vision", 100.0, "the same name")]
