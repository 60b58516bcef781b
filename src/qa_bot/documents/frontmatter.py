"""What stands before a Markdown text: fields in YAML or TOML, such as its title, author and date.

Comes in: the text, and where YAML stands in it. Goes out: the title as it is written, or none, and
what else can be quoted: every plain value, led by what it is called, such as "author: Ann". Faulty
fields are passed by.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_bot.documents.canonical import folded
from qa_bot.documents.outline import shortened
from qa_bot.records import Span, Unit
from qa_bot.text.sentences import sentences
from qa_bot.text.spans import trimmed

if TYPE_CHECKING:
    from yaml import Node, ScalarNode

TOML = re.compile(r"\A\+{3}[ \t]*(?=[\r\n])(.*?)(?<=[\r\n])\+{3}[ \t]*(?=[\r\n]|\Z)", re.DOTALL)
"""A text's fields between lines of plus signs."""

_TOML_FIELD = re.compile(r"(?<![^\r\n])[ \t]*(?P<name>[\w.-]+)[ \t]*=(?P<values>[^\r\n]*)")
_TOML_VALUE = re.compile(
    r"#[^\r\n]*|\"((?:\\.|[^\"\\])*)\"|'([^']*)'|([^\s,#\[\]{}\"'][^,#\[\]{}\"'\r\n]*)"
)
_BREAKS = str.maketrans("\r\x85\u2028\u2029", "\n   ")  # as they end lines in Markdown
_TITLE = "title"


@dataclass(frozen=True, slots=True)
class Fields:
    """The title, as it is written, and the values of the other fields."""

    title: str = ""
    units: tuple[Unit, ...] = ()


def yaml_fields(text: str, within: Span) -> Fields:
    """Read YAML; nothing without a mapping."""
    import yaml

    # As long as in the text, so that offsets stay true.
    written = within.of(text).replace("\r\n", " \n").translate(_BREAKS)
    try:
        # Composed, not loaded: what is quoted is quoted as it is written.
        root = yaml.compose(written, Loader=yaml.SafeLoader)
        leaves = list(_leaves(root, (), set())) if isinstance(root, yaml.MappingNode) else []
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError):
        return Fields()  # the scanner itself computes versions and the numbers of characters
    titles = (folded(value.value) for names, value in leaves if names == (_TITLE,))
    units = (
        unit
        for names, value in leaves
        if names[0] != _TITLE
        for unit in _units(text, " ".join(names), _value(written, value), within.start)
    )
    return Fields(next(titles, ""), tuple(units))


def toml_fields(text: str) -> Fields:
    """Read the TOML that opens a text, of which fields on one line are quoted."""
    opening = TOML.match(text)
    try:
        fields = tomllib.loads(opening[1].replace("\r\n", "\n")) if opening else {}
    except (RecursionError, ValueError):
        return Fields()
    title = fields.get(_TITLE)
    found = _TOML_FIELD.finditer(text, *opening.span(1)) if opening else ()
    units = (
        unit
        for one in found
        if one["name"] != _TITLE
        for value in _TOML_VALUE.finditer(text, *one.span("values"))
        if value.lastindex  # no comment
        for unit in _units(text, one["name"], value.span(value.lastindex))
    )
    return Fields(folded(title) if isinstance(title, str) else "", tuple(units))


def _leaves(
    value: "Node", names: tuple[str, ...], seen: set[int]
) -> Iterator[tuple[tuple[str, ...], "ScalarNode"]]:
    """Yield the plain values that say something, with the names that lead there, each once."""
    import yaml

    if id(value) in seen:  # what an alias repeats, which may be without end
        return
    seen.add(id(value))
    if isinstance(value, yaml.MappingNode):
        for key, inner in value.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            yield from _leaves(inner, (*names, name), seen)
    elif isinstance(value, yaml.SequenceNode):
        for one in value.value:
            yield from _leaves(one, (*names, ""), seen)
    elif isinstance(value, yaml.ScalarNode) and not value.tag.endswith(":null"):
        yield names, value


def _value(written: str, value: "ScalarNode") -> tuple[int, int]:
    """Tell where a value starts and ends: inside its quotation marks, or below its sign."""
    start, end = value.start_mark.index, value.end_mark.index
    if value.style in {"|", ">"}:
        return written.find("\n", start, end) + 1 or end, end
    marks = int(value.style in {"'", '"'})
    return start + marks, end - marks


def _units(text: str, name: str, value: tuple[int, int], base: int = 0) -> Iterator[Unit]:
    start, end = value
    if found := trimmed(text, base + start, base + end):
        lead = f"{shortened(folded(name))}:"
        yield from (Unit(one, lead=lead) for one in sentences(text, found))
