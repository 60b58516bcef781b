"""A file of cases is read: JSON Lines, or the rows of a spreadsheet.

Comes in: the file, and the documents' texts as they were indexed. Goes out: its cases, or those of
them that are picked. Whatever is wrong is named by file, line and case, before anything is asked.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from qa_bot.errors import CaseError
from qa_bot.evaluation.cases import Case
from qa_bot.evaluation.fields import Fields
from qa_bot.evaluation.gold import GoldFinder, TextOf
from qa_bot.evaluation.spreadsheets import SUFFIXES, rows
from qa_bot.text.display import counted

_MOST_NAMED = 20
"""Lines, ids or tags that an error names."""

_NEW = "qa-bot eval new -o cases.jsonl"


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The cases of a file.

    Attributes:
        name: The file's.
        sha256: Of its bytes.
        cases: All, or those that were picked.
        part: By what they were picked, `tag figure`; empty for all.
    """

    name: str
    sha256: str
    cases: tuple[Case, ...]
    part: str = ""

    def only(self, ids: Sequence[str], tags: Sequence[str]) -> "CaseFile":
        """Pick the cases that have one of these ids or tags; all where none are given.

        Raises:
            CaseError: When no case has one of them.
        """
        self._require("id", ids, {case.id for case in self.cases})
        self._require("tag", tags, {tag for case in self.cases for tag in case.tags})
        if not (ids or tags):
            return self
        kept = (case for case in self.cases if case.id in ids or {*tags} & {*case.tags})
        named = [*(f"id {name}" for name in ids), *(f"tag {name}" for name in tags)]
        return replace(self, cases=tuple(kept), part=", ".join(named))

    def _require(self, kind: str, wanted: Sequence[str], known: set[str]) -> None:
        for name in wanted:
            if name not in known:
                close = get_close_matches(name, known, n=1, cutoff=0.4)
                some = ", ".join(sorted(known)[:_MOST_NAMED])
                hint = f"did you mean {close[0]!r}?" if close else f"known: {some or 'none'}"
                raise CaseError(f"no case of {self.name} has the {kind} {name!r}", hint=hint)


def load_cases(path: Path, text_of: TextOf, documents: Sequence[str] = ()) -> CaseFile:
    """Read a file of cases and locate their gold quotes.

    Args:
        path: JSON Lines in UTF-8, `.csv` or `.tsv`; empty lines are passed over.
        text_of: Fetches a document's text as it was indexed.
        documents: Names of all documents, to suggest one for a name that is wrong.

    Raises:
        CaseError: When the file cannot be read, is empty, or a case of it cannot be used.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CaseError(f"{path}: {error.strerror}", hint=_NEW) from error
    finder = GoldFinder(text_of, documents)
    cases: dict[str, Case] = {}
    lines: dict[str, int] = {}
    errors: dict[int, CaseError] = {}
    for number, values in _rows(data, path):
        try:
            fields = Fields.of(values, f"{path}:{number}")
            case = _case(fields, finder)
            if case.id in cases:
                raise fields.error(
                    f"the id stands in line {lines[case.id]} already", "give each case its own id"
                )
        except CaseError as error:
            errors[number] = error
        else:
            cases[case.id], lines[case.id] = case, number
    if errors:
        raise _first_of(errors)
    if not cases:
        raise CaseError(f"{path}: no case in it", hint=_NEW)
    return CaseFile(path.name, hashlib.sha256(data).hexdigest(), tuple(cases.values()))


def _rows(data: bytes, path: Path) -> Iterator[tuple[int, str | dict[str, Any]]]:
    """Yield each line that is not empty, by its number; of a spreadsheet the fields of a row."""
    if path.suffix.lower() in SUFFIXES:
        yield from rows(data, path)
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CaseError(
            f"{path}: not UTF-8 text at byte {error.start}", hint="save it as UTF-8"
        ) from error
    # Not splitlines: a JSON string may hold other characters that it takes for line breaks.
    yield from ((n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip())


def _first_of(errors: dict[int, CaseError]) -> CaseError:
    """Take the first error, with the lines of the others: an edited document spoils many cases."""
    first, *others = errors
    error = errors[first]
    if not others:
        return error
    numbers = ", ".join(map(str, others[:_MOST_NAMED]))
    more = " and more" if len(others) > _MOST_NAMED else ""
    also = f"(and {counted(len(others), 'other line')}: {numbers}{more})"
    return CaseError(f"{error.message} {also}", hint=error.hint)


def _case(fields: Fields, finder: GoldFinder) -> Case:
    """Check a line's fields and locate its quotes."""
    answerable = fields.flag("answerable")
    accepted = tuple(
        tuple(fields.part(part) for part in parts) for parts in fields.alternatives("accepted")
    )
    gold = tuple(
        tuple(finder.located(fields, span) for span in spans)
        for spans in fields.alternatives("gold")
    )
    if not answerable and (accepted or gold):
        raise fields.error('not answerable, but it has "accepted" or "gold"', "leave both empty")
    case = Case(
        id=fields.id,
        question=fields.words("question"),
        answerable=answerable,
        accepted=accepted,
        gold=gold,
        turns=fields.texts("turns"),
        tags=fields.texts("tags"),
    )
    if case.is_open:
        raise fields.error(
            "answerable, but nothing tells what answers it", 'give "gold" or "accepted"'
        )
    return case
