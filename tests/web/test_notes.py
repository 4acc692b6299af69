import re
from typing import Any

import pytest

from tests.web.conftest import Browser


@pytest.fixture
def room(ann: Browser, carl: Browser) -> Browser:
    """Carl, in Ann's workshop with a capability and a product, where every step is open to him."""
    for step in ("frame", "inventory", "nature", "products", "map", "score", "choose"):
        ann.post(f"stages/{step}", access="open")
    ann.post("capabilities", name="Lidar")
    ann.post("products", name="Robot")
    return carl


def note_of(browser: Browser, said: str) -> str:
    """The key of the note that says this."""
    return next(str(note["key"]) for note in browser.worksheet()["notes"] if said in note["text"])


def notes(browser: Browser) -> list[dict[str, str]]:
    """The notes of the workshop, as they go out."""
    found = browser.worksheet().get("notes", [])
    return [{name: text for name, text in note.items() if name != "key"} for note in found]


FACTOR = "volume"
PLACES: dict[str, dict[str, Any]] = {
    "inventory?open=lidar": {"capability": "lidar"},
    "nature?capability=lidar": {"capability": "lidar", "back": "nature"},
    "products?open=robot": {"product": "robot"},
    "choose": {"product": "robot", "back": "choose"},
    "map?cell=lidar:robot": {"capability": "lidar", "product": "robot"},
    "spread": {"product": "robot", "factor": FACTOR},
}
"""Where notes stand, and what the form there sends."""


@pytest.mark.parametrize("where", PLACES)
def test_a_note_stands_beside_what_it_is_about(ann: Browser, room: Browser, where: str) -> None:
    if where == "spread":
        room.save("ratings/robot/1", rating_volume="1")
        ann.save("ratings/robot/1", rating_volume="4")
        ann.post("stages/score", blind="")
    assert "Keep the note" in room.open(where)
    page = room.post("notes", text="At *night* too?", **PLACES[where])
    assert "At <em>night</em> too?" in page
    about = {name: key for name, key in PLACES[where].items() if name != "back"}
    assert notes(ann) == [{"text": "At *night* too?", **about, "author": "carl"}]
    assert "At <em>night</em> too?" in ann.open(where)
    assert "by Carl" in ann.open(where)
    assert "At <em>night</em> too?" in ann.open("notes")


def test_what_is_parked_becomes_an_entry_with_the_note_beside_it(ann: Browser, room: Browser) -> None:
    room.post("notes", text="Radar that sees through rain.\nThe other factory has one.")
    key = note_of(ann, "Radar")
    ann.post("stages/inventory", access="read-only")
    room.post(f"notes/{key}/entry/capability", expect=403)
    assert "Make it a product" in room.open("notes")
    ann.post("phase", phase="dots")
    assert "Make it a product" not in room.open("notes")
    room.post(f"notes/{key}/entry/product", expect=403)
    made = ann.post(f"notes/{key}/entry/capability")
    assert "Radar that sees through rain</bdi>” is a capability now" in made
    assert "The other factory has one." in ann.open("inventory?open=radar-that-sees-through-rain")
    assert ann.worksheet()["notes"][0]["capability"] == "radar-that-sees-through-rain"
    assert "made something of this note already" in ann.post(f"notes/{key}/entry/product", expect=409)
    change = re.search(r"/changes/(\w+)/reversal", made)
    assert change
    assert "Radar" in ann.post(f"changes/{change[1]}/reversal", back="notes")
    assert [each["key"] for each in ann.worksheet()["capabilities"]] == ["lidar"]
    assert notes(ann)[0].keys() == {"text", "author"}


def test_one_removes_ones_own_notes_and_who_leads_all(ann: Browser, room: Browser) -> None:
    ann.post("notes", text="Mine")
    room.post("notes", text="His")
    his, mine = note_of(ann, "His"), note_of(ann, "Mine")
    assert "Whoever added this note" in room.post(f"notes/{mine}/removal", expect=403)
    removed = room.post(f"notes/{his}/removal")
    assert "His" not in removed
    change = re.search(r"/changes/(\w+)/reversal", removed)
    assert change
    assert "His" in room.post(f"changes/{change[1]}/reversal", back="notes")
    assert "His" not in ann.post(f"notes/{his}/removal")


