"""Every form of every page, sent empty and sent wrong: each mistake stands once, at its field, named by its label."""

import re
from xml.etree.ElementTree import Element

import html5lib
import pytest

from tests.web.conftest import NAMESPACE, Browser
from tests.web.forms_of_a_page import PageForm, forms_of

TOO_LONG = "No number and a text beyond every limit. " * 900
REFUSED = 422
ANSWERS = {201, 303, 409, REFUSED}
"""What is made, saved, contradicts what is there, or is refused beside its field."""
LEAVING = ("/departure", "/removal", "/deletion")


@pytest.mark.parametrize("path", ["frame", "inventory?open=vision", "nature", "products?open=robot", "score"])
def test_mistakes_of_the_first_steps(tesla: Browser, path: str) -> None:
    check_mistakes(tesla, path)


@pytest.mark.parametrize(
    "path", ["map?cell=vision:robot", "choose", "iterate", "iterate?gaps=1", "settings", "outsiders"]
)
def test_mistakes_of_the_later_pages(tesla: Browser, path: str) -> None:
    check_mistakes(tesla, path)


@pytest.mark.parametrize(
    "path", ["/", "/join", "room", "people", "me", "copies", "versions", "tokens", "settings", "shelf"]
)
def test_mistakes_of_the_pages_around(tesla: Browser, path: str) -> None:
    check_mistakes(tesla, path)


def check_mistakes(browser: Browser, path: str) -> None:
    """Send one form of each kind on a page with nothing and with too much in each of its fields."""
    kinds = {tuple(sorted(form.fields)): form for form in forms_of(browser.open(path)) if form.text_fields}
    for form in (each for each in kinds.values() if not each.action.endswith(LEAVING)):
        for text in ("", TOO_LONG):
            sent = send(browser, form.filled(text))
            if sent:
                check_page(sent, form.action)


def send(browser: Browser, form: PageForm) -> str:
    """Send a form; return the page that refuses it, or nothing where it is taken."""
    answer = browser.client.post(form.action, data={**form.fields, "csrf": browser.token()})
    assert answer.status_code in ANSWERS, (form.action, answer.status_code)
    return answer.text if answer.status_code == REFUSED else ""


def check_page(page: str, action: str) -> None:
    """The summary names each mistake with the label of the field it leads to, and the field says it once."""
    document = html5lib.parse(page)
    elements = {each.get("id"): each for each in document.iter() if each.get("id")}
    listed = list(elements["summary"].iter(f"{NAMESPACE}li"))
    beside = [text(each) for each in document.iter(f"{NAMESPACE}p") if each.get("class") == "mistake"]
    assert listed, action
    assert len(beside) == len(listed), (action, beside)
    for each in listed:
        link = next(each.iter(f"{NAMESPACE}a"))
        field = (link.get("href") or "").removeprefix("#")
        assert field in elements, (action, field)
        said = elements[field].get("aria-label")
        names = [name.casefold() for name in ([said] if said else labels(document, field))]
        assert names, (action, field)
        assert text(link) in beside, (action, text(link), beside)
        assert any(name in text(each).casefold() for name in names), (action, text(each), names)


def labels(document: Element, field: str) -> list[str]:
    """What a page calls a field: its label, and the legend of those around it."""
    own = [
        _named(each) for each in document.iter(f"{NAMESPACE}label") if each.get("for") == field or _holds(each, field)
    ]
    around = [each for each in document.iter(f"{NAMESPACE}fieldset") if _holds(each, field)]
    legends = [text(legend) for each in around for legend in each.iter(f"{NAMESPACE}legend")]
    return [each for each in (*own, *legends) if each]


def _named(label: Element) -> str:
    """What a label says, without a remark in small letters behind it."""
    remarks = [text(each) for each in label.iter(f"{NAMESPACE}small")]
    return text(label).removesuffix(remarks[-1] if remarks else "").strip()


def _holds(element: Element, field: str) -> bool:
    return any(each.get("id") == field for each in element.iter())


def text(element: Element) -> str:
    """The words of an element on one line."""
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()
