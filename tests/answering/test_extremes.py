"""The cheapest, the most energy: told by all rows of a table together, or not at all."""

import pytest

from qa_bot.engine import QABot
from qa_bot.question.superlatives import superlative
from tests.answering.folders import bot_over

DOCUMENTS = {
    "washing.csv": "Programme,Temperature,Largest load,Energy\n"
    "Cotton,60 °C,7 kg,1.05 kWh\nEco,40 °C,7 kg,0.68 kWh\nEasy care,40 °C,3.5 kg,0.55 kWh\n"
    "Wool,30 °C,1.5 kg,0.30 kWh\nQuick,30 °C,2 kg,0.22 kWh\n",
    "plans.md": "# Phone plans\n\n| Plan | Data | Price | Term |\n| --- | --- | --- | --- |\n"
    "| Fjord Mini | 3 GB | 6.99 € | none |\n| Fjord Plus | 15 GB | 12.99 € | a year |\n"
    "| Zebra Free | 10 GB | 8.50 € | none |\n| Zebra Max | 50 GB | 24.90 € | two years |\n",
    "gas.csv": "Month,Gas kWh,Water m3\nJanuary,1420,9.1\nMay,280,9.6\nJune,140,9.6\n",
    "singers.csv": "Singer,Voice,Age,Rehearsals missed\nAnneke Vos,soprano,34,2\n"
    "Bram Jacobs,bass,61,0\nCeline Adam,alto,27,7\n",
    "ropes.csv": "Rope,Length\nHemp,30 m\nSilk,200 cm\nNylon,12 m\n",
    "peaks.csv": "Peak,Height\n" + "".join(f"Ridge {n},{1000 + n} m\n" for n in range(400)),
}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> QABot:
    return bot_over(tmp_path_factory.mktemp("folder"), DOCUMENTS)


def rows(bot: QABot, question: str) -> list[str]:
    return [one.text.partition(" — ")[0] for one in bot.ask(question).answer.statements]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("which programme uses the least energy", ["Quick"]),
        ("which programme uses the most energy", ["Cotton"]),
        ("which phone plan is the cheapest", ["Fjord Mini"]),
        ("which is the most expensive phone plan", ["Zebra Max"]),
        ("in which month did we use the most gas", ["January"]),
        ("who missed the most rehearsals", ["Celine Adam"]),
        ("which singer is the oldest", ["Bram Jacobs"]),
        # Of the rows that the question names.
        ("which Zebra plan is the cheapest", ["Zebra Free"]),
        ("largest load for wool", ["Wool"]),
    ],
)
def test_the_row_with_the_most_or_the_least_answers(
    bot: QABot, question: str, names: list[str]
) -> None:
    assert rows(bot, question) == names


@pytest.mark.parametrize(
    "question",
    [
        "which rope is the longest",  # metres and centimetres are not compared
        "which peak has the greatest height",  # not all of its rows are found
    ],
)
def test_what_the_rows_found_cannot_tell_is_not_answered(bot: QABot, question: str) -> None:
    assert rows(bot, question) == []


@pytest.mark.parametrize(
    ("question", "wants_most"),
    [
        ("the least expensive plan", False),
        ("the most expensive plan", True),
        ("which walk is the shortest", False),
    ],
)
def test_a_superlative_is_asked_for_one_end(question: str, wants_most: bool) -> None:
    found = superlative(question)
    assert found is not None
    assert found.wants_most is wants_most


@pytest.mark.parametrize("question", ["at most how many", "at least two eggs", "the cheaper plan"])
def test_a_bound_is_no_superlative(question: str) -> None:
    assert superlative(question) is None
