"""Markdown: headings make sections, prose makes sentences, tables make rows.

Comes in: the text. Goes out: spans of that very text. markdown-it-py says which lines a block
takes, and `tagged` what stands between the tags of HTML; inside a block the text is not parsed
further, for quotes are verbatim.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, partial
from itertools import chain, pairwise, zip_longest

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from qa_bot.documents.extracted import Extracted
from qa_bot.documents.frontmatter import TOML, toml_title, yaml_title
from qa_bot.documents.leads import Leads
from qa_bot.documents.myst import END, OPENING, directives, read_through
from qa_bot.documents.outline import Outline
from qa_bot.documents.placed import LABEL_LEVEL, Kind, Placed
from qa_bot.documents.tagged import placed
from qa_bot.records import Span, Unit
from qa_bot.text.cells import table_cells
from qa_bot.text.marks import TAIL, UNREAD
from qa_bot.text.markup import reading_form
from qa_bot.text.sentences import sentences
from qa_bot.text.spans import LineNumbers, blanked, lines, trimmed

_MARKER = re.compile(
    r"[ \t]*(?:>[ \t]?|[-*+:][ \t]+|\d{1,9}[.)][ \t]+|\[\^[^\]]+\]:[ \t]*"
    r"|\[![A-Za-z]+\][+-]?(?:\s+|\Z)"  # what kind of notice a quotation is
    r"|(?:!!!|\?\?\?\+?)[ \t]+[\w-]+[ \t]*(?:[\r\n]+|(?=\"))"
    r"|===[!+]?[ \t]+(?=\")"  # what a tab is called
    rf"|{OPENING})"
)
_HEADING_MARKS = re.compile(r"\A#{1,6}(?:\s+|\Z)|(?:(?<=\s)|\A)#+\s*\Z")
_STATEMENT = r"\{%[^{}]*%\}|\{\{[<%][^{}]*[%>]\}\}"  # for a template
_TARGET = r"(?<![^\r\n])[ \t]*\([\w.:/-]+\)=[ \t]*(?=[\r\n]|\Z)"  # of a MyST reference
_DRAWN = r"!\[[^\[\]]*\]\(<?data:[^()]*\)|<img\s[^<>]*\bsrc=[\"']?data:[^<>]*>"  # here and now
_SILENT = re.compile(
    rf"{UNREAD.pattern}|{_STATEMENT}|{_TARGET}|{_DRAWN}|!(?=\[[^\[\]]*\]\()", re.DOTALL
)
_FILLED_IN = re.compile(r"(?:\{\{[^{}]*\}\}\s*)+")
_NO_BREAK = re.compile(r"[^\r\n]")
_BOLD_LINE = re.compile(
    r"(?P<signs>\*\*|__)(?![\s*_])(?:(?!(?P=signs))[^\r\n])+(?<![\s.!])(?P=signs):?"
)
_LONGEST_BOLD_LINE = 100
_SHORT_FORM = re.compile(r"(?<![^\r\n])\*\[[^\[\]\r\n]+\]:")
_FIELD = re.compile(r"[A-Z][^.:;,!?\"“”]{0,29}:\s+\S")  # a wrapped sentence hardly has one a line
_PICTURE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)")
_NO_LETTER = re.compile(r"[\W_]+")
_LISTS = {
    f"{kind}_{end}" for kind in ("bullet_list", "ordered_list", "dl", "dd")
    for end in ("open", "close")
}  # fmt: skip
_HEADED = {"heading_open": Kind.HEADING, END: Kind.END}
_DEEPEST = 100
"""Levels of lists and quotations; what lies deeper is no longer read."""


_read = partial(reading_form, in_markdown=True)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table")
    parser.use(front_matter_plugin).use(footnote_plugin)
    parser.use(deflist_plugin).use(directives)
    # Inline markup is left alone: quotes are verbatim, and one line may be megabytes long.
    return parser.disable(["inline", "text_join", "footnote_tail"])


def parse(text: str, stem: str) -> Extracted:
    """Divide a Markdown text into sections of sentences and table rows."""
    tokens = read_through(_parser(), _body(text))
    first = next(tokens, None)
    outline, leads = Outline(), Leads()
    title = declared = _title(text, first)
    blocks = _blocks(text, chain(filter(None, [first]), tokens))
    for block in _followed(sorted(blocks, key=lambda block: block.span)):
        if block.kind is Kind.ITEM:
            leads.begin(block.depth, is_term=block.is_term)
        elif block.kind is Kind.HEADING:
            words = _heading(text, block.span)
            said = _read(words.of(text)) if words else ""
            heading = said.rstrip(" :") if block.level >= LABEL_LEVEL else said
            title = title or (heading or stem if block.level < LABEL_LEVEL else "")
            outline.begin(block.level, heading or stem, words if heading else None)
            leads.head(said)
        elif block.kind is Kind.END:
            outline.end(block.level)
            leads.forget()
        elif not _repeats(text, block, (title, *outline.names)):
            outline.add(_units(text, block, leads), title or stem)
    return Extracted(text, title or stem, outline.sections(declared))


def _heading(text: str, written: Span) -> Span | None:
    """Tell where a heading's words stand: between the marks that it has in front and behind."""
    words = trimmed(blanked(written.of(text), _HEADING_MARKS), 0, written.end - written.start)
    return words and words.moved(written.start)


def _repeats(text: str, block: Placed, names: Iterable[str]) -> bool:
    """Tell whether a block is a picture whose words only repeat what it stands under."""
    written = block.span.of(text)
    said = _letters(_read(written)) if _PICTURE.fullmatch(written) else ""
    return bool(said) and any(said in _letters(name) for name in names)


