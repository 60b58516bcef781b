"""Settings: defaults, then `qa-bot.toml`, then the environment; what is typed beats them all.

Comes in: a TOML file of the working folder and variables such as `QA_BOT_ANSWER_THRESHOLD`. Goes
out: a frozen `Config`. An unknown name is refused, with the nearest known one.
"""

import math
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from qa_bot.errors import ConfigError

CONFIG_FILE = "qa-bot.toml"
_PREFIX = "QA_BOT_"
_KINDS = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    tuple: "a list of texts",
}
_DAY = 86_400
_MOST_MB = 1_000_000
_LEAVE_OUT = "leave it out: there is a default"
_MOST_RETRIES = 10
_HOTTEST = 2.0
KEY_VARIABLE = "QA_BOT_LLM_KEY"
"""Holds the key of a language model's endpoint; no file of settings may."""

_NOT_SETTINGS = frozenset({"QA_BOT_CACHE", "QA_BOT_DATA", KEY_VARIABLE})


@dataclass(frozen=True, slots=True)
class IndexConfig:
    """Where documents and index are: `folders` are indexed into `path`, as the patterns say.

    With `store` `milvus` the index is no folder, but goes by `name` on the server at `uri`, which
    `token` opens.
    """

    folders: tuple[str, ...] = ("knowledge",)
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    path: str = "index"
    store: str = "folder"
    uri: str = ""
    name: str = "qa_bot"
    token: str = ""


_USER = re.compile(r"^(?P<scheme>\w+://|).*@", re.DOTALL)
"""Who asks a server, in its address: a name with its password, or a key alone."""


def shown_address(uri: str) -> str:
    """Write a server's address so that it may be shown: without what opens it."""
    return _USER.sub(r"\g<scheme>***@", uri).partition("?")[0]


@dataclass(frozen=True, slots=True)
class DocumentsConfig:
    """What one file may take: its size, and time and memory to read it.

    A size is 1 to 1,000,000 MB (of 10^6 bytes), a time at most a day.
    """

    file_mb: int = 200
    seconds: float = 60.0
    memory_mb: int = 1500


@dataclass(frozen=True, slots=True)
class EncoderConfig:
    """Which model encodes, on `onnx` or `torch`, and whether its weights may be downloaded."""

    model: str = "MiniLM-L6-qa"
    backend: str = "onnx"
    download: bool = False


@dataclass(frozen=True, slots=True)
class ReaderConfig:
    """Which model reads passages for answers: `default`, `none`, or a name or folder."""

    model: str = "default"


@dataclass(frozen=True, slots=True)
class AnswerConfig:
    """How many passages are found, and how often what is answered should be right, 0 to 1."""

    passages: int = 8
    threshold: float = 0.8


@dataclass(frozen=True, slots=True)
class ConversationConfig:
    """Whether a question may leave out what earlier ones of its conversation named."""

    resolve: bool = True


@dataclass(frozen=True, slots=True)
class LLMConfig:
    """Whether and where a language model words answers, as an OpenAI-compatible API offers it.

    Attributes:
        enabled: Whether `ask` has its answers worded.
        endpoint: The API's address; by default Ollama's on this machine.
        model: By the name that the endpoint knows.
        seconds: Longest silence, and longest time for a whole answer.
        retries: How often it is asked again when it is busy or cannot be reached.
        temperature: 0 to 2; below 0 it is left to the endpoint.
    """

    enabled: bool = False
    endpoint: str = "http://127.0.0.1:11434/v1"
    model: str = ""
    seconds: float = 60.0
    retries: int = 2
    temperature: float = 0.0


@dataclass(frozen=True, slots=True)
class Config:
    """All settings; each attribute is a table of the TOML file.

    `keys` gives the chat's actions other keys; which actions there are, the chat knows.
    """

    index: IndexConfig = field(default_factory=IndexConfig)
    documents: DocumentsConfig = field(default_factory=DocumentsConfig)
    encoder: EncoderConfig = field(default_factory=EncoderConfig)
    reader: ReaderConfig = field(default_factory=ReaderConfig)
    answer: AnswerConfig = field(default_factory=AnswerConfig)
    conversation: ConversationConfig = field(default_factory=ConversationConfig)
    llm: LLMConfig = field(default_factory=LLMConfig)
    keys: Mapping[str, str] = field(default_factory=dict)


def load_config(path: Path | None = None, environment: Mapping[str, str] = os.environ) -> Config:
    """Read the settings of the working folder.

    Args:
        path: A configuration file that must exist; None for `qa-bot.toml` if there is one.
        environment: Variables such as `QA_BOT_INDEX_PATH`; an empty one sets nothing.

    Raises:
        ConfigError: When the file is missing or not TOML, a name is unknown or a value is of the
            wrong type or out of range; with the place.
    """
    config = Config()
    file = path or Path(CONFIG_FILE)
    if path or file.exists():
        for table, values in _read(file).items():
            if not isinstance(values, dict):
                raise ConfigError(f"{file}: {table!r} stands outside a table", hint="[index]")
            for name, value in values.items():
                config = with_setting(config, table, name, value, f"{file}: [{table}] {name}")
    for variable, text in sorted(environment.items()):
        if text and variable.startswith(_PREFIX) and variable not in _NOT_SETTINGS:
            table, _, name = variable.removeprefix(_PREFIX).lower().partition("_")
            config = with_setting(config, table, name, text, variable)
    return config


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror}", hint="--config FILE") from error
    except ValueError as error:
        raise ConfigError(f"{file}: {error}", hint="mend the file: it is not TOML") from error
    except RecursionError as error:
        raise ConfigError(
            f"{file}: too many lists within lists", hint='write a list as ["one", "two"]'
        ) from error


