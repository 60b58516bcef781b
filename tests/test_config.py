"""Settings: file and environment, what is refused, and which of them wins."""

from dataclasses import fields
from pathlib import Path

import pytest

from qa_bot.config import Config, LLMConfig, load_config
from qa_bot.errors import ConfigError

TABLES = [one.name for one in fields(Config)]
EVERYTHING = """
[index]
folders = ["notes", "more"]
exclude = ["drafts/"]
path = "place"

[documents]
file_mb = 7
seconds = 2
memory_mb = 500

[encoder]
model = "my/model"
backend = "torch"
download = true

[answer]
passages = 20
threshold = 0.75

[conversation]
resolve = false

[llm]
enabled = true
endpoint = "http://127.0.0.1:8000/v1"
model = "tiny"
seconds = 30
retries = 5
temperature = -1
"""


DEFAULT = "leave it out: there is a default"
SIZE = "is not 1 to 1000000"
HUGE = "larger than a value may be"
HOT = "is not a number up to 2"
NUL = r"'a\x00b' has a NUL in it"
SECONDS = "is not more than 0 and at most 86400"
LLM_SETTINGS = "known: enabled, endpoint, model, seconds, retries, temperature"


def written(text: str, name: str = "qa-bot.toml") -> Path:
    path = Path(name)
    path.write_bytes(text.encode())
    return path


def refused(environment: dict[str, str] | None = None, path: Path | None = None) -> ConfigError:
    with pytest.raises(ConfigError) as raised:
        load_config(path, environment or {})
    assert raised.value.exit_code == 2
    assert raised.value.hint
    return raised.value


def test_without_a_file_the_defaults_stand() -> None:
    config = load_config(environment={"HOME": "/", "QA_BOT_CACHE": "/tmp", "OTHER": "x"})
    assert config == Config()
    assert (config.index.folders, config.index.path) == (("knowledge",), "index")
    assert (config.encoder.backend, config.encoder.download) == ("onnx", False)


def test_the_file_of_the_working_folder_is_read() -> None:
    written(EVERYTHING)
    config = load_config(environment={})
    assert (config.index.folders, config.index.path) == (("notes", "more"), "place")
    assert config.encoder.model == "my/model"
    assert (config.encoder.backend, config.encoder.download) == ("torch", True)
    assert (config.answer.passages, config.answer.threshold) == (20, 0.75)
    assert not config.conversation.resolve
    assert config.llm == LLMConfig(True, "http://127.0.0.1:8000/v1", "tiny", 30.0, 5, -1.0)


def test_a_file_may_begin_with_a_byte_order_mark() -> None:
    written("\ufeff[answer]\npassages = 7\n")
    assert load_config(environment={}).answer.passages == 7


def test_a_named_file_replaces_that_of_the_working_folder() -> None:
    written(EVERYTHING)
    other = written("[answer]\r\nthreshold = 1\r\n", "other.toml")
    config = load_config(other, {})
    assert config.index == Config().index
    assert config.answer.threshold == 1.0
    assert isinstance(config.answer.threshold, float)


def test_the_environment_beats_the_file() -> None:
    written(EVERYTHING)
    environment = {
        "QA_BOT_INDEX_PATH": "elsewhere",
        "QA_BOT_ANSWER_PASSAGES": "3",
        "QA_BOT_ANSWER_THRESHOLD": "0.1",
        "QA_BOT_ENCODER_DOWNLOAD": "False",
    }
    config = load_config(environment=environment)
    assert (config.index.folders, config.index.path) == (("notes", "more"), "elsewhere")
    assert (config.answer.passages, config.answer.threshold) == (3, 0.1)
    assert config.encoder.download is False


def test_an_empty_variable_sets_nothing() -> None:
    written(EVERYTHING)
    empty = dict.fromkeys(("INDEX_PATH", "INDEX_FOLDERS", "ANSWER_PASSAGES", "LLM_ENABLED"), "")
    environment = {f"QA_BOT_{name}": text for name, text in empty.items()}
    assert load_config(environment=environment) == load_config(environment={})


