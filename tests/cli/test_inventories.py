import json
import shutil
from pathlib import Path

from reuse_app.analysis.overlap import Overlap
from reuse_app.exchange import inventory_files
from tests.cli.conftest import Run

DATA = Path(__file__).parents[1] / "data"


def test_the_entries_of_nasa_go_through_every_format(run: Run, folder: Path) -> None:
    shutil.copy(DATA / "nasa-code.json", folder / "code.json")
    assert run("inventory", "convert", "code.json", "nasa.csv").stdout == "Wrote 250 capabilities to nasa.csv.\n"
    assert run("inventory", "convert", "nasa.csv", "nasa.json").exit_code == 0
    assert run("inventory", "convert", "nasa.json", "nasa.xlsx").exit_code == 0
    assert run("inventory", "convert", "nasa.xlsx", "again.csv").exit_code == 0
    assert (folder / "again.csv").read_bytes() == (folder / "nasa.csv").read_bytes()
    assert len(inventory_files.read("x.csv", (folder / "again.csv").read_bytes()).rows) == 250
    assert len(inventory_files.read("nasa.json", (folder / "nasa.json").read_bytes()).rows) == 250


def test_the_inventory_of_a_worksheet_is_taken_out(run: Run, folder: Path) -> None:
    run("example", "tesla-bot", "-o", "tesla-bot.json")
    assert run("inventory", "convert", "tesla-bot.json", "t.csv").stdout == "Wrote 16 capabilities to t.csv.\n"


def test_standard_input_and_output_stand_for_files(run: Run) -> None:
    result = run("inventory", "convert", "-", "-", stdin="name,colour\nVision,red\n")
    written = inventory_files.write_csv(row.capability for row in inventory_files.read("x.csv", b"name\nVision\n").rows)
    assert result.stdout_bytes == written.removeprefix("\ufeff").encode()
    assert result.stderr == "-: Column 2, “colour”, is not known and was left out.\n"


def test_a_file_with_mistakes_is_not_converted(run: Run, folder: Path) -> None:
    (folder / "in.csv").write_text("name,trl\n,7\nPlanning,#N/A\n")
    result = run("inventory", "convert", "in.csv", "out.json")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "in.csv: row 2, column name: This is missing. A noun phrase, independent of the product it was built for.",
        (
            "in.csv: row 3, column trl: Found the error #N/A. Mend it in a spreadsheet and save the file anew, or "
            "choose to leave the field as it is."
        ),
        "--skip-row leaves out a row, such as --skip-row 7.",
        "--leave-errors leaves the fields of cells with an error as they are.",
    ]
    assert not (folder / "out.json").exists()


def test_a_catalogue_and_a_pasted_list_are_converted(run: Run, folder: Path) -> None:
    (folder / "catalog-info.yaml").write_text("kind: API\nmetadata: {name: Vision}\n")
    assert run("inventory", "convert", "catalog-info.yaml", "a.json").stdout == "Wrote 1 capability to a.json.\n"
    assert "vision,Vision" in run("inventory", "convert", "-", "-", stdin="- Vision\n").stdout


