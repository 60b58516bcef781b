"""Markdown: headings make sections, prose makes sentences, tables make rows.

Comes in: the text. Goes out: spans of that very text. markdown-it-py says which lines a block
takes; inside a block the text is not parsed further, for quotes are verbatim.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from qa_bot.documents.canonical import folded
from qa_bot.documents.extracted import Extracted
from qa_bot.documents.leads import Leads
from qa_bot.documents.outline import Outline
from qa_bot.marks import COMMENT, TAIL
from qa_bot.markup import reading_form, table_cells
from qa_bot.records import Span, Unit
from qa_bot.sentences import sentences
from qa_bot.text import LineNumbers, blanked, trimmed

_MARKER = re.compile(
    r"[ \t]*(?:>[ \t]?|[-*+][ \t]+(?:\[[ xX]\][ \t]+)?|\d{1,9}[.)][ \t]+|\[\^[^\]]+\]:[ \t]*)"
)
_HEADING_MARKS = re.compile(r"\A#{1,6}(?:\s+|\Z)|(?:(?<=\s)|\A)#+\s*\Z")
_SILENT = re.compile(rf"{COMMENT.pattern}|!(?=\[[^\[\]]*\]\()", re.DOTALL)
_LISTS = {f"{kind}_list_{end}" for kind in ("bullet", "ordered") for end in ("open", "close")}
_DEEPEST = 100
"""Levels of lists and quotations; what lies deeper is no longer read."""


_read = partial(reading_form, in_markdown=True)


@dataclass(frozen=True, slots=True)
class _Block:
    """A run of lines that is read as one: `kind` is a heading, prose, a code line or a table row.

    Or it is where an item of a list begins. `columns` are a row's column names; `level` is a
    heading's, `depth` the number of lists around.
    """

    kind: str
    span: Span
    level: int = 0
    columns: tuple[str, ...] = ()
    depth: int = 0


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table")
    parser.use(front_matter_plugin).use(footnote_plugin)
    # Inline markup is left alone: quotes are verbatim, and one line may be megabytes long.
    return parser.disable(["inline", "text_join", "footnote_tail"])


def parse(text: str, stem: str) -> Extracted:
    """Divide a Markdown text into sections of sentences and table rows."""
    tokens = _parser().parse(text)
    outline, leads = Outline(), Leads()
    title = _front_matter_title(tokens)
    blocks = [*_items(text, tokens), *_blocks(text, tokens)]
    for block in sorted(blocks, key=lambda block: block.span):
        if block.kind == "item":
            leads.begin(block.depth)
        elif block.kind == "heading":
            heading = _read(_HEADING_MARKS.sub("", block.span.of(text))) or stem
            title = title or heading
            outline.begin(block.level, heading)
            leads.forget()
        else:
            outline.add(_units(text, block, leads), title or stem)
    return Extracted(text, title or stem, outline.sections())


def _front_matter_title(tokens: list[Token]) -> str:
    """Read `title` from YAML front matter; none without a mapping and a text for a title."""
    import yaml

    if not tokens or tokens[0].type != "front_matter":
        return ""
    try:
        # Composed, not loaded: a title is quoted as it is written, and no other value is looked at.
        root = yaml.compose(tokens[0].content, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError):
        return ""  # the scanner itself computes versions and the numbers of characters
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if key.value == "title" and isinstance(value, yaml.ScalarNode):
            return "" if value.tag.endswith(":null") else folded(value.value)
    return ""


def _blocks(text: str, tokens: list[Token]) -> Iterator[_Block]:
    """Yield the blocks that hold text, by the lines that markdown-it gives them."""
    starts = [*LineNumbers(text).starts, len(text)]
    columns: tuple[str, ...] = ()
    in_head = False
    for token, depth in _nested(tokens):
        in_head = (in_head or token.type == "thead_open") and token.type != "thead_close"
        if token.map is None:
            continue
        if token.type in {"fence", "code_block"}:
            yield from (_Block("code", line) for line in _code_lines(text, token, starts))
            continue
        first, last = token.map
        if token.type == "heading_open" and token.markup in "=-":
            last -= 1  # the underline
        span = _unmarked(text, starts[first], starts[min(last, len(starts) - 1)])
        if span is None:
            continue
        if token.type == "heading_open":
            yield _Block("heading", span, int(token.tag[1:]))
        elif token.type in {"paragraph_open", "html_block"}:
            yield _Block("prose", span, depth=depth)
        elif token.type == "tr_open" and in_head:
            cells = table_cells(text, span)
            columns = tuple(_read(cell.of(text)) if cell else "" for cell in cells)
        elif token.type == "tr_open":
            yield _Block("row", span, columns=columns)


def _items(text: str, tokens: list[Token]) -> Iterator[_Block]:
    """Yield where the items of lists begin: before what they say."""
    starts = LineNumbers(text).starts
    for token, depth in _nested(tokens):
        if token.type == "list_item_open" and token.map:
            start = starts[token.map[0]]
            yield _Block("item", Span(start, start + 1), depth=depth)


def _nested(tokens: list[Token]) -> Iterator[tuple[Token, int]]:
    """Yield each token with the number of lists that it stands in."""
    depth = 0
    for token in tokens:
        if token.type in _LISTS:
            depth += token.nesting
        yield token, depth


def _unmarked(text: str, start: int, end: int) -> Span | None:
    """Take the marks of lists, quotations and footnotes off the front of a range."""
    while marker := _MARKER.match(text, start, end):
        start = marker.end()
    return trimmed(text, start, end)


def _code_lines(text: str, token: Token, starts: list[int]) -> Iterator[Span]:
    """Yield the lines inside a code block; what stands before them belongs to its container."""
    first = (token.map or [0])[0] + (token.type == "fence")
    for line, content in enumerate(token.content.split("\n"), first):
        if code := content.strip():
            end = starts[line] + len(text[starts[line] : starts[line + 1]].rstrip())
            yield Span(end - len(code), end)


def _units(text: str, block: _Block, leads: Leads) -> Iterable[Unit]:
    """Divide a block into what can be quoted: sentences, or the row or line itself."""
    if block.kind == "row":
        leads.forget()
        return [Unit(block.span, block.columns)]
    if block.kind == "code":
        return [Unit(block.span, lead=leads.into_code())]
    return leads.lead(
        ((span, _read(span.of(text))) for span in _sentences(text, block.span)), block.depth
    )


def _sentences(text: str, within: Span) -> Iterator[Span]:
    """Divide prose into sentences, each with the marks and citations that close it."""
    # Comments are blanked, and what opens an image, for they would join or part sentences.
    prose = blanked(within.of(text), _SILENT)
    if not prose.strip():
        return
    before: Span | None = None
    for sentence in sentences(prose, Span(0, len(prose))):
        rest: Span | None = sentence
        if before and (tail := TAIL.match(prose, before.end, sentence.end)):
            before = Span(before.start, tail.end())
            rest = trimmed(prose, tail.end(), sentence.end)
        if before and rest:
            yield Span(before.start + within.start, before.end + within.start)
        before = rest or before
    if before:
        yield Span(before.start + within.start, before.end + within.start)
