"""What a build tells: how far it is, and in the end what it did."""

from dataclasses import dataclass
from typing import Protocol

from qa_bot.documents import Skipped
from qa_bot.text.display import counted


class Progress(Protocol):
    """Is told how far a build is."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Hear that `done` of `total` steps of a stage are done."""
        ...


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build did.

    Attributes:
        documents: Documents in the index now.
        passages: Passages in the index now.
        added: Documents that were not there before.
        changed: Documents whose bytes are others now.
        removed: Documents that are gone.
        embedded: Passages that had to be encoded.
        skipped: Files that are no documents, or could not be read.
        seconds: Wall time, without what another build was waited for.
        encoding_seconds: That part of it in which passages were encoded.
    """

    documents: int
    passages: int
    added: int
    changed: int
    removed: int
    embedded: int
    skipped: tuple[Skipped, ...]
    seconds: float
    encoding_seconds: float

    @property
    def failed(self) -> tuple[Skipped, ...]:
        """Those of the skipped files that should have been documents and could not be read."""
        return tuple(one for one in self.skipped if one.failed)

    def __str__(self) -> str:
        """Say it in one line: `3 documents, 8 passages (1 added, ...) in 0.2 s`."""
        speed = f" at {self.embedded / self.encoding_seconds:.0f}/s" if self.embedded else ""
        return (
            f"{counted(self.documents, 'document')}, {counted(self.passages, 'passage')}"
            f" ({self.added} added, {self.changed} changed, {self.removed} removed,"
            f" {len(self.skipped)} skipped; {counted(self.embedded, 'passage')} encoded{speed})"
            f" in {self.seconds:.1f} s"
        )
