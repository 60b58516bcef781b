"""What is written like a name, and that nothing is answered about another."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from qa_bot.config import Config, IndexConfig
from qa_bot.engine import QABot
from qa_bot.glossary import Glossary
from qa_bot.glossary.abbreviations import Abbreviation
from qa_bot.glossary.synonyms import Synonyms
from qa_bot.question import Concept, Question
from qa_bot.question.concepts import concepts_in, said_by
from qa_bot.question.names import (
    as_written,
    has_to_be_named,
    is_name,
    is_of_other_group,
    with_subjects,
)
from tests.fakes import Notes

GLOSSARY = Glossary([(Abbreviation("OS", "overall survival"), 7)])
DOCUMENTS = {
    "parking.md": "# Parking\n\nStaff may leave their car in garage B behind the main hall.\n",
    "hours.md": "# Hours\n\nWe work 4-day weeks from May 1 through August 31 every year.\n",
    "visitors.md": "# Visitors\n\nThe museum had 512 visitors in May and 804 in August.\n",
    "reports.md": "# Reports\n\nReports are sent by e-mail to the office on Fridays.\n",
    "events.csv": "date,event\n2026-11-10,parents' evening\n2026-12-04,carol singing\n",
    "pool.md": "# Pool\n\nThe pool is open Monday to Friday 6-22, weekends 9-20.\n",
    "health.md": "# Health\n\nMargarethe Vogel is allergic to penicillin.\n",
    "zolpral.txt": "Take it once a day. Do not take alcohol with Zolpral, as it may harm you.\n",
    "thyronal.md": "# Thyronal\n\nActive: levothyroxine. Made by Brandt Pharma, Basel.\n",
    "trial.md": "# BOSTON\n\nIn BOSTON (March 2020), the median PFS was 13.9 months.\n",
    "ikema.md": "# A trial\n\nIKEMA enrolled 302 patients in the spring of that year.\n",
    "deaths.md": """# Deaths

Patients had selinexor, bortezomib and dexamethasone (SVd) or bortezomib and dexamethasone (Vd).

In the SVd arm, 47 patients (24%) had died.
""",
    "settings.md": """# Settings

The default of `max_execution_time` is 60 seconds.

DB_POOL_SIZE is 10.

The default of maxRetries is 3.

The default of `--max-time` is 40 seconds.

The value of session.gc_probability is 1.
""",
}

Ask = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Ask a few short documents with the packaged models; the sentences that answer."""
    folder, index = tmp_path_factory.mktemp("notes"), tmp_path_factory.mktemp("index")
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text)
    paths = IndexConfig(folders=(str(folder),), path=str(index))
    bot = QABot.open(Config(index=paths), Notes())
    yield lambda question: [one.text for one in bot.ask(question).answer.statements]
    bot.index.close()


def test_a_capital_that_only_begins_a_sentence_makes_no_name() -> None:
    def names(words: str, text: str) -> bool:
        return is_name(Concept(words, ((words.lower(),),)), text)

    assert names("STORM", "the STORM trial")
    assert names("60k", "at 60k")
    assert not names("Arms", "The trial: Arms were compared.")
    # Nor does one that begins a cell of a row.
    row = "a season — Adults: 110 euros; Children: 45 euros"
    assert not names("Adults", row)
    assert not names("Children", row)


def test_what_documents_abbreviate_is_no_name() -> None:
    survival = Concept("PFS", (("pfs",), ("progression", "free", "surviv")))
    assert not is_name(survival, "the PFS of STORM")
    drug = Concept("Velcade", (("velcad",), ("bortezomib",)))
    assert is_name(drug, "the dose of Velcade")


def named(question: str, glossary: Glossary = GLOSSARY) -> list[str]:
    concepts = concepts_in(question, glossary)
    return [one.words for one in concepts if has_to_be_named(one, question)]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("when does Ben's passport expire?", ["Ben's"]),
        ("median PFS of BOSTON in 2019", ["BOSTON", "2019"]),
        ("is it sold in Österreich?", ["Österreich"]),
        ("how many visitors came in May?", ["May"]),
        ("May I come? It may be.", []),
        ("is Mrs Vogel, Prof. Graf or Miss Österle in?", ["Vogel", "Graf", "Österle"]),
        ("where is the Sister of it?", ["Sister"]),
        ("is AdTrav, whose kWh count, on ClinicalTrials.gov or on GitHub.", ["AdTrav", "GitHub"]),
        # Abbreviations may be spelled out, and what opens a question has its capital from there.
        ("Dose of SVd at the NHS on day 1 of 2500", []),
    ],
)
def test_an_answer_has_to_name_what_is_written_like_a_proper_name(
    question: str, names: list[str]
) -> None:
    assert named(question) == names


def test_an_answer_has_to_name_what_documents_define() -> None:
    assert named("median overall survival of it") == ["overall survival"]
    assert named("the OS, please") == ["OS"]


