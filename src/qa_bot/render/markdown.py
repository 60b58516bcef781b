"""An answer as Markdown, to paste into notes: statements, then numbered citations with quotes."""

import re
from collections.abc import Mapping, Sequence

from qa_bot.records import AnswerStatus, Citation
from qa_bot.render.text import (
    NEAREST,
    NOT_FOUND,
    doubt,
    excerpt,
    lacking,
    marked,
    place,
    understood_as,
    why_not_found,
)
from qa_bot.render.wording import QUOTED, dropped, worded_by
from qa_bot.replies import Reply
from qa_bot.text.display import one_line, printable

_SPECIAL = re.compile(
    r"([\\`*_{}\[\]<>()#+|~!&@$]|:(?=//)|(?<!\w):(?=\w)|(?<=www)\.|^[-=])", re.IGNORECASE
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_LIST_NUMBER = re.compile(r"^(\d{1,9})([.)])")


def escaped(text: str) -> str:
    """Escape what Markdown would read as markup in a line, and take off the space around it."""
    return _LIST_NUMBER.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text.strip()))


def unescaped(text: str) -> str:
    """Take the escapes out again, for who reads Markdown as it is written."""
    return _ESCAPE.sub(r"\1", text)


def as_markdown(reply: Reply) -> str:
    """Write the answer; what answers is bold, each quote stands verbatim under its citation."""
    answer = reply.answer
    lines = [f"**{escaped(one_line(answer.question))}**", ""]
    lines += [part for line in understood_as(reply) for part in (escaped(line), "")]
    if answer.status is AnswerStatus.NOT_FOUND:
        lines += [NOT_FOUND, escaped(why_not_found(answer))]
        if answer.hits:
            lines += ["", "Nearest passages:", ""]
        lines += [
            f"- {escaped(place(hit.passage, hit.passage.line))}: {escaped(excerpt(hit.passage))}"
            for hit in answer.hits[:NEAREST]
        ]
        return "\n".join(lines)
    numbers = {citation: number for number, citation in enumerate(answer.citations, 1)}
    if reply.wording and reply.wording.sentences:
        lines += [f"*{escaped(worded_by(reply.wording))}*", ""]
        for sentence in reply.wording.sentences:
            lines += [escaped(one_line(sentence.text)) + _marks(sentence.citations, numbers), ""]
        lines += [f"*{QUOTED}*", ""]
    for statement in answer.statements:
        # The marks are set after escaping: two characters that no document text can hold.
        text = escaped(marked(statement, lambda piece: f"\x02{piece}\x03"))
        text = text.replace("\x02", "**").replace("\x03", "**")
        lines += [text + _marks(statement.citations, numbers), ""]
    remarks = [*map(escaped, lacking(answer)), *doubt(answer)]
    lines += [part for line in remarks for part in (f"*{line}*", "")]
    lines += [_citation(number, citation) for citation, number in numbers.items()]
    lines += [f"*{escaped(line)}*" for line in dropped(reply.wording)]
    return "\n".join(lines)


def _marks(citations: Sequence[Citation], numbers: Mapping[Citation, int]) -> str:
    return "".join(f" \\[{numbers[citation]}\\]" for citation in citations)


def _citation(number: int, citation: Citation) -> str:
    about = "".join(f"  \n   {escaped(one_line(entry.text))}" for entry in citation.references)
    quote = "\n".join(
        f"   > {escaped(line)}" for line in printable(citation.quote).splitlines() if line.strip()
    )
    where = place(citation.passage, citation.line, citation.page)
    return f"{number}. {escaped(where)}{about}\n\n{quote}\n"
