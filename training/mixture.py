"""What is trained on, in which proportion: the sets, and what is made of them.

Comes in: the folder of sets, a stage and a seed. Goes out: examples in random order, or those of
the documents that are held out. The first stage is broad, so that the reader learns to read; the
second is mostly clinical.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from training.data import CLINICAL, LICENCES, Example, held_out_documents, read_set
from training.marked import LICENCES as MARKED
from training.marked import PART, read_marked, read_twins
from training.negatives import Pool, altered, headed, unrelated
from training.synthesis import SET as SYNTHETIC
from training.synthesis import synthesise
from training.wording import thinned
from training.written import FOLDER, read_written
from training.written import SETS as WRITTEN

HEADINGS_DROPPED = 0.2
SLIPS = 0.06
"""Share of the questions in which two letters of a word change places, or one is left out."""

SHARES = {
    "broad": {
        CLINICAL: 1.0,
        "squad_part": 1.0,
        "squad_v11_13articles": 1.0,
        "qamr_dev": 0.2,
        "qamr_test": 0.2,
        "bioasq_9b_squadstyle": 0.85,
        "evidence_inference_windows": 0.3,
        "policyqa_dev": 0.2,
        "fairytaleqa": 0.4,
        "qed_dev": 1.0,
        SYNTHETIC: 3000,
    },
    "clinical": {
        CLINICAL: 0.7,
        "written": 1.0,
        "written_more": 1.0,
        "written_again": 3.0,
        "squad_part": 1.0,
        "squad_v11_13articles": 1.0,
        "qamr_dev": 0.1,
        "qamr_test": 0.1,
        "bioasq_9b_squadstyle": 0.8,
        "evidence_inference_windows": 0.15,
        "policyqa_dev": 0.1,
        "fairytaleqa": 0.2,
        "qed_dev": 1.0,
        SYNTHETIC: 3600,
    },
    "further": {
        CLINICAL: 0.25,
        "written": 0.4,
        "written_more": 0.5,
        "written_again": 0.7,
        "written_anew": 0.7,
        "written_further": 1.5,
        "squad_marked": 0.7,
        "selqa_marked": 0.7,
        "squad_part": 0.7,
        "squad_v11_13articles": 0.7,
        "qamr_dev": 0.03,
        "qamr_test": 0.03,
        "bioasq_9b_squadstyle": 0.3,
        "evidence_inference_windows": 0.05,
        "policyqa_dev": 0.05,
        "fairytaleqa": 0.1,
        "qed_dev": 0.5,
        SYNTHETIC: 800,
    },
    "distilled": {
        CLINICAL: 0.8,
        "written": 1.0,
        "written_more": 1.0,
        "written_again": 1.0,
        "written_anew": 1.0,
        "written_further": 1.0,
        "written_widely": 1.0,
        "written_otherwise": 1.0,
        "squad_marked": 1.0,
        "selqa_marked": 1.0,
        "squad_part": 1.0,
        "squad_v11_13articles": 1.0,
        "qamr_dev": 0.25,
        "qamr_test": 0.25,
        "bioasq_9b_squadstyle": 1.0,
        "evidence_inference_windows": 0.25,
        "policyqa_dev": 0.2,
        "fairytaleqa": 0.6,
        "qed_dev": 1.0,
        SYNTHETIC: 3000,
    },
}
"""For each stage how often an example of a set is seen; of the synthetic ones, how many."""

TELLING = (CLINICAL, *MARKED, "squad_part", "squad_v11_13articles")
"""Sets whose unanswered questions are often worded in a way of their own."""

MADE = {
    CLINICAL: (0.5, 0.3, 0.1, 0.5),
    "written": (0.2, 0.5, 0.05, 0.0),
    "written_more": (0.2, 0.5, 0.05, 0.0),
    "written_again": (0.2, 0.5, 0.05, 0.0),
    "written_anew": (0.1, 0.2, 0.05, 0.0),
    "written_further": (0.1, 0.2, 0.05, 0.0),
    "written_widely": (0.1, 0.2, 0.05, 0.0),
    "written_otherwise": (0.1, 0.2, 0.05, 0.0),
    "squad_marked": (0.1, 0.2, 0.05, 0.0),
    "selqa_marked": (0.1, 0.2, 0.05, 0.0),
    "squad_part": (0.4, 0.2, 0.05, 0.0),
    "squad_v11_13articles": (0.4, 0.2, 0.05, 0.0),
    "qamr_dev": (0.3, 0.15, 0.1, 0.0),
    "qamr_test": (0.3, 0.15, 0.1, 0.0),
    "bioasq_9b_squadstyle": (0.15, 0.3, 0.1, 0.0),
    "evidence_inference_windows": (0.0, 0.15, 0.1, 0.0),
    "policyqa_dev": (0.0, 0.2, 0.1, 0.0),
    "fairytaleqa": (0.1, 0.15, 0.1, 0.0),
    "qed_dev": (0.2, 0.3, 0.1, 0.0),
}
"""For each answered example of a set: how many altered, elsewhere, unrelated, headed are made."""


def mixture(folder: Path, stage: str, seed: int, written: Path = FOLDER) -> list[Example]:
    """Make the examples to train on in a stage."""
    rng = random.Random(f"{seed} mixture {stage}")
    shares = SHARES[stage]
    sets = read_sets(folder, written)
    kept = {n: [one for one in sets[n] if one.document not in away] for n, away in apart(sets)}
    for name in TELLING:
        kept[name] = thinned(kept[name], random.Random("wording"))
    chosen = [one for name in kept for one in repeated(kept[name], shares.get(name, 0.0), rng)]
    examples = [*chosen, *unanswered(chosen, rng), *synthesise(round(shares[SYNTHETIC]), seed)]
    rng.shuffle(examples)
    return [_as_typed(_sometimes_bare(one, rng), rng) for one in examples]


def held_out(folder: Path, written: Path = FOLDER) -> list[Example]:
    """Make the examples of documents that no stage trains on, the same ones always."""
    rng = random.Random("held out")
    sets = read_sets(folder, written)
    found = [one for name, away in apart(sets) for one in sets[name] if one.document in away]
    return [*found, *unanswered(found, rng), *synthesise(300, -1)]


def read_sets(folder: Path, written: Path) -> dict[str, list[Example]]:
    """Read the sets by name, those of `training/data` too."""
    twins = {name: read_twins(folder, written / PART, name) for name in LICENCES}
    sets = {name: [*read_set(folder, name), *twins[name]] for name in LICENCES}
    made = {name: read_written(folder, written / part, name) for name, part in WRITTEN.items()}
    made |= {name: read_marked(folder, written / PART, name) for name in MARKED}
    return {**sets, **{name: list(examples) for name, examples in made.items()}}


def apart(sets: dict[str, list[Example]]) -> Iterator[tuple[str, set[str]]]:
    """Yield for each set the documents that are held out; two sets share some articles."""
    clinical = held_out_documents(CLINICAL, sets[CLINICAL])
    trained = {one.document for one in sets[CLINICAL]} - clinical
    for name, examples in sets.items():
        if name in WRITTEN:
            own = [one for one in examples if one.document not in trained]
            yield name, clinical | held_out_documents(name, own)
        else:
            yield name, held_out_documents(name, examples)


def repeated(examples: list[Example], times: float, rng: random.Random) -> list[Example]:
    """Take each example so many times; which ones once more is drawn where it is a fraction."""
    whole, part = divmod(times, 1.0)
    return examples * int(whole) + rng.sample(examples, round(len(examples) * part))


def unanswered(examples: Sequence[Example], rng: random.Random) -> Iterator[Example]:
    """Make unanswered questions out of answered ones, set by set."""
    for name, (changed, moved, strange, renamed) in MADE.items():
        own = [one for one in examples if one.set == name]
        if not own:
            continue
        pool = Pool(own)
        titles = sorted({one.headings for one in own})
        for example in (one for one in own if one.answers):
            made = [
                altered(example, pool, rng) if rng.random() < changed else None,
                pool.confused(example, rng) if rng.random() < moved else None,
                unrelated(example, examples, rng) if rng.random() < strange else None,
                headed(example, titles, rng) if rng.random() < renamed else None,
            ]
            yield from filter(None, made)


def _sometimes_bare(example: Example, rng: random.Random) -> Example:
    """Drop the headings now and then, save where they decide."""
    decisive = example.kind == "headed" or example.set == SYNTHETIC
    bare = not decisive and rng.random() < HEADINGS_DROPPED
    return replace(example, headings="") if bare else example


def _as_typed(example: Example, rng: random.Random) -> Example:
    if rng.random() >= SLIPS:
        return example
    return replace(example, question=slip(example.question, rng))


def slip(question: str, rng: random.Random) -> str:
    """Let two letters of a word change places, or leave one out; short words stay."""
    words = question.split(" ")
    long = [n for n, word in enumerate(words) if word.isalpha() and len(word) > 3]
    if long:
        at = rng.choice(long)
        word, letter = words[at], rng.randrange(1, len(words[at]) - 1)
        kept = word[letter + 1] + (word[letter] if rng.random() < 0.5 else "")
        words[at] = word[:letter] + kept + word[letter + 2 :]
    return " ".join(words)
