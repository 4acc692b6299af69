"""The programs in which people open our files: LibreOffice converts them without a warning, pdftotext reads them."""

import csv
import io
import re
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from reuse_app import examples
from reuse_app.analysis import analyse
from reuse_app.exchange import inventory_files, worksheet_json, worksheet_tables
from reuse_app.report import files
from reuse_app.worksheet import Capability, Product, Worksheet

TESLA = worksheet_json.read(examples.read("tesla-bot"))
HOSTILE = TESLA.model_copy(
    update={
        "capabilities": (
            *TESLA.capabilities,
            *(
                Capability(key=f"hostile-{number}", name=name)
                for number, name in enumerate(
                    ['=1+1 & "x" <b>', "@SUM(A1)", "-2+3", "多言語 עברית", "#[[ $x^2$ ]] *_`"]
                )
            ),
        ),
        "products": (*TESLA.products, Product(key="formula", name="=HYPERLINK(1)")),
    }
)
EVERY_SHEET_AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""LibreOffice's filter with commas, quotes and UTF-8, and formulas shown as what they result in."""


def converted(soffice: str, file: Path, kind: str) -> Path:
    """Have LibreOffice convert a file, without a word of complaint; return what it made."""
    profile = f"-env:UserInstallation=file://{file.parent}/profile"
    command = [soffice, profile, "--headless", "--convert-to", kind, "--outdir", str(file.parent), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=True)
    said = re.sub(r"(?m)^(convert|Overwriting:|Writing sheet) .*$", "", done.stdout + done.stderr).replace(
        "Warning: failed to launch javaldx - java may not function correctly", ""
    )
    assert said.strip() == ""
    (made,) = (each for each in file.parent.glob(f"*.{kind.partition(':')[0]}") if each != file)
    return made


def text_of(pdftotext: str, pdf: Path) -> str:
    """The text of a PDF as pdftotext reads it, in one line and without hyphenation."""
    command = [pdftotext, "-enc", "UTF-8", str(pdf), "-"]
    text = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    return re.sub(r"\s+", " ", re.sub(r"[-\u00ad]\n", "", text))


@pytest.mark.parametrize("worksheet", [TESLA, HOSTILE], ids=["tesla-bot", "hostile"])
def test_pdftotext_finds_every_capability_in_the_report(pdftotext: str, worksheet: Worksheet, tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(files.write("pdf", worksheet, analyse(worksheet)))
    text = text_of(pdftotext, tmp_path / "report.pdf")
    names = [each.name for each in worksheet.capabilities if each.name.isascii()]
    assert [name for name in names if re.sub(r"\s+", " ", name) not in text] == []


@pytest.mark.parametrize("worksheet", [TESLA, HOSTILE], ids=["tesla-bot", "hostile"])
def test_libreoffice_opens_the_report_and_shows_every_capability(
    soffice: str, pdftotext: str, worksheet: Worksheet, tmp_path: Path
) -> None:
    (tmp_path / "report.docx").write_bytes(files.write("docx", worksheet, analyse(worksheet)))
    text = text_of(pdftotext, converted(soffice, tmp_path / "report.docx", "pdf"))
    names = [each.name for each in worksheet.capabilities if each.name.isascii()]
    assert [name for name in names if re.sub(r"\s+", " ", name) not in text] == []


def test_libreoffice_opens_the_workbook_and_shows_the_matrix(soffice: str, pdftotext: str, tmp_path: Path) -> None:
    (tmp_path / "worksheet.xlsx").write_bytes(worksheet_tables.write_xlsx(HOSTILE, analyse(HOSTILE)))
    text = text_of(pdftotext, converted(soffice, tmp_path / "worksheet.xlsx", "pdf"))
    assert [each.name for each in TESLA.products if each.name not in text] == []


def test_nothing_that_somebody_typed_is_a_formula_in_libreoffice(soffice: str, tmp_path: Path) -> None:
    (tmp_path / "inventory.xlsx").write_bytes(inventory_files.write_xlsx(HOSTILE.capabilities))
    table = converted(soffice, tmp_path / "inventory.xlsx", EVERY_SHEET_AS_CSV)
    cells = {cell for row in csv.reader(io.StringIO(table.read_text(encoding="utf-8"))) for cell in row}
    assert {each.name for each in HOSTILE.capabilities} <= cells


def test_libreoffice_opens_the_slides_with_their_words(soffice: str, pdftotext: str, tmp_path: Path) -> None:
    (tmp_path / "slides.pptx").write_bytes(files.write("pptx", HOSTILE, analyse(HOSTILE)))
    pdf = converted(soffice, tmp_path / "slides.pptx", "pdf")
    assert len(PdfReader(pdf).pages) == 8
    text = text_of(pdftotext, pdf)
    for words in ("The team bets first on Humanoid robot", "as is ●●●", "Warehouse arm", "as a family", "gold mine"):
        assert words in text
