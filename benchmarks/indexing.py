"""Encoding speed: the ONNX path against `SentenceTransformer.encode` with its defaults.

    python -m benchmarks.indexing FOLDER [--passages 2000] [--rounds 3]

Comes in: a folder of documents. Goes out: one JSON line with passages a second of each, taken in
turn in one run on the same passages, the median of the ratios, and the least cosine between the
two encoders' vectors.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import numpy as np

from qa_bot.documents import SUFFIXES, load, scan
from qa_bot.documents.passages import split
from qa_bot.encoder import FloatArray, load_encoder
from qa_bot.encoder.torch import load_sentence_transformer
from qa_bot.text.markup import indexed_text


def main() -> None:
    """Encode the same passages both ways, in turn."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    encoder = load_encoder()
    model, _ = load_sentence_transformer(encoder.identity.name, download=False)
    documents = (load(entry) for entry in scan(options.folder, SUFFIXES).files)
    passages = (passage for one in documents for passage in split(one, encoder.count_tokens))
    texts = list(islice(map(indexed_text, passages), options.passages))

    def original(texts: list[str]) -> FloatArray:
        vectors: FloatArray = model.encode(texts, show_progress_bar=False)
        return vectors

    encoder.encode_documents(texts[:64]), original(texts[:64])
    ours, theirs, ratios = [], [], []
    for _ in range(options.rounds):
        own_seconds, own = timed(encoder.encode_documents, texts)
        their_seconds, reference = timed(original, texts)
        ours.append(len(texts) / own_seconds)
        theirs.append(len(texts) / their_seconds)
        ratios.append(their_seconds / own_seconds)
    row = {
        "passages": len(texts),
        "onnx_per_second": round(statistics.median(ours), 1),
        "sentence_transformers_per_second": round(statistics.median(theirs), 1),
        "ratio": round(statistics.median(ratios), 2),
        "least_cosine": round(float(np.sum(own * reference, axis=1).min()), 6),
    }
    print(json.dumps(row))


def timed(encode: Callable[[list[str]], FloatArray], texts: list[str]) -> tuple[float, FloatArray]:
    """Time one encoding of all texts, in seconds."""
    started = time.perf_counter()
    vectors = encode(texts)
    return time.perf_counter() - started, vectors


if __name__ == "__main__":
    main()
