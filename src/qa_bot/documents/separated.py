"""CSV and TSV: the first record names the columns, every other one is a row on its own line.

A line `sep=;` above them, which Excel understands, tells what parts the fields.
"""

import csv
import io
import re
from collections.abc import Iterator

from qa_bot.documents.blocks import Block, Row
from qa_bot.documents.decoding import decode
from qa_bot.errors import DocumentError

_DELIMITERS = ",;\t|"
_LONGEST_FIELD = 10_000_000
_TOLD = re.compile(r"\"?sep=([^\w\s\"]|\t)\"?\s*", re.IGNORECASE)


def blocks(data: bytes, name: str) -> Iterator[Block]:
    """Read records as rows.

    Quotation marks inside a field of one line are forgiven. Over several lines they must be in
    order, for one that is left open takes in the records that follow.

    Raises:
        DocumentError: When it is not UTF-8 text, or a field never ends.
    """
    text = decode(data, name)
    csv.field_size_limit(_LONGEST_FIELD)
    # The empty line at the end makes a last record that is still open one of several lines, too.
    lines = [*io.StringIO(text, newline=""), "\n"]
    delimiter = "\t" if name.lower().endswith(".tsv") else _delimiter(text)
    if told := _TOLD.fullmatch(lines[0]):
        delimiter, lines[0] = told[1], "\n"
    records = csv.reader(lines, delimiter=delimiter)
    columns: tuple[str, ...] = ()
    line = 1
    try:
        for record in records:
            if records.line_num > line:
                own = lines[line - 1 : records.line_num]
                list(csv.reader(own, delimiter=delimiter, strict=True))
            if not any(map(str.strip, record)):
                pass
            elif columns:
                yield Row(tuple(record), columns, line)
            else:
                columns = tuple(record)
            line = records.line_num + 1
    except csv.Error as error:
        raise DocumentError(
            f"{name}: line {line}: {error}",
            hint="close the quotation marks of that record, and double those inside a field",
        ) from error


def _delimiter(text: str) -> str:
    """Take what occurs most often in the first line, outside of quotation marks."""
    outside = "".join(text.lstrip().split("\n", 1)[0].split('"')[::2])
    return max(_DELIMITERS, key=outside.count)
