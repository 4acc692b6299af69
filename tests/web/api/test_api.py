"""The HTTP API: what a program gets with a token, and why it is refused."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from reuse_app.exchange import inventory_files, worksheet_json
from reuse_app.room import Names
from reuse_app.store.edit import Writer
from reuse_app.store.stages import set_stage
from reuse_app.web.api.entering import READ
from reuse_app.web.workshops.reports import FILES
from reuse_app.worksheet import Capability
from reuse_app.worksheet.steps import Step
from tests.web.api.test_tokens import inventory_of, token_of
from tests.web.conftest import Browser
from tests.web.test_routes import secret_of

CSV = "text/csv"


@dataclass(frozen=True)
class Program:
    """A program with a token."""

    client: FlaskClient
    path: str
    token: str

    def get(self, path: str = "", **options: Any) -> TestResponse:
        """Read something."""
        return self.client.get(f"{self.path}{path}", headers=self.headers, buffered=True, **options)

    def send(self, body: str | bytes, content_type: str = CSV, **said: str) -> TestResponse:
        """Send an inventory."""
        return self.client.post(
            f"{self.path}/versions", data=body, content_type=content_type, headers=self.headers, query_string=said
        )

    @property
    def headers(self) -> dict[str, str]:
        """What says who it is."""
        return {"Authorization": f"Bearer {self.token}"}


@pytest.fixture
def reader(app: Flask, tesla: Browser) -> Program:
    """A program that reads the Tesla Bot example."""
    token = token_of(tesla.post("tokens", expect=201, label="Dashboard"))
    return Program(app.test_client(), f"/api/v1/workshops/{tesla.workshop}", token)


@pytest.fixture
def keeper(app: Flask, ann: Browser) -> Program:
    """A program that saves versions of Ann's inventory."""
    parts = inventory_of(ann)
    token = token_of(ann.post(f"{parts}/tokens", expect=201, label="Nightly", writes="1"))
    return Program(app.test_client(), f"/api/v1/inventories/{parts.rpartition('/')[2]}", token)


def refusal(answer: TestResponse, status: int) -> str:
    """The message of a refusal."""
    assert answer.status_code == status, (answer.status_code, answer.text[:300])
    assert answer.content_type == "application/problem+json"
    told = json.loads(answer.text)
    assert (told["type"], told["status"]) == ("about:blank", status)
    return str(told["detail"])


def test_reads_the_worksheet_the_findings_and_every_report(reader: Program) -> None:
    assert worksheet_json.read(reader.get("/worksheet").data).workshop.title == "Tesla Bot"
    assert reader.get("/findings").get_json()["scores"]["robot"]
    for kind in FILES:
        answer = reader.get(f"/report.{kind}")
        assert answer.status_code == 200, kind
        assert answer.data
    assert refusal(reader.get("/report.exe"), 404)


def test_neither_reads_nor_sets_a_cookie(reader: Program, tesla: Browser) -> None:
    assert "Set-Cookie" not in reader.get("/worksheet").headers
    answer = tesla.client.get(f"/api/v1/workshops/{tesla.workshop}/worksheet")
    assert "Authorization: Bearer" in refusal(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("sent", ["Bearer", "Bearer wrong", "Bearer \x7f", "Basic YTpi", "wrong"])
def test_a_wrong_token_is_refused(reader: Program, sent: str) -> None:
    for path in (f"{reader.path}/worksheet", "/api/v1/inventories/nosuchplac"):
        refusal(reader.client.get(path, headers={"Authorization": sent}), 401)


def test_a_facilitators_link_is_no_token(reader: Program, tesla: Browser) -> None:
    found = reader.client.get(f"{reader.path}/findings", headers={"Authorization": f"Bearer {secret_of(tesla)}"})
    refusal(found, 401)


def test_a_token_opens_one_thing(reader: Program, keeper: Program, bob: Browser) -> None:
    for path in (f"/api/v1/workshops/{bob.workshop}/worksheet", "/api/v1/workshops/nosuchplac/worksheet", keeper.path):
        assert "opens something else" in refusal(reader.client.get(path, headers=reader.headers), 403)
    for path in (f"{reader.path}/worksheet", "/api/v1/inventories/nosuchplac"):
        assert "opens something else" in refusal(keeper.client.get(path, headers=keeper.headers), 403)


def test_a_token_that_was_taken_back_is_told_so(reader: Program, tesla: Browser) -> None:
    number = tesla.open("tokens").partition("/tokens/")[2].partition("/")[0]
    tesla.post(f"tokens/{number}/removal")
    assert "was taken back" in refusal(reader.get("/worksheet"), 401)


def test_a_program_is_told_no_more_than_everybody_is(reader: Program, tesla: Browser) -> None:
    writer = Writer(tesla.client.application.extensions["database"], tesla.workshop)
    name = reader.get("/worksheet").get_json()["participants"][0]["name"]
    for names in (Names.FACILITATOR, Names.NOBODY):
        set_stage(writer, Step.SCORE, names=names)
        assert name in str(tesla.worksheet()["participants"]) or names is Names.NOBODY
        for path in ("/worksheet", "/findings", "/report.md"):
            assert name not in reader.get(path).text


def test_what_is_not_there_is_told_in_json(reader: Program) -> None:
    for path in ("/api", "/api/nothing", "/api/v1/nothing"):
        assert reader.client.get(f"{path}", headers=reader.headers).status_code == 404
    assert refusal(reader.client.get("/api/v1/nothing"), 404)
    assert refusal(reader.client.delete(f"{reader.path}/worksheet", headers=reader.headers), 405)


def test_reads_an_inventory_and_its_versions(keeper: Program) -> None:
    found = keeper.get().get_json()
    assert found["name"] == "Parts"
    assert [(version["number"], version["author"], version["size"]) for version in found["versions"]] == [(1, "Ann", 1)]
    assert found["versions"][0]["at"].endswith("Z")
    assert found["capabilities"] == [{"key": "vision", "name": "Vision"}]
    incoming = inventory_files.read("x.json", keeper.get("/versions/1").data)
    assert [row.capability.name for row in incoming.rows] == ["Vision"]
    assert refusal(keeper.get("/versions/2"), 404)


def test_saves_a_version_from_each_kind_of_file(keeper: Program) -> None:
    sent: dict[str, str | bytes] = {
        "text/csv": "name\nRadar\n",
        "application/json": inventory_files.write_json([Capability(key="sonar", name="Sonar")]),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": inventory_files.write_xlsx(
            [Capability(key="lidar", name="Lidar")]
        ),
    }
    assert sent.keys() == READ.keys()
    for number, (content_type, body) in enumerate(sent.items(), start=2):
        answer = keeper.send(body, content_type, note="Nightly", author="Build server")
        assert (answer.status_code, answer.get_json()) == (201, {"number": number})
    found = keeper.get().get_json()
    assert [capability["name"] for capability in found["capabilities"]] == ["Lidar"]
    assert (found["versions"][0]["author"], found["versions"][0]["note"]) == ("Build server", "Nightly")


