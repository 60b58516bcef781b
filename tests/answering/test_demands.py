"""What an answer has to say: what narrows a question down, what kind of thing, and something."""

from collections.abc import Callable, Iterator

import pytest

from qa_bot.answering.demands import demands, is_blank
from qa_bot.config import Config, IndexConfig
from qa_bot.engine import QABot
from qa_bot.question import Question
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


def tells(question: str, sentence: str, searched: str = "") -> bool:
    """Tell whether a sentence has all that a question demands."""
    asked = Question(question, searched or question, ())
    return all(has(sentence) for has in demands(asked))


@pytest.mark.parametrize(
    ("question", "sentence", "lacks"),
    [
        ("How many employees are there?", "All employees wear a badge.", True),
        ("How many employees are there?", "The safety of employees comes first.", True),
        ("In how many towns is it?", "It is in a town's hall.", False),
        ("How many guests may I bring?", "You may bring a guest.", False),
        ("How many guests may I bring?", "You may bring an extra guest.", False),
        ("How many guests may I bring?", "You may bring as many as you like.", False),
        ("How many guests may I bring?", "No guests are let in.", False),
        ("How many guests may I bring?", "Tell us how many guests you bring.", True),
        ("How many guests may I bring?", "It is on the 3rd floor.", True),
        ("How many employees are there?", "The team of forty works here.", False),
        ("How many languages are taught?", "Latin, Greek and Hebrew are taught.", False),
        ("How many?", "It is so.", True),
        ("and at large? (how many members)", "At large is a constituency.", True),
        ("and at large? (how many members)", "Four members are at large.", False),
        ("C-SMART number of patients", "C-SMART — Setting: COVID-19; Register: ACTRN126", True),
        ("What is the number of patients?", "Patients: 83", False),
        ("What cuts the number of falls?", "A handrail does.", False),  # no number is asked for
        ("Phone number of the laboratory", "It is in the hall.", False),
        ("number on selinexor in SIENDO", "SIENDO is registered as NCT03555422.", True),
        ("What was the number randomised?", "They drew lots.", True),
        ("locker number in the hall", "It stands on the card.", False),
        ("Which one is it, and how many has it?", "It is the oak.", False),
        ("How long does it last?", "It lasts until spring.", False),
        ("how many books can I borrow", "Books are lent for four weeks, films for one week.", True),
        ("how many weeks can I keep a book", "Books are lent for four weeks.", False),
        ("how many books can I borrow", "Ten books are lent for 4 weeks.", False),
        ("how many flats are there", "flat — Notice: 6 months to 30 November", True),
        ("how many flats are there", "On 30 November there were 12.", False),
    ],
)
def test_what_tells_no_number_is_not_how_many(question: str, sentence: str, lacks: bool) -> None:
    assert tells(question, sentence) != lacks


@pytest.mark.parametrize(
    ("question", "sentence", "lacks"),
    [
        ("p value of the yield?", "The yield rose by 12% (ratio 1.2, 95% CI 1.1-1.4).", True),
        ("Which P-value had the yield?", "The yield rose by 12% (P < .05).", False),
        ("p value of the yield?", "Yield — Ratio: 1.2; P: 0.03", False),
        ("p value of the yield?", "The rise in yield was not significant.", False),
        ("by how much did the yield rise?", "The yield rose by 12%.", False),
    ],
)
def test_what_tells_no_p_value_answers_no_question_for_one(
    question: str, sentence: str, lacks: bool
) -> None:
    assert tells(question, sentence) != lacks


@pytest.mark.parametrize(
    ("question", "sentence", "lacks"),
    [
        ("CI of the ratio", "A 95% confidence interval (CI) was computed.", True),
        ("CI of the ratio", "The ratio was 0.70 (95% CI 0.53-0.93).", False),
        ("CI of the ratio", "The ratio was 0.70 (95% CI 0.53, .93).", False),
        ("CI of the ratio", "The ratio was 0.70 (0.53 to not reached).", False),
        ("confidence limits of the ratio?", "The ratio was 0.70.", True),
        ("which CI is wrong?", "The CI of the first ratio.", False),
        ("how long does the build take?", "It takes 7 minutes.", False),
    ],
)
def test_what_gives_no_two_ends_is_no_interval(question: str, sentence: str, lacks: bool) -> None:
    spelled_out = question.replace("CI", "CI (confidence interval)")
    assert tells(question, sentence, searched=spelled_out) != lacks


@pytest.mark.parametrize(
    ("cells", "blank"),
    [
        ("not given", True),
        ("Date: date not given", True),
        ("Old: n/a; New: –", True),
        ("Old: 3; New: not given", False),
        ("not insured", False),
        ("not reached", False),
        ("none", False),
    ],
)
def test_a_cell_may_say_that_it_says_nothing(cells: str, blank: bool) -> None:
    assert is_blank(cells) == blank


@pytest.mark.parametrize(
    ("question", "sentence", "repeats"),
    [
        ("When must the deprecation policy be reviewed?", "Deprecation policy #1704", True),
        ("When must the deprecation policy be reviewed?", "Deprecation policy: in May", False),
        ("Who won, Anna or Ben?", "Anna won.", False),
        ("Is there a deprecation policy?", "Deprecation policy", False),
    ],
)
def test_what_only_repeats_a_question_is_no_answer(
    question: str, sentence: str, repeats: bool
) -> None:
    assert tells(question, sentence) != repeats
