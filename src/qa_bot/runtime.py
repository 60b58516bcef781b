"""A model and its tokenizer, opened to run: the one place where ONNX Runtime is started.

Comes in: two files. Goes out: what runs them. Encoder and reader share it, below both.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from qa_bot.errors import QABotError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer


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
