"""LibreOffice and pdftotext, where they are installed."""

import pytest

from tests.programs import Program


@pytest.fixture
def soffice(program: Program) -> str:
    """The path of LibreOffice."""
    return program("soffice")


@pytest.fixture
def pdftotext(program: Program) -> str:
    """The path of poppler's reader of PDFs."""
    return program("pdftotext")
