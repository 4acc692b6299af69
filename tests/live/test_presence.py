import json

from reuse_app.live.presence import IN_PLACE_FOR, NOBODY_ELSE, SEEN_WITHIN, TOLD_AGAIN, Presence


class Clock:
    """A clock that a test sets."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_somebody_who_was_seen_is_here_for_a_minute() -> None:
    clock = Clock()
    presence = Presence(clock)
    presence.see("abc", "ann")
    clock.now += SEEN_WITHIN - 1
    presence.see("abc", "bob")
    assert presence.here("abc").people == {"ann", "bob"}
    clock.now += 1
    assert presence.here("abc").people == {"bob"}


def test_people_are_here_in_their_own_workshop_only() -> None:
    presence = Presence(Clock())
    presence.see("abc", "ann")
    presence.see("xyz", "ann")
    presence.see("xyz", "bob")
    assert presence.here("abc").people == {"ann"}


def test_others_are_told_who_is_in_which_field_for_a_quarter_of_a_minute() -> None:
    clock = Clock()
    presence = Presence(clock)
    presence.see("abc", "bob")
    presence.enter("abc", "ann", "workshop/purpose", name="Ann")
    here = presence.here("abc")
    assert json.loads(here.told_to("bob")) == {"here": 2, "places": {"workshop/purpose": ["Ann"]}}
    assert json.loads(here.told_to("ann")) == {"here": 2, "places": {}}
    clock.now += IN_PLACE_FOR
    presence.see("abc", "ann")
    assert json.loads(presence.here("abc").told_to("bob")) == {"here": 2, "places": {}}


def test_who_leaves_a_field_is_still_here() -> None:
    presence = Presence(Clock())
    presence.enter("abc", "ann", "workshop/purpose", name="Ann")
    presence.enter("abc", "ann", "", name="Ann")
    assert presence.here("abc").people == {"ann"}
    assert not presence.here("abc").places


def test_being_seen_again_does_not_take_anybody_out_of_their_field() -> None:
    presence = Presence(Clock())
    presence.enter("abc", "ann", "workshop/purpose", name="Ann")
    presence.see("abc", "ann")
    assert presence.here("abc").places == (("ann", "workshop/purpose", "Ann"),)


def test_who_is_alone_is_told_nothing_new() -> None:
    presence = Presence(Clock())
    presence.see("abc", "ann")
    assert presence.here("abc").told_to("ann") == NOBODY_ELSE


def test_only_who_leads_is_told_on_which_page_the_others_are() -> None:
    presence = Presence(Clock())
    presence.see("abc", "ann", "room")
    presence.see("abc", "bob", "map")
    presence.enter("abc", "bob", "link/need", name="Bob")
    presence.see("abc", "bob")
    here = presence.here("abc")
    assert json.loads(here.told_to("ann", leads=True))["pages"] == {"bob": "map"}
    assert "pages" not in json.loads(here.told_to("ann"))


def test_what_one_process_has_seen_is_news_to_another_once() -> None:
    clock, other_clock = Clock(), Clock()
    other_clock.now = 5000.0
    here, there = Presence(clock), Presence(other_clock)
    here.see("abc", "ann", "map")
    here.enter("abc", "ann", "link/need", name="Ann")
    there.hear(here.news())
    assert there.here("abc").places == (("ann", "link/need", "Ann"),)
    assert there.here("abc").pages == {"ann": "map"}
    assert there.news() == here.news() == []
    clock.now += TOLD_AGAIN + 1
    here.see("abc", "ann")
    there.hear(here.news())
    other_clock.now += SEEN_WITHIN - 1
    assert there.here("abc").people == {"ann"}, "she was seen again"


def test_of_what_two_processes_have_seen_the_newer_counts() -> None:
    clock = Clock()
    here, there = Presence(clock), Presence(clock)
    here.see("abc", "ann", "map")
    clock.now += 1
    there.see("abc", "ann", "frame")
    there.enter("abc", "ann", "", name="Ann")
    here.enter("abc", "ann", "workshop/title", name="Ann")
    clock.now += 1
    first, second = here.news(), there.news()
    there.hear(first)
    here.hear(second)
    assert here.here("abc").pages == there.here("abc").pages == {"ann": "frame"}
    clock.now += 1
    here.see("abc", "ann", "map")
    there.hear(here.news())
    assert there.here("abc").pages == {"ann": "map"}


def test_who_begins_to_listen_is_told_everything() -> None:
    presence = Presence(Clock())
    presence.see("abc", "ann", "map")
    assert len(presence.news()) == 1
    presence.tell_all_again()
    assert [each.who for each in presence.news()] == ["ann"]
