"""Records become styled text for the screen.

Comes in: statements, exhibits, errors. Goes out: `Content`, made of pieces and styles and never of
markup, so that nothing a document says can style or steer the screen. `render` is imported when
there is something to render: it needs the engine, for which the window does not wait.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.style import Style

from qa_bot.errors import QABotError
from qa_bot.records import Answer, Citation, Hit, Span, Statement
from qa_bot.text.display import counted, one_line, pieces, printable
from qa_bot.tui.exhibits import Exhibit
from qa_bot.tui.themes import ANSWERING, DIM

if TYPE_CHECKING:
    from qa_bot.replies import Reply

_LONGEST = 400
"""Characters of a quote or question; all of it is where it came from."""
_MOST_LINES = 8


def asked(question: str) -> Content:
    """Write what a user typed, line by line, as far as it leaves room for the answer."""
    lines = printable(question).splitlines()
    more = ["…"] if len(lines) > _MOST_LINES else []
    text = Content("\n".join([*lines[:_MOST_LINES], *more]))
    return Content.assemble(("› ", "bold $text-primary"), shortened(text, _LONGEST))


def highlighted(text: str, spans: Sequence[Span], base: int = 0, style: str = "") -> Content:
    """Style the spans of a text as what answers, and the rest as given."""
    parts = [
        Content.styled(piece, ANSWERING if inside else style)
        for piece, inside in pieces(text, spans, base)
    ]
    return Content.assemble(*parts)


def statements(answer: Answer) -> Content:
    """Write an answer's statements, each with the numbers of its citations to click on."""
    numbers = {citation: number for number, citation in enumerate(answer.citations, 1)}
    return Content("\n").join(_statement(one, numbers) for one in answer.statements)


def _statement(statement: Statement, numbers: dict[Citation, int]) -> Content:
    marks = [
        (f"[{number}]", Style.from_meta({"@click": f"open({number})"}))
        for number in (numbers[citation] for citation in statement.citations)
    ]
    return Content.assemble(highlighted(statement.text, statement.highlights), " ", *marks)


def footing(reply: "Reply", mark: str = "") -> Content:
    """Say how sure the answer is, how much was found, how long it took, and its mark."""
    from qa_bot.render.text import surety

    answer, time = reply.answer, sum(reply.provenance.seconds.values())
    found = f"{counted(len(answer.hits), 'passage')} found"
    first = surety(answer.confidence) if answer.statements else "nearest passages below"
    parts = [first] if answer.hits else []
    about = Content.styled(" · ".join([*parts, found, f"{time:.2f} s"]), DIM)
    style = "$text-success" if mark == "good" else "$text-error"
    return Content.assemble(about, (" · ", DIM), (f"marked {mark}", style)) if mark else about


def answered(answer: Answer) -> Content:
    """Write an answer's statements, and what of the question is not answered."""
    from qa_bot.render.text import lacking

    remarks = [Content.styled(one, DIM) for one in lacking(answer)]
    return Content("\n").join([statements(answer), *remarks])


def not_found(answer: Answer) -> Content:
    """Say that nothing answers, and which words occur nowhere."""
    from qa_bot.render.text import NOT_FOUND, why_not_found

    return Content.assemble((NOT_FOUND, "bold"), "\n", why_not_found(answer))


def searched(answer: Answer) -> Content | None:
    """Write the question as it was searched, where that differs from what was typed."""
    typed, used = one_line(answer.question), one_line(answer.searched)
    return None if used == typed else shortened(Content(f"searched: {used}"), _LONGEST)


def card(exhibit: Exhibit) -> Content:
    """Write where a quote stands, the quote, and what it cites."""
    lines = [Content.assemble((exhibit.label, "bold"), " ", where(exhibit))]
    if exhibit.quote:
        lines.append(Content.assemble("“", _quote(exhibit), "”"))
    lines += references(exhibit)
    return Content("\n").join(lines)


def references(exhibit: Exhibit) -> list[Content]:
    """Write what a quote cites, a line for each."""
    return [
        shortened(Content.styled(one_line(entry.text), DIM), _LONGEST)
        for entry in exhibit.references
    ]


