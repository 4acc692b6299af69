"""The slides: what is on them, that it can be edited, that it fits, and the same bytes each time."""

import re
import zipfile
from io import BytesIO
from typing import Any

import pptx
import pytest
from pptx.presentation import Presentation
from python_calamine import CalamineWorkbook

from reuse_app.narrative.composing import compose
from reuse_app.report import files
from reuse_app.report.slides.pages import MOST
from tests.report.conftest import NAMES, Sample, report_of, sample

CHARTS = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def read(name: str) -> Presentation:
    """The slides of a sample."""
    return pptx.Presentation(BytesIO(report_of(name, "pptx")))


def titles(deck: Presentation) -> list[str]:
    """What each slide says it has found."""
    return [slide.shapes.title.text_frame.text for slide in deck.slides if slide.shapes.title]


def tables(deck: Presentation) -> list[list[list[str]]]:
    """The cells of every table."""
    found: list[Any] = [shape for slide in deck.slides for shape in slide.shapes if shape.has_table]
    return [[[cell.text for cell in row.cells] for row in shape.table.rows] for shape in found]


def charts(deck: Presentation) -> list[Any]:
    found: list[Any] = [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    return [shape.chart for shape in found]


def text_of(deck: Presentation) -> str:
    frames: list[Any] = [shape for slide in deck.slides for shape in slide.shapes if shape.has_text_frame]
    cells = (cell for table in tables(deck) for row in table for cell in row)
    return "\n".join((*(shape.text_frame.text for shape in frames), *cells))


def test_are_made_from_whatever_is_there_and_the_same_twice(any_sample: Sample) -> None:
    first = report_of(any_sample.name, "pptx")
    assert first == files.write("pptx", any_sample.worksheet, any_sample.findings)
    with zipfile.ZipFile(BytesIO(first)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert parts.testzip() is None
    assert 2 <= len(pptx.Presentation(BytesIO(first)).slides) <= MOST


def test_say_what_the_chapters_say_in_the_order_of_a_talk(tesla: Sample) -> None:
    said = {one.key: one.said for one in compose(tesla.worksheet, tesla.findings).sections}
    order = ("summary", "answer", "matrix", "scores", "family", "gaps", "next")
    assert titles(read("tesla-bot")) == ["Tesla Bot", *(said[key] for key in order)]


def test_the_matrix_is_a_table_and_says_how_much_of_it_is_left_out(tesla: Sample) -> None:
    head, *rows = next(table for table in tables(read("tesla-bot")) if table[0][-1] == "Used by")
    assert head[1:3] == ["Car", "Humanoid robot"]
    assert rows[0][:3] == ["Camera vision", "as is ●●●", "as is ●●●"]
    assert len(rows) == 15 < len(tesla.worksheet.capabilities)
    assert "1 more capability, in the report" in text_of(read("tesla-bot"))


def test_the_map_is_a_chart_of_the_mean_levels(tesla: Sample) -> None:
    chart = charts(read("tesla-bot"))[0]
    drawn = {
        point for series in chart.plots[0].series for point in zip(series.iter_values(), x_values(series), strict=True)
    }
    scores = tesla.findings.scores.values()
    assert drawn == {(one.potential, one.challenge) for one in scores if one.quadrant}
    labels = [node.text for node in chart._chartSpace.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}t")]
    assert "Humanoid robot" in labels


def x_values(series: Any) -> list[float]:
    return [float(node.text) for node in series._element.iterfind(f"{{{CHARTS}}}xVal//{{{CHARTS}}}v")]


def test_the_cost_is_a_chart_of_the_averages(tesla: Sample) -> None:
    family, alone = charts(read("tesla-bot"))[1].plots[0].series
    assert tuple(family.values) == pytest.approx(tesla.findings.economics.average)
    assert alone.values[0] == family.values[0]
    assert (family.name, alone.name) == ("as a family", "each alone")


@pytest.mark.parametrize("name", ["tesla-bot", "hostile"])
def test_the_numbers_of_a_chart_stand_behind_it_and_none_is_a_formula(name: str) -> None:
    for chart in charts(read(name)):
        blob = chart.part.chart_workbook.xlsx_part.blob
        rows = CalamineWorkbook.from_filelike(BytesIO(blob)).get_sheet_by_index(0).to_python()
        numbers = {round(cell, 9) for row in rows for cell in row if isinstance(cell, float | int)}
        drawn = {round(value, 9) for series in chart.plots[0].series for value in series.values}
        assert drawn
        assert drawn <= numbers
        with zipfile.ZipFile(BytesIO(blob)) as parts:
            assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_what_is_too_much_is_counted() -> None:
    deck = read("large")
    assert "45 more capabilities and 22 more products, in the report" in text_of(deck)
    assert re.search(r"\d+ more, in the report", text_of(deck))
    every = sample("large")
    chapters = tuple(one.key for one in compose(every.worksheet, every.findings).sections)
    whole = files.write("pptx", every.worksheet, every.findings, files.Edition(chapters))
    all_of_it = pptx.Presentation(BytesIO(whole))
    assert len(all_of_it.slides) == MOST
    assert "slides more would follow: see the report." in text_of(all_of_it)


@pytest.mark.parametrize("name", NAMES)
def test_everything_stands_on_its_slide(name: str) -> None:
    deck = read(name)
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height


def test_one_chapter_is_one_slide_after_the_title(tesla: Sample) -> None:
    for key in ("products", "inventory", "choosing", "iterations"):
        content = files.write("pptx", tesla.worksheet, tesla.findings, files.Edition((key,)))
        deck = pptx.Presentation(BytesIO(content))
        assert len(deck.slides) == 2
        assert tables(deck)


def test_charts_and_tables_say_what_they_show() -> None:
    deck = read("tesla-bot")
    frames: list[Any] = [one for slide in deck.slides for one in slide.shapes if one.has_chart or one.has_table]
    said = [frame._element.nvGraphicFramePr.cNvPr.get("descr") for frame in frames if frame.has_chart]
    assert all(len(one) > 40 for one in said)
    assert len(said) == 2


def test_what_people_typed_is_only_text_and_right_to_left_where_it_is() -> None:
    deck = read("hostile")
    assert "<script>alert(1)</script>" in text_of(deck)
    turned = [node for slide in deck.slides for node in slide._element.iter() if node.get("rtl") == "1"]
    assert turned


def test_nothing_outside_the_file_and_no_day() -> None:
    with zipfile.ZipFile(BytesIO(report_of("hostile", "pptx"))) as parts:
        assert not [name for name in parts.namelist() if b'TargetMode="External"' in parts.read(name)]
    found = read("tesla-bot").core_properties
    assert (found.title, found.language, found.last_modified_by) == ("Tesla Bot", "en-GB", "")
    assert found.created
    assert found.created.year == 2000
