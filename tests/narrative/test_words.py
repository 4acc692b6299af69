"""Values in words."""

from reuse_app.analysis.cost.bills import Guess
from reuse_app.narrative.words import (
    about,
    all_of,
    amount,
    axis_amount,
    estimate,
    hyphenated,
    in_hundred,
    listed,
    percent,
    plural,
    rough,
    signed,
    some,
    two_figures,
    with_sign,
    word,
)
from reuse_app.worksheet import Estimate, Fit


def test_amounts_read_well() -> None:
    assert [amount(1194.222), amount(12.0), amount(-1e-7), amount(None)] == ["1\u202f194.2", "12", "0", "–"]
    assert amount(-3.0) == "\u22123"


def test_estimates_show_their_range() -> None:
    assert estimate(Estimate(low=1, likely=2, high=3)) == "1 – 2 – 3"
    assert estimate(Estimate(low=2, likely=2, high=2)) == "2"


def test_an_amount_that_rounding_would_make_nothing_keeps_two_figures() -> None:
    assert [amount(0.04), amount(-0.00234), amount(0.00001), amount(0.0996, digits=0)] == [
        "0.04",
        "\u22120.0023",
        "0.00001",
        "0.1",
    ]
    assert [signed(0.04), signed(0.06)] == ["0", "+0.1"], "a level has one decimal"


def test_nothing_has_no_sign() -> None:
    assert [with_sign(figure) for figure in ("0", "0.00", "–", "0.17", "\u22120.1")] == [
        "0",
        "0.00",
        "–",
        "+0.17",
        "\u22120.1",
    ]


def test_axes_shorten_large_amounts() -> None:
    assert [axis_amount(1500), axis_amount(250_000), axis_amount(3e6)] == [
        "1\u202f500",
        "250\u202fk",
        "3\u202fM",
    ]


def test_a_share_above_nothing_is_never_shown_as_nothing() -> None:
    assert [percent(0.62), percent(0.001), percent(0.0), percent(None)] == [
        "62\u202f%",
        "<1\u202f%",
        "0\u202f%",
        "–",
    ]


def test_amounts_at_a_glance_have_no_decimals_from_a_hundred_on() -> None:
    assert [rough(1194.222), rough(100.4), rough(95.88), rough(None)] == ["1\u202f194", "100", "95.9", "–"]


def test_shares_and_complete_counts_are_words() -> None:
    assert [in_hundred(0.614), in_hundred(0.001), in_hundred(0)] == ["61 of 100", "fewer than 1 of 100", "0 of 100"]
    assert [all_of(2), all_of(3)] == ["Both", "All 3"]


def test_lists_and_counts_are_sentences() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert some(["a", "b", "c", "d", "e", "f"], most=2) == "a, b and 4 more"
    assert plural(1, "product", "products") == "1 product"
    assert [signed(0.5), signed(-0.5), signed(None)] == ["+0.5", "\u22120.5", "–"]
    assert [word(Fit.AS_IS), word(None)] == ["as is", "–"]


def test_a_guess_has_two_figures() -> None:
    told = [two_figures(value) for value in (None, 0, 95.94, 1219, 0.0031, -749, 3, 9.96)]
    assert told == ["–", "0", "96", "1\u202f200", "0.0031", "\u2212750", "3", "10"]


def test_what_was_guessed_to_half_has_two_figures_and_says_so() -> None:
    """1 219 give or take half is about 1 200; give or take less than that it is 1 219."""
    half, less = Estimate(low=609.5, likely=1219, high=1828.5), Estimate(low=610, likely=1219, high=1828)
    assert (rough(half), about(half), about(less)) == ("1\u202f200", "about 1\u202f200", "1\u202f219")
    assert (about(1219), about(Guess(1219, 1219, 1219)), about(None)) == ("1\u202f219", "1\u202f219", "–")
    assert axis_amount(Guess(0, 251_900, 900_000)) == "250\u202fk"


def test_what_is_left_is_told_no_finer_than_what_it_is_left_of() -> None:
    """1 200 less 1 194, which may be 600 more or less, is some 10 and not 6."""
    assert about(-Guess(594, 1194, 1794) + 1200) == "about 10"
    assert about(Guess(-50, 0, 50)) == "about 0"


def test_long_words_may_break_between_syllables() -> None:
    syllables = "Dreh-mo-ment-schlüs-sel-ka-li-brie-rungs-pro-to-koll"
    assert hyphenated("Drehmomentschlüsselkalibrierungsprotokoll").split("\u00ad") == syllables.split("-")
    for kept in (
        "Camera vision",
        "Over-the-air updates",
        "x" * 140,
        "123456789012345",
        "自動運転車両制御計画装置一式全部",
    ):
        assert hyphenated(kept) == kept
