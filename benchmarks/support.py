"""Which sentences about a text are kept: the checks on what a language model writes, on claims.

    python -m benchmarks.support DATA [--fit] [--sample N]

Comes in: a folder of public data with `healthver` and `covidfact`: claims that people wrote about
evidence, with whether the evidence supports them. A claim is checked as if a language model had
written it and cited that evidence. Goes out: one JSON line a set on stdout: the share of the
supported claims that are kept, the share of those kept that are supported, and what the others
were dropped for. --fit chooses the two thresholds of `qa_bot.llm.checks` on HealthVer's dev half
and one half of COVID-Fact and prints them; what is reported is HealthVer's test half and the rest.
"""

import argparse
import csv
import hashlib
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from benchmarks.figures import SEED, estimate
from qa_bot.encoder import Encoder, load_encoder
from qa_bot.llm.checks import LEAST_COSINE, LEAST_WORDS, Fault, Support, plain_fault, support_of

STEPS = [step / 20 for step in range(21)]
WANTED = 0.8
"""Share of the kept claims that should be supported: as often as answers should be right."""


@dataclass(frozen=True)
class Example:
    """A claim, the texts it is about, and whether these support it."""

    collection: str
    claim: str
    evidence: tuple[str, ...]
    supported: bool
    fitting: bool


@dataclass(frozen=True)
class Checked:
    """A claim as it was checked: a fault that plain rules found, or how close it is."""

    example: Example
    fault: Fault | None
    support: Support

    def fault_at(self, words: float, cosine: float) -> Fault | None:
        """Tell the fault with these thresholds, if it has one."""
        if self.fault or (self.support.words >= words and self.support.cosine >= cosine):
            return self.fault
        return Fault.WORDS if self.support.words < words else Fault.MEANING


def main() -> None:
    """Fit or report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("--fit", action="store_true", help="choose the thresholds and print them")
    parser.add_argument("--sample", type=int, help="so many claims of each set, always the same")
    options = parser.parse_args()
    try:
        found = [*healthver(options.data / "healthver"), *covidfact(options.data / "covidfact")]
    except OSError as error:
        sys.exit(f"the data is not there ({error}); see the top of this file")
    encoder = load_encoder()
    wanted = [one for one in found if one.fitting == options.fit]
    checked: dict[str, list[Checked]] = {}
    for name in ("covidfact", "healthver"):
        group = [one for one in wanted if one.collection == name]
        drawn = random.Random(SEED).sample(group, min(options.sample or len(group), len(group)))
        checked[name] = [check(one, encoder) for one in drawn]
    if options.fit:
        print(json.dumps(fitted([one for group in checked.values() for one in group])))
        return
    for name, judged in checked.items():
        print(json.dumps({"collection": name, **report(judged)}))


def healthver(folder: Path) -> Iterator[Example]:
    """Read the claims of HealthVer (Sarrouti et al. 2021) with their evidence."""
    for half in ("dev", "test"):
        with (folder / f"healthver_{half}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                supported = row["label"] == "Supports"
                evidence = (row["evidence"],)
                yield Example("healthver", row["claim"], evidence, supported, half == "dev")


def covidfact(folder: Path) -> Iterator[Example]:
    """Read the claims of COVID-Fact (Saakyan et al. 2021); half of the sources are for fitting."""
    with (folder / "COVIDFACT_dataset.jsonl").open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            source = hashlib.sha256(row["gold_source"].encode()).digest()[0]
            supported = row["label"] == "SUPPORTED"
            evidence = tuple(row["evidence"])
            yield Example("covidfact", row["claim"], evidence, supported, source % 2 == 0)


def check(example: Example, encoder: Encoder) -> Checked:
    """Check a claim as a sentence that cites its evidence."""
    fault = plain_fault(example.claim, example.evidence)
    near = Support(0.0, 0.0) if fault else support_of(example.claim, example.evidence, encoder)
    return Checked(example, fault, near)


def fitted(checked: Sequence[Checked]) -> dict[str, float]:
    """Choose the thresholds that keep most supported claims, of those that keep few others."""
    best = max(product(STEPS, STEPS), key=lambda pair: _merit(checked, *pair))
    kept = _kept(checked, *best)
    supported = sum(one.example.supported for one in checked)
    right = sum(one.example.supported for one in kept)
    return {
        "words": best[0],
        "cosine": best[1],
        "precision": round(right / len(kept), 4),
        "recall": round(right / supported, 4),
    }


def _merit(checked: Sequence[Checked], words: float, cosine: float) -> tuple[bool, float, float]:
    """Rank thresholds: right often enough, then keeping most of what is supported."""
    kept = _kept(checked, words, cosine)
    right = sum(one.example.supported for one in kept)
    precision = right / max(len(kept), 1)
    enough = precision >= WANTED
    return enough, float(right) if enough else precision, precision


def _kept(checked: Sequence[Checked], words: float, cosine: float) -> list[Checked]:
    return [one for one in checked if one.fault_at(words, cosine) is None]


def report(group: Sequence[Checked]) -> dict[str, object]:
    """Measure one set with the thresholds of the product."""
    faults = {one: one.fault_at(LEAST_WORDS, LEAST_COSINE) for one in group}
    supported = [float(faults[one] is None) for one in group if one.example.supported]
    others = [float(faults[one] is not None) for one in group if not one.example.supported]
    kept = [float(one.example.supported) for one in group if faults[one] is None]
    dropped = Counter(str(fault) for fault in faults.values() if fault)
    return {
        "words": LEAST_WORDS,
        "cosine": LEAST_COSINE,
        "supported_kept": estimate(supported),
        "others_dropped": estimate(others),
        "kept_supported": estimate(kept),
        "supported_among_all": estimate([float(one.example.supported) for one in group]),
        "dropped_for": dict(sorted(dropped.items())),
    }


if __name__ == "__main__":
    main()
