"""Turn a shipped reader back into weights that can be trained on.

    python -m training.restore src/qa_bot/models/reader runs/shipped/reader.safetensors

Comes in: a reader's folder, its weights integers. Goes out: the same weights as floating-point
numbers, for `training.train --start`. What quantisation rounded away stays away; training on, the
weights that are shipped are as good a start as those they were made from.
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from qa_bot.reader.card import MODEL
from training.export import verify
from training.model import ReaderModel, blank, depth, save

_PRODUCTS = {"MatMul", "MatMulInteger", "Gemm"}
_SUFFIXES = ("_quant", "/MatMul", "/Gemm_MatMul", "/Gemm")
CLOSE = 2.0
"""How far logits may be apart: at run time the activations are rounded, too."""


def main() -> None:
    """Restore one reader."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("reader", type=Path)
    parser.add_argument("weights", type=Path)
    options = parser.parse_args()
    model = restored(options.reader / MODEL)
    verify(model, options.reader / MODEL, tolerance=CLOSE)
    options.weights.parent.mkdir(parents=True, exist_ok=True)
    save(model, options.weights)


def restored(path: Path) -> ReaderModel:
    """Read an exported reader's weights, quantised or not, into the torch module."""
    graph = onnx.load(str(path)).graph
    arrays = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    model = blank(depth(node.name for node in graph.node), "eager")
    model.eval()
    found = {name: _exact(name, arrays) for name in model.state_dict() if _is_kept(name, arrays)}
    for node in graph.node:
        name = node.input[1].removesuffix("_quantized") if node.op_type in _PRODUCTS else ""
        if name not in found and _is_kept(name, arrays):  # the exporter transposed and renamed it
            found[f"{_module_of(node.name)}.weight"] = _exact(name, arrays).T
    weights = {name: torch.from_numpy(np.array(array)) for name, array in found.items()}
    model.load_state_dict(weights)
    return model


def _module_of(node: str) -> str:
    """Name the module that a node was exported from."""
    for suffix in _SUFFIXES:
        node = node.removesuffix(suffix)
    return node.strip("/").replace("/", ".")


def _is_kept(name: str, arrays: dict[str, NDArray[np.float32]]) -> bool:
    """Tell whether an array has the name that it had in the module."""
    return name in arrays or f"{name}_quantized" in arrays


def _exact(name: str, arrays: dict[str, NDArray[np.float32]]) -> NDArray[np.float32]:
    """Take an array, its integers made numbers again; a scale each for columns, or one for all."""
    if name in arrays:
        return arrays[name]
    integers = arrays[f"{name}_quantized"].astype(np.float32)
    return (integers - arrays[f"{name}_zero_point"]) * arrays[f"{name}_scale"]


if __name__ == "__main__":
    main()
