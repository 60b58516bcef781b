"""Settings become a writer, or none.

Comes in: settings and the environment. Goes out: a writer that has not connected to anything yet.
The key stands in the environment alone, and an endpoint beyond this machine must stand there too:
no file of settings that lies in some folder can send documents, or the key, anywhere.
"""

import os
from collections.abc import Mapping
from importlib.util import find_spec

from qa_bot.config import KEY_VARIABLE, LLMConfig
from qa_bot.errors import ConfigError
from qa_bot.llm.endpoint import is_here
from qa_bot.llm.protocol import Writer

ENDPOINT_VARIABLE = "QA_BOT_LLM_ENDPOINT"


def load_writer(config: LLMConfig, environment: Mapping[str, str] = os.environ) -> Writer | None:
    """Make the writer that is configured; None when none is enabled.

    Raises:
        ConfigError: When no model is named, the endpoint is not on this machine and not in the
            environment, the key is no key, or the package is missing.
    """
    if not config.enabled:
        return None
    if not config.model:
        raise ConfigError(
            f"no language model is named for {config.endpoint}",
            hint="QA_BOT_LLM_MODEL=NAME, or [llm] model in qa-bot.toml",
        )
    if not (is_here(config.endpoint) or environment.get(ENDPOINT_VARIABLE) == config.endpoint):
        raise ConfigError(
            f"{config.endpoint} is not on this machine; a file may not name such an endpoint alone",
            hint=f"export {ENDPOINT_VARIABLE}={config.endpoint}",
        )
    key = environment.get(KEY_VARIABLE, "").strip()
    if not (key.isascii() and key.isprintable()):
        raise ConfigError(f"{KEY_VARIABLE} holds what no key can", hint=f"unset {KEY_VARIABLE}")
    if find_spec("openai") is None:
        raise ConfigError("the package openai is not installed", hint="pip install 'qa-bot[llm]'")

    from qa_bot.llm.client import EndpointWriter

    return EndpointWriter(config, key)
