"""Sentence selection: which of a question's candidate sentences answer it (WikiQA, TREC-QA).

    python -m benchmarks.selection DATA [--sets wikiqa,trecqa] [--split tune]

Comes in: the folder of public data sets. Goes out: one JSON line a set on stdout with MAP and MRR.
The candidates of one question are a folder of their own, each sentence a file; what the bot cites
comes first, then its hits in their order. `tune` is the development split.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.figures import Grades, average_precision, reciprocal_rank, sampled, table
from benchmarks.indexes import Narrator, bot_of, ranked_documents, settings
from benchmarks.public import chosen
from qa_bot import __version__
from qa_bot.config import AnswerConfig, Config, load_config
from qa_bot.errors import UsageError

SETS = ("wikiqa", "trecqa")
EVERYTHING = AnswerConfig(passages=100, threshold=0.0)
METRICS: dict[str, Callable[[Sequence[str], Grades], float]] = {
    "MAP": average_precision,
    "MRR": reciprocal_rank,
}


@dataclass(frozen=True)
class Choice:
    """A question, its candidate sentences by name, and which of them answer."""

    question: str
    sentences: dict[str, str]
    grades: dict[str, int]


def main() -> None:
    """Measure the sets that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--split", choices=["test", "tune"], default="test")
    parser.add_argument("--most", type=int, default=2000, help="questions of a set")
    options = parser.parse_args()
    config = replace(load_config(), answer=EVERYTHING)
    for name in chosen(options.sets, SETS):
        file = "test.jsonl" if options.split == "test" else "dev.jsonl"
        try:
            choices = read_choices(options.data / name / file)
        except OSError as error:
            sys.exit(f"{name}: {error.filename} cannot be read: {error.strerror}")
        row = {"benchmark": "selection", "set": name, "split": options.split}
        measured = {**settings(config), **measure(choices, config, options.most)}
        print(json.dumps({**row, "qa_bot": __version__, **measured}), flush=True)


def read_choices(path: Path) -> dict[str, Choice]:
    """Read the questions that have both a right and a wrong candidate, as is usual.

    Raises:
        OSError: When the file is missing.
    """
    found: dict[str, Choice] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        names = [f"s{place:03d}.txt" for place in range(len(row["candidates"]))]
        grades = {name: 1 for name, label in zip(names, row["labels"], strict=True) if label}
        if 0 < len(grades) < len(names):
            sentences = dict(zip(names, row["candidates"], strict=True))
            found[str(number)] = Choice(row["question"], sentences, grades)
    return found


def measure(choices: dict[str, Choice], config: Config, most: int) -> dict[str, object]:
    """Rank the candidates of a sample of questions."""
    asked = {name: choices[name] for name in sampled(choices, most)}
    ranked = {name: rank(choice, config) for name, choice in asked.items()}
    grades = {name: choice.grades for name, choice in asked.items()}
    return {"questions": len(asked), "of": len(choices), **table(METRICS, ranked, grades)}


def rank(choice: Choice, config: Config) -> list[str]:
    """Rank the candidates of one question; a question without a word to search for ranks none."""
    with tempfile.TemporaryDirectory() as folder:
        bot = bot_of(choice.sentences, Path(folder), config, Narrator(silent=True))
        try:
            answer = bot.ask(choice.question).answer
        except UsageError:
            return []
        finally:
            bot.index.close()
    cited = (citation.passage for citation in answer.citations)
    return ranked_documents([*cited, *(hit.passage for hit in answer.hits)])


if __name__ == "__main__":
    main()
