"""Headings, levels and type words of tools and languages, and rows that are none of a table."""

import pytest

from reuse_app.exchange import FileError
from reuse_app.exchange.reading.choices import Choices
from reuse_app.exchange.reading.headings import field_of, level_of, likely_field_of
from reuse_app.exchange.reading.kinds import kind_of
from tests.exchange.test_cases import table, told, values


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("能力名", "name"),
        ("责任人", "owner"),
        ("説明", "description"),
        ("Описание", "description"),
        ("Właściciel", "owner"),
        ("Zuständig", "owner"),
        ("Descripción", "description"),
        ("編号", "reference"),
        ("Business application", "name"),
        ("sys_id", "reference"),
        ("Short description", "description"),
        ("Technologiereifegrad (1-9)", "trl"),
        ("Effort (PM)", "build_cost_likely"),
        ("Coût estimé (k€)", "build_cost_likely"),
        ("Most likely cost", "build_cost_likely"),
        ("Coût bas", "build_cost_low"),
        ("Baukosten niedrig", "build_cost_low"),
        ("Min. effort", "build_cost_low"),
        ("Baukosten hoch", "build_cost_high"),
        ("Costo máximo", "build_cost_high"),
        ("費用（万円）", "build_cost_likely"),
        ("Date de vérification", "checked"),
        ("Component/s", None),
        ("Cost (low/high)", "build_cost_likely"),
    ],
)
def test_headings_of_tools_and_languages_are_known(heading: str, field: str | None) -> None:
    assert field_of(heading) == field


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Card name", "name"),
        ("Capability Owner", "owner"),
        ("Link to documentation", "evidence"),
        ("Est. cost (EUR k)", "build_cost_likely"),
        ("componentKey", "reference"),
        ("Owner - Owned By", "owner"),
        ("Parent ID", None),
        ("Account name", None),
        ("Annual run cost", None),
        ("Owner email", None),
        ("L1 ID", None),
        ("Remarks", None),
    ],
)
def test_a_heading_is_likely_to_be_meant_by_its_last_word_unless_it_is_about_something_else(
    heading: str, field: str | None
) -> None:
    assert likely_field_of(heading) == field


def test_what_was_read_by_a_word_of_its_heading_is_told() -> None:
    incoming = table("Card ID,Card name,List name,Members", "7,Press,Todo,Ann", "8,Oven,Done,Bob")
    assert values(incoming, "name", "reference") == [("Press", "7"), ("Oven", "8")]
    assert "By a word in their headings were read “Card ID” as reference, “Card name” as name." in told(incoming)
    assert "“List name”, is not known" in told(incoming)


def test_what_a_ticket_is_about_names_it_where_no_column_does() -> None:
    incoming = table("Summary,Issue key,Assignee,Description", "Build a press,AB-1,Ann,It is flat")
    assert values(incoming, "name", "owner", "description") == [("Build a press", "Ann", "It is flat")]
    assert values(table("Name,Summary", "Press,flat"), "name", "description") == [("Press", "flat")]
    part = table("Summary,Description,Component/s", "Build a press,It is flat,Hall", "Build an oven,It is hot,Hall")
    assert values(part, "name") == [("Build a press",), ("Build an oven",)]


def test_notes_and_documentation_describe_where_no_column_does() -> None:
    noted = table("Name,Notes", "Press,It is flat")
    assert values(noted, "description") == [("It is flat",)]
    assert noted.remarks == ("By a word in their headings were read “Notes” as description.",)
    assert values(table("Name,Notes,Description", "Press,New,It is flat"), "description") == [("It is flat",)]
    assert values(table("ID,Type,Name,Documentation", "1,,Press,It is flat"), "description", "evidence") == [
        ("It is flat", "")
    ]
    assert values(table("Name,Documentation", "Press,https://x.example"), "evidence") == [("https://x.example",)]


def test_a_name_is_proposed_for_one_that_is_much_like_it() -> None:
    assert told(table("Name,Tags,Area,ownr", "Press,a,b,c")).count("Did you mean") == 1


def test_a_column_of_which_no_word_is_ours_is_left_out_in_one_sentence() -> None:
    incoming = table("Name,Status,Owner", "Press,Done,Ann", "Oven,In progress,Bob")
    assert incoming.remarks == ("Column 2, “Status”, holds none of in-house, missing, and was left out.",)
    some = table("Name,Status", "Press,missing", "Oven,Done")
    assert values(some, "status") == [("missing",), ("in-house",)]
    assert "Row 3, column Status: Found “Done”; write one of in-house, missing." in told(some)


