from tests.exchange.capabilities import DATA
from tests.web.conftest import Browser
from tests.web.inventory.test_imports import carried

MATRIX = (DATA / "cases" / "matrix.xlsx").read_bytes()


def test_a_matrix_is_shown_first_and_then_fills_the_map(ann: Browser) -> None:
    page = ann.upload("map/preview", MATRIX, "matrix.xlsx")
    assert "2 capabilities are new, 3 products are new, 5 cells are filled in or changed, 0 as they are" in page
    assert "links" not in ann.worksheet()
    ann.post("map/import", **carried(page))
    sheet = ann.worksheet()
    assert [each["name"] for each in sheet["capabilities"]] == ["Vision", "Battery"]
    assert [each["name"] for each in sheet["products"]] == ["Robot", "Drone", "Kiosk"]
    assert {(each["capability"], each["product"], each["need"]) for each in sheet["links"]} == {
        ("vision", "robot", 9),
        ("vision", "drone", 3),
        ("vision", "kiosk", 0),
        ("battery", "robot", 9),
        ("battery", "drone", 9),
    }
    assert "0 cells are filled in or changed, 5 as they are" in ann.upload("map/preview", MATRIX, "matrix.xlsx")


def test_what_a_mark_stands_for_can_be_chosen(ann: Browser) -> None:
    page = ann.upload("map/preview", b"Capability,Robot\nVision,x\n", "m.csv")
    assert "read as moderate" in page
    ann.post("map/import", **carried(page), mark="9")
    assert ann.worksheet()["links"] == [{"capability": "vision", "product": "robot", "need": 9}]


def test_a_word_of_their_own_and_what_rows_are_can_be_chosen(ann: Browser) -> None:
    page = ann.upload("map/preview", b",Vision,Arm\nRobot,core,core\nDrone,1,9\n", "m.csv")
    assert 'name="word-0" value="core"' in page
    chosen = {**carried(page), "rows": "products", "word-0": "core", "need-0": "3"}
    assert "<option selected>products</option>" in ann.post("map/preview", **chosen)
    ann.post("map/import", **chosen)
    links = {(each["capability"], each["product"]): each["need"] for each in ann.worksheet()["links"]}
    assert links == {("vision", "robot"): 3, ("arm", "robot"): 3, ("vision", "drone"): 1, ("arm", "drone"): 9}


def test_the_encoding_of_a_matrix_can_be_chosen_even_where_none_was_found(ann: Browser) -> None:
    content = "Capability;Ofen\nMüller;3\n".encode("cp1252")
    page = ann.upload("map/preview", content, "m.csv")
    assert '<option value="windows-1252" selected>' in page
    wrong = ann.post("map/preview", **{**carried(page), "encoding": "macintosh"})
    assert "M¸ller" in wrong
    assert "Müller" in ann.post("map/preview", **{**carried(wrong), "encoding": "windows-1252"})
    lost = ann.post("map/preview", expect=422, **{**carried(page), "separator": "tab"})
    assert "There is no matrix in this file" in lost
    assert "Müller" in ann.post("map/preview", **{**carried(lost), "separator": "semicolon"})


def test_a_matrix_keeps_what_it_does_not_say_of_a_cell(tesla: Browser) -> None:
    before = {(each["capability"], each["product"]): each for each in tesla.worksheet()["links"]}
    page = tesla.upload("map/preview", b"Capability,robot\nvision,1\n", "m.csv")
    tesla.post("map/import", **carried(page))
    after = {(each["capability"], each["product"]): each for each in tesla.worksheet()["links"]}
    assert after[("vision", "robot")] == before[("vision", "robot")] | {"need": 1}


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(ann: Browser) -> None:
    ann.post("map/import", **carried(ann.upload("map/preview", MATRIX, "matrix.xlsx")))
    page = ann.upload("map/preview", b"Capability,Robot,New\nVision,1,1\n", "m.csv")
    ann.post("links/vision", cell_robot="3:", seen="2")
    before = ann.worksheet()
    assert "Somebody else changed cells" in ann.post("map/import", expect=409, **carried(page))
    assert ann.worksheet() == before, "not even the new product came in"


def test_a_file_without_a_matrix_and_other_people_are_refused(ann: Browser, carl: Browser) -> None:
    assert "There is no matrix in this file" in ann.upload("map/preview", b"a\nb\n", "m.csv", expect=422)
    carl.upload("map/preview", MATRIX, "matrix.xlsx", expect=403)
