"""Rows of tables: which of them a question is about, and when it is about none."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qa_bot.answering import ExtractiveAnswerer
from qa_bot.answering.reading import read_hits
from qa_bot.encoder import Encoder
from qa_bot.index import build, open_index
from qa_bot.retrieval import Retriever

DOCUMENTS = {
    "lab.csv": """
        Test,Unit,Lower limit,Upper limit
        Potassium,mmol/l,3.5,5.1
        Sodium,mmol/l,136,145
    """,
    "programmes.csv": """
        Programme,Duration,Water
        Eco,205 min,9.5 l
        Intensive,135 min,14 l
    """,
    "rota.csv": """
        Staff,Monday,Tuesday
        Ines,off,counter
        Paul,afternoon,off
    """,
    "menu.csv": """
        Day,Meat,Vegetarian dish
        Monday,Fish fingers,Spinach lasagne
        Tuesday,Chicken curry,Chickpea curry
    """,
    "grades.csv": """
        Points,Grade
        50 to 79,passed
        80 to 100,with honours
    """,
    "hours.md": """
        # Opening hours

        | Day | Hours |
        |---|---|
        | Monday-Friday | 8-18 |
        | Saturday | 9-12 |

        ## Parking

        | Fee | Remark |
        |---|---|
        | 3 euros | a day |
    """,
    "armour.csv": """
        Armour,Price,Weight
        Half plate,750 gold,40 pounds
        Plate,1500 gold,65 pounds
    """,
    "gear.csv": """
        Gear,Price
        Hempen rope,1 crown
        Rope of silk,10 crowns
        Tent,2 crowns
        Net,
    """,
    "spending.csv": """
        Date,Spent on,Euros
        2024-01-02,Ferry,20
        2024-01-03,Hotel,120
        2024-01-04,Ferry,22
        2024-01-05,Ferry,19
        2024-01-06,Ferry,25
    """,
    "timetable.csv": """
        Period,Time,Wednesday,Thursday
        4,10:45,Music,Geography
        5,11:45,English,History
    """,
    "spells.csv": """
        Level,What a wizard can do
        9,cast 12 spells
        10,cast 15 spells
    """,
    "papers.csv": """
        Paper,Holder,Expires,For
        Passport,Papa,2032-09-13,travel
        Identity card,Mika,2030-02-19,all
        Identity card,Lotte,2031-07-31,all
        Library card,all,2027-01-31,books
    """,
    "alpha.md": """
        # ALPHA

        Median progression-free survival (PFS) was 9 months in ALPHA.

        The arms were alike.

        | Outcome in ALPHA | Whole group | Subgroup of women |
        |---|---|---|
        | Median time to response | 4.1 weeks | 4 weeks |
        | Deaths | 12 | 7 |
    """,
}


@pytest.fixture(scope="module")
def first(answers: Callable[[str], list[str]]) -> Callable[[str], str]:
    """Tell what is quoted first, however unsure it is, or nothing."""
    return lambda question: next(iter(answers(question)), "")


@pytest.fixture(scope="module")
def answers(
    tmp_path_factory: pytest.TempPathFactory, encoder: Encoder
) -> Iterator[Callable[[str], list[str]]]:
    """Tell what is quoted, however unsure it is."""
    folder: Path = tmp_path_factory.mktemp("tables")
    for name, text in DOCUMENTS.items():
        lines = [line.strip() for line in text.strip().splitlines()]
        (folder / "docs" / name).parent.mkdir(exist_ok=True)
        (folder / "docs" / name).write_text("\n".join(lines))
    build(folder / "docs", folder / "index", encoder, progress=lambda *_: None)
    with open_index(folder / "index") as index:
        retriever = Retriever(index, encoder)
        answerer = ExtractiveAnswerer(encoder, retriever.idf)

        def quoted(text: str) -> list[str]:
            question = retriever.understand(text)
            question, hits = read_hits(question, retriever.search(question, 8), None)
            return [one.text for one in answerer.answer(question, hits, threshold=0).statements]

        yield quoted


@pytest.mark.parametrize(
    "question", ["upper limit of magnesium", "which programme needs the most water"]
)
def test_names_of_columns_alone_are_no_answer(first, question: str) -> None:
    row = first(question)
    assert not row.startswith(("Potassium", "Sodium", "Eco", "Intensive"))


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("upper limit of potassium", "Potassium — "),
        ("opening hours on Wednesday", "Monday-Friday — "),  # spanned
        ("grade for 85 points", "80 to 100 — "),
        ("parking fee for a visitor", "3 euros — "),  # the only row
    ],
)
def test_a_row_that_says_what_is_asked_is_quoted(first, question: str, row: str) -> None:
    assert first(question).startswith(row)


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("vegetarian lunch on Tuesday", "Tuesday — "),
        ("who is off on Tuesday", "Paul — "),  # not Ines, who is off on Monday
        ("who is off on Monday", "Ines — "),
    ],
)
def test_the_row_that_says_most_where_it_is_asked_is_quoted(first, question: str, row: str) -> None:
    assert first(question).startswith(row)


def test_the_row_that_is_asked_about_goes_before_one_whose_name_says_more(first) -> None:
    assert first("price of plate armour").startswith("Plate — ")
    assert first("price of half plate armour").startswith("Half plate — ")


def test_rows_that_say_as_much_of_the_question_stand_side_by_side(answers) -> None:
    ropes = ["Hempen rope — Price: 1 crown", "Rope of silk — Price: 10 crowns"]
    assert sorted(answers("how much does a rope cost")) == ropes
    assert answers("how much does a rope of silk cost") == ropes[1:]


def test_no_row_is_left_out_of_what_adds_up(answers) -> None:
    euros = [row.rpartition(" ")[2] for row in answers("how much was spent on the ferry")]
    assert sorted(euros) == ["19", "20", "22", "25"]


def test_a_row_that_only_repeats_the_question_is_no_answer(first) -> None:
    assert first("price of the net").startswith("Net")
    assert not first("how much is the net").startswith("Net")


def test_a_row_of_another_number_is_no_answer(first) -> None:
    assert first("spells a wizard of level 10 can cast").startswith("10 — ")
    assert not first("spells a wizard of level 11 can cast").startswith(("9 — ", "10 — "))


@pytest.mark.parametrize("ordinal", ["5th", "fifth"])
def test_an_ordinal_is_the_number_that_names_a_row(first, ordinal: str) -> None:
    assert first(f"what is on in the {ordinal} period on Thursday").startswith("5 — ")


@pytest.mark.parametrize("ordinal", ["6th", "sixth", "15th"])
def test_a_row_of_another_ordinal_is_no_answer(first, ordinal: str) -> None:
    row = first(f"what is on in the {ordinal} period on Thursday")
    assert not row.startswith(("4 — ", "5 — "))


def test_any_row_answers_what_is_asked_of_the_whole_table(first) -> None:
    assert "Hours: " in first("opening hours")


def test_a_row_of_another_than_a_cell_names_is_no_answer(answers) -> None:
    (row,) = answers("when does Lotte's identity card expire")
    assert row.startswith("Identity card — Holder: Lotte")
    assert answers("when does Papa's identity card expire") == []
    rows = answers("when do the identity cards of Mika and Lotte expire")
    assert all(row.startswith("Identity card") for row in rows)
    assert len(rows) == 2
    (row,) = answers("when does Lotte's library card expire")
    assert row.startswith("Library card — Holder: all")


def test_an_outcome_of_another_sentence_is_none_of_a_row(first) -> None:
    assert "weeks" not in first("ALPHA PFS in the subgroup of women")
    assert "4 weeks" in first("ALPHA median time to response in the subgroup of women")
