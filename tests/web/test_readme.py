"""What README calls by name in its chapters for those who use the app is called so on the pages."""

import re
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAYING = (
    "templates/**/*.html",
    "reuse_app/**/*.py",
    "reuse_app/**/*.js",
    "reuse_app/**/*.md",
    "reuse_app/examples/*.json",
)
"""Where the words of the pages stand."""


def test_what_readme_sets_in_italics_is_what_the_pages_say() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    chapters = readme.partition("## Your first workshop")[2].partition("## On the command line")[0]
    chapters = re.sub(r"^ {4}.*$|`[^`]*`", "", chapters, flags=re.MULTILINE)
    names = {plain(each) for each in re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", chapters)}
    files = chain.from_iterable(ROOT.glob(pattern) for pattern in SAYING)
    said = plain("\n".join(file.read_text("utf-8") for file in files if file.name != "CHANGELOG.md"))
    assert "share & keep" in names
    assert sorted(name for name in names if name not in said) == []


def plain(text: str) -> str:
    """A text with one space between its words, all small."""
    return " ".join(text.replace("&amp;", "&").casefold().split())
