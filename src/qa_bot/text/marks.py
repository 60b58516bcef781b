"""What in a Markdown text is a mark, and what is read instead of it.

Comes in: a sentence, heading or cell, or the sentences of a paragraph. Goes out: edits, in order,
that take the marks off. A mark that comes in pairs is one only where its partner is: a lone star
may be a figure's, a file pattern's or a footnote's. Every text is read in about as many steps as it
has characters.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from html import unescape
from typing import NamedTuple

from qa_bot.records import Span
from qa_bot.text.display import SEQUENCE
from qa_bot.text.emphasis import Run, paired
from qa_bot.text.typography import lowered, raised

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
CITATION = re.compile(r"\[(?=[^\[\]]*(?<![\w.])@\w)[^\[\]]*\]")
_STRUCK_OUT = (
    r"~~(?<!~~~)(?![\s~])[^~]+(?<!\s)~~(?!~)"
    r"|<(?P<struck>del|s|strike)>[^<>]*</(?P=struck)>"
)
_ATTRIBUTES = (
    r"\{:(?<=[)\]*_`]\{:)[^{}\r\n]*\}"  # of what stands before them
    r"|\{:?[ \t]*[#.][A-Za-z][\w-]*(?:[ \t]+(?:[#.]|[\w-]+=)[^{}\s]+)*[ \t]*\}"
)
_LINE_OF_COLONS = r":::(?<![^\r\n]:::):*[ \t]*(?:\{[^{}\r\n]*\}|[\w-]+)?"
UNREAD = re.compile(
    rf"{COMMENT.pattern}|{_STRUCK_OUT}|{_ATTRIBUTES}|{_LINE_OF_COLONS}|\\(?=[\r\n])", re.DOTALL
)
"""What no reader sees: comments, what is struck out, attributes, a line's end that is forced."""

_FOOTNOTE = r"\[\^[^\[\]\s]+\]"
_QUOTED_LINE = r"(?<=[\r\n])(?:[ \t]*>)+[ \t]?"  # a quoted block's next line

QUOTED_MAIL = re.compile(
    r"(?<=[\r\n])>[> \t]*+(?:(?<=[ \t])(?![\d.=])|(?=\s|\Z|[^\W\d_](?:[a-z]|['’ ])))"
)
"""Stands before each line of mail that is quoted in plain text.

Before a figure it compares, and so it does where nothing parts it from capitals: `>ULN`.
"""

_UNSAID = re.compile(f"{QUOTED_MAIL.pattern}|{SEQUENCE}")

_TITLE = r"\s+(?:\"(?:\\.|[^\"\\])*+\"|'(?:\\.|[^'\\])*+'|\((?:\\.|[^()\\])*+\))"
_DESTINATION = (
    r"<[^<>\r\n]*>"
    r"|(?:\{\{[^{}]*\}\}|\{%[^{}]*%\}"  # what a template fills in
    r"|\\.|\([^\s()]*\)|[^\s()\\])*+"
)
_LINK_END = rf"\](?:\(\s*+(?:{_DESTINATION})(?:{_TITLE})?\s*+\)|(?P<label>\[[^\[\]@^]*\]))?+"
_ADDRESS = (
    r"<(?:[A-Za-z][A-Za-z\d+.-]{1,31}:[^\s<>]*|[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)*)>"
)
_TAG = (
    r"</?(?P<tag>a|abbr|b|br|center|code|del|div|em|font|i|img|ins|kbd|li|mark|nobr|ol|p|q|s|samp"
    r"|small|span|strike|strong|sub|sup|tt|u|ul|wbr)"
    r"(?:\s+[\w:-]+=(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+))*\s*/?>"
)
INLINE_TAG = re.compile(rf"(?!</?(?:div|li|ol|p|ul)\b){_TAG}")
"""What goes on in its line."""

