"""MyST is Markdown with directives: what stands in one is Markdown too, or code, or nothing.

Comes in: a parser of Markdown, and the text. Goes out: the tokens of its blocks, of those inside of
directives as if they stood there without them. A directive is a fence with a name in braces; what
has another name than these between backticks is code, such as `{r}`.
"""

import csv
import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.fence import make_fence_rule
from markdown_it.rules_core import StateCore, normalize
from markdown_it.token import Token

from qa_bot.documents.directives import CODE, UNREAD
from qa_bot.documents.placed import LABEL_LEVEL

OPENING = (
    r"(?:`{3,}(?=[^`\r\n]*+(?:[\r\n]|\Z))|~{3,}|:{3,})"
    r"[ \t]*\{[A-Za-z][\w:+-]*\}[ \t]*"
)
"""How a directive begins, up to its argument."""

END = "directive_end"
"""The type of the token that ends what a title heads; the level is in its tag, as a heading's."""

_DIRECTIVE = "directive"
_OPENING = re.compile(OPENING)
_INFO = re.compile(r"\s*\{(?P<name>[^{}]+)\}\s*(?P<argument>.*)")
_OPTIONS = re.compile(
    r"\A(?:(?:[ \t]*:[\w-]+:(?:[ \t][^\n]*)?\n)+|---[ \t]*\n(?:[^\n]*\n)*?---[ \t]*(?:\n|\Z))"
)
_NAMES = re.compile(r"[ \t]*:?header:[ \t]*(.*\w.*)")
_HEAD_ROWS = re.compile(r"^[ \t]*:?header-rows:[ \t]*(\d+)", re.MULTILINE)
_OTHER_SIGNS = re.compile(r"^[ \t]*:?(?:delim|quote|escape):", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]{1,4}", re.MULTILINE)
_TITLED = frozenset("admonition card dropdown grid-item-card sidebar tab-item topic".split())
_BEGUN = frozenset(
    "attention caution csv-table danger error hint important list-table note seealso table tip"
    " warning".split()
)
"""What they say, or what they are called, may begin in their own line."""

_PROSE = frozenset(
    "aside centered container deprecated epigraph figure glossary grid grid-item highlights hlist"
    " margin only pull-quote tab-set versionadded versionchanged versionremoved".split()
).union(_TITLED, _BEGUN)
_NO_PROSE = CODE.union("csv-table eval-rst math parsed-literal".split())

_UNWANTED = frozenset(
    "inline list_item_close paragraph_close td_close td_open th_close th_open tr_close".split()
)
"""Types of tokens that tell nothing of a block; long tables and lists are mostly made of them."""

_DEEPEST = 20
"""Directives inside of directives; what lies deeper is not read."""


def directives(parser: MarkdownIt) -> None:
    """Make a parser see directives: a plugin of markdown-it."""
    fence = make_fence_rule(markers=("`", "~", ":"), token_type=_DIRECTIVE)

    def directive(state: StateBlock, first: int, last: int, silent: bool) -> bool:
        start = state.bMarks[first] + state.tShift[first]
        is_one = _OPENING.match(state.src, start, state.eMarks[first])
        return bool(is_one) and fence(state, first, last, silent)

    interrupted = ["paragraph", "reference", "blockquote", "list", "footnote_def"]
    parser.block.ruler.before("fence", _DIRECTIVE, directive, {"alt": interrupted})


def read_through(parser: MarkdownIt, text: str, depth: int = 0) -> Iterator[Token]:
    """Yield the tokens of a text's blocks, each with its lines in that text.

    Args:
        parser: It knows `directives`.
        text: In Markdown.
        depth: The number of directives that the text stands in.
    """
    for token in _tokens(parser, text):
        if token.type != _DIRECTIVE:
            yield token
        elif depth < _DEEPEST and (info := _INFO.fullmatch(token.info)):
            yield from _inside(parser, token, depth + 1, **info.groupdict())


