import pytest

from reuse_app.exchange import FileError, inventory_files, sources
from reuse_app.exchange.header import FoundColumn
from tests.exchange.capabilities import DATA, capability

INVENTORY = inventory_files.write_json([capability()]).encode()
CATALOGUE = b"apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: Vision\n"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"name\nVision\n", "a.csv"),
        (b"name\tkey\nVision\tvision\n", "a.TSV"),
        (b"name\nVision\n", "-"),
        (b"Owner;Name\nAda;Vision\n", "a.txt"),
        (b"My list\n\nOwner;Name\nAda;Vision\n", "a.csv"),
        (INVENTORY, "a.json"),
        (INVENTORY, "-"),
        (b"\xef\xbb\xbf " + INVENTORY, "-"),
        (INVENTORY.decode().encode("utf-16"), "-"),
        (b'{"releases": [{"name": "Vision"}]}', "../../x.json"),
        (b'[{"name": "Vision"}]', "repos.json"),
        (b'[{"name": "Vision"}]', "-"),
        (inventory_files.write_xlsx([capability()]), "a.xlsx"),
        (inventory_files.write_xlsx([capability()]), "../../x"),
        (CATALOGUE, "catalog-info.yaml"),
        (CATALOGUE, "a.yml"),
        (b"---\n# ours\n" + CATALOGUE, ""),
        (b"- Vision\n", "list.txt"),
        (b" 1. Vision \n\n", ""),
    ],
)
def test_a_file_is_recognised_by_its_ending_and_content(content: bytes, name: str) -> None:
    (row,) = sources.read(name, content).rows
    assert row.capability.name == "Vision"


def test_the_entries_of_nasa_are_recognised() -> None:
    assert len(sources.read("code.json", (DATA / "nasa-code.json").read_bytes()).rows) == 250


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "inventory.docx",
            b"PK",
            "ends in “.docx”; what is read ends in .csv, .tsv, .txt, .xlsx, .json, .yaml and .yml",
        ),
        ("a.xlsx", b"name\nVision\n", "This is not an Excel workbook"),
        ("a.csv", inventory_files.write_xlsx([]), "This is an Excel workbook or another zip file, not CSV"),
        ("a.json", b"name\nVision\n", "Line 1, column 1"),
        ("a.yaml", b"name\nVision\n", "No document in this file has “kind” and “metadata”"),
        ("a.json", b"[]", "with at least one of them"),
        ("", b"", "The list is empty"),
    ],
)
def test_a_wrong_ending_is_refused_in_a_sentence(name: str, content: bytes, message: str) -> None:
    with pytest.raises(FileError) as caught:
        sources.read(name, content)
    assert message in str(caught.value)


GERMAN = b"Bezeichnung;Kosten;Kosten;TRL;;Farbe\nKamera;1,5;2;7;;rot\n"


def test_the_columns_of_a_file_are_told_even_when_no_name_is_among_them() -> None:
    with pytest.raises(FileError, match="one of them must be “name”"):
        sources.read("a.csv", GERMAN)
    assert sources.preview("a.csv", GERMAN, fields={}).columns == (
        FoundColumn("Bezeichnung", None, "Kamera"),
        FoundColumn("Kosten", None, "1,5"),
        FoundColumn("Kosten (2)", None, "2"),
        FoundColumn("TRL", "trl", "7"),
        FoundColumn("Farbe", None, "rot"),
    )


def test_somebody_says_what_a_column_holds() -> None:
    mapping = {"Bezeichnung": "name", "Kosten": "build_cost_likely", "Kosten (2)": "", "TRL": "rrl"}
    incoming = sources.read("a.csv", GERMAN, mapping=mapping)
    assert [row.capability for row in incoming.rows] == [capability("kamera", "Kamera", build_cost=1.5, rrl=7)]
    assert incoming.remarks == ("Column 6, “Farbe”, is not known and was left out.",)
    shown = sources.preview("a.csv", GERMAN, fields={0: "name", 1: "build_cost_likely", 2: "", 3: "rrl"})
    assert [column.field for column in shown.columns] == ["name", "build_cost_likely", None, "rrl", None]
    assert shown.incoming == incoming


