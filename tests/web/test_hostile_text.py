"""Text that is made to break pages comes back as it was typed, and does nothing."""

import io
import json
import re
from pathlib import Path
from typing import Any, TypeVar

import html5lib
import pytest

from reuse_app.exchange import inventory_files, worksheet_json
from reuse_app.narrative.prose import prose
from reuse_app.worksheet import Capability, Factor, Iteration, Link, Participant, Product, Worksheet, Workshop
from reuse_app.worksheet.columns import columns, nest
from reuse_app.worksheet.document import Decision, GapPlan
from reuse_app.worksheet.scales import Need, Plan, Role
from reuse_app.worksheet.values import NAME_LENGTH, PROSE_LENGTH, Noun, as_read, clean, clean_line
from tests.web.conftest import Browser, check
from tests.web.forms_of_a_page import forms_of
from tests.web.inventory.test_imports import apply, preview

AnyNoun = TypeVar("AnyNoun", bound=Noun)
NOT_SENTENCES = ("}label", "}textarea", "}script")
"""What holds text in which nothing can be set apart, or that people type."""
PAGE = "<!doctype html><html><head><title>x</title></head><body><h1>x</h1>{}</body></html>"
HERE = Path(__file__).parent.parent / "data"

OURS = (
    "</textarea></title></style><script>alert(1)</script>",
    '" autofocus onfocus="alert(1)" x="',
    "{{ 7 * 7 }}{% raw %}${7*7}#{7*7}",
    "[a](javascript:alert(1)) [b]: data:text/html,x ![c](http://evil.test/x.png) <http://evil.test>",
    "<img src=x onerror=alert(1)><svg/onload=alert(1)><iframe src=//evil.test>",
    "&lt;b&gt; &amp;amp; &#x3C;script&#x3E;",
    "a\x00b\x85c\x9fd\ufdd0e\ufffff\U0001fffe g\u2028h\u202ei",
    "\r\n  leading and trailing \t\r\n",
    "-->]]><!--",
    "'; DROP TABLE workshop; --",
    "=HYPERLINK(1)",
    "http://evil.test/?a=1&b=2",
)


def samples() -> list[str]:
    """Ours and the published strings."""
    names = ("naughty-strings.json", "xss-payloads.json")
    published = [text for name in names for text in json.loads((HERE / name).read_text("utf-8"))]
    return [text for text in dict.fromkeys([*OURS, *published]) if as_read(clean_line(text))]


def entry(noun: type[AnyNoun], text: str, **stated: Any) -> AnyNoun:
    """A noun with a text in every field that takes one."""
    texts = {
        column.name: (clean_line(text)[:NAME_LENGTH] if column.limits["max_length"] == NAME_LENGTH else text)
        for column in columns(noun).values()
        if column.type is str and column.limits.get("max_length") in {NAME_LENGTH, PROSE_LENGTH}
    }
    return noun.model_validate(nest(noun, texts | stated))


def worksheet_of(texts: list[str]) -> Worksheet:
    """A worksheet with each of the texts in every field of an entry of each list."""
    kinds = ["data"] * 12 + [None] * len(texts)
    capabilities = [entry(Capability, text, key=f"c{n}", kind=kinds[n]) for n, text in enumerate(texts)]
    products = [entry(Product, text, key=f"p{n}", shortlisted=True) for n, text in enumerate(texts[:40])]
    pursued = [product.key for product in products[:12]]
    cells = [(capability.key, f"p{n % 40}") for n, capability in enumerate(capabilities)]
    return Worksheet(
        workshop=entry(Workshop, texts[0]),
        factors=tuple(entry(Factor, text, key=f"f{n}", axis="potential") for n, text in enumerate(texts[:20])),
        capabilities=tuple(capabilities),
        products=tuple(products),
        links=tuple(
            entry(Link, text, capability=c, product=p, need=Need.STRONG)
            for text, (c, p) in zip(texts, cells, strict=True)
        ),
        participants=tuple(entry(Participant, text, key=f"a{n}") for n, text in enumerate(texts[:20])),
        decisions=tuple(entry(Decision, texts[n], product=key, role=Role.GROWTH) for n, key in enumerate(pursued)),
        gap_plans=tuple(entry(GapPlan, texts[n], capability=f"c{n}", plan=Plan.BUY) for n in range(5)),
        iterations=tuple(entry(Iteration, texts[n], product=key, date="2026-01-01") for n, key in enumerate(pursued)),
    )


