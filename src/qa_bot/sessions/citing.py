"""The references that a session cites, for a reference manager: BibTeX and CSL-JSON.

Comes in: saved turns, and the entries of the bibliographies they were read from. Goes out: a
string without a final line feed. An entry that is gone, or another one by now, is written from what
was saved of it: one line of text, URL and DOI.
"""

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Any

from qa_bot.documents import SUFFIXES, Collection, read_text, scan_all
from qa_bot.documents.references import as_reference, entries_of, plain, unescaped
from qa_bot.errors import DocumentError, FolderError
from qa_bot.records import Reference
from qa_bot.sessions.store import SavedTurn
from qa_bot.text.display import json_text

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
_NOT_INHERITED = {"title", *_LINKS}
_BRACES = str.maketrans({"{": "%7B", "}": "%7D"})


def entries_in(collection: Collection | None) -> dict[str, "Entry"]:
    """Read the bibliographies among the documents, as far as they are there and readable.

    The first of two entries with the same key counts, as it does in the index.
    """
    found: dict[str, Entry] = {}
    with suppress(FolderError):
        for file in scan_all(collection, SUFFIXES).bibliographies if collection else ():
            with suppress(DocumentError):
                found = {**entries_of(read_text(file), file.name), **found}
    return found


def as_bibtex(turns: Sequence[SavedTurn], entries: Mapping[str, "Entry"]) -> str:
    """Write each cited entry once, as it stands in its bibliography."""
    from pybtex.database import BibliographyData
    from pybtex.database.output.bibtex import Writer

    class Verbatim(Writer):  # type: ignore[misc] # pybtex has no types
        def _encode(self, text: str) -> str:
            return text  # what stands in a bibliography is LaTeX already

    cited = {
        key: _saved_entry(one) if isinstance(one, Reference) else one
        for key, one in _cited(turns, entries).items()
    }
    return str(Verbatim().to_string(BibliographyData(entries=cited))).rstrip("\n")


def as_csl(turns: Sequence[SavedTurn], entries: Mapping[str, "Entry"]) -> str:
    """Write each cited entry once, as CSL-JSON, which Zotero and pandoc read."""
    items = [
        _saved_csl(key, one) if isinstance(one, Reference) else _csl(key, one)
        for key, one in _cited(turns, entries).items()
    ]
    return json_text(items, indent=2)


def _cited(
    turns: Sequence[SavedTurn], entries: Mapping[str, "Entry"]
) -> dict[str, "Entry | Reference"]:
    """List the entries, or what was saved of them, in the order of the quotes, by unique keys."""
    cited: dict[tuple[str, str], Entry | Reference] = {}
    for turn in turns:
        for citation in turn.answer["citations"]:
            for saved in (Reference(**one) for one in citation["references"]):
                entry = _entry_of(saved, entries)
                cited.setdefault((saved.key, "" if entry else saved.text), entry or saved)
    found: dict[str, Entry | Reference] = {}
    taken: set[str] = set()
    for (key, _), one in cited.items():
        own = next(name for name in _names(key) if name.lower() not in taken)
        taken.add(own.lower())  # to BibTeX, keys that differ in case alone are one
        found[own] = one
    return found


def _names(key: str) -> Iterator[str]:
    yield key
    yield from (f"{key}-{number}" for number in count(2))


def _entry_of(saved: Reference, entries: Mapping[str, "Entry"]) -> "Entry | None":
    """Find the entry that was cited: another bibliography may have its key for another work."""
    entry = entries.get(saved.key)
    if entry is None:
        return None
    today = as_reference(saved.key, entry)
    same = ((saved.text, today.text), (saved.url, today.url), (saved.doi, today.doi))
    return _whole(entry, entries) if any(then and then == now for then, now in same) else None


def _whole(entry: "Entry", entries: Mapping[str, "Entry"]) -> "Entry":
    """Give an entry what it leaves to the book or the proceedings that it is in, its `crossref`."""
    from pybtex.database import Entry

    parent = entries.get(entry.fields.get("crossref", ""))
    if parent is None:
        return entry
    own, its = entry.lower(), parent.lower()
    inherited = {name: value for name, value in its.fields.items() if name not in _NOT_INHERITED}
    if "title" in its.fields:
        inherited = {"booktitle": its.fields["title"], **inherited}
    fields = {**own.fields, **inherited, **own.fields}  # its own come first, and count
    del fields["crossref"]
    return Entry(entry.original_type, fields, {**its.persons, **own.persons})


def _saved_entry(saved: Reference) -> "Entry":
    """Make an entry of what was saved of one: its text becomes LaTeX, its links stay.

    One brace alone would break BibTeX, so that none is left.
    """
    import latexcodec  # noqa: F401  (it registers the codec)
    from pybtex.database import Entry

    text = codecs.encode(re.sub("[{}]", "", saved.text), "ulatex+utf-8")
    links = {name: link.translate(_BRACES) for name, link in _links(saved).items()}
    return Entry("misc", {"howpublished": text, **links})


def _links(saved: Reference) -> dict[str, str]:
    links = {"url": saved.url, "doi": saved.doi}
    return {name: link for name, link in links.items() if link}


def _saved_csl(key: str, saved: Reference) -> dict[str, Any]:
    links = {_CSL_FIELDS[name]: link for name, link in _links(saved).items()}
    return {"id": key, "type": "document", "title": saved.text, **links}


def _csl(key: str, entry: "Entry") -> dict[str, Any]:
    item: dict[str, Any] = {"id": key, "type": _CSL_TYPES.get(entry.type, "document")}
    for name, wanted in _CSL_FIELDS.items():
        if value := entry.fields.get(name):
            item[wanted] = unescaped(value) if name in _LINKS else plain(value)
    if "page" in item:
        item["page"] = item["page"].replace("--", "-").replace("–", "-")
    authors = entry.persons.get("author", [])
    people = [_person(person) for person in authors if str(person) != "others"]
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
