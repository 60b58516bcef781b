"""Public data sets become collections: documents, questions, and what answers them.

Comes in: the folder that holds the data sets, each as it was published, in a folder of its own; a
split. Goes out: a `Collection`, the same for every set, so that the benchmarks know no formats.
`test` is only ever reported; what there is to choose is chosen on `tune`.
"""

import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from qa_bot.records import Span

Split = Literal["test", "tune"]
Grades = dict[str, int]
Evidence = tuple[str, Span]
"""A document's name and a place of its text."""


class DataError(Exception):
    """A data set is not where it should be, or has no such split."""


@dataclass(frozen=True)
class Query:
    """A question of a data set, and what answers it.

    Attributes:
        text: The question, or the claim to look up.
        grades: How relevant documents are, by name; those left out are not.
        answers: Accepted wordings; none where nothing answers or only documents are judged.
        evidence: Places that answer, where people marked them.
        kind: What sort of question the data set calls it.
    """

    text: str
    grades: Grades
    answers: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    kind: str = ""


@dataclass
class Collection:
    """Documents by file name, and questions by id."""

    documents: dict[str, str] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)


def chosen(names: str, known: Iterable[str]) -> list[str]:
    """Take a list such as `scifact,xquad` apart; leave the program at a name that is not known."""
    wanted = [name for name in names.split(",") if name]
    if unknown := set(wanted) - set(known):
        sys.exit(f"not known here: {', '.join(sorted(unknown))}; known: {', '.join(known)}")
    return wanted


def read(name: str, data: Path, split: Split) -> Collection:
    """Read a data set of `SETS`.

    Raises:
        DataError: When a file of it is missing, or it has no such split.
    """
    if split == "tune" and name not in TUNED_ON:
        raise DataError(f"{name} is only ever reported: nothing is chosen on it")
    try:
        return SETS[name](data, split)
    except OSError as error:
        raise DataError(f"{name}: {error.filename} cannot be read: {error.strerror}") from error


def scifact(data: Path, split: Split) -> Collection:
    """Read abstracts, and claims to look up; `tune` is the training split."""
    folder = data / "scifact"
    found = Collection()
    for row in _rows(folder / "corpus.jsonl"):
        found.documents[f"{row['_id']}.md"] = _titled(row["title"], " ".join(row["sentences"]))
    if split == "test":
        lines = _lines(folder / "topics.beir.test.tsv")
        texts = dict(line.split("\t", 1) for line in lines)
        grades = _trec(folder / "qrels.beir.test.trec.txt")
    else:
        texts = {str(row["id"]): row["claim"] for row in _rows(folder / "claims.jsonl")}
        grades = _trec(folder / "qrels.train.trec.txt")
    found.queries.update({one: Query(texts[one], grades[one]) for one in texts if one in grades})
    return found


