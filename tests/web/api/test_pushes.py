"""What a program writes into a workshop: as imports do, whole or not at all, and blind to what is blind."""

import json
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from reuse_app.exchange import worksheet_json
from reuse_app.store import entries, load
from reuse_app.store.edit import Writer
from reuse_app.store.stages import set_stage
from reuse_app.worksheet import Rating, Worksheet
from reuse_app.worksheet.steps import Step
from tests.web.api.test_api import Program, refusal
from tests.web.api.test_tokens import token_of
from tests.web.conftest import Browser

JSON = "application/json"


def push(program: Program, to: str, body: object, **headers: str) -> TestResponse:
    """Send JSON, or a text as CSV."""
    content_type, text = ("text/csv", body) if isinstance(body, str) else (JSON, json.dumps(body))
    path = f"{program.path}/{to}" if to else program.path
    return program.client.post(path, data=text, content_type=content_type, headers={**program.headers, **headers})


@pytest.fixture
def writer(app: Flask, ann: Browser) -> Program:
    """A program that writes into Ann's workshop, which has a product and a capability."""
    ann.post("products", name="Robot")
    ann.post("capabilities", name="Vision", owner="Bo")
    token = token_of(ann.post("tokens", expect=201, label="Nightly", writes="1"))
    return Program(app.test_client(), f"/api/v1/workshops/{ann.workshop}", token)


def sheet_of(app: Flask, browser: Browser) -> Worksheet:
    """The whole worksheet as it is stored, with what is blind."""
    return load(app.extensions["database"], browser.workshop).worksheet


def test_capabilities_are_added_and_changed_as_an_import_does(writer: Program, app: Flask, ann: Browser) -> None:
    answer = push(writer, "capabilities", "name,trl\nVision,7\nRadar,4\n")
    assert answer.get_json() == {"new": 1, "changed": 1, "unchanged": 0}
    found = {each.name: each for each in sheet_of(app, ann).capabilities}
    assert (found["Vision"].owner, found["Vision"].trl, found["Radar"].trl) == ("Bo", 7, 4)
    again = push(writer, "capabilities", "name,trl\nVision,7\nRadar,4\n")
    assert again.get_json() == {"new": 0, "changed": 0, "unchanged": 2}
    assert again.headers["ETag"] == answer.headers["ETag"]


def test_products_keep_what_was_not_sent(writer: Program, app: Flask, ann: Browser) -> None:
    sent = {"products": [{"name": "Robot", "own_cost": 20}, {"name": "Drone", "customer": "Farms"}]}
    assert push(writer, "products", sent).get_json() == {"new": 1, "changed": 1, "unchanged": 0}
    sent = {"products": [{"name": "Drone", "problem": "Weeds"}]}
    assert push(writer, "products", sent).get_json() == {"new": 0, "changed": 1, "unchanged": 0}
    drone = next(each for each in sheet_of(app, ann).products if each.name == "Drone")
    assert (drone.customer, drone.problem) == ("Farms", "Weeds")


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"products": [{"name": "Drone"}, {"name": ""}]}, "products[2]"),
        ({"products": [{"name": "Drone", "chance": 2}, 7]}, "products[1] (drone).chance"),
        ({"ratings": [{"participant": "x", "product": "robot", "factor": "f", "level": 2}]}, "ratings[1]"),
        ("name,trl\nRadar,4\n,5\n", "row 3, column name"),
    ],
)
def test_a_mistake_saves_nothing(writer: Program, app: Flask, ann: Browser, sent: Any, told: str) -> None:
    before = sheet_of(app, ann)
    answer = push(writer, "capabilities" if isinstance(sent, str) else next(iter(sent)), sent)
    assert "nothing was saved" in refusal(answer, 422)
    assert any(mistake.startswith(told) for mistake in json.loads(answer.text)["mistakes"])
    assert sheet_of(app, ann) == before


@pytest.mark.parametrize("sent", [[], {}, {"products": []}, {"products": 1}, {"products": [1], "links": []}, None])
def test_what_is_no_list_is_refused_with_what_is(writer: Program, sent: Any) -> None:
    assert "products" in refusal(push(writer, "products", sent), 422)


def test_ratings_are_recorded_for_people_without_a_device(writer: Program, app: Flask, ann: Browser) -> None:
    factor = ann.worksheet()["factors"][0]["key"]
    rated = {"participant": "eve", "product": "robot", "factor": factor, "level": 3}
    sent = {"participants": [{"key": "eve", "name": "Eve"}], "ratings": [rated]}
    for people in (1, 0):
        assert push(writer, "ratings", sent).get_json() == {"ratings": 1, "people": people}
    found = sheet_of(app, ann)
    assert [(each.participant, each.level) for each in found.ratings] == [("eve", 3)]
    assert next(each for each in found.participants if each.key == "eve").without_device


def test_ratings_hang_on_products_that_came_from_capabilities(app: Flask, tesla: Browser) -> None:
    token = token_of(tesla.post("tokens", expect=201, label="Survey", writes="1"))
    program = Program(app.test_client(), f"/api/v1/workshops/{tesla.workshop}", token)
    factor = tesla.worksheet()["factors"][0]["key"]
    rated = {"participant": "eve", "product": "robot", "factor": factor, "level": 3}
    sent = {"participants": [{"key": "eve", "name": "Eve"}], "ratings": [rated]}
    assert push(program, "ratings", sent).get_json() == {"ratings": 1, "people": 1}


