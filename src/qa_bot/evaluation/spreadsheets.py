"""Cases in a spreadsheet: `.csv` or `.tsv`, read as a document of that kind is.

Comes in: its bytes. Goes out: for each row its line and the fields of a case, by the names that
`case.schema.json` has; `document` and `quote` are its one gold span. Cells of several things have
`|` between them. Whether the fields can be used is told where those of JSON are.
"""

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from qa_bot.documents.blocks import Row
from qa_bot.documents.separated import blocks
from qa_bot.errors import CaseError, DocumentError

SUFFIXES = (".csv", ".tsv")
COLUMNS = ("id", "question", "answerable", "accepted", "document", "quote", "turns", "tags")
_GOLD = ("document", "quote")
_LISTS = ("accepted", "turns", "tags")
_ANSWERABLE = {"yes": True, "true": True, "no": False, "false": False}


def rows(data: bytes, path: PurePath) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the line and the fields of each row; an empty cell gives none.

    Raises:
        CaseError: When it is no UTF-8 text, a cell never ends, or cells have no column.
    """
    try:
        found = list(blocks(data, str(path)))
    except DocumentError as error:
        raise CaseError(error.message, hint=error.hint) from error
    for block in found:
        if isinstance(block, Row):
            yield block.line, _fields(_cells(block, f"{path}:{block.line}"))


def _cells(row: Row, place: str) -> dict[str, str]:
    """Name what stands in a row's cells; cells that have moved must not pass for others."""
    names = [name.strip().lower() for name in row.columns]
    cells = [cell.strip() for cell in row.cells]
    if any(cells[len(names) :]):
        hint = "put quotation marks around a cell with the sign that parts cells in it"
        raise CaseError(f"{place}: {len(cells)} cells, but {len(names)} columns", hint=hint)
    named = [(name, cell) for name, cell in zip(names, cells, strict=False) if cell]
    if len(dict(named)) < len(named):
        hint = f"a column each of {', '.join(COLUMNS)}"
        raise CaseError(f"{place}: two columns of the same name", hint=hint)
    return dict(named)


def _fields(cells: Mapping[str, str]) -> dict[str, Any]:
    """Read cells as what JSON would hold; what is none of it is left to be refused."""
    fields: dict[str, Any] = {name: cell for name, cell in cells.items() if name not in _GOLD}
    for name in _LISTS:
        if name in fields:
            fields[name] = [part.strip() for part in fields[name].split("|")]
    if "answerable" in fields:
        said = fields["answerable"]
        fields["answerable"] = _ANSWERABLE.get(said.lower(), said)
    if span := {name: cells[name] for name in _GOLD if name in cells}:
        fields["gold"] = [span]
    return fields
