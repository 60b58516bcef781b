"""A wording, as lines that text and Markdown share: who wrote it, and what was dropped.

Comes in: a `Wording`. Goes out: lines without markup. What a dropped sentence says is not among
them: only JSON and `explain` repeat it.
"""

from collections import Counter

from qa_bot.llm import Wording
from qa_bot.llm.checks import Fault
from qa_bot.text.display import counted, one_line

QUOTED = "Quoted:"

_FAULTS = {
    Fault.UNCITED: "no citation",
    Fault.UNKNOWN_QUOTE: "a quote that is not there",
    Fault.ADDRESS: "a link or markup",
    Fault.NUMBER: "another number or unit",
    Fault.NAME: "another name",
    Fault.NEGATION: "another negation",
    Fault.DIRECTION: "another comparison",
    Fault.WORDS: "more than is quoted",
    Fault.MEANING: "another meaning",
}


def worded_by(wording: Wording) -> str:
    """Say whose words follow."""
    return f"In the words of {one_line(str(wording.writer))}, each sentence checked:"


def dropped(wording: Wording | None) -> list[str]:
    """Say how many sentences were dropped and why: a line, or none."""
    if not (wording and wording.dropped):
        return []
    faults = Counter(_FAULTS[one.fault] for one in wording.dropped)
    why = ", ".join(f"{fault} ({number})" for fault, number in faults.items())
    number = counted(len(wording.dropped), "sentence")
    return [f"Dropped {number} of {one_line(str(wording.writer))} for: {why}"]
