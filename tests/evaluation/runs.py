"""Cases, rows and runs made by hand, so that no figure of a test depends on a model."""

from dataclasses import replace
from decimal import Decimal

from qa_bot.evaluation.cases import Case, Gold, as_data
from qa_bot.evaluation.compare import compare_runs
from qa_bot.evaluation.judging import judge
from qa_bot.evaluation.metrics.locations import Location
from qa_bot.evaluation.runs import Row, Run
from qa_bot.evaluation.summary import summarise
from qa_bot.records import Passage
from qa_bot.render.data import as_data as answer_data
from qa_bot.replies import Reply
from qa_bot.values.quantities import Quantity
from tests.replies import EVIL, HOSTILE_REPLY, NOT_FOUND, NOTHING, ONE, ROW, SENTENCE, SEVERAL


def gold(passage: Passage) -> Gold:
    """Take a whole passage as gold."""
    return Gold(Location(passage.document, passage.span), passage.text, passage.line)


MEDIAN = Case(
    id="median",
    question="How long was the median?",
    answerable=True,
    accepted=(("13.93 months",), (Quantity(Decimal("13.93"), "mo"),)),
    gold=((gold(SENTENCE),),),
    tags=("figure",),
)
DOSE = Case(
    id="dose",
    question="What dose did the first arm get?",
    answerable=True,
    accepted=((Quantity(Decimal("1.3"), "mg/m2"),),),
    gold=((gold(ROW),), (gold(ROW), gold(SENTENCE))),
    turns=("Which arms were there?",),
    tags=("figure", "conversation"),
)
WHY = Case(
    id="why",
    question="Why did it last?",
    answerable=True,
    gold=((gold(SENTENCE),),),
    tags=("why",),
)
HOSTILE_CASE = Case(
    id="<b>&\x1b[31m",
    question="what is [bold]red[/]? </script><script>alert(1)</script> & \u202etxet",
    answerable=True,
    accepted=(("red",), ("<i>red</i>", "'\"")),
    gold=((gold(EVIL),),),
    tags=("<script>",),
)
PARIS = Case(
    id="paris", question="weather in Paris tomorrow", answerable=False, tags=("off topic",)
)
PRICE = Case(id="price", question="price of unobtainium", answerable=False, tags=("near miss",))


def row(case: Case, reply: Reply, confidence: float, seconds: float = 0.02) -> Row:
    """Judge a reply that was given with some confidence."""
    sure = replace(reply, answer=replace(reply.answer, confidence=confidence))
    judgement = judge(case, sure.answer, sure.answer.hits)
    return Row(as_data(case), answer_data(sure), judgement.verdict, judgement.metrics, seconds)


def run(*rows: Row, cases: str = "notes.jsonl", created: str = "2026-11-24T18:50:23+00:00") -> Run:
    """Make a run of rows."""
    return Run(
        created=created,
        program="0.1.0",
        configuration={"answer": {"passages": 8, "threshold": 0.5}},
        index="c" * 64,
        encoder={"name": "all-MiniLM-L6-v2", "key": "e" * 64, "dimension": 384},
        cases=cases,
        cases_sha256="d" * 64,
        rows=rows,
        summary=summarise(rows),
    )


FIRST = run(
    row(MEDIAN, ONE, 0.93, 0.021),
    row(DOSE, ONE, 0.81, 0.034),
    row(WHY, NOT_FOUND, 0.42, 0.018),
    row(HOSTILE_CASE, HOSTILE_REPLY, 0.66, 0.027),
    row(PARIS, NOTHING, 0.03, 0.011),
    row(PRICE, SEVERAL, 0.58, 0.052),
)
SECOND = run(
    row(MEDIAN, ONE, 0.95, 0.02),
    row(DOSE, SEVERAL, 0.84, 0.03),
    row(WHY, ONE, 0.71, 0.019),
    row(HOSTILE_CASE, NOT_FOUND, 0.31, 0.022),
    row(PARIS, NOTHING, 0.02, 0.01),
    row(PRICE, NOT_FOUND, 0.44, 0.041),
    created="2026-11-25T07:01:02+00:00",
)
COMPARISON = compare_runs(FIRST, SECOND)
