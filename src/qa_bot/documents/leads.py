"""What a sentence hangs on: the lead-in of its list or code, the question it replies to.

Comes in: the sentences of a document, block by block, as they read. Goes out: for each block what
leads into it. "Ordering laptops." says the contrary under "Managers are not responsible for:", so
that it is indexed, read and shown with it, like a row with the names of its columns.
"""

from collections.abc import Iterable

from qa_bot.records import Span, Unit
from qa_bot.text.running import led

LONGEST = 120
"""Characters of a lead; what is longer would drown what it leads into."""

COLONS = (":", "：")
"""What a lead-in ends with."""

_QUESTION_MARKS = ("?", "？")
_STOPS = (".", "!", "…", "。", *_QUESTION_MARKS)


class Leads:
    """What was said last, on each level of the lists that are open."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        self._below: list[str] = []
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
        term = "" if above.endswith(_COLONS) else above
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

    def begin(self, depth: int) -> None:
        """Begin an item: what the one before it said leads into nothing of it."""
        del self._below[depth:]

    def forget(self) -> None:
        """Begin anew: a heading or a table stands between."""
        self._below, self._question = [], ""

    def _hear(self, forms: list[str], depth: int) -> None:
        """Keep what ends with a colon, or an item's label: words that are no sentence."""
        last, whole = forms[-1], " ".join(forms)
        is_label = depth and not whole.endswith(_STOPS)
        own = last if last.endswith(COLONS) else whole if is_label else ""
        leads = [led(self._above(depth), own), own] if own else []
        above = [self._above(level) for level in range(1, depth + 1)]
        self._below = [*above, next(filter(_is_short, leads), "")]
        self._question = whole if _asks(whole) else ""

    def _above(self, depth: int) -> str:
        return self._below[depth - 1] if 0 < depth <= len(self._below) else ""


def _asks(text: str) -> bool:
    return text.endswith(_QUESTION_MARKS) and _is_short(text)


def _is_short(text: str) -> bool:
    return len(text) <= LONGEST
