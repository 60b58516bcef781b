"""Reading on SQuAD v2.0 dev: the gold paragraph is given, the reader marks the answer or abstains.

    python benchmarks/reading.py DATA [--reader default] [--sample N] [--threshold 1.7]

Comes in: a folder of public data (`squad_dev/`). Goes out: one JSON line: exact match and F1 as
SQuAD computes them (Rajpurkar et al. 2016, 2018), over all questions and over the answerable and
the unanswerable ones, and the AUROC of answerability, each with a 95 % interval. The article's
title is given as heading, as a document's title is in the product. Nothing here is trained on.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from qa_bot.evaluation.metrics.confidence import Flags, Floats, auroc
from qa_bot.evaluation.metrics.statistics import Interval, interval, mean_interval
from qa_bot.evaluation.metrics.wording import exact_match, token_f1
from qa_bot.reader import DEFAULT_READER, Evidence, PassageText, Reader, load_reader

LEAST_SUPPORT = 1.7
"""Log-odds from which on the packaged reader is said to answer: `training.abstaining` chose it."""

FILE = "squad_dev/dev-v2.0.reconstructed.json"
SEED = 7


@dataclass(frozen=True)
class Question:
    """A question about a paragraph; no accepted answers if the paragraph does not answer it."""

    text: str
    passage: PassageText
    accepted: list[str]


@dataclass(frozen=True)
class Scores:
    """What each question scored, in their order.

    Attributes:
        exact: 1 or 0, as if the reader never abstained.
        f1: 0 to 1; likewise.
        support: Log-odds that the paragraph answers.
        span: Log-odds of the best span.
        answerable: Whether it does.
        abstained: Whether the reader says that it does not.
    """

    exact: Floats
    f1: Floats
    support: Floats
    span: Floats
    answerable: Flags
    abstained: Flags


def main() -> None:
    """Read and score."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("--reader", default=DEFAULT_READER)
    parser.add_argument("--sample", type=int, default=0, help="so many questions, 0 for all")
    parser.add_argument(
        "--threshold", type=float, default=LEAST_SUPPORT, help="least support to answer"
    )
    options = parser.parse_args()
    try:
        asked = list(questions(options.data / FILE))
    except OSError as error:
        sys.exit(f"the data is not there ({error}); see the top of this file")
    if options.sample:
        asked = random.Random(SEED).sample(asked, min(options.sample, len(asked)))
    reader = load_reader(options.reader)
    began = time.monotonic()
    found = [read(reader, question) for question in asked]
    spent = time.monotonic() - began
    print(
        json.dumps(
            {
                "set": "squad v2.0 dev",
                "reader": options.reader,
                "key": reader.identity.key,
                "questions": len(asked),
                "threshold": options.threshold,
                "milliseconds": round(1000 * spent / len(asked), 1),
                **summarise(score(asked, found, options.threshold)),
            }
        )
    )


def questions(path: Path) -> Iterator[Question]:
    """Yield every question with its paragraph."""
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        title = article["title"].replace("_", " ")
        for paragraph in article["paragraphs"]:
            passage = PassageText(title, paragraph["context"])
            for one in paragraph["qas"]:
                accepted = [answer["text"] for answer in one["answers"]]
                yield Question(one["question"], passage, accepted)


def read(reader: Reader, question: Question) -> Evidence:
    """Read one paragraph."""
    return reader.read(question.text, [question.passage])[0]


def score(asked: Sequence[Question], found: Sequence[Evidence], threshold: float) -> Scores:
    """Compare the best spans with the accepted answers."""
    said = [
        evidence.spans[0].span.of(question.passage.text) if evidence.spans else ""
        for question, evidence in zip(asked, found, strict=True)
    ]
    pairs = [
        ([answer], [[accepted] for accepted in question.accepted])
        for question, answer in zip(asked, said, strict=True)
    ]
    return Scores(
        exact=np.array([exact_match(*pair) for pair in pairs], dtype=np.float64),
        f1=np.array([token_f1(*pair) for pair in pairs], dtype=np.float64),
        support=np.array([one.support for one in found]),
        span=np.array([one.spans[0].score if one.spans else -np.inf for one in found]),
        answerable=np.array([bool(one.accepted) for one in asked]),
        abstained=np.array([one.support < threshold for one in found]),
    )


def summarise(scores: Scores) -> dict[str, object]:
    """Compute the figures, as SQuAD v2.0 does: abstaining is right exactly where nothing is."""
    answerable, abstained = scores.answerable, scores.abstained
    refused = (abstained & ~answerable).astype(np.float64)
    exact = np.where(answerable, scores.exact * ~abstained, refused)
    f1 = np.where(answerable, scores.f1 * ~abstained, refused)
    return {
        "em": figure(exact),
        "f1": figure(f1),
        "answerable_em": figure(exact[answerable]),
        "answerable_f1": figure(f1[answerable]),
        "unanswerable": figure(refused[~answerable]),
        "answerable_em_always": figure(scores.exact[answerable]),
        "answerable_f1_always": figure(scores.f1[answerable]),
        "auroc_support": ranked(scores.support, answerable),
        "auroc_span": ranked(scores.span, answerable),
    }


def figure(values: Floats) -> list[float]:
    """Give a mean and its interval, in percent."""
    return rounded(100 * float(values.mean()), mean_interval(values), 100, 1)


def ranked(confidence: Floats, positive: Flags) -> list[float]:
    """Give an AUROC and its interval."""
    bounds = interval(lambda drawn: auroc(confidence[drawn], positive[drawn]), len(confidence))
    return rounded(auroc(confidence, positive), bounds, 1, 3)


def rounded(value: float, bounds: Interval | None, scale: int, places: int) -> list[float]:
    """Write a figure as [value, low, high]."""
    low, high = bounds or (float("nan"), float("nan"))
    return [round(value, places), round(scale * low, places), round(scale * high, places)]


if __name__ == "__main__":
    main()
