"""The benchmarks' JSON lines as the tables of `README.md`.

    python -m benchmarks.tables [benchmarks/results.jsonl]

Comes in: lines as the other benchmarks print them, of which a later one of the same measurement
replaces an earlier one. Goes out: Markdown on stdout; a test holds `README.md` to it.
"""

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).with_name("results.jsonl")
OURS = ("fused", "dense", "bm25")
METRICS = ("nDCG@10", "success@1", "success@5", "recall@100")

Row = dict[str, Any]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("results", type=Path, nargs="?", default=RESULTS)
    print(tables(parser.parse_args().results.read_text(encoding="utf-8")), end="")


def tables(results: str) -> str:
    """Write every table that there are lines for."""
    rows: dict[object, Row] = {}
    for row in map(json.loads, results.splitlines()):
        names = ("benchmark", "set", "split", "dense_weight", "reader", "answer")
        rows[tuple(str(row.get(name)) for name in names)] = row
    parts = (part(list(rows.values())) for part in (_retrieval, _fusion, _answers, _selection))
    return "\n".join(filter(None, parts))


def _retrieval(rows: Sequence[Row]) -> str:
    found = _of(rows, "retrieval", "test")
    return "\n".join(_ranking(metric, found) for metric in METRICS) if found else ""


def _ranking(metric: str, rows: Sequence[Row]) -> str:
    """Write one metric of every way to rank; peers stand behind us."""
    ways = list(dict.fromkeys(way for row in rows for way in row if _is_ranking(row[way])))
    ways = [*OURS, *sorted(set(ways) - set(OURS))]
    lines = [
        [f"`{row['set']}`", _asked(row), *(_cell(row.get(way, {}).get(metric)) for way in ways)]
        for row in rows
    ]
    return _table([metric, "questions", *ways], lines)


def _fusion(rows: Sequence[Row]) -> str:
    """Write what each weight of the cosine gives on the questions that it is chosen on."""
    found = _of(rows, "retrieval", "tune")
    weights = sorted({row["dense_weight"] for row in found})
    lines = []
    for name in dict.fromkeys(row["set"] for row in found):
        own = {row["dense_weight"]: row for row in found if row["set"] == name}
        cells = (_value(own[one]["fused"]["nDCG@10"]) if one in own else "" for one in weights)
        lines.append([f"`{name}`", _asked(next(iter(own.values()))), *cells])
    return _table(["nDCG@10, tuning", "questions", *map(str, weights)], lines) if found else ""


def _answers(rows: Sequence[Row]) -> str:
    found = _of(rows, "answers", "test")
    metrics = dict.fromkeys(name for row in found for name in row if _is_figure(row[name]))
    heads = [f"`{row['set']}`, threshold {row['answer']['threshold']}" for row in found]
    lines = [["questions", *map(_asked, found)]]
    lines += [[metric, *(_cell(row.get(metric)) for row in found)] for metric in metrics]
    return _table(["answers", *heads], lines) if found else ""


def _selection(rows: Sequence[Row]) -> str:
    found = _of(rows, "selection", "test")
    lines = [
        [f"`{row['set']}`", _asked(row), _cell(row["MAP"]), _cell(row["MRR"])] for row in found
    ]
    return _table(["selection", "questions", "MAP", "MRR"], lines) if found else ""


def _of(rows: Iterable[Row], benchmark: str, split: str) -> list[Row]:
    return [row for row in rows if (row["benchmark"], row["split"]) == (benchmark, split)]


def _is_figure(value: object) -> bool:
    return isinstance(value, dict) and "interval" in value


def _is_ranking(value: object) -> bool:
    return isinstance(value, dict) and METRICS[0] in value


def _asked(row: Row) -> str:
    asked, of = row["questions"], row["of"]
    return f"{asked:,}" if asked == of else f"{asked:,} of {of:,}"


def _value(figure: Row) -> str:
    return f"{figure['value']:.4f}"


def _cell(figure: Row | None) -> str:
    """Write a figure with its interval; nothing where it was not measured."""
    if not figure:
        return ""
    if figure["interval"] is None:
        return _value(figure)
    low, high = figure["interval"]
    return f"{_value(figure)} ({low:.3f}-{high:.3f})"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (heads, ["---"] * len(heads), *rows))


if __name__ == "__main__":
    main()
