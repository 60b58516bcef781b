"""Answers marked in sentences that came without, and for each question one like it, not answered.

Comes in: the files of `training/data/fifth`, and the folder of public sets, which holds questions
and the sentence that answers each. Goes out: examples. A sentence of SQuAD comes alone, which is
nothing to choose from, so its passage is made of sentences with words like its own; one of SelQA
stands in its section.

A line has three fields, parted by tabs: which question of the public set, the words of its sentence
that answer it, and the question that is not answered; `-` where there is none. Sets that had their
answers have lines of two: the question and its twin.
"""

import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from qa_bot.records import Span
from training.data import Example, examples_of, rows
from training.written import exact

PART = "fifth"
LICENCES = {"squad_marked": "CC BY-SA 4.0", "selqa_marked": "Apache-2.0"}
MOST_SENTENCES = 4
LEAST_ALIKE, NEIGHBOURS = 0.12, 24
"""By the cosine of their words, and so many of the nearest are looked at."""

NONE = "-"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a public set, the sentence that answers it, and the passage around it."""

    question: str
    sentence: str
    headings: str = ""
    passage: str = ""

    def example(self, name: str, question: str, answers: Sequence[Span]) -> Example:
        """Ask a question of the passage.

        Args:
            name: The set's.
            question: This one, or its twin.
            answers: Spans of the sentence.
        """
        shift = self.passage.index(self.sentence)
        return Example(
            set=name,
            document=self.headings.partition(" › ")[0] or self.passage[:80],
            kind="answered" if answers else "near-miss",
            question=question,
            headings=self.headings,
            text=self.passage,
            answers=tuple(Span(shift + one.start, shift + one.end) for one in answers),
            relevance=1.0 if answers else 0.7,
        )


def read_marked(folder: Path, files: Path, name: str) -> Iterator[Example]:
    """Yield the questions of a set that are answered, and their twins, over the same passages.

    Args:
        folder: The public sets.
        files: Where answers and twins are written down.
        name: The set's, one of `LICENCES`.

    Raises:
        SystemExit: When the public set is absent, or a line is malformed; it names the place.
    """
    asked = _READ[name](folder)
    lines = list(_lines(files.glob(f"{name}-*.tsv"), 3))
    for place, key, answer, _ in lines:
        if key not in asked or (answer != NONE and answer not in asked[key].sentence):
            raise SystemExit(f"{place}: no such question, or not in its sentence: {answer}")
    asked = _together({key: asked[key] for _, key, _, _ in lines})
    for _, key, answer, twin in lines:
        one = asked[key]
        matches = re.finditer(exact(answer), one.sentence) if answer != NONE else ()
        if spans := [Span(*match.span()) for match in matches]:
            yield one.example(name, one.question, spans)
        if twin != NONE:
            yield one.example(name, twin, ())


def read_twins(folder: Path, files: Path, name: str) -> Iterator[Example]:
    """Yield questions that a passage of a public set does not answer, each like one that it does.

    Args:
        folder: The public sets.
        files: Where the twins are written down.
        name: The set's, whose examples come from `training.data`.

    Raises:
        SystemExit: When the public set is absent, or a line is malformed; it names the place.
    """
    paths = list(files.glob(f"{name}-*.tsv"))
    own = {row["id"]: row for row in rows(folder, name)} if paths else {}
    for place, key, twin in _lines(paths, 2):
        if key not in own:
            raise SystemExit(f"{place}: there is no question {key}")
        for one in examples_of(name, own[key], {}) if twin != NONE else ():
            yield one.unanswered("near-miss", 0.7, question=twin)


def _lines(paths: Iterable[Path], fields: int) -> Iterator[tuple[str, ...]]:
    """Yield each line's place and its fields."""
    for path in sorted(paths):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            place, found = f"{path.name}:{number}", line.split("\t")
            if len(found) != fields or not all(found):
                raise SystemExit(f"{place}: not {fields} fields: {line}")
            yield place, *found


def _of_squad(folder: Path) -> dict[str, Asked]:
    pairs = _read(folder / "reqa" / "squad_train.json")
    both = zip(pairs["questions"], pairs["answers"], strict=True)
    return {str(n): Asked(*map(_one_line, pair)) for n, pair in enumerate(both)}


def _of_selqa(folder: Path) -> dict[str, Asked]:
    found = {}
    for part in ("dev", "test"):
        rows = _read(folder / "selqa" / f"selqa-ass-{part}.json")
        for number, row in enumerate(rows):
            if not row["answers"]:
                continue
            sentences = [_one_line(one) for one in row["candidates"]]
            right, rng = row["answers"][0], random.Random(f"selqa {part} {number}")
            first = max(0, right - rng.randrange(MOST_SENTENCES))
            found[f"{part}{number}"] = Asked(
                _one_line(row["question"]),
                sentences[right],
                f"{row['article']} › {row['section']}",
                " ".join(sentences[first : first + MOST_SENTENCES]),
            )
    return found


_READ: dict[str, Callable[[Path], dict[str, Asked]]] = {
    "squad_marked": _of_squad,
    "selqa_marked": _of_selqa,
}


def _read(path: Path) -> Any:  # noqa: ANN401 -- JSON
    if not path.is_file():
        raise SystemExit(f"{path} is absent: give the folder of the public sets")
    return json.loads(path.read_text(encoding="utf-8"))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _together(asked: dict[str, Asked]) -> dict[str, Asked]:
    """Give those that have no passage one of sentences that share words."""
    alone = list(dict.fromkeys(one.sentence for one in asked.values() if not one.passage))
    joined = {one: " ".join(found) for found in passages(alone) for one in found}
    return {
        key: Asked(one.question, one.sentence, one.headings, one.passage or joined[one.sentence])
        for key, one in asked.items()
    }


def passages(sentences: Sequence[str]) -> Iterator[list[str]]:
    """Part sentences into passages of one to four that share words, in random order."""
    rng = random.Random("passages")
    nearest = _nearest(sentences) if sentences else []
    order = list(range(len(sentences)))
    rng.shuffle(order)
    taken: set[int] = set()
    for first in order:
        if first not in taken:
            free = [one for one in nearest[first] if one not in taken and one != first]
            chosen = [first, *free[: rng.randrange(MOST_SENTENCES)]]
            taken.update(chosen)
            rng.shuffle(chosen)
            yield [sentences[one] for one in chosen]


def _nearest(sentences: Sequence[str]) -> list[list[int]]:
    """List for each sentence those that are most like it, the most alike first."""
    vectors = TfidfVectorizer(stop_words="english").fit_transform(sentences).tocsr()
    found = []
    for start in range(0, len(sentences), 512):
        alike = (vectors[start : start + 512] @ vectors.T).toarray()
        best = np.argsort(-alike, axis=1, kind="stable")[:, :NEIGHBOURS]
        found += [[int(m) for m in row if alike[n, m] >= LEAST_ALIKE] for n, row in enumerate(best)]
    return found
