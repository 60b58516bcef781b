"""One answer against its case: what became of it, and what each metric gives it.

Comes in: a case and an `Answer`. Goes out: a verdict and figures, None where a metric says nothing
about such a case. No model judges: places are compared with places, words with words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from qa_bot.evaluation.cases import Case, Part
from qa_bot.evaluation.metrics.locations import (
    Location,
    ndcg_at,
    precision,
    recall,
    recall_at,
    reciprocal_rank,
)
from qa_bot.evaluation.metrics.wording import exact_match, occurs, token_f1
from qa_bot.records import Answer, Citation, Hit, Statement
from qa_bot.text.display import one_line
from qa_bot.text.markup import quote_form
from qa_bot.values.quantities import Quantity, states

DEPTHS = (1, 5, 10)


class Verdict(StrEnum):
    """What became of a case."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSED = "missed"
    REFUSED = "refused"
    INVENTED = "invented"

    @property
    def is_good(self) -> bool:
        """Tell whether it should be so."""
        return self in {Verdict.RIGHT, Verdict.REFUSED}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and the metrics of one case; None for a metric that it is not eligible for."""

    verdict: Verdict
    metrics: dict[str, float | None]


def judge(case: Case, answer: Answer, found: Sequence[Hit]) -> Judgement:
    """Compare an answer with its case.

    An answerable case is right when what is cited overlaps all spans of one gold alternative, and
    all parts of one accepted alternative occur in the cited quotes; where a case has no gold, or
    nothing is accepted, the other one decides. It is missed when nothing is answered. A case that
    is not answerable is refused or, when something is answered, invented.

    Args:
        case: What was asked, and what is right.
        answer: What was said.
        found: The passages for the question, best first, as deep as `DEPTHS`; the answer's own may
            be fewer.
    """
    cited = [Location(one.passage.document, one.span) for one in answer.citations]
    hits = [Location(hit.passage.document, hit.passage.span) for hit in found]
    gold = case.locations
    verdict = _verdict(case, answer, cited)
    metrics: dict[str, float | None] = {
        "right": float(verdict is Verdict.RIGHT) if case.answerable else None,
        "citation_precision": precision(cited, gold),
        "citation_recall": recall(cited, gold),
        **_of_wording(case, answer),
        **{f"recall@{depth}": recall_at(depth, hits, gold) for depth in DEPTHS},
        "mrr": reciprocal_rank(hits, gold),
        "ndcg@10": ndcg_at(10, hits, gold),
        "abstention_recall": None if case.answerable else float(verdict is Verdict.REFUSED),
    }
    return Judgement(verdict, metrics)


def _verdict(case: Case, answer: Answer, cited: Sequence[Location]) -> Verdict:
    if not case.answerable:
        return Verdict.INVENTED if answer.statements else Verdict.REFUSED
    if not answer.statements:
        return Verdict.MISSED
    supported = not case.gold or recall(cited, case.locations) == 1
    quoted = "\n".join(quoted_words(citation) for citation in answer.citations)
    said = not case.accepted or any(
        all(is_said(part, quoted) for part in parts) for parts in case.accepted
    )
    return Verdict.RIGHT if supported and said else Verdict.WRONG


def is_said(part: Part, text: str) -> bool:
    """Tell whether a text, as it reads, has a part of an accepted answer."""
    return states(text, part) if isinstance(part, Quantity) else occurs(part, text)


def quoted_words(citation: Citation) -> str:
    """Read what is quoted as it is shown: without marks, a table's cells with their columns."""
    return one_line(quote_form(citation))


def _of_wording(case: Case, answer: Answer) -> dict[str, float | None]:
    """Compare what is highlighted with what is accepted.

    Exact match and F1 look at the first statement, which a reader sees first; a number may stand in
    any. Nothing answered matches nothing: 0.
    """
    accepted = [[str(part) for part in parts] for parts in case.accepted]
    numbers = [numbers for parts in case.accepted if (numbers := _quantities(parts))]
    said = [piece for one in answer.statements[:1] for piece in highlighted(one)]
    return {
        "exact_match": exact_match(said, accepted) if accepted else None,
        "token_f1": token_f1(said, accepted) if accepted else None,
        "number_match": _number_match(numbers, answer.statements) if numbers else None,
    }


def highlighted(statement: Statement) -> list[str]:
    """List what answers in a statement; all of it when nothing is marked."""
    marked = [span.of(statement.text) for span in statement.highlights]
    return marked or [statement.text]


def _quantities(parts: Sequence[Part]) -> list[Quantity]:
    return [part for part in parts if isinstance(part, Quantity)]


def _number_match(accepted: Sequence[Sequence[Quantity]], said: Sequence[Statement]) -> float:
    return float(
        any(
            all(any(states(one.text, wanted, one.highlights) for one in said) for wanted in numbers)
            for numbers in accepted
        )
    )
