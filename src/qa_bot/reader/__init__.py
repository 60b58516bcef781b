"""A question and passages become evidence: is it relevant, does it answer, and where.

`protocol` says what a reader is.
"""

from qa_bot.reader.protocol import Evidence, PassageText, Reader, ReaderIdentity, ScoredSpan

__all__ = ["Evidence", "PassageText", "Reader", "ReaderIdentity", "ScoredSpan"]


def load_reader(name: str = "default") -> Reader:
    """Placeholder until the trained reader lands on this branch."""
    raise NotImplementedError(name)
