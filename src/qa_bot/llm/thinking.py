"""What a model says to itself before it answers, taken out of what it writes.

Comes in: pieces of text. Goes out: as many pieces, without what stands between the marks of a
thought, however long that is.
"""

from collections.abc import Iterable, Iterator

from qa_bot.errors import WriterBrokenError
from qa_bot.llm.protocol import WriterIdentity

_OPENS, _CLOSES = "<think>", "</think>"


def aloud(pieces: Iterable[str], writer: WriterIdentity) -> Iterator[str]:
    """Yield for each piece what is no thought, then what was held back as it might begin one.

    Raises:
        WriterBrokenError: When all ends within a thought.
    """
    held, mark = "", _OPENS
    for piece in pieces:
        said, held = "", held + piece
        while mark in held:
            before, _, held = held.partition(mark)
            said += before if mark == _OPENS else ""
            mark = _CLOSES if mark == _OPENS else _OPENS
        sure = len(held) - _begun(mark, held)
        said += held[:sure] if mark == _OPENS else ""
        held = held[sure:]
        yield said
    if mark == _CLOSES:
        raise WriterBrokenError(
            f"{writer} stopped within a thought, before it answered",
            hint="ask again, or have another model: QA_BOT_LLM_MODEL=NAME",
        )
    if held:
        yield held


def _begun(mark: str, text: str) -> int:
    """Count the characters at a text's end with which a mark may have begun."""
    return max(size for size in range(len(mark)) if text.endswith(mark[:size]))
