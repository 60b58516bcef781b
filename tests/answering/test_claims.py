"""What a candidate claims, by where the reader sees the answer in it."""

from dataclasses import replace

import pytest

from qa_bot.answering.candidates import Candidate, Signs
from qa_bot.answering.claims import claims
from qa_bot.answering.odds import WITH_READER
from qa_bot.answering.units import ReadUnit
from qa_bot.glossary import Glossary
from qa_bot.question import Question
from qa_bot.question.concepts import concepts_in
from qa_bot.reader import ScoredSpan
from qa_bot.records import Hit, Span, Unit
from tests.replies import ROW

READ = "Norway — Decision: approved; Date: date not given"
BLANK = "date not given"


@pytest.mark.parametrize(
    ("question", "is_left_out"),
    [
        ("when was it approved in Norway", True),
        ("is the date in Norway told?", True),
        ("is it approved in Norway", False),  # the row says so, whenever that was
    ],
)
def test_a_row_with_a_blank_cell_is_left_out_where_that_is_asked_for(
    question: str, is_left_out: bool
) -> None:
    start = READ.index(BLANK)
    unit = Unit(ROW.span, ("Country", "Decision", "Date"))
    read = ReadUnit(unit, READ, (ScoredSpan(Span(start, start + len(BLANK)), 1.0),))
    passage = replace(ROW, units=(unit,))
    candidate = Candidate(Hit(passage, 0.5, 0.5), read, Signs(*[0.0] * 9))
    asked = Question(question, question, concepts_in(question, Glossary([])))
    (claim,) = claims(asked, [candidate], WITH_READER)
    assert claim.is_left_out == is_left_out
