from urllib.parse import unquote

import pytest

from reuse_app.web.downloads import disposition
from tests.exchange.capabilities import ALL


def names(title: str, called: str = "report", ending: str = "pdf") -> tuple[str, str]:
    """The plain name of a file, and the one in its own letters if there is one."""
    plain, _, lettered = disposition(title, called, ending).removeprefix("attachment; filename=").partition("; ")
    return plain.strip('"'), unquote(lettered.removeprefix("filename*=UTF-8''"))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Tesla Bot", ("tesla-bot-report.pdf", "")),
        ("再利用の検討 2026", ("2026-report.pdf", "再利用の検討-2026-report.pdf")),
        ("画像認識", ("workshop-report.pdf", "画像認識-report.pdf")),
        ("Größe & Maß", ("grosse-mass-report.pdf", "größe-maß-report.pdf")),
        ("ระบบสั่งงานด้วยเสียง", ("workshop-report.pdf", "ระบบสั่งงานด้วยเสียง-report.pdf")),
        ("إعادة استخدام", ("workshop-report.pdf", "إعادة-استخدام-report.pdf")),
        (
            'Ａ\u202egnp.exe/../\\:*?"<>|\r\nSet-Cookie: é',
            ("agnp-exe-set-cookie-e-report.pdf", "ａ-gnp-exe-set-cookie-é-report.pdf"),
        ),
        ("🔋", ("workshop-report.pdf", "")),
    ],
)
def test_a_file_is_named_in_the_letters_of_its_workshop(title: str, expected: tuple[str, str]) -> None:
    assert names(title) == expected


def test_the_names_of_devices_are_no_names_of_files() -> None:
    assert names("CON", "", "json") == ("con-workshop.json", "")
    assert names("CON", "report", "json") == ("con-report.json", "")


def test_no_title_leads_out_of_its_folder_or_header() -> None:
    for title in [*ALL, "界" * 200, "a" * 300]:
        whole, (plain, lettered) = disposition(title, "report", "pdf"), names(title)
        assert whole.isascii()
        assert whole.isprintable()
        assert not set('/\\:*?"<>|;\u202e\u2028') & {*plain, *lettered}
        assert not plain.startswith((".", "-"))
        assert len(lettered.encode()) < 200
