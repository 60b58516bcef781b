"""The answers to parts of a question become one, or none."""

from dataclasses import replace

import pytest

from qa_bot.answering.joining import joined, rather
from qa_bot.engine import QABot
from qa_bot.records import Answer, Correction, Statement
from tests.answering.folders import bot_over
from tests.replies import SENTENCE, cited

OPEN, SHUT = (Statement(text, (cited(SENTENCE),)) for text in ("It is open.", "It is shut."))


def test_all_that_was_found_is_told_once_and_as_surely_as_the_least_sure() -> None:
    slip = Correction("prto", "porto")
    parts = (
        Answer("a?", "a", (OPEN,), 0.9, corrections=(slip,)),
        Answer("b?", "b", (SHUT, OPEN), 0.7, corrections=(slip,)),
    )
    answer = joined("a and b?", parts)
    assert answer
    assert answer.question == "a and b?"
    assert answer.statements == (OPEN, SHUT)
    assert answer.confidence == 0.7
    assert answer.searched == "a; b"
    assert answer.corrections == (slip,)


def test_what_is_not_found_is_said_beside_what_is() -> None:
    found, other = Answer("a?", "a", (OPEN,), 0.9), Answer("b?", "b", (), 0.2, ("b",))
    answer = joined("a and b?", [found, other])
    assert answer
    assert (answer.statements, answer.confidence) == ((OPEN,), 0.9)
    assert (answer.unanswered, answer.missing_terms) == (("b?",), ("b",))
    assert joined("b?", [other]) is None
    # So is it of a part that has parts itself.
    again = joined("a, b and c?", [answer, replace(found, question="c?")])
    assert again
    assert again.unanswered == ("b?",)
    assert joined("?", []) is None


def test_the_whole_is_answered_where_it_tells_all_and_is_no_less_likely() -> None:
    whole, parts = Answer("a and b?", "a b", (OPEN,), 0.8), Answer("a and b?", "a; b", (SHUT,), 0.9)
    sure = replace(whole, confidence=0.9)
    assert rather(sure, parts, tells_all=True) == sure
    assert rather(whole, parts, tells_all=True) == parts
    assert rather(sure, parts, tells_all=False) == parts
    assert rather(whole, None, tells_all=False) == whole


DOCUMENTS = {
    "rye.md": "# Rye bread\n\n## Ingredients\n\n- 500 g rye flour\n- 12 g salt\n\n"
    "## Method\n\nShape the loaf and bake it at 230 °C for 50 minutes.\n",
    "shortbread.md": "# Shortbread\n\n## Ingredients\n\n- 300 g flour\n- 200 g butter\n\n"
    "## Method\n\nPrick it with a fork. Bake it at 150 °C for 45 minutes.\n",
    "rook.md": "# Rook\n\nRook is a backup program for small networks.\n\n"
    "The council of Rook has five members, elected for three years.\n",
    "CHANGELOG.md": "# Changelog\n\n## [2.0.0] - 2024-05-01\n\n- Settings are YAML.\n\n"
    "## [1.0.0] - 2021-03-22\n\n- First one.\n",
}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> QABot:
    return bot_over(tmp_path_factory.mktemp("folder"), DOCUMENTS)


@pytest.mark.parametrize(
    ("question", "told", "unanswered"),
    [
        (
            "what is Rook and when was 2.0.0 released?",
            ["Rook is a backup program for small networks.", "[2.0.0] - 2024-05-01"],
            (),
        ),
        (
            "how much rye flour goes into the rye bread and at what temperature is it baked",
            ["500 g rye flour", "Shape the loaf and bake it at 230 °C for 50 minutes."],
            (),
        ),
        (
            "how many members does the council have and for how long are they elected",
            ["The council of Rook has five members, elected for three years."],
            (),
        ),
        (
            "what is Rook and who painted the Mona Lisa?",
            ["Rook is a backup program for small networks."],
            ("who painted the Mona Lisa?",),
        ),
        ("who painted the Mona Lisa and when was Rome founded", [], ()),
    ],
)
def test_each_part_is_answered_once(
    bot: QABot, question: str, told: list[str], unanswered: tuple[str, ...]
) -> None:
    answer = bot.ask(question).answer
    assert [one.text for one in answer.statements] == told
    assert (answer.question, answer.unanswered) == (question, unanswered)
    cited = {one.passage.id for one in answer.citations}
    found = [hit.passage.id for hit in answer.hits]
    assert cited <= set(found)
    assert len(found) == len(set(found))
