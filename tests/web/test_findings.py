"""What follows from a workshop is found out for those who see it."""

import pytest

from reuse_app.analysis import Findings, analyse
from reuse_app.store.edit import Writer
from reuse_app.store.stages import set_stage
from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.steps import Step
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
    asked: list[Worksheet] = []

    def noted(worksheet: Worksheet) -> Findings:
        asked.append(worksheet)
        return analyse(worksheet)

    monkeypatch.setattr("reuse_app.web.findings.analyse", noted)
    tesla.save("capabilities/vision", owner="Bo", seen="99")
    for reader in (tesla, stranger):
        reader.open(place)
    assert not asked
    tesla.open("choose")
    assert len(asked) == 1
