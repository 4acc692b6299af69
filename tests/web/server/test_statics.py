import gzip
import re

import pytest

from reuse_app.web.server.statics import FOLDER, STYLES
from tests.web.conftest import Browser


def test_every_static_address_on_a_page_leads_to_a_file_that_lasts(ann: Browser) -> None:
    found = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', ann.open("map") + ann.open("/")))
    assert len(found) > 3
    for address in found:
        answer = ann.client.get(address, buffered=True)
        assert answer.status_code == 200, address
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable", address
        assert answer.data


def test_without_its_mark_a_file_is_asked_for_again(visitor: Browser) -> None:
    assert visitor.client.get("/static/reuse.css").headers["Cache-Control"] == "public, max-age=0"


@pytest.mark.parametrize(
    "name", ["no.js", "../factory.py", "..%2f..%2fpyproject.toml", "js", "", "%00", "x" * 5000, "js/../../web/serve.py"]
)
def test_nothing_else_is_served(visitor: Browser, name: str) -> None:
    visitor.open(f"/static/{name}", expect=404)


def test_every_style_sheet_is_in_one_of_the_two_files() -> None:
    joined = [name for names in STYLES.values() for name in names]
    assert sorted(joined) == sorted(file.stem for file in (FOLDER / "css").glob("*.css"))


def test_the_first_page_with_its_styles_weighs_at_most_14_kb(visitor: Browser) -> None:
    page = visitor.client.get("/", headers={"Accept-Encoding": "gzip"})
    addresses = re.findall(r'<link rel="stylesheet" href="([^"]+)"', gzip.decompress(page.data).decode())
    styles = [visitor.client.get(address, headers={"Accept-Encoding": "gzip"}) for address in addresses]
    assert len(addresses) == 1
    assert sum(len(answer.data) for answer in (page, *styles)) < 14_000
