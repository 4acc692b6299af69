"""The cards that people hold: they stay until something is said to them, whatever others do meanwhile."""

from collections.abc import Mapping, Sequence

from sqlalchemy import and_, delete, insert, select

from reuse_app.store import tables
from reuse_app.store.engine import Database
from reuse_app.store.turns import take_turn

CardInHand = tuple[str, str, str]
"""The key of a capability, what of it, and the key of a prompt."""


def hands(database: Database, workshop_id: int) -> Mapping[str, Sequence[CardInHand]]:
    """Return the cards that people hold in a workshop, by person, each hand in its order."""
    hand = tables.hand.c
    query = select(hand.person, hand.capability, hand.of, hand.prompt).where(hand.workshop_id == workshop_id)
    held: dict[str, list[CardInHand]] = {}
    with database.read() as connection:
        for person, *card in connection.execute(query.order_by(hand.person, hand.place)):
            held.setdefault(person, []).append((card[0], card[1], card[2]))
    return held


def hold(database: Database, workshop_id: int, person: str, cards: Sequence[CardInHand]) -> None:
    """Let somebody hold these cards from now on, and no others. No change of the worksheet: nobody else sees it."""
    hand = tables.hand
    names = ("capability", "of", "prompt")
    rows = [
        {"workshop_id": workshop_id, "person": person, "place": place, **dict(zip(names, card, strict=True))}
        for place, card in enumerate(cards, start=1)
    ]
    with database.write() as connection:
        take_turn(connection, f"hand {workshop_id} {person}")
        connection.execute(delete(hand).where(and_(hand.c.workshop_id == workshop_id, hand.c.person == person)))
        if rows:
            connection.execute(insert(hand), rows)
