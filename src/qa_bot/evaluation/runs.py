"""A run of cases, kept in one JSON file: what was asked of what, and what came of each case.

`runs/` of the working folder is where runs lie. A file that was written by another version of the
format, or is damaged, is refused by name.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from qa_bot.errors import RunError
from qa_bot.evaluation.judging import Verdict
from qa_bot.evaluation.writing import write_whole

VERSION = 1
FOLDER = "runs"


@dataclass(frozen=True, slots=True)
class Row:
    """What came of one case.

    Attributes:
        case: As `cases.as_data` writes it.
        answer: As `render.data` writes it.
        verdict: What became of it.
        metrics: A figure for each metric of single cases; None where it is not eligible.
        seconds: Wall time of the answer.
        unasked: Why it could not be asked and so counts as not found; empty when it was.
    """

    case: dict[str, Any]
    answer: dict[str, Any]
    verdict: Verdict
    metrics: dict[str, float | None]
    seconds: float
    unasked: str = ""

    @classmethod
    def of(cls, fields: dict[str, Any]) -> "Row":
        """Take up what was written down."""
        return cls(**{**fields, "verdict": Verdict(fields["verdict"])})

    @property
    def id(self) -> str:
        """The case's id."""
        return str(self.case["id"])

    @property
    def answered(self) -> bool:
        """Whether anything was answered."""
        return bool(self.answer["statements"])

    @property
    def texts(self) -> list[str]:
        """The statements, as they read."""
        return [str(statement["text"]) for statement in self.answer["statements"]]


@dataclass(frozen=True, slots=True)
class Figure:
    """What a metric comes to over a run.

    Attributes:
        value: None when no case is eligible.
        interval: 95 %; None when it cannot be told.
        cases: How many are eligible.
        not_eligible: How many are not.
    """

    value: float | None
    interval: tuple[float, float] | None
    cases: int
    not_eligible: int


@dataclass(frozen=True, slots=True)
class Run:
    """All cases of a file, asked once.

    Attributes:
        created: UTC, ISO 8601.
        program: Version of qa-bot.
        configuration: The settings it ran with.
        index: SHA-256 that identifies the index's content.
        encoder: Name, key and dimension.
        cases: Name of the file of cases.
        cases_sha256: Of its bytes.
        rows: One for each case, in the order of the file.
        summary: A figure for each metric.
        part: Which of the cases were asked, `tag figure`; empty for all.
    """

    created: str
    program: str
    configuration: dict[str, Any]
    index: str
    encoder: dict[str, Any]
    cases: str
    cases_sha256: str
    rows: tuple[Row, ...]
    summary: dict[str, Figure]
    part: str = ""

    @property
    def asked(self) -> str:
        """Say what was asked: the file of cases, and which part of it."""
        return f"{self.cases} ({self.part})" if self.part else self.cases


def save_new_run(run: Run) -> Path:
    """Write a run as `runs/2026-11-24T18-50-23-dev.json`: by its time and its cases.

    A name that is taken gets a number behind it, so that two runs of one second keep apart.

    Raises:
        RunError: When it cannot be written; then nothing of it is left.
    """
    path = _claimed_path(run)
    try:
        save_run(run, path)
    except RunError:
        path.unlink(missing_ok=True)
        raise
    return path


def _claimed_path(run: Run) -> Path:
    """Make a run's file, empty."""
    moment = run.created.partition("+")[0].replace(":", "-")
    path = Path(FOLDER) / f"{moment}-{Path(run.cases).stem}.json"
    again = 1
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        while not _claim(path):
            again += 1
            path = path.with_name(f"{moment}-{Path(run.cases).stem}-{again}.json")
    except OSError as error:
        raise _unwritable(path, error) from error
    return path


def _claim(path: Path) -> bool:
    """Make an empty file; tell whether the name was free."""
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def save_run(run: Run, path: Path) -> None:
    """Write a run, its folder made when missing; all or nothing, save where it is not a plain file.

    Raises:
        RunError: When it cannot be written.
    """
    fields = asdict(run)
    marked = {"version": VERSION, "checksum": _checksum(fields), **fields}
    text = json.dumps(marked, ensure_ascii=False, indent=1)
    # A path may hold bytes that are not text; so escaped, JSON can.
    written = f"{text}\n".encode(errors="backslashreplace")
    try:
        write_whole(path, written)
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> RunError:
    return RunError(
        f"the run cannot be written to {path}: {error.strerror}",
        hint="qa-bot eval run CASES -o FILE",
    )


def load_run(path: Path) -> Run:
    """Read a run.

    Raises:
        RunError: When it is missing, damaged, or of another version of the format.
    """
    try:
        fields = json.loads(path.read_bytes().decode("utf-8-sig"))
        version = fields.pop("version")
        # By type too: to Python, 1 is true.
        if type(version) is not int or version != VERSION:
            raise RunError(
                f"{path} is a run of version {json.dumps(version)}, this program reads {VERSION}",
                hint="qa-bot eval run CASES",
            )
        if fields.pop("checksum") != _checksum(fields):
            raise ValueError("altered")
        rows = tuple(map(Row.of, fields.pop("rows")))
        summary = {name: _figure(figure) for name, figure in fields.pop("summary").items()}
        return Run(rows=rows, summary=summary, **fields)
    except OSError as error:
        raise RunError(f"{path}: {error.strerror}", hint="qa-bot eval run CASES") from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise RunError(
            f"{path} is damaged or not a run of qa-bot eval", hint="qa-bot eval run CASES"
        ) from error


def _checksum(fields: dict[str, Any]) -> str:
    """Hash a run's fields, in hexadecimal: what is read is what was written, or nothing."""
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()


def _figure(fields: dict[str, Any]) -> Figure:
    bounds: Sequence[float] | None = fields["interval"]
    return Figure(**{**fields, "interval": tuple(bounds) if bounds else None})