def test_a_file_that_says_no_unit_keeps_the_one_of_the_version_before(keeper: Program) -> None:
    sent = inventory_files.write_json([Capability(key="sonar", name="Sonar")], unit="k€")
    assert keeper.send(sent, "application/json").status_code == 201
    assert keeper.send("name\nRadar\n").status_code == 201
    assert keeper.get("/versions/3").get_json()["unit"] == "k€"
    assert [version["unit"] for version in keeper.get().get_json()["versions"]] == ["k€", "k€", "person-months"]


def test_what_is_the_same_saves_no_version(keeper: Program) -> None:
    assert keeper.send("name\nRadar\n").get_json() == {"number": 2}
    answer = keeper.send("name\nRadar\n")
    assert (answer.status_code, answer.get_json()) == (200, {"number": 2})


def test_a_version_is_saved_by_the_token_when_nobody_is_named(keeper: Program) -> None:
    keeper.send("name\nRadar\n")
    assert keeper.get().get_json()["versions"][0]["author"] == "Nightly"


def test_a_newer_version_refuses_one_that_did_not_know_of_it(keeper: Program) -> None:
    keeper.send("name\nRadar\n", after="1")
    assert "version 2 meanwhile" in refusal(keeper.send("name\nSonar\n", after="1"), 409)


@pytest.mark.parametrize("after", ["abc", "", "0", "-1", "2", "1.0", "9" * 5000, "١"])
def test_what_is_no_version_is_followed_by_none(keeper: Program, after: str) -> None:
    assert "“after” is the number of a version" in refusal(keeper.send("name\nRadar\n", after=after), 422)
    assert len(keeper.get().get_json()["versions"]) == 1


def test_a_mistake_in_the_last_row_saves_nothing_and_lists_all(keeper: Program) -> None:
    answer = keeper.send("name,trl\nRadar,9\n,8\n,7\n")
    assert "nothing was saved" in refusal(answer, 422)
    assert [mistake.partition(":")[0] for mistake in json.loads(answer.text)["mistakes"]] == [
        "row 3, column name",
        "row 4, column name",
    ]
    assert len(keeper.get().get_json()["versions"]) == 1


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ("name\nRadar\n", "text/plain", 415),
        ("name\nRadar\n", "", 415),
        ("", "text/csv", 422),
        ("name\n", "text/csv", 422),
        ("{", "application/json", 422),
        ("{}", "application/json", 422),
        ("[" * 100_000, "application/json", 422),
        ("PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 422),
        ("name\n" + "x" * 5_000_001, "text/csv", 413),
        ("name\n" + "x" * 9_000_000, "text/csv", 413),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_with_a_reason(
    keeper: Program, body: str, content_type: str, status: int
) -> None:
    assert refusal(keeper.send(body, content_type), status)


def test_what_is_said_about_a_version_has_limits(keeper: Program) -> None:
    assert "author" in refusal(keeper.send("name\nRadar\n", author="x" * 201), 422)
    assert "note" in refusal(keeper.send("name\nRadar\n", note="x" * 4_001), 422)


def test_a_token_that_reads_saves_nothing(keeper: Program, ann: Browser) -> None:
    path = keeper.path.replace("/api/v1/inventories", "/i")
    token = token_of(ann.post(f"{path}/tokens", expect=201, label="Reads"))
    reads = Program(keeper.client, keeper.path, token)
    assert reads.get().status_code == 200
    assert "only reads" in refusal(reads.send("name\nRadar\n"), 403)


def test_no_token_saves_nothing(keeper: Program) -> None:
    answer = keeper.client.post(f"{keeper.path}/versions", data=json.dumps({}), content_type="application/json")
    refusal(answer, 401)
