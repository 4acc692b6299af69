from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reuse_app.live.cursors import LENGTH, cursor_of, revision_of

NEWEST = 2**40


@given(st.integers(0, NEWEST), st.text("0123456789abcdef", min_size=32, max_size=32))
def test_a_cursor_comes_back_as_the_revision_that_it_hides(revision: int, salt: str) -> None:
    cursor = cursor_of(revision, salt)
    assert len(cursor) == LENGTH
    assert revision_of(cursor, salt, newest=NEWEST) == revision


def test_neighbours_look_like_strangers_and_each_workshop_has_its_own() -> None:
    cursors = [cursor_of(revision, "a" * 32) for revision in range(1000)]
    assert len(set(cursors)) == 1000
    assert sorted(cursors) != cursors
    steps = {(int(second, 16) - int(first, 16)) >> 48 for first, second in pairwise(cursors)}
    assert len(steps) > 900
    assert not set(cursors) & {cursor_of(revision, "b" * 32) for revision in range(1000)}


@pytest.mark.parametrize(
    "sent", ["", "7", "9999", "x" * 16, "0" * 16, "\u0663" * 16, "F" * 16, "0" * 5000, cursor_of(8, "a")]
)
def test_what_is_no_cursor_of_a_known_revision_was_seen_by_nobody(sent: str) -> None:
    assert revision_of(sent, "a", newest=7) == 0
