"""Turn a run's weights into the reader that is shipped: int8 ONNX, tokenizer, card.

    python -m training.export RUN_FOLDER TARGET_FOLDER [--checkpoint] [--float]

Comes in: a run of `training.train`. Goes out: `reader.onnx`, `tokenizer.json` and `card.json`, as
`qa_bot.reader` opens them; `training.describe` adds for people what the card says. `--float`
leaves the weights as they are, to see what int8 costs.
"""

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from qa_bot.reader.card import CARD, FORMAT, MODEL, TOKENIZER
from qa_bot.runtime import BATCH, TOKENS, write_onnx
from qa_bot.weights import file_sha256
from training.batches import LONGEST, load_tokenizer, marks_of
from training.model import ReaderModel, saved, starting_point

NAME = "default"
OVERLAP = 64
TOLERANCE = 1e-3
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUTS = {"start": TOKENS, "end": TOKENS, "relevance": BATCH, "support": BATCH}


def main() -> None:
    """Export one run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("run", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--checkpoint", action="store_true", help="the last saved state instead")
    parser.add_argument("--float", action="store_true", help="without quantisation")
    options = parser.parse_args()
    name = "checkpoint" if options.checkpoint else "reader"
    weights = options.run / f"{name}.safetensors"
    options.target.mkdir(parents=True, exist_ok=True)
    model = saved(weights, attention="eager")
    with tempfile.TemporaryDirectory() as folder:
        exact = Path(folder) / MODEL
        write_exact(model, exact)
        verify(model, exact)
        if options.float:
            shutil.copy(exact, options.target / MODEL)
        else:
            quantise(exact, options.target / MODEL)
    shutil.copy(starting_point() / TOKENIZER, options.target / TOKENIZER)
    write_card(options.target, weights)


def write_exact(model: ReaderModel, path: Path) -> None:
    """Write the model as it is."""
    samples = dict.fromkeys(INPUTS, torch.ones((2, 9), dtype=torch.long))
    write_onnx(model, samples, OUTPUTS, path)


def verify(model: ReaderModel, path: Path, tolerance: float = TOLERANCE) -> None:
    """Compare the export's logits with the model's.

    Args:
        model: Who is right.
        path: The export.
        tolerance: How far they may be apart.

    Raises:
        SystemExit: When they differ.
    """
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    ids = np.random.default_rng(7).integers(1000, 20_000, (3, 60))
    ids[:, 0] = 101
    types = np.repeat([[0] * 12 + [1] * 48], 3, axis=0)
    inputs = dict(zip(INPUTS, (ids, np.ones_like(ids), types), strict=True))
    with torch.inference_mode():
        own = model(*(torch.from_numpy(inputs[name]) for name in INPUTS))
    exported = session.run(None, inputs)
    worst = max(float(np.abs(a.numpy() - b).max()) for a, b in zip(own, exported, strict=True))
    if not worst < tolerance:
        raise SystemExit(f"the export differs from the model by {worst}")


def quantise(exact: Path, path: Path) -> None:
    """Make the weights integers, channel by channel, the scale of activations found at run time.

    Seven of the eight bits are used (`reduce_range`): processors without VNNI add up pairs of
    products in 16 bits, which eight would overflow.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(exact, prepared, skip_symbolic_shape=True)
        quantize_dynamic(
            prepared,
            path,
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=heads(prepared),
        )


def heads(path: Path) -> list[str]:
    """Name the nodes of the heads: a few thousand weights that stay exact."""
    import onnx

    graph = onnx.load(str(path)).graph
    names = [
        node.name
        for node in graph.node
        if any(part in node.name for part in ("/span/", "/pooler/", "/judge/"))
    ]
    return [*names, *(f"{name}_MatMul" for name in names)]  # as the quantiser calls a Gemm


def write_card(folder: Path, weights: Path) -> None:
    """Write what a program must know of the reader."""
    tokenizer: Tokenizer = load_tokenizer()
    marks = marks_of(tokenizer)
    fields = {
        "format": FORMAT,
        "name": NAME,
        "files": {name: file_sha256(folder / name) for name in (MODEL, TOKENIZER)},
        "marks": {part: list(getattr(marks, part)) for part in ("start", "between", "stop", "end")},
        "longest": LONGEST,
        "overlap": OVERLAP,
        "weights_sha256": file_sha256(weights),
    }
    (folder / CARD).write_text(json.dumps(fields, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
