from tests.web.conftest import Browser


def test_an_empty_inventory_says_what_to_do_first(ann: Browser) -> None:
    assert "Nothing here yet" in ann.open("inventory")


def test_adding_a_capability_shows_it(ann: Browser) -> None:
    assert "Camera vision" in ann.post("capabilities", name="Camera vision", kind="algorithm", status="in-house")


def test_a_pasted_list_leaves_out_what_is_there_and_what_repeats(ann: Browser) -> None:
    ann.post("capabilities", name="Chips")
    page = ann.post("capabilities/pasted", names="Camera vision\r\n\r\nchips\r\nCamera  Vision\r\nBatteries")
    assert "3 capabilities" in page


def test_every_example_page_is_well_formed(tesla: Browser) -> None:
    for step in ("frame", "inventory?open=vision", "nature", "products?open=robot", "map?cell=vision:robot", "settings"):
        tesla.open(step)
