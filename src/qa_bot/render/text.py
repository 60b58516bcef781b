"""An answer as text for a terminal or a pipe: the same bytes on both, colour aside."""

from collections.abc import Callable, Sequence

from qa_bot.records import Answer, AnswerStatus, Citation, Hit, Passage, Statement
from qa_bot.render.wording import QUOTED, dropped, worded_by
from qa_bot.replies import Reply
from qa_bot.text.display import one_line, pieces
from qa_bot.text.markup import passage_form

NOT_FOUND = "Not found in these documents."
NEAREST = 3
_FAIRLY_SURE = 0.75
_EXCERPT = 160

Style = Callable[[str], str]


def plain(text: str) -> str:
    """Leave a highlight as it is."""
    return text


def as_text(reply: Reply, highlight: Style = plain, dim: Style = plain) -> str:
    """Write the statements with their citation numbers, then each citation.

    Args:
        reply: What to write.
        highlight: Marks the figures and words that answer, on a terminal.
        dim: Sets citations apart, on a terminal.
    """
    answer = reply.answer
    if answer.status is AnswerStatus.NOT_FOUND:
        return beginning(reply, dim) + _not_found(answer, dim)
    numbers = _numbers(answer)
    statements = [
        f"{marked(statement, highlight)} {_marks(statement.citations, numbers)}"
        for statement in answer.statements
    ]
    quoted = ["", dim(QUOTED)] if reply.wording and reply.wording.sentences else []
    citations = [_citation(number, citation, dim) for citation, number in numbers.items()]
    notes = [part for line in dropped(reply.wording) for part in ("", dim(line))]
    remarks = map(dim, [*lacking(answer), *doubt(answer)])
    parts = [*quoted, *statements, *remarks, "", *citations, *notes]
    return beginning(reply, dim) + "\n".join(parts)


def beginning(reply: Reply, dim: Style = plain) -> str:
    """Write the lines before the quotes: how the question was understood, and the wording.

    While an answer is worded, each of these texts begins with the one before it.
    """
    lines = [dim(line) for line in understood_as(reply)]
    if reply.wording and reply.wording.sentences:
        numbers = _numbers(reply.answer)
        lines.append(dim(worded_by(reply.wording)))
        lines += [
            f"{one_line(sentence.text)} {_marks(sentence.citations, numbers)}"
            for sentence in reply.wording.sentences
        ]
    return "".join(f"{line}\n" for line in lines)


def understood_as(reply: Reply) -> list[str]:
    """Show a question as it stands alone, and which of its words were read as others.

    A line each, where earlier turns lent words, and where there was a slip to mend.
    """
    lines = []
    if reply.resolution and reply.resolution.added:
        lines.append(f"Understood as: {one_line(reply.resolution.standalone)}")
    read = (
        f'"{one_line(one.typed)}" as "{one_line(one.read)}"' for one in reply.answer.corrections
    )
    if reply.answer.corrections:
        lines.append(f"Read {', '.join(read)}.")
    return lines


def surety(confidence: float) -> str:
    """Say in words how likely it is that the documents answer the question."""
    steps = ((0.9, "very sure"), (_FAIRLY_SURE, "fairly sure"), (0.6, "not so sure"))
    words = next((words for least, words in steps if confidence >= least), "")
    return words or "unsure: do check the quote"


def doubt(answer: Answer) -> list[str]:
    """Say how sure an answer is that is less than fairly sure: a line, or none."""
    if answer.confidence >= _FAIRLY_SURE:
        return []
    return [f"{surety(answer.confidence).capitalize()}."]


def marked(statement: Statement, highlight: Style) -> str:
    """Write a statement with its highlights styled, safe for a terminal."""
    return "".join(
        highlight(piece) if inside else piece
        for piece, inside in pieces(statement.text, statement.highlights)
    )


def place(passage: Passage, line: int, page: int | None = None) -> str:
    """Write where a quote of a passage stands: `papers/boston.pdf:140 · page 7 · Efficacy`.

    Args:
        passage: The passage.
        line: The quote's.
        page: The quote's; the passage's when it is not told.
    """
    page = page or passage.page
    parts = [f"{one_line(passage.document)}:{line}", *([f"page {page}"] if page else [])]
    return " · ".join([*parts, " › ".join(map(one_line, passage.section))])


def excerpt(passage: Passage, longest: int = _EXCERPT) -> str:
    """Write the beginning of a passage on one line."""
    text = one_line(passage_form(passage))
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + "…"


def lacking(answer: Answer) -> list[str]:
    """Say what of the question is not answered, and which of its words occur nowhere."""
    left = ", ".join(f'"{one_line(one)}"' for one in answer.unanswered)
    return [*unmentioned(answer), *([f"Not found: {left}."] if left else [])]


def unmentioned(answer: Answer) -> list[str]:
    """Say which words of the question occur nowhere: a line, or none."""
    if not answer.missing_terms:
        return []
    return [f"No document mentions: {', '.join(map(one_line, answer.missing_terms))}."]


def why_not_found(answer: Answer) -> str:
    """Say which words of the question occur nowhere, or nowhere together, or that all do."""
    if answer.missing_terms:
        return unmentioned(answer)[0]
    if answer.apart_terms:
        return f"No passage found names together: {', '.join(map(one_line, answer.apart_terms))}."
    return "Each word of the question occurs, but no sentence was found that answers it."


def _not_found(answer: Answer, dim: Style) -> str:
    lines = [NOT_FOUND, why_not_found(answer)]
    if answer.searched != answer.question:
        lines.append(f"Searched for: {one_line(answer.searched)}")
    if answer.hits:
        lines += ["", "Nearest passages:", *_nearest(answer.hits, dim)]
    return "\n".join(lines)


def _nearest(hits: Sequence[Hit], dim: Style) -> list[str]:
    return [
        line
        for hit in hits[:NEAREST]
        for line in (
            f"  {place(hit.passage, hit.passage.line)}",
            dim(f"      {excerpt(hit.passage)}"),
        )
    ]


def _numbers(answer: Answer) -> dict[Citation, int]:
    return {citation: number for number, citation in enumerate(answer.citations, 1)}


def _marks(citations: Sequence[Citation], numbers: dict[Citation, int]) -> str:
    return "".join(f"[{numbers[citation]}]" for citation in citations)


def _citation(number: int, citation: Citation, dim: Style) -> str:
    label = f"[{number}] "
    lines = [label + place(citation.passage, citation.line, citation.page)]
    lines += [" " * len(label) + one_line(entry.text) for entry in citation.references]
    return "\n".join(map(dim, lines))
