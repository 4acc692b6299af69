from reuse_app.room.ordering import shuffled
from reuse_app.worksheet import Product

PRODUCTS = tuple(Product(key=f"p{n}", name="P") for n in range(9))


def test_each_person_has_an_order_of_their_own_that_stays() -> None:
    orders = {shuffled(PRODUCTS, seed=f"{person} score") for person in ("ann", "bob", "carl", "dora")}
    assert len(orders) == 4
    assert shuffled(PRODUCTS, seed="ann score") == shuffled(PRODUCTS[::-1], seed="ann score")


def test_nothing_is_lost_or_doubled() -> None:
    assert sorted(shuffled(PRODUCTS, seed="ann"), key=lambda each: each.key) == list(PRODUCTS)
    assert shuffled((), seed="ann") == ()


def test_what_is_new_moves_nothing_else() -> None:
    before = shuffled(PRODUCTS[:-1], seed="ann")
    after = shuffled(PRODUCTS, seed="ann")
    assert tuple(each for each in after if each != PRODUCTS[-1]) == before


def test_every_place_is_as_likely_for_every_entry() -> None:
    firsts = [shuffled(PRODUCTS, seed=f"person {n}")[0].key for n in range(1800)]
    assert all(140 < firsts.count(each.key) < 260 for each in PRODUCTS)