_ENTITY = r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,31});"
_LANGUAGE = r"(?<=```)(?:\{[\w-]+\}[ \t]*)?[\w+#.-]*[ \t]*(?=[\r\n])"  # of a block in a cell
_TOKEN = re.compile(
    r"(?=[\s<>\[\]*_`\\&~{:!\x1b])"  # what a token begins with: most letters are passed by at once
    rf"(?:{UNREAD.pattern}"
    rf"|(?:(?<!\s)\s+)?{CITATION.pattern}"  # a run of spaces is tried once, from its start
    rf"|{_FOOTNOTE}"
    r"|(?P<page>!?(?<![\w\]])\[\[(?!\s)(?:[^\[\]|\r\n]*?\\?\|)?(?=[^\[\]|\r\n]+\]\](?!\()))"
    r"|(?P<task>\A\[[ xX]\](?=\s))"
    r"|(?P<opening>!?\[)"
    rf"|(?P<closing>{_LINK_END})"
    rf"|(?P<code>(?P<role>\{{[A-Za-z][\w:+.-]*\}})?(?P<ticks>`+)(?:{_LANGUAGE})?)"
    r"|(?P<run>\*+|_+)"
    rf"|(?P<address>{_ADDRESS})"
    rf"|{_TAG}"
    r"|(?P<escape>\\[!-/:-@\[-`{-~])"
    rf"|(?P<entity>{_ENTITY})"
    rf"|{SEQUENCE}"
    rf"|{_QUOTED_LINE})",
    re.DOTALL,
)
_INITIALS = re.compile(
    r"(?<![\w*])(?P<before>\*{1,3})[^\W_]+(?P=before)(?=[^\W\d_]++(?!\*))"
    r"|(?<=[^\W\d_])(?P<after>\*{1,3})[^\W_]+(?P=after)(?![\w*])"
)
"""Emphasis inside a word, up to an edge of it: **S**ystem. What has none there is a product."""

_REFERRED = re.compile(r"\s+<[^<>`]*>\Z")
"""What the words of a role point to: {ref}`firewall <firewalls>`."""

_IN_CODE = re.compile(_QUOTED_LINE)
_ESCAPED_BORDER = re.compile(r"\\(?=\|)")
_MAYBE_MARKED = re.compile(r"[<>\[\]*_`\\&~{\x1b]|:::")
"""A character without which no mark can be."""

_APART = frozenset({"br", "div", "li", "ol", "p", "ul"})
_POWER = re.compile(r"(?:(?:[-+−(]|&\w+;)*\d[^<>]*|[-+−]+|n)(?=</sup>)")
"""What would read as another figure on the line; a word, as in 2nd, would not."""
_INDEX = re.compile(r"[-+−(]*\d[^<>]*(?=</sub>)")

_CLOSED = frozenset('.!?…:"”’')
_ONLY_CITED = re.compile(rf"(?:{_FOOTNOTE}|\s*{CITATION.pattern})*\s*\Z")

TAIL = re.compile(
    r"(?:(?:\*{1,3}|_{1,3}|~~|`)(?!\w))?"
    rf"(?:{_FOOTNOTE}|\s*{CITATION.pattern}(?!\s*[a-z]))*"
)
"""What closes a sentence after its stop: the end of its emphasis, footnote marks, citations."""


class Edit(NamedTuple):
    """A part of a text, and what is read instead: nothing, a space, or the characters it means."""

    start: int
    end: int
    instead: str = ""


def edits(text: str, *, in_row: bool = False, parts: Sequence[Span] = ()) -> list[Edit]:
    """List what takes the marks off a Markdown text.

    Args:
        text: A sentence, heading or cell, or the sentences of a paragraph.
        in_row: Whether it is a table's cell: there a border is escaped even in code.
        parts: The sentences, where there are several.
    """
    if not _MAYBE_MARKED.search(text):
        return []
    return _Scan(text, in_row).edits(parts or [Span(0, len(text))])


def escaped_borders(text: str) -> list[Edit]:
    """List what takes off a cell's escapes, of a text that is no Markdown."""
    return [Edit(*escape.span()) for escape in _ESCAPED_BORDER.finditer(text)]


def quotation_signs(text: str) -> list[Edit]:
    """List what takes the signs of quoted mail off a sentence, of a text that is no Markdown.

    What a terminal would follow is none of its words, either.
    """
    is_signed = ">" in text or "\x1b" in text
    return [Edit(*sign.span()) for sign in _UNSAID.finditer(text)] if is_signed else []