class _Blocks(StateBlock):
    """Where the parser is in a text, without the tokens that nobody reads."""

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Keep a token only if it tells of a block."""
        token = super().push(ttype, tag, nesting)
        if ttype in _UNWANTED:
            self.tokens.pop()
        return token


def _tokens(parser: MarkdownIt, text: str) -> Iterator[Token]:
    """Yield the tokens block by block: those of a long text take much memory all at once."""
    whole = StateCore(text, parser, {})
    normalize(whole)
    state = _Blocks(whole.src, parser, whole.env, [])
    rules = parser.block.ruler.getRules("")
    while True:
        state.line = state.skipEmptyLines(state.line)
        if state.line >= state.lineMax:
            return
        any(rule(state, state.line, state.lineMax, False) for rule in rules)
        yield from state.tokens
        state.tokens.clear()


def _inside(
    parser: MarkdownIt, token: Token, depth: int, name: str, argument: str
) -> Iterator[Token]:
    """Yield the tokens of what a directive holds: rows, code, or what is Markdown again."""
    if argument and name in _BEGUN:
        yield _begun(token)
    if name == "list-table" and (rows := _rows(parser, token.content)):
        yield from _table(token, rows)
        return
    if name == "csv-table" and (records := _records(token)):
        yield from records
        return
    is_prose = name not in _NO_PROSE and (name in _PROSE or token.markup[0] == ":")
    if name in _NO_PROSE or is_prose:
        token.content = _OPTIONS.sub(_unsaid, token.content)
    if name in UNREAD:
        return
    if not is_prose:
        token.type = "fence"
        yield token
        return
    yield from _prose(parser, token, depth, name, is_titled=bool(argument) and name in _TITLED)


def _unsaid(options: re.Match[str]) -> str:
    """Blank options, but for what names the columns of a table."""
    names = map(_NAMES.fullmatch, options.group().split("\n"))
    return "\n".join(one[1] if one else "" for one in names)


def _prose(
    parser: MarkdownIt, token: Token, depth: int, name: str, *, is_titled: bool
) -> Iterator[Token]:
    """Yield the tokens of a directive that holds Markdown: under its title, if it has one."""
    if name == "glossary":  # what a term means is indented, and no code for that
        token.content = _INDENT.sub("", token.content)
    first, last = token.map or (0, 0)
    if is_titled:
        yield Token("heading_open", f"h{LABEL_LEVEL}", 1, map=[first, first + 1], markup="{}")
    for one in read_through(parser, token.content, depth):
        one.map = one.map and [first + 1 + line for line in one.map]
        one.level += token.level
        yield _below_title(one) if is_titled else one
    if is_titled:
        yield Token(END, f"h{LABEL_LEVEL}", -1, map=[last - 1, last])


def _begun(token: Token) -> Token:
    """Make a paragraph of what a directive says in its own line."""
    first = (token.map or [0])[0]
    return Token("paragraph_open", "p", 1, map=[first, first + 1], level=token.level)


def _rows(parser: MarkdownIt, content: str) -> list[tuple[int, int]]:
    """Find the lines of each row in a list of lists; nothing where an item holds no list."""
    options = _OPTIONS.match(content)
    skipped = content[: options.end()].count("\n") if options else 0
    tokens = parser.parse(content[options.end() :] if options else content)
    items = [at for at, token in enumerate(tokens) if token.type == "list_item_open"]
    rows = [at for at in items if tokens[at].level == 1]
    if not all(tokens[at + 1].type == "bullet_list_open" for at in rows):
        return []
    maps = [tokens[at].map or [0, 0] for at in rows]
    return [(skipped + start, skipped + end) for start, end in maps]


def _table(token: Token, rows: list[tuple[int, int]]) -> Iterator[Token]:
    """Yield the rows of a list of lists: those at the top name the columns, if so it is said."""
    options = _OPTIONS.match(token.content)
    told = _HEAD_ROWS.search(options.group()) if options else None
    heads = int(told[1]) if told else 0
    below = (token.map or [0])[0] + 1
    for kind, part in (("thead", rows[:heads]), ("tbody", rows[heads:])):
        yield Token(f"{kind}_open", kind, 1)
        for start, end in part:
            yield Token("tr_open", "tr", 1, map=[below + start, below + end], markup="*")
        yield Token(f"{kind}_close", kind, -1)


def _records(token: Token) -> list[Token]:
    """List the rows of a table of records; nothing where other signs part them."""
    options = _OPTIONS.match(token.content)
    head = options.group() if options else ""
    if _OTHER_SIGNS.search(head):
        return []
    told, named = _HEAD_ROWS.search(head), map(_NAMES.fullmatch, head.split("\n"))
    names = [next(csv.reader([one[1]], skipinitialspace=True)) for one in named if one]
    heads = len(names) + (int(told[1]) if told else 0)
    lines = token.content.split("\n")[head.count("\n") :]
    csv.field_size_limit(max(csv.field_size_limit(), len(token.content)))
    records = csv.reader(lines, skipinitialspace=True)
    first = (token.map or [0])[0] + 1 + head.count("\n")
    rows, begins = [], 0
    for record in records:
        place = [first + begins, first + records.line_num]
        begins = records.line_num
        if record and len(names) < heads:
            names.append(record)
        elif record:
            rows.append(Token("tr_open", "tr", 1, map=place, markup=","))
            said = [" ".join(filter(None, one)) for one in zip_longest(*names, fillvalue="")]
            rows[-1].meta["columns"] = said + [""] * (len(record) - len(said))
    return rows


def _below_title(token: Token) -> Token:
    """Put a token below the title of a directive: a heading there is one of a part of it."""
    token.level += 1
    if heading := re.fullmatch(r"h(\d+)", token.tag):
        token.tag = f"h{int(heading[1]) + LABEL_LEVEL}"
    return token
