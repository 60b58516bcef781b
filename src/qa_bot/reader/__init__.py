"""A question and passages become evidence: is it relevant, does it answer, and where.

`protocol` says what a reader is. `onnx` runs one from its folder, as `card` describes it: the
packaged reader, or one that `export` made of another model. `inputs` writes what a model is fed,
`spans` reads off where the answer stands. `load_reader` chooses.
"""

from pathlib import Path

from qa_bot.reader.protocol import Evidence, PassageText, Reader, ReaderIdentity, ScoredSpan

__all__ = [
    "DEFAULT_READER", "Evidence", "PassageText", "Reader", "ReaderIdentity", "ScoredSpan",
    "load_reader",
]  # fmt: skip

DEFAULT_READER = "default"


def load_reader(name: str = DEFAULT_READER, *, download: bool = False) -> Reader:
    """Load a reader by name; another model is exported to ONNX the first time (some seconds).

    Args:
        name: `default` for the packaged one; a folder that holds a reader or an extractive-QA
            model; or the name of such a model whose weights are on this machine.
        download: Whether weights may be fetched from the model hub.

    Raises:
        ReaderError: When weights are missing or altered, or no reader can be made of them.
    """
    from qa_bot.disk import is_folder
    from qa_bot.reader.card import CARD, PACKAGED
    from qa_bot.reader.onnx import OnnxReader

    if name == DEFAULT_READER:
        return OnnxReader(PACKAGED)
    if is_folder(name) and (Path(name) / CARD).is_file():
        return OnnxReader(Path(name))
    from qa_bot.reader.export import cached_export, export

    return OnnxReader(cached_export(name) or export(name, download=download))
