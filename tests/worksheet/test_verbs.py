"""The lists of verbs and flows."""

import pytest

from reuse_app.worksheet.verbs import FLOWS, VERBS, Flow, Verb, known_verb


def test_every_verb_and_flow_is_told() -> None:
    assert set(VERBS) == set(Verb)
    assert set(FLOWS) == set(Flow)


def test_a_verb_of_the_list_is_known_and_another_is_refused_with_the_list() -> None:
    assert known_verb("sense") == "sense"
    with pytest.raises(ValueError, match="There is no verb “fly”"):
        known_verb("fly")