def test_nobody_rates_for_somebody_with_a_device(writer: Program, app: Flask, ann: Browser, carl: Browser) -> None:
    factor = ann.worksheet()["factors"][0]["key"]
    for person in ("ann", "carl"):
        rated = {"participant": person, "product": "robot", "factor": factor, "level": 3}
        assert refusal(push(writer, "ratings", {"ratings": [rated]}), 422)
        named = {"participants": [{"key": person, "name": person.title()}], "ratings": [rated]}
        assert "records for them" in json.loads(push(writer, "ratings", named).text)["mistakes"][0]
    assert sheet_of(app, ann).ratings == ()


def test_a_blind_round_tells_a_program_nothing(writer: Program, app: Flask, ann: Browser, carl: Browser) -> None:
    """Neither what was rated, nor that somebody rates, nor whether somebody had rated before."""
    factor = ann.worksheet()["factors"][0]["key"]
    state = writer.get("/worksheet").headers["ETag"]
    database = app.extensions["database"]
    for_carl = Rating(participant="carl", product="robot", factor=factor, level=4)
    entries.put(Writer(database, ann.workshop, "carl"), [for_carl], seen=0)
    assert writer.get("/worksheet").headers["ETag"] == state
    rated = {"participant": "eve", "product": "robot", "factor": factor, "level": 3}
    push(writer, "ratings", {"participants": [{"key": "eve", "name": "Eve"}], "ratings": [rated]})
    with_eve = writer.get("/worksheet")
    assert "ratings" not in with_eve.get_json()
    assert push(writer, "ratings", {"ratings": [{**rated, "level": 1}]}).headers["ETag"] == with_eve.headers["ETag"]
    assert with_eve.headers["ETag"] != state, "Eve is new to everybody"


def test_a_round_that_is_shown_stays_as_it_is(writer: Program, app: Flask, ann: Browser, carl: Browser) -> None:
    set_stage(Writer(app.extensions["database"], ann.workshop), Step.SCORE, blind=False)
    factor = ann.worksheet()["factors"][0]["key"]
    rated = {"participant": "eve", "product": "robot", "factor": factor, "level": 3}
    sent = {"participants": [{"key": "eve", "name": "Eve"}], "ratings": [rated]}
    assert "stay as they are" in refusal(push(writer, "ratings", sent), 409)


def test_a_change_for_another_state_is_refused(writer: Program, ann: Browser) -> None:
    known = writer.get("/worksheet").headers["ETag"]
    unchanged = writer.client.get(f"{writer.path}/worksheet", headers={**writer.headers, "If-None-Match": known})
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    ann.post("capabilities", name="Radar")
    for wrong in (known, "abc", '"abc"', ""):
        answer = push(writer, "capabilities", "name\nSonar\n", **{"If-Match": wrong})
        assert "not the newest state" in refusal(answer, 412)
    newest = writer.get("/worksheet").headers["ETag"]
    assert push(writer, "capabilities", "name\nSonar\n", **{"If-Match": newest}).status_code == 200


def test_a_token_that_reads_writes_nothing(writer: Program, ann: Browser) -> None:
    reads = Program(writer.client, writer.path, token_of(ann.post("tokens", expect=201, label="Reads")))
    for to in ("capabilities", "products", "ratings"):
        assert "only reads" in refusal(push(reads, to, {}), 403)
    assert "only reads" in refusal(push(Program(writer.client, "/api/v1/workshops", reads.token), "", {}), 403)


def test_a_program_starts_workshops_and_goes_on_with_them(writer: Program, app: Flask, ann: Browser) -> None:
    sheet = json.loads(worksheet_json.write(sheet_of(app, ann)))
    sheet["workshop"]["title"] = "Summer"
    starts = Program(writer.client, "/api/v1/workshops", writer.token)
    answer = push(starts, "", sheet)
    assert answer.status_code == 201
    started = answer.get_json()
    assert started["token"] == writer.token
    assert writer.client.get(answer.location, headers=writer.headers).get_json()["workshop"]["title"] == "Summer"
    listed = starts.get().get_json()["workshops"]
    assert [(each["title"], each["writes"]) for each in listed] == [("Summer", True), ("Spring workshop", True)]
    assert listed[0]["address"] == started["address"]


def test_a_program_starts_a_workshop_where_anybody_may(app: Flask, stranger: Browser) -> None:
    answer = app.test_client().post("/api/v1/workshops", json={"workshop": {"title": "Spring"}})
    started = answer.get_json()
    own = Program(app.test_client(), f"/api/v1/workshops/{started['address']}", started["token"])
    assert push(own, "capabilities", "name\nRadar\n").status_code == 200
    stranger.open(started["facilitator_link"].removeprefix("http://reuse.test"))
    assert "Spring" in stranger.open(f"/w/{started['address']}/frame")


@pytest.mark.parametrize("sent", ["{", '{"workshop": {}}', "[]", '{"workshop": {"title": "A"}, "links": [{}]}'])
def test_what_is_no_worksheet_starts_nothing(app: Flask, sent: str) -> None:
    assert refusal(app.test_client().post("/api/v1/workshops", data=sent, content_type=JSON), 422)