def test_standard_output_has_a_byte_order_mark_only_when_asked_for(run: Run, folder: Path) -> None:
    words = ("inventory", "convert", "-", "-")
    assert run(*words, stdin="- Vision\n").stdout_bytes.startswith(b"key,name")
    assert run(*words, "--bom", stdin="- Vision\n").stdout_bytes.startswith(b"\xef\xbb\xbfkey,name")
    run("inventory", "convert", "-", "out.csv", stdin="- Vision\n")
    assert (folder / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_somebody_says_what_the_columns_hold(run: Run, folder: Path) -> None:
    (folder / "in.csv").write_text("Was;Wer;Name\nVision;Ada;x\n")
    result = run(
        "inventory", "convert", "in.csv", "-", "--column", "Was=name", "--column", "Wer = owner", "--column", "Name="
    )
    assert "vision,Vision" in result.stdout
    assert "Ada" in result.stdout
    assert result.stderr == ""
    assert run("inventory", "convert", "in.csv", "-", "--column", "Was").exit_code == 2
    assert "There is no field “wer”" in run("inventory", "convert", "in.csv", "-", "--column", "Wer=wer").stderr


def test_other_formats_are_refused(run: Run, folder: Path) -> None:
    (folder / "in.xlsx").write_bytes(b"PK")
    (folder / "in.csv").write_text("name\nVision\n")
    assert run("inventory", "convert", "in.csv", "out.docx").exit_code == 2
    result = run("inventory", "convert", "in.xlsx", "out.csv")
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert run("inventory", "convert", "nowhere.csv", "out.csv").stderr == "nowhere.csv: No such file or directory\n"


CAR = {
    "format": "reuse-inventory",
    "unit": "k€",
    "capabilities": [{"key": "pack", "name": "Battery pack", "owner": "Ann", "build_cost": 120}],
}
BOAT = "name,owner,build cost\nBattery packs,Finn,7\n"


def test_inventories_of_any_kind_are_laid_side_by_side(run: Run, folder: Path) -> None:
    (folder / "car.json").write_text(json.dumps(CAR))
    (folder / "boat.csv").write_text(BOAT)
    told = run("inventory", "compare", "car.json", "boat.csv").stdout
    assert told.startswith("Findings: car.json and boat.csv\n")
    assert "boat.csv: the unit of cost is not stated" in told
    assert (
        "costs 7 k€ beyond the dearest copy"
        in run("inventory", "compare", "car.json", "boat.csv", "--unit", "k€").stdout
    )
    assert "Ann (car.json)  Finn (boat.csv)  Battery pack" in told
    for name in ("nasa-code.json", "innersource-repos.json", "backstage-catalog-info.yaml"):
        shutil.copy(DATA / name, folder)
    run("example", "tesla-bot", "-o", "tesla-bot.json")
    names = ("nasa-code.json", "innersource-repos.json", "backstage-catalog-info.yaml", "tesla-bot.json")
    assert "Nothing is alike in these 4 inventories" in run("inventory", "compare", *names).stdout


def test_what_is_said_about_tables_holds_for_all_that_are_compared_or_for_one(run: Run, folder: Path) -> None:
    (folder / "a.csv").write_bytes("Was;Wer\nÖfen;Ann\nSumme;2\n".encode("cp1252"))
    (folder / "b.csv").write_bytes("Was;Wer;Art\nÖfen;Finn;App\n".encode())
    said = ("--column", "Was=name", "--column", "Wer=owner", "--column", "b.csv:Art=kind", "--type", "b.csv:App=data")
    result = run(
        "inventory", "compare", "a.csv", "b.csv", *said, "--encoding", "a.csv:windows-1252", "--skip-row", "a.csv:3"
    )
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Ann (a.csv)  Finn (b.csv)  Öfen" in result.stdout
    wrong = run("inventory", "compare", "a.csv", "b.csv", *said, "--encoding", "b.csv:shift")
    assert wrong.exit_code == 1
    assert wrong.stderr.startswith("b.csv: ")
    assert "--encoding takes one of" in wrong.stderr
    assert "--skip-row" in run("inventory", "compare", "a.csv", "b.csv", "--skip-row", "a.csv:x").stderr


def test_one_capability_is_counted_as_one(run: Run, folder: Path) -> None:
    (folder / "in.csv").write_text("name\nVision\n")
    assert run("inventory", "convert", "in.csv", "out.json").stdout == "Wrote 1 capability to out.json.\n"


def test_what_is_alike_is_printed_as_json(run: Run, folder: Path) -> None:
    (folder / "car.json").write_text(json.dumps(CAR))
    result = run("inventory", "compare", "car.json", "-", "--json", "--unit", "k€", stdin=BOAT + "Hull,,\n")
    found = Overlap.model_validate_json(result.stdout)
    assert [(each.name, each.unit, each.size) for each in found.inventories] == [("car.json", "k€", 1), ("-", "k€", 2)]
    assert found.extra == {"k€": 7}


def test_two_to_ten_different_files_can_be_compared(run: Run, folder: Path) -> None:
    (folder / "boat.csv").write_text(BOAT)
    for names, message in {
        (): "Name 2 to 10 inventories to compare; found 0.",
        ("boat.csv",): "Name 2 to 10 inventories to compare; found 1.",
        tuple("abcdefghijk"): "Name 2 to 10 inventories to compare; found 11.",
        ("boat.csv", "./boat.csv"): "./boat.csv is named twice; compare it with another inventory.",
        ("-", "-"): "- is named twice; compare it with another inventory.",
    }.items():
        result = run("inventory", "compare", *names)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith(message)


def test_a_file_that_cannot_be_read_is_not_compared(run: Run, folder: Path) -> None:
    (folder / "boat.csv").write_text(BOAT)
    (folder / "wrong.csv").write_text("name,kind\nVision,data\n,x\n")
    for name, message in {
        "none.csv": "none.csv: No such file or directory",
        "wrong.csv": "wrong.csv: row 3, column name: This is missing.",
    }.items():
        result = run("inventory", "compare", "boat.csv", name)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith(message)


def test_semicolons_and_decimal_commas_go_out_and_come_back(run: Run, folder: Path) -> None:
    (folder / "in.csv").write_text("name,build cost\nVision,2.5\n")
    assert run("inventory", "convert", "in.csv", "out.csv", "--semicolons").exit_code == 0
    assert ";2,5;" in (folder / "out.csv").read_text("utf-8-sig")
    assert run("inventory", "convert", "out.csv", "out.json").exit_code == 0
    assert json.loads((folder / "out.json").read_text())["capabilities"][0]["build_cost"] == 2.5


def test_a_file_without_a_capability_says_what_it_is_and_writes_nothing(run: Run, folder: Path) -> None:
    shutil.copy(DATA / "cases" / "catalog-only-location.yaml", folder / "all.yaml")
    result = run("inventory", "convert", "all.yaml", "out.csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "all.yaml: This is a catalogue of Backstage without a capability" in result.stderr
    assert "It points to ./a.yaml and ./b.yaml" in result.stderr
    assert not (folder / "out.csv").exists()


def test_what_a_preview_offers_can_be_said_on_the_command_line(run: Run, folder: Path) -> None:
    for name in (
        "hidden-sheet-wins.xlsx",
        "shift-jis-short.csv",
        "ea-export-types.csv",
        "total-and-footnote.xlsx",
        "hidden-rows.ods",
    ):
        shutil.copy(DATA / "cases" / name, folder)
    convert = ("inventory", "convert")
    assert "Retired press" in run(*convert, "hidden-sheet-wins.xlsx", "-", "--sheet", "Old").stdout
    assert "画像認識" in run(*convert, "shift-jis-short.csv", "-", "--encoding", "shift_jis").stdout
    typed = run(*convert, "ea-export-types.csv", "-", "--type", "Application=compute", "--type", "BusinessCapability=")
    assert "Price engine,compute," in typed.stdout
    assert "Pricing,,in-house" in typed.stdout
    assert "Oven" not in run(*convert, "total-and-footnote.xlsx", "-", "--skip-row", "3").stdout
    hidden = run(*convert, "hidden-rows.ods", "-")
    assert "3 hidden rows were read: 3-4, 6." in hidden.stderr
    assert "Oven" in hidden.stdout
    assert "Oven" not in run(*convert, "hidden-rows.ods", "-", "--skip-hidden").stdout
    kept = run(*convert, "total-and-footnote.xlsx", "-", "--keep-row", "6", "--leave-errors")
    assert "total,Total" in kept.stdout
    dates = run(*convert, "-", "-", "--days", "month", "--separator", "bar", stdin="name|checked\nA|3/4/2026\n")
    assert "2026-03-04" in dates.stdout
    assert (
        "press,Press" in run(*convert, "-", "-", "--headings", "0", "--column", "Column 1=name", stdin="Press\n").stdout
    )


def test_a_mistake_names_the_option_with_which_it_is_mended(run: Run, folder: Path) -> None:
    shutil.copy(DATA / "cases" / "hidden-sheet-wins.xlsx", folder)
    (folder / "unknown.csv").write_text("Was,Preis\nPress,9\n")
    for words, option, text in (
        (("hidden-sheet-wins.xlsx", "-", "--sheet", "x"), "--sheet", ""),
        (("-", "-", "--encoding", "x"), "--encoding", "name\nVision\n"),
        (("unknown.csv", "-"), "--column", ""),
        (("-", "-", "--type", "App=wood"), "--type", "name,type\nVision,App\n"),
        (("-", "-"), "--skip-row", "name,trl\n,3\n"),
    ):
        result = run("inventory", "convert", *words, stdin=text)
        assert result.exit_code == 1
        assert result.stderr.splitlines()[-1].startswith(option)


def test_a_table_in_which_there_is_nothing_is_an_error(run: Run) -> None:
    result = run("inventory", "convert", "-", "-", stdin="name,owner\n")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "holds no capability" in result.stderr
    empty = '{"format": "reuse-inventory", "version": 1, "capabilities": []}'
    result = run("inventory", "convert", "-", "-", stdin=empty)
    assert (result.exit_code, result.stderr) == (1, "-: There is no capability in this file.\n")