def nfcorpus(data: Path, split: Split) -> Collection:
    """Read abstracts and nutrition queries, graded; `tune` is the development split."""
    folder = data / "nfcorpus"
    found = Collection()
    for row in _rows(folder / "corpus.jsonl"):
        found.documents[f"{row['_id']}.md"] = _titled(row["title"], row["text"])
    texts = {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl")}
    file = "test.tsv" if split == "test" else "dev.tsv"
    for query, grades in _tsv(folder / "qrels" / file, ".md").items():
        found.queries[query] = Query(texts[query], grades)
    return found


def sleepqa(data: Path, split: Split) -> Collection:
    """Read passages of health web pages, and questions with an answer in one; all lower case."""
    folder = data / "sleepqa"
    found = Collection()
    for row in _rows(folder / "corpus.jsonl"):
        found.documents[f"{row['_id']}.md"] = _titled(row["title"], row["text"])
    for row in _rows(folder / ("test.jsonl" if split == "test" else "dev.jsonl")):
        answers = tuple(answer["text"] for answer in row["answers"])
        found.queries[row["id"]] = Query(row["question"], {f"{row['passage_id']}.md": 1}, answers)
    return found


def bioasq(data: Path, split: Split) -> Collection:
    """Read PubMed abstracts, and biomedical questions with marked places in them."""
    folder = data / "bioasq"
    found = Collection()
    for row in _rows(folder / "corpus.jsonl"):
        found.documents[f"{row['_id']}.txt"] = row["text"]
    grades = _tsv(folder / "qrels.tsv", ".txt")
    for row in _rows(folder / "questions.jsonl"):
        answers = _synonyms(row["exact_answer"]) if row["type"] == "factoid" else ()
        evidence = tuple(_located(row["snippets"], found.documents))
        query = Query(row["text"], grades.get(row["_id"], {}), answers, evidence, row["type"])
        found.queries[row["_id"]] = query
    return found


def squad(data: Path, split: Split) -> Collection:
    """Read SQuAD v1.1 dev, every paragraph a document; `tune` is a part of its training split."""
    if split == "test":
        return squad_file(data / "squad_dev" / "dev-v1.1.reconstructed.json")
    found = Collection()
    names: dict[str, str] = {}
    path = data / "reader_training" / "train_squad_part.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            name = names.setdefault(row["context"], f"p{len(names):05d}.txt")
            found.documents[name] = row["context"]
            answers = tuple(dict.fromkeys(answer["text"] for answer in row["answers"]))
            found.queries[row["id"]] = Query(row["question"], {name: 1}, answers)
    return found


def squad2(data: Path, split: Split) -> Collection:
    """Read SQuAD v2.0 dev, where half of the questions have no answer in their paragraph."""
    return squad_file(data / "squad_dev" / "dev-v2.0.reconstructed.json")


def xquad(data: Path, split: Split) -> Collection:
    """Read the English part of XQuAD: 240 paragraphs of SQuAD v1.1 dev."""
    return squad_file(data / "xquad" / "xquad.en.json")


def squad_file(path: Path) -> Collection:
    """Read a file in the format of SQuAD, its titles left out as the task has it."""
    found = Collection()
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            name = f"p{len(found.documents):05d}.txt"
            found.documents[name] = paragraph["context"]
            for row in paragraph["qas"]:
                answers = tuple(dict.fromkeys(answer["text"] for answer in row["answers"]))
                grades = {name: 1} if answers else {}
                found.queries[row["id"]] = Query(row["question"], grades, answers)
    return found


SETS: dict[str, Callable[[Path, Split], Collection]] = {
    "scifact": scifact,
    "nfcorpus": nfcorpus,
    "sleepqa": sleepqa,
    "bioasq": bioasq,
    "xquad": xquad,
    "squad": squad,
    "squad2": squad2,
}
TUNED_ON = ("scifact", "nfcorpus", "sleepqa", "squad")


def _titled(title: str, text: str) -> str:
    return f"# {title}\n\n{text}\n"


def _synonyms(exact: Any) -> tuple[str, ...]:  # noqa: ANN401 - as the file has it
    """Flatten what BioASQ gives for a factoid: a list of synonyms, in a list or not."""
    if isinstance(exact, str):
        return (exact,)
    return tuple(synonym for one in exact for synonym in _synonyms(one))


def _located(snippets: list[dict[str, Any]], documents: dict[str, str]) -> Iterator[Evidence]:
    """Find the marked places that stand in an abstract as they were marked."""
    for snippet in snippets:
        name = f"{snippet['doc']}.txt"
        start = documents.get(name, "").find(snippet["text"])
        if start >= 0 and snippet["text"]:
            yield name, Span(start, start + len(snippet["text"]))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _tsv(path: Path, suffix: str) -> dict[str, Grades]:
    """Read judgements in the form of BEIR: a line of names, then query, document, grade."""
    grades: dict[str, Grades] = defaultdict(dict)
    for line in _lines(path)[1:]:
        query, document, grade = line.split("\t")
        grades[query][f"{document}{suffix}"] = int(grade)
    return grades


def _trec(path: Path) -> dict[str, Grades]:
    """Read judgements in the form of TREC; a grade of 0 is none."""
    grades: dict[str, Grades] = defaultdict(dict)
    for line in _lines(path):
        query, _, document, grade = line.split()
        if int(grade) > 0:
            grades[query][f"{document}.md"] = int(grade)
    return grades
