"""What a sentence takes from those before it: what its "it" stands for."""

import pytest

from qa_bot.answering.units import leant_on, opened
from qa_bot.engine import QABot
from tests.answering.folders import bot_over, first

DOCUMENTS = {
    "letter.txt": "Dear parents,\n\nthe school trip of class 4 goes to the farm Hollmead from 10"
    " to 12 June. It costs 85 euros for each child. They need rubber boots.\n\n"
    "The summer fair is on 22 June. It ends at four.\n",
    "call.txt": "Notes of the call of 16 April\n\n4. Budget\nWe have 3,150 dollars left.\n\n"
    "5. Next call\n14 May, 17:00 UTC. Peter takes the notes.\n",
    "board.md": "# Statutes\n\nThe board has five members. It is elected for two years. It is"
    " quorate if three members are present.\n\nIt was founded in Leipzig.\n",
}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> QABot:
    return bot_over(tmp_path_factory.mktemp("folder"), DOCUMENTS)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("what does the school trip cost", "It costs 85 euros for each child."),
        ("when does the summer fair end", "It ends at four."),
        # Over a sentence that leans itself.
        ("when is the board quorate", "It is quorate if three members are present."),
        # Below a line that heads it, whose number is no answer.
        ("when is the next call", "14 May, 17:00 UTC."),
    ],
)
def test_a_sentence_is_read_behind_those_it_leans_on(bot: QABot, question: str, quote: str) -> None:
    assert first(bot, question) == quote


def test_a_sentence_does_not_answer_for_the_one_it_leans_on(bot: QABot) -> None:
    assert first(bot, "when is the summer fair") == "The summer fair is on 22 June."


@pytest.mark.parametrize(
    ("sentence", "before"),
    [
        (
            "It is quorate if three members are present.",
            ["The board has five members.", "It is elected for two years."],
        ),
        ("14 May, 17:00 UTC.", ["5. Next call"]),
        ("Peter takes the notes.", []),
        ("It was founded in Leipzig.", []),  # opens a paragraph
    ],
)
def test_a_sentence_leans_on_those_of_its_paragraph(
    bot: QABot, sentence: str, before: list[str]
) -> None:
    hits = map(opened, bot.search(sentence, 8))
    found = [leant_on(hit, one) for hit in hits for one in hit.units if one.text == sentence]
    assert [[one.text for one in each] for each in found] == [before]