def shortened(text: Content, longest: int, first: int = 0) -> Content:
    """Cut a text to a length, around what has to be seen first; ellipses stand for the rest."""
    if len(text.plain) <= longest:
        return text
    start = max(0, min(first - longest // 4, len(text.plain) - longest))
    end = start + longest
    return Content.assemble(
        "…" if start else "", text[start:end], "…" if end < len(text.plain) else ""
    )


def where(exhibit: Exhibit) -> str:
    """Write document, line, page and section."""
    from qa_bot.render.text import place

    page = exhibit.passage.page_at(exhibit.span.start)
    return place(exhibit.passage, exhibit.line, page)


def _quote(exhibit: Exhibit) -> Content:
    """Write a quote on one line; a passage that came near reads as its sentences."""
    from qa_bot.render.text import excerpt

    passage = exhibit.passage
    if passage.units and exhibit.span == passage.span and not exhibit.highlights:
        return Content(excerpt(passage, _LONGEST))
    quote = highlighted(exhibit.quote, exhibit.highlights, exhibit.span.start)
    return shortened(quote, _LONGEST, quote.spans[0].start if quote.spans else 0)


def found(hits: Sequence[Hit]) -> Content:
    """List the passages that are being read."""
    from qa_bot.render.text import place

    lines = [f"  {place(hit.passage, hit.passage.line)}" for hit in hits]
    return Content.styled("\n".join(lines), DIM)


def failure(message: str, hint: str) -> Content:
    """Say what went wrong and what to do."""
    parts = [Content.styled(one_line(message), "$text-error")]
    if hint:
        parts.append(Content.styled(one_line(hint), DIM))
    return Content("\n").join(parts)


def remark(error: QABotError) -> str:
    """Say what went wrong, and what to do, on one line."""
    return one_line(f"{error.message}. {error.hint}" if error.hint else error.message)


def reason(error: BaseException) -> str:
    """Say why something failed, without the number that the system gives it."""
    return one_line(getattr(error, "strerror", None) or str(error))


def how_found(hit: Hit | None) -> Content:
    """Write the scores and ranks of a passage, and the words of the question in it."""
    if hit is None:
        return Content.styled("not among the passages that were found for this question", DIM)
    meaning, words = (
        _ranked(hit.dense_score, hit.dense_rank, 3),
        _ranked(hit.lexical_score, hit.lexical_rank, 2),
    )
    matched = ", ".join(map(one_line, hit.matched)) or "none"
    lines = [
        f"score {hit.score:.3f}",
        f"reader {_ranked(hit.reader_score, None, 3)}",
        f"meaning (cosine) {meaning}",
        f"words (BM25) {words}",
        f"matched: {matched}",
    ]
    return Content("\n".join(lines))


def _ranked(score: float | None, rank: int | None, digits: int) -> str:
    value = "–" if score is None else f"{score:.{digits}f}"
    return value if rank is None else f"{value}, rank {rank}"


def quotation(exhibit: Exhibit) -> str:
    """Write a quote with its place and references, to be pasted elsewhere."""
    quote = printable(exhibit.quote).strip()
    lines = [f"“{quote}”", f"— {where(exhibit)}"] if quote else [where(exhibit)]
    return "\n".join([*lines, *(f"  {one_line(entry.text)}" for entry in exhibit.references)])


def whole_answer(reply: "Reply") -> str:
    """Write a question and its answer as text, to be pasted elsewhere."""
    from qa_bot.render import as_text

    return f"{one_line(reply.answer.question)}\n\n{as_text(reply)}"


def exported(replies: Sequence["Reply"]) -> str:
    """Write a conversation with its numbered quotes as Markdown."""
    from qa_bot.render.data import as_data
    from qa_bot.sessions import Mark, SavedTurn
    from qa_bot.sessions.export import as_markdown

    turns = [
        SavedTurn(0, number, "", reply.turn, as_data(reply), Mark.NONE)
        for number, reply in enumerate(replies, 1)
    ]
    return f"{as_markdown(turns)}\n"