class _Scan:
    """The marks that were found in a text so far, and what may become some.

    Each method reads a token of one kind and tells where to go on.
    """

    def __init__(self, text: str, in_row: bool) -> None:
        """Begin at the start of a text."""
        self._text, self._in_row = text, in_row
        self._found: list[Edit] = []
        self._runs: list[Run] = []
        self._brackets: list[tuple[int, int]] = []
        self._backticks = _Backticks(text)

    def edits(self, parts: Sequence[Span]) -> list[Edit]:
        """Read the text to its end."""
        readers = {
            "run": self._run,
            "page": self._page,
            "task": self._task,
            "opening": self._opening,
            "closing": self._closing,
            "code": self._code,
            "address": self._address,
            "tag": self._tag,
            "escape": self._escape,
            "entity": self._entity,
        }
        at = 0
        while token := _TOKEN.search(self._text, at):
            at = readers.get(token.lastgroup or "", self._mark)(token)
        pairs, lone = paired(self._text, self._runs)
        cut = [] if self._in_row else [run for run in lone if _is_cut_off(self._text, run, parts)]
        return sorted([*self._found, *(Edit(run.start, run.end) for run in (*pairs, *cut))])

    def _mark(self, token: re.Match[str]) -> int:
        """Take a mark off that needs no partner."""
        self._found.append(Edit(*token.span()))
        return token.end()

    def _run(self, token: re.Match[str]) -> int:
        start, end = token.span()
        before = self._text[self._runs[-1].end : start] if self._runs else ""
        if not before.isalnum() and (initials := _INITIALS.match(self._text, start)):
            end, length = initials.end(), len(initials["before"] or initials["after"])
            self._found += Edit(start, start + length), Edit(end - length, end)
            return end
        self._runs.append(Run(start, end, self._text[start]))
        return token.end()

    def _task(self, token: re.Match[str]) -> int:
        """Read whether an item of a to-do list is ticked off."""
        self._found.append(Edit(*token.span(), "☐" if token.group() == "[ ]" else "☑"))
        return token.end()

    def _page(self, token: re.Match[str]) -> int:
        """Read a link to a page of a wiki, as some keep their notes, by its words."""
        shut = self._text.index("]]", token.end())
        self._found += Edit(*token.span()), Edit(shut, shut + 2)
        return shut + 2

    def _opening(self, token: re.Match[str]) -> int:
        self._brackets.append(token.span())
        return token.end()

    def _closing(self, token: re.Match[str]) -> int:
        """End what a bracket opened: a link, or words in brackets, which stay there."""
        opener = self._brackets.pop() if self._brackets else None
        if token["label"]:
            if not (opener and self._is_named(*opener, token.start())):
                return token.start() + 1
        elif len(token.group()) == 1:
            return token.end()
        self._found += [Edit(*opener)] if opener else []
        return self._mark(token)

    def _is_named(self, opening: int, start: int, end: int) -> bool:
        """Tell whether words before a label are a link's: `a[i][j]` and `[1][2]` have none."""
        before = self._text[opening - 1 : opening]
        words = self._text[start:end]
        return not (before.isalnum() or before == "]") and any(map(str.isalpha, words))

    def _code(self, token: re.Match[str]) -> int:
        start, end = token.span()
        closing = self._backticks.like(*token.span("ticks"))
        if not closing:
            return end
        target = token["role"] and _REFERRED.search(self._text, end, closing[0])
        inside = _ESCAPED_BORDER if self._in_row else _IN_CODE
        marks = inside.finditer(self._text, end, closing[0])
        shut = Edit(target.start() if target else closing[0], closing[1])
        self._found += Edit(start, end), *(Edit(*one.span()) for one in marks), shut
        return closing[1]

    def _address(self, token: re.Match[str]) -> int:
        start, end = token.span()
        self._found += Edit(start, start + 1), Edit(end - 1, end)
        return end

    def _tag(self, token: re.Match[str]) -> int:
        start, end = token.span()
        self._found.append(Edit(start, end, " " if token["tag"] in _APART else ""))
        if token["tag"] == "sup" and (power := _POWER.match(self._text, end)):
            self._found.append(Edit(*power.span(), raised(unescape(power.group()))))
            return power.end()
        if token["tag"] == "sub" and (index := _INDEX.match(self._text, end)):
            before = self._text[max(start - 1, 0) : start]
            self._found.append(Edit(*index.span(), lowered(index.group(), before)))
            return index.end()
        return end

    def _escape(self, token: re.Match[str]) -> int:
        self._found.append(Edit(token.start(), token.start() + 1))
        return token.end()

    def _entity(self, token: re.Match[str]) -> int:
        """Read the character that is meant; a name that is none's stays."""
        if (meant := unescape(token.group())) != token.group():
            self._found.append(Edit(*token.span(), meant))
        return token.end()


class _Backticks:
    """Where runs of backticks start, by their length."""

    def __init__(self, text: str) -> None:
        self._starts: defaultdict[int, list[int]] = defaultdict(list)
        for run in re.finditer("`+", text):
            self._starts[len(run.group())].append(run.start())

    def like(self, start: int, end: int) -> tuple[int, int] | None:
        """Find the next run that is as long as one; None where there is none."""
        starts = self._starts[end - start]
        number = bisect_left(starts, end)
        return (starts[number], starts[number] + end - start) if number < len(starts) else None


def _is_cut_off(text: str, run: Run, parts: Sequence[Span]) -> bool:
    """Tell whether a mark's partner is not at hand, by how its sentence begins or ends."""
    part = parts[bisect_right(parts, run.start, key=lambda part: part.start) - 1]
    begins = run.start == part.start and text[run.end : run.end + 1].isupper()
    closed = text[run.start - 1 : run.start] in _CLOSED
    return begins or (closed and bool(_ONLY_CITED.match(text, run.end, part.end)))
