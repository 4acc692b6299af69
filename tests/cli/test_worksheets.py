import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import jsonschema
import pytest
from pypdf import PdfReader

from reuse_app import examples
from reuse_app.cli.worksheets import CAVEAT, ENDINGS
from reuse_app.exchange import worksheet_tables
from reuse_app.guide import atlas
from reuse_app.report import FORMATS
from reuse_app.worksheet.nature import VERBS
from reuse_app.worksheet.validation.worksheet import mistakes
from tests.cli.conftest import Run

SMALL = {
    "workshop": {"title": "Beyond the car", "budget": 100},
    "capabilities": [{"key": "vision", "name": "Vision", "build_cost": 40}],
    "products": [{"key": "robot", "name": "Robot", "own_cost": 10, "value": 90}],
    "links": [{"capability": "vision", "product": "robot", "need": 9}],
}


REMEDY = "Add one to capabilities, or name another."


@pytest.fixture
def small(folder: Path) -> Path:
    file = folder / "small.json"
    file.write_text(json.dumps(SMALL))
    return file


def test_an_example_is_written_checked_and_reported(run: Run, folder: Path) -> None:
    assert run("example", "tesla-bot", "-o", "t.json").exit_code == 0
    assert (folder / "t.json").read_text("utf-8") == examples.read("tesla-bot")
    assert "t.json: right. 16 capabilities, 7 products" in run("check", "t.json").stdout
    for ending in ("md", "html", "pdf", "docx", "pptx", "xlsx", "csv", "zip", "json"):
        assert run("report", "t.json", "-o", f"t.{ending}").exit_code == 0
        assert (folder / f"t.{ending}").stat().st_size > 10_000
    assert (folder / "t.json").read_text("utf-8") == examples.read("tesla-bot")


def test_the_ending_of_every_format_is_known() -> None:
    assert {f".{kind}" for kind in FORMATS} <= set(ENDINGS)


def in_a_terminal(*words: str) -> tuple[int, str]:
    """Run `reuse-app` with its output in a real terminal; return its exit code and what it said on standard error."""
    inside, outside = pty.openpty()
    command = [sys.executable, "-m", "reuse_app", *words]
    done = subprocess.run(command, check=False, stdout=outside, stderr=subprocess.PIPE, text=True)
    os.close(inside)
    os.close(outside)
    return done.returncode, done.stderr


def test_an_example_has_its_own_name_unless_told_otherwise(folder: Path) -> None:
    assert in_a_terminal("example", "recaptcha") == (0, "")
    assert (folder / "recaptcha.json").read_text("utf-8") == examples.read("recaptcha")
    assert in_a_terminal("example", "recaptcha") == (0, "")


def test_an_example_goes_where_standard_output_leads(run: Run, folder: Path) -> None:
    assert run("example", "recaptcha").stdout == examples.read("recaptcha")
    assert not list(folder.iterdir())


def test_an_example_spares_another_file_of_its_name(run: Run, folder: Path) -> None:
    (folder / "recaptcha.json").write_text("mine")
    told = "recaptcha.json: there is another file of that name; choose one with -o, or use --force.\n"
    assert in_a_terminal("example", "recaptcha") == (1, told)
    assert (folder / "recaptcha.json").read_text() == "mine"
    assert run("example", "recaptcha", "--force").exit_code == 0
    assert (folder / "recaptcha.json").read_text("utf-8") == examples.read("recaptcha")


def test_an_unknown_example_names_the_known_ones(run: Run) -> None:
    result = run("example", "rocket")
    assert result.exit_code == 2
    assert "There are: tesla-bot, recaptcha" in result.stderr


def test_a_pdf_without_the_fonts_of_a_script_says_so(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "manimgx_fonts", None)
    (folder / "thai.json").write_text(json.dumps({"workshop": {"title": "ระบบควบคุม"}}))
    told = 'pip install "reuse-app[fonts]" brings their fonts.\n'
    assert run("report", "thai.json", "-o", "t.pdf").stderr == f"t.pdf: letters of Thai are empty boxes in it. {told}"
    assert run("report", "thai.json", "-o", "t.html").stderr == ""


def test_standard_input_and_output_stand_for_files(run: Run) -> None:
    text = run("example", "recaptcha", "-o", "-").stdout
    assert text == examples.read("recaptcha")
    assert run("check", "-", stdin=text).exit_code == 0
    assert run("report", "-", "-o", "again.json", stdin=text).exit_code == 0


