"""Keys of rows and tokens of terms, the same on every machine."""

import hashlib

from qa_bot.records import Passage

_LARGEST = (1 << 63) - 1


def document_key(name: str, sha256: str) -> int:
    """Number a document by its name and bytes: a changed one is another."""
    return _number(f"{name}\n{sha256}")


def passage_key(passage: Passage) -> int:
    """Number a passage by its id and its document's bytes."""
    return _number(f"{passage.id}\n{passage.sha256}")


def row_key(kind: str, name: str) -> str:
    """Name a row of a kind."""
    return f"{kind}-{hashlib.sha256(name.encode()).hexdigest()}"


def token(term: str) -> str:
    """Write a folded term so that the `standard` tokenizer, which splits at signs, takes it whole.

    Lower-case letters and digits stay as they are; of others it is a hash.
    """
    if term.isascii() and term.isalnum() and term.islower():
        return f"a{term}"
    return f"h{hashlib.blake2b(term.encode(), digest_size=8).hexdigest()}"


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) & _LARGEST