@pytest.mark.parametrize("text", ["true", "True", "TRUE", "1"])
def test_a_variable_may_say_true_in_several_ways(text: str) -> None:
    assert load_config(environment={"QA_BOT_ENCODER_DOWNLOAD": text}).encoder.download is True


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("[indx]\npath = 'x'", "[indx] path: unknown table 'indx'", "did you mean 'index'?"),
        ("[zzz]\nx = 1", "[zzz] x: unknown table 'zzz'", f"known: {', '.join(TABLES)}"),
        (
            "[answer]\ntreshold = 0.5",
            "[answer] treshold: unknown setting 'treshold'",
            "did you mean 'threshold'?",
        ),
        (
            "[index]\nqqq = 1",
            "[index] qqq: unknown setting 'qqq'",
            "known: folders, include, exclude, path, store, uri, name, token",
        ),
        ("path = 'x'", "'path' stands outside a table", "[index]"),
        (
            "[answer]\npassages = 'many'",
            "[answer] passages: 'many' is not a whole number",
            "give a whole number",
        ),
        (
            "[answer]\npassages = 2.5",
            "[answer] passages: 2.5 is not a whole number",
            "give a whole number",
        ),
        (
            "[answer]\npassages = true",
            "[answer] passages: True is not a whole number",
            "give a whole number",
        ),
        ("[answer]\nthreshold = true", "[answer] threshold: True is not a number", "give a number"),
        ("[index]\npath = 3", "[index] path: 3 is not a text", "give a text"),
        ("[index]\npath = ['x']", "[index] path: ['x'] is not a text", "give a text"),
        (
            "[encoder]\ndownload = 1",
            "[encoder] download: 1 is not true or false",
            "give true or false",
        ),
        ("[index]\nstore = 'cloud'", "[index] store: 'cloud'", "folder or milvus"),
        ("[encoder]\nbackend = 'jax'", "[encoder] backend: 'jax'", "onnx or torch"),
        ("[documents]\nfile_mb = 0", f"[documents] file_mb: 0 {SIZE}", DEFAULT),
        ("[documents]\nfile_mb = 1_000_001", f"[documents] file_mb: 1000001 {SIZE}", DEFAULT),
        ("[documents]\nmemory_mb = -1", f"[documents] memory_mb: -1 {SIZE}", DEFAULT),
        (f"[documents]\nmemory_mb = {10**20}", f"[documents] memory_mb: {10**20} {SIZE}", DEFAULT),
        (f"[documents]\nseconds = {10**400}", f"[documents] seconds: {HUGE}", DEFAULT),
        (f"[documents]\nfile_mb = {16**5000:#x}", f"[documents] file_mb: {HUGE}", DEFAULT),
        (f"[index]\nfolders = [{16**5000:#x}]", f"[index] folders: {HUGE}", DEFAULT),
        (f"[index]\npath{'.x' * 5000} = 1", f"[index] path: {HUGE}", DEFAULT),
        ("[documents]\nseconds = 0", f"[documents] seconds: 0.0 {SECONDS}", "60 is usual"),
        ("[documents]\nseconds = nan", f"[documents] seconds: nan {SECONDS}", "60 is usual"),
        ("[documents]\nseconds = inf", f"[documents] seconds: inf {SECONDS}", "60 is usual"),
        ("[answer]\npassages = 0", "[answer] passages: 0 is not 1 to 100", "8 is usual"),
        ("[answer]\npassages = 101", "[answer] passages: 101 is not 1 to 100", "8 is usual"),
        ("[answer]\nthreshold = 1.01", "[answer] threshold: 1.01 is not 0 to 1", "0.8 is usual"),
        ("[answer]\nthreshold = -1", "[answer] threshold: -1.0 is not 0 to 1", "0.8 is usual"),
        ("[answer]\nthreshold = nan", "[answer] threshold: nan is not 0 to 1", "0.8 is usual"),
        ("[llm]\nkey = 'x'", "[llm] key: unknown setting 'key'", LLM_SETTINGS),
        ("[llm]\nseconds = 0", f"[llm] seconds: 0.0 {SECONDS}", "60 is usual"),
        ("[llm]\nretries = 11", "[llm] retries: 11 is not 0 to 10", "2 is usual"),
        ("[llm]\nretries = -1", "[llm] retries: -1 is not 0 to 10", "2 is usual"),
        ("[llm]\ntemperature = 2.1", f"[llm] temperature: 2.1 {HOT}", "0 is usual"),
        ("[llm]\ntemperature = nan", f"[llm] temperature: nan {HOT}", "0 is usual"),
        ("[llm]\ntemperature = -inf", f"[llm] temperature: -inf {HOT}", "0 is usual"),
        ('[index]\npath = "a\\u0000b"', f"[index] path: {NUL}", "take out the NUL"),
        ('[index]\nfolders = ["x", "a\\u0000b"]', f"[index] folders: {NUL}", "take out the NUL"),
        ('[keys]\nnext = "a\\u0000b"', f"[keys] next: {NUL}", "take out the NUL"),
        (f"x = {'[' * 5000}", "too many lists within lists", 'write a list as ["one", "two"]'),
    ],
)
def test_what_cannot_be_used_is_named_with_its_place(text: str, message: str, hint: str) -> None:
    written(text)
    error = refused()
    assert error.message == f"qa-bot.toml: {message}"
    assert error.hint == hint


