"""JSON lines: every line is a row whose columns are the names in it, inner names joined by dots."""

import json
from collections.abc import Iterator
from typing import Any

from qa_bot.documents.blocks import Block, Row
from qa_bot.documents.decoding import decode
from qa_bot.errors import DocumentError

_DEEPEST = 20


def blocks(data: bytes, name: str) -> Iterator[Block]:
    """Read lines as rows; figures keep their digits.

    Raises:
        DocumentError: When it is not UTF-8 text, or a line is not JSON.
    """
    for number, line in enumerate(decode(data, name).split("\n"), 1):
        if line.strip():
            try:
                value = json.loads(line, parse_float=str, parse_int=str, parse_constant=str)
                fields = list(_fields(value, "", 0))
            except (ValueError, RecursionError) as error:
                raise DocumentError(
                    f"{name}: line {number} is not JSON: {error}", hint="one JSON value a line"
                ) from error
            columns, cells = zip(*fields, strict=True) if fields else ((), ())
            yield Row(cells, columns, number, headed=False)


def _fields(value: Any, name: str, depth: int) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Yield (name, text) of everything in a value; a list of plain values is one of them."""
    if depth > _DEEPEST:
        raise ValueError(f"nested deeper than {_DEEPEST} levels")
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _fields(inner, f"{name}.{key}" if name else key, depth + 1)
    elif isinstance(value, list) and any(isinstance(one, dict | list) for one in value):
        for inner in value:
            yield from _fields(inner, name, depth + 1)
    elif isinstance(value, list):
        yield name, ", ".join(map(_plain, value))
    else:
        yield name, _plain(value)


def _plain(value: object) -> str:
    """Write a plain value; null says nothing."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
