"""Measure a reader on the held-out examples, set by set.

    python -m training.evaluate DATA READER_FOLDER [--most 1500]

Comes in: the folder of public sets and a reader's folder. Goes out: one JSON object: exact match
and F1 of the best span of answered examples, AUROC of support between answered and not, AUROC of
relevance between the right passage and another one.
"""

import argparse
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from qa_bot.evaluation.metrics.confidence import auroc
from qa_bot.evaluation.metrics.wording import exact_match, token_f1
from qa_bot.reader.onnx import OnnxReader
from qa_bot.reader.protocol import Evidence, PassageText
from training.data import CLINICAL, Example
from training.mixture import held_out
from training.written import SETS as WRITTEN


@dataclass(frozen=True, slots=True)
class Reading:
    """An example and what a reader made of it."""

    example: Example
    evidence: Evidence

    @property
    def said(self) -> str:
        """The words of the best span."""
        spans = self.evidence.spans
        return spans[0].span.of(self.example.text) if spans else ""

    @property
    def accepted(self) -> list[list[str]]:
        """The right answers."""
        return [[span.of(self.example.text)] for span in self.example.answers]


def main() -> None:
    """Measure one reader."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("reader", type=Path)
    parser.add_argument("--most", type=int, default=1500, help="examples read")
    options = parser.parse_args()
    examples = held_out(options.data)
    random.Random(7).shuffle(examples)
    began = time.monotonic()
    reader = OnnxReader(options.reader)
    found = [read(reader, example) for example in balanced(examples, options.most)]
    spent = time.monotonic() - began
    sets = sorted({one.example.set for one in found})
    report = {
        "examples": len(found),
        "milliseconds": round(1000 * spent / len(found), 1),
        "all": measure(found),
        **{name: measure([one for one in found if one.example.set == name]) for name in sets},
    }
    print(json.dumps(report, indent=1))


def balanced(examples: Sequence[Example], most: int) -> list[Example]:
    """Take as many of every set; of those whose wording is like users' three times as many."""
    sets = sorted({one.set for one in examples})
    times = {name: 3 if name in {CLINICAL, *WRITTEN} else 1 for name in sets}
    sizes = {name: most * times[name] // sum(times.values()) for name in sets}
    return [
        one for name in sets for one in [one for one in examples if one.set == name][: sizes[name]]
    ]


def read(reader: OnnxReader, example: Example) -> Reading:
    """Read one example."""
    passage = PassageText(example.headings, example.text)
    return Reading(example, reader.read(example.question, [passage])[0])


def measure(found: Sequence[Reading]) -> dict[str, object]:
    """Compute the figures of some readings; None where there is nothing to compute."""
    answered = [one for one in found if one.example.answers]
    support = np.array([one.evidence.support for one in found])
    margin = np.array([_margin(one.evidence) for one in found])
    relevance = np.array([one.evidence.relevance for one in found])
    answers = np.array([bool(one.example.answers) for one in found])
    elsewhere = np.array([one.example.kind in {"elsewhere", "headed"} for one in found])
    same = answers | elsewhere
    by_kind = {
        kind: _rounded(auroc(support[answers | chosen], answers[answers | chosen]))
        for kind in ("near-miss", "altered", "elsewhere", "unrelated", "headed")
        if (chosen := np.array([one.example.kind == kind for one in found])).any()
    }
    return {
        "answered": len(answered),
        "em": _rounded(mean([exact_match([one.said], one.accepted) for one in answered])),
        "f1": _rounded(mean([token_f1([one.said], one.accepted) for one in answered])),
        "auroc_support": _rounded(auroc(support, answers)),
        "auroc_span": _rounded(auroc(margin, answers)),
        "auroc_relevance": _rounded(auroc(relevance[same], answers[same])),
        "auroc_support_by_kind": by_kind,
    }


def mean(values: Sequence[float]) -> float:
    """Average; not a number for none."""
    return sum(values) / len(values) if values else float("nan")


def _margin(evidence: Evidence) -> float:
    return evidence.spans[0].score if evidence.spans else -20.0


def _rounded(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 4)


if __name__ == "__main__":
    main()
