import pytest

from reuse_app.live.channels import ANYTHING, KEPT, Channel, Channels, Guest
from tests.live.apart import apart


def channel_with(*changes: tuple[int, tuple[str, ...] | None]) -> Channel:
    channel = Channel()
    for revision, parts in changes:
        channel.learn(revision, parts)
    return channel


@pytest.mark.parametrize(
    ("cursor", "said"), [(4, ""), (3, "link"), (2, "link,product"), (1, ANYTHING), (0, ANYTHING), (9, "")]
)
def test_a_cursor_is_told_every_part_that_changed_since_if_all_are_known(cursor: int, said: str) -> None:
    channel = channel_with((2, None), (3, ("product", "link")), (4, ("link",)))
    assert channel.since(cursor) == said


def test_changes_that_are_announced_out_of_order_are_all_told() -> None:
    channel = channel_with((1, ("frame",)), (3, ("link",)), (2, ("product",)))
    assert channel.revision == 3
    assert channel.since(1) == "link,product"


def test_only_the_last_few_hundred_changes_are_remembered() -> None:
    channel = channel_with(*((revision, ("link",)) for revision in range(1, KEPT + 2)))
    assert channel.since(1) == "link"
    assert channel.since(0) == ANYTHING
    assert channel_with((10**15, None)).since(0) == ANYTHING


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
    Channels().announce("abc", 2, ("link",))
