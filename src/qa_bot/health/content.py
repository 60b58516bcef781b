"""What the documents say that a reader should know of: copies, steering bytes, instructions."""

import re
from collections import defaultdict
from collections.abc import Iterator

from qa_bot.health.check import Check, Verdict
from qa_bot.index import Index
from qa_bot.text.display import one_line, printable

_INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget)\s+(?:all|any|the|your)?\s*(?:previous|prior|above|earlier)\s+"
    r"(?:instructions?|prompts?|rules)|\bsystem prompt\b|\byou are now (?:an?|in)\b",
    re.IGNORECASE,
)
_SHOWN = 5


def content_checks(index: Index) -> Iterator[Check]:
    """Check the documents as they were indexed; nothing found does harm to an answer."""
    by_hash: defaultdict[str, list[str]] = defaultdict(list)
    steering, instructing = [], []
    for name, known in index.store.documents().items():
        by_hash[known.sha256].append(name)
        text = index.store.document(known).text
        if printable(text) != text.replace("\r\n", "\n").replace("\r", "\n"):
            steering.append(name)
        if _INSTRUCTION.search(text):
            instructing.append(name)
    copies = [" = ".join(names) for names in by_hash.values() if len(names) > 1]
    yield _told("duplicates", copies, "no two documents are the same", "keep one of them")
    remedy = "look at them; what steers a terminal is never printed"
    yield _told("bytes", steering, "nothing steers a terminal", remedy)
    remedy = "look at them; an answer quotes, it never obeys"
    yield _told("instructions", instructing, "nothing speaks to a language model", remedy)


def _told(name: str, found: list[str], well: str, remedy: str) -> Check:
    if not found:
        return Check(name, Verdict.OK, well)
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    detail = ", ".join(map(one_line, found[:_SHOWN])) + more
    return Check(name, Verdict.WARNING, detail, remedy)
