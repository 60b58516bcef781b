"""What an answer has to say: what narrows a question down, and something at all."""

from collections.abc import Callable, Iterator

import pytest

from qa_bot.config import Config, IndexConfig
from qa_bot.engine import QABot
from qa_bot.records import Answer
from tests.fakes import Notes

DOCUMENTS = {
    "hygrometer.md": "# Roof\n\nThe weight of the hygrometer on the roof is 3 kg.\n",
    "mast.md": "# Mast\n\nThe anemometer hangs on the north mast. Nobody has climbed it since.\n",
    "pump.md": "# Cellar\n\nThe pump in the cellar runs for two hours a day.\n",
    "door.md": "# Door\n\nThe key of the back door hangs beside the stairs.\n",
    "car.md": "# Car\n\nThe car is washed on the first Saturday of the month.\n",
    "theodolites.md": "# Theodolites\n\nEach costs 900 euros.\n",
    "larder.md": "# Tempeh and seitan\n\n## Tempeh\n\nThe protein content of tempeh is 19 g.\n\n"
    "It keeps for a week.\n\n## Seitan\n\nThe dough is kneaded for ten minutes.\n",
    "boats.csv": "Boat,Weight,Insured for\nWren,n/a,1900 euros\nDipper,27 kg,not insured\n",
}

DIPPER = "Dipper — Weight: 27 kg; Insured for: not insured"

Ask = Callable[[str], Answer]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Ask a few short documents with the packaged models."""
    folder, index = tmp_path_factory.mktemp("notes"), tmp_path_factory.mktemp("index")
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text)
    paths = IndexConfig(folders=(str(folder),), path=str(index))
    bot = QABot.open(Config(index=paths), Notes())
    yield lambda question: bot.ask(question).answer
    bot.index.close()


def told(answer: Answer) -> list[str]:
    return [one.text for one in answer.statements]


def test_what_is_said_of_another_does_not_answer_a_telegram(ask: Ask) -> None:
    weight = ["The weight of the hygrometer on the roof is 3 kg."]
    assert told(ask("weight of the hygrometer")) == weight
    assert told(ask("weight of the hygrometers in kg")) == weight
    assert told(ask("weight of the anemometer on the roof")) == []


def test_what_no_passage_says_together_is_named(ask: Ask) -> None:
    assert ask("weight of the anemometer on the roof").apart_terms == ()  # it is one word
    apart = ask("weight of the hygrometer beside the anemometer").apart_terms
    assert apart == ("hygrometer", "anemometer")


def test_a_heading_says_it_for_what_stands_below(ask: Ask) -> None:
    assert told(ask("price of a theodolite")) == ["Each costs 900 euros."]


def test_a_cell_that_is_left_blank_does_not_answer(ask: Ask) -> None:
    assert told(ask("what is the weight of the Wren")) == []
    assert told(ask("what is the weight of the Dipper")) == [DIPPER]
    assert told(ask("for how much is the Dipper insured")) == [DIPPER]


@pytest.mark.parametrize("question", ["protein content of {}", "what is the protein content of {}"])
def test_what_is_told_of_the_thing_beside_a_subject_is_none_of_it(ask: Ask, question: str) -> None:
    assert told(ask(question.format("tempeh"))) == ["The protein content of tempeh is 19 g."]
    assert not any("19 g" in one for one in told(ask(question.format("seitan"))))
