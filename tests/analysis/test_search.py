"""Where a team has looked, counted by hand: two capabilities, a home in health care (86)."""

from typing import Any

from reuse_app.analysis.search import Spot, review_search
from reuse_app.worksheet import Aspect, Capability, Look, Origin, Product, Status, Worksheet, Workshop
from reuse_app.worksheet.isic import Distance
from tests.conftest import small_worksheet

VISION = Capability(key="vision", name="Vision", by_product="Old pictures")
STORE = Capability(key="store", name="Store", by_product="Heat")
MISSING = Capability(key="hand", name="Hand", by_product="Wear", status=Status.MISSING)


def idea(key: str, capability: str | None, of: Aspect, field: str | None = None) -> Product:
    return Product(key=key, name=key, origin=Origin(capability=capability, of=of, field=field))


def worksheet(*products: Product, **parts: Any) -> Worksheet:
    workshop = Workshop(title="Spring", home_field="86")
    return small_worksheet(
        **{"workshop": workshop, "capabilities": (VISION, STORE, MISSING), "products": products, **parts}
    )


def test_ideas_and_looks_are_counted_by_capability_and_section() -> None:
    found = review_search(
        worksheet(
            idea("a", "vision", Aspect.NATURE, "01"),
            idea("b", "vision", Aspect.NATURE, "02"),
            idea("c", "vision", Aspect.ADJUSTMENT),
            Product(key="d", name="Of nobody knows what"),
            looks=(
                Look(capability="store", of=Aspect.NATURE, prompt="store-03-fish", field="03"),
                Look(capability="vision", of=Aspect.NATURE, prompt="combine"),
            ),
        )
    )
    assert found.spots == (
        Spot(capability="store", section="A", ideas=0, looks=1),
        Spot(capability="vision", section="", ideas=1, looks=1),
        Spot(capability="vision", section="A", ideas=2, looks=0),
    )


def test_ideas_are_near_in_the_home_division_middle_in_its_section_and_far_elsewhere() -> None:
    fields = ("86", "87", "88", "01")
    sheet = worksheet(*(idea(field, "vision", Aspect.NATURE, field) for field in fields))
    assert review_search(sheet).distances == {Distance.NEAR: 1, Distance.MIDDLE: 2, Distance.FAR: 1}
    nowhere = worksheet(idea("a", "vision", Aspect.NATURE, "01"), workshop=Workshop(title="Spring"))
    assert review_search(nowhere).distances == {}


def test_a_by_product_waits_until_an_idea_comes_from_it() -> None:
    assert review_search(worksheet()).untaken == ("vision", "store")
    assert review_search(worksheet(idea("a", "vision", Aspect.BY_PRODUCT))).untaken == ("store",)
    assert review_search(worksheet(idea("a", "vision", Aspect.NATURE))).untaken == ("vision", "store")


def test_what_came_from_outside_is_told_apart_and_stands_in_its_field_where_that_is_known() -> None:
    def outside(key: str, **origin: Any) -> Product:
        return Product(key=key, name=key, origin=Origin(outside=True, **origin))

    found = review_search(
        worksheet(
            idea("a", "vision", Aspect.NATURE),
            outside("b", capability="vision", of=Aspect.NATURE),
            outside("c", capability="vision", of=Aspect.NATURE, field="01"),
            outside("d"),
        )
    )
    assert found.outside == ("b", "c", "d")
    assert [(spot.section, spot.ideas) for spot in found.spots] == [("", 1), ("A", 1), ("outside", 1)]
    assert found.ideas == 3
