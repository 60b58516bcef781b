"""Questions written for this reader, over trial articles, register records and invented handbooks.

Comes in: the files of `training/data`, and the folder of public sets, which holds the passages that
were not invented. Goes out: examples; every quote was found in its passage. The files name public
passages by source, document and characters, so that no text of others is kept here.

    python -m training.written DATA                       # check all files
    python -m training.written DATA --passages 80 --part 1 OUT  # passages to write questions for

A file is lines of these kinds:

    @ evidence_inference 1064104 5021-5640     a passage: source, document, characters
    = Handbook › Chapter                       or the headings of an invented one,
    > Its text, on one line.                   and its text
    + lay | how old were people on average? | 61 years    answered by these words of it
    - lay | how old were the carers?           not answered by it
"""

import argparse
import json
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from qa_bot.records import Span
from training.data import TITLE, Example

FOLDER = Path(__file__).parent / "data"
SETS = {
    "written": "first",
    "written_more": "second",
    "written_again": "third",
    "written_anew": "fourth",
    "written_further": "sixth",
    "written_widely": "seventh",
    "written_otherwise": "eighth",
}
"""The sets and their folders in `FOLDER`; one for each time that questions were written, so that
what was held out of one reader's training is held out of the next one's, too."""

SOURCES = ("evidence_inference", "nli4ct")
STYLES = ("telegraphic", "clinician", "student", "lay", "yesno", "list")
LEAST, MOST = 300, 900
"""Characters of a passage."""

