"""Files become documents: `folder` finds them, `formats` knows who reads which.

Comes in: a folder. Goes out: `Document` records, whose sections hold sentences and table rows as
spans of the document's text, and a list of what was skipped and why. One module reads a format.
`passages` cuts documents, `references` reads what they cite.
"""

from qa_bot.documents.folder import FileEntry, Folder, Skipped, scan, scan_all
from qa_bot.documents.formats import SUFFIXES
from qa_bot.documents.loading import load, load_all, read_text, sha256_of
from qa_bot.documents.selection import Collection

__all__ = [
    "SUFFIXES",
    "Collection",
    "FileEntry",
    "Folder",
    "Skipped",
    "load",
    "load_all",
    "read_text",
    "scan",
    "scan_all",
    "sha256_of",
]
