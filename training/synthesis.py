"""Passages of figures that look alike, written by program: tables, arms, trials, doses, years.

Comes in: a seed. Goes out: examples over invented trials, as table rows in the form that
`qa_bot.text.markup` reads them (`row — Column: value; Column: value`) and as sentences. Every value
is invented, so that nothing but its row and column can lead to it.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from qa_bot.records import Span
from training.data import Example

SET = "synthetic"
DRUGS = (
    "bortezomib carfilzomib lenalidomide pomalidomide daratumumab venetoclax ibrutinib azacitidine "
    "docetaxel paclitaxel lapatinib olaparib sunitinib erlotinib nivolumab metformin ramipril "
    "amlodipine atorvastatin apixaban warfarin prednisone methotrexate infliximab tocilizumab "
    "sertraline quetiapine gabapentin amoxicillin ceftriaxone tamoxifen letrozole vincristine"
).split()
TRIALS = (
    "AURORA BEACON CALYPSO DELTA-2 ELARA FALCON-1 GEMINI HORIZON IRIS-3 JUPITER KEPLER LUMEN "
    "MERIDIAN NEREUS ORION-4 PEGASUS QUASAR RIGEL SIRIUS TITAN-2 URSA VESTA ZENITH ARGO PALLAS"
).split()
EVENTS = (
    "nausea|vomiting|fatigue|anemia|thrombocytopenia|neutropenia|diarrhea|constipation|pneumonia|"
    "peripheral neuropathy|decreased appetite|weight loss|hyponatremia|cataract|insomnia|dizziness|"
    "upper respiratory infection|back pain|headache|rash|febrile neutropenia|hypokalemia|pyrexia"
).split("|")
OUTCOMES = (
    ("median progression-free survival", "median PFS", "{} months"),
    ("median overall survival", "median OS", "{} months"),
    ("overall response rate", "ORR", "{}%"),
    ("complete response rate", "CR rate", "{}%"),
    ("very good partial response or better", "≥VGPR", "{}%"),
    ("median duration of response", "DOR", "{} months"),
    ("median time to next treatment", "TTNT", "{} months"),
    ("clinical benefit rate", "CBR", "{}%"),
    ("discontinuation due to adverse events", "stopped for AEs", "{}%"),
    ("median age", "median age", "{} years"),
    ("number of patients", "n", "{}"),
    ("hazard ratio for death", "HR death", "0.{}"),
    ("starting dose", "dose", "{} mg"),
)
EVENT_COLUMNS = ("Any grade", "Grade 3", "Grade 4", "Grade 3–4", "Serious", "Led to dose reduction")
REGULATORS = ("FDA", "EMA", "MHRA", "Health Canada", "PMDA", "TGA", "Swissmedic", "NICE")
MONTHS = "January March April May June July September October November December".split()


@dataclass(frozen=True, slots=True)
class Fact:
    """A value and what it is the value of.

    Attributes:
        row: Whose value: an arm, an event, a regulator.
        column: Which value.
        value: As written.
        short: The column's shorter name.
    """

    row: str
    column: str
    value: str
    short: str = ""


def synthesise(number: int, seed: int) -> Iterator[Example]:
    """Write so many examples, about a third of them unanswered."""
    rng = random.Random(f"{seed} {SET}")
    made = 0
    while made < number:
        for example in _passage(rng, made):
            yield example
            made += 1


def _passage(rng: random.Random, made: int) -> Iterator[Example]:
    """Write a passage and ask it some questions."""
    make = rng.choice((_arms, _events, _approvals, _trials))
    facts = make(rng)
    about = rng.choice(TRIALS if make in {_arms, _events} else DRUGS)
    headings = f"{about} › {rng.choice(('Results', 'Efficacy', 'Safety', 'Summary'))}"
    trial = about if make in {_arms, _events} else ""
    text, spans = rng.choice((_rows, _rows, _sentences))(rng, facts)
    asked = rng.sample(range(len(facts)), min(3, len(facts)))
    named = rng.random() < 0.5
    for number in asked[:2]:
        question = _question(rng, facts[number], trial if named else "")
        answers = (spans[number],)
        yield Example(SET, f"{made}", "answered", question, headings, text, answers, 1.0)
    fact = facts[asked[-1]]
    kept = [one for one in range(len(facts)) if one != asked[-1]]
    if not trial or rng.random() < 0.5:
        text, _ = _rows(rng, [facts[one] for one in kept])
        question = _question(rng, fact, trial if named else "")
    else:
        other = rng.choice([one for one in TRIALS if one != trial])
        question = _question(rng, fact, other)
    yield Example(SET, f"{made}", "altered", question, headings, text, (), 0.5)


def _figure(rng: random.Random) -> str:
    return rng.choice((str(rng.randint(2, 98)), f"{rng.uniform(1, 60):.1f}"))


def _outcome(rng: random.Random, row: str, outcome: tuple[str, str, str]) -> Fact:
    name, short, form = outcome
    whole = form in {"{}", "0.{}", "{} mg"}
    value = form.format(rng.randint(20, 99) if whole else _figure(rng))
    return Fact(row, name, value, short)


def _arms(rng: random.Random) -> list[Fact]:
    """Several outcomes of two arms."""
    arms = [f"{drug} arm" if rng.random() < 0.5 else drug for drug in rng.sample(DRUGS, 2)]
    if rng.random() < 0.4:
        arms[1] = rng.choice(("placebo", "control arm", "standard care"))
    outcomes = rng.sample(OUTCOMES, rng.randint(2, 3))
    return [_outcome(rng, arm, outcome) for arm in arms for outcome in outcomes]


def _trials(rng: random.Random) -> list[Fact]:
    """The same outcomes of several trials."""
    outcomes = rng.sample(OUTCOMES, 2)
    trials = rng.sample(TRIALS, rng.randint(2, 3))
    return [_outcome(rng, trial, outcome) for trial in trials for outcome in outcomes]


def _events(rng: random.Random) -> list[Fact]:
    """Frequencies of adverse events by grade."""
    columns = rng.sample(EVENT_COLUMNS, 2)
    form = rng.choice(("{}%", "{}", "{} %"))
    return [
        Fact(event, column, form.format(_figure(rng)), column)
        for event in rng.sample(EVENTS, rng.randint(3, 4))
        for column in columns
    ]


def _approvals(rng: random.Random) -> list[Fact]:
    """Dates that look alike."""
    drug = rng.choice(DRUGS)
    return [
        Fact(regulator, column, _date(rng), column)
        for regulator in rng.sample(REGULATORS, 3)
        for column in (f"accelerated approval of {drug}", f"full approval of {drug}")
    ]


def _date(rng: random.Random) -> str:
    day, month, year = rng.randint(1, 28), rng.choice(MONTHS), rng.randint(2009, 2024)
    return rng.choice((f"{day} {month} {year}", f"{month} {year}", f"{month} {day}, {year}"))


def _rows(rng: random.Random, facts: list[Fact]) -> tuple[str, list[Span]]:
    """Write table rows as `qa_bot.text.markup` reads them; the span of each value."""
    text = ""
    spans: list[Span] = []
    for number, fact in enumerate(facts):
        same = number > 0 and facts[number - 1].row == fact.row
        text += "; " if same else f"{' ' if text else ''}{fact.row[0].upper()}{fact.row[1:]} — "
        text += f"{fact.column[0].upper()}{fact.column[1:]}: "
        spans.append(Span(len(text), len(text) + len(fact.value)))
        text += fact.value
    return text, spans


def _sentences(rng: random.Random, facts: list[Fact]) -> tuple[str, list[Span]]:
    """Write a sentence for each value; the span of each value."""
    text = ""
    spans: list[Span] = []
    for fact in facts:
        before, after = rng.choice(
            (
                (f"For {fact.row}, the {fact.column} was ", "."),
                (f"The {fact.column} was ", f" for {fact.row}."),
                (f"With {fact.row} the investigators reported a {fact.column} of ", "."),
            )
        )
        text += (" " if text else "") + before
        spans.append(Span(len(text), len(text) + len(fact.value)))
        text += fact.value + after
    return text, spans


def _question(rng: random.Random, fact: Fact, trial: str) -> str:
    """Ask for a value, as clinicians and patients do."""
    column = rng.choice((fact.column, fact.short or fact.column))
    place = f" in {trial}" if trial and trial != fact.row else ""
    return rng.choice(
        (
            f"{column} {fact.row}{place.replace(' in', '')}",
            f"{fact.row} {column}{place}",
            f"What was the {column} for {fact.row}{place}?",
            f"What is the {column} of {fact.row}{place}?",
            f"{fact.row}: {column}?",
            f"Which {column} was seen with {fact.row}{place}?",
            f"Tell me the {column} reported for {fact.row}{place}",
        )
    )
