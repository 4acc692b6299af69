from reuse_app.room import Mark, Marking, Names, Room, Seat, Stage
from reuse_app.room.room import shuffled, visible
from reuse_app.worksheet import Constraints, Decision, Dot, Link, Note, Participant, Product, Rating, Worksheet
from reuse_app.worksheet.scales import Need, Role
from reuse_app.worksheet.steps import Step
from tests.conftest import small_worksheet


def test_nobody_is_led_before_somebody_has_joined_or_was_brought_somewhere() -> None:
    assert not Room(stages={Step.MAP: Stage(step=Step.MAP)}).is_led
    assert Room(seats={"ann": Seat(participant="ann")}).is_led
    assert Room(since=1_000).is_led


def test_the_time_of_a_step_goes_on_while_the_room_is_there() -> None:
    stages = {step: Stage(step=step, used_seconds=100) for step in (Step.MAP, Step.SCORE)}
    room = Room(step=Step.MAP, since=1_000, stages=stages)
    assert room.used_seconds(Step.MAP, now=1_060) == 160
    assert room.used_seconds(Step.SCORE, now=1_060) == 100
    assert room.used_seconds(Step.FRAME, now=1_060) == 0


def test_a_clock_that_was_put_back_takes_no_time_away() -> None:
    assert Room(step=Step.MAP, since=1_000).used_seconds(Step.MAP, now=900) == 0


ANN, BOB = Participant(key="ann", name="Ann"), Participant(key="bob", name="Bob")
SEATS = {key: Seat(participant=key) for key in ("ann", "bob")}


def rated(*rounds: int) -> tuple[Rating, ...]:
    """Ratings of both, in each of the rounds."""
    return tuple(
        Rating.model_validate({"participant": who, "product": "robot", "factor": "volume", "level": 3, "round": round_})
        for who in ("ann", "bob")
        for round_ in rounds
    )


def sheet(**parts: object) -> Worksheet:
    """Two people; camera vision was added by Bob, the robot by Ann."""
    return small_worksheet(participants=(ANN, BOB), **parts)


def room(*stages: Stage, marks: tuple[Mark, ...] = (), seats: dict[str, Seat] = SEATS, has_joined: bool = True) -> Room:
    """A room in which both have joined."""
    authors = {("capability", "vision"): "bob", ("product", "robot"): "ann"}
    marked = frozenset((mark.part, mark.key, mark.marking) for mark in marks)
    stages_ = {stage.step: stage for stage in stages}
    return Room(stages=stages_, authors=authors, marks=marked, seats=seats, has_joined=has_joined)


def test_where_nothing_is_hidden_everybody_sees_the_very_same_worksheet() -> None:
    worksheet = sheet()
    assert visible(worksheet, room(), "ann") is worksheet
    assert visible(worksheet, room(), None) is worksheet


def test_a_private_entry_is_its_authors_alone() -> None:
    worksheet, private = sheet(), room(Stage(step=Step.INVENTORY, private=True))
    assert visible(worksheet, private, "bob").capabilities == worksheet.capabilities
    assert visible(worksheet, private, "ann").capabilities == ()
    assert visible(worksheet, private, None).capabilities == ()


def test_an_entry_without_an_author_is_never_private() -> None:
    worksheet = sheet()
    private = room(Stage(step=Step.PRODUCTS, private=True))
    assert [product.key for product in visible(worksheet, private, "bob").products] == ["car"]


def test_what_hangs_on_something_unseen_goes_with_it() -> None:
    worksheet = sheet(
        links=(Link(capability="vision", product="robot", need=Need.STRONG),),
        decisions=(Decision(product="robot", role=Role.PRIMARY),),
        ratings=rated(1),
        dots=(Dot(participant="ann", product="robot", count=2),),
        constraints=Constraints(must_have=("robot",), exclusive=(("robot", "drone"),), at_most=2),
        products=(Product(key="car", name="Car", home=True), *(Product(key=k, name=k) for k in ("robot", "drone"))),
    )
    seen = visible(worksheet, room(Stage(step=Step.PRODUCTS, private=True, blind=False)), "bob")
    assert (seen.links, seen.decisions, seen.ratings, seen.dots) == ((), (), (), ())
    assert seen.constraints == Constraints(at_most=2)
    assert "robot" not in seen.model_dump_json()


