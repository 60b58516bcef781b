"""Models as ONNX files: written with torch, opened to run on ONNX Runtime.

Comes in: a PyTorch model, or the files of one and of its tokenizer. Goes out: such a file, or what
runs them. Encoder and reader share it, below both.
"""

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qa_bot.errors import QABotError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer
    from torch import Tensor
    from torch.nn import Module

OPSET = 17
BATCH, TOKENS = ("batch",), ("batch", "tokens")
"""The axes of a model's inputs and outputs that have any length."""


def write_onnx(
    model: "Module",
    samples: Mapping[str, "Tensor"],
    outputs: Mapping[str, Sequence[str]],
    path: Path,
) -> None:
    """Write a PyTorch model as an ONNX file.

    The TorchScript exporter is used: the newer one was seen to give wrong vectors silently.

    Args:
        model: Takes its inputs by position.
        samples: Inputs of shape (batch, tokens) that it is traced with, by name.
        outputs: The axes of each output that have any length, by name.
        path: Of the file.
    """
    import torch

    axes = {**dict.fromkeys(samples, TOKENS), **outputs}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            tuple(samples.values()),
            str(path),
            input_names=list(samples),
            output_names=list(outputs),
            dynamic_axes={name: dict(enumerate(own)) for name, own in axes.items()},
            opset_version=OPSET,
            dynamo=False,
        )


def open_model(
    model: Path, tokenizer: Path, damaged: QABotError, *, threads: int = 0
) -> tuple["Tokenizer", "InferenceSession"]:
    """Open a model, on the processor, and its tokenizer, without padding and truncation.

    Args:
        model: An ONNX file.
        tokenizer: A file of the tokenizers library.
        damaged: What to raise when one of them cannot be opened.
        threads: How many a run may use; 0 for one on each core.

    Raises:
        QABotError: That one.
    """
    import onnxruntime
    from tokenizers import Tokenizer

    onnxruntime.disable_telemetry_events()  # where the variable of `qa_bot` does not count
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        opened = Tokenizer.from_file(str(tokenizer))
        session = onnxruntime.InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:  # both libraries raise nothing narrower
        raise damaged from error
    opened.no_padding()
    opened.no_truncation()
    return opened, session