_KEY = re.compile(r"@ (\w+) (\w+) (\d+)-(\d+)")
_HEADING = re.compile(r"^(?:ABSTRACT|BODY)\.([^\n]{1,120}?):+$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Passage:
    """Some of a document's text.

    Attributes:
        source: Which public set holds the document.
        document: Number of the article, or of the trial.
        span: Characters of the document's text.
        headings: Title and section.
        text: The characters.
    """

    source: str
    document: str
    span: Span
    headings: str
    text: str

    @property
    def key(self) -> str:
        """Write the line that names it."""
        return f"@ {self.source} {self.document} {self.span.start}-{self.span.end}"


def read_written(folder: Path, files: Path, name: str) -> Iterator[Example]:
    """Yield the examples of every file of a set.

    Raises:
        SystemExit: When a line is malformed, or a quote is not in its passage; it names the place.
    """
    for path in sorted(files.glob("*.txt")):
        passage, headings = None, ""
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            place = f"{path.name}:{number}"
            if key := _KEY.fullmatch(line):
                span = Span(int(key[3]), int(key[4]))
                passage = passage_of(folder, key[1], key[2], span)
            elif line.startswith("= "):
                passage, headings = None, line[2:].strip()
            elif line.startswith("> "):
                passage = invented(headings, line[2:].strip())
            elif line.strip() and not line.startswith("#"):
                if passage is None:
                    raise SystemExit(f"{place}: a question before any passage")
                yield _example(name, line, passage, place)


def _example(name: str, line: str, passage: Passage, place: str) -> Example:
    mark, _, rest = line.partition(" ")
    style, *parts = (part.strip() for part in rest.split(" | "))
    if mark not in {"+", "-"} or style not in STYLES or len(parts) != (2 if mark == "+" else 1):
        raise SystemExit(f"{place}: not a question: {line}")
    answers = [] if mark == "-" else [m.span() for m in re.finditer(exact(parts[1]), passage.text)]
    if mark == "+" and not answers:
        raise SystemExit(f"{place}: not in its passage: {parts[1]}")
    return Example(
        set=name,
        document=passage.document,
        kind="answered" if answers else "near-miss",
        question=parts[0],
        headings=passage.headings,
        text=passage.text,
        answers=tuple(Span(*one) for one in answers),
        relevance=1.0 if answers else 0.7,
    )


def exact(quote: str) -> str:
    """Match a quote, but no part of a word or of a figure."""
    before = r"(?<![\w])(?<!\d[.,])" if quote[:1].isalnum() else ""
    return before + re.escape(quote) + (r"(?![\w])(?![.,]\d)" if quote[-1:].isalnum() else "")


def invented(headings: str, text: str) -> Passage:
    """Make a passage of an invented handbook; its title names the document."""
    return Passage("invented", headings.partition(" › ")[0], Span(0, len(text)), headings, text)


def passage_of(folder: Path, source: str, document: str, span: Span) -> Passage:
    """Look a passage up.

    Raises:
        SystemExit: When the folder has no such document.
    """
    texts = documents(folder, source)
    if document not in texts:
        raise SystemExit(f"{folder / source} holds no document {document}")
    text = texts[document]
    return Passage(source, document, span, _headings(source, document, text, span), span.of(text))


@cache
def documents(folder: Path, source: str) -> dict[str, str]:
    """Read the documents of a source: number and text."""
    if source == "nli4ct":
        rows = _rows(folder / source / "trials.jsonl")
        return {one["Clinical Trial ID"]: _joined(one["Results"]) for one in rows}
    return {str(one["pmcid"]): one["text"] for one in _rows(folder / source / "docs_v2.jsonl")}


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    if not path.is_file():
        raise SystemExit(f"{path} is absent: give the folder of the public sets")
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _joined(lines: list[str]) -> str:
    return " ".join(line.strip() for line in lines if line.strip())


def _headings(source: str, document: str, text: str, span: Span) -> str:
    if source == "nli4ct":
        return f"{document} › Results"
    title = TITLE.search(text[:2000])
    before = [match for match in _HEADING.finditer(text) if match.end() <= span.start]
    section = before[-1][1].strip().capitalize() if before else ""
    return " › ".join(filter(None, (title[1].strip() if title else "", section)))


def passages(folder: Path, seed: int) -> Iterator[Passage]:
    """Yield passages full of figures, in random order, two at most of a document."""
    rng = random.Random(f"{seed} passages")
    found = []
    for source in SOURCES:
        for document, text in documents(folder, source).items():
            spans = [span for span in _pieces(source, text) if _telling(span.of(text))]
            found += [(source, document, span) for span in rng.sample(spans, min(2, len(spans)))]
    rng.shuffle(found)
    yield from (passage_of(folder, *one) for one in found)


def _pieces(source: str, text: str) -> Iterator[Span]:
    """Cut a text into paragraphs; of a record take the end, where its figures are."""
    if source == "nli4ct":
        first = max(0, text.find("Results 1:"), len(text) - MOST)
        yield Span(text.find(" ", first) + 1 if first else 0, len(text))
        return
    for match in re.finditer(r"[^\n]+", text):
        if LEAST <= len(match[0]) <= MOST and not _HEADING.match(match[0]):
            yield Span(*match.span())


def _telling(text: str) -> bool:
    figures = re.findall(r"(?<![\w\[.])\d+(?:\.\d+)?%?(?![\w\].])", text)
    return len(figures) >= 4 and sum("." in one or "%" in one for one in figures) >= 2


def main() -> None:
    """Check the files, or write down passages for which questions are wanted."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path, nargs="?")
    parser.add_argument("--passages", type=int, default=100)
    parser.add_argument("--part", type=int, default=0)
    options = parser.parse_args()
    if options.out is None:
        parts = [read_written(options.data, FOLDER / part, name) for name, part in SETS.items()]
        made = list(chain.from_iterable(parts))
        answered = sum(bool(one.answers) for one in made)
        print(f"{len(made)} questions, {answered} answered, every quote found", file=sys.stderr)
        return
    first = options.part * options.passages
    with options.out.open("w", encoding="utf-8") as file:
        for number, one in enumerate(passages(options.data, seed=11)):
            if first <= number < first + options.passages:
                print(f"{one.key}\n[{one.headings}]\n{one.text}\n", file=file)


if __name__ == "__main__":
    main()
