"""What is trained on, in which proportion: the sets, and what is made of them.

Comes in: the folder of sets and a seed. Goes out: examples in random order, and a held-out part
made in the same way.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from training.data import CLINICAL, Example, read_sets
from training.negatives import Pool, altered, headed
from training.synthesis import SET, synthesise

HEADINGS_DROPPED = 0.2
NEGATIVES = {
    CLINICAL: (0.45, 0.35, 1.0),
    "squad_part": (0.4, 0.2, 0.0),
    "squad_v11_13articles": (0.4, 0.2, 0.0),
    "qamr_dev": (0.3, 0.15, 0.0),
    "qamr_test": (0.3, 0.15, 0.0),
    "bioasq_9b_squadstyle": (0.15, 0.3, 0.0),
    "evidence_inference_windows": (0.0, 0.15, 0.0),
    "policyqa_dev": (0.0, 0.2, 0.0),
    "fairytaleqa": (0.1, 0.15, 0.0),
    "qed_dev": (0.2, 0.3, 0.0),
}
"""For each answered example of a set: how many altered, elsewhere and headed ones are made."""

SYNTHETIC = 3600
CLINICAL_PASSES = 1.6
"""How often a clinical question is seen."""


def mixture(folder: Path, seed: int) -> tuple[list[Example], list[Example]]:
    """Make the examples to train on and the held-out ones."""
    rng = random.Random(f"{seed} mixture")
    kept, held_out = read_sets(folder, seed)
    clinical = [one for one in kept if one.set == CLINICAL]
    again = rng.sample(clinical, round(len(clinical) * (CLINICAL_PASSES - 1)))
    examples = [*kept, *again, *unanswered(kept, rng), *synthesise(SYNTHETIC, seed)]
    rng.shuffle(examples)
    development = [*held_out, *unanswered(held_out, rng), *synthesise(300, seed + 1)]
    return [_sometimes_bare(one, rng) for one in examples], development


def unanswered(examples: Sequence[Example], rng: random.Random) -> Iterator[Example]:
    """Make unanswered questions out of answered ones, set by set."""
    for name, (changed, moved, renamed) in NEGATIVES.items():
        own = [one for one in examples if one.set == name]
        if not own:
            continue
        pool = Pool(own)
        titles = sorted({one.headings for one in own})
        for example in (one for one in own if one.answers):
            made = [
                altered(example, pool, rng) if rng.random() < changed else None,
                pool.confused(example, rng) if rng.random() < moved else None,
                headed(example, titles, rng) if rng.random() < renamed else None,
            ]
            yield from filter(None, made)


def _sometimes_bare(example: Example, rng: random.Random) -> Example:
    """Drop the headings now and then, save where they decide."""
    decisive = example.kind == "headed" or example.set == SET
    bare = not decisive and rng.random() < HEADINGS_DROPPED
    return replace(example, headings="") if bare else example
