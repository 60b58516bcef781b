"""Our own conversations: how much of what a follow-up loses is won back from the turns before it.

    python -m benchmarks.conversations

Comes in: the cases with earlier turns over the bundled knowledge (`tests/cases/dev.jsonl`), and
beside this file each of their questions as a person made it stand alone. Goes out: one JSON line on
stdout: what became of the cases asked without their turns, with them, and by hand; and the share of
the right answers which a person wins back, over the last question alone, that `conversation` does.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.indexes import Narrator, settings
from qa_bot import __version__
from qa_bot.config import Config, IndexConfig, load_config
from qa_bot.engine import QABot
from qa_bot.evaluation.cases import CaseFile, load_cases
from qa_bot.evaluation.runner import run_cases
from qa_bot.evaluation.runs import Row
from qa_bot.evaluation.summary import verdict_counts

CASES = Path("tests/cases/dev.jsonl")
BY_HAND = Path(__file__).with_suffix(".jsonl")
INDEX = IndexConfig(folders=("knowledge",), path="build/benchmarks/knowledge")


def main() -> None:
    """Measure the cases with earlier turns."""
    config = replace(load_config(), index=INDEX)
    bot = QABot.open(config, Narrator())
    found = load_cases(CASES, bot.index.store.text)
    row: dict[str, object] = {"benchmark": "conversations", "cases": CASES.name}
    row |= {"qa_bot": __version__, **settings(config)}
    print(json.dumps({**row, **measure(bot, config, found, by_hand())}))


def by_hand() -> dict[str, str]:
    """Read the questions that a person made stand alone, by case."""
    lines = map(json.loads, BY_HAND.read_text(encoding="utf-8").splitlines())
    return {line["id"]: line["question"] for line in lines}


def measure(
    bot: QABot, config: Config, found: CaseFile, standing_alone: Mapping[str, str]
) -> dict[str, object]:
    """Ask the cases that a person made stand alone in each way, and compare.

    Args:
        bot: Who is asked.
        config: The settings that it was opened with.
        found: The cases.
        standing_alone: The questions that a person made stand alone, by case.
    """
    manifest = bot.index.manifest
    followups = tuple(case for case in found.cases if case.id in standing_alone)
    ways = {
        "last": tuple(replace(case, turns=()) for case in followups),
        "resolved": followups,
        "by hand": tuple(
            replace(case, question=standing_alone[case.id], turns=()) for case in followups
        ),
    }
    rows = {}
    for name, cases in ways.items():
        asked = replace(found, cases=cases)
        rows[name] = run_cases(
            bot, asked, config, manifest.content, manifest.encoder, Narrator(silent=True)
        ).rows
    counts = {name: _counts(rows[name]) for name in ways}
    verdicts = zip(*rows.values(), strict=True)
    return {
        "answerable": sum(case.answerable for case in followups),
        "not answerable": sum(not case.answerable for case in followups),
        **counts,
        "gap closed": gap_closed(*(counts[name]["right"] for name in ways)),
        "verdicts": {each[0].id: [str(row.verdict) for row in each] for each in verdicts},
    }


def gap_closed(last: int, resolved: int, person: int) -> float | None:
    """Tell the share of the right answers that a person wins back; None if there are none."""
    return round((resolved - last) / (person - last), 4) if person > last else None


def _counts(rows: Sequence[Row]) -> dict[str, int]:
    return {str(verdict): count for verdict, count in verdict_counts(rows).items()}


if __name__ == "__main__":
    main()
