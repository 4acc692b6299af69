import json
import re

from flask import Flask
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from reuse_app.web.api.openapi import described
from tests.web.api.test_api import Program, keeper, reader

__all__ = ["keeper", "reader"]


def test_is_valid_openapi() -> None:
    validate(described())


def test_describes_every_route_and_no_other(app: Flask) -> None:
    rules = {
        (re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in {"GET", "POST"} & (rule.methods or set())
    }
    told = {(path, method) for path, methods in described()["paths"].items() for method in methods}
    assert told == rules


def test_is_there_without_a_token(app: Flask) -> None:
    answer = app.test_client().get("/api/v1/openapi.json")
    assert answer.get_json() == {**described(), "servers": [{"url": "http://reuse.test"}]}
    assert answer.content_type == "application/json"


def test_answers_are_as_described(reader: Program, keeper: Program) -> None:
    answers = {
        "Worksheet": reader.get("/worksheet"),
        "FindingsWithSets": reader.get("/findings"),
        "Inventory": keeper.get(),
        "InventoryFile": keeper.get("/versions/1"),
        "SavedVersion": keeper.send("name\nRadar\n"),
        "Refusal": keeper.send("name,trl\n,9\n"),
    }
    for model, answer in answers.items():
        schema = {"$ref": f"#/components/schemas/{model}", **described()}
        Draft202012Validator(schema).validate(json.loads(answer.text))
