"""What a check says."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How something is."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        name: What.
        verdict: How it is.
        detail: What was seen.
        remedy: A command or an advice; empty when all is well.
        fix: What mends it without harm: `update` or `rebuild` of the index, or nothing.
    """

    name: str
    verdict: Verdict
    detail: str
    remedy: str = ""
    fix: str = ""
