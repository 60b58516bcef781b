"""Unanswered questions whose wording alone gives them away, found and thinned out.

    python -m training.wording DATA

Comes in: answered and unanswered questions, both written by people. Goes out: how surely the words
of each tell that it is not answered. A reader that learns such wording does not read; the idea of
leaving out what a simple model solves is from Le Bras et al. 2020 (AFLite).
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline

from training.data import CLINICAL, Example, read_set
from training.marked import LICENCES as MARKED
from training.marked import PART, read_marked
from training.written import FOLDER, SETS, read_written

TELLTALE = 0.5
"""So sure the words must be for a question to be left out."""

SPARED = 0.15
"""The share of these that stays, so that their wording is not taken for a sign of the contrary."""


def tell(examples: Sequence[Example]) -> np.ndarray:
    """Compute for each question, shape (n,), the probability by its words that it is unanswered.

    The words' weights are learned on other documents than the question's.
    """
    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), min_df=3, sublinear_tf=True, token_pattern=r"\w+|\?"),
        LogisticRegression(C=10.0, class_weight="balanced", max_iter=400),
    )
    questions = [one.question for one in examples]
    unanswered = [not one.answers for one in examples]
    groups = [one.document for one in examples]
    found = cross_val_predict(
        model, questions, unanswered, groups=groups, cv=GroupKFold(5), method="predict_proba"
    )
    return np.asarray(found[:, 1])


def thinned(examples: Sequence[Example], rng: random.Random) -> list[Example]:
    """Leave out most of the unanswered questions that their wording gives away."""
    sure = tell(examples)
    return [
        one
        for one, probability in zip(examples, sure, strict=True)
        if one.answers or probability < TELLTALE or rng.random() < SPARED
    ]


def main() -> None:
    """Print for each set of such questions the AUROC that their wording alone reaches."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    data = parser.parse_args().data
    made = {name: read_written(data, FOLDER / part, name) for name, part in SETS.items()}
    made |= {name: read_marked(data, FOLDER / PART, name) for name in MARKED}
    sets = {CLINICAL: read_set(data, CLINICAL), **{name: list(made[name]) for name in made}}
    for name, examples in sets.items():
        unanswered = [not one.answers for one in examples]
        print(name, len(examples), f"{roc_auc_score(unanswered, tell(examples)):.3f}")


if __name__ == "__main__":
    main()