def test_what_is_marked_as_hidden_is_nobodys() -> None:
    hidden = room(marks=(Mark(part="product", key="robot", marking=Marking.HIDDEN),))
    for viewer in ("ann", "bob", None):
        assert [product.key for product in visible(sheet(), hidden, viewer).products] == ["car"]


def test_what_is_locked_is_seen() -> None:
    locked = room(marks=(Mark(part="product", key="robot", marking=Marking.LOCKED),))
    assert len(visible(sheet(), locked, None).products) == 2


def test_ratings_are_blind_until_they_are_shown() -> None:
    worksheet = sheet(ratings=rated(1))
    assert [rating.participant for rating in visible(worksheet, room(), "ann").ratings] == ["ann"]
    assert visible(worksheet, room(), None).ratings == ()
    assert visible(worksheet, room(Stage(step=Step.SCORE, blind=False)), None).ratings == worksheet.ratings


def test_the_second_round_is_blind_again_while_the_first_stays_in_sight() -> None:
    seen = visible(sheet(ratings=rated(1, 2)), room(Stage(step=Step.SCORE, round=2)), "ann").ratings
    assert sorted((rating.participant, rating.round) for rating in seen) == [("ann", 1), ("ann", 2), ("bob", 1)]


def test_dots_are_blind_with_the_step_in_which_they_are_given() -> None:
    worksheet = sheet(dots=(Dot(participant="bob", product="robot", count=2),))
    assert visible(worksheet, room(), "ann").dots == ()
    assert visible(worksheet, room(Stage(step=Step.PRODUCTS, blind=False)), "ann").dots == worksheet.dots


def test_alone_in_the_room_there_is_nothing_to_hide() -> None:
    worksheet = sheet(ratings=rated(1))
    alone = room(Stage(step=Step.INVENTORY, private=True), seats={}, has_joined=False)
    assert visible(worksheet, alone, None) is worksheet


def test_what_was_said_unseen_stays_so_when_the_last_one_has_left() -> None:
    left = room(Stage(step=Step.SCORE), seats={})
    assert visible(sheet(ratings=rated(1)), left, None).ratings == ()


def test_names_are_told_to_those_whom_the_facilitator_chose() -> None:
    told = {
        names: [room(Stage(step=Step.SCORE, names=names)).names_for(Step.SCORE, facilitator=f) for f in (True, False)]
        for names in Names
    }
    assert told == {Names.ALL: [True, True], Names.FACILITATOR: [True, False], Names.NOBODY: [False, False]}


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


NOTES = (
    Note(key="sight", text="At night too?", capability="vision", author="bob"),
    Note(key="cell", text="Only by day.", capability="vision", product="robot", author="bob"),
    Note(key="rated", text="You all forget the price.", product="robot", factor="volume", author="bob"),
    Note(key="parked", text="Ask the factory.", author="bob"),
)


def notes_seen(viewer: str, *stages: Stage, marks: tuple[Mark, ...] = ()) -> dict[str, str | None]:
    """The notes that somebody sees, each with who is said to have written it."""
    return {note.key: note.author for note in visible(sheet(notes=NOTES), room(*stages, marks=marks), viewer).notes}


def test_a_note_is_seen_where_what_it_is_about_is_seen() -> None:
    shown = Stage(step=Step.SCORE, blind=False)
    assert notes_seen("ann", shown).keys() == {"sight", "cell", "rated", "parked"}
    assert notes_seen("ann", shown, Stage(step=Step.INVENTORY, private=True)).keys() == {"rated", "parked"}
    hidden = (Mark(part="product", key="robot", marking=Marking.HIDDEN),)
    assert notes_seen("bob", shown, marks=hidden).keys() == {"sight", "parked"}


def test_a_note_about_ratings_is_its_authors_alone_until_they_are_shown() -> None:
    assert "rated" not in notes_seen("ann", Stage(step=Step.SCORE))
    assert "rated" in notes_seen("bob", Stage(step=Step.SCORE))
    assert "rated" in notes_seen("ann", Stage(step=Step.SCORE, round=2)), "the first round has been shown"


def test_a_note_tells_its_author_by_the_rule_of_its_step() -> None:
    quiet = (Stage(step=Step.SCORE, names=Names.FACILITATOR, blind=False),)
    assert notes_seen("ann", *quiet) == {"sight": "bob", "cell": "bob", "rated": None, "parked": None}
    assert set(notes_seen("bob", *quiet).values()) == {"bob"}
    assert room(*quiet).tells_author(NOTES[3].about, facilitator=True)
