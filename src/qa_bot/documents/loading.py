"""One file becomes one document."""

import hashlib

from qa_bot.documents.folder import FileEntry
from qa_bot.documents.formats import extract
from qa_bot.errors import DocumentError
from qa_bot.records import Document


def load(entry: FileEntry) -> Document:
    """Read a file and divide it into sections, sentences and rows.

    Raises:
        DocumentError: When it cannot be read, or is not what its ending says.
    """
    try:
        data = entry.path.read_bytes()
    except OSError as error:
        raise DocumentError(
            f"{entry.name}: cannot be read: {error.strerror}", hint=f"ls -l '{entry.path}'"
        ) from error
    found = extract(data, entry.name)
    sha256 = hashlib.sha256(data).hexdigest()
    return Document(entry.name, found.text, sha256, found.title, found.sections)
