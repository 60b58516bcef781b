"""A collection becomes files and an index, as `qa-bot index` would make it; kept to be used again.

Comes in: documents by file name. Goes out: a bot that answers from them, or its open index. The
files of a data set may not be passed on, so they stay under `build/`, which is in no commit.
"""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path

from benchmarks.keeping import KeepingEncoder
from qa_bot.config import Config, IndexConfig
from qa_bot.encoder import Encoder, load_encoder
from qa_bot.engine import QABot
from qa_bot.index import Index, build, open_index
from qa_bot.records import Passage

WORK = Path("build/benchmarks")
VECTORS = "vectors.sqlite"


class Narrator:
    """Tells on stderr how far a build is, and what the engine notes, unless it is silent."""

    def __init__(self, *, silent: bool = False) -> None:
        """Choose whether to say anything."""
        self._silent = silent

    def note(self, text: str) -> None:
        """Hear one line."""
        if not self._silent:
            print(text, file=sys.stderr)

    def progress(self, stage: str, done: int, total: int) -> None:
        """Hear how far a build is."""
        if done == total or done % 4096 == 0:
            self.note(f"{stage} {done}/{total}")


def index_of(documents: Mapping[str, str], work: Path, encoder: Encoder) -> Index:
    """Write documents below `work`, bring their index up to date and open it."""
    folder = write(documents, work)
    build(folder, work / "index", encoder, progress=Narrator().progress)
    return open_index(work / "index")


def kept(config: Config, work: Path) -> KeepingEncoder:
    """Load the configured encoder, whose vectors are kept in `work` for all collections."""
    chosen = config.encoder
    encoder = load_encoder(chosen.model, backend=chosen.backend, download=chosen.download)
    return KeepingEncoder(encoder, work / VECTORS)


def bot_of(documents: Mapping[str, str], work: Path, config: Config, narrator: Narrator) -> QABot:
    """Write documents below `work` and open a bot that answers from them.

    Args:
        documents: Texts by file name.
        work: Where they and their index are kept.
        config: How it answers; where the index is does not matter.
        narrator: Hears how far a build is.
    """
    index = IndexConfig(folders=(str(write(documents, work)),), path=str(work / "index"))
    return QABot.open(replace(config, index=index), narrator)


def settings(config: Config) -> dict[str, object]:
    """List the settings that a figure depends on: all but where the index is."""
    return {table: values for table, values in asdict(config).items() if table != "index"}


def write(documents: Mapping[str, str], work: Path) -> Path:
    """Write documents into a folder below `work` that holds nothing else; files stay if the same.

    Returns:
        The folder.
    """
    folder = work / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.name not in documents:
            path.unlink()
    for name, text in documents.items():
        path, data = folder / name, text.encode()
        if not path.exists() or path.read_bytes() != data:
            path.write_bytes(data)
    return folder


def ranked_documents(passages: Iterable[Passage]) -> list[str]:
    """List documents by their best passage."""
    return list(dict.fromkeys(passage.document.partition("/")[2] for passage in passages))
