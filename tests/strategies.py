"""Texts for the property tests: awkward characters, prose that is hard to divide, Markdown."""

import re
from itertools import count

from hypothesis import strategies as st

AWKWARD = (
    "aB7.,;:!?()[]{}<>|*_`#@^~$\\/-+='\"’"
    " \t\n\r\x0b\x0c\x1c\x85\xa0\u2028\u2029\u3000"  # what some function or other takes for space
    "\0\x07\x1b\x9b\xad\u200b\u200d\u200f\u202e\u2066\ufeff"
    "é\u0301\u0308ﬁßİ東。タ한אבعر\u0651हि\u094d😀\U0001f468\U00010437"
)
PHRASES = (
    "The dose was 1.3 mg/m2.", "Dr. Okafor left", "e.g. two", "approx. 5 ml", "p = 0.0075", "i.v.",
    "(HR 0.70, 95% CI 0.53-0.93)", "Smith et al. 2020", "Really?!", "...", "no", "word", "x" * 1200,
    "東京は高い。", "cafe\u0301", "הרכבת בשעה 9.", "مرحبا؟ نعم.", "\U0001f468\u200d\U0001f469 4.",
    "\n", "\r\n", "\r", "\n\n", "  ", "**bold**", "*one.*", "`code`", "2**3", "snake_case",
    "*.log", "0.03*", "**two.", "``a ` b``", "10<sup>6</sup>", "3<sub>6</sub>", "2<br>4",
    "# ", "- ", "[@key; @two]", "[^note]", "<!-- a. B -->", "[link](http://x.org/a_b)", "a | b",
    r"\|", "> ", "1. ", "&lt; 5&nbsp;MB", "~~old. 1~~", "[a. B](x 't')", "[c][d]", "<a@b.org>",
)  # fmt: skip

PROSE = st.lists(st.sampled_from(PHRASES), max_size=12).map(" ".join)
TEXTS = st.one_of(st.text(max_size=60), st.text(AWKWARD, max_size=60), PROSE)
"""Any text: arbitrary, of awkward characters, or of phrases that are hard to divide."""


def _prefixed(first: str, rest: str) -> st.SearchStrategy[str]:
    """Put a container around blocks: a mark before the first line, and before each other one."""
    return _BLOCKS.map(lambda block: first + block.replace("\n", "\n" + rest))


_LINES = st.lists(
    st.sampled_from(["@ @ @.", "@ **@** [@key].", "@ 3.5 @! @", "*@ @.* @", "@ `@`, e.g. @[^n]"]),
    min_size=1,
    max_size=3,
).map("\n".join)
_ROWS = st.lists(st.sampled_from(["| @ | @ |", "| `@` | @ \\| @ |", "| @ | |"]), max_size=3)
_BLOCKS: st.SearchStrategy[str] = st.deferred(
    lambda: st.one_of(
        _LINES,
        st.integers(1, 6).map(lambda level: f"{'#' * level} @ *@*\n\n@."),
        st.sampled_from(["@ @\n===\n\n@ @.", "@\n@\n---\n\n@."]),
        _ROWS.map(lambda rows: "\n".join(["| @ | @ |", "|---|:-:|", "| @ | @ |", *rows])),
        st.sampled_from(["```py\n@ = 2**3\n\n  @\n```", "~~~\n@", "<div>\n@ <b>@</b>.\n</div>"]),
        st.sampled_from(
            [
                "<ul>\n<li>@ @.</li>\n<li>@ <b>@</b>\n</ul>",
                "<table><tr><th>@</th><th>@ @</th></tr>\n<tr><td>@</td>\n<td>@ @</td></tr></table>",
                "<details><summary>@ @</summary>\n@.</details>",
            ]
        ),
        st.sampled_from(["@ <!-- gone. --> @.", "[^n]: @ @. @"]),
        _prefixed("- ", "  "),
        _prefixed("1. ", "   "),
        _prefixed("- [x] ", "  "),
        _prefixed("> ", "> "),
        st.lists(_BLOCKS, min_size=1, max_size=3).map("\n\n".join),
    )
)


def _named(text: str) -> str:
    """Give each `@` that stands for a word a name of its own."""
    numbers = count()
    return re.sub(r"@(?!key)", lambda _: f"word{next(numbers)}x", text)


MARKDOWN = st.tuples(
    st.sampled_from(["", "---\ntitle: A title\n---\n"]),
    st.lists(_BLOCKS, min_size=1, max_size=4).map("\n\n".join),
    st.sampled_from(["\n", "\r\n", "\r"]),
).map(lambda parts: _named(parts[0] + parts[1] + "\n").replace("\n", parts[2]))
"""Well-formed Markdown whose words, `word0x`, `word1x`, ..., each occur once."""
