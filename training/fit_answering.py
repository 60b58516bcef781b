"""Fit the weights by which `answering` judges sentences, by logistic regression.

    python training/fit_answering.py [--clinical train_clinical_questions.jsonl.gz] [--most 500]

Comes in: the tuning cases over the bundled knowledge and, if given, questions over passages of
clinical trials with exact answer spans. Goes out: weights to copy into `answering.py`, and how
often the best sentence is right and an unanswerable question refused, by five-fold
cross-validation over questions. Nothing that is reported is read here.
"""

import argparse
import gzip
import json
import random
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from qa_bot.candidates import Candidate, Signs, candidates
from qa_bot.documents import SUFFIXES, load, scan
from qa_bot.encoder import Encoder, FloatArray, load_encoder
from qa_bot.evaluation.cases import load_cases
from qa_bot.evaluation.judging import is_said
from qa_bot.evaluation.metrics.locations import Location
from qa_bot.index import build, open_index
from qa_bot.retrieval import Retriever

ROOT = Path(__file__).parent.parent
TUNING = ROOT / "tests/cases/tuning.jsonl"
PASSAGES = 8
FOLDS = 5


@dataclass(frozen=True)
class Example:
    """The candidates of one question: signs, shape (candidates, signs), and which are right."""

    answerable: bool
    signs: FloatArray
    right: FloatArray


def main() -> None:
    """Collect examples, cross-validate, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--clinical", type=Path)
    parser.add_argument("--most", type=int, default=500, help="clinical questions used")
    options = parser.parse_args()
    encoder = load_encoder()
    knowledge = list(of_knowledge(encoder))
    clinical = list(of_trials(options.clinical, options.most, encoder)) if options.clinical else []
    print(json.dumps({"knowledge": cross_validate(knowledge, clinical)}))
    model = fit([*knowledge, *clinical])
    names = [sign.name for sign in fields(Signs)]
    print(f"BIAS = {model.intercept_[0]:.2f}")
    weights = (f"{name}={weight:.2f}" for name, weight in zip(names, model.coef_[0], strict=True))
    print(f"WEIGHTS = Signs({', '.join(weights)})")


def of_knowledge(encoder: Encoder) -> Iterator[Example]:
    """Yield the tuning cases over the bundled knowledge.

    A right sentence overlaps a gold span and has an accepted answer.
    """
    documents = map(load, scan(ROOT / "knowledge", SUFFIXES).files)
    found = load_cases(TUNING, {document.name: document.text for document in documents}.get)
    cases = [{**asdict(case), "case": case} for case in found.cases]

    def is_right(fields: dict[str, Any], candidate: Candidate) -> bool:
        case, text = fields["case"], candidate.reading.text
        here = Location(candidate.hit.passage.document, candidate.unit.span)
        return any(here.overlaps(one) for spans in case.locations for one in spans) and any(
            all(is_said(part, text) for part in parts) for parts in case.accepted
        )

    yield from examples(ROOT / "knowledge", cases, is_right, encoder)


def of_trials(path: Path, most: int, encoder: Encoder) -> Iterator[Example]:
    """Yield answerable questions over trial articles; a right sentence overlaps the answer."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    names = {text: f"p{n:05d}.txt" for n, text in enumerate({row["context"]: 0 for row in rows})}
    answerable = [row for row in rows if not row["is_impossible"]]
    random.Random(7).shuffle(answerable)
    cases = [{**row, "answerable": True} for row in answerable[:most]]

    def is_right(case: dict[str, Any], candidate: Candidate) -> bool:
        span, passage = candidate.unit.span, candidate.hit.passage
        return passage.document.endswith(names[case["context"]]) and any(
            one["answer_start"] < span.end and one["answer_start"] + len(one["text"]) > span.start
            for one in case["answers"]
        )

    with tempfile.TemporaryDirectory() as folder:
        for text, name in names.items():
            (Path(folder) / name).write_bytes(text.encode())
        yield from examples(Path(folder), cases, is_right, encoder)


def examples(
    folder: Path,
    cases: list[dict[str, Any]],
    is_right: Callable[[dict[str, Any], Candidate], bool],
    encoder: Encoder,
) -> Iterator[Example]:
    """Ask each case of a folder's index and judge its candidates."""
    with tempfile.TemporaryDirectory() as place:
        build(folder, Path(place), encoder, progress=lambda stage, done, total: None)
        with open_index(Path(place)) as index:
            retriever = Retriever(index, encoder)
            for case in cases:
                question = retriever.understand(case["question"])
                hits = retriever.search(question, PASSAGES)
                found = candidates(question, hits, retriever.idf, encoder)
                signs = np.array([astuple(one.signs) for one in found], dtype=np.float32)
                right = np.array([case["answerable"] and is_right(case, one) for one in found])
                yield Example(case["answerable"], signs, right.astype(np.float32))


def fit(found: list[Example]) -> LogisticRegression:
    """Fit over all candidates, each question counting the same."""
    signs = np.vstack([one.signs for one in found])
    right = np.concatenate([one.right for one in found])
    share = np.concatenate([np.full(len(one.right), 1 / len(one.right)) for one in found])
    return LogisticRegression(C=3.0, max_iter=2000).fit(
        signs, right, sample_weight=share * len(right) / share.sum()
    )


def cross_validate(tested: list[Example], always: list[Example]) -> dict[str, object]:
    """Count right, wrong, missed, refused and invented at a confidence of one half."""
    order = np.random.default_rng(7).permutation(len(tested))
    counts = dict.fromkeys(("right", "wrong", "missed", "refused", "invented"), 0)
    for fold in range(FOLDS):
        held_out = set(order[fold::FOLDS].tolist())
        model = fit([*(one for n, one in enumerate(tested) if n not in held_out), *always])
        for number in held_out:
            one = tested[number]
            odds = model.decision_function(one.signs)
            best = int(odds.argmax())
            if odds[best] < 0:
                counts["missed" if one.answerable else "refused"] += 1
            elif not one.answerable:
                counts["invented"] += 1
            else:
                counts["right" if one.right[best] else "wrong"] += 1
    return {"questions": len(tested), **counts}


if __name__ == "__main__":
    main()
