"""A reader's folder: what it holds, and whether it holds it unaltered.

Comes in: a folder with `card.json`, `reader.onnx` and `tokenizer.json`. Goes out: the card, every
file checked against it. The packaged reader and the exports of other models look alike.
"""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qa_bot.errors import ReaderError, pasted
from qa_bot.reader.inputs import Marks
from qa_bot.weights import Fingerprint, file_sha256

PACKAGED = Path(__file__).parent.parent / "models" / "reader"
CARD = "card.json"
MODEL = "reader.onnx"
TOKENIZER = "tokenizer.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Card:
    """What a program needs to know of a reader; the rest of `card.json` is for people.

    Attributes:
        format: Of the card.
        name: As the user gives it.
        files: SHA-256 of each file, in hexadecimal.
        marks: The tokens that structure an input.
        longest: Tokens of an input, special ones included.
        overlap: Tokens that the rows of a long text share.
        sources: For an export, the files it was made of.
    """

    format: int
    name: str
    files: dict[str, str]
    marks: Marks
    longest: int
    overlap: int
    sources: list[Fingerprint] = field(default_factory=list)

    @property
    def key(self) -> str:
        """SHA-256 over the files' own."""
        lines = "\n".join(f"{name} {sha256}" for name, sha256 in sorted(self.files.items()))
        return hashlib.sha256(lines.encode()).hexdigest()


def read_card(folder: Path) -> Card | None:
    """Read a reader's card; None when it is missing, damaged or of another format."""
    try:
        fields: dict[str, Any] = json.loads((folder / CARD).read_text(encoding="utf-8"))
        marks = Marks(**fields["marks"])
        names = ("format", "name", "files", "longest", "overlap")
        sources = fields.get("sources", [])
        card = Card(**{name: fields[name] for name in names}, marks=marks, sources=sources)
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return card if card.format == FORMAT else None


def checked_card(folder: Path) -> Card:
    """Read a reader's card and compare every file's hash with it.

    Raises:
        ReaderError: Naming the file that is missing or altered.
    """
    card = read_card(folder)
    if card is None:
        raise damaged(folder / CARD)
    for name in (MODEL, TOKENIZER):
        try:
            sha256 = file_sha256(folder / name)
        except OSError:
            sha256 = ""
        if sha256 != card.files.get(name):
            raise damaged(folder / name)
    return card


def damaged(path: Path) -> ReaderError:
    """Say that a file of a reader cannot be used, and what helps."""
    packaged = path.parent == PACKAGED
    again = "pip install --force-reinstall --no-deps qa-bot"
    return ReaderError(
        f"the reader's file {path} is {'altered' if path.is_file() else 'missing'}",
        hint=again if packaged else f"rm -r {pasted(path.parent)}   (it is made again when needed)",
    )
