"""Abbreviations that a sentence defines, and brackets that define none."""

import re

import pytest
from hypothesis import given

from qa_bot.glossary.abbreviations import abbreviations
from tests.strategies import TEXTS

_LIST = re.compile(r",|\b(?:and|with|plus)\b")


def pairs(sentence: str) -> list[tuple[str, str]]:
    return [(found.short, found.long) for found in abbreviations(sentence)]


@pytest.mark.parametrize(
    ("sentence", "short", "long"),
    [
        ("Median progression-free survival (PFS) rose.", "PFS", "progression-free survival"),
        ("The overall response rate (ORR) was 76%.", "ORR", "overall response rate"),
        ("Selinexor, velcade, dexamethasone (SVd)", "SVd", "Selinexor, velcade, dexamethasone"),
        ("The heat shock factor (HSF; see 1) acts.", "HSF", "heat shock factor"),
        ("A diffuse large B-cell lymphoma (DLBCL)", "DLBCL", "diffuse large B-cell lymphoma"),
        ("Adverse events (AEs) were mild.", "AEs", "Adverse events"),
        ("The (median) time to remission (TTR) fell.", "TTR", "time to remission"),
        ("Gamma-aminobutyric acid (GABA) falls.", "GABA", "Gamma-aminobutyric acid"),
        ("World Health Organization (WHO, Geneva)", "WHO", "World Health Organization"),
        ("Exportin of the nucleus 1 (EXPO-1)", "EXPO-1", "Exportin of the nucleus 1"),
        ("Median time to next treatment (TTNT)", "TTNT", "time to next treatment"),
        ("A non-small cell lung cancer (NSCLC)", "NSCLC", "non-small cell lung cancer"),
        ("The anti-B cell (BC) arm", "BC", "anti-B cell"),
        # A regimen has a part for each of its drugs, be it that of another name.
        ("on selinexor, bortezomib and dexamethasone (SVd)", "SVd",
         "selinexor, bortezomib and dexamethasone"),
        ("given with carfilzomib and dexamethasone (Kd)", "Kd", "carfilzomib and dexamethasone"),
        ("A pill of selinexor with bortezomib and dexamethasone (XVd; 2 mg)", "XVd",
         "selinexor with bortezomib and dexamethasone"),
        ("given carfilzomib + dexamethasone (Kd)", "Kd", "carfilzomib + dexamethasone"),
        ("elotuzumab, pomalidomide, and dexamethasone (EloPd)", "EloPd",
         "elotuzumab, pomalidomide, and dexamethasone"),
    ],
)  # fmt: skip
def test_a_definition_is_found(sentence: str, short: str, long: str) -> None:
    assert pairs(sentence) == [(short, long)]


def test_several_definitions_are_found_in_order() -> None:
    sentence = "Overall survival (OS), quality of life (QoL) and hazard ratio (HR) were read."
    assert pairs(sentence) == [
        ("OS", "Overall survival"), ("QoL", "quality of life"), ("HR", "hazard ratio"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "It blocks exportin 1 (XPO1) in cells.",  # the first letter starts no word
        "It was better (HR 0.70, 95% CI 0.53-0.93).",  # several words
        "Patients rested (Okafor) at home.",  # letters that are not there
        "The median was long (PFS).",
        "It fell (by half) in winter.",  # no upper case
        "The first arm (A) had 402 patients.",  # one letter
        "Grade 3 events (3) and more (2020).",
        "(PFS) was measured.",  # nothing before
        "PFS (PFS) is PFS.",  # itself
        "Progression free survival (ABCDEFGHIJKL).",  # too long
        "See the figure (", ")(", "()", "",
        "Progress of many things and of other things then went on for survival (PFS).",  # too far
        "1st phase study (1PS).",  # a figure in front
        "The cookie is called PHPSESSID (PHP).",  # a word that begins with it
        "An HttpSession (HTTP) is kept.",
        "selinexor (XPOVIO) with dexamethasone (Xd)",  # half a bracket
        "Oslo and Rome (UK) won.",  # no small letter tells
        "Dry bread and cheese (Kb) won.",
        "and dexamethasone (Kd)", "It is dexamethasone (Kd).",
    ],
)  # fmt: skip
def test_a_bracket_that_defines_nothing_is_left_alone(sentence: str) -> None:
    assert pairs(sentence) == []


@given(TEXTS)
def test_whatever_is_found_stands_in_the_sentence_letter_by_letter(text: str) -> None:
    for words in (text, f"{text} survival (PFS)", f"progression free {text} (PFT)"):
        for short, long in pairs(words):
            assert short in words
            assert long in words
            if not _LIST.search(long):
                letters = iter(long.casefold())
                assert all(letter in letters for letter in short.casefold() if letter.isalnum())
