"""Fit the numbers of `odds` from questions with known answers.

    python -m training.fit_answering [--reader none|default|FOLDER] [--passages 8]
        [--trials train_clinical_questions.jsonl.gz] [--most 400]

Comes in: the tuning and development cases over the bundled knowledge and, if given, questions over
passages of clinical trials with exact answer spans. Goes out: an `Odds` to copy into `odds.py`, and
what it comes to by five-fold cross-validation over questions: how often the best sentence is right,
and what is answered rightly, wrongly, missed, refused and invented at several thresholds. Nothing
that is reported is read here.

First each candidate's log-odds are learned (logistic regression, each question counting the same),
then the probability that the best one is right, from log-odds of questions that were held out.
"""

import argparse
import gzip
import json
import random
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from qa_bot.answering.candidates import Candidate, Signs, candidates
from qa_bot.answering.claims import claims
from qa_bot.answering.odds import WITH_READER, WITHOUT_READER, Odds, calibration_signs
from qa_bot.answering.reading import read_hits
from qa_bot.config import AnswerConfig
from qa_bot.documents import SUFFIXES, load, scan
from qa_bot.encoder import Encoder, FloatArray, load_encoder
from qa_bot.evaluation.case_files import load_cases
from qa_bot.evaluation.cases import Case
from qa_bot.evaluation.judging import is_said
from qa_bot.evaluation.metrics.locations import Location
from qa_bot.index import build, open_index
from qa_bot.question import Question
from qa_bot.reader import Reader, load_reader
from qa_bot.retrieval import Retriever

ROOT = Path(__file__).parent.parent
CASES = [ROOT / "tests/cases" / f"{name}.jsonl" for name in ("tuning", "fitting", "dev")]
FOLDS = 5
Evidence = tuple[float, float]
RATES = (0.8, 0.9, 0.95)
"""For lower ones `EVEN` decides."""
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True)
class Asked:
    """A question and who tells whether a candidate is right."""

    text: str
    answerable: bool
    is_right: Callable[[Candidate], bool]


@dataclass(frozen=True)
class Example:
    """A question's candidates, and which of them are right."""

    answerable: bool
    question: Question
    found: list[Candidate]
    right: list[bool]

    @property
    def signs(self) -> FloatArray:
        """The candidates' signs, shape (candidates, signs)."""
        return np.array([astuple(one.signs) for one in self.found], dtype=np.float32)

    def best(self, odds: Odds) -> tuple[Evidence, bool]:
        """Take what the confidence in the best candidate is made of, and whether it is right."""
        ranked = claims(self.question, self.found, odds)
        agreeing = [ranked[0].agrees_with(one) for one in ranked]
        signs = calibration_signs([one.log_odds for one in ranked], agreeing)
        return signs, self.right[self.found.index(ranked[0].candidate)]


@dataclass(frozen=True)
class Tools:
    """What asks."""

    encoder: Encoder
    reader: Reader | None
    passages: int


def main() -> None:
    """Collect examples, cross-validate, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--reader", default="default")
    parser.add_argument("--passages", type=int, default=AnswerConfig().passages)
    parser.add_argument("--trials", type=Path)
    parser.add_argument("--most", type=int, default=400, help="questions over trials used")
    parser.add_argument(
        "--confidence-alone", action="store_true", help="keep the weights that are shipped"
    )
    options = parser.parse_args()
    reader = None if options.reader == "none" else load_reader(options.reader)
    tools = Tools(load_encoder(), reader, options.passages)
    asked = [one for path in CASES for one in of_knowledge(path, tools)]
    own = [one for one in asked if one.found]
    others = list(of_trials(options.trials, options.most, tools)) if options.trials else []
    trials = [one for one in others if one.found]
    shipped = WITH_READER if reader else WITHOUT_READER
    kept = shipped if options.confidence_alone else None
    signs, right = held_out_best(own, trials, kept)
    sure = held_out_confidence(signs, right)
    print(json.dumps(counts(asked, right, sure)))
    confidence = LogisticRegression(C=10.0).fit(signs, right)
    slope, margin = (round(float(weight), 3) for weight in confidence.coef_[0])
    odds = replace(
        kept or fit(own + trials),
        slope=slope,
        margin=margin,
        offset=round(float(confidence.intercept_[0]), 3),
        floors=floors(sure),
    )
    print(odds)


def of_knowledge(path: Path, tools: Tools) -> Iterator[Example]:
    """Yield a file's cases over the bundled knowledge, but for later turns of conversations."""
    documents = map(load, scan(ROOT / "knowledge", SUFFIXES).files)
    found = load_cases(path, {document.name: document.text for document in documents}.get)
    asked = [
        Asked(case.question, case.answerable, lambda one, case=case: answers(case, one))  # type: ignore[misc]
        for case in found.cases
        if not case.turns
    ]
    yield from examples(ROOT / "knowledge", asked, tools)


def answers(case: Case, candidate: Candidate) -> bool:
    """Tell whether a candidate stands in a gold span and has an accepted answer, or part of one."""
    here = Location(candidate.hit.passage.document, candidate.quote)
    text = candidate.text
    in_gold = [spans for spans in case.locations if any(here.overlaps(one) for one in spans)]
    if not in_gold:
        return False
    enough = any if all(len(spans) > 1 for spans in in_gold) else all
    return not case.accepted or any(
        enough(is_said(part, text) for part in parts) for parts in case.accepted
    )