@pytest.mark.parametrize(
    "endpoint",
    [
        "127.0.0.1:8000",
        "ftp://127.0.0.1/v1",
        "file:///etc/passwd",
        "http://",
        "http://user:secret@host/v1",
        "http://host/v1?key=secret",
        "http://host/v1#secret",
        "http://host:99999/v1",
        "http://[::1/v1",
        " ",
    ],
)
def test_an_endpoint_is_a_plain_address_without_a_secret(endpoint: str) -> None:
    error = refused({"QA_BOT_LLM_ENDPOINT": endpoint})
    assert error.message.startswith("QA_BOT_LLM_ENDPOINT: the endpoint is not a plain address")
    assert "QA_BOT_LLM_KEY" in error.hint
    assert "secret" not in error.message


def test_the_key_is_no_setting_but_may_stand_in_the_environment() -> None:
    assert load_config(environment={"QA_BOT_LLM_KEY": "secret"}) == Config()


@pytest.mark.parametrize(
    ("variable", "text", "message", "hint"),
    [
        ("QA_BOT_INDX_PATH", "x", "unknown table 'indx'", "did you mean 'index'?"),
        (
            "QA_BOT_INDEX",
            "x",
            "unknown setting ''",
            "known: folders, include, exclude, path, store, uri, name, token",
        ),
        ("QA_BOT_ANSWER_PASSAGE", "8", "unknown setting 'passage'", "did you mean 'passages'?"),
        ("QA_BOT_ANSWER_PASSAGES", " ", "' ' is not a whole number", "give a whole number"),
        ("QA_BOT_ANSWER_THRESHOLD", "inf", "inf is not 0 to 1", "0.8 is usual"),
        ("QA_BOT_ENCODER_DOWNLOAD", "yes", "'yes' is not true or false", "give true or false"),
    ],
)
def test_a_variable_that_cannot_be_used_is_named(
    variable: str, text: str, message: str, hint: str
) -> None:
    error = refused({variable: text})
    assert error.message == f"{variable}: {message}"
    assert error.hint == hint


def test_the_limits_themselves_are_allowed() -> None:
    for passages, threshold in (("1", "0"), ("100", "1.0")):
        environment = {"QA_BOT_ANSWER_PASSAGES": passages, "QA_BOT_ANSWER_THRESHOLD": threshold}
        assert load_config(environment=environment).answer.passages == int(passages)


def test_a_file_that_is_none_or_no_toml_is_named(tmp_path: Path) -> None:
    assert refused(path=Path("none.toml")).message == "none.toml: No such file or directory"
    assert refused(path=tmp_path).message == f"{tmp_path}: Is a directory"
    error = refused(path=written("[index]\npath = \n"))
    assert error.message.startswith("qa-bot.toml: Invalid value (at line 2")
    Path("qa-bot.toml").write_bytes(b"[index]\npath = '\xff'\n")
    assert "can't decode byte 0xff" in refused().message


def test_the_command_says_so_without_a_traceback(qa_bot) -> None:
    written("[answer]\ntreshold = 0.5")
    done = qa_bot("ask", "what now")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "unknown setting 'treshold'" in done.stderr
    assert "did you mean 'threshold'?" in done.stderr


def test_keys_are_taken_as_they_are_and_must_be_text(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('[keys]\nnext = "ctrl+n"\nany_name = "j,k"\n')
    assert load_config(file, {}).keys == {"next": "ctrl+n", "any_name": "j,k"}
    assert load_config(file, {"QA_BOT_KEYS_NEXT": "f5"}).keys["next"] == "f5"
    file.write_text("[keys]\nnext = 5\n")
    with pytest.raises(ConfigError, match=r"\[keys\] next: 5 is not a text"):
        load_config(file, {})
