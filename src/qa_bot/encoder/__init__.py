"""Texts become unit vectors: the only place where a neural network is run.

sentence-transformers loads a model and exports it once to ONNX (`export`); from then on ONNX
Runtime alone runs it (`onnx`), so that neither indexing nor asking waits for torch. `weights` finds
a model's files and the folder that keeps its export. `load_encoder` chooses between them.
"""

from qa_bot.encoder.protocol import Encoder, EncoderIdentity, FloatArray
from qa_bot.encoder.weights import DEFAULT_MODEL, cached_export

__all__ = ["DEFAULT_MODEL", "Encoder", "EncoderIdentity", "FloatArray", "load_encoder"]


def load_encoder(
    name: str = DEFAULT_MODEL, *, backend: str = "onnx", download: bool = False
) -> Encoder:
    """Load an encoder by name; the first time, export it to ONNX (some seconds).

    Args:
        name: A sentence-transformers model: a folder, or a name whose weights are on this machine.
        backend: `onnx`, or `torch` for sentence-transformers itself (GPU, models that do not
            export).
        download: Whether weights may be fetched from the model hub.

    Raises:
        EncoderError: When weights are missing or altered, or the export disagrees with the model.
    """
    if backend == "torch":
        from qa_bot.encoder.torch import TorchEncoder

        return TorchEncoder(name, download=download)
    from qa_bot.encoder.onnx import OnnxEncoder

    folder = cached_export(name)
    if folder is None:
        from qa_bot.encoder.export import export

        folder = export(name, download=download)
    return OnnxEncoder(folder)
