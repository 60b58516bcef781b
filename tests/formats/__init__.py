"""Documents made by other programs, and how they read."""

from pathlib import Path

from qa_bot.documents.extracted import Extracted
from qa_bot.documents.formats import extract
from qa_bot.text.markup import unit_form
from tests.exact import assert_exact

FORMATS = Path(__file__).parent


def read(name: str) -> Extracted:
    """Read a document of this folder."""
    return extract((FORMATS / name).read_bytes(), name)


def units(found: Extracted) -> list[tuple[tuple[str, ...], str]]:
    """List a document's units as they read, each with its headings."""
    assert_exact(found.text, found.sections)
    return [
        (section.path, unit_form(found.text, unit))
        for section in found.sections
        for unit in section.units
    ]


def quotes(found: Extracted) -> list[str]:
    """List a document's units as they read."""
    return [quote for _, quote in units(found)]


ARTICLE = units(read("article.md"))
"""What every document of this folder says."""
