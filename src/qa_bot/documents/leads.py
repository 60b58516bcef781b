"""What a sentence hangs on: the lead-in of its list or code, the question it replies to.

Comes in: the sentences of a document, block by block, as they read. Goes out: for each block what
leads into it. "Ordering laptops." says the contrary under "Managers are not responsible for:", so
that it is indexed, read and shown with it, like a row with the names of its columns.
"""

import re
from collections.abc import Iterable

from qa_bot.records import Span, Unit
from qa_bot.text.running import led

LONGEST = 240
"""Characters of a lead, half of a passage; what is longer would drown what it leads into."""

_FEWEST_WORDS = 3
"""Of a paragraph without a stop that leads into the list below it; fewer are a caption."""

COLONS = (":", "：")
"""What a lead-in ends with."""

LABELLED = re.compile(r"\A[^\W_][^:：;!?\"“”]{0,39}[:：]\s+\S")
"""A label and its value, such as `Present: Ann, Bob`: it leads into nothing."""

_QUESTION_MARKS = ("?", "？")
_STOPS = (".", "!", "…", "。", *_QUESTION_MARKS)
_BEHIND_STOP = "\"'”’»)]"


class Leads:
    """What was said last, on each level of the lists that are open."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        self._below: list[str] = []
        self._terms: set[int] = set()
        self._question = ""

    def lead(self, sentences: Iterable[tuple[Span, str]], depth: int = 0) -> list[Unit]:
        """Make units of a paragraph, each led by what it hangs on, and keep what leads on from it.

        Args:
            sentences: Where each stands, and how it reads.
            depth: The number of lists that the paragraph stands in.
        """
        said = [(span, form) for span, form in sentences if form]
        if not said:
            return []
        above = self._above(depth)
        # What leads in is done with by one sentence; a term is what all of them speak of.
        is_lead_in = depth == 1 or (above.endswith(COLONS) and depth - 1 not in self._terms)
        term = "" if is_lead_in else above
        units, lead = [], self._question or above
        for span, form in said:
            units.append(Unit(span, lead=lead))
            lead = form if _asks(form) else term
        self._hear([form for _, form in said], depth)
        return units

    def into_code(self) -> str:
        """Tell what leads into a line of code."""
        last = self._below[-1] if self._below else ""
        return last if last.endswith(COLONS) else ""

    def begin(self, depth: int, *, is_term: bool = False) -> None:
        """Begin an item: what the one before it said leads into nothing of it.

        Args:
            depth: The number of lists that it stands in.
            is_term: Whether the file marks it as a term, which may end with a colon, too.
        """
        del self._below[depth:]
        self._terms = {level for level in self._terms if level < depth}
        if is_term:
            self._terms.add(depth)

    def forget(self) -> None:
        """Begin anew: a table stands between, or a part ends."""
        self._below, self._question = [], ""
        self._terms.clear()

    def head(self, heading: str) -> None:
        """Begin anew under a heading, which leads on if it ends with a colon."""
        self.forget()
        if heading.endswith(COLONS) and _is_short(heading):
            self._below = [heading]

    def _hear(self, forms: list[str], depth: int) -> None:
        """Keep what leads into a list below."""
        own, whole = _open(forms, depth), " ".join(forms)
        leads = [led(self._above(depth), own), own] if own else []
        del self._below[depth:]
        self._below += [""] * (depth - len(self._below))
        self._below.append(next(filter(_is_short, leads), ""))
        self._question = whole if _asks(whole) else ""

    def _above(self, depth: int) -> str:
        return self._below[depth - 1] if 0 < depth <= len(self._below) else ""


def _open(forms: list[str], depth: int) -> str:
    """Take what ends with a colon, or words that are no sentence: in a list an item's label."""
    last = forms[-1]
    if last.endswith(COLONS):
        return last
    if last.rstrip(_BEHIND_STOP).endswith(_STOPS):
        return ""
    if depth:
        return " ".join(forms)
    leads = len(last.split()) >= _FEWEST_WORDS and not LABELLED.match(last)
    return last if leads else ""


def _asks(text: str) -> bool:
    return text.endswith(_QUESTION_MARKS) and _is_short(text)


def _is_short(text: str) -> bool:
    return len(text) <= LONGEST
