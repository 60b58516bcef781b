"""From which support on does a paragraph answer? Told for a reader that has no other sign.

    python -m training.abstaining DATA READER_FOLDER

Comes in: the folder of public sets and a reader's folder. Goes out: one JSON object: the least
support to answer with, for the highest F1 over held-out questions about SQuAD's training articles
and their unanswered twins, and what F1 is there and at 0. It is for `benchmarks/reading.py`: no
question of SQuAD v2.0 dev is read here. The program weighs support among other signs (`odds.py`).
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from qa_bot.evaluation.metrics.confidence import Flags, Floats
from qa_bot.evaluation.metrics.wording import token_f1
from qa_bot.reader.onnx import OnnxReader
from training.evaluate import Reading, read
from training.mixture import held_out

SETS = ("squad_marked", "squad_part", "squad_v11_13articles")
KINDS = ("answered", "near-miss")
STEP = 0.1


def main() -> None:
    """Choose for one reader."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("reader", type=Path)
    options = parser.parse_args()
    reader = OnnxReader(options.reader)
    asked = [one for one in held_out(options.data) if one.set in SETS and one.kind in KINDS]
    found = [read(reader, one) for one in asked]
    support = np.array([one.evidence.support for one in found])
    answered = np.array([bool(one.example.answers) for one in found])
    f1 = np.array([said_f1(one) for one in found])
    least = least_support(support, answered, f1)
    report = {
        "answered": int(answered.sum()),
        "not answered": int((~answered).sum()),
        "least_support": round(least, 1),
        "f1": round(overall_f1(support, answered, f1, least), 3),
        "f1_at_0": round(overall_f1(support, answered, f1, 0.0), 3),
    }
    print(json.dumps(report))


def said_f1(reading: Reading) -> float:
    """Score the best span; 0 where nothing answers."""
    return token_f1([reading.said], reading.accepted) if reading.example.answers else 0.0


def least_support(support: Floats, answered: Flags, f1: Floats) -> float:
    """Find the support from which on to answer; of equally good ones the lowest."""
    tried: Sequence[float] = np.arange(support.min(), support.max() + STEP, STEP).tolist()
    return max(tried, key=lambda least: overall_f1(support, answered, f1, least))


def overall_f1(support: Floats, answered: Flags, f1: Floats, least: float) -> float:
    """Average F1 over answered and unanswered questions, each half; abstaining is right or wrong.

    Args:
        support: Of each question's paragraph, in log-odds.
        answered: Whether the paragraph answers it.
        f1: Of what would be said, 0 to 1.
        least: Support from which on something is said.
    """
    said = support >= least
    return float((f1 * said)[answered].mean() + (~said)[~answered].mean()) / 2


if __name__ == "__main__":
    main()
