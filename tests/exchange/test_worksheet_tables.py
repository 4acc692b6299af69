"""A worksheet goes out and comes back as CSV tables, as a workbook and as JSON."""

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given

from reuse_app import examples
from reuse_app.analysis.findings import analyse
from reuse_app.exchange import FileError, csv_text, worksheet_files, worksheet_json, worksheet_tables
from reuse_app.exchange.archive import packed
from reuse_app.exchange.reading import xlsx
from reuse_app.worksheet import AtLeast, Constraints, Requires, Worksheet
from reuse_app.worksheet.document import LISTS
from reuse_app.worksheet.validation.worksheet import WorksheetError
from tests.exchange.capabilities import round_trip
from tests.exchange.test_cases import ods
from tests.exchange.worksheets import with_hidden_rows, worksheets

TESLA = worksheet_json.read(examples.read("tesla-bot"))


@round_trip
@given(worksheets())
def test_hostile_worksheets_come_back_from_csv_cell_for_cell(worksheet: Worksheet) -> None:
    written = worksheet_tables.write_csv(worksheet)
    assert worksheet_tables.read_csv(written) == worksheet
    assert worksheet_tables.write_csv(worksheet_tables.read_csv(written)) == written
    assert worksheet_tables.read_csv(worksheet_tables.write_csv(worksheet, ";")) == worksheet
    for separator in (",", ";"):
        assert (
            worksheet_files.read(worksheet_tables.write_one_csv(worksheet, separator).encode()).worksheet == worksheet
        )


@round_trip
@given(worksheets())
def test_hostile_worksheets_come_back_from_a_workbook_cell_for_cell(worksheet: Worksheet) -> None:
    assert worksheet_files.read(worksheet_tables.write_xlsx(worksheet, analyse(worksheet))).worksheet == worksheet


@round_trip
@given(worksheets())
def test_hostile_worksheets_come_back_from_json_byte_for_byte(worksheet: Worksheet) -> None:
    written = worksheet_json.write(worksheet)
    assert worksheet_json.read(written) == worksheet
    assert worksheet_json.write(worksheet_json.read(written)) == written


@pytest.mark.parametrize("example", [example.name for example in examples.EXAMPLES])
def test_the_examples_come_back(example: str) -> None:
    worksheet = worksheet_json.read(examples.read(example))
    assert worksheet_tables.read_csv(worksheet_tables.write_csv(worksheet)) == worksheet
    written = worksheet_tables.write_xlsx(worksheet, analyse(worksheet))
    again = worksheet_files.read(written).worksheet
    assert again == worksheet
    assert worksheet_tables.write_xlsx(again, analyse(again)) == written


def test_what_stands_in_a_file_tells_how_the_worksheet_is_read() -> None:
    for content in (
        worksheet_json.write(TESLA).encode(),
        worksheet_tables.write_csv(TESLA),
        worksheet_tables.write_xlsx(TESLA),
        worksheet_tables.write_one_csv(TESLA).encode(),
    ):
        assert worksheet_files.read(content).worksheet == TESLA
    saved = worksheet_tables.write_one_csv(TESLA).replace("\r\n", ",,,\r\n").encode()
    assert worksheet_files.read(saved).worksheet == TESLA, "a spreadsheet fills each line up with separators"


def test_hidden_rows_of_a_workbook_of_ours_are_read_and_told() -> None:
    found = worksheet_files.read(with_hidden_rows(TESLA))
    assert found.worksheet == TESLA
    assert [*found.remarks] == ["Sheet “Capabilities”: 2 hidden rows were read: 3-4."], "nothing is read of the matrix"


def test_a_workbook_of_ours_that_was_saved_as_open_document_is_read() -> None:
    content = ods("title|unit", "Robots|k€", name="Workshop")
    assert worksheet_files.read(content).worksheet.workshop.title == "Robots"


def test_there_is_a_table_for_each_noun() -> None:
    with zipfile.ZipFile(io.BytesIO(worksheet_tables.write_csv(TESLA))) as archive:
        assert archive.namelist() == ["workshop.csv", *(f"{name}.csv" for name in LISTS), "constraints.csv"]
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def tables(**texts: str) -> Callable[[], Worksheet]:
    members = {"workshop": "title\nT\n", **texts}
    return lambda: worksheet_tables.read_csv(packed((f"T/{name}.csv", text) for name, text in members.items()))


def test_tables_may_come_from_a_spreadsheet_in_another_country() -> None:
    worksheet = tables(
        capabilities="Key;Name;Build cost low;Build cost likely;Build cost high\nv;Vision;1,5;2;3,25\n",
        products="sep=;\nkey;name;home\nr;Robot;Yes\n",
        links="capability\tproduct\tneed\nv\tr\t9\n",
        iterations="product;date\nr;31.03.2026\n",
        remarks="whatever",
    )()
    assert worksheet.capabilities[0].build_cost is not None
    assert worksheet.capabilities[0].build_cost.high == 3.25
    assert worksheet.products[0].home
    assert str(worksheet.iterations[0].date) == "2026-03-31"


