"""The names of a table's columns, where they stand above its rows in lines of their own.

Comes in: lines of a page, and where the columns below them are. Goes out: what names each column,
from its top to its bottom. Names are centred, take several lines, span columns and are written in
any order, so that nothing but their place tells what they name.
"""

from collections.abc import Iterator, Sequence

from qa_bot.documents.figures import is_figure, is_year
from qa_bot.documents.pdf.lines import Line

Edges = Sequence[tuple[float, float]]
"""Where columns begin and end, from left to right."""

_FARTHEST = 2.5
"""Times the size of the type, from a line of names to what stands below it."""

_MOST_LINES = 60


def names_above(lines: Sequence[Line], top: float, columns: Edges) -> list[list[Line]]:
    """Find what names the columns of a table.

    Args:
        lines: Those before the table, in their order.
        top: Height of the table's first line.
        columns: Two or more.

    Returns:
        The lines that name each column; nothing unless every column but the first has a name of
        its own. Where two have the same, what tells them apart was not found.
    """
    names: list[list[Line]] = [[] for _ in columns]
    for level in _levels(lines[-_MOST_LINES:], top):
        places = [_named(part, columns, names) for part in level]
        if not all(places):
            places = _shared(level, columns, names)
        if not all(places) or level[0].base - top > _FARTHEST * level[0].size:
            break
        for part, place in zip(level, places, strict=True):
            for column in place:
                names[column].insert(0, part)
        top = level[0].base
    said = {" ".join(line.text for line in parts) for parts in names[1:] if parts}
    return names if len(said) == len(columns) - 1 else []


def _levels(lines: Sequence[Line], top: float) -> Iterator[list[Line]]:
    """Yield the parts of lines that stand at the same height, from the table upwards."""
    parts = [part for line in lines for part in line.parts or (line,) if part.base > top]
    level: list[Line] = []
    for part in sorted(parts, key=lambda part: part.base):
        if level and part.base - level[0].base > part.size / 2:
            yield level
            level = []
        level.append(part)
    if level:
        yield level


def _named(part: Line, columns: Edges, names: Sequence[Sequence[Line]]) -> list[int]:
    """Tell which columns a part names: those below it, each of which has a name if it spans some.

    What is wider than the columns that it spans is none: a caption, or a sentence.
    """
    if is_figure(part.text) and not is_year(part.text):
        return []
    below = [at for at, (left, right) in enumerate(columns) if _is_over(part, left, right)]
    if len(below) > 1:
        left, right = columns[below[0]][0] - part.size, columns[below[-1]][1] + part.size
        fits = below[0] and left <= part.left and part.right <= right
        return below if fits and all(names[at] for at in below) else []
    near = [
        at for at, (left, right) in enumerate(columns) if left < part.right and part.left < right
    ]
    return below or (near if len(near) == 1 else [])


def _shared(
    level: Sequence[Line], columns: Edges, names: Sequence[Sequence[Line]]
) -> list[list[int]]:
    """Divide the columns among names each of which stands above the middle of its own.

    That tells what a name spans which is narrower than the columns: where it is over none of them,
    each has a name already, and no column is left over.
    """
    middles = [(part.left + part.right) / 2 for part in level]
    places: list[list[int]] = [[] for _ in level]
    for at, (left, right) in enumerate(columns):
        nearest = min(range(len(level)), key=lambda one: abs(middles[one] - (left + right) / 2))
        if at:
            places[nearest].append(at)
    are_centred = all(
        place and abs((columns[place[0]][0] + columns[place[-1]][1]) / 2 - middle) < part.size
        for part, place, middle in zip(level, places, middles, strict=True)
    )
    are_names = all(not is_figure(part.text) or is_year(part.text) for part in level)
    return places if are_centred and are_names and all(names[1:]) else [[]]


def _is_over(part: Line, left: float, right: float) -> bool:
    return part.left <= (left + right) / 2 <= part.right
