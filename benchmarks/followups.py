"""Follow-ups made to stand alone: how much of what people add is found, and what else is added.

    python benchmarks/followups.py DATA [--fit]

Comes in: a folder of public data with `followup_rewrite/rewrites.jsonl`: turns of TREC CAsT, iKAT
and MTRAG, each with the earlier questions, the last answer where it is known, and the question as
a person made it stand alone. Goes out: one JSON line a collection on stdout: recall, precision and
F1 of the content words of that question, for the last question alone, for `conversation`, which
takes every question for a follow-up, and for all questions together. Every conversation is in one
of two halves, by a hash of its name: --fit fits the weights of `conversation` to one and prints
them; what is reported is the other.
"""

import argparse
import hashlib
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from functools import lru_cache
from pathlib import Path

from qa_bot.conversation import Turn
from qa_bot.conversation.recalling import Recalled, Ties, recalled, resolve
from qa_bot.glossary import Glossary
from qa_bot.glossary.abbreviations import abbreviations
from qa_bot.question import Concept
from qa_bot.question.concepts import asked_terms, concepts_in
from qa_bot.records import Span
from qa_bot.text.sentences import sentences

SEED = 7


@dataclass(frozen=True)
class Example:
    """A question with the turns before it, and as a person made it stand alone."""

    collection: str
    conversation: str
    typed: str
    earlier: tuple[str, ...]
    answer: str
    rewrite: str


def main() -> None:
    """Fit or report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("--fit", action="store_true", help="fit the weights and print them")
    options = parser.parse_args()
    path = options.data / "followup_rewrite/rewrites.jsonl"
    try:
        found = list(load(path))
    except OSError as error:
        sys.exit(f"the data is not there ({error}); see the top of this file")
    corpus = Corpus(found)
    fitted, reported = halves(found)
    if options.fit:
        fit(fitted, corpus)
        return
    groups = {
        name: [one for one in reported if one.collection == name]
        for name in sorted({one.collection for one in reported})
    }
    for name, group in {"all": reported, **groups}.items():
        print(json.dumps({"collection": name, **report(group, corpus)}))


def load(path: Path) -> Iterator[Example]:
    """Read the turns that have one before them."""
    with path.open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            if row["history"]:
                yield Example(
                    collection=row["source"].split("2")[0].split("-")[0],
                    conversation=row["id"].rpartition("_")[0],
                    typed=row["raw"],
                    earlier=tuple(row["history"]),
                    answer=row["last_response"] or "",
                    rewrite=row["rewrite"],
                )


def halves(found: list[Example]) -> tuple[list[Example], list[Example]]:
    """Divide the conversations in two, whole."""

    def half(example: Example) -> int:
        return hashlib.sha256(f"{SEED}:{example.conversation}".encode()).digest()[-1] % 2

    return [one for one in found if not half(one)], [one for one in found if half(one)]


class Corpus:
    """Every question and answer of the data as a passage: what an index would tell of words."""

    def __init__(self, found: list[Example]) -> None:
        """Count in how many texts each word stands, and learn the abbreviations."""
        texts = {text for one in found for text in (one.typed, one.answer, *one.earlier) if text}
        self._texts = len(texts)
        self._holding = Counter(term for text in texts for term in _words(text))
        uses = Counter(one for text in texts for one in abbreviations(text))
        self._glossary = Glossary(uses.most_common())
        self._answers = {
            (one.conversation, len(one.earlier)): _sentences(one.answer) for one in found
        }
        self._turns: dict[tuple[str, tuple[str, ...]], list[Turn]] = {}

    def concepts_in(self, text: str) -> tuple[Concept, ...]:
        """List what a text names."""
        return concepts_in(text, self._glossary)

    def rarity(self, concept: Concept) -> float:
        """Weigh a concept as `retrieval` does."""
        known = [words for words in concept.wordings if all(map(self._holding.get, words))]
        if not known:
            return 0.0
        return min(max(map(self._idf, words)) for words in known) / self._idf("")

    def _idf(self, term: str) -> float:
        holding = self._holding[term]
        return math.log(1 + (self._texts - holding + 0.5) / (holding + 0.5))

    def turns(self, example: Example) -> list[Turn]:
        """Go through the earlier turns, each understood after those before it."""
        turns: list[Turn] = []
        for number, typed in enumerate(example.earlier, 1):
            so_far = example.conversation, example.earlier[:number]
            if so_far not in self._turns:
                standalone = self.resolve(typed, turns)
                said = self._answers.get((example.conversation, number), ())
                self._turns[so_far] = [*turns, Turn(typed, standalone, said)]
            turns = self._turns[so_far]
        return turns

    def resolve(self, typed: str, turns: list[Turn]) -> str:
        """Make a question stand alone."""
        return resolve(typed, turns, self).standalone

    def recalled(self, example: Example) -> list[Recalled]:
        """List what the earlier turns may lend to a question."""
        return recalled(example.typed, self.turns(example), self)


def report(found: list[Example], corpus: Corpus) -> dict[str, object]:
    """Score each way to make a question stand alone."""
    ways = {
        "last": [one.typed for one in found],
        "conversation": [corpus.resolve(one.typed, corpus.turns(one)) for one in found],
        "every": [" ".join([one.typed, *one.earlier]) for one in found],
    }
    rewrites = [one.rewrite for one in found]
    scores = {name: _scores(list(zip(rewrites, way, strict=True))) for name, way in ways.items()}
    return {"questions": len(found), **scores}


def _scores(pairs: list[tuple[str, str]]) -> dict[str, float]:
    """Average over questions."""
    recall = precision = f1 = 0.0
    for wanted, found in ((_words(one), _words(other)) for one, other in pairs):
        shared = len(wanted & found)
        recall += shared / max(len(wanted), 1)
        precision += shared / max(len(found), 1)
        f1 += _f_score(wanted, found)
    count = max(len(pairs), 1)
    return {
        "recall": round(recall / count, 4),
        "precision": round(precision / count, 4),
        "F1": round(f1 / count, 4),
    }


def _f_score(wanted: frozenset[str], found: frozenset[str]) -> float:
    """Take the harmonic mean of precision and recall."""
    most = len(wanted) + len(found)
    return 2 * len(wanted & found) / most if most else 0.0


def fit(found: list[Example], corpus: Corpus) -> None:
    """Fit the weights by logistic regression: is a recalled word one that the person added?"""
    from sklearn.linear_model import LogisticRegression

    rows, added = [], []
    for one in found:
        wanted = _words(one.rewrite)
        for candidate in corpus.recalled(one):
            rows.append(astuple(candidate.ties))
            added.append(_words(candidate.added.words) <= wanted)
    model = LogisticRegression(max_iter=2000).fit(rows, added)
    names = [tie.name for tie in fields(Ties)]
    weights = (f"{name}={weight:.2f}" for name, weight in zip(names, model.coef_[0], strict=True))
    print(f"WEIGHTS = Ties({', '.join(weights)})")
    print(f"BIAS = {model.intercept_[0]:.2f}")


@lru_cache(maxsize=100_000)
def _words(text: str) -> frozenset[str]:
    return frozenset(term.form for term in asked_terms(text))


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(span.of(text) for span in sentences(text, Span(0, len(text)))) if text else ()


if __name__ == "__main__":
    main()
