from reuse_app.store.activity import APART, NOTE, STEP_OF, UNTOLD
from reuse_app.store.tables import PARTS


def test_of_every_part_it_is_told_what_was_done_or_known_why_not() -> None:
    """Whoever adds a part says so, and thinks of what is hidden in it."""
    assert sorted(PARTS) == sorted([*STEP_OF, NOTE, *APART, *UNTOLD])
