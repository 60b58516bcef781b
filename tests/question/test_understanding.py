"""A question taken apart: concepts, abbreviations both ways, slips, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.encoder import Encoder
from qa_bot.errors import UsageError
from qa_bot.glossary import Glossary
from qa_bot.glossary.abbreviations import Abbreviation
from qa_bot.glossary.synonyms import Synonyms
from qa_bot.index import Index
from qa_bot.question import Question, understand
from qa_bot.question.concepts import concepts_in, said_by
from qa_bot.question.slips import Vocabulary
from qa_bot.question.understanding import LONGEST_QUESTION
from qa_bot.records import Correction
from qa_bot.retrieval import Retriever
from qa_bot.text.terms import folded

GLOSSARY = Glossary(
    [
        (Abbreviation("PFS", "progression-free survival"), 9),
        (Abbreviation("OS", "overall survival"), 7),
        (Abbreviation("TTR", "time to remission"), 2),
        (Abbreviation("TTR", "transthyretin"), 1),
    ],
    [
        Synonyms("progression-free survival", ("time without growth", "PFS time")),
        Synonyms("median", ("middle value", "PFS", "mid")),
    ],
)
WRITTEN = frozenset("trial median survival progression free bostonians".split())
KNOWN = {folded(word): 3 for word in WRITTEN}
ORDINARY = frozenset("beach frequency tickets secured".split())


def holding(word: str) -> Vocabulary:
    """Know every word, and documents that have one."""
    return Vocabulary({folded(word): 1}.__contains__, lambda word: True, lambda word: True, 9)


def asked(text: str, *documents_have: str) -> Question:
    counts = KNOWN | {folded(word): 5 - place for place, word in enumerate(documents_have)}
    written = WRITTEN.union(documents_have)
    return understand(
        text,
        GLOSSARY,
        Vocabulary(
            lambda term: counts.get(term, 0), ORDINARY.__contains__, written.__contains__, 20
        ),
    )


def words(text: str) -> list[str]:
    return [concept.words for concept in asked(text).concepts]


def test_concepts_are_the_words_that_carry_meaning_each_once() -> None:
    assert words("What is the median of the trial, the Trial?") == ["median", "trial"]


def test_what_a_question_is_asked_with_is_no_concept() -> None:
    assert words("How many patients were in the trial?") == ["patients", "trial"]
    assert words("how long was the trial") == ["trial"]
    assert words("how long did the trial take?") == ["trial"]
    assert words("how long does it take to end the trial") == ["end", "trial"]
    assert words("may patients take aspirin") == ["patients", "take", "aspirin"]
    assert words("SVd vs. Vd") == words("SVd versus Vd") == ["SVd", "Vd"]
    assert words("what does PFS stand for") == ["PFS", "PFS"]
    assert words("how many?") == ["many"]


@pytest.mark.parametrize("text", ["median PFS", "median progression-free survival"])
def test_an_abbreviation_and_its_long_form_are_one_concept(text: str) -> None:
    concept = asked(text).concepts[1]
    long = tuple(map(folded, ["progression", "free", "survival"]))
    assert set(concept.wordings) == {("pfs",), long}
    assert concept.is_in(said_by("A PFS of 13.9 months"))
    assert concept.is_in(said_by("Survival was progression-free for 13.9 months"))
    assert not concept.is_in(said_by("free of progression"))


@pytest.mark.parametrize(
    ("text", "is_said"),
    [
        ("Overall survival was 20 months", True),
        ("Overall and progression-free survival", True),
        ("survival, overall", True),
        ("The overall response rate was 73% and median progression-free survival 8.8", False),
        ("overall, half of the 30 patients survived", False),
    ],
)
def test_words_that_stand_apart_do_not_say_a_thing_together(text: str, is_said: bool) -> None:
    (concept,) = asked("overall survival").concepts
    assert concept.is_in(said_by(text)) is is_said


def test_two_texts_say_together_what_each_says() -> None:
    (concept,) = asked("overall survival").concepts
    assert concept.is_in(said_by("a trial") | said_by("its overall survival"))
    assert not concept.is_in(said_by("overall") | said_by("survival"))


def test_the_end_of_a_long_form_stands_for_its_abbreviation_too() -> None:
    (concept,) = asked("free survival").concepts
    assert concept.wordings == (tuple(map(folded, ["free", "survival"])), ("pfs",))
    assert words("survival of the trial") == ["survival", "trial"]


def test_no_end_of_a_long_form_behind_a_small_word_stands_for_it() -> None:
    inhibitor = Abbreviation("SINE", "selective inhibitor of nuclear export")
    glossary = Glossary([(inhibitor, 3)])
    for asked_for in ("nuclear export", "inhibitor of nuclear export"):
        found = concepts_in(asked_for, glossary)
        assert any(("sine",) in one.wordings for one in found) is ("inhibitor" in asked_for)


def test_a_term_of_several_words_is_one_concept() -> None:
    glossary = Glossary([], [Synonyms("time to response", ("speed of response",))])
    _, time = concepts_in("median time to response", glossary)
    assert time.wordings == (tuple(map(folded, ["time", "response"])),)
    assert not time.is_in(said_by("By that time, 9 months, the duration of response"))


def test_a_synonym_that_is_a_term_as_well_is_still_read_as_the_other() -> None:
    listed = [
        Synonyms("low platelets", ("few platelets",)),
        Synonyms("anaemia", ("low platelets",)),
    ]
    for synonyms in (listed, listed[::-1]):
        (concept,) = concepts_in("low platelets", Glossary([], synonyms))
        assert (folded("anaemia"),) in concept.wordings


def test_a_word_may_stand_for_several_terms() -> None:
    glossary = Glossary(
        [], [Synonyms("United States", ("America", "US")), Synonyms("US", ("America",))]
    )
    (concept,) = concepts_in("America", glossary)
    assert concept.wordings == (("america",), ("unit", "state"), ("US",))


def test_a_part_of_a_term_may_be_worded_otherwise() -> None:
    abbreviation = Abbreviation("PFS", "progression-free survival")
    glossary = Glossary([(abbreviation, 3)], [Synonyms("median PFS", ("mPFS",))])
    for text in ("median PFS", "mPFS", "median progression-free survival"):
        concepts = concepts_in(text, glossary)
        for said in ("Median progression-free survival (PFS) was 13.9", "a median PFS of 13.9"):
            assert all(one.is_in(said_by(said)) for one in concepts)
    found = understand("the median PFS of it", glossary, holding("PFS"))
    assert found.searched == "the median PFS (progression-free survival) of it"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("how does the drug work?", True),
        ("how the drug works", True),
        ("survival if the drug worked", False),
        ("how well did the drug work", False),
        ("patients off the study drug", True),
        ("studies with the drug", False),
        ("how fast does it work?", True),
        ("does it work fast?", False),
        ("no longer responding", True),
        ("longer responses", False),
    ],
)
def test_small_words_that_tell_are_part_of_a_synonym(text: str, meant: bool) -> None:
    glossary = Glossary(
        [],
        [
            Synonyms("mechanism of action", ("how the drug works",)),
            Synonyms("discontinued", ("off study drug",)),
            Synonyms("time to response", ("how fast it works",)),
            Synonyms("refractory", ("no longer responding",)),
        ],
    )
    assert any(len(one.wordings) > 1 for one in concepts_in(text, glossary)) is meant


def test_what_something_stands_for_is_said_in_both_forms_or_in_these_words() -> None:
    short, long = asked("what does TTR stand for").concepts
    assert (short.words, long.words) == ("TTR", "TTR")
    assert short.wordings == (("ttr",),)
    assert len(long.wordings) == 2
    assert words("what does HARBOUR stand for?") == ["HARBOUR", "stand for"]


@pytest.mark.parametrize(
    ("text", "is_defined"),
    [("OS", True), ("overall survival", True), ("median OS", True), ("time alive", False)],
)
def test_a_term_with_a_part_that_documents_define_is_defined(text: str, is_defined: bool) -> None:
    terms = [Synonyms("median OS", ("time alive",))]
    glossary = Glossary([(Abbreviation("OS", "overall survival"), 1)], terms)
    (concept,) = concepts_in(text, glossary)
    assert concept.is_defined is is_defined


def test_of_one_word_or_by_a_person_nothing_is_defined() -> None:
    defined = {
        concept.words for concept in asked("median TTR mid epo").concepts if concept.is_defined
    }
    assert defined == {"TTR"}


def test_the_searched_question_spells_abbreviations_out_once() -> None:
    assert asked("median PFS").searched == "median PFS (progression-free survival)"
    assert asked("what does PFS stand for").searched == "what does PFS stand for"
    spelled = "PFS (progression-free survival) of the trial"
    assert asked(spelled).searched == spelled


@pytest.mark.parametrize("text", ["the X-PFS-Token", "where is pfs.ini", "MY_PFS", "trial.pfs"])
def test_a_part_of_another_name_is_not_spelled_out(text: str) -> None:
    assert asked(text).searched == text
    assert asked(f"non-PFS, {text}").searched == f"non-PFS (progression-free survival), {text}"


def test_every_meaning_of_an_abbreviation_is_kept() -> None:
    (concept,) = asked("TTR").concepts
    assert len(concept.wordings) == 3


def test_a_synonym_is_read_as_its_term_and_what_that_is_called() -> None:
    (concept,) = asked("the time without any growth").concepts
    long = tuple(map(folded, ["progression", "free", "survival"]))
    assert concept.words == "time without any growth"
    assert concept.wordings == (tuple(map(folded, ["time", "without", "growth"])), long, ("pfs",))


def test_of_two_senses_the_one_is_spelled_out_that_documents_have_beside_the_same_word() -> None:
    assert asked("serum TTR").searched == "serum TTR (time to remission)"
    assert asked("serum TTR", "serum_transthyretin").searched == "serum TTR (transthyretin)"
    assert asked("TTR level", "transthyretin_level").searched == "TTR (transthyretin) level"


def test_the_searched_question_says_what_a_synonym_stands_for() -> None:
    assert asked("Middle value?").searched == "Middle value (median)?"
    assert asked("mid of the median").searched == "mid of the median"


def test_an_abbreviation_of_the_documents_keeps_its_meaning() -> None:
    assert asked("PFS").searched == "PFS (progression-free survival)"


def test_the_longest_wording_counts() -> None:
    assert words("PFS time") == ["PFS time"]
    assert words("PFS at that time") == ["PFS at that time"]
    assert words("time of PFS") == ["time", "PFS"]


def test_a_word_of_a_synonym_is_no_slip() -> None:
    assert asked("value", "valve").corrections == ()
    (mended,) = asked("time without growht", "growth").corrections
    assert mended.read == "growth"


def test_one_slip_is_mended_when_the_documents_know_the_word() -> None:
    assert asked("medain of the trial").searched == "median of the trial"
    assert asked("mediann").searched == "median"
    assert asked("unobtainium of the trial").searched == "unobtainium of the trial"


def test_an_ordinary_word_is_no_slip_though_no_document_has_it() -> None:
    assert asked("where is the Beach?", "reach", "bench").searched == "where is the Beach?"
    assert asked("frequency", "frequent").searched == "frequency"
    assert asked("the beach’s sand", "reach").corrections == ()


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("centre", "center"),
        ("color", "colours"),
        ("tumor", "tumours"),
        ("anemia", "anaemia"),
        ("diarrhea", "diarrhoea"),
        ("hemoglobin", "haemoglobin"),
        ("randomized", "randomised"),
        ("licence", "licensed"),
        ("practice", "practised"),
        ("judgment", "judgement"),
    ],
)
def test_a_word_is_read_in_its_other_spelling(typed: str, other: str) -> None:
    for word, read in ((typed, other), (other, typed)):
        knows_all = understand(f"the {word} there", GLOSSARY, holding(read))
        (mended,) = knows_all.corrections
        assert mended.typed == word
        assert folded(mended.read) == folded(read)


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("poets", "pets"),
        ("heroes", "heres"),
        ("michael", "michel"),
        ("fourth", "forth"),
        ("mourning", "morning"),
        ("dozing", "dosing"),
        ("filling", "filing"),
        ("device", "devise"),
        ("advice", "advise"),
        ("hours", "hors"),
        ("train", "rain"),
    ],
)
def test_ordinary_words_that_differ_by_a_letter_are_not_one_word(typed: str, other: str) -> None:
    for word, read in ((typed, other), (other, typed)):
        known = understand(word, GLOSSARY, holding(read))
        assert known.searched == word


@pytest.mark.parametrize(("typed", "contrary"), [("afebrile", "febrile"), ("typical", "atypical")])
def test_a_word_is_never_read_as_its_contrary(typed: str, contrary: str) -> None:
    assert asked(f"an {typed} case", contrary, "case").corrections == ()
    (mended,) = asked(f"an {typed[:2]}x{typed[2:]} case", typed, "case").corrections
    assert mended.read == typed


def test_no_letter_is_missing_in_front() -> None:
    assert asked("where is the config", "econfig").corrections == ()
    assert asked("a case of oedema", "edema", "case").searched == "a case of edema"


def test_what_was_meant_is_a_word_not_only_its_stem() -> None:
    assert folded("patternity") == folded("pattern")
    assert asked("paternity leave", "pattern", "leave").searched == "paternity leave"
    assert asked("paternity leave", "paternities", "leave").searched == "paternity leave"


def test_a_word_with_capitals_inside_is_a_slip_of_no_ordinary_one() -> None:
    assert asked("a SecurID token", "secured", "token").searched == "a SecurID token"
    assert asked("a SecurID token", "secured", "SecureID".lower()).searched == "a secureid token"
    assert asked("a securid token", "secured", "token").searched == "a secured token"


def test_a_slip_is_read_as_a_word_in_use_before_a_frequent_one() -> None:
    question = asked("unused tikets", "timet", "ticket")
    assert question.searched == "unused tickets"
    assert question.corrections == (Correction("tikets", "tickets"),)
    assert asked("medaxx and mediax", "median", "medial").searched == "medaxx and median"


def test_a_month_cut_short_is_read_in_full_beside_a_number() -> None:
    assert asked("trial in Jul 2023", "July").searched == "trial in July 2023"
    assert asked("trial of 3 dec. 2020", "December").searched == "trial of 3 December. 2020"
    assert asked("trial of Jan Novak", "January").searched == "trial of Jan Novak"
    # Documents may write it so themselves, or know no such month.
    assert asked("trial in Jul 2023", "July", "Jul").searched == "trial in Jul 2023"
    assert asked("trial in Jul 2023").searched == "trial in Jul 2023"


def test_what_a_slip_was_read_as_is_told_once_as_it_was_typed() -> None:
    question = asked("Medain of the medain, frequancy's Medain", "frequency")
    assert question.searched == "median of the median, frequency median"
    assert question.corrections == (
        Correction("Medain", "median"),
        Correction("medain", "median"),
        Correction("frequancy's", "frequency"),
    )


@pytest.mark.parametrize("text", ["", "  \n\t ", "\x00", "what is the", "?!", "the of and"])
def test_a_question_without_a_word_to_search_for_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as raised:
        asked(text)
    assert raised.value.hint
    assert raised.value.exit_code == 2


def test_a_question_that_is_too_long_is_refused_with_its_length() -> None:
    with pytest.raises(UsageError, match=str(LONGEST_QUESTION + 1)):
        asked("x" * (LONGEST_QUESTION + 1))
    assert asked("x" * LONGEST_QUESTION).concepts


def test_nul_bytes_and_line_breaks_are_spaces() -> None:
    assert asked("median\x00trial\r\nPFS").searched.startswith("median trial PFS")


@given(st.text(max_size=200))
def test_any_text_is_understood_or_refused(text: str) -> None:
    try:
        question = asked(text)
    except UsageError:
        return
    assert question.text == text
    assert question.concepts
    assert all(concept.wordings[0] for concept in question.concepts)


def test_a_name_like_a_stop_word_is_asked_about() -> None:
    (concept,) = asked("what is the WHO?").concepts
    assert concept.wordings == (("WHO",),)
    with pytest.raises(UsageError, match="no word to search for"):
        asked("who is it?")


def test_words_that_occur_nowhere_are_listed_as_typed(
    corpus_index: Index, encoder: Encoder
) -> None:
    question = Retriever(corpus_index, encoder).understand("price of Unobtainium in the ferry")
    occurs = corpus_index.lexical.passages_with
    assert question.missing(lambda term: occurs(term) > 0) == ("price", "Unobtainium")
    question = Retriever(corpus_index, encoder).understand("Headashe by Unobtainium")
    assert question.missing(lambda term: occurs(term) > 0) == ("Headashe", "Unobtainium")


@pytest.mark.parametrize(
    ("text", "narrowing"),
    [
        ("frequency of survival, bostonians", ["survival", "bostonians"]),
        ("frequency of the trials for storks", ["trials"]),  # no document has a stork
        ("frequency of kestrels and merlins", ["merlins"]),  # kestrels are all they are about
        ("frequency of ticket, 2019", []),
        ("frequency of ringed merlins", ["merlins"]),
        ("what is the frequency of survival?", []),
    ],
)
def test_uncommon_words_narrow_a_telegram_down(text: str, narrowing: list[str]) -> None:
    found = asked(text, "kestrels", "merlins", "2019", "ringed").narrowing
    assert [one.words for one in found] == narrowing


@pytest.mark.parametrize("together", [0, 1])
def test_words_that_no_document_has_together_narrow_nothing_down(together: int) -> None:
    glossary = Glossary([], [Synonyms("hippocampus", ("sea horse",))])
    counts = {"sea": 1, "hors": 1, "sea_hors": together}
    words = Vocabulary(lambda term: counts.get(term, 0), "".__eq__, "".__eq__, 9)
    assert len(understand("sea horse", glossary, words).narrowing) == together


def test_a_code_that_may_be_said_otherwise_need_not_be_written() -> None:
    virus = Glossary([], [Synonyms("corona virus", ("SARS-CoV-2",))])
    question = understand("SARS-CoV-2 in XPORT-EC-042", virus, holding("corona"))
    assert question.symbols == ("XPORT-EC-042",)


def test_short_forms_of_one_long_form_are_one_thing() -> None:
    longs = (
        "selinexor, bortezomib and dexamethasone",
        "selinexor with bortezomib and dexamethasone",
    )
    used = [(Abbreviation("SVd", longs[0]), 9), (Abbreviation("XVd", longs[1]), 3)]
    regimen = {("svd",), ("xvd",), ("selinexor", "bortezomib", "dexamethason")}
    for words in ("SVd", "XVd", *longs):
        (concept,) = concepts_in(words, Glossary(used))
        assert set(concept.wordings) == regimen
        assert not concept.is_defined  # it may be called by Velcade's name, too


def test_what_one_short_form_stands_for_the_other_does_too() -> None:
    used = [
        (Abbreviation("SVd", "selinexor, bortezomib and dexamethasone"), 9),
        (Abbreviation("XVd", "selinexor, bortezomib and dexamethasone"), 3),
        (Abbreviation("SVd", "Xpovio, Velcade and dexamethasone"), 1),
    ]
    for words in ("SVd", "XVd"):
        (concept,) = concepts_in(words, Glossary(used))
        assert ("xpovio", "velcad", "dexamethason") in concept.wordings
