"""What follows from a workshop is found out for those who see it."""

from functools import partial

import pytest
from flask import Flask

from reuse_app.analysis import Findings, analyse
from reuse_app.store.edit import Writer
from reuse_app.store.stages import set_stage
from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.steps import Step
from tests.store.people import at_once
from tests.web.conftest import Browser, code, writer

SEEN_ON = (Step.CHOOSE, Step.ITERATE)
"""The steps that tell what the analysis says."""


@pytest.mark.parametrize("place", [*(step for step in Step if step not in SEEN_ON), "spread", "score?round=2"])
def test_who_does_not_see_the_analysis_never_waits_for_it(
    tesla: Browser, stranger: Browser, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    for step in Step:
        set_stage(Writer(writer(tesla).database, tesla.workshop), step, access="open")
    stranger.join(code(tesla), "Carl")
    asked = noted(monkeypatch)
    tesla.save("capabilities/vision", owner="Bo", seen="99")
    for reader in (tesla, stranger):
        reader.open(place)
    assert not asked
    tesla.open("choose")
    assert len(asked) == 1


def test_many_who_ask_at_the_same_time_have_one_analysis(
    app: Flask, tesla: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_stage(Writer(writer(tesla).database, tesla.workshop), Step.CHOOSE, access="open")
    crowd = [Browser(app.test_client()) for _ in range(4)]
    for number, each in enumerate(crowd):
        each.join(code(tesla), f"Person {number}")
    tesla.save("capabilities/vision", owner="Bo", seen="99")
    asked = noted(monkeypatch)
    answers = at_once(*(partial(each.open, "choose") for each in crowd))
    assert [type(each) for each in answers] == [str] * len(crowd)
    assert len(asked) == 1


def noted(monkeypatch: pytest.MonkeyPatch) -> list[Worksheet]:
    """The worksheets that are analysed from now on."""
    asked: list[Worksheet] = []

    def analyse_it(worksheet: Worksheet) -> Findings:
        asked.append(worksheet)
        return analyse(worksheet)

    monkeypatch.setattr("reuse_app.web.findings.analyse", analyse_it)
    return asked
