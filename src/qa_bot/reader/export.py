"""Export an extractive question-answering model of Hugging Face to ONNX, once.

Comes in: a model's folder, or its name where it is on this machine. Goes out: a reader's folder in
the per-user cache. Such a model knows no relevance; its span against "nowhere" stands for support
too, as in SQuAD 2.0 (Rajpurkar et al. 2018). It stands apart from `onnx` because it needs torch.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa_bot.disk import is_folder
from qa_bot.errors import ReaderError
from qa_bot.reader.card import CARD, FORMAT, MODEL, TOKENIZER, Card, read_card
from qa_bot.reader.inputs import Marks
from qa_bot.runtime import TOKENS, write_onnx
from qa_bot.weights import (
    are_current,
    cache_folder,
    export_once,
    file_sha256,
    fingerprints,
    hash_files,
    hub_folder,
    model_files,
)

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import PreTrainedModel

KIND = "readers"
LONGEST, OVERLAP = 384, 128
TOLERANCE = 1e-3
SAMPLE = ("How many patients were enrolled?", "The trial enrolled 402 patients at 123 sites.")


def cached_export(name: str) -> Path | None:
    """Find the export of a model whose files have not changed since; None when there is none."""
    for path in sorted(cache_folder(KIND).glob(f"*/{CARD}")):
        card = read_card(path.parent)
        if card and card.name == name and are_current(name, card.sources):
            return path.parent
    return None


def export(name: str, *, download: bool = False) -> Path:
    """Export a model and return the folder of the export.

    Raises:
        ReaderError: When weights are missing or the model is of another kind, when the export
            differs from it, or cannot be written.
    """
    folder = Path(name).resolve() if is_folder(name) else hub_folder(name, download=download)
    if folder is None:
        raise ReaderError(
            f"no reader {name!r} on this machine",
            hint="give --reader default, none, or the folder of an extractive-QA model",
        )
    model, tokenizer = _load(name, folder)
    key, _ = hash_files(folder, model_files(folder))
    target = cache_folder(KIND) / key

    def make(made: Path) -> None:
        inputs = _write(model, tokenizer, made)
        _verify(model, inputs, made / MODEL, name)
        card = _card(name, made, folder, model, tokenizer)
        (made / CARD).write_text(json.dumps(asdict(card), indent=1), encoding="utf-8")

    return export_once(target, lambda: cached_export(name) == target, make, ReaderError)


def _load(name: str, folder: Path) -> tuple["PreTrainedModel", "Tokenizer"]:
    """Load a model and its tokenizer; code that comes with a model is never run."""
    from transformers import AutoModelForQuestionAnswering, AutoTokenizer

    try:
        model, loading = AutoModelForQuestionAnswering.from_pretrained(
            folder,
            local_files_only=True,
            use_safetensors=True,
            attn_implementation="eager",
            output_loading_info=True,
        )
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, use_fast=True)
        backend = tokenizer.backend_tokenizer
    except (OSError, ValueError, RuntimeError, KeyError, ImportError, AttributeError) as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise ReaderError(
            f"{name} in {folder} cannot be loaded: {reason}",
            hint="give --reader the folder of an extractive-QA model with .safetensors weights",
        ) from error
    if loading["missing_keys"]:
        raise ReaderError(
            f"{name} was not trained to mark answers: it has no {min(loading['missing_keys'])}",
            hint="give --reader an extractive-QA model, such as deepset/roberta-base-squad2",
        )
    return model.eval(), backend


def _write(
    model: "PreTrainedModel", tokenizer: "Tokenizer", folder: Path
) -> dict[str, "np.ndarray"]:
    """Write `reader.onnx` and `tokenizer.json`; the inputs that it was traced with."""
    import torch

    class Graph(torch.nn.Module):
        """Token ids to start and end logits; the inputs by position."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *inputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            found = self.model(**dict(zip(names, inputs, strict=True)))
            return found.start_logits, found.end_logits

    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(folder / TOKENIZER))
    encoding = tokenizer.encode(*SAMPLE)
    inputs = {"input_ids": encoding.ids, "attention_mask": encoding.attention_mask}
    if getattr(model.config, "type_vocab_size", 0) > 1:
        inputs["token_type_ids"] = encoding.type_ids
    names = list(inputs)
    arrays = {name: np.array([ids], dtype=np.int64) for name, ids in inputs.items()}
    samples = {name: torch.from_numpy(array) for name, array in arrays.items()}
    outputs = {"start": TOKENS, "end": TOKENS}
    write_onnx(Graph().eval(), samples, outputs, folder / MODEL)
    return arrays


def _verify(
    model: "PreTrainedModel", inputs: dict[str, "np.ndarray"], path: Path, name: str
) -> None:
    """Compare the export with the model, on inputs longer than those it was traced with."""
    import onnxruntime
    import torch

    longer = {field: np.tile(array, (1, 4)) for field, array in inputs.items()}
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    start, end = session.run(None, longer)
    with torch.inference_mode():
        own = model(**{field: torch.from_numpy(array) for field, array in longer.items()})
    worst = max(
        float(np.abs(start - own.start_logits.numpy()).max()),
        float(np.abs(end - own.end_logits.numpy()).max()),
    )
    if not worst < TOLERANCE:
        raise ReaderError(
            f"the ONNX export of {name} disagrees with the model (by {worst:.3f})",
            hint="use the packaged reader: --reader default",
        )


def _card(
    name: str, made: Path, folder: Path, model: "PreTrainedModel", tokenizer: "Tokenizer"
) -> Card:
    positions = getattr(model.config, "max_position_embeddings", None) or LONGEST + 2
    return Card(
        format=FORMAT,
        name=name,
        files={file: file_sha256(made / file) for file in (MODEL, TOKENIZER)},
        marks=_marks(name, tokenizer),
        longest=min(LONGEST, positions - 2),
        overlap=min(OVERLAP, positions // 4),
        sources=fingerprints(model_files(folder)),
    )


def _marks(name: str, tokenizer: "Tokenizer") -> Marks:
    """Read off a pair of texts which tokens structure an input."""
    pair = tokenizer.encode("a", "b")
    sides = pair.sequence_ids
    question = [n for n, side in enumerate(sides) if side == 0]
    passage = [n for n, side in enumerate(sides) if side == 1]
    if not question or not passage or question[0] == 0 or question[-1] > passage[0]:
        raise ReaderError(
            f"the inputs of {name} begin with no token that could stand for 'no answer'",
            hint="give --reader a model of the BERT or RoBERTa family",
        )
    return Marks(
        start=pair.ids[: question[0]],
        between=pair.ids[question[-1] + 1 : passage[0]],
        stop=tokenizer.encode(".", add_special_tokens=False).ids,
        end=pair.ids[passage[-1] + 1 :],
    )
