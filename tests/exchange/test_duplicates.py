from reuse_app.exchange import inventory_csv
from reuse_app.exchange.duplicates import Choice, chosen, same_as
from reuse_app.exchange.inventory import ImportPlan, applied, plan
from reuse_app.worksheet import Capability

HERE = (Capability(key="eyes", name="Camera vision", owner="Ann"), Capability(key="chip", name="Chip"))
FILE = b"name,trl\nCamera visions,7\nChips and more,\nCamera visions,8\n"


def as_chosen(choices: dict[int, Choice], content: bytes = FILE) -> ImportPlan:
    """What an import does when people have chosen for the likely duplicates."""
    incoming = inventory_csv.read(content)
    same = same_as(plan(HERE, incoming), HERE)
    return plan(HERE, chosen(incoming, choices, same), look_alike=False)


def test_without_a_choice_a_likely_duplicate_is_new() -> None:
    assert [new.row for new in as_chosen({}).new] == [2, 3, 4]


def test_a_row_that_is_skipped_is_not_imported() -> None:
    assert [new.row for new in as_chosen({2: Choice.SKIP}).new] == [3, 4]


def test_a_row_that_updates_changes_the_one_that_it_repeats() -> None:
    ready = as_chosen({2: Choice.UPDATE})
    (changed,) = ready.changed
    assert (changed.after.key, changed.after.name, changed.after.trl) == ("eyes", "Camera visions", 7)
    assert changed.after.owner == "Ann"
    assert [capability.key for capability in applied(HERE, ready)] == [
        "eyes",
        "chip",
        "chips-and-more",
        "camera-visions",
    ]


def test_two_rows_never_update_the_same_one() -> None:
    ready = as_chosen({2: Choice.UPDATE, 4: Choice.UPDATE})
    assert [changed.row for changed in ready.changed] == [2]
    assert [new.row for new in ready.new] == [3, 4]


def test_what_another_row_is_about_is_not_updated_a_second_time() -> None:
    content = b"name,trl\nCamera vision,5\nCamera visions,7\n"
    assert same_as(plan(HERE, inventory_csv.read(content)), HERE) == {}
    ready = as_chosen({3: Choice.UPDATE}, content)
    assert ([changed.row for changed in ready.changed], [new.row for new in ready.new]) == ([2], [3])