def test_every_mistake_is_a_line_with_its_place(run: Run, folder: Path) -> None:
    (folder / "wrong.json").write_text(
        '{"workshop": {"title": ""}, "links": [{"capability": "a", "product": 1, "need": 7}]}'
    )
    result = run("check", "wrong.json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        "wrong.json: workshop.title: Found “”; write something.",
        "wrong.json: links[1] (a).capability: Found “a”, but no capability has that key. " + REMEDY,
        "wrong.json: links[1] (a).product: Found 1; write a text in quotes.",
        "wrong.json: links[1] (a).need: Found 7; write one of 0, 1, 3 or 9.",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "x.json: No such file or directory"),
        (b"", "x.json: The file is empty."),
        (b"\x00\x01\xff\xfe\x80", "x.json: Line 1, column 5: this is not UTF-8"),
        (b"\x80binary", "x.json: Line 1, column 1: this is not UTF-8; save the file as UTF-8."),
        (b"{", "x.json: Line 1, column 2: a field name in double quotes is missing here."),
        (b"[" * 100_000, "x.json: The brackets of this file are nested too deeply."),
        (b" " * 6_000_000, "x.json: The file has 5,000,001 bytes; at most 5,000,000 (5 MB) are read."),
        (b"[]", "x.json: Found a list; a worksheet is one JSON object in braces."),
    ],
)
@pytest.mark.parametrize("command", ["check", "analyse", "report", "import"])
def test_a_file_that_is_no_worksheet_gets_one_clear_line(
    run: Run, folder: Path, command: str, content: bytes | None, message: str
) -> None:
    if content is not None:
        (folder / "x.json").write_bytes(content)
    result = run(command, "x.json", *(["-o", "out.md"] if command == "report" else []))
    assert (result.exit_code, result.stdout) == (1, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith(message)
    assert not (folder / "out.md").exists()


def test_a_folder_is_no_file(run: Run) -> None:
    result = run("check", ".")
    assert (result.exit_code, result.stderr) == (1, ".: this is a folder; name a file in it.\n")


def test_findings_are_told_with_their_methods(run: Run, small: Path) -> None:
    text = run("analyse", small).stdout
    assert text.startswith("Findings: Beyond the car\n")
    assert "What each product can take from stock" in text
    assert "Coverage by need is the sum of the needs (1, 3, 9)" in text
    assert "AAF = 0.4 DM + 0.3 CM + 0.3 IM" in text
    assert "Boehm et al.: COCOMO II" in text


def test_findings_come_as_json_that_its_schema_describes(run: Run, small: Path) -> None:
    findings = json.loads(run("analyse", small, "--json", "--seed", "7").stdout)
    assert findings["seed"] == 7
    jsonschema.validate(findings, json.loads(run("schema", "--findings").stdout))
    assert run("analyse", small, "--json").stdout == run("analyse", small, "--json").stdout


def test_the_schema_describes_the_worksheet_file(run: Run) -> None:
    schema = json.loads(run("schema").stdout)
    jsonschema.validate(json.loads(examples.read("tesla-bot")), schema)
    assert not jsonschema.Draft202012Validator(schema).is_valid({})
    assert mistakes({})


@pytest.mark.parametrize(
    ("output", "message"),
    [
        (
            "out.exe",
            "It can be .md, .html, .pdf, .docx, .pptx, .xlsx, .csv, .zip, .json and .ics: end",
        ),
        ("out", "end the name of the file in one of them."),
        ("-", "end the name of the file in one of them."),
    ],
)
def test_other_formats_of_the_report_are_wrong_usage(run: Run, small: Path, output: str, message: str) -> None:
    result = run("report", small, "-o", output)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_report_names_nobody_when_asked(run: Run, folder: Path) -> None:
    people = {"participants": [{"key": "ann", "name": "Ann Lee"}]}
    decisions = {"decisions": [{"product": "robot", "role": "primary", "dissent": "Ann Lee doubts"}]}
    (folder / "people.json").write_text(json.dumps({**SMALL, **people, **decisions}))
    for ending in ("md", "json"):
        assert run("report", "people.json", "-o", f"named.{ending}").exit_code == 0
        assert run("report", "people.json", "-o", f"numbered.{ending}", "--pseudonyms").exit_code == 0
        assert "Ann Lee" in (folder / f"named.{ending}").read_text("utf-8")
        numbered = (folder / f"numbered.{ending}").read_text("utf-8")
        assert not re.search(r"\bAnn\b", numbered)
        assert ("Participant 1" if ending == "json" else "a participant") in numbered


def test_csv_is_csv_and_a_zip_file_is_called_one(run: Run, folder: Path, small: Path) -> None:
    assert run("report", small, "-o", "out.CSV").exit_code == 0
    assert run("report", small, "-o", "out.zip").exit_code == 0
    assert not is_zipfile(folder / "out.CSV")
    whole = (folder / "out.CSV").read_text("utf-8-sig").replace("\r", "")
    with ZipFile(folder / "out.zip") as tables:
        assert len(tables.namelist()) > 5
        for name in tables.namelist():
            table = tables.read(name).decode("utf-8-sig").replace("\r", "")
            assert f"{name.removesuffix('.csv')}\n{table}" in whole


def test_chapters_and_the_annex_are_chosen_on_the_command_line(run: Run, folder: Path, small: Path) -> None:
    assert run("report", small, "-o", "all.md").exit_code == 0
    assert run("report", small, "-o", "short.md", "--no-annex").exit_code == 0
    assert run("report", small, "-o", "one.md", "--chapter", "inventory").exit_code == 0
    texts = {name: (folder / f"{name}.md").read_text("utf-8") for name in ("all", "short", "one")}
    assert [name for name, text in texts.items() if "Annex A: The inventory" in text] == ["all", "one"]
    assert [name for name, text in texts.items() if "What was decided and why" in text] == ["all", "short"]
    wrong = run("report", small, "-o", "x.md", "--chapter", "secrets")
    assert wrong.exit_code == 2
    assert "'secrets' is none of summary, " in wrong.stderr


def test_a_pdf_has_its_annex_when_it_is_asked_for(run: Run, folder: Path, small: Path) -> None:
    assert run("report", small, "-o", "usual.pdf").exit_code == 0
    assert run("report", small, "-o", "annex.pdf", "--annex").exit_code == 0
    usual, annex = (PdfReader(folder / f"{name}.pdf").outline for name in ("usual", "annex"))
    assert [any("Annex A" in str(one) for one in outline) for outline in (usual, annex)] == [False, True]


def test_a_hand_out_is_written_on_the_paper_that_is_asked_for(run: Run, folder: Path, small: Path) -> None:
    assert run("handout", "blank", small, "-o", "blank.pdf", "--paper", "letter").exit_code == 0
    assert PdfReader(folder / "blank.pdf").pages[0].mediabox.width == 612
    assert "'join' is not one of" in run("handout", "join", small, "-o", "-").stderr


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


def test_the_log_of_iterations_is_written_as_a_calendar(run: Run, folder: Path, small: Path) -> None:
    assert run("example", "tesla-bot", "-o", "t.json").exit_code == 0
    assert run("report", "t.json", "-o", "t.ics").exit_code == 0
    assert (folder / "t.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    empty = run("report", small, "-o", "empty.ics")
    assert (empty.exit_code, "No iteration is logged yet" in empty.stderr) == (1, True)
    assert not (folder / "empty.ics").exists()


def test_tables_have_semicolons_and_decimal_commas_where_excel_wants_them(run: Run, folder: Path) -> None:
    sheet = SMALL | {"workshop": {"title": "Small", "budget": 2.5}}
    (folder / "in.json").write_text(json.dumps(sheet))
    assert run("report", "in.json", "-o", "out.csv", "--semicolons").exit_code == 0
    assert ";2,5;" in (folder / "out.csv").read_text("utf-8-sig")
    assert run("report", "in.json", "-o", "out.zip", "--semicolons").exit_code == 0
    assert worksheet_tables.read_csv((folder / "out.zip").read_bytes()).workshop.budget == 2.5


@pytest.mark.parametrize("ending", ["xlsx", "csv", "zip"])
def test_a_worksheet_that_went_out_as_tables_comes_back(run: Run, folder: Path, ending: str) -> None:
    run("example", "recaptcha", "-o", "in.json")
    assert run("report", "in.json", "-o", f"out.{ending}").exit_code == 0
    assert run("check", f"out.{ending}").exit_code == 0
    assert run("report", f"out.{ending}", "-o", "again.json").exit_code == 0
    assert (folder / "again.json").read_bytes() == (folder / "in.json").read_bytes()
