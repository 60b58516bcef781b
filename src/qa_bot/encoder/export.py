"""Export a sentence-transformers model to ONNX, once, and prove the export right.

Comes in: a model's name. Goes out: the folder of its export, in the per-user cache. It stands
apart from `onnx` because it needs torch.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa_bot.encoder.onnx import OnnxEncoder
from qa_bot.encoder.torch import load_sentence_transformer, prompt
from qa_bot.encoder.weights import (
    EXPORT_FORMAT,
    LEAST_COSINE,
    MODEL,
    PROBE_TEXT,
    TOKENIZER,
    ExportCard,
    cache_folder,
    cached_export,
    files_of,
    model_key,
    write_card,
)
from qa_bot.errors import EncoderError
from qa_bot.runtime import BATCH, write_onnx
from qa_bot.weights import export_once, fingerprints, seal

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

SAMPLES = (
    PROBE_TEXT,
    "Yes.",
    "Median progression-free survival was 13.93 months (95% CI 11.73 to not evaluable).",
    "Selinexor: 100 mg once weekly; Ärzte, naïve, 中文, مرحبا, 😀. " * 6,
    "A word " * 400,
)


def export(name: str, *, download: bool = False) -> Path:
    """Export a model and return the folder of the export.

    Raises:
        EncoderError: When weights are missing, or the export's vectors differ from the model's, or
            it cannot be written.
    """
    model, folder = load_sentence_transformer(name, download=download, for_export=True)
    target = cache_folder() / model_key(name, folder)

    def make(made: Path) -> None:
        _write(model, made)
        seal(made, [MODEL, TOKENIZER])
        write_card(made, _card(name, target.name, folder, made, model))
        _verify(model, OnnxEncoder(made), name)

    return export_once(target, lambda: cached_export(name) == target, make, EncoderError)


def _write(model: "SentenceTransformer", folder: Path) -> None:
    """Write `model.onnx` and `tokenizer.json`."""
    import torch

    class Graph(torch.nn.Module):
        """Token ids to unit vectors."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            features = {"input_ids": input_ids, "attention_mask": attention_mask}
            vectors = self.model(features)["sentence_embedding"]
            return torch.nn.functional.normalize(vectors, dim=-1)

    model.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER))
    sample = model.tokenizer(["two texts", "of lengths that differ"], padding=True)
    samples = {name: torch.tensor(sample[name]) for name in ("input_ids", "attention_mask")}
    write_onnx(Graph().eval(), samples, {"vectors": BATCH}, folder / MODEL)


def _card(
    name: str, key: str, folder: Path, made: Path, model: "SentenceTransformer"
) -> ExportCard:
    probe = model.encode_document([PROBE_TEXT], normalize_embeddings=True)[0]
    return ExportCard(
        format=EXPORT_FORMAT,
        name=name,
        key=key,
        dimension=len(probe),
        max_tokens=int(model.max_seq_length or 512),
        question_prompt=prompt(model, "query"),
        document_prompt=prompt(model, "document", "passage"),
        onnx_bytes=(made / MODEL).stat().st_size,
        sources=fingerprints(files_of(name, folder)),
        probe=[float(value) for value in _bare(model, [PROBE_TEXT])[0][:16]],
    )


def _bare(model: "SentenceTransformer", texts: list[str]) -> "np.ndarray":
    vectors: np.ndarray = model.encode(texts, prompt="", normalize_embeddings=True)
    return vectors


def _verify(model: "SentenceTransformer", encoder: OnnxEncoder, name: str) -> None:
    """Compare the export's vectors with the model's own, as documents and as questions."""
    texts = list(SAMPLES)
    documents = model.encode_document(texts, normalize_embeddings=True)
    questions = model.encode_query(texts, normalize_embeddings=True)
    own = np.stack([encoder.encode_question(text) for text in texts])
    least = min(
        float(np.sum(encoder.encode_documents(texts) * documents, axis=1).min()),
        float(np.sum(own * questions, axis=1).min()),
    )
    if not least >= LEAST_COSINE:
        raise EncoderError(
            f"the ONNX export of {name} disagrees with the model (cosine {least:.3f})",
            hint='use sentence-transformers itself: set `backend = "torch"` under [encoder]',
        )
