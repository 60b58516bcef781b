"""The model that encodes, the disk that holds the index, the terminal that shows answers."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from qa_bot.config import Config, EncoderConfig
from qa_bot.disk import is_folder
from qa_bot.encoder import load_encoder
from qa_bot.encoder.weights import LEAST_COSINE
from qa_bot.errors import EncoderError
from qa_bot.health.check import Check, Verdict

_LEAST_FREE = 200_000_000


def machine_checks(config: Config, *, thorough: bool) -> Iterator[Check]:
    """Check what an index needs, but for itself."""
    yield _weights(config.encoder)
    if thorough and config.encoder.backend == "onnx":
        yield _export(config.encoder)
    yield _disk(Path(config.index.path))
    yield _terminal()


def _weights(settings: EncoderConfig) -> Check:
    """Load the encoder; its files are compared with their hashes on the way."""
    try:
        identity = load_encoder(settings.model, backend=settings.backend).identity
    except EncoderError as error:
        return Check("weights", Verdict.FAILED, error.message, error.hint)
    return Check("weights", Verdict.OK, f"{identity.name}, sha256 {identity.key[:16]}…")


def _export(settings: EncoderConfig) -> Check:
    """Compare the vectors of ONNX with those of the model itself."""
    from qa_bot.encoder.export import SAMPLES

    try:
        exported = load_encoder(settings.model).encode_documents(SAMPLES)
        model = load_encoder(settings.model, backend="torch").encode_documents(SAMPLES)
    except EncoderError as error:
        return Check("export", Verdict.FAILED, error.message, error.hint)
    cosine = float((exported * model).sum(axis=1).min())
    if cosine < LEAST_COSINE:
        remedy = "delete the exports in the cache, then: qa-bot index --rebuild"
        return Check("export", Verdict.FAILED, f"ONNX differs, cosine {cosine:.4f}", remedy)
    return Check("export", Verdict.OK, f"ONNX agrees with torch, cosine {cosine:.6f}")


def _disk(index: Path) -> Check:
    place = index.absolute()
    while not is_folder(place):
        place = place.parent
    free = shutil.disk_usage(place).free
    detail = f"{free / 1e9:.1f} GB free for {index}"
    if not os.access(place, os.W_OK):
        return Check("disk", Verdict.WARNING, f"{place} cannot be written", "--index DIR")
    if free < _LEAST_FREE:
        return Check("disk", Verdict.WARNING, detail, "free some disk space, or --index DIR")
    return Check("disk", Verdict.OK, detail)


def _terminal() -> Check:
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    kind = "a terminal" if sys.stdout.isatty() else "not a terminal"
    detail = f"{kind}, {sys.stdout.encoding}, TERM={os.environ.get('TERM', '')}"
    if encoding != "utf8":
        return Check("terminal", Verdict.WARNING, detail, "export PYTHONUTF8=1")
    return Check("terminal", Verdict.OK, detail)
