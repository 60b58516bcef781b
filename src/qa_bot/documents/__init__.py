"""Files become documents: `folder` finds them, `formats` knows who reads which.

Comes in: a folder. Goes out: `Document` records, whose sections hold sentences and table rows as
spans of the document's text, and a list of what was skipped and why. One module reads a format.
"""

from qa_bot.documents.folder import FileEntry, Folder, Skipped, scan
from qa_bot.documents.formats import SUFFIXES
from qa_bot.documents.loading import load, load_all

__all__ = ["SUFFIXES", "FileEntry", "Folder", "Skipped", "load", "load_all", "scan"]