def test_what_somebody_says_comes_before_what_the_headings_say() -> None:
    content = b"name,title,owner\nA-17,Vision,Ada\n"
    assert sources.read("a.csv", content).rows[0].capability.name == "A-17"
    mapped = sources.read("a.csv", content, mapping={"title": "name", "name": ""}).rows[0].capability
    assert mapped == capability("vision", "Vision", owner="Ada")
    with pytest.raises(FileError, match="names the column “name” twice"):
        sources.read("a.csv", content, mapping={"title": "name", "name": "name"})


def test_a_column_or_field_that_is_not_there_is_named() -> None:
    with pytest.raises(FileError, match=r"There is no column “Ownr”\. Did you mean “Owner”"):
        sources.read("a.csv", b"Name,Owner\nVision,Ada\n", mapping={"Ownr": "owner"})
    with pytest.raises(FileError, match=r"There is no field “ownr”\. Did you mean “owner”"):
        sources.read("a.csv", b"Name,Owner\nVision,Ada\n", mapping={"Owner": "ownr"})


def test_files_without_columns_have_no_headings() -> None:
    for name, content in (("a.json", INVENTORY), ("a.yaml", CATALOGUE), ("a.txt", b"Vision\n")):
        shown = sources.preview(name, content, fields={})
        assert (shown.columns, shown.trouble) == ((), "")
        assert shown.incoming == sources.read(name, content)


def test_a_table_copied_from_a_spreadsheet_is_a_table_even_without_known_headings() -> None:
    content = b"Bezeichnung\tWer\nKamera\tAda\n"
    assert len(sources.preview("", content, fields={}).columns) == 2
    assert sources.read("", content, mapping={"Bezeichnung": "name"}).rows[0].capability.name == "Kamera"


def test_columns_without_a_heading_are_reported() -> None:
    assert sources.read("a.csv", b"name,,\nVision,red,\n").remarks == ("Column 2 has no heading and was left out.",)


def test_bullets_and_numbers_before_names_are_left_out() -> None:
    text = "- Camera vision\n  * Radar, 77 GHz\r\n\n• Maps\n3) Planning\n12. Chips\n[x] Hands\n3D printing\n-\n"
    incoming = sources.read_list(text)
    assert [(row.number, row.capability.name) for row in incoming.rows] == [
        (1, "Camera vision"),
        (2, "Radar, 77 GHz"),
        (4, "Maps"),
        (5, "Planning"),
        (6, "Chips"),
        (7, "Hands"),
        (8, "3D printing"),
        (9, "-"),
    ]
    assert all(row.stated == {"name"} and not row.has_key for row in incoming.rows)


@pytest.mark.parametrize(
    "line",
    [
        "Lidar",
        "- Lidar",
        "-  Lidar",
        "•Lidar",
        "● Lidar",
        "☐ Lidar",
        "1. Lidar",
        "1999) Lidar",
        "[x] Lidar",
        "* [ ] Lidar",
    ],
)
def test_every_list_says_the_same_name(line: str) -> None:
    assert list(sources.names_in(f"\n\t{line} \n•\n")) == [(2, "Lidar")]


@pytest.mark.parametrize("name", ["-40 °C chamber", "3.5 mm plug", "42.", "[x]", "10000. Night", "x [ ] y"])
def test_what_only_looks_like_a_bullet_stays(name: str) -> None:
    assert list(sources.names_in(name)) == [(1, name)]


def test_a_line_that_is_too_long_is_a_mistake_with_its_number() -> None:
    (mistake,) = sources.read_list(f"Vision\n{'x' * 201}\n").mistakes
    assert str(mistake) == "row 2, column name: Found 201 characters; at most 200 are allowed here."


@pytest.mark.parametrize(
    ("text", "message"), [(" \n", "The list is empty"), ("x\n" * 2_001, "The list has more lines than the 2,000")]
)
def test_a_list_that_is_empty_or_endless_says_so(text: str, message: str) -> None:
    with pytest.raises(FileError, match=message):
        sources.read_list(text)
