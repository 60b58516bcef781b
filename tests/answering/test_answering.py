"""Answering: which sentence is quoted, what is marked in it, and when nothing is."""

from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from qa_bot.answering import ExtractiveAnswerer
from qa_bot.answering.agreement import saying
from qa_bot.answering.answerer import AS_LIKELY, MOST_STATEMENTS, choose, state
from qa_bot.answering.candidates import Candidate, Signs, candidates
from qa_bot.answering.claims import Claim
from qa_bot.answering.figures import (
    figures_that_answer,
    has_identifier,
    words_that_answer,
)
from qa_bot.answering.reading import read_hits
from qa_bot.answering.units import ReadUnit
from qa_bot.encoder import Encoder
from qa_bot.glossary import Glossary
from qa_bot.index import Index, build, open_index
from qa_bot.question import understand
from qa_bot.question.slips import Vocabulary
from qa_bot.reader import Reader, load_reader
from qa_bot.records import Answer, AnswerStatus, Correction, Hit, Passage, Span, Unit
from qa_bot.retrieval import Retriever
from tests.fakes import WordReader

ALL_WORDS = Vocabulary(lambda form: 1, lambda word: True, lambda word: True, 9)


@pytest.fixture(scope="module")
def ask(corpus_index: Index, encoder: Encoder):
    """Ask the tests' corpus, with the packaged model."""
    retriever = Retriever(corpus_index, encoder)

    def answer(text: str, threshold: float = 0.5, reader: Reader | None = None) -> Answer:
        answerer = ExtractiveAnswerer(encoder, retriever.idf, reader)
        question = retriever.understand(text)
        question, hits = read_hits(question, retriever.search(question, 8), reader)
        return answerer.answer(question, hits, threshold)

    return answer


@pytest.mark.parametrize(
    ("question", "quoted", "marked"),
    [
        (
            "what was the median time to remission with bright light",
            "The median time to remission (TTR) was **4.5 weeks** with bright light",
            "4.5 weeks",
        ),
        ("when does the ferry to Hvaler leave", "The ferry to Hvaler leaves at 07:40", "07:40"),
        ("adult fare of the ferry", "| Adult | 62 kroner |", "62 kroner"),
        (
            "how much rain at Larvik in 1957",
            "Station 7 near Larvik recorded 259",
            "259 millimetres",
        ),
        (
            "what does ttr stand for?",
            "The median time to remission (TTR) was **4.5 weeks** with bright light",
            "time to remission",
        ),
    ],
)
def test_the_sentence_or_row_that_answers_is_quoted_verbatim(
    ask, corpus_index: Index, question: str, quoted: str, marked: str
) -> None:
    answer = ask(question, threshold=0.0)
    citation = answer.citations[0]
    text = corpus_index.store.text(citation.passage.document)
    assert text is not None
    assert text[citation.span.start : citation.span.end] == citation.quote
    assert citation.quote.startswith(quoted)
    assert marked in {span.of(text) for span in citation.highlights}
    assert text.count("\n", 0, citation.span.start) + 1 == citation.line


def test_a_row_is_read_with_its_columns(ask) -> None:
    statement = ask("dropouts with dim light", threshold=0.0).statements[0]
    assert statement.text == "Dropouts — Bright light: 3; Dim light: 9"


def test_a_citation_carries_the_references_of_its_sentence_alone(ask) -> None:
    with_keys = ask("median time to remission with bright light", threshold=0.0).citations[0]
    assert [entry.key for entry in with_keys.references] == ["lovelace2024", "note"]
    without = ask("remission was reached by what share of the bright arm", threshold=0.0)
    assert without.citations[0].references == ()


def test_below_the_threshold_nothing_is_answered_but_the_hits_are_kept(ask) -> None:
    sure, unsure = ask("ferry to Hvaler", threshold=0.0), ask("ferry to Hvaler", threshold=1.0)
    assert sure.status is AnswerStatus.ANSWERED
    assert unsure.status is AnswerStatus.NOT_FOUND
    assert unsure.statements == ()
    assert unsure.hits == sure.hits
    assert unsure.confidence == sure.confidence < 1


def test_what_the_documents_do_not_say_gets_less_confidence(ask) -> None:
    known = ask("median time to remission with bright light").confidence
    for unknown in ("median overall survival with bright light", "price of a lamp in Peru"):
        assert ask(unknown).confidence < known


