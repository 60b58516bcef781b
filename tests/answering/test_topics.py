"""What a sentence without a name is about: what was named last."""

import pytest

from qa_bot.engine import QABot
from tests.answering.folders import bot_over, first

DOCUMENTS = {
    "cities.md": "# Two cities\n\nIn Lisbon we stay at Casa Verde for a week. Breakfast is served"
    " from 7:30 in the garden. The tram costs 3 euros.\n\nIn Porto we stay at Hotel Rio for six"
    " nights. Breakfast there is from 7 to 10 in the cellar.\n",
    "trial.md": "# A trial\n\nIn ALPHA 402 patients took part. In Europe there were 200. Median"
    " survival was 13.9 months.\n",
    "years.md": "# The club\n\nIn 2019 the club had 40 members. The fee was 20 euros. In 2020 the"
    " club had 52 members. The fee was 25 euros.\n",
}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> QABot:
    return bot_over(tmp_path_factory.mktemp("folder"), DOCUMENTS)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("when is breakfast in Porto", "Breakfast there is from 7 to 10 in the cellar."),
        ("when is breakfast in Lisbon", "Breakfast is served from 7:30 in the garden."),
        ("what was the fee in 2019", "The fee was 20 euros."),
        ("what was the fee in 2020", "The fee was 25 euros."),
    ],
)
def test_a_sentence_is_about_what_was_named_last(bot: QABot, question: str, quote: str) -> None:
    statements = bot.ask(question).answer.statements
    assert [one.text for one in statements] == [quote]


def test_beside_nothing_that_says_as_much_a_sentence_may_be_about_any(bot: QABot) -> None:
    assert first(bot, "median survival in ALPHA") == "Median survival was 13.9 months."
