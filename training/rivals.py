"""What retrieval confuses with the passage that answers: found as the program itself finds it.

    python -m training.rivals DATA GROUPS.jsonl [--sets clinical_questions,written]

Comes in: the folder of public sets. Goes out: a line for each question whose answer is known: the
passage that answers and those that were found beside it and do not, as they read. An index is made
of each set, with the program's own parts, so that a reader learns on what it will be given.
"""

import argparse
import json
import random
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from qa_bot.answering.units import ReadHit, opened
from qa_bot.encoder import Encoder, load_encoder
from qa_bot.errors import UsageError
from qa_bot.index import build, open_index
from qa_bot.records import Span
from qa_bot.retrieval import Retriever
from qa_bot.text.terms import content_terms
from training.data import CLINICAL, Example
from training.mixture import apart, read_sets
from training.written import FOLDER, exact

MOST = {
    CLINICAL: 1500,
    "written": 1000,
    "written_more": 1500,
    "written_again": 1500,
    "written_anew": 2500,
    "written_further": 3000,
    "written_widely": 9000,
    "written_otherwise": 4500,
    "squad_marked": 3500,
    "selqa_marked": 1000,
    "squad_part": 800,
    "squad_v11_13articles": 800,
    "bioasq_9b_squadstyle": 600,
}
"""So many questions of a set are taken, at random."""

FOUND, RIVALS = 16, 3
"""So many passages are looked at, and so many of them kept."""

AROUND = 20
"""Characters beside an answer by which its place is known again."""


def main() -> None:
    """Write the groups of every set that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("groups", type=Path)
    parser.add_argument("--sets", default=",".join(MOST))
    options = parser.parse_args()
    encoder = load_encoder()
    sets = read_sets(options.data, FOLDER)
    away = dict(apart(sets))
    with options.groups.open("w", encoding="utf-8") as file:
        for name in options.sets.split(","):
            kept = [one for one in sets[name] if one.document not in away[name]]
            made = 0
            for group in groups(kept, encoder, MOST[name]):
                file.write(json.dumps([asdict(one) for one in group]) + "\n")
                made += 1
            print(json.dumps({"set": name, "groups": made}), flush=True)


def groups(examples: Sequence[Example], encoder: Encoder, most: int) -> Iterator[list[Example]]:
    """Yield for some of the answered questions its own passage, then its rivals, nearest first."""
    asked = [one for one in examples if one.answers]
    random.Random("rivals").shuffle(asked)
    with tempfile.TemporaryDirectory() as documents, tempfile.TemporaryDirectory() as place:
        files = written_out(examples, Path(documents))
        build(Path(documents), Path(place), encoder, progress=lambda stage, done, total: None)
        with open_index(Path(place)) as index:
            retriever = Retriever(index, encoder)
            for one in asked[:most]:
                found = [_as_read(read) for read in _searched(one.question, retriever)]
                if group := group_of(one, found, files[one.document]):
                    yield group


def group_of(example: Example, found: Sequence["Found"], document: str) -> list[Example]:
    """Put the passage that answers before its rivals; empty if there are too few of them.

    Args:
        example: A question with its own passage.
        found: What was found for it, nearest first.
        document: The file that holds its own passage.
    """
    quotes = {" ".join(span.of(example.text).split()) for span in example.answers}
    answer = re.compile("|".join(map(exact, sorted(quotes))), re.IGNORECASE)
    right = [_answered(example, one, answer) for one in found if _is_part(one, example)]
    rivals = [
        example.unanswered(
            "elsewhere",
            0.3 if one.document == document else 0.1,
            text=one.text,
            headings=one.headings,
        )
        for one in found
        if not answer.search(one.text)
        and not _is_cut(one, example)
        and (one.document == document or _lacks(one, example))
    ]
    return [*right, example][:1] + rivals[:RIVALS] if len(rivals) >= RIVALS else []


def written_out(examples: Sequence[Example], folder: Path) -> dict[str, str]:
    """Write a file for each document; its name by the document's."""
    passages: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for one in examples:
        passages[one.document][one.headings, one.text] = None
    names = {}
    for number, (document, own) in enumerate(sorted(passages.items())):
        names[document] = f"{number:05d}.md"
        lines, before = [], [""]
        for headings, text in own:
            path = headings.split(" › ") if headings else [document]
            for level, heading in enumerate(path[:6]):
                if path[: level + 1] != before[: level + 1]:
                    lines += [f"{'#' * (level + 1)} {heading}", ""]
            lines += [text, ""]
            before = path
        (folder / names[document]).write_text("\n".join(lines), encoding="utf-8")
    return names


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found, as it reads."""

    document: str
    headings: str
    text: str


def _searched(question: str, retriever: Retriever) -> list[ReadHit]:
    try:
        taken_apart = retriever.understand(question)
    except UsageError:  # no word to search for
        return []
    return list(map(opened, retriever.search(taken_apart, FOUND)))


def _as_read(read: ReadHit) -> Found:
    passage = read.hit.passage
    text = " ".join(unit.text for unit in read.units)
    return Found(Path(passage.document).name, " › ".join(passage.section), text)


def _is_part(found: Found, example: Example) -> bool:
    """Tell whether a passage holds an answer of an example where the example has it."""
    around = (
        example.text[max(0, span.start - AROUND) : span.end + AROUND] for span in example.answers
    )
    return any(" ".join(text.split()) in found.text for text in around)


def _answered(example: Example, found: Found, answer: re.Pattern[str]) -> Example:
    spans = tuple(Span(*match.span()) for match in answer.finditer(found.text))
    if not spans:
        return example
    return replace(example, text=found.text, headings=found.headings, answers=spans)


def _is_cut(found: Found, example: Example) -> bool:
    """Tell whether a passage is a piece of the example's, which may hold half of the answer."""
    return found.text[:AROUND] in " ".join(example.text.split())


def _lacks(found: Found, example: Example) -> bool:
    """Tell whether a passage lacks a word that the question and its own passage share.

    A question that names nothing may be answered by any document. Where nothing is shared, the
    passage must not have a word of the question either.
    """
    asked = _words(example.question)
    here = asked & _words(f"{found.headings} {found.text}")
    shared = asked & _words(f"{example.headings} {example.text}")
    return bool(shared - here) if shared else not here


def _words(text: str) -> set[str]:
    return {term.form for term in content_terms(text)}


if __name__ == "__main__":
    main()
