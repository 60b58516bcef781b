"""A telegram that names a thing and where it belongs is told how much of it there is."""

import pytest

from qa_bot.engine import QABot
from tests.answering.folders import bot_over

DOCUMENTS = {
    "brioche.md": "# Brioche\n\n## Ingredients\n\n- 500 g bread flour\n- 250 g butter, soft\n"
    "- 10 g salt\n\n## Method\n\nMix everything but the butter and knead for ten minutes. Add the"
    " butter bit by bit. Brush the loaf with egg yolk before baking.\n",
    "shortbread.md": "# Shortbread\n\n## Ingredients\n\n- 300 g flour\n- 200 g butter, cold\n"
    "- 100 g sugar\n\n## Method\n\nRub the butter into the flour, stir in the sugar and press the"
    " dough into a tin.\n",
}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> QABot:
    return bot_over(tmp_path_factory.mktemp("folder"), DOCUMENTS)


def told(bot: QABot, question: str) -> list[str]:
    return [one.text for one in bot.ask(question).answer.statements]


@pytest.mark.parametrize(
    ("question", "amount"),
    [
        ("butter for the brioche", "250 g butter, soft"),
        ("butter brioche", "250 g butter, soft"),
        ("butter in shortbread", "200 g butter, cold"),
        ("sugar shortbread", "100 g sugar"),
    ],
)
def test_the_amount_comes_first_and_then_what_else_is_told(
    bot: QABot, question: str, amount: str
) -> None:
    first, *others = told(bot, question)
    assert first == amount
    assert not any("g butter" in one for one in others)


def test_other_questions_are_answered_as_they_are_asked(bot: QABot) -> None:
    added = told(bot, "when is the butter added to the brioche")
    assert added[:1] == ["Add the butter bit by bit."]
    assert told(bot, "egg yolk brioche") == ["Brush the loaf with egg yolk before baking."]
