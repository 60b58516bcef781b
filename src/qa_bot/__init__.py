"""qa-bot: answers from a folder of documents, quoted word for word and cited, or "not found".

For other programs: `from qa_bot import QABot`. What is heavy is imported when it is first used.
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa_bot.config import Config, IndexConfig
    from qa_bot.engine import QABot
    from qa_bot.errors import QABotError
    from qa_bot.render import as_json
    from qa_bot.replies import Reply
    from qa_bot.sessions import Dialogue

# ONNX Runtime reports to its makers unless this is set before it is imported: nothing leaves here.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__version__ = "0.1.0"
__all__ = ["Config", "Dialogue", "IndexConfig", "QABot", "QABotError", "Reply", "as_json"]

_HOMES = {
    "Config": "config",
    "Dialogue": "sessions",
    "IndexConfig": "config",
    "QABot": "engine",
    "QABotError": "errors",
    "Reply": "replies",
    "as_json": "render",
}


def __getattr__(name: str) -> object:
    """Import a name from its module when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
