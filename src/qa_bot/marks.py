"""What in a Markdown text is a mark, and what is read instead of it.

Comes in: a sentence, heading or cell. Goes out: edits, in order, that take the marks off. A mark
that comes in pairs is one only where its partner is: a lone star may be a figure's, a file
pattern's or a footnote's. Every text is read in about as many steps as it has characters.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from qa_bot.typography import lowered, raised

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
CITATION = re.compile(r"\[(?=[^\[\]]*(?<![\w.])@\w)[^\[\]]*\]")
_FOOTNOTE = r"\[\^[^\[\]\s]+\]"
_QUOTED_LINE = r"(?<=[\r\n])(?:[ \t]*>)+[ \t]?"  # a quoted block's next line
_TOKEN = re.compile(
    rf"{COMMENT.pattern}"
    rf"|(?:(?<!\s)\s+)?{CITATION.pattern}"  # a run of spaces is tried once, from its start
    rf"|{_FOOTNOTE}"
    r"|!?\[(?=[^\[\]]*\]\([^()\s]*\))"  # what opens a link
    r"|\]\([^()\s]*\)"  # and what closes it
    r"|(?P<code>`+)"
    r"|(?P<run>\*+|_+)"
    r"|</?(?P<tag>a|b|br|code|div|em|i|kbd|p|small|span|strong|sub|sup|u)"
    r"(?:\s+[\w:-]+=(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+))*\s*/?>"
    r"|(?P<escape>\\[!-/:-@\[-`{-~])"
    rf"|{_QUOTED_LINE}",
    re.DOTALL,
)
_IN_CODE = re.compile(_QUOTED_LINE)
_ESCAPED_BORDER = re.compile(r"\\(?=\|)")
_MAYBE_MARKED = re.compile(r"[<>\[\]*_`\\]")
"""A character without which no mark can be."""

_APART = frozenset({"br", "div", "p"})
_POWER = re.compile(r"(?:[-+−(]*\d[^<>]*|[-+−]+|n)(?=</sup>)")
"""What would read as another figure on the line; a word, as in 2nd, would not."""
_INDEX = re.compile(r"[-+−(]*\d[^<>]*(?=</sub>)")

_BEFORE_OPENING = frozenset("([{<>“‘«—–-\"'*_~`")
_BEFORE_CLOSING = frozenset(")]}>.!?…:%”’»\"'*_~`")
"""What may stand before emphasis that other signs surround, and before its end."""

_CLOSED = frozenset('.!?…:"”’')
_ONLY_CITED = re.compile(rf"(?:{_FOOTNOTE}|\s*{CITATION.pattern})*\s*\Z")

TAIL = re.compile(
    r"(?:(?:\*{1,3}|_{1,3}|~~|`)(?!\w))?"
    rf"(?:{_FOOTNOTE}|\s*{CITATION.pattern}(?!\s*[a-z]))*"
)
"""What closes a sentence after its stop: the end of its emphasis, footnote marks, citations."""


class Edit(NamedTuple):
    """A part of a text, and what is read instead: nothing, a space, or as many characters."""

    start: int
    end: int
    instead: str = ""


class _Run(NamedTuple):
    """Stars or underscores in a row, or what is left of them."""

    start: int
    end: int
    sign: str

    @property
    def kind(self) -> tuple[str, int]:
        """Its sign, and how often."""
        return self.sign, self.end - self.start

    @property
    def partners(self) -> list[tuple[str, int]]:
        """The kinds it may pair with: its own, and three signs, which are one and two."""
        sign, length = self.kind
        lengths = {1: (1, 3), 2: (2, 3), 3: (1, 2, 3)}.get(length, ())
        return [(sign, one) for one in lengths]


def edits(text: str, *, in_row: bool = False) -> list[Edit]:
    """List what takes the marks off a Markdown text.

    Args:
        text: A sentence, heading or cell.
        in_row: Whether it is a table's cell: there a border is escaped even in code.
    """
    if not _MAYBE_MARKED.search(text):
        return []
    found: list[Edit] = []
    runs: list[_Run] = []
    backticks = _Backticks(text)
    at = 0
    while token := _TOKEN.search(text, at):
        start, at = token.span()
        match token.lastgroup:
            case "run":
                runs.append(_Run(start, at, text[start]))
            case "escape":
                found.append(Edit(start, start + 1))
            case "code":
                if closing := backticks.like(start, at):
                    inside = _ESCAPED_BORDER if in_row else _IN_CODE
                    marks = inside.finditer(text, at, closing[0])
                    found += Edit(start, at), *(Edit(*one.span()) for one in marks), Edit(*closing)
                    at = closing[1]
            case "tag":
                found.append(Edit(start, at, " " if token["tag"] in _APART else ""))
                if token["tag"] == "sup" and (power := _POWER.match(text, at)):
                    found.append(Edit(*power.span(), raised(power.group())))
                    at = power.end()
                elif token["tag"] == "sub" and (index := _INDEX.match(text, at)):
                    before = text[max(start - 1, 0) : start]
                    found.append(Edit(*index.span(), lowered(index.group(), before)))
                    at = index.end()
            case _:
                found.append(Edit(start, at))
    pairs, lone = _paired(text, runs)
    cut = [] if in_row else [run for run in lone if _is_cut_off(text, run)]
    return sorted([*found, *(Edit(run.start, run.end) for run in (*pairs, *cut))])


def escaped_borders(text: str) -> list[Edit]:
    """List what takes off a cell's escapes, of a text that is no Markdown."""
    return [Edit(*escape.span()) for escape in _ESCAPED_BORDER.finditer(text)]


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


def _paired(text: str, runs: Sequence[_Run]) -> tuple[list[_Run], list[_Run]]:
    """Find what opens and closes emphasis, each the last that it fits, and what has no partner."""
    pairs: list[_Run] = []
    unopened: list[_Run] = []
    opened: list[_Run] = []
    waiting: Counter[tuple[str, int]] = Counter()
    for run in runs:
        opens, closes = _flanks(text, run)
        rest = run
        while closes and any(waiting[kind] for kind in rest.partners):
            waiting[(opener := opened.pop()).kind] -= 1
            if opener.kind not in rest.partners:
                continue
            length = min(opener.kind[1], rest.kind[1])
            middle, edge = opener.end - length, rest.start + length
            pairs += opener._replace(start=middle), rest._replace(end=edge)
            opener, rest = opener._replace(end=middle), rest._replace(start=edge)
            if opener.partners:
                opened.append(opener)
                waiting[opener.kind] += 1
        if opens and rest.partners:
            opened.append(rest)
            waiting[rest.kind] += 1
        elif closes and rest.partners:
            unopened.append(rest)
    return pairs, [*opened, *unopened]


def _flanks(text: str, run: _Run) -> tuple[bool, bool]:
    """Tell whether a mark may open emphasis, and whether it may close some."""
    before, after = text[run.start - 1 : run.start], text[run.end : run.end + 1]
    opens = bool(after.strip()) and not before.isalnum()
    closes = bool(before.strip()) and not after.isalnum()
    if opens and closes:  # between two signs, as in ("*this*") or in /*.log
        return before in _BEFORE_OPENING, before in _BEFORE_CLOSING
    return opens, closes


def _is_cut_off(text: str, run: _Run) -> bool:
    """Tell whether a mark's partner stands in another sentence, by how this one begins or ends."""
    begins = run.start == 0 and text[run.end : run.end + 1].isupper()
    closed = text[run.start - 1 : run.start] in _CLOSED
    return begins or (closed and bool(_ONLY_CITED.match(text, run.end)))