def test_a_note_may_have_4000_characters_and_what_was_typed_stays(ann: Browser) -> None:
    ann.post("notes", text="x" * 4_000)
    refused = ann.post("notes", text="y" * 4_001, expect=422)
    assert "at most 4,000 are allowed here" in refused
    assert "y" * 4_001 in refused
    assert "y" not in notes(ann)[0]["text"]


@pytest.mark.parametrize(
    ("about", "why"),
    [
        ({"capability": "lidar", "product": "gone"}, "not in the workshop any more"),
        ({"capability": "lidar", "factor": FACTOR}, "not in the workshop any more"),
        ({"product": "robot", "factor": FACTOR}, "begin when the ratings are shown"),
        ({"capability": "lidar", "product": "robot"}, "Map is not open for changes now"),
    ],
)
def test_what_cannot_stand_there_is_offered_to_the_parking_lot(
    ann: Browser, room: Browser, about: dict[str, Any], why: str
) -> None:
    ann.post("stages/map", access="read-only")
    refused = room.post("notes", text="Kept words", expect=422, **about)
    assert why in refused
    assert "Kept words</textarea>" in refused
    assert 'value="gone"' not in refused
    assert notes(ann) == []


def test_who_may_only_read_writes_no_note(ann: Browser, room: Browser) -> None:
    ann.post("people/carl/muting", muted="1")
    room.post("notes", text="Kept words", expect=403)
    assert "Park it" not in room.open("notes")


def test_a_note_on_what_is_kept_back_is_kept_back_too(ann: Browser, room: Browser) -> None:
    ann.post("stages/inventory", private="1")
    room.post("capabilities", name="Zqx")
    key = re.findall(r'id="capability-(zqx-[^"]+)"', room.open("inventory"))[0]
    room.post("notes", text="Zqx note", capability=key)
    assert "Zqx" not in str(ann.worksheet())
    for page in ("notes", "inventory", "activity", "report"):
        assert "Zqx" not in ann.open(page)
    ann.post("stages/inventory", private="")
    for page in ("notes", "activity"):
        assert "Zqx note" in ann.open(page)


def test_who_wrote_a_note_is_told_by_the_rule_of_its_step(ann: Browser, room: Browser) -> None:
    ann.post("stages/products", names="nobody")
    room.post("notes", text="On the robot", product="robot")
    assert "by Carl" not in ann.open("products?open=robot")
    assert "author" not in notes(ann)[0]
    assert "by you" in room.open("products?open=robot")
    assert "Carl" not in re.sub("<option.*?</option>", "", ann.open("activity"))


def test_a_note_is_taken_over_as_dissent_once_there_is_a_role(ann: Browser, room: Browser) -> None:
    room.post("notes", text="Too heavy.", product="robot")
    key = note_of(ann, "heavy")
    refused = ann.post("decisions/robot/dissent", note=key, expect=422)
    assert "Carl: Too heavy.</textarea>" in refused
    assert "Take over as dissent" in ann.open("choose")
    ann.post("decisions/robot", role="primary", dissent="Bob: too dear.", seen="0")
    for _ in range(2):
        ann.post("decisions/robot/dissent", note=key)
    assert ann.worksheet()["decisions"][0]["dissent"] == "Bob: too dear.\n\nCarl: Too heavy."
    page = ann.open("choose")
    assert "Stands in the dissent." in page
    assert "Take over as dissent" not in page
    assert "not in the workshop any more" in ann.post("decisions/robot/dissent", note="gone", expect=404)


def test_the_big_screen_shows_a_parked_note(ann: Browser, room: Browser) -> None:
    room.post("notes", text="Ask the factory.")
    ann.post("spotlight", spot=f"note/{note_of(ann, 'factory')}", back="notes")
    assert "Ask the factory." in ann.open("screen")
