"""The plot of `docs/performance.md`: how long a retrieval takes, by the number of passages.

    python -m benchmarks.growth_plot benchmarks/scale.jsonl docs/growth.svg

Comes in: the lines of `benchmarks.scale`. Goes out: an SVG with both axes logarithmic.
"""

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 70, 150, 20, 50
TARGET_MS = 15.0
_SERIES = (
    ("retrieval_p95_ms", "retrieval, p95", "#9a3412"),
    ("retrieval_p50_ms", "retrieval, p50", "#c2410c"),
    ("encoding_p50_ms", "the question's vector", "#6b7280"),
    ("lexical_p50_ms", "BM25", "#0f766e"),
    ("dense_p50_ms", "nearest vectors", "#1d4ed8"),
)
_MILLISECONDS = (0.5, 1, 2, 5, 10, 20, 50)

Line = dict[str, float]


def main() -> None:
    """Draw."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("results", type=Path)
    parser.add_argument("drawing", type=Path)
    options = parser.parse_args()
    lines = [json.loads(line) for line in options.results.read_text("utf-8").splitlines()]
    options.drawing.write_text("\n".join(drawn(lines)) + "\n", encoding="utf-8")


def drawn(lines: Sequence[Line]) -> Iterator[str]:
    """Yield the lines of the SVG."""
    sizes = [line["passages"] for line in lines]

    def x(passages: float) -> float:
        share = math.log(passages / sizes[0]) / math.log(sizes[-1] / sizes[0])
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(milliseconds: float) -> float:
        least, most = _MILLISECONDS[0], _MILLISECONDS[-1]
        share = math.log(milliseconds / least) / math.log(most / least)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        ' font-family="sans-serif" font-size="12" role="img">'
    )
    yield "<title>Milliseconds of a retrieval, by the number of passages</title>"
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
    for tick in _MILLISECONDS:
        yield _rule(x(sizes[0]), y(tick), x(sizes[-1]), "#e5e7eb")
        yield _text(LEFT - 8, y(tick) + 4, f"{tick:g} ms", "end")
    for size in sizes:
        yield _text(x(size), HEIGHT - BOTTOM + 20, f"{size:,.0f}", "middle")
    yield _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "passages", "middle")
    yield _rule(x(sizes[0]), y(TARGET_MS), x(sizes[-1]), "#111827", dashed=True)
    yield _text(LEFT + 6, y(TARGET_MS) - 5, f"target of p50: {TARGET_MS:g} ms", "start")
    for name, label, colour in _SERIES:
        points = [(x(line["passages"]), y(line[name])) for line in lines]
        path = " ".join(f"{across:.1f},{down:.1f}" for across, down in points)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        for across, down in points:
            yield f'<circle cx="{across:.1f}" cy="{down:.1f}" r="3" fill="{colour}"/>'
        yield _text(points[-1][0] + 8, points[-1][1] + 4, label, "start", colour)
    yield "</svg>"


def _rule(left: float, down: float, right: float, colour: str, *, dashed: bool = False) -> str:
    dashes = ' stroke-dasharray="5 4"' if dashed else ""
    ends = f'x1="{left:.1f}" y1="{down:.1f}" x2="{right:.1f}" y2="{down:.1f}"'
    return f'<line {ends} stroke="{colour}"{dashes}/>'


def _text(across: float, down: float, text: str, anchor: str, colour: str = "#374151") -> str:
    place = f'x="{across:.1f}" y="{down:.1f}" text-anchor="{anchor}"'
    return f'<text {place} fill="{colour}">{text}</text>'


if __name__ == "__main__":
    main()
