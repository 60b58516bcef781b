"""Cases from answers that a person marked in saved sessions.

Comes in: sessions and the documents' texts as they are indexed. Goes out: a case for each mark. A
good answer's quotes are gold; a good "not found" is not answerable. What should have been answered
instead of a bad one only the person knows: its case has no gold, and is refused until it has.
"""

from typing import Any

from qa_bot.errors import CaseError
from qa_bot.evaluation.cases import Case, Gold
from qa_bot.evaluation.gold import TextOf
from qa_bot.evaluation.metrics.locations import Location
from qa_bot.sessions import Mark, SavedTurn, Sessions
from qa_bot.text.quotes import only_occurrence
from qa_bot.text.spans import LineNumbers

TAG = "session"


def marked_cases(sessions: Sessions, text_of: TextOf) -> list[Case]:
    """Make a case of each marked answer, in the order of the sessions.

    Args:
        sessions: The saved sessions.
        text_of: Fetches a document's text as it was indexed.

    Raises:
        CaseError: When no answer is marked.
        SessionError: When the sessions cannot be read.
    """
    cases: list[Case] = []
    for session in sorted(one.id for one in sessions.sessions()):
        turns = sessions.turns(session)
        cases += [_case(turns[: turn.number], text_of) for turn in turns if turn.mark]
    if not cases:
        raise CaseError("no answer is marked", hint="qa-bot sessions mark last 1 good")
    return cases


def _case(turns: list[SavedTurn], text_of: TextOf) -> Case:
    """Make a case of the last turn."""
    *earlier, turn = turns
    is_good = turn.mark is Mark.GOOD
    located = [_gold(citation, text_of) for citation in turn.answer["citations"]]
    gold = tuple((one,) for one in located if one and is_good)
    return Case(
        id=f"session-{turn.session}-{turn.number}",
        question=turn.turn.question,
        answerable=bool(turn.answer["statements"]) if is_good else True,
        gold=gold,
        # One that was asked alone was understood by itself; what came before it is none of it.
        turns=tuple(one.turn.question for one in earlier if "understood" in turn.answer),
        tags=(TAG, str(turn.mark)),
    )


def _gold(citation: dict[str, Any], text_of: TextOf) -> Gold | None:
    """Find a saved quote in today's text; None unless it stands there once."""
    quote, text = citation["quote"], text_of(citation["document"]) or ""
    span = only_occurrence(text, quote)
    if span is None:
        return None
    return Gold(Location(citation["document"], span), quote, LineNumbers(text).at(span.start))
