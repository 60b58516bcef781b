"""A span shown in its document: numbered lines around it, the quote marked on each."""

from qa_bot.index.addresses import Place
from qa_bot.records import Span
from qa_bot.render.text import Style, plain
from qa_bot.text.display import covered, one_line, printable
from qa_bot.text.spans import LineNumbers, PageNumbers


def excerpt_of(place: Place, *, context: int, highlight: Style = plain) -> str:
    """Write the lines of a place and `context` lines before and after.

    A line that holds some of the quote starts with `>`; on a terminal the quote is styled too.
    Pages are named where they start.
    """
    lines, page_numbers = LineNumbers(place.text), PageNumbers(place.pages)
    first, last = 1, len(lines)
    if place.span:
        first = max(1, lines.at(place.span.start) - context)
        last = min(last, lines.at(place.span.end - 1) + context)
    width = len(str(last))
    shown = [one_line(place.document)]
    page = None
    for line in range(first, last + 1):
        start, end = lines.bounds(line)
        if page != (page := page_numbers.at(start)):
            shown.append(f"  {'':>{width}}  — page {page} —")
        inside = _overlap(place.span, start, end)
        text = _marked(place.text, start, end, inside, highlight)
        shown.append(f"{'>' if inside else ' '} {line:>{width}}  {text}".rstrip())
    return "\n".join(shown)


def _overlap(span: Span | None, start: int, end: int) -> Span | None:
    if span is None or max(span.start, start) >= min(span.end, end):
        return None
    return Span(max(span.start, start), min(span.end, end))


def _marked(text: str, start: int, end: int, inside: Span | None, highlight: Style) -> str:
    line = covered(text[start:end])
    if inside is None:
        return _safe(line)
    quote = _safe(inside.of(line, start))
    before, after = _safe(line[: inside.start - start]), _safe(line[inside.end - start :])
    return f"{before}{highlight(quote) if quote else ''}{after}"


def _safe(text: str) -> str:
    return printable(text).replace("\n", "")
