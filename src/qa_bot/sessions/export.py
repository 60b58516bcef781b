"""A saved session as a file: Markdown and HTML to read, JSON for programs.

Comes in: saved turns. Goes out: a string without a final line feed. Quotes are numbered through the
whole session. Document text is data: it is escaped, and what would steer a terminal taken out.
"""

import html
from collections.abc import Sequence
from typing import Any

from qa_bot.records import Answer, AnswerStatus
from qa_bot.render.markdown import escaped
from qa_bot.render.text import NEAREST, NOT_FOUND, doubt, lacking, place, why_not_found
from qa_bot.sessions.restoring import restore
from qa_bot.sessions.store import SavedTurn
from qa_bot.text.display import json_text, one_line, printable

VERSION = 1
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
body {{ max-width: 48rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 sans-serif; }}
blockquote {{ margin-left: 0; padding-left: 1rem; border-left: 3px solid #999; color: #555; }}
</style></head><body>
{body}</body></html>"""


def as_markdown(turns: Sequence[SavedTurn]) -> str:
    """Write questions and answers, then every quote under its number, with its references."""
    lines: list[str] = []
    citations: list[dict[str, Any]] = []
    for turn in turns:
        lines += _heading(turn)
        for statement in turn.answer["statements"]:
            marks = "".join(f" \\[{len(citations) + one}\\]" for one in statement["citations"])
            lines += [escaped(one_line(statement["text"])) + marks, ""]
        lines += _told(restore(turn).answer)
        citations += turn.answer["citations"]
    if citations:
        lines += ["## Quotes", ""]
    for number, citation in enumerate(citations, 1):
        lines += _quote(number, citation)
    return "\n".join(lines).rstrip("\n")


def _told(answer: Answer) -> list[str]:
    """Say why nothing was found and what came nearest, or what to know of what was found."""
    if answer.status is AnswerStatus.ANSWERED:
        remarks = [*lacking(answer), *doubt(answer)]
        return [part for line in remarks for part in (f"*{escaped(line)}*", "")]
    lines = [NOT_FOUND, escaped(why_not_found(answer)), ""]
    if answer.hits:
        places = (place(hit.passage, hit.passage.line) for hit in answer.hits[:NEAREST])
        lines += ["Nearest passages:", "", *(f"- {escaped(one)}" for one in places), ""]
    return lines


def _heading(turn: SavedTurn) -> list[str]:
    lines = [f"## {turn.number}. {escaped(one_line(turn.turn.question))}", ""]
    if turn.turn.standalone != turn.turn.question:
        lines += [f"Understood as: {escaped(one_line(turn.turn.standalone))}", ""]
    return lines


def _quote(number: int, citation: dict[str, Any]) -> list[str]:
    section = " › ".join(map(one_line, citation["section"]))
    page = f" · page {citation['page']}" if citation["page"] else ""
    place = f"{one_line(citation['document'])}:{citation['line']}{page} · {section}"
    mark = f"{number}. "
    inside = " " * len(mark)  # less, and it is no part of the list's item
    lines = [f"{mark}{escaped(place)}"]
    for entry in citation["references"]:
        links = [f"https://doi.org/{entry['doi']}"] if entry["doi"] else [entry["url"]]
        text = " ".join(one_line(part) for part in (entry["text"], *links) if part)
        lines[-1] += "  "
        lines.append(f"{inside}{escaped(text)}")
    quote = (line for line in printable(citation["quote"]).splitlines() if line.strip())
    return [*lines, "", *(f"{inside}> {escaped(line)}" for line in quote), ""]


def as_html(turns: Sequence[SavedTurn]) -> str:
    """Write the Markdown as a page that loads nothing and runs nothing."""
    from markdown_it import MarkdownIt

    body = MarkdownIt("commonmark", {"html": False}).render(as_markdown(turns))
    return _PAGE.format(title=html.escape(one_line(turns[0].turn.question)), body=body)


def as_json(turns: Sequence[SavedTurn]) -> str:
    """Write every turn with its answer as `ask --format json` prints it."""
    data = {"version": VERSION, "session": turns[0].session, "turns": list(map(as_data, turns))}
    return json_text(data, indent=2)


def as_data(turn: SavedTurn) -> dict[str, Any]:
    """Turn a saved turn into plain lists and dictionaries."""
    return {
        "number": turn.number,
        "asked": turn.asked,
        "understood": turn.turn.standalone,
        "mark": str(turn.mark) or None,
        "answer": turn.answer,
    }