def _letters(text: str) -> str:
    """Leave of a text what makes its words, be they parted or joined: `apple_pie`, `Apple Pie`."""
    return _NO_LETTER.sub("", text).casefold()


def _title(text: str, first: Token | None) -> str:
    """Read the title from the fields that stand before the text."""
    if first and first.type == "front_matter":
        return _read(yaml_title(first.content))
    return _read(toml_title(text))


def _body(text: str) -> str:
    """Blank the fields that markdown-it does not know, so that lines and offsets stay true."""
    return TOML.sub(lambda fields: _NO_BREAK.sub(" ", fields.group()), text)


def _followed(blocks: list[Placed]) -> Iterator[Placed]:
    """Yield the blocks; of bold lines only those head something that something follows."""
    for block, following in zip_longest(blocks, blocks[1:]):
        is_label = block.kind is Kind.HEADING and block.level >= LABEL_LEVEL
        is_idle = following is None or (
            following.kind in {Kind.HEADING, Kind.END} and following.level <= block.level
        )
        yield replace(block, kind=Kind.PROSE) if is_label and is_idle else block


def _blocks(text: str, tokens: Iterable[Token]) -> Iterator[Placed]:
    """Yield the blocks that hold text, by the lines that markdown-it gives them."""
    starts = [*LineNumbers(text).starts, len(text)]
    columns: tuple[str, ...] = ()
    in_head = False
    for token, depth in _nested(tokens):
        in_head = (in_head or token.type == "thead_open") and token.type != "thead_close"
        columns = () if token.type == "thead_open" else columns
        yield from _item(token, depth, starts)
        if token.map is None:
            continue
        if token.type in {"fence", "code_block"}:
            yield from (Placed(Kind.CODE, line) for line in _code_lines(text, token, starts))
            continue
        span = _inside(text, token, starts)
        if span is None:
            continue
        if token.type in _HEADED:
            yield Placed(_HEADED[token.type], span, int(token.tag[1:]))
        elif token.type in {"paragraph_open", "dt_open"}:
            yield _paragraph(text, span, token, depth)
        elif token.type == "html_block":
            yield from placed(text, span)
        elif token.type == "tr_open" and in_head:
            cells = table_cells(text, span)
            columns = tuple(_read(cell.of(text)) if cell else "" for cell in cells)
        elif token.type == "tr_open":
            yield _row(text, span, token, columns)


def _row(text: str, span: Span, token: Token, columns: tuple[str, ...]) -> Placed:
    """Take a table's row; straight below a table a line without a border is prose."""
    if not token.markup and "|" not in span.of(text):
        return Placed(Kind.PROSE, span)
    told = tuple(map(_read, token.meta.get("columns", ())))
    return Placed(Kind.ROW, span, columns=told or columns or ("",))


def _item(token: Token, depth: int, starts: list[int]) -> Iterator[Placed]:
    """Mark where an item of a list begins, if one does: before what it says."""
    if token.type in {"list_item_open", "dt_open"} and token.map:
        start = starts[token.map[0]]
        yield Placed(Kind.ITEM, Span(start, start + 1), depth=depth, is_term=token.tag == "dt")


def _nested(tokens: Iterable[Token]) -> Iterator[tuple[Token, int]]:
    """Yield each token with the number of lists that it stands in."""
    depth = 0
    for token in tokens:
        if token.type in _LISTS:
            depth += token.nesting
        yield token, depth


def _paragraph(text: str, span: Span, token: Token, depth: int) -> Placed:
    """Take a paragraph for prose, or for a heading: a short bold line alone that states nothing."""
    is_short = span.end - span.start <= _LONGEST_BOLD_LINE
    if not token.level and is_short and _BOLD_LINE.fullmatch(span.of(text)):
        return Placed(Kind.HEADING, span, LABEL_LEVEL)
    return Placed(Kind.PROSE, span, depth=depth)


def _inside(text: str, token: Token, starts: list[int]) -> Span | None:
    """Tell where a block's text stands, without the marks around it."""
    first, last = token.map or (0, 0)
    last = max(last, first + 1)  # a term is said to end where it begins
    if token.type == "heading_open" and token.markup in "=-":
        last -= 1  # the underline
    if token.type == "tr_open" and token.markup:  # the marks of lists tell its cells
        return trimmed(text, starts[first], starts[min(last, len(starts) - 1)])
    return _unmarked(text, starts[first], starts[min(last, len(starts) - 1)])


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


def _units(text: str, block: Placed, leads: Leads) -> Iterable[Unit]:
    """Divide a block into what can be quoted: sentences, or the row or line itself."""
    if block.kind is Kind.ROW:
        leads.forget()
        return [Unit(block.span, block.columns)]
    if block.kind is Kind.CODE:
        return [Unit(block.span, lead=leads.into_code())] if _read(block.span.of(text)) else []
    parts = _parts(text, block.span)
    written = ((span, span.of(text)) for part in parts for span in _sentences(text, part))
    return leads.lead(
        ((span, _read(said)) for span, said in written if not _FILLED_IN.fullmatch(said)),
        block.depth,
    )


def _parts(text: str, within: Span) -> Iterator[Span]:
    """Divide prose where a line says what a short form stands for, or each has its own label."""
    starts = [found.start() for found in _SHORT_FORM.finditer(text, within.start + 1, within.end)]
    written = [line.moved(within.start) for line in lines(within.of(text))]
    if all(_FIELD.match(_read(line.of(text))) for line in written):
        starts = [line.start for line in written[1:]]
    for start, end in pairwise([within.start, *starts, within.end]):
        yield Span(start, end)


def _sentences(text: str, within: Span) -> Iterator[Span]:
    """Divide prose into sentences, each with the marks and citations that close it."""
    # What is not read is blanked, and what opens an image, for it would join or part sentences.
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
