"""CSV and TSV: the first record names the columns, every other one is a row on its own line.

A line `sep=;` above them, which Excel understands, tells what parts the fields. Titles may stand
above the names, too: records of one field. `column_names` tells where a second record belongs to
the names, and where there are none; a first record that may be either is read as both.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from qa_bot.documents.blocks import Block, Heading, Prose, Row
from qa_bot.documents.column_names import heads, may_be_pair, names
from qa_bot.documents.decoding import decode
from qa_bot.documents.grids import looks_like_names
from qa_bot.errors import DocumentError

_DELIMITERS = ",;\t|"
_LONGEST_FIELD = 10_000_000
_TOLD = re.compile(r"\"?sep=([^\w\s\"]|\t)\"?\s*", re.IGNORECASE)
_MOST_TITLES = 5
_LOOKED_AT = 50
"""Records by which the names of the columns are told from the rows."""

_Record = tuple[int, list[str]]
"""The line that a record begins on, and its fields."""


def blocks(data: bytes, name: str) -> Iterator[Block]:
    """Read records as rows.

    Quotation marks inside a field of one line are forgiven. Over several lines they must be in
    order, for one that is left open takes in the records that follow.

    Raises:
        DocumentError: When it is not UTF-8 text, or a field never ends.
    """
    text = decode(data, name)
    # The empty line at the end makes a last record that is still open one of several lines, too.
    lines = [*io.StringIO(text, newline=""), "\n"]
    delimiter = "\t" if name.lower().endswith(".tsv") else _delimiter(lines)
    if told := _TOLD.fullmatch(lines[0]):
        delimiter, lines[0] = told[1], "\n"
    records = list(_records(lines, delimiter, name))
    titles = _titles(records)
    for number, (line, record) in enumerate(records[:titles]):
        yield Prose(record[0], line) if number else Heading(record[0], line=line)
    first = [record for _, record in records[titles : titles + _LOOKED_AT]]
    below = titles + heads(first)
    columns = names(first[: below - titles])
    if below - titles == 1 and may_be_pair(first):
        yield Row(columns, line=records[titles][0])
    for line, record in records[below:]:
        yield Row(tuple(record), columns, line)


def _records(lines: Sequence[str], delimiter: str, name: str) -> Iterator[_Record]:
    """Yield the records that hold something."""
    csv.field_size_limit(_LONGEST_FIELD)
    records = csv.reader(lines, delimiter=delimiter)
    line = 1
    try:
        for record in records:
            if records.line_num > line:
                own = lines[line - 1 : records.line_num]
                list(csv.reader(own, delimiter=delimiter, strict=True))
            if any(map(str.strip, record)):
                yield line, record
            line = records.line_num + 1
    except csv.Error as error:
        raise DocumentError(
            f"{name}: line {line}: {error}",
            hint="close the quotation marks of that record, and double those inside a field",
        ) from error


def _titles(records: Sequence[_Record]) -> int:
    """Count the titles: some records of one field, above the names and rows of several."""
    first = [record for _, record in records[:_LOOKED_AT]]
    is_wide = [any(map(str.strip, record[1:])) for record in first[: _MOST_TITLES + 2]]
    titles = is_wide.index(True) if True in is_wide else 0
    if is_wide[titles + 1 : titles + 2] != [True]:
        return 0
    return titles if looks_like_names(first[titles]) or heads(first[titles:]) > 1 else 0


def _delimiter(lines: Sequence[str]) -> str:
    """Take what occurs most often, outside of quotation marks, in the first line that has any."""
    for line in lines[: _MOST_TITLES + 1]:
        outside = "".join(line.split('"')[::2])
        found = max(_DELIMITERS, key=outside.count)
        if found in outside:
            return found
    return _DELIMITERS[0]