def test_a_term_with_a_part_that_documents_define_has_to_be_named_in_each_wording() -> None:
    listed = Synonyms("median OS", ("median overall survival", "middle survival"))
    glossary = Glossary([(Abbreviation("OS", "overall survival"), 7)], [listed])
    for term in ("median OS", "median overall survival"):
        assert named(f"the {term}, please", glossary) == [term]
    assert named("the middle survival, please", glossary) == []


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Where Can Employees Park Their Cars?", []),
        ("How Many Days of Leave Do New Employees at BOSTON Get in 2019?", ["BOSTON", "2019"]),
        ("Where Can Interns Park their Company car?", []),
        ("WHERE CAN EMPLOYEES OF STORM PARK IN 2019?", ["2019"]),
        ("Where Can Employees Park Their Cars? (Boston)", []),
        # Names alone, a name that has a small word, and small words that begin a sentence.
        ("Who is Ann Mary Miller?", ["Ann", "Mary", "Miller"]),
        ("Who sang and played for The Flaming Lips?", ["Flaming", "Lips"]),
        ("Anything about Ann Mary Miller? Or Ben?", ["Ann", "Mary", "Miller", "Ben"]),
        ("Did Ann Mary Miller leave in May?", ["Ann", "Mary", "Miller", "May"]),
    ],
)
def test_where_every_word_has_a_capital_it_tells_no_name(question: str, names: list[str]) -> None:
    assert named(question) == names


@pytest.mark.parametrize(
    "question",
    [
        "Where can employees park their cars?",
        "Where Can Employees Park Their Cars?",
        "WHERE CAN EMPLOYEES PARK THEIR CARS?",
    ],
)
def test_a_question_is_answered_in_whatever_capitals_it_is_typed(ask: Ask, question: str) -> None:
    assert ask(question) == ["Staff may leave their car in garage B behind the main hall."]


def test_what_is_asked_of_a_person_is_not_answered_of_all(ask: Ask) -> None:
    assert ask("Where does Ben Miller park his car?") == []


@pytest.mark.parametrize("name", ["Vogel", "Mrs Vogel", "Frau Vogel", "Nurse Vogel"])
def test_a_person_may_be_addressed_otherwise(ask: Ask, name: str) -> None:
    allergic = "Margarethe Vogel is allergic to penicillin."
    assert ask(f"What is {name} allergic to?") == [allergic]
    assert ask(f"What is {name.replace('Vogel', 'Fischer')} allergic to?") == []


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What is the default of max_execution_time?", "max_execution_time is 60 seconds."),
        ("What is the default of max_input_time?", ""),
        ("What is DB_POOL_SIZE?", "DB_POOL_SIZE is 10."),
        ("What is db_pool_size?", "DB_POOL_SIZE is 10."),
        ("What is DB_POOL_MAX_SIZE?", ""),
        ("What is the default of maxRetries?", "maxRetries is 3."),
        ("What is the default of maxRetryDelay?", ""),
        ("What is the default of --max-time?", "--max-time is 40 seconds."),
        ("What is the default of --max-delay?", ""),
        ("What is the value of session.gc_probability?", "session.gc_probability is 1."),
        ("What is the value of session.gc_maxlifetime?", ""),
    ],
)
def test_a_setting_is_not_answered_with_its_neighbour(ask: Ask, question: str, answer: str) -> None:
    found = ask(question)
    assert len(found) == bool(answer)
    assert all(one.endswith(answer) for one in found)


def test_a_synonym_with_capitals_inside_may_be_named_by_its_term() -> None:
    glossary = Glossary([], [Synonyms("bortezomib", ("VelCade",))])
    (concept,) = concepts_in("VelCade", glossary)
    assert has_to_be_named(concept, "the dose of VelCade")
    assert concept.is_in(said_by("a dose of bortezomib"))


def test_a_month_is_named_where_a_text_spans_it(ask: Ask) -> None:
    weeks = "We work 4-day weeks from May 1 through August 31 every year."
    assert ask("Do we work 4-day weeks in July?") == [weeks]
    assert ask("Do we work 4-day weeks in January?") == []
    assert ask("How many visitors did the museum have in July?") == []


def test_a_name_in_capitals_is_no_month(ask: Ask) -> None:
    survival = ["In BOSTON (March 2020), the median PFS was 13.9 months."]
    assert ask("what was the median PFS in MARCH 2020?") == survival
    assert ask("WHAT WAS THE MEDIAN PFS OF MARCH 2020?") == survival
    assert ask("what was the median PFS of the MARCH trial?") == []
    assert ask("MARCH PFS") == []
    assert ask("what was the median PFS in MARCH?") == []


