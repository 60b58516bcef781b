"""One thing that `qa-bot doctor` looked at, and the verdict on it."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What was seen is as it should be, worth a look, or broken."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        name: What was looked at, in a word: `weights`, `disk`.
        verdict: Whether all is well with it.
        detail: What was seen.
        remedy: A command or an advice; empty when all is well.
        fix: What mends it without harm: `update` or `rebuild` of the index, or nothing.
    """

    name: str
    verdict: Verdict
    detail: str
    remedy: str = ""
    fix: str = ""
