"""Make `facts.jsonl` from a facts file in Markdown: `make_facts.py FACTS.md > facts.jsonl`.

Comes in: a file of facts, each a list item with an id, a grade, a statement, its figures and its
source key. Goes out: one JSON line for each grade A fact, with its numbers.
It lives beside its output so that the table which guards `knowledge/` can be made again.
"""

import json
import re
import sys
from pathlib import Path

FACT = re.compile(
    r"^- \*\*(?P<id>[A-Z0-9]+-\d+)\*\* \[A\] (?P<statement>.+)\n"
    r"  - figures: (?P<figures>.*)\n"
    r"  - source: .*\[key (?P<source>[^\]]+)\].*\n"
    r"  - seen at: .*\| quote: (?P<quote>.*)$",
    re.MULTILINE,
)
NUMBER = re.compile(r"(?<![\w.])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?!\w)")


def numbers(text: str) -> list[str]:
    """List the numbers of a text as they are written, thousands separators removed."""
    return [match.group().replace(",", "") for match in NUMBER.finditer(text)]


def main() -> None:
    """Print the table."""
    text = Path(sys.argv[1]).read_text(encoding="utf-8")
    for fact in FACT.finditer(text):
        stated = numbers(f"{fact['statement']} {fact['figures']} {fact['quote']}")
        row = {
            "id": fact["id"],
            "source": fact["source"].lower(),
            "statement": fact["statement"],
            "numbers": sorted(set(stated), key=lambda number: (len(number), number)),
        }
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()
