"""A peer ranks the same documents for the same questions, in a virtual environment of its own.

Comes in: documents and questions. Goes out: the peer's version and its rankings. A peer is a
script beside this file and the packages that it needs, whose versions stand here; it shares no
code with us and talks through files: `documents.jsonl` and `questions.jsonl` in, `ranking.jsonl`
out. What it keeps in `cache/` is its own.
"""

import json
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from qa_bot.encoder.weights import BASE_MODEL, local_folder

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Peer:
    """A program to compare with: what to install, its own package first, and what to run."""

    name: str
    packages: tuple[str, ...]
    script: Path

    @property
    def version(self) -> str:
        """Name and version, such as `bm25s 0.3.16`."""
        return self.packages[0].replace("==", " ") if self.packages else self.name


PEERS = {
    peer.name: peer
    for peer in (
        Peer("bm25s", ("bm25s==0.3.16", "PyStemmer"), Path(__file__).with_name("rank_bm25s.py")),
        Peer(
            "txtai",
            ("txtai==9.14.0", "sentence-transformers"),
            Path(__file__).with_name("rank_txtai.py"),
        ),
    )
}


def rank(
    peer: Peer, documents: Mapping[str, str], questions: Mapping[str, str], depth: int, work: Path
) -> dict[str, list[str]]:
    """Let a peer rank documents.

    Args:
        peer: Who ranks.
        documents: Texts by name; a title is their first line.
        questions: Texts by id.
        depth: How many documents to rank for each question.
        work: The collection's own folder, beside which the peer's environment is kept.

    Returns:
        Document names, best first, by question.
    """
    python = environment(peer, work.parent / "peers" / peer.name)
    folder = work / peer.name
    folder.mkdir(parents=True, exist_ok=True)
    if _write(folder / "documents.jsonl", documents):
        shutil.rmtree(folder / "cache", ignore_errors=True)
    _write(folder / "questions.jsonl", questions)
    command = [str(python), str(peer.script), str(folder), str(depth), _model()]
    subprocess.run(command, check=True, stdout=sys.stderr)
    with (folder / "ranking.jsonl").open(encoding="utf-8") as file:
        return {row["id"]: row["documents"] for row in map(json.loads, file)}


def environment(peer: Peer, folder: Path) -> Path:
    """Make a peer's virtual environment, unless it is there.

    Returns:
        Its Python.
    """
    python = folder / "bin" / "python"
    ready = folder / "ready"
    if not ready.exists():
        venv.create(folder, with_pip=bool(peer.packages), clear=True)
        if peer.packages:
            pip = [str(python), "-m", "pip", "install", "-q", "-c", str(ROOT / "constraints.txt")]
            subprocess.run([*pip, *peer.packages], check=True, stdout=sys.stderr)
        ready.touch()
    return python


def _model() -> str:
    """Find the folder of the default encoder's weights, which a peer is to use too."""
    return str(local_folder(BASE_MODEL))


def _write(path: Path, texts: Mapping[str, str]) -> bool:
    """Write texts as JSON lines and tell whether they differ from what was there."""
    rows = ({"id": name, "text": text.removeprefix("# ")} for name, text in texts.items())
    lines = "".join(f"{json.dumps(row)}\n" for row in rows)
    if path.exists() and path.read_text(encoding="utf-8") == lines:
        return False
    path.write_text(lines, encoding="utf-8")
    return True