def of_trials(path: Path, most: int, tools: Tools) -> Iterator[Example]:
    """Yield questions over trial articles; a right sentence overlaps the answer."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    names = {text: f"p{n:05d}.txt" for n, text in enumerate({row["context"]: 0 for row in rows})}
    random.Random(7).shuffle(rows)

    def is_right(row: dict[str, object], candidate: Candidate) -> bool:
        span, passage = candidate.quote, candidate.hit.passage
        return passage.document.endswith(names[str(row["context"])]) and any(
            one["answer_start"] < span.end and one["answer_start"] + len(one["text"]) > span.start
            for one in row["answers"]  # type: ignore[attr-defined]
        )

    asked = [
        Asked(row["question"], not row["is_impossible"], lambda one, row=row: is_right(row, one))  # type: ignore[misc]
        for row in rows[:most]
    ]
    with tempfile.TemporaryDirectory() as folder:
        for text, name in names.items():
            (Path(folder) / name).write_bytes(text.encode())
        yield from examples(Path(folder), asked, tools)


def examples(folder: Path, asked: list[Asked], tools: Tools) -> Iterator[Example]:
    """Ask each question of a folder's index and judge its candidates."""
    with tempfile.TemporaryDirectory() as place:
        build(folder, Path(place), tools.encoder, progress=lambda stage, done, total: None)
        with open_index(Path(place)) as index:
            retriever = Retriever(index, tools.encoder)
            for one in asked:
                question = retriever.understand(one.text)
                hits = retriever.search(question, tools.passages)
                question, read = read_hits(question, hits, tools.reader)
                found = candidates(question, read, retriever.idf, tools.encoder, tools.reader)
                right = [one.answerable and one.is_right(each) for each in found]
                yield Example(one.answerable, question, found, right)


def fit(found: list[Example]) -> Odds:
    """Fit over all candidates, each question counting the same; the confidence stays open."""
    signs = np.vstack([one.signs for one in found])
    right = np.concatenate([one.right for one in found])
    share = np.concatenate([np.full(len(one.right), 1 / len(one.right)) for one in found])
    model = LogisticRegression(C=3.0, max_iter=2000).fit(
        signs, right, sample_weight=share * len(right) / share.sum()
    )
    weights = Signs(*(round(float(weight), 2) for weight in model.coef_[0]))
    return replace(WITHOUT_READER, weights=weights, bias=round(float(model.intercept_[0]), 2))


def folds(number: int) -> list[set[int]]:
    """Divide questions at random."""
    order = np.random.default_rng(7).permutation(number)
    return [set(order[fold::FOLDS].tolist()) for fold in range(FOLDS)]


def held_out_best(
    own: list[Example], always: list[Example], kept: Odds | None = None
) -> tuple[FloatArray, FloatArray]:
    """Take each question's best candidate by a fit that has not seen the question.

    Args:
        own: The questions.
        always: Further ones to fit on.
        kept: What weighs the candidates instead of any fit.

    Returns:
        What the confidence is made of, shape (questions, 2), and whether the best is right.
    """
    best: list[tuple[Evidence, bool]] = [((0.0, 0.0), False)] * len(own)
    for held_out in folds(len(own)):
        rest = [one for number, one in enumerate(own) if number not in held_out]
        odds = kept or fit([*rest, *always])
        for number in held_out:
            best[number] = own[number].best(odds)
    signs, right = zip(*best, strict=True)
    return np.array(signs, dtype=np.float32), np.array(right, dtype=np.float32)


def held_out_confidence(signs: FloatArray, right: FloatArray) -> FloatArray:
    """Estimate for each question, by a fit that has not seen it, that its best is right."""
    sure = np.empty(len(right), dtype=np.float32)
    for held_out in folds(len(right)):
        rest = [number for number in range(len(right)) if number not in held_out]
        model = LogisticRegression(C=10.0).fit(signs[rest], right[rest])
        for number in held_out:
            sure[number] = model.predict_proba(signs[number : number + 1])[0, 1]
    return sure


def floors(sure: FloatArray) -> tuple[tuple[float, float], ...]:
    """Find the least confidence at which the answers given are right as often as each rate.

    A calibrated confidence says how often that is: the mean of those that are no less.
    """
    falling = np.sort(sure)[::-1]
    expected = np.cumsum(falling) / np.arange(1, len(falling) + 1)
    reached = [rate for rate in RATES if rate <= expected[0]]
    return tuple((rate, round(float(falling[expected >= rate][-1]), 3)) for rate in reached)


def counts(asked: list[Example], right: FloatArray, sure: FloatArray) -> dict[str, object]:
    """Count what became of each question at several least confidences.

    Args:
        asked: Every question; where there is no candidate, nothing is answered.
        right: Of each that has any, whether the best one is right.
        sure: And the probability of that.
    """
    nothing = [one for one in asked if not one.found]
    own = [*(one for one in asked if one.found), *nothing]
    right, sure = (
        np.append(one, np.zeros(len(nothing), np.float32)).astype(np.float32)
        for one in (right, sure)
    )
    answerable = np.array([one.answerable for one in own])
    at = {}
    for threshold in THRESHOLDS:
        shown = sure >= threshold
        at[str(threshold)] = {
            "right": int((shown & (right > 0)).sum()),
            "wrong": int((shown & answerable & (right == 0)).sum()),
            "missed": int((~shown & answerable).sum()),
            "refused": int((~shown & ~answerable).sum()),
            "invented": int((shown & ~answerable).sum()),
        }
    found = sum(map(any, (one.right for one in own)))
    return {
        "questions": len(own),
        "answerable": int(answerable.sum()),
        "right among candidates": found,
        "best is right": int(right.sum()),
        "mean confidence less share right": round(float(sure.mean() - right.mean()), 4),
        "at": at,
    }


if __name__ == "__main__":
    main()
