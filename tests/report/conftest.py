"""Worksheets that reports and figures are tried on: the examples, a hostile one, half-filled ones, an empty one."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import pytest

from reuse_app.analysis import Findings, analyse
from reuse_app.examples import EXAMPLES, read
from reuse_app.report import files
from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.validation.worksheet import checked

Data = dict[str, Any]

HOSTILE = (
    "<script>alert(1)</script>",
    "\"quotes\" & 'more' | pipe \\ back",
    "\u202eשלום עולם مرحبا",
    "🚗🤖 “emoji”",
    "x" * 200,
    "]]> --> </style> </svg> {{ 7 * 7 }} {% raw %}",
    "1. # *_`[a](javascript:alert(1))~~>=",
)


@dataclass(frozen=True)
class Sample:
    """A worksheet with its findings."""

    name: str
    worksheet: Worksheet
    findings: Findings


@cache
def sample(name: str) -> Sample:
    """Return the worksheet of this name with its findings."""
    worksheet = checked(BUILDERS[name]() if name in BUILDERS else json.loads(read(name)))
    return Sample(name, worksheet, analyse(worksheet))


@cache
def report_of(name: str, kind: Literal["pdf", "docx", "pptx", "html", "md"]) -> bytes:
    """Return the report of the worksheet of this name as a file, which is made once."""
    found = sample(name)
    return files.write(kind, found.worksheet, found.findings)


def _empty() -> Data:
    return {"workshop": {"title": "Empty"}}


def _half() -> Data:
    """A car, a robot that needs its vision, one rating and nothing decided."""
    return {
        "workshop": {"title": "Half", "budget": 100},
        "factors": [{"key": "volume", "name": "Market volume", "axis": "potential"}],
        "capabilities": [{"key": "vision", "name": "Camera vision", "home_product": "car"}],
        "products": [{"key": "car", "name": "Car", "home": True}, {"key": "robot", "name": "Robot"}],
        "links": [{"capability": "vision", "product": "robot", "need": 9}],
        "participants": [{"key": "ann", "name": "Ann"}],
        "ratings": [{"participant": "ann", "product": "robot", "factor": "volume", "level": 3}],
    }


def _extreme() -> Data:
    """Amounts of nothing and of 1e12, on one day."""
    return {
        "workshop": {"title": "Extreme", "unit": "", "budget": 0},
        "capabilities": [{"key": "all", "name": "All", "build_cost": {"low": 0, "likely": 0, "high": 1e12}}],
        "products": [
            {"key": "a", "name": "A", "own_cost": 0, "value": 0},
            {"key": "b", "name": "B", "own_cost": 1e12, "value": 1e12},
        ],
        "links": [
            {"capability": "all", "product": "a", "need": 9},
            {"capability": "all", "product": "b", "need": 1, "fit": "new"},
        ],
        "decisions": [{"product": "b", "role": "backup"}],
        "iterations": [{"product": "a", "date": "2026-01-01"}],
    }


def _hostile() -> Data:
    """Every name and every prose field holds what could break a page, a drawing or a table."""
    names, keys = HOSTILE, range(len(HOSTILE))
    return {
        "workshop": {
            "title": names[0],
            "purpose": "\n\n".join(names),
            "organisation": names[1],
            "budget": 200,
            "unit": names[3],
        },
        "factors": [
            {"key": "good", "name": names[0], "axis": "potential"},
            {"key": "hard", "name": names[6], "axis": "challenge"},
        ],
        "capabilities": [
            {
                "key": f"c{n}",
                "name": names[n],
                "description": names[n],
                "nature": names[n],
                "owner": names[n],
                "build_cost": 30,
            }
            for n in keys
        ],
        "products": [
            {"key": f"p{n}", "name": names[n], "problem": names[n], "own_cost": 10, "value": 20 + n} for n in keys
        ],
        "links": [
            {
                "capability": f"c{c}",
                "product": f"p{p}",
                "need": (1, 3, 9)[(c + p) % 3],
                "return_flow": names[(c + p) % len(names)],
            }
            for c in keys
            for p in keys
        ],
        "participants": [{"key": "ann", "name": names[0]}, {"key": "bob", "name": "Bob"}],
        "ratings": _ratings(len(names)),
        "decisions": [
            {"product": "p0", "role": "primary", "reason": names[0], "dissent": names[6], "test": names[1]},
            {"product": "p4", "role": "growth", "reason": "# Heading\n\n- one\n- two\n\n1. three"},
            {"product": "p5", "role": "in-storage", "reason": "![x](http://example.org/x.png)<img src=x onerror=y>"},
        ],
        "gap_plans": [{"capability": "c0", "plan": "build", "reason": names[0]}],
        "iterations": [
            {"product": "p0", "date": "2026-01-01", "tried": names[0], "progress": 10, "lesson": names[6]},
            {"product": "p0", "date": "2026-02-01", "outcome": names[5], "progress": 0},
        ],
        "outcomes": [
            {"product": f"p{n}", "date": "2026-03-01", "predicted_cost": 30, "cost": 20 + n, "note": names[n]}
            for n in keys
        ],
    }


def _large() -> Data:
    """So many products and capabilities that labels and cells have no room."""
    return {
        "workshop": {"title": "Large", "budget": 500},
        "factors": [
            {"key": "good", "name": "Good", "axis": "potential"},
            {"key": "hard", "name": "Hard", "axis": "challenge"},
        ],
        "capabilities": [
            {"key": f"c{n}", "name": f"Capability number {n}", "build_cost": 20 + n, "platform_cost": n}
            for n in range(60)
        ],
        "products": [
            {"key": f"p{n}", "name": f"Product number {n}", "own_cost": 5 + n, "value": 30 + n} for n in range(30)
        ],
        "links": [
            {"capability": f"c{c}", "product": f"p{p}", "need": 9 if c % 2 else 3, "fit": "adjust"}
            for c in range(60)
            for p in range(30)
            if (c + p) % 3 == 0
        ],
        "participants": [{"key": "ann", "name": "Ann"}, {"key": "bob", "name": "Bob"}],
        "ratings": _ratings(30),
    }


def _single() -> Data:
    """One product, one capability, one person, one iteration."""
    return {
        "workshop": {"title": "Single", "budget": 40},
        "factors": [
            {"key": "good", "name": "Good", "axis": "potential"},
            {"key": "hard", "name": "Hard", "axis": "challenge"},
        ],
        "capabilities": [{"key": "eye", "name": "Eye", "build_cost": {"low": 10, "likely": 20, "high": 90}}],
        "products": [{"key": "p0", "name": "Robot", "own_cost": 10, "value": 60}],
        "links": [{"capability": "eye", "product": "p0", "need": 9, "fit": "as-is", "return_flow": "Pictures"}],
        "participants": [{"key": "ann", "name": "Ann"}],
        "ratings": _ratings(1)[::2],
        "decisions": [{"product": "p0", "role": "primary"}],
        "iterations": [{"product": "p0", "date": "2026-01-01", "progress": 20}],
    }


def _crowded() -> Data:
    """Thirty products that are level, with names of 80 letters: labels have no room, and lines meet."""
    keys, far = range(30), ("good", "hard")
    return {
        "workshop": {"title": _long("workshop", 0), "budget": 400, "unit": "person-months"},
        "factors": [
            {"key": key, "name": _long("factor", n), "axis": axis}
            for n, (key, axis) in enumerate(zip(far, ("potential", "challenge"), strict=True))
        ],
        "capabilities": [
            {"key": f"c{n}", "name": _long("capability", n), "build_cost": {"low": 10, "likely": 20 + n, "high": 90}}
            for n in range(6)
        ],
        "products": [{"key": f"p{n}", "name": _long("product", n), "own_cost": 30, "value": 60} for n in keys],
        "links": [
            *(
                {
                    "capability": f"c{n % 6}",
                    "product": f"p{n}",
                    "need": 9,
                    "return_flow": _long("data", n) if n % 2 else "",
                }
                for n in keys
            ),
            *({"capability": "c0", "product": f"p{n}", "need": 3, "fit": "adjust"} for n in range(1, 6)),
        ],
        "participants": [{"key": "ann", "name": "Ann"}, {"key": "bob", "name": "Bob"}],
        "ratings": [
            {"participant": who, "product": f"p{n}", "factor": factor, "level": 2 + shift}
            for n in keys
            for factor in far
            for shift, who in enumerate(("ann", "bob"))
        ],
        "decisions": [{"product": "p0", "role": "primary"}, {"product": "p1", "role": "growth"}],
        "iterations": [
            {"product": f"p{n}", "date": f"2026-0{month}-01", "progress": 20 * month}
            for n in range(8)
            for month in (1, 2, 3)
        ],
    }


def _long(kind: str, number: int) -> str:
    """Return a name of 80 letters."""
    kinds = ("Autonomous", "Predictive", "Underground", "Remanufactured", "Interoperable")
    return f"{kinds[number % 5]} {kind} {number} for municipal waste-collection depots and their night shifts abroad"[
        :80
    ]


def _ratings(products: int) -> list[Data]:
    """Return what Ann and Bob, who always differ by a level, say about each product."""
    return [
        {"participant": who, "product": f"p{n}", "factor": factor, "level": 1 + (n % 2) * 2 + shift}
        for n in range(products)
        for factor in ("good", "hard")
        for shift, who in enumerate(("ann", "bob"))
    ]


BUILDERS = {"empty": _empty, "half": _half, "extreme": _extreme, "hostile": _hostile, "large": _large}
NAMES = (*(example.name for example in EXAMPLES), *BUILDERS)
BUILDERS |= {"single": _single, "crowded": _crowded}
"""The last two are for what is drawn only."""


@pytest.fixture(params=NAMES)
def any_sample(request: pytest.FixtureRequest) -> Sample:
    """Each worksheet in turn."""
    return sample(request.param)


@pytest.fixture
def tesla() -> Sample:
    """The finished example."""
    return sample("tesla-bot")
