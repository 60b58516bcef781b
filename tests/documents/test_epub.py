"""EPUB: a book's chapters in their order; what is damaged or protected is named."""

import io
import zipfile

import pytest

from qa_bot.documents.formats import extract
from qa_bot.errors import DocumentError
from tests.formats import ARTICLE, quotes, read, units

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
)
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf"><metadata
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A book</dc:title></metadata><manifest>
<item id="b" href="text/two%20b.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="one.xhtml" media-type="application/xhtml+xml"/>
<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="p" href="cover.png" media-type="image/png"/></manifest>
<spine><itemref idref="p"/><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/>
<itemref idref="gone"/></spine></package>"""
BOOK = {
    "META-INF/container.xml": CONTAINER,
    "OEBPS/book.opf": PACKAGE,
    "OEBPS/one.xhtml": "<html><body><h1>One</h1><p>First here.</p></body></html>",
    "OEBPS/text/two b.xhtml": "<html><body><h1>Two</h1><p>Then this.</p></body></html>",
    "OEBPS/nav.xhtml": "<html><body><nav>Contents</nav><p>Contents</p></body></html>",
}


def packed(files: dict[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()


def test_a_book_made_by_pandoc_reads_as_its_article() -> None:
    assert units(read("pandoc.epub")) == ARTICLE


def test_chapters_come_in_the_order_of_the_spine() -> None:
    found = extract(packed(BOOK), "notes/book.epub")
    assert units(found) == [
        (("A book", "One"), "First here."),
        (("A book", "Two"), "Then this."),
    ]
    assert found.title == "A book"


@pytest.mark.parametrize("missing", ["META-INF/container.xml", "OEBPS/book.opf"])
def test_a_book_without_its_parts_is_named(missing: str) -> None:
    files = {name: text for name, text in BOOK.items() if name != missing}
    for data in (packed(files), packed({**BOOK, missing: "<not closed"})):
        with pytest.raises(
            DocumentError, match=r"^notes/book\.epub: damaged, or not an EPUB"
        ) as raised:
            extract(data, "notes/book.epub")
        assert missing in raised.value.message


def test_a_protected_book_is_named_and_protected_fonts_do_no_harm() -> None:
    encryption = (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData '
        'xmlns="http://www.w3.org/2001/04/xmlenc#"><CipherData><CipherReference URI="{}"/>'
        "</CipherData></EncryptedData></encryption>"
    )
    locked = {**BOOK, "META-INF/encryption.xml": encryption.format("OEBPS/one.xhtml")}
    with pytest.raises(DocumentError, match=r"notes/book\.epub: encrypted"):
        extract(packed(locked), "notes/book.epub")
    fonts = {**BOOK, "META-INF/encryption.xml": encryption.format("OEBPS/font.otf")}
    assert quotes(extract(packed(fonts), "notes/book.epub")) == ["First here.", "Then this."]
