"""The public sets become examples: a question, a passage in reading form, and exact answer spans.

Comes in: the folder of sets, described by its INDEX.md. Goes out: examples, apart by held-out
groups. Only sets whose licence lets weights be shipped are named here; nothing that is reported on
is read.
"""

import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from qa_bot.records import Span

CLINICAL = "clinical_questions"
SHARES = {
    CLINICAL: 1.0,
    "squad_part": 1.0,
    "squad_v11_13articles": 1.0,
    "qamr_dev": 0.1,
    "qamr_test": 0.1,
    "bioasq_9b_squadstyle": 0.85,
    "evidence_inference_windows": 0.25,
    "policyqa_dev": 0.22,
    "fairytaleqa": 0.27,
    "qed_dev": 1.0,
}
"""How much of each set is used."""

LICENCES = {
    CLINICAL: "questions Apache-2.0, passages PubMed Central open access and ClinicalTrials.gov",
    "squad_part": "CC BY-SA 4.0",
    "squad_v11_13articles": "CC BY-SA 4.0",
    "qamr_dev": "MIT",
    "qamr_test": "MIT",
    "bioasq_9b_squadstyle": "CC BY 2.5",
    "evidence_inference_windows": "MIT, articles PubMed Central open access",
    "policyqa_dev": "MIT",
    "fairytaleqa": "Apache-2.0",
    "qed_dev": "CC BY-SA 3.0",
}

HELD_OUT = 0.08
"""Share of each set's groups (documents) that is kept for development."""

_SECTION = re.compile(r"[^:]{0,40}?(?:ABSTRACT|BODY)\.([^:]{1,90}):+\s*")
_REGISTRY = re.compile(r"(NCT\d{8})\. ([A-Z][a-z ]+)\. ")
_TITLE = re.compile(r"TITLE:\s*(\S[^\n]*)")


@dataclass(frozen=True, slots=True)
class Example:
    """A question to a passage.

    Attributes:
        set: Which set it is from.
        document: What must not lie on both sides of a held-out split.
        kind: `answered`, or how it came not to be: `near-miss`, `altered`, `elsewhere`, `headed`.
        question: As asked.
        headings: Title and headings joined by ` › `; may be empty.
        text: The passage.
        answers: Spans of `text`, each of them right; none if the passage does not answer.
        relevance: From 0 to 1: is the passage about what is asked?
    """

    set: str
    document: str
    kind: str
    question: str
    headings: str
    text: str
    answers: tuple[Span, ...]
    relevance: float

    def unanswered(self, kind: str, relevance: float, **changes: str) -> "Example":
        """Turn it into one that is not answered."""
        return replace(self, kind=kind, answers=(), relevance=relevance, **changes)


def read_sets(folder: Path, seed: int) -> tuple[list[Example], list[Example]]:
    """Read every set's share; the first list is to train on, the second held out."""
    titles = article_titles(folder / "evidence_inference" / "docs_v2.jsonl")
    kept: list[Example] = []
    held_out: list[Example] = []
    for name, share in SHARES.items():
        rng = random.Random(f"{seed} {name}")
        examples = [one for row in rows(folder, name) for one in examples_of(name, row, titles)]
        documents = sorted({one.document for one in examples})
        rng.shuffle(documents)
        away = set(documents[: max(1, round(len(documents) * HELD_OUT))])
        rng.shuffle(examples)
        held_out += [one for one in examples if one.document in away]
        remaining = [one for one in examples if one.document not in away]
        kept += remaining[: round(len(remaining) * share)]
    return kept, held_out


def rows(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a set's file.

    Raises:
        SystemExit: When the file is absent.
    """
    path = folder / "reader_training" / f"train_{name}.jsonl.gz"
    if not path.is_file():
        raise SystemExit(f"{path} is absent: give the folder of the public sets")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def article_titles(path: Path) -> dict[str, str]:
    """Map the number of each PubMed Central article to its title."""
    with path.open(encoding="utf-8") as file:
        articles = [json.loads(line) for line in file]
    found = ((str(one["pmcid"]), _TITLE.search(one["text"][:2000])) for one in articles)
    return {number: title[1].strip() for number, title in found if title}


def examples_of(name: str, row: dict[str, Any], titles: dict[str, str]) -> Iterator[Example]:
    """Yield a row's example, its headings taken from title, group and section; none if inexact."""
    headings, offset = headings_of(name, row, titles)
    text = row["context"][offset:]
    answers = tuple(
        Span(one["answer_start"] - offset, one["answer_start"] - offset + len(one["text"]))
        for one in row["answers"]
        if one["answer_start"] >= offset and one["text"].strip()
    )
    exact = {one["text"] for one in row["answers"]} >= {span.of(text) for span in answers}
    if not exact or bool(answers) == row["is_impossible"] or not text.strip():
        return
    yield Example(
        set=name,
        document=document_of(name, row),
        kind="answered" if answers else "near-miss",
        question=row["question"].strip(),
        headings=headings,
        text=text,
        answers=answers,
        relevance=1.0 if answers else 0.7,
    )


def document_of(name: str, row: dict[str, Any]) -> str:
    """Name the document that a row's passage is from, or the passage itself."""
    if name == CLINICAL:
        return f"{row['group'].split('-')[1]}"
    return str(row["group"] or row["context"][:80])


def headings_of(name: str, row: dict[str, Any], titles: dict[str, str]) -> tuple[str, int]:
    """Find a passage's headings, and how much of its beginning they take up."""
    text = row["context"]
    if registered := _REGISTRY.match(text):
        return f"{registered[1]} › {registered[2]}", registered.end()
    article = document_of(name, row) if name in {CLINICAL, "evidence_inference_windows"} else ""
    if article:
        section = _SECTION.match(text)
        trail = [titles.get(article, ""), section[1].strip().capitalize() if section else ""]
        return " › ".join(filter(None, trail)), section.end() if section else 0
    titled = name in {"squad_v11_13articles", "qed_dev", "policyqa_dev", "fairytaleqa"}
    return (str(row["group"]).replace("_", " ").replace("-", " ") if titled else ""), 0
