"""Office Open XML has two dialects, which differ in the names of their namespaces.

Comes in: the bytes of a file. Goes out: the same in the dialect that python-docx knows, called
transitional. Word writes the other one as "Strict Open XML Document".
"""

import io
import re
from zipfile import ZipFile

_RELATIONS = "_rels/.rels"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/"


def transitional(archive: ZipFile, data: bytes) -> bytes:
    """Write a strict file anew; any other stays as it is.

    Args:
        archive: The file, opened.
        data: Its bytes.
    """
    names = archive.namelist()
    if _RELATIONS not in names or not _STRICT.search(archive.read(_RELATIONS)):
        return data
    written = io.BytesIO()
    with ZipFile(written, "w") as copy:
        for name in names:
            part = archive.read(name) if name.endswith((".xml", ".rels")) else b""
            copy.writestr(name, _STRICT.sub(_TRANSITIONAL, part))
    return written.getvalue()