@pytest.fixture(scope="module")
def texts() -> list[str]:
    found = samples()
    assert len(found) > 100
    return found


PAGES = (
    "frame",
    "inventory?open=c0",
    "nature?capability=c3",
    "products?open=p1",
    "map?cell=c2:p2&q=%3Cscript%3E",
    "map?kind=data",
    "map?kind=data&page=4",
    "score",
    "choose",
    "iterate",
    "report",
    "settings",
)


def test_a_worksheet_full_of_it_can_be_imported_seen_on_every_page_and_taken_out_again(
    visitor: Browser, texts: list[str]
) -> None:
    worksheet = worksheet_of(texts)
    content = worksheet_json.write(worksheet)
    visitor.enter("/worksheets", file=(io.BytesIO(content.encode()), "worksheet.json"))
    assert visitor.client.get(f"/w/{visitor.workshop}/worksheet.json").text == content
    for page in PAGES:
        visitor.open(page)
    listed = shown(visitor.open("inventory")) + shown(visitor.open("products"))
    for capability in worksheet.capabilities:
        assert capability.name in listed
    visitor.open("/")


def shown(page: str) -> str:
    """What a page says."""
    document = html5lib.parse(page)
    return "\n".join(" ".join(text.split()) for text in document.itertext())


def test_a_table_full_of_it_is_shown_and_imported(ann: Browser, texts: list[str]) -> None:
    capabilities = worksheet_of(texts).capabilities
    page = preview(ann, inventory_files.write_csv(capabilities))
    listed = shown(page)
    assert all(capability.name in listed for capability in capabilities)
    apply(ann, page)
    assert [each["name"] for each in ann.worksheet()["capabilities"]] == [each.name for each in capabilities]
    assert "0 capabilities are new, 0 changed" in preview(ann, ann.client.get(f"/w/{ann.workshop}/inventory.csv").data)


def test_a_description_is_harmless_where_markdown_works(texts: list[str]) -> None:
    check(PAGE.format("\n".join(prose(clean(text)) for text in texts)))


@pytest.mark.parametrize("path", ["/", "frame", "inventory?open=vision", "nature", "products?open=robot"])
def test_every_field_of_a_form_takes_it(tesla: Browser, texts: list[str], path: str) -> None:
    every_form_takes(tesla, texts, path)


@pytest.mark.parametrize("path", ["map?cell=vision:robot", "score", "choose", "iterate", "settings"])
def test_every_field_of_another_form_takes_it(tesla: Browser, texts: list[str], path: str) -> None:
    every_form_takes(tesla, texts, path)


def every_form_takes(browser: Browser, texts: list[str], path: str) -> None:
    """Send every form of a page with texts in every field, each form other ones; what is kept is what was typed."""
    forms = [form for form in forms_of(browser.open(path)) if form.text_fields and "removal" not in form.action]
    for place, form in enumerate(forms):
        for text in texts[place % 13 :: 13]:
            sent = form.filled(text).fields | {"seen": str(2**40), "once": text}
            answer = browser.client.post(form.action, data=sent, headers={"Accept": "application/json"})
            assert answer.status_code in {200, 303, 409, 422}, (form.action, text, answer.text)
    browser.open(path)
    worksheet_json.read(browser.client.get(f"/w/{browser.workshop}/worksheet.json").data)


@pytest.mark.parametrize("text", OURS)
def test_what_is_kept_and_what_is_refused_both_come_back_as_typed(ann: Browser, text: str) -> None:
    kept = ann.post("capabilities", name=text)
    assert clean_line(text) in shown(kept)
    assert ann.worksheet()["capabilities"][0]["name"] == clean_line(text)
    page = ann.post("frame", expect=422, purpose=text, budget=text, decider=text)
    document = html5lib.parse(page)
    by_name = {each.get("name"): each for each in document.iter() if each.get("name")}
    assert by_name["decider"].get("value") == clean(text)
    assert "".join(by_name["purpose"].itertext()) == clean(text)


