"""An answer becomes text, Markdown or JSON; the only place where a citation is called `[1]`.

Comes in: a `Reply`. Goes out: a string without a final line feed. Document text is data: what would
steer a terminal is taken out, what Markdown would read as markup is escaped.
"""

from collections.abc import Callable

from qa_bot.render.data import as_json, as_jsonl
from qa_bot.render.excerpt import excerpt_of
from qa_bot.render.explain import explain
from qa_bot.render.markdown import as_markdown
from qa_bot.render.text import NOT_FOUND, as_text, beginning, place
from qa_bot.replies import Reply

FORMATS: dict[str, Callable[[Reply], str]] = {
    "text": as_text,
    "json": as_json,
    "jsonl": as_jsonl,
    "markdown": as_markdown,
}

__all__ = [
    "FORMATS",
    "NOT_FOUND",
    "as_json",
    "as_jsonl",
    "as_markdown",
    "as_text",
    "beginning",
    "excerpt_of",
    "explain",
    "place",
]
