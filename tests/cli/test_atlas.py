import pytest

from reuse_app.cli.atlas import CAVEAT
from reuse_app.guide import atlas
from reuse_app.worksheet.nature import VERBS
from tests.cli.conftest import Run


def test_the_whole_atlas_is_printed_by_verb(run: Run) -> None:
    lines = run("atlas").stdout.splitlines()
    assert lines[0] == CAVEAT
    assert [line.partition(":")[0] for line in lines[1:] if line and not line.startswith(" ")] == list(VERBS)
    assert len([line for line in lines if line.startswith("  ") and line[2:4].isdigit()]) == len(atlas.problems())


def test_a_verb_and_a_field_narrow_it(run: Run) -> None:
    result = run("atlas", "--verb", "indicate", "--field", "86")
    assert result.exit_code == 0
    _, _, verb, problem, source = result.stdout.splitlines()
    assert verb == "indicate: make it plain to somebody"
    assert problem == "  86 Health care: Night nurses cannot tell which of forty alarms matters."
    assert source.startswith("     Source: Joint Commission, “Medical device alarm safety in hospitals”")


def test_every_problem_of_a_field_is_printed(run: Run) -> None:
    lines = run("atlas", "--field", "39").stdout.splitlines()
    assert "  39 Clean-up: How clean is clean enough for a playground on an old gasworks?" in lines


def test_where_nobody_in_a_field_must_do_it_the_output_says_only_what_a_statement_is(run: Run) -> None:
    assert run("atlas", "--verb", "separate", "--field", "98").stdout == f"{CAVEAT}\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--verb", "devour"), "There is no verb “devour”. There are: separate, distribute, import"),
        (("--field", "54"), "There is no field “54”. There are: 01 Farming; 02 Forestry"),
        (("--field", "Health"), "There is no field “Health”. There are: 01 Farming"),
    ],
)
def test_an_unknown_verb_or_field_is_refused_with_those_that_exist(
    run: Run, words: tuple[str, ...], message: str
) -> None:
    result = run("atlas", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(message)
    assert len(result.stderr.splitlines()) == 1