def test_every_mistake_has_its_place() -> None:
    read = tables(
        capabilities="key,name,trl\nv,Vision,high\n",
        links="capability,product,need\nv,gone,9\nv,gone,2\n",
        constraints="rule,number,product\nmust-have,,gone\n",
    )
    with pytest.raises(WorksheetError) as caught:
        read()
    assert [mistake.place for mistake in caught.value.mistakes] == [
        "capabilities[1] (v).trl",
        "links[1] (v → gone).product",
        "links[2] (v → gone).product",
        "links[2] (v → gone).need",
        "links[2] (v → gone)",
        "constraints.must_have[1]",
    ]


def test_the_lines_of_a_group_say_the_same_and_every_line_a_rule_that_is_known() -> None:
    products = "key,name\na,A\nb,B\n"
    lines = "rule,number,product,count,needs\nat-least,1,a,1,\nat-least,1,b,2,\n"
    with pytest.raises(WorksheetError, match=r"constraints.at_least\[1\].count: Found “1 or 2”; write a number"):
        tables(products=products, constraints=lines)()
    with pytest.raises(WorksheetError, match=r"constraints\[1\].rule: Found “atleast”; write one of must-have, "):
        tables(products=products, constraints="rule,product\natleast,a\n")()
    read = tables(
        products=products, constraints="rule,product,needs,count\nat-least,a,,1\nat-least,b,,\nrequires,a,b,\n"
    )
    assert read().constraints == Constraints(
        at_least=(AtLeast(of=("a", "b"), count=1),), requires=(Requires(product="a", needs="b"),)
    )


def test_a_column_that_is_not_known_is_a_mistake() -> None:
    with pytest.raises(WorksheetError, match=r"capabilities: There is no column “ownr” here.* Did you mean “owner”"):
        tables(capabilities="key,name,ownr\nv,Vision,Ada\n")()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "damaged"),
        (b"name\nVision\n", "damaged"),
        (packed([("a.csv", "name\n")]), "There is no “workshop.csv”"),
        (packed([("workshop.csv", 'title\n"' + "x" * 200_000)]), "workshop.csv: In line 2 a quote opens"),
        (packed([("workshop.csv", "title" + "," * 600_000)]), "workshop.csv: The file has more than 500,000 cells"),
        (packed([("workshop.csv", "x" * 41_000_000)]), "would grow to 41 MB"),
        (packed([("workshop.csv", "x" * 6_000_000)]), "workshop.csv: The file has 6,000,000 bytes"),
        (packed((f"{number}.csv", "") for number in range(1_001)), "a zip of 1,001 parts"),
    ],
)
def test_a_zip_file_that_holds_no_worksheet_says_why(content: bytes, message: str) -> None:
    with pytest.raises((FileError, WorksheetError)) as caught:
        worksheet_tables.read_csv(content)
    assert message in str(caught.value)


def test_the_matrix_is_a_matrix_and_the_scores_stand_beside_it() -> None:
    sheets = xlsx.sheets_in(worksheet_tables.write_xlsx(TESLA, analyse(TESLA)))
    assert [*sheets][:3] == ["Workshop", "Matrix", "Scores"]
    (_, note), (_, headings), *rows = sheets["Matrix"].rows
    assert "is not imported" in str(note[0])
    assert headings == ["Capability", *(product.name for product in TESLA.products)]
    assert len(rows) == len(TESLA.capabilities)
    needs = [
        [link.need if (link := TESLA.link_by_cell.get((c.key, p.key))) else None for p in TESLA.products]
        for c in TESLA.capabilities
    ]
    assert [list(row[1:]) for _, row in rows] == needs
    assert [row[0] for _, row in sheets["Scores"].rows[2:]] == [product.name for product in TESLA.candidates]


def test_sheets_are_made_to_be_worked_in() -> None:
    with zipfile.ZipFile(io.BytesIO(worksheet_tables.write_xlsx(TESLA))) as archive:
        sheets = [
            archive.read(name).decode()
            for name in archive.namelist()
            if "worksheets/sheet" in name and "rels" not in name
        ]
    for sheet in sheets:
        assert 'state="frozen"' in sheet
        assert "<autoFilter" in sheet
        assert "<f>" not in sheet
        assert "<hyperlink" not in sheet


def test_a_workbook_without_a_workshop_is_no_worksheet() -> None:
    from reuse_app.exchange import inventory_files  # noqa: PLC0415

    with pytest.raises(FileError, match="There is no sheet “Workshop”"):
        worksheet_tables.sheets_in(inventory_files.write_xlsx(TESLA.capabilities))


def test_the_exporter_marks_what_could_be_a_formula() -> None:
    assert csv_text.csv_of(["a"], [["=1+1"], ["'x"], [None]]) == "\ufeffa\r\n'=1+1\r\n''x\r\n\"\"\r\n"
