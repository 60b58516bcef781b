"""Which settings make a writer, and what keeps documents and key from going astray."""

import pytest

from qa_bot.config import LLMConfig
from qa_bot.errors import ConfigError
from qa_bot.llm import load_writer
from qa_bot.llm.endpoint import is_here

HERE = LLMConfig(enabled=True, model="tiny")
AWAY = LLMConfig(enabled=True, model="tiny", endpoint="https://api.example.org/v1")


def refused(config: LLMConfig, **environment: str) -> ConfigError:
    with pytest.raises(ConfigError) as raised:
        load_writer(config, environment)
    assert raised.value.hint
    return raised.value


def test_without_being_asked_for_there_is_none() -> None:
    assert load_writer(LLMConfig(model="tiny"), {}) is None


def test_who_writes_is_named() -> None:
    writer = load_writer(HERE, {})
    assert writer is not None
    assert str(writer.identity) == "tiny at http://127.0.0.1:11434/v1"


def test_a_model_must_be_named() -> None:
    assert "QA_BOT_LLM_MODEL" in refused(LLMConfig(enabled=True)).hint


def test_an_endpoint_beyond_this_machine_must_be_named_by_the_environment() -> None:
    error = refused(AWAY, QA_BOT_LLM_KEY="secret", QA_BOT_LLM_ENDPOINT="https://other.example/v1")
    assert "https://api.example.org/v1 is not on this machine" in error.message
    assert error.hint == "export QA_BOT_LLM_ENDPOINT=https://api.example.org/v1"
    writer = load_writer(AWAY, {"QA_BOT_LLM_ENDPOINT": AWAY.endpoint})
    assert writer is not None
    assert writer.identity.endpoint == AWAY.endpoint


@pytest.mark.parametrize("key", ["s\nX-Evil: 1", "ключ", "a\x00b"])
def test_what_is_no_key_is_refused_and_not_shown(key: str) -> None:
    error = refused(HERE, QA_BOT_LLM_KEY=key)
    assert "QA_BOT_LLM_KEY" in error.message
    assert key not in error.message


@pytest.mark.parametrize(
    ("endpoint", "expected"),
    [
        ("http://127.0.0.1:8000/v1", True),
        ("http://127.8.9.1/v1", True),
        ("http://[::1]:8000/v1", True),
        ("http://localhost:8000/v1", True),
        ("http://LOCALHOST/v1", True),
        ("http://192.168.1.5/v1", False),
        ("http://localhost.example.org/v1", False),
        ("http://127.0.0.1.example.org/v1", False),
        ("https://api.example.org/v1", False),
    ],
)
def test_only_loopback_is_this_machine(endpoint: str, expected: bool) -> None:
    assert is_here(endpoint) is expected
