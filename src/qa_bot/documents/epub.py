"""EPUB: the chapters, in the order of its spine, each read as the web page that it is."""

from collections.abc import Iterator
from posixpath import dirname, join, normpath
from urllib.parse import unquote
from zipfile import ZipFile

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from qa_bot.documents.archives import opened
from qa_bot.documents.blocks import Block, Title
from qa_bot.documents.decoding import decode_page
from qa_bot.documents.webpage import walked
from qa_bot.errors import DocumentError

_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_PAGES = {"application/xhtml+xml", "text/html"}


def blocks(data: bytes, name: str) -> Iterator[Block]:
    """Read the chapters of a book.

    Raises:
        DocumentError: When it is damaged, or protected against being read.
    """
    with opened(data, name) as archive:
        book = _parsed(archive, _CONTAINER, name).find(".//{*}rootfile").get("full-path")
        package = _parsed(archive, book, name)
        chapters = [normpath(join(dirname(book), href)) for href in _spine(package)]
        if _ENCRYPTION in archive.namelist():
            locked = _parsed(archive, _ENCRYPTION, name).iter("{*}CipherReference")
            if {one.get("URI") for one in locked} & set(chapters):
                raise DocumentError(f"{name}: encrypted: protected", hint="ask for a copy without")
        title = package.find(".//{http://purl.org/dc/elements/1.1/}title")
        yield Title((title.text or "") if title is not None else "")
        for chapter in chapters:
            body = LexborHTMLParser(decode_page(archive.read(chapter))).body
            if body is not None:
                yield from walked(body)


def _parsed(archive: ZipFile, path: str, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(archive.read(path), parser)
    except (KeyError, etree.XMLSyntaxError) as error:
        raise DocumentError(
            f"{name}: damaged, or not an EPUB ({path}: {error})", hint="ask for another copy of it"
        ) from error


def _spine(package: etree._Element) -> Iterator[str]:
    """Yield where the chapters are; the table of contents is none."""
    items = {item.get("id"): item for item in package.iter("{*}item")}
    for reference in package.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or item.get("media-type") not in _PAGES:
            continue
        if "nav" not in (item.get("properties") or "").split():
            yield unquote(item.get("href") or "")