@pytest.mark.parametrize(
    "question",
    [
        "when does the ferry to Lofoten leave",
        "how much rain at Larvik in 1931",
        "what does Hvaler, where the ferry goes, stand for?",  # nothing says so
    ],
)
def test_an_answer_about_another_name_is_none(ask, question: str) -> None:
    assert not ask(question, threshold=0).statements


def test_an_answer_about_another_outcome_is_none(tmp_path: Path, encoder: Encoder) -> None:
    documents = tmp_path / "docs"
    documents.mkdir()
    (documents / "a.md").write_text(
        "In ALPHA, median progression-free survival (PFS) was 9 months."
    )
    (documents / "b.md").write_text("In BETA, median overall survival (OS) was 20 months.")
    build(documents, tmp_path / "index", encoder, progress=lambda *_: None)
    with open_index(tmp_path / "index") as index:
        retriever = Retriever(index, encoder)
        answerer = ExtractiveAnswerer(encoder, retriever.idf)
        for text, statements in [
            ("median OS in ALPHA", 0),
            ("median overall survival in ALPHA", 0),
            ("median PFS in ALPHA", 1),
            ("median OS in BETA", 1),
        ]:
            question = retriever.understand(text)
            question, hits = read_hits(question, retriever.search(question, 8), None)
            answer = answerer.answer(question, hits, threshold=0)
            assert len(answer.statements) == statements, text
            assert answer.apart_terms == (
                () if statements else tuple(text.removeprefix("median ").split(" in "))
            )


def test_what_something_stands_for_is_said(tmp_path: Path, encoder: Encoder) -> None:
    documents = tmp_path / "docs"
    documents.mkdir()
    (documents / "a.md").write_text("Ask for a short certificate with an ACME client.")
    (documents / "b.md").write_text("A client speaks VEST. It is short for very easy stitching.")
    build(documents, tmp_path / "index", encoder, progress=lambda *_: None)
    with open_index(tmp_path / "index") as index:
        retriever = Retriever(index, encoder)
        answerer = ExtractiveAnswerer(encoder, retriever.idf)

        def said(text: str) -> list[str]:
            question = retriever.understand(text)
            question, hits = read_hits(question, retriever.search(question, 8), None)
            return [one.text for one in answerer.answer(question, hits, threshold=0).statements]

        assert said("what does ACME stand for") == []
        assert said("what does VEST stand for") == ["It is short for very easy stitching."]


PLACES = count()


def claim(text: str, log_odds: float, document: str = "a.md", headed: float = 0.0) -> Claim:
    """A sentence in a place of its own, all of it marked."""
    whole = Span(0, len(text))
    unit = Unit(whole.moved(1000 * next(PLACES)))
    passage = Passage(document, text, unit.span, text, 1, (), (unit,))
    signs = replace(Signs(*[0.0] * 9), headed=headed)
    candidate = Candidate(Hit(passage, 0.5, 0.5), ReadUnit(unit, text), signs)
    return Claim(candidate, log_odds, (whole,), saying(text, [whole]))


@pytest.mark.parametrize(
    ("question", "log_odds", "chosen"),
    [
        ("how long did it take", 2.0, 1),
        ("how long did it take", 2.0 - AS_LIKELY, 0),  # less likely
        ("which journey was it", 2.0, 0),  # no figure is asked for
    ],
)
def test_of_two_that_say_the_same_the_shorter_is_quoted(
    question: str, log_odds: float, chosen: int
) -> None:
    ranked = [
        claim("As the company told the press in March, it took 14 days and 3 hours.", 2.1),
        claim("It took 14 days and 3 hours.", log_odds),
        claim("It took 14 days.", 1.9),  # says less
    ]
    asked = understand(question, Glossary([]), ALL_WORDS)
    assert choose(asked, ranked)[0] is ranked[chosen]


@pytest.mark.parametrize(
    ("question", "other", "chosen"),
    [
        ("how much memory", claim("It has 32 GB.", 1.2, "b.md", headed=0.5), 2),
        ("how much memory", claim("It has 16 GB.", 1.2, "b.md", headed=0.5), 1),  # agrees
        ("how much memory", claim("It has 32 GB.", 0.9, "b.md", headed=0.5), 1),  # less likely
        ("how much memory", claim("It has 32 GB.", 1.2, "b.md", headed=0.4), 1),  # about less
        ("how much memory", claim("It has some.", 1.2, "b.md", headed=0.5), 1),  # no figure
        ("how much memory", claim("It has 32 GB.", 1.95, "b.md", headed=0.4), 1),  # near
        ("which memory", claim("It has 32 GB.", 1.2, "b.md", headed=0.5), 2),  # a figure answers
    ],
)
def test_what_another_passage_says_otherwise_stands_beside_it(
    question: str, other: Claim, chosen: int
) -> None:
    ranked = [claim("It has 16 GB.", 2.0, headed=0.5), other]
    asked = understand(question, Glossary([]), ALL_WORDS)
    assert choose(asked, ranked) == ranked[:chosen]


