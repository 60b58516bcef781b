"""PDF: what stands on its pages becomes headings, paragraphs and tables again.

`lines` asks PDFium for the lines of a page, `furniture` takes off what runs along the pages' edges,
`tables` finds cells that stand side by side, `paragraphs` joins what was broken into lines.
"""

from collections.abc import Iterator

from qa_bot.documents.blocks import Block
from qa_bot.documents.pdf.furniture import without_furniture
from qa_bot.documents.pdf.lines import read_pages
from qa_bot.documents.pdf.paragraphs import joined
from qa_bot.errors import DocumentError, pasted


def blocks(data: bytes, name: str) -> Iterator[Block]:
    """Read a file page by page.

    Raises:
        DocumentError: When it is damaged or encrypted, or has no text in it.
    """
    pages = read_pages(data, name)
    if pages and not any(page.lines for page in pages):
        raise DocumentError(
            f"{name}: no text on its {len(pages)} pages: pictures of text, most likely",
            hint=f"ocrmypdf {pasted(name)} readable.pdf",
        )
    return joined(without_furniture(pages))
