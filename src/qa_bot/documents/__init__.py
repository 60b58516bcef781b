"""Files become documents: `folder` finds them, `decoding` reads them, one module parses a format.

Comes in: a folder. Goes out: `Document` records, whose sections hold sentences and table rows as
spans of the decoded text, and a list of what was skipped and why.
"""

from qa_bot.documents.folder import FileEntry, Folder, Skipped, scan
from qa_bot.documents.loading import SUFFIXES, load

__all__ = ["SUFFIXES", "FileEntry", "Folder", "Skipped", "load", "scan"]