def test_what_contradicts_is_neither_quoted_instead_nor_cited_as_agreeing() -> None:
    ranked = [
        claim("As the company told the press, the warranty ends on 3 July 2026.", 2.1),
        claim("The warranty ends on 3 August 2026.", 2.05),
    ]
    asked = understand("when does it end", Glossary([]), ALL_WORDS)
    assert choose(asked, ranked) == ranked
    assert [len(state(one, ranked).citations) for one in ranked] == [1, 1]


def test_a_few_statements_at_most_each_adding_something(ask) -> None:
    answer = ask("fares of the ferry for adults and children under 16", threshold=0.0)
    assert 1 <= len(answer.statements) <= MOST_STATEMENTS
    assert len({statement.text for statement in answer.statements}) == len(answer.statements)


def test_the_same_question_gets_the_same_answer(ask) -> None:
    assert ask("eye strain") == ask("eye strain")


def test_a_word_that_was_read_as_another_is_told(ask) -> None:
    answer = ask("headashe in the bright arm")
    assert answer.corrections == (Correction("headashe", "headache"),)
    assert answer.searched == "headache in the bright arm"
    assert answer.statements


@pytest.mark.parametrize("name", ["NCT03110562", "L01XX66", "EU/1/21/1537/005", "LT-4471"])
def test_an_identifier_is_capitals_and_four_digits(name: str) -> None:
    assert has_identifier(f"It is known as {name}.")


@pytest.mark.parametrize("name", ["KPT-330", "COVID-19", "13.93 months", "2019-2020", "NCT"])
def test_other_figures_and_names_are_none(name: str) -> None:
    assert not has_identifier(f"It is known as {name}.")


def test_a_sentence_is_read_without_those_beside_it(tmp_path: Path, encoder: Encoder) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/sea.md").write_text("# The sea\n\nPelicans dive. Herons wait at the sea.\n")
    build(tmp_path / "notes", tmp_path / "index", encoder, progress=lambda *_: None)
    with open_index(tmp_path / "index") as index:
        retriever, reader = Retriever(index, encoder), WordReader()
        question = retriever.understand("which pelicans are at the sea")
        question, read = read_hits(question, retriever.search(question, 8), reader)
        found = candidates(question, read, retriever.idf, encoder, reader)
        signs = {one.text[:7]: one.signs for one in found}

    assert signs["Pelican"].support == signs["Herons "].support > 0
    assert signs["Pelican"].own_support > 0 > signs["Herons "].own_support
    assert signs["Pelican"].own_span > 0 > signs["Herons "].own_span
    assert reader.asked[-1] == (question.searched, 2)


@pytest.mark.parametrize(
    ("question", "marked"),
    [
        ("Which port is the Kubelet API on?", "10250"),
        ("Which address has the AWS IMDS?", "169.254.169.253"),
        ("How long is a cycle?", "6-week"),
    ],
)
def test_what_answers_is_marked_even_where_the_reader_is_not_sure(
    tmp_path: Path, encoder: Encoder, question: str, marked: str
) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/ports.md").write_text(
        "# Ports\n\n| Protocol | Port | Use |\n|---|---|---|\n| TCP | 10250 | Kubelet API |\n\n"
        "| Service | Block IPs/Domains |\n|---|---|\n| AWS IMDS | 169.254.169.253 |\n\n"
        "We work in 6-week cycles, and a break of two weeks follows.\n"
    )
    build(tmp_path / "notes", tmp_path / "index", encoder, progress=lambda *_: None)
    with open_index(tmp_path / "index") as index:
        retriever, reader = Retriever(index, encoder), load_reader("default")
        asked = retriever.understand(question)
        asked, read = read_hits(asked, retriever.search(asked, 8), reader)
        answer = ExtractiveAnswerer(encoder, retriever.idf, reader).answer(asked, read, 0.0)
    statement = answer.statements[0]
    assert [span.of(statement.text) for span in statement.highlights] == [marked]


