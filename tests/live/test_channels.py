import pytest

from reuse_app.live.channels import KEPT, Channel, Channels, Guest, Listener
from reuse_app.store.edit import ANYTHING
from tests.live.apart import apart

READER = Guest(1, "ann", keeper="ann")


def channel_with(*changes: tuple[int, dict[str, tuple[str | None, ...]]]) -> Channel:
    channel = Channel()
    for revision, concerned in changes:
        channel.learn(revision, concerned)
    return channel


def shown(*parts: str) -> dict[str, tuple[str | None, ...]]:
    """Parts in which what has changed concerns everybody."""
    return dict.fromkeys(parts, (None,))


@pytest.mark.parametrize(
    ("cursor", "said"), [(4, ""), (3, "link"), (2, "link,product"), (1, ANYTHING), (0, ANYTHING), (9, "")]
)
def test_a_cursor_is_told_every_part_that_changed_since_if_all_are_known(cursor: int, said: str) -> None:
    channel = channel_with((3, shown("product", "link")), (4, shown("link")))
    channel.catch_up({None: 2})
    assert channel.since(cursor, READER) == said


def test_changes_that_are_announced_out_of_order_are_all_told() -> None:
    channel = channel_with((1, shown("frame")), (3, shown("link")), (2, shown("product")))
    assert channel.seen == 3
    assert channel.since(1, READER) == "link,product"


def test_only_the_last_few_hundred_changes_are_remembered() -> None:
    channel = channel_with(*((revision, shown("link")) for revision in range(1, KEPT + 2)))
    assert channel.since(1, READER) == "link"
    assert channel.since(0, READER) == ANYTHING
    assert channel_with((10**15, shown("link"))).since(0, READER) == ANYTHING


def test_what_somebody_keeps_back_is_told_to_them_alone() -> None:
    channel, bob = channel_with((1, shown("frame"))), Guest(2, "bob", keeper="bob")
    with_ann, with_bob = Listener(READER), Listener(bob)
    channel.listeners |= {with_ann, with_bob}
    channel.learn(2, {"rating": ("ann",)})
    assert (with_ann.wake.is_set(), with_bob.wake.is_set()) == (True, False)
    assert (channel.revision_for(READER), channel.revision_for(bob)) == (2, 1)
    assert (channel.since(1, READER), channel.since(1, bob)) == ("rating", "")
    channel.learn(3, shown("link"))
    assert (channel.since(1, READER), channel.since(1, bob)) == ("link,rating", "link")


def test_of_a_change_that_concerns_several_each_is_told_their_part() -> None:
    channel = channel_with((1, {"product": (None,), "rating": ("ann",)}))
    assert channel.since(0, READER) == "product,rating"
    assert channel.since(0, Guest(2, "bob", keeper="bob")) == "product"
    assert channel.since(0, Guest(1, "ann")) == "product"


def test_a_workshop_is_forgotten_when_its_last_listener_leaves() -> None:
    async def story() -> None:
        channels = Channels()
        with channels.listening("abc", Guest(1, "ann")) as (channel, _):
            with channels.listening("abc", Guest(2, "bob")) as (same, _):
                assert same is channel
            assert channels.open() == (("abc", channel),)
        assert channels.open() == ()

    apart(story)


def test_what_nobody_listens_to_can_be_announced() -> None:
    Channels().announce("abc", 2, shown("link"))


def test_what_is_announced_twice_is_news_once() -> None:
    channel, listener = channel_with((1, shown("workshop"))), Listener(READER)
    channel.listeners.add(listener)
    channel.learn(2, shown("place"))
    assert listener.hurry.is_set()
    listener.hurry.clear()
    channel.learn(2, shown("place"))
    assert not listener.hurry.is_set()