def test_the_check_would_notice() -> None:
    check(PAGE.format("<p>fine</p>"))
    for bad in (
        "<script>alert(1)</script>",
        '<script src="//evil.test/x.js"></script>',
        '<a href="javascript:alert(1)">x</a>',
        '<a href=" JavaScript:alert(1)">x</a>',
        '<a href="data:text/html,x">x</a>',
        '<p onclick="alert(1)">x</p>',
        '<p style="x">x</p>',
        '<img src="http://evil.test/x.png" alt="x">',
        '<iframe src="/x"></iframe>',
        "<p>\x85</p>",
    ):
        with pytest.raises((AssertionError, html5lib.html5parser.ParseError)):
            check(PAGE.format(bad))


def rtl_room(ann: Browser, carl: Browser) -> list[str]:
    """Let people with names in Hebrew do a bit of everything; return the pages that tell of it."""
    for step in ("frame", "inventory", "nature", "products", "map", "score", "choose"):
        ann.post(f"stages/{step}", access="open")
    ann.post("frame", title="\u05e1\u05d3\u05e0\u05d4 (1)!", seen="9999")
    ann.post("me", name="\u05d3\u05e0\u05d4!", seen="9999")
    carl.post("me", name="\u05d9\u05d5\u05e1\u05d9 (2)", seen="9999")
    for name in ("\u05de\u05e6\u05dc\u05de\u05d4!", "\u05e1\u05d5\u05dc\u05dc\u05d4 (1)"):
        carl.post("capabilities", name=name, nature=name, owner=name)
    for name in ("\u05e8\u05d5\u05d1\u05d5\u05d8!", "\u05d6\u05e8\u05d5\u05e2 (2)"):
        ann.post("products", name=name, customer=name)
    sheet = ann.worksheet()
    one, two = (each["key"] for each in sheet["capabilities"])
    first, second = (each["key"] for each in sheet["products"])
    ann.post("versions", name="\u05d2\u05e8\u05e1\u05d4!")
    carl.post(f"links/{one}/{first}", need="9", note="x")
    carl.post(f"natures/{one}/share")
    carl.post("map/shares")
    carl.post("notes", text="x", product=first)
    ann.post("exclusions", first=first, second=second)
    ann.post("requirements", product=second, needs=first)
    for product in (first, second):
        ann.post(f"decisions/{product}", role="primary")
    merged: dict[str, Any] = {"part": "capability", "into": one, "from": two}
    ann.post("merges", **merged)
    version = re.findall(r"/versions/(\w+)", ann.open("versions"))[0]
    change = re.findall(r"/activity/([0-9a-f]{16})\"", ann.open("activity"))[0]
    steps = ["frame", "inventory", f"nature?capability={one}", f"products?open={first}", "map", "choose", "iterate"]
    about = ["activity", f"activity/{change}", "activity/people/carl", "people", "room", "notes", f"versions/{version}"]
    return [*steps, *about, "me", "welcome", "report.html"]


def test_no_name_read_from_right_to_left_turns_the_words_beside_it(ann: Browser, carl: Browser) -> None:
    hebrew, english, turned = re.compile("[\u05d0-\u05ea]"), re.compile("[A-Za-z]{2}"), set[str]()
    for path in rtl_room(ann, carl):
        for browser in (ann, carl):
            answer = browser.client.get(f"/w/{ann.workshop}/{path}")
            document = html5lib.parse(answer.text)
            inside = [each for each in document.iter() if str(each.tag).endswith(NOT_SENTENCES)]
            skipped = {id(each) for part in inside for each in part.iter()}
            for each in document.iter():
                texts = [*([each.text] if id(each) not in skipped else []), *(inner.tail for inner in each)]
                told = [
                    re.sub("\u2068[^\u2069]*\u2069", "", text) for text in texts if text and id(each) not in skipped
                ]
                turned |= {f"{path}: {text.strip()}" for text in told if hebrew.search(text) and english.search(text)}
    assert turned == set()
