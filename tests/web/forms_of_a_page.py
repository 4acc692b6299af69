"""The forms on a page as a browser without scripts would send them."""

from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

import html5lib

from tests.web.conftest import NAMESPACE

NOT_TYPED = ("hidden", "checkbox", "radio", "file", "submit")


@dataclass(frozen=True)
class PageForm:
    """One form that changes something: where it goes, and each field with its value."""

    action: str
    fields: dict[str, str]
    text_fields: frozenset[str]

    def filled(self, text: str) -> "PageForm":
        """The form with the same text typed into every field that takes text."""
        return replace(self, fields=self.fields | dict.fromkeys(self.text_fields, text))


def forms_of(page: str) -> list[PageForm]:
    """Every form on a page that changes something and uploads no file."""
    document = html5lib.parse(page)
    owned = [element for element in document.iter() if element.get("form")]
    forms = [form for form in document.iter(f"{NAMESPACE}form") if form.get("method") == "post"]
    return [
        _form(form, [*form.iter(), *(each for each in owned if each.get("form") == form.get("id"))])
        for form in forms
        if form.get("enctype") is None
    ]


def _form(form: Element, elements: list[Element]) -> PageForm:
    fields: dict[str, str] = {}
    texts = set()
    for element in elements:
        name, tag = element.get("name"), element.tag.removeprefix(NAMESPACE)
        if name and tag in {"input", "select", "textarea", "button"}:
            fields[name] = _value(element, tag)
            if tag == "textarea" or (tag == "input" and element.get("type") not in NOT_TYPED):
                texts.add(name)
    return PageForm(form.get("action", ""), fields, frozenset(texts))


def _value(element: Element, tag: str) -> str:
    if tag == "textarea":
        return "".join(element.itertext())
    if tag == "select":
        options = list(element.iter(f"{NAMESPACE}option"))
        chosen = next((each for each in options if each.get("selected") is not None), options[0])
        return chosen.get("value", "".join(chosen.itertext()))
    return element.get("value", "")