def test_what_is_written_in_capitals_alone_is_a_name_in_small_letters(ask: Ask) -> None:
    assert ask("median PFS boston") == ["In BOSTON (March 2020), the median PFS was 13.9 months."]
    assert ask("median PFS ikema") == []
    assert ask("how many patients did ikema enrol?")


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        (["IKEMA enrolled 302.", "It is KarMMa."], ["IKEMA", "KarMMa"]),
        (["A Grand Café, an ikema"], []),
        (["IKEMA, of which an ikema is none."], []),
        # A title in capitals tells of none.
        (["IKEMA AND OTHERS"], []),
    ],
)
def test_words_are_written_as_texts_have_them(texts: list[str], names: list[str]) -> None:
    asked = "ikema, karmma or café?"
    question = as_written(Question(asked, asked, concepts_in(asked, GLOSSARY)), texts)
    assert [one.words for one in question.concepts if one.words != one.words.lower()] == names
    assert all(name in question.text for name in names)


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("Iron should not be taken with Zolpral.", True),
        ("Zolpral is taken with food.", False),
        ("A zolpral is like Zolpral.", False),
        ("How to Take Zolpral With Food", False),
    ],
)
def test_an_uncommon_word_is_a_name_where_texts_have_it_with_a_capital(
    text: str, is_name: bool
) -> None:
    asked = "who makes zolpral"
    question = Question(asked, asked, concepts_in(asked, GLOSSARY))
    common = replace(question, uncommon=frozenset({"makes"}))
    uncommon = replace(question, uncommon=frozenset({"zolpral"}))
    assert as_written(common, ["zolpral", text]).text == asked
    assert (as_written(uncommon, ["zolpral", text]).text == "who makes Zolpral") == is_name


def test_of_a_name_in_small_letters_nothing_is_told_that_is_said_of_another(ask: Ask) -> None:
    assert ask("who makes zolpral") == []
    assert ask("who makes thyronal") == ["Made by Brandt Pharma, Basel."]


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("what must a guest sign", "A guest MUST sign here."),
        ("which warning lamp is lit", "WARNING: Keep it dry."),
    ],
)
def test_a_word_that_capitals_stress_is_no_name(asked: str, text: str) -> None:
    question = Question(asked, asked, concepts_in(asked, GLOSSARY))
    assert as_written(question, [text]) == question


def test_what_is_said_of_one_arm_is_no_answer_for_another(ask: Ask) -> None:
    assert ask("deaths in the SVd arm") == ["In the SVd arm, 47 patients (24%) had died."]
    assert ask("deaths in the Vd arm") == []


@pytest.mark.parametrize(
    ("sentence", "asked", "is_other"),
    [
        ("In the CHOP arm 47 died.", "deaths in the COP arm", True),
        ("In the CHOP arm 47 died, in the COP arm 35.", "deaths in the COP arm", False),
        ("47 died in the CHOP group, 35 with cold oats pie.", "deaths in the COP arm", False),
        # It may be that very one, or none is named.
        ("In the control arm 35 died.", "deaths in the COP arm", False),
        ("35 died.", "deaths in the COP arm", False),
        ("Each arm had 35 deaths.", "deaths in the COP arm", False),
        ("In the COP arm 35 died.", "deaths in the control arm", False),
        ("In the CHOP arm 47 died.", "deaths with COP", False),
        ("In the CHOP arm 47 died.", "deaths in the cop arm", False),
    ],
)
def test_a_sentence_may_be_of_another_arm(sentence: str, asked: str, is_other: bool) -> None:
    glossary = Glossary([(Abbreviation("COP", "cold oats pie"), 2)])
    question = Question(asked, asked, concepts_in(asked, glossary))
    assert is_of_other_group(sentence, question) == is_other


def test_an_arm_whose_name_documents_shorten_is_not_another() -> None:
    glossary = Glossary([(Abbreviation("VA", "Vd arm"), 2)])
    for asked in ("deaths in the Vd arm", "deaths in the VA"):
        question = Question(asked, asked, concepts_in(asked, glossary))
        assert not is_of_other_group("In the Vd arm, 62 had died.", question)


def test_a_date_and_a_weekend_name_their_month_and_days(ask: Ask) -> None:
    assert ask("Which event is on 10 November 2026?") == ["2026-11-10 — event: parents' evening"]
    assert not ask("Which event is on 10 August 2026?")
    hours = ["The pool is open Monday to Friday 6-22, weekends 9-20."]
    for day in ("Tuesday", "Tuesdays", "Wednesdays", "Sunday"):
        assert ask(f"When is the pool open on {day}?") == hours


def test_a_name_with_capitals_inside_may_be_joined_otherwise(ask: Ask) -> None:
    assert ask("When are reports sent by eMail?")
    assert not ask("When are reports sent by TeleGram?")


def test_a_word_that_a_heading_names_is_a_subject() -> None:
    seitan, dumplings = Concept("seitan", (("seitan",),)), Concept("dim sum", (("dim", "sum"),))
    question = Question("the seitan or dim sum", "", (), subjects=(seitan, dumplings))
    assert with_subjects(question, ["Tempeh and seitan", "Dim sum"]).subjects == (seitan,)
    assert with_subjects(question, ["How seitan is made"]).subjects == ()
