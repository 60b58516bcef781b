"""The fields of one line of a case file, checked as they are read.

Comes in: a line of JSON. Goes out: its values, of the types that `case.schema.json` states; the
error for any other names the file, the line, the case and the field.
"""

import json
from decimal import Decimal
from difflib import get_close_matches
from functools import partial
from typing import Any

from qa_bot.errors import CaseError
from qa_bot.text.display import one_line
from qa_bot.values.quantities import Quantity

NAMES = ("id", "question", "answerable", "accepted", "gold", "turns", "tags")
_MAGNITUDES = range(-30, 31)
"""Powers of ten of an accepted number; others could not be written down and read again."""

_EXAMPLE = '{"id": "c1", "question": "how long is the warranty", "answerable": false}'


class Fields:
    """One case's fields."""

    def __init__(self, values: dict[str, Any], place: str) -> None:
        """Take a line's values and where it stands; refuse names that mean nothing."""
        self._values = values
        self._place = place
        self.id = self.words("id")
        self._place = f"{place}: case {one_line(self.id)!r}"
        for name in values:
            if name not in NAMES:
                close = get_close_matches(name, NAMES, n=1)
                hint = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(NAMES)}"
                raise self.error(f"unknown field {name!r}", hint)

    @classmethod
    def of(cls, line: str | dict[str, Any], place: str) -> "Fields":
        """Parse a line of JSON, or take the values of a spreadsheet's row.

        Raises:
            CaseError: When it is not a JSON object, has no id, an unknown field, or one twice.
        """
        if isinstance(line, dict):
            return cls(line, place)
        try:
            values = json.loads(
                line,
                parse_float=Decimal,
                parse_constant=_refuse,
                object_pairs_hook=partial(_without_repeats, place),
            )
            # Half of a surrogate pair, escaped, is JSON but no text that could be written again.
            json.dumps(values, ensure_ascii=False, default=float).encode()
        except (ValueError, ArithmeticError, RecursionError) as error:
            raise CaseError(f"{place}: not JSON: {_why(error)}", hint=_EXAMPLE) from error
        if not isinstance(values, dict):
            raise CaseError(f"{place}: not a JSON object", hint=_EXAMPLE)
        return cls(values, place)

    def error(self, message: str, hint: str) -> CaseError:
        """Make the error that names this case."""
        return CaseError(f"{self._place}: {message}", hint=hint)

    def words(self, name: str) -> str:
        """Read a text that must be there and say something."""
        value = self._required(name)
        if not isinstance(value, str) or not value.strip():
            raise self.error(f'"{name}" is empty or not a text', f'"{name}": "..."')
        return value

    def flag(self, name: str) -> bool:
        """Read true or false."""
        value = self._required(name)
        if not isinstance(value, bool):
            raise self.error(f'"{name}" is neither true nor false', f'"{name}": true')
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Read a list of texts; none when the field is missing."""
        values = self._list(name)
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise self.error(f'"{name}" holds what is empty or not a text', f'"{name}": ["..."]')
        return tuple(values)

    def alternatives(self, name: str) -> list[list[Any]]:
        """Read a list whose items are each one thing or a list of things."""
        found = [item if isinstance(item, list) else [item] for item in self._list(name)]
        if not all(found):
            raise self.error(f'"{name}" holds an empty list', "leave the empty list out")
        return found

    def part(self, value: object) -> str | Quantity:
        """Read a part of an accepted answer: a text or a number with its unit."""
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, dict) and value.keys() == {"value", "unit"}:
            number, unit = value["value"], value["unit"]
            is_number = isinstance(number, int | Decimal) and not isinstance(number, bool)
            if is_number and isinstance(unit, str) and Decimal(number).adjusted() in _MAGNITUDES:
                return Quantity(Decimal(number), unit)
        raise self.error(
            f'"accepted" holds {_shown(value)}, neither a text nor a number with a unit',
            '{"value": 13.93, "unit": "months"}',
        )

    def span(self, value: object) -> tuple[str, str]:
        """Read a gold span: document and quote."""
        if isinstance(value, dict) and value.keys() == {"document", "quote"}:
            document, quote = value["document"], value["quote"]
            if isinstance(document, str) and isinstance(quote, str) and document and quote.strip():
                return document, quote
        raise self.error(
            f'"gold" holds {_shown(value)}, not a span',
            '{"document": "knowledge/boston.md", "quote": "..."}',
        )

    def _required(self, name: str) -> object:
        if name not in self._values:
            raise self.error(f'"{name}" is missing', _EXAMPLE)
        return self._values[name]

    def _list(self, name: str) -> list[Any]:
        value = self._values.get(name, [])
        if not isinstance(value, list):
            raise self.error(f'"{name}" is not a list', f'"{name}": [...]')
        return value


def _without_repeats(place: str, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object; JSON would let the last of two values win, unsaid."""
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        again = next(name for name in names if names.count(name) > 1)
        raise CaseError(f"{place}: {again!r} is given twice", hint="leave one of them out")
    return values


def _why(error: Exception) -> str:
    """Say what is wrong; the line that a parser counts is always the first."""
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg}, column {error.colno}"
    return str(error)


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is not a number")


def _shown(value: object) -> str:
    text = one_line(json.dumps(value, ensure_ascii=False, default=float))
    return text if len(text) <= 60 else f"{text[:59]}…"
