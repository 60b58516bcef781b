"""BibTeX becomes references that fit on one line.

Comes in: `.bib` files of the folder. Goes out: `Reference` records by key. Parsing is left to
pybtex; how a reference reads is decided here.
"""

import codecs
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from qa_bot.errors import DocumentError
from qa_bot.records import Reference

if TYPE_CHECKING:
    from pybtex.database import Entry

_WORD_COMMAND = re.compile(r"\\(?:emph|text\w+|math\w+|url)(?=\s*\{)")
_BARE_PERCENT = re.compile(r"(?<!\\)%")


def references_in(text: str, name: str) -> list[Reference]:
    """Read the text of a bibliography; its name stands in errors.

    Raises:
        DocumentError: When it is no BibTeX, with the place.
    """
    return [as_reference(key, entry) for key, entry in entries_of(text, name).items()]


def entries_of(text: str, name: str) -> Mapping[str, "Entry"]:
    """Read a bibliography's entries as they are written, by key.

    Raises:
        DocumentError: When it is no BibTeX, with the place.
    """
    from pybtex.database.input.bibtex import Parser
    from pybtex.exceptions import PybtexError

    try:
        entries: Mapping[str, Entry] = Parser().parse_string(text).entries
    except PybtexError as error:
        reason = " ".join(str(error).split())
        raise DocumentError(f"{name}: {reason}", hint="mend it, then: qa-bot index") from error
    return entries


def as_reference(key: str, entry: "Entry") -> Reference:
    """Write an entry as one line of text, with its links."""
    fields = {name: plain(value) for name, value in entry.fields.items()}
    links = {name: unescaped(entry.fields.get(name, "")) for name in ("url", "doi")}
    parts = [_people(entry), _journal(fields) or _title(fields)]
    text = ". ".join(part for part in parts if part)
    note = fields.get("note", "")
    full = ", ".join(part for part in (text, note) if part)
    return Reference(key, full or key, links["url"], links["doi"])


def plain(value: str) -> str:
    """Write LaTeX as text, as far as it is accents and signs; a per cent sign starts no comment."""
    import latexcodec  # noqa: F401  (it registers the codec)

    try:
        escaped = _BARE_PERCENT.sub(r"\\%", _WORD_COMMAND.sub("", value))
        value = codecs.decode(escaped, "ulatex")  # type: ignore[call-overload]
    except ValueError:
        pass  # it stays as it is written
    return " ".join(unescaped(value).replace("{", "").replace("}", "").split())


def unescaped(value: str) -> str:
    """Write a URL or DOI as it is: one holds no LaTeX but for escaped signs."""
    return re.sub(r"\\([$_&%#])", r"\1", value)


def _people(entry: "Entry") -> str:
    """Name the first author, or all of two; `and others` reads as et al."""
    names = [
        plain(str(" ".join(_name_parts(person)))) for person in entry.persons.get("author", [])
    ]
    if len(names) > 2 or (names and names[-1] == "others"):
        return f"{names[0]} et al"
    return " and ".join(names)


def _name_parts(person: object) -> list[str]:
    parts = ("first_names", "middle_names", "prelast_names", "last_names", "lineage_names")
    return [str(name) for part in parts for name in getattr(person, part)]


def _journal(fields: dict[str, str]) -> str:
    """Write `Lancet 2020;396:1563-73`, as far as the fields go."""
    if not fields.get("journal"):
        return ""
    text = " ".join(part for part in (fields["journal"], fields.get("year", "")) if part)
    if volume := fields.get("volume", ""):
        number = f"({fields['number']})" if fields.get("number", "").isdigit() else ""
        text += f";{volume}{number}"
    if pages := fields.get("pages", "").replace("–", "-"):
        text += f":{pages}"
    return text


def _title(fields: dict[str, str]) -> str:
    year = f" ({fields['year']})" if fields.get("year") else ""
    return f"{fields.get('title', '')}{year}".strip()
