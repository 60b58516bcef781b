"""The public sets become examples: a question, a passage in reading form, and exact answer spans.

Comes in: the folder of sets, described by its INDEX.md. Goes out: examples, and which documents are
held out. Only sets whose licence lets weights be shipped are named here; nothing that is reported
on is read.
"""

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from qa_bot.records import Span

CLINICAL = "clinical_questions"
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

HELD_OUT, SPLIT_SEED = 0.08, 7
"""Share of each set's documents that is kept for development; the same ones in every run."""

_SECTION = re.compile(r"[^:]{0,40}?(?:ABSTRACT|BODY)\.([^:]{1,90}):+\s*")
_REGISTRY = re.compile(r"(NCT\d{8})\. ([A-Z][a-z ]+)\. ")
TITLE = re.compile(r"TITLE:\s*(\S[^\n]*)")


@dataclass(frozen=True, slots=True)
class Example:
    """A question to a passage.

    Attributes:
        set: Which set it is from.
        document: What must not lie on both sides of a held-out split.
        kind: `answered`, or how it came not to be: `near-miss`, `altered`, `elsewhere`, `headed`,
            `unrelated`.
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


def read_set(folder: Path, name: str) -> list[Example]:
    """Read all examples of a set."""
    titles = article_titles(folder / "evidence_inference" / "docs_v2.jsonl")
    return [one for row in rows(folder, name) for one in examples_of(name, row, titles)]


def held_out_documents(name: str, examples: Sequence[Example]) -> set[str]:
    """Choose the documents of a set that are not trained on; at least one, if there are any."""
    documents = sorted({one.document for one in examples})
    random.Random(f"{SPLIT_SEED} {name}").shuffle(documents)
    return set(documents[: max(1, round(len(documents) * HELD_OUT))])


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


@cache
def article_titles(path: Path) -> dict[str, str]:
    """Map the number of each PubMed Central article to its title."""
    with path.open(encoding="utf-8") as file:
        articles = [json.loads(line) for line in file]
    found = ((str(one["pmcid"]), TITLE.search(one["text"][:2000])) for one in articles)
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
