"""The references that a session cites, for a reference manager: BibTeX and CSL-JSON.

Comes in: saved turns, and the entries of the bibliographies they were read from. Goes out: a
string without a final line feed. An entry whose bibliography is gone is written from what was saved
of it: one line of text, URL and DOI.
"""

import codecs
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from qa_bot.documents import SUFFIXES, Collection, scan_all
from qa_bot.errors import DocumentError, FolderError
from qa_bot.references import load_entries, plain, unescaped
from qa_bot.sessions.store import SavedTurn
from qa_bot.text import json_text

if TYPE_CHECKING:
    from pybtex.database import Entry, Person

_CSL_TYPES = {
    "article": "article-journal",
    "book": "book",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "phdthesis": "thesis",
    "techreport": "report",
}
_CSL_FIELDS = {
    "title": "title",
    "journal": "container-title",
    "booktitle": "container-title",
    "volume": "volume",
    "number": "issue",
    "pages": "page",
    "publisher": "publisher",
    "doi": "DOI",
    "url": "URL",
    "note": "note",
}
_LINKS = ("url", "doi")


def entries_in(collection: Collection | None) -> dict[str, "Entry"]:
    """Read the bibliographies among the documents, as far as they are there and readable.

    The first of two entries with the same key counts, as it does in the index.
    """
    found: dict[str, Entry] = {}
    with suppress(FolderError):
        for file in scan_all(collection, SUFFIXES).bibliographies if collection else ():
            with suppress(DocumentError):
                found = {**load_entries(file.path), **found}
    return found


def as_bibtex(turns: Sequence[SavedTurn], entries: Mapping[str, "Entry"]) -> str:
    """Write each cited entry once, as it stands in its bibliography."""
    from pybtex.database import BibliographyData
    from pybtex.database.output.bibtex import Writer

    class Verbatim(Writer):  # type: ignore[misc] # pybtex has no types
        def _encode(self, text: str) -> str:
            return text  # what stands in a bibliography is LaTeX already

    cited = {key: entries.get(key) or _entry(saved) for key, saved in _cited(turns).items()}
    return str(Verbatim().to_string(BibliographyData(entries=cited))).rstrip("\n")


def as_csl(turns: Sequence[SavedTurn], entries: Mapping[str, "Entry"]) -> str:
    """Write each cited entry once, as CSL-JSON, which Zotero and pandoc read."""
    items = [
        _csl(key, entries[key]) if key in entries else _saved_csl(key, saved)
        for key, saved in _cited(turns).items()
    ]
    return json_text(items, indent=2)


def _cited(turns: Sequence[SavedTurn]) -> dict[str, dict[str, str]]:
    """List the references as they were saved, by key, in the order of the quotes."""
    return {
        entry["key"]: entry
        for turn in turns
        for citation in turn.answer["citations"]
        for entry in citation["references"]
    }


def _entry(saved: Mapping[str, str]) -> "Entry":
    """Make an entry of what was saved of one: its text becomes LaTeX, its links stay."""
    import latexcodec  # noqa: F401  (it registers the codec)
    from pybtex.database import Entry

    text = codecs.encode(saved["text"], "ulatex+utf-8")
    return Entry("misc", {"howpublished": text, **_links(saved)})


def _links(saved: Mapping[str, str]) -> dict[str, str]:
    return {name: saved[name] for name in _LINKS if saved[name]}


def _saved_csl(key: str, saved: Mapping[str, str]) -> dict[str, Any]:
    links = {_CSL_FIELDS[name]: link for name, link in _links(saved).items()}
    return {"id": key, "type": "document", "title": saved["text"], **links}


def _csl(key: str, entry: "Entry") -> dict[str, Any]:
    item: dict[str, Any] = {"id": key, "type": _CSL_TYPES.get(entry.type, "document")}
    for name, wanted in _CSL_FIELDS.items():
        if value := entry.fields.get(name):
            item[wanted] = unescaped(value) if name in _LINKS else plain(value)
    if "pages" in entry.fields:
        item["page"] = item["page"].replace("--", "-").replace("–", "-")
    people = [_person(person) for person in entry.persons.get("author", [])]
    if people:
        item["author"] = people
    year = entry.fields.get("year", "")
    if year.isdecimal():
        item["issued"] = {"date-parts": [[int(year)]]}
    return item


def _person(person: "Person") -> dict[str, str]:
    family = " ".join((*person.prelast_names, *person.last_names, *person.lineage_names))
    given = " ".join((*person.first_names, *person.middle_names))
    if not given:
        return {"literal": plain(family)}
    return {"family": plain(family), "given": plain(given)}