def test_whether_a_sentence_has_the_identifier_that_is_asked_for_is_a_sign(
    tmp_path: Path, encoder: Encoder
) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/trial.md").write_bytes(
        b"# PELICAN\n\nPELICAN enrolled 466 patients at 102 sites. It is NCT03158688.\n"
    )
    build(tmp_path / "notes", tmp_path / "index", encoder, progress=lambda *_: None)
    with open_index(tmp_path / "index") as index:
        retriever = Retriever(index, encoder)

        def signs(text: str) -> dict[str, float]:
            question = retriever.understand(text)
            question, read = read_hits(question, retriever.search(question, 8), None)
            found = candidates(question, read, retriever.idf, encoder)
            return {one.text[:7]: one.signs.identifier for one in found}

        assert signs("NCT of PELICAN") == {"PELICAN": -1, "It is N": 1}
        assert signs("sites of PELICAN") == {"PELICAN": 0, "It is N": 0}


def test_marked_words_end_with_no_small_word() -> None:
    sentence = "month: herons stand still near cold lakes and of the rivers run on"
    asked = understand("month", Glossary([]), ALL_WORDS)
    found = [span.of(sentence) for span in words_that_answer(asked, sentence, ())]
    assert found == ["herons stand still near cold lakes"]


@pytest.mark.parametrize(
    ("question", "sentence", "figures"),
    [
        ("dose", "Take 1.3 mg/m2 on days 1 and 8.", ["1.3 mg/m2", "1", "8"]),
        ("median", "It was 13.93 months (95% CI 11.7-15.2).", ["13.93 months"]),
        ("hazard ratio", "It was 13.93 months (HR = 0.70).", ["HR = 0.70"]),
        ("effect of 100 mg", "After 100 mg it was 12-15%.", ["12-15%"]),
        ("price", "It cost €1,200 a month.", ["€1,200"]),
        ("rate", "NCT03110562 and R-ISS2 are names.", []),
        ("how much", "It weighs 2.5kg, or 2-3lux.", ["2.5kg"]),
        ("dose", "Give 100mg or 15 mg/kg/day.", ["100mg", "15 mg/kg/day"]),
        ("how large", "It needs 2 GB, 5 litres or 3-4 lb.", ["2 GB", "5 litres", "3-4 lb"]),
        ("how low", "−5.2 °C was measured, not 3-4 °C.", ["−5.2 °C", "3-4 °C"]),
        ("price", "It went from -$5 to €2.5bn, or $7M.", ["-$5", "€2.5bn", "$7M"]),
        ("how low", "ANC of 0.5 to 1.0 x10^9/L, 5 × 10³.", ["0.5 to 1.0 x10^9/L", "5 × 10³"]),
        ("p value", "It was so (p = .05).", ["p = .05"]),
        ("how long is treatment", "It takes 10 days (range 8-12).", ["10 days"]),
        ("how long is treatment or therapy", "It takes 10 days (range 8-12).", ["10 days"]),
        ("what is the OR", "It was 10 days (OR = 0.70).", ["OR = 0.70"]),
        ("how many weeks of leave", "16 weeks at 100% of the pay.", ["16 weeks"]),
        ("how many staff", "In 9 towns it has 40 full-time staff.", ["40"]),
        ("how many", "Dropouts — Week 2: 3; Week 4: 9", ["3", "9"]),
        ("how many", "Dropouts — Week 2: none; Week 4: some", []),
        ("number of cats", "In 9 towns it has 40 cats.", ["40"]),
        ("how many cats", "In 9 towns it has 40 dogs.", ["9", "40"]),
        ("how long", "It takes 6-week cycles of a 40-hour week.", ["6-week", "40-hour"]),
        ("when is it due", "By May 1, 2024 at 5 p.m.", ["May 1, 2024", "5 p.m."]),
        ("when", "On the 3rd of March, or 2024-03-04.", ["3rd of March", "2024-03-04"]),
        ("when", "In March 2020, from 9 am, on 31 May.", ["March 2020", "9 am", "31 May"]),
        ("how many", "May 12,000 come, and it may 5.", ["12,000", "5"]),
        ("fax number", "Fax 040 555 0119, or +49 40 555-110.", ["040 555 0119", "+49 40 555-110"]),
        ("when", "Es war am 21. Februar 2026 oder 3. März.", ["21. Februar 2026", "3"]),
        ("how many", "In 2020 40 came, and 10 000 in 2021.", ["2020", "40", "10 000", "2021"]),
    ],
)
def test_figures_are_marked_whole(question: str, sentence: str, figures: list[str]) -> None:
    found = [span.of(sentence) for span in figures_that_answer(question, sentence)]
    assert found == figures
