"""Documents that nobody wrote: does any reader crash, hang, or take more memory than it may?

    python -m benchmarks.fuzz [SUFFIX]... [--seconds 600] [--memory 600] [--limit 10]

Comes in: the real files of the tests. Goes out: one JSON line for each format with how many mutated
files were read, refused with a reason, or stopped at a limit of time or memory; and what escaped,
of which there must be nothing: an exception in the program's own process, a quote out of place, a
reader that took longer than its limit to be stopped. Text is read in this process, as the program
does; everything else in a process of its own, with the program's own limits.

Mutations are drawn by hypothesis; archives are mutated inside, too. `guided` looks for new paths in
the code instead.
"""

import argparse
import io
import json
import random
import resource
import time
import zipfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from qa_bot.config import DocumentsConfig
from qa_bot.documents import SUFFIXES, FileEntry
from qa_bot.documents.extracted import Extracted
from qa_bot.documents.formats import extract, format_of
from qa_bot.documents.isolation import Isolated
from qa_bot.errors import DocumentError

TESTS = Path(__file__).parent.parent / "tests"
GRACE = 6.0
"""Seconds beyond its limit in which a reader must have been stopped."""

TOKENS = [
    b"", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n" * 50, b"\xe2\x80\xae", b"\x1b[",
    b"<div>" * 500, b"</p>", b"&#x0;", b"<!DOCTYPE a [<!ENTITY b \"c\">]>", b"&b;", b"<!--",
    b"|", b"|---|" * 200, b"> " * 500, b"- " * 500, b"`" * 999, b"[" * 999, b"*" * 999, b"=====\n",
    b'"', b",,,", b'{"a":' * 200, b"[[" * 400, b"1e999", b"\\u0000", b"99999999", b"-1",
    b".. include:: /etc/passwd\n", b".. table::\n", b"<w:t>", b"<w:tbl>" * 99, b"gridSpan",
    b"/Kids", b"/Count 99999999", b"obj", b"stream", b"\xf0\x9f\x98\x80",
]  # fmt: skip
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["put", "cut", "copy", "flip"]),
        st.floats(0, 1, exclude_max=True),
        st.integers(0, 400),
        st.sampled_from(TOKENS) | st.binary(max_size=12),
    ),
    min_size=1,
    max_size=8,
)
Edit = tuple[str, float, int, bytes]


def main() -> None:
    """Fuzz the formats that were asked for, or all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("suffixes", nargs="*", metavar="SUFFIX")
    parser.add_argument("--seconds", type=float, default=600, help="for each format")
    parser.add_argument("--memory", type=int, default=600, help="MB that a reader may take")
    parser.add_argument("--limit", type=float, default=10, help="seconds that a file may take")
    parser.add_argument("--place", type=Path, default=Path("build/fuzz"))
    options = parser.parse_args()
    options.place.mkdir(parents=True, exist_ok=True)
    for suffix in options.suffixes or sorted(SUFFIXES):
        limits = DocumentsConfig(seconds=options.limit, memory_mb=options.memory)
        found = fuzz(suffix, options.seconds, limits, options.place)
        print(json.dumps({"format": suffix, "seconds": options.seconds, **found}), flush=True)


def fuzz(suffix: str, seconds: float, limits: DocumentsConfig, place: Path) -> dict[str, object]:
    """Mutate the real files of a format for some time and read them."""
    corpus = real_files(suffix)
    counts: Counter[str] = Counter()
    escaped: list[str] = []
    deadline = time.monotonic() + seconds
    reader = Isolated(limits)
    path = place / f"fuzzed{suffix}"
    slowest = 0.0

    @settings(max_examples=200, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.sampled_from(corpus), EDITS)
    def one(data: bytes, edits: list[Edit]) -> None:
        nonlocal slowest
        if time.monotonic() > deadline:
            return
        path.write_bytes(mutated(data, edits))
        started = time.monotonic()
        try:
            counts[outcome(path, reader, limits)] += 1
        except Exception as error:  # noqa: BLE001 - whatever escapes is what is looked for
            escaped.append(f"{type(error).__name__}: {error}"[:200])
            path.rename(place / f"escaped-{len(escaped)}{suffix}")
        slowest = max(slowest, time.monotonic() - started)

    number = 0
    while time.monotonic() < deadline:
        seed(number)(one)()
        number += 1
    reader.close()
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1000
    figures = {"slowest_s": round(slowest, 1), "readers_peak_mb": memory}
    return {"files": sum(counts.values()), **counts, **figures, "escaped": escaped}


def outcome(path: Path, reader: Isolated, limits: DocumentsConfig) -> str:
    """Read a file as the program does, and tell what became of it.

    Raises:
        AssertionError: When a quote is out of place, or a limit was not kept.
    """
    entry = FileEntry(path.name, path, path.stat().st_size, 0)
    started = time.monotonic()
    try:
        if format_of(path.name).is_text:
            check(extract(path.read_bytes(), path.name))
        else:
            check(reader.extract(entry)[0])
    except DocumentError as error:
        assert time.monotonic() - started < limits.seconds + GRACE, error.message
        stopped = [word for word in ("takes more than", "ended with") if word in error.message]
        return f"stopped: {stopped[0]}" if stopped else "refused"
    return "read"


def check(found: Extracted) -> None:
    """Every quote stands where it says."""
    position = 0
    for unit in (unit for section in found.sections for unit in section.units):
        assert position <= unit.span.start < unit.span.end <= len(found.text), unit
        position = unit.span.end


def real_files(suffix: str) -> list[bytes]:
    """Read the tests' files of a format; where there is none, its table or text as a start."""
    folders = (TESTS / "formats", TESTS / "corpus", TESTS / "corpus" / "deep")
    paths = [path for folder in folders for path in sorted(folder.glob(f"*{suffix}"))]
    starts = {
        ".csv": b'drug,dose\n"first, one",100 mg\nsecond,1.3\n',
        ".tsv": b"drug\tdose\nfirst\t100 mg\nsecond\t1.3\n",
        ".jsonl": b'{"drug": "first", "dose": {"mg": 100}}\n{"drug": "second", "days": [1, 2]}\n',
    }
    return [path.read_bytes() for path in paths] or [starts.get(suffix, b"# A\n\nText, 3 mg.\n")]


def mutated(data: bytes, edits: list[Edit]) -> bytes:
    """Edit a file; an archive as often inside as outside."""
    if data.startswith(b"PK") and edits[0][2] % 4:
        return _mutated_inside(data, edits)
    edited = bytearray(data)
    for kind, where, length, token in edits:
        start = int(where * len(edited))
        if kind == "put":
            edited[start:start] = token
        elif kind == "cut":
            del edited[start : start + length]
        elif kind == "copy":
            edited[start:start] = edited[start : start + length] * (1 + length % 7)
        elif edited:
            edited[start] ^= 1 << (length % 8)
    return bytes(edited)


def _mutated_inside(data: bytes, edits: list[Edit]) -> bytes:
    """Edit one member of an archive and pack it anew."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        names = old.namelist()
        chosen = names[random.Random(repr(edits)).randrange(len(names))]
        for name in names:
            member = old.read(name)
            new.writestr(name, mutated(member, edits) if name == chosen else member)
    return packed.getvalue()


if __name__ == "__main__":
    main()
