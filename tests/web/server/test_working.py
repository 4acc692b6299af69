from reuse_app.web.server.working import MOST_BYTES, MOST_FILES, Made, is_light


def test_files_are_made_once_and_forgotten_with_their_workshop() -> None:
    made = Made()
    key = ("w1", 1, "pdf", ())
    assert made.get(key, lambda: b"first", quickly=True) == b"first"
    assert made.get(key, lambda: b"second", quickly=True) == b"first"
    made.forget("w1", 2)
    assert made.get(key, lambda: b"second", quickly=True) == b"first"
    made.forget("w1", 1)
    assert made.get(key, lambda: b"third", quickly=True) == b"third"


def test_the_files_that_nobody_asked_for_longest_leave_first() -> None:
    made, large = Made(), b"x" * (MOST_BYTES // 3)
    for number in range(4):
        made.get(("w1", number, "pdf", ()), lambda: large, quickly=True)
    assert made.get(("w1", 0, "pdf", ()), lambda: b"again", quickly=True) == b"again"
    assert made.get(("w1", 3, "pdf", ()), lambda: b"again", quickly=True) == large
    for number in range(MOST_FILES):
        made.get(("w2", number, "pdf", ()), lambda: b"", quickly=True)
    assert made.get(("w1", 3, "pdf", ()), lambda: b"again", quickly=True) == b"again"


def test_a_file_that_may_be_larger_than_it_looks_is_not_light() -> None:
    assert is_light(b"name\nRadar\n")
    assert not is_light(b"x" * 40_000)
    assert not is_light(b"PK\x03\x04")
