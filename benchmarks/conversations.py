"""Our own conversations: how much of what a follow-up loses is won back from the turns before it.

    python -m benchmarks.conversations [--cases tests/cases/test.jsonl]

Comes in: cases over the bundled knowledge (`tests/cases/dev.jsonl`), and beside this file each of
its questions with earlier turns as a person made it stand alone. Goes out: one JSON line on stdout:
what became of the cases with turns asked without them, with them, and by hand; the share of the
right answers which a person wins back, over the last question alone, that `conversation` does; and
what became of the other cases asked first, and asked after a question about something else.
"""

import argparse
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.indexes import Narrator, settings
from qa_bot import __version__
from qa_bot.config import Config, IndexConfig, load_config
from qa_bot.engine import QABot
from qa_bot.evaluation.case_files import CaseFile, load_cases
from qa_bot.evaluation.cases import Case
from qa_bot.evaluation.runner import run_cases
from qa_bot.evaluation.runs import Row
from qa_bot.evaluation.summary import verdict_counts

CASES = Path("tests/cases/dev.jsonl")
BY_HAND = Path(__file__).with_suffix(".jsonl")
INDEX = IndexConfig(folders=("knowledge",), path="build/benchmarks/knowledge")
SEED = 7


def main() -> None:
    """Measure the cases with earlier turns, and the others after a question that is not theirs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--cases", type=Path, default=CASES)
    options = parser.parse_args()
    config = replace(load_config(), index=INDEX)
    bot = QABot.open(config, Narrator())
    found = load_cases(options.cases, bot.index.store.text)
    row: dict[str, object] = {"benchmark": "conversations", "cases": options.cases.name}
    row |= {"qa_bot": __version__, **settings(config)}
    row |= followed(bot, config, found, by_hand())
    print(json.dumps({**row, "change of subject": changed(bot, config, found)}))


def by_hand() -> dict[str, str]:
    """Read the questions that a person made stand alone, by case."""
    lines = map(json.loads, BY_HAND.read_text(encoding="utf-8").splitlines())
    return {line["id"]: line["question"] for line in lines}


def followed(
    bot: QABot, config: Config, found: CaseFile, standing_alone: Mapping[str, str]
) -> dict[str, object]:
    """Ask the cases with earlier turns in each way, and compare.

    Args:
        bot: Who is asked.
        config: The settings that it was opened with.
        found: The cases.
        standing_alone: The questions that a person made stand alone, by case. Where one is missing,
            that way is left out.
    """
    followups = [case for case in found.cases if case.turns]
    ways = {"last": [replace(case, turns=()) for case in followups], "resolved": followups}
    if all(case.id in standing_alone for case in followups):
        alone = ways["last"]
        ways["by hand"] = [replace(case, question=standing_alone[case.id]) for case in alone]
    rows = {name: _ask(bot, config, found, cases) for name, cases in ways.items()}
    counts = {name: _counts(asked) for name, asked in rows.items()}
    right = [count["right"] for count in counts.values()]
    verdicts = zip(*rows.values(), strict=True)
    return {
        "answerable": sum(case.answerable for case in followups),
        "not answerable": sum(not case.answerable for case in followups),
        **counts,
        "gap closed": gap_closed(*right) if "by hand" in ways else None,
        "verdicts": {each[0].id: [str(row.verdict) for row in each] for each in verdicts},
    }


def changed(bot: QABot, config: Config, found: CaseFile) -> dict[str, object]:
    """Ask the cases without earlier turns first, and then after a question on other documents."""
    first = [case for case in found.cases if not case.turns]
    chance = random.Random(SEED)
    after = []
    for case in first:
        elsewhere = [one for one in first if one.answerable and not _documents(one, case)]
        after.append(replace(case, turns=(chance.choice(elsewhere).question,)))
    rows = _ask(bot, config, found, after)
    return {
        "first": _counts(_ask(bot, config, found, first)),
        "after another": _counts(rows),
        "told": sum(row.answer["understood"]["new_subject"] for row in rows),
    }


def _documents(*cases: Case) -> set[str]:
    """Name the documents that support all of the cases."""
    named = ({one.location.document for spans in case.gold for one in spans} for case in cases)
    return set.intersection(*named)


def _ask(bot: QABot, config: Config, found: CaseFile, cases: Sequence[Case]) -> tuple[Row, ...]:
    manifest, asked = bot.index.manifest, replace(found, cases=tuple(cases))
    silent = Narrator(silent=True)
    return run_cases(bot, asked, config, manifest.content, manifest.encoder, silent).rows


def gap_closed(last: int, resolved: int, person: int) -> float | None:
    """Tell the share of the right answers that a person wins back; None if there are none."""
    return round((resolved - last) / (person - last), 4) if person > last else None


def _counts(rows: Sequence[Row]) -> dict[str, int]:
    return {str(verdict): count for verdict, count in verdict_counts(rows).items()}


if __name__ == "__main__":
    main()
