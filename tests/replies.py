"""Replies made by hand, so that what is printed never depends on a model."""

from dataclasses import replace

from qa_bot.conversation import Added, Resolution
from qa_bot.encoder import EncoderIdentity
from qa_bot.errors import WriterBrokenError
from qa_bot.llm import DroppedSentence, WordedSentence, Wording, WriterIdentity
from qa_bot.llm.checks import Fault
from qa_bot.reader import ReaderIdentity
from qa_bot.records import (
    Answer,
    Citation,
    Correction,
    Hit,
    Passage,
    Reference,
    Span,
    Statement,
    Unit,
)
from qa_bot.replies import Provenance, Reply

TEXT = (
    "# Trial\n\nThe median was **13.93 months** [@one; @two]. It lasted.\n\n"
    "## Arms\n\n| arm | dose |\n| --- | --- |\n| first | 1.3 mg/m2 |\n"
)
HOSTILE = (
    "Read [this](http://x) \x1b[31mred\x1b[0m \x1b]8;;http://evil\x07link\x1b]8;;\x07 "
    "[bold]not bold[/] <b>5</b> \u202etxet\u202c 日本 e\u0301 3."
)
PROVENANCE = Provenance(
    "c" * 64,
    EncoderIdentity("all-MiniLM-L6-v2", "e" * 64, 384),
    {"search": 0.01, "read": 0.04, "answer": 0.02},
    ReaderIdentity("default", "d" * 64),
)
REFERENCES = (
    Reference("one", "Lovelace A et al. Lancet 1843;1:1-9", "https://example.org/one", "10.1/one"),
    Reference("two", "Note G"),
)


def passage(text: str, quote: str, *section: str, columns: tuple[str, ...] = ()) -> Passage:
    """Make a passage of one unit of a text."""
    start = text.index(quote)
    span = Span(start, start + len(quote))
    line = text.count("\n", 0, start) + 1
    units = (Unit(span, columns),)
    return Passage("notes/trial.md", "a" * 64, span, quote, line, section, units, REFERENCES)


def cited(where: Passage, *highlights: str, references: bool = False) -> Citation:
    """Cite a passage whole."""
    starts = [where.span.start + where.text.index(words) for words in highlights]
    spans = tuple(
        Span(start, start + len(words)) for start, words in zip(starts, highlights, strict=True)
    )
    return Citation(where, where.span, where.line, spans, REFERENCES if references else ())


SENTENCE = passage(TEXT, "The median was **13.93 months** [@one; @two].", "Trial")
ROW = passage(TEXT, "| first | 1.3 mg/m2 |", "Trial", "Arms", columns=("arm", "dose"))
EVIL = passage(HOSTILE, HOSTILE, "A \x1b[1msection", "<script>")

PAGED = replace(
    passage(TEXT, "It lasted.", "Trial"),
    document="papers/trial.pdf",
    page=7,
    turns=(TEXT.index("lasted"),),
)
HITS = (
    Hit(SENTENCE, 0.81, 0.7, 1, 9.87, 1, ("median", "trial"), 0.97),
    Hit(ROW, 0.4, 0.5, 12, None, None, ()),
    Hit(EVIL, 0.1, None, None, 1.5, 30, ("red",)),
)


def answered(*statements: Statement, searched: str = "median of the trial") -> Reply:
    """Reply with statements."""
    answer = Answer(
        question="median of the *trial*?",
        searched=searched,
        statements=statements,
        confidence=0.87654,
        hits=HITS,
    )
    return Reply(answer, PROVENANCE)


