"""Tables in Markdown: what their marks mean, and what stands around them."""

import pytest

from reuse_app.exchange import FileError, Incoming, inventory_files
from reuse_app.exchange.reading.markdown import table_in
from reuse_app.exchange.reading.matrix_tables import read_matrix
from reuse_app.exchange.reading.separators import holds_cells, is_list, separator_of
from tests.exchange.test_cases import told, values

TABLE = """Our blocks:

| Name | Owner | Cost |
|:-----|:-----:|-----:|
| Press \\| big | Ann | 9 |
| **Oven** | [Bob](mailto:bob@example.org) | 1,200.50 |
| [Saw](https://example.org/saw_(old)) | `Cy`<br>hall 3 | |

That is all.
"""


def read(text: str, name: str = "x.md") -> Incoming:
    return inventory_files.read(name, text.encode())


@pytest.mark.parametrize("name", ["x.md", "x.txt", "x.csv"])
def test_cells_are_what_is_shown_of_them(name: str) -> None:
    incoming = read(TABLE, name)
    assert incoming.mistakes == ()
    assert values(incoming, "name", "owner", "evidence", "build_cost") == [
        ("Press | big", "Ann", "", (9, 9, 9)),
        ("Oven", "Bob", "", (1200.5, 1200.5, 1200.5)),
        ("Saw", "`Cy` hall 3", "https://example.org/saw_(old)", None),
    ]
    assert [row.number for row in incoming.rows] == [5, 6, 7]


def test_what_stands_around_a_table_is_told() -> None:
    assert "Read the table in lines 3 to 7. Not read: lines 1, 9." in told(read(TABLE))
    assert read("Name | Owner\n--- | ---\nPress | Ann\n").remarks == ()
    assert "Not read: lines 4, 5, 6." in told(read("|Name|\n|--|\n|A|\nAnd\n|Other|\n|--|\n"))


def test_a_row_above_dashes_names_the_columns_even_where_none_is_known() -> None:
    with pytest.raises(FileError, match="Row 1 must name the columns"):
        read("| Block | Who |\n|---|---|\n| Press | Ann |\n")


@pytest.mark.parametrize("rule", ["|---|---|", "| :-- | --: |", "|-----+-----|", "--- | ---"])
def test_a_row_of_dashes_makes_a_table(rule: str) -> None:
    assert values(read(f"| Name | Owner |\n{rule}\n| Press | Ann |\n"), "name", "owner") == [("Press", "Ann")]


@pytest.mark.parametrize("text", ["- A | b\n- C\n---\n", "A\n---\nB\n", "A | b\n---\nC\n"])
def test_a_line_of_dashes_alone_makes_none(text: str) -> None:
    assert not holds_cells(text)


def test_a_table_pasted_below_a_sentence_is_no_list() -> None:
    assert separator_of(TABLE) == "|"
    assert not is_list(TABLE, "|")
    assert holds_cells(TABLE.replace("Name", "Block"))


@pytest.mark.parametrize(
    "text",
    [
        " " * 300_000 + "x|",
        "--" + " " * 300_000 + "x|",
        "|" + "-" * 300_000 + "x",
        "|" + "[" * 300_000,
        "|" + "[a](" * 75_000,
        "|" + "*a" * 150_000,
        "|" + "<br " * 75_000,
        "|" + "\\" * 300_001 + "|",
    ],
)
def test_a_line_without_end_is_read_at_once(text: str) -> None:
    table_in(f"|a|\n|--|\n{text}\n{text}", most_cells=1_000_000)


def test_a_matrix_is_read_too() -> None:
    found = read_matrix(
        "x.md", b"Needs:\n\n| Block | Robot | Truck |\n|---|---|---|\n| Vision | 9 | 3 |\n| Arm | 1 | |\n"
    )
    assert (found.capabilities, found.products, len(found.cells)) == (("Vision", "Arm"), ("Robot", "Truck"), 3)