def with_setting(config: Config, table: str, name: str, value: object, place: str) -> Config:
    """Set one value, converted from text where it comes from the environment.

    Raises:
        ConfigError: When the name is unknown, or the value of the wrong type or out of range; with
            the place.
    """
    try:
        return _with(config, table, name, value, place)
    except (ValueError, OverflowError, RecursionError) as error:  # it cannot even be written out
        raise ConfigError(f"{place}: larger than a value may be", hint=_LEAVE_OUT) from error


def _with(config: Config, table: str, name: str, value: object, place: str) -> Config:
    tables = [one.name for one in fields(config)]
    if table not in tables:
        raise ConfigError(f"{place}: unknown table {table!r}", hint=_nearest(table, tables))
    if table == "keys":
        key = _converted(value, str, place)
        return replace(config, keys={**config.keys, name: str(key)})
    section = getattr(config, table)
    names = [one.name for one in fields(section)]
    if name not in names:
        raise ConfigError(f"{place}: unknown setting {name!r}", hint=_nearest(name, names))
    converted = _converted(value, type(getattr(section, name)), place)
    changed = replace(config, **{table: replace(section, **{name: converted})})
    _check(changed, place)
    return changed


def _nearest(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=1, cutoff=0.4)
    return f"did you mean {close[0]!r}?" if close else f"known: {', '.join(known)}"


def _refuse_nul(value: object, place: str) -> None:
    """Refuse what can be no path, pattern or name."""
    for text in value if isinstance(value, list) else [value]:
        if isinstance(text, str) and "\0" in text:
            raise ConfigError(f"{place}: {text!r} has a NUL in it", hint="take out the NUL")


def _converted(value: object, kind: type, place: str) -> object:
    _refuse_nul(value, place)
    if kind is tuple and isinstance(value, str):
        return tuple(value.split(os.pathsep))
    if kind is tuple and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    if kind is bool and isinstance(value, str) and value.lower() in {"true", "false", "1", "0"}:
        return value.lower() in {"true", "1"}
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str) and kind in {int, float}:
        try:
            return kind(value)
        except ValueError:
            pass
    if type(value) is not kind:
        raise ConfigError(f"{place}: {value!r} is not {_KINDS[kind]}", hint=f"give {_KINDS[kind]}")
    return value


def _check(config: Config, place: str) -> None:
    """Refuse what is out of range."""
    if config.index.store not in {"folder", "milvus"}:
        raise ConfigError(f"{place}: {config.index.store!r}", hint="folder or milvus")
    if config.encoder.backend not in {"onnx", "torch"}:
        raise ConfigError(f"{place}: {config.encoder.backend!r}", hint="onnx or torch")
    for size in (config.documents.file_mb, config.documents.memory_mb):
        if not 1 <= size <= _MOST_MB:
            raise ConfigError(f"{place}: {size} is not 1 to {_MOST_MB}", hint=_LEAVE_OUT)
    _check_seconds(config.documents.seconds, place)
    if not 1 <= config.answer.passages <= 100:
        raise ConfigError(f"{place}: {config.answer.passages} is not 1 to 100", hint="8 is usual")
    if not 0.0 <= config.answer.threshold <= 1.0:
        raise ConfigError(f"{place}: {config.answer.threshold} is not 0 to 1", hint="0.8 is usual")
    _check_llm(config.llm, place)


def _check_llm(llm: LLMConfig, place: str) -> None:
    """Refuse an endpoint that is not an address or holds a secret, and what is out of range."""
    try:
        url = urlsplit(llm.endpoint)
        usable = url.scheme in {"http", "https"} and bool(url.hostname) and url.port != 0
    except ValueError:
        usable = False
    if not usable or url.username is not None or url.query or url.fragment:
        raise ConfigError(
            f"{place}: the endpoint is not a plain address, http:// or https://",
            hint=f"{LLMConfig().endpoint}; a key belongs into {KEY_VARIABLE}",
        )
    _check_seconds(llm.seconds, place)
    if not 0 <= llm.retries <= _MOST_RETRIES:
        raise ConfigError(f"{place}: {llm.retries} is not 0 to {_MOST_RETRIES}", hint="2 is usual")
    if not -math.inf < llm.temperature <= _HOTTEST:
        raise ConfigError(
            f"{place}: {llm.temperature} is not a number up to {_HOTTEST:g}", hint="0 is usual"
        )


def _check_seconds(seconds: float, place: str) -> None:
    if not 0 < seconds <= _DAY:
        raise ConfigError(
            f"{place}: {seconds} is not more than 0 and at most {_DAY}", hint="60 is usual"
        )