ONE = answered(
    Statement(
        "The median was 13.93 months.",
        (cited(SENTENCE, "13.93 months", references=True),),
        (Span(15, 27),),
    )
)
SEVERAL = answered(
    ONE.answer.statements[0],
    Statement("first — dose: 1.3 mg/m2", (cited(ROW, "1.3 mg/m2"),), (Span(14, 23),)),
    Statement("2) - Both: again.", (cited(ROW, "1.3 mg/m2"), cited(SENTENCE, "13.93 months"))),
)
HOSTILE_REPLY = answered(
    Statement(
        HOSTILE, (cited(EVIL, "red"),), (Span(HOSTILE.index("red"), HOSTILE.index("red") + 3),)
    ),
    searched="<b>[x]\x1b[31m",
)
DOUBTFUL = replace(SEVERAL, answer=replace(SEVERAL.answer, confidence=0.59))
UNMENTIONED = replace(
    DOUBTFUL, answer=replace(DOUBTFUL.answer, missing_terms=("Con*dor", "\x1b[31mLima"))
)
CORRECTIONS = (Correction("Medain*", "median"), Correction("\x1b[31mtrail", "trial"))
CORRECTED = replace(ONE, answer=replace(ONE.answer, corrections=CORRECTIONS))
NOT_FOUND = Reply(
    Answer(
        question="price of \x1b[31munobtainium",
        searched="price of unobtainium (UO)",
        statements=(),
        confidence=0.12,
        missing_terms=("price", "unobtainium"),
        hits=HITS,
    ),
    PROVENANCE,
)
PAGES = answered(
    Statement("It lasted.", (cited(PAGED, "lasted"),), (Span(3, 9),)),
)
APART = replace(
    NOT_FOUND,
    answer=replace(
        NOT_FOUND.answer, missing_terms=(), apart_terms=("price", "*un*\x1b[31mobtainium")
    ),
)
PARTLY = replace(ONE, answer=replace(ONE.answer, unanswered=("who *was* \x1b[31mthere?",)))
NOTHING = Reply(Answer("what now", "what now", (), 0.0), PROVENANCE)
CORRECTED_NOT_FOUND = replace(
    NOTHING,
    answer=replace(
        NOTHING.answer,
        question="\x1b[31mtrail",
        searched="trial",
        missing_terms=("\x1b[31mtrail",),
        corrections=CORRECTIONS[1:],
    ),
)
RESOLUTION = Resolution(
    "and \x1b[31mits price?",
    "and \x1b[31mits price? (unobtainium *trial* 13.93)",
    (Added("unobtainium", 1), Added("*trial*", 1), Added("13.93", 2, answered=True)),
)
FOLLOW_UP = replace(NOT_FOUND, resolution=RESOLUTION)
NEW_SUBJECT = replace(NOTHING, resolution=Resolution("what now", "what now", new_subject=True))
WRITER = WriterIdentity("tiny*\x1b[31m", "http://127.0.0.1:8000/v1")
WORDED = replace(
    SEVERAL,
    wording=Wording(
        WRITER,
        (
            WordedSentence("The *median* was 13.93 months.", SEVERAL.answer.citations[:1]),
            WordedSentence("The first arm: 1.3 mg/m2.", SEVERAL.answer.citations[:2]),
        ),
        (
            DroppedSentence("Buy it at \x1b[31mevil.example.", Fault.ADDRESS),
            DroppedSentence(f"It lasted {'very ' * 30}long.", Fault.UNCITED),
            DroppedSentence("It did not.", Fault.UNCITED),
        ),
    ),
)
UNWORDED = replace(
    ONE,
    wording=Wording(
        WRITER,
        dropped=(DroppedSentence("It lasted 5 weeks.", Fault.NUMBER),),
        error=WriterBrokenError("tiny broke off before its end", hint="ask again"),
    ),
)
REPLIES = {
    "one": ONE,
    "several": SEVERAL,
    "doubtful": DOUBTFUL,
    "unmentioned": UNMENTIONED,
    "corrected": CORRECTED,
    "corrected-not-found": CORRECTED_NOT_FOUND,
    "hostile": HOSTILE_REPLY,
    "not-found": NOT_FOUND,
    "pages": PAGES,
    "apart": APART,
    "partly": PARTLY,
    "nothing": NOTHING,
    "follow-up": FOLLOW_UP,
    "new-subject": NEW_SUBJECT,
    "worded": WORDED,
    "unworded": UNWORDED,
}