@pytest.mark.parametrize(
    "heads",
    [
        ("Level I", "Level II"),
        ("1st level", "2nd level"),
        ("Capability L1", "Capability L2"),
        ("Nivel 1", "Nivel 2"),
        ("レベル1", "レベル2"),
        ("Уровень 1", "Уровень 2"),
        ("L0: Domain", "L1: Group"),
        ("BC Level 0 name", "BC Level 1 name"),
        ("一级", "二级"),
    ][:-1],
)
def test_levels_are_known_by_any_name(heads: tuple[str, str]) -> None:
    incoming = table(",".join(heads), "Sales,Pricing", ",Offers")
    assert values(incoming, "name", "description") == [("Pricing", "Sales"), ("Offers", "Sales")]


def test_ids_of_levels_are_no_levels() -> None:
    assert (level_of("L3 ID"), level_of("L3 Name"), level_of("Level")) == (None, 3, None)
    incoming = table("L1 Name,L1 ID,L2 Name,L2 ID", "Sales,1,Pricing,1.1")
    assert values(incoming, "name", "description", "reference") == [("Pricing", "Sales", "")]


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("ApplicationComponent", "software"),
        ("Value Streams", "process"),
        ("cmdb_ci_server", "compute"),
        ("BusinessActor", "people"),
        ("Geschäftsprozess", "process"),
        ("システム", "software"),
        ("数据", "data"),
        ("Epic", None),
    ],
)
def test_type_words_of_tools_and_languages_stand_for_kinds(word: str, kind: str | None) -> None:
    assert kind_of(word) == kind


def test_headings_that_are_repeated_and_lines_that_are_drawn_hold_nothing() -> None:
    board = ("My board,", "Name,Owner", "Press,Ann", "Group B,", "Name,Owner", "Saw,Cy")
    assert values(table(*board), "name", "owner") == [("Press", "Ann"), ("Saw", "Cy")]
    assert "row 4 (“Group B”), row 5 (“Name”)" in told(table(*board))
    assert len(table(*board, chosen=Choices(kept=frozenset({4}))).rows) == 3
    drawn = ("| Name | Owner |", "|:-----|------:|", "| Press | Ann |")
    assert values(table(*drawn), "name", "owner") == [("Press", "Ann")]


def test_a_row_of_headings_above_another_is_not_called_unread() -> None:
    incoming = table("Name,Cost,Cost,TRL", ",low,high,today", "Press,1,3,7")
    assert values(incoming, "build_cost") == [((1, 2, 3),)]
    assert "What stands above" not in told(incoming)


def test_rows_above_the_headings_are_told_unless_they_are_titles() -> None:
    assert table("Our parts,", "Name,Owner", "Press,Ann").remarks == ()
    lines = ("Axe,Di", "Bin,Ed", "Name,Owner,TRL", "Press,Ann,7")
    assert "What stands above the headings in row 3 was not read: 1, 2." in told(table(*lines))


@pytest.mark.parametrize("separator", ["^", "~", ":", "，", "；"])
def test_rare_separators_are_known_by_the_headings(separator: str) -> None:
    lines = (["Name", "Owner", "TRL"], ["Press, large", "Ann", "7"])
    assert values(table(*map(separator.join, lines)), "name", "trl") == [("Press, large", 7)]


def test_a_table_whose_columns_are_capabilities_is_refused_with_what_to_do() -> None:
    lines = ("Name,Press,Oven", "Owner,Ann,Bob", "TRL,7,8", "Cost,1,2")
    with pytest.raises(FileError, match=r"Column 1 names fields, such as “Owner”, “TRL”, “Cost”.* paste it transposed"):
        table(*lines)
    assert len(table(*lines, chosen=Choices(columns={"Name": "name"})).rows) == 3
    assert len(table("Name,Floor", "Website,1", "Press,2", "Oven,3").rows) == 3
    assert len(table("Name,Floor", "Owner,1", "TRL,2", "Press,3", "Oven,4").rows) == 4
    assert len(table("Name", "Owner", "TRL").rows) == 2


def test_numbers_of_rows_are_no_costs() -> None:
    incoming = table("1,Press,Ann", "2,Oven,Bob", "3,Saw,Cy")
    assert values(incoming, "name", "owner", "build_cost")[0] == ("Press", "Ann", None)
