"""What a reader's model is fed: `[CLS] question [SEP] headings . text [SEP]`, cut to fit.

Comes in: the token ids of a question, of headings and of a passage's text. Goes out: rows of ids,
each knowing which of the text's tokens it holds. Training and reading build their input here, so
that a model is read as it was trained.
"""

from collections.abc import Sequence
from dataclasses import dataclass

QUESTION_TOKENS = 48
HEADING_TOKENS = 40


@dataclass(frozen=True, slots=True)
class Marks:
    """The token ids that structure an input.

    Attributes:
        start: What begins it; the first of these stands for "nowhere".
        between: What parts question and passage.
        stop: What closes the headings.
        end: What ends it.
    """

    start: Sequence[int]
    between: Sequence[int]
    stop: Sequence[int]
    end: Sequence[int]


@dataclass(frozen=True, slots=True)
class Row:
    """One input of the model.

    Attributes:
        ids: Token ids, special ones included.
        passage_at: Where the passage's segment begins; what comes before is the question's.
        text_at: Where the tokens of the text begin.
        first: Which of the text's tokens stands there.
        count: How many of the text's tokens follow.
    """

    ids: list[int]
    passage_at: int
    text_at: int
    first: int
    count: int


def head(question: Sequence[int], headings: Sequence[int], marks: Marks) -> tuple[list[int], int]:
    """Write what precedes the text, and say where the passage's segment begins.

    A long question loses its end; a long trail of headings its middle, for the title and the
    nearest heading tell most.
    """
    half = HEADING_TOKENS // 2
    if len(headings) > HEADING_TOKENS:
        headings = [*headings[:half], *headings[-half:]]
    ids = [*marks.start, *question[:QUESTION_TOKENS], *marks.between]
    return [*ids, *headings, *(marks.stop if headings else [])], len(ids)


def rows(
    question: Sequence[int],
    headings: Sequence[int],
    text: Sequence[int],
    marks: Marks,
    *,
    longest: int,
    overlap: int,
) -> list[Row]:
    """Divide a text into rows of at most `longest` tokens, each sharing `overlap` with the next."""
    before, passage_at = head(question, headings, marks)
    room = longest - len(before) - len(marks.end)
    made: list[Row] = []
    first = 0
    while not made or made[-1].first + made[-1].count < len(text):
        part = text[first : first + room]
        ids = [*before, *part, *marks.end]
        made.append(Row(ids, passage_at, len(before), first, len(part)))
        first += room - overlap
    return made
