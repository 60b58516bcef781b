"""Questions over the bundled knowledge: answered rightly with a right citation, or refused.

    python benchmarks/knowledge.py [benchmarks/data/knowledge_report.jsonl] [--wrong]

Comes in: cases with accepted strings; " && " joins strings that must all stand in the cited quotes.
Goes out: one JSON line with counts and 95 % intervals (Wilson 1927). An answer is right when one
accepted string stands in a quote that it cites; an unanswerable case is right when it is refused.
"""

import argparse
import json
import math
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from qa_bot.cli.console import Console
from qa_bot.config import Config, IndexConfig
from qa_bot.engine import QABot
from qa_bot.records import Answer

ROOT = Path(__file__).parent.parent
REPORTED = ROOT / "benchmarks/data/knowledge_report.jsonl"


def main() -> None:
    """Ask every case and count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("cases", type=Path, nargs="?", default=REPORTED)
    parser.add_argument("--wrong", action="store_true", help="list what went wrong on stderr")
    options = parser.parse_args()
    cases = [json.loads(line) for line in options.cases.read_text("utf-8").splitlines()]
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        knowledge = IndexConfig(folder=str(ROOT / "knowledge"), path=folder)
        bot = QABot.open(replace(Config(), index=knowledge), Console(quiet=True))
        for case in cases:
            answer = bot.ask(case["question"]).answer
            verdict = judge(case, answer)
            counts[verdict] += 1
            if options.wrong and verdict not in {"right", "refused"}:
                said = " | ".join(statement.text for statement in answer.statements)
                print(
                    f"{verdict:>12} {answer.confidence:.2f} {case['question']} -> {said}"
                    f" (wanted {case['accepted']})",
                    file=sys.stderr,
                )
    print(json.dumps({"cases": options.cases.name, **summary(cases, counts)}))


def judge(case: dict[str, Any], answer: Answer) -> str:
    """Name what became of a case: right, wrong, missed; refused or invented."""
    if not case["answerable"]:
        return "invented" if answer.statements else "refused"
    if not answer.statements:
        return "missed"
    quoted = " ".join(citation.quote for citation in answer.citations).casefold()
    accepted = (option.casefold().split(" && ") for option in case["accepted"])
    return "right" if any(all(part in quoted for part in parts) for parts in accepted) else "wrong"


def summary(cases: list[dict[str, Any]], counts: Counter[str]) -> dict[str, object]:
    """Add up, with intervals."""
    answerable = sum(bool(case["answerable"]) for case in cases)
    unanswerable = len(cases) - answerable
    return {
        "answerable": answerable,
        "right": counts["right"],
        "right_interval": interval(counts["right"], answerable),
        "wrong": counts["wrong"],
        "missed": counts["missed"],
        "unanswerable": unanswerable,
        "refused": counts["refused"],
        "refused_interval": interval(counts["refused"], unanswerable),
    }


def interval(successes: int, trials: int) -> tuple[float, float]:
    """Bound a proportion at 95 % by Wilson's score interval."""
    if not trials:
        return (0.0, 1.0)
    z, share = 1.96, successes / trials
    centre = share + z * z / (2 * trials)
    spread = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    return round((centre - spread) / scale, 3), round((centre + spread) / scale, 3)


if __name__ == "__main__":
    main()
