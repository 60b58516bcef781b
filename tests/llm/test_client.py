"""The client against a real server on loopback: what is sent, and each thing that can go wrong."""

import json
import socket

import pytest

from qa_bot.config import LLMConfig
from qa_bot.errors import (
    WriterBrokenError,
    WriterBusyError,
    WriterError,
    WriterKeyError,
    WriterRefusedError,
    WriterUnknownError,
    WriterUnreachableError,
)
from qa_bot.llm.client import EndpointWriter
from tests.llm.serving import (
    Act,
    Handler,
    commenting,
    dawdling,
    event,
    failing,
    saying,
    sending,
    serving,
    silence,
)

KEY = "sk-secret-0123456789"
FINISHED = event(finish="stop") + "data: [DONE]\n\n"


def config(endpoint: str, **values: object) -> LLMConfig:
    settings = {"model": "tiny", "seconds": 5.0, **values}
    return LLMConfig(enabled=True, endpoint=endpoint, **settings)  # type: ignore[arg-type]


def failure(*script: Act, pauses: list[float] | None = None, **values: object) -> WriterError:
    """Ask a server that fails, and return the error."""
    waited = [] if pauses is None else pauses
    with serving(*script) as server:
        writer = EndpointWriter(config(server.endpoint, **values), KEY, pause=waited.append)
        with pytest.raises(WriterError) as raised:
            list(writer.write("rules", "data"))
    error = raised.value
    assert error.exit_code == 4
    assert error.hint
    assert KEY not in f"{error.message} {error.hint}"
    assert "tiny" in error.message or server.endpoint in error.message
    return error


def test_what_is_written_comes_in_pieces_and_only_what_is_needed_is_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for variable in ("API_KEY", "ORG_ID", "PROJECT_ID", "BASE_URL", "ADMIN_KEY"):
        monkeypatch.setenv(f"OPENAI_{variable}", "http://other.invalid/of-another-service")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Own: of-another-service")
    with serving(saying("It ", "lasted.")) as server:
        writer = EndpointWriter(config(server.endpoint), KEY)
        assert list(writer.write("the rules", "the data")) == ["It ", "lasted."]
    [(path, headers, body)] = server.asked
    assert path == "/v1/chat/completions"
    assert body == {
        "model": "tiny",
        "messages": [
            {"role": "system", "content": "the rules"},
            {"role": "user", "content": "the data"},
        ],
        "temperature": 0.0,
        "stream": True,
    }
    assert {name.lower() for name in headers} == {
        "host", "accept", "accept-encoding", "connection", "content-length", "content-type",
        "authorization",
    }  # fmt: skip
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert "another" not in json.dumps(headers)


def test_without_a_key_none_is_sent_and_a_temperature_below_0_is_left_out() -> None:
    with serving(saying("yes")) as server:
        writer = EndpointWriter(config(server.endpoint, temperature=-1.0))
        assert "".join(writer.write("", "")) == "yes"
    [(_, headers, body)] = server.asked
    assert "Authorization" not in headers
    assert "temperature" not in body


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "ALL_PROXY"])
def test_only_an_endpoint_beyond_this_machine_is_reached_through_a_proxy(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with serving(saying("yes")) as server, serving(saying("yes")) as proxy:
        monkeypatch.setenv(variable, proxy.endpoint.removesuffix("/v1"))
        assert list(EndpointWriter(config(server.endpoint)).write("", "")) == ["yes"]
        assert not proxy.asked
        assert list(EndpointWriter(config("http://away.invalid/v1")).write("", "")) == ["yes"]
        assert [path for path, _, _ in proxy.asked] == ["http://away.invalid/v1/chat/completions"]


def test_a_refused_connection_is_tried_again_and_then_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    pauses: list[float] = []
    writer = EndpointWriter(config(endpoint), pause=pauses.append)
    with pytest.raises(WriterUnreachableError, match="cannot be reached") as raised:
        list(writer.write("", ""))
    assert pauses == [0.5, 1.0]
    assert "start the server" in raised.value.hint


def test_a_host_that_does_not_exist_is_told() -> None:
    writer = EndpointWriter(config("http://nowhere.invalid/v1", retries=0))
    with pytest.raises(WriterUnreachableError, match="nowhere"):
        list(writer.write("", ""))


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_is_told_and_not_shown(status: int) -> None:
    pauses: list[float] = []
    error = failure(failing(status, f"Incorrect API key: {KEY}."), pauses=pauses)
    assert isinstance(error, WriterKeyError)
    assert f"{status}: Incorrect API key: ..." in error.message
    assert "QA_BOT_LLM_KEY" in error.hint
    assert not pauses


def test_an_unknown_model_is_told() -> None:
    error = failure(failing(404, "model 'tiny' not found"))
    assert isinstance(error, WriterUnknownError)
    assert "model 'tiny' not found" in error.message
    assert "/v1/models" in error.hint


def test_a_request_that_is_not_taken_is_told_and_not_repeated() -> None:
    pauses: list[float] = []
    error = failure(failing(400, "temperature\x1b[31m is not supported"), pauses=pauses)
    assert isinstance(error, WriterRefusedError)
    assert error.message.endswith("400: temperature is not supported")
    assert not pauses


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_or_ill_endpoint_is_asked_again_with_longer_pauses(status: int) -> None:
    pauses: list[float] = []
    error = failure(failing(status, "slow down"), pauses=pauses, retries=3)
    assert isinstance(error, WriterBusyError)
    assert pauses == [0.5, 1.0, 2.0]


def test_the_pause_that_an_endpoint_asks_for_is_kept_up_to_a_limit() -> None:
    pauses: list[float] = []
    script = [failing(429, retry_after="7"), failing(429, retry_after="4000"), saying("done")]
    with serving(*script) as server:
        writer = EndpointWriter(config(server.endpoint), pause=pauses.append)
        assert list(writer.write("", "")) == ["done"]
    assert pauses == [7.0, 20.0]
    assert len(server.asked) == 3


def test_nothing_is_sent_where_the_endpoint_points_to() -> None:
    with serving(saying("stolen")) as other:
        error = failure(failing(307, location=f"{other.endpoint}/chat/completions"))
        assert isinstance(error, WriterRefusedError)
        assert "points elsewhere" in error.message
    assert not other.asked


@pytest.mark.parametrize("act", [silence, commenting, dawdling()], ids=["silent", "idle", "slow"])
def test_what_takes_too_long_is_given_up_and_not_asked_again(act: Act) -> None:
    pauses: list[float] = []
    error = failure(act, pauses=pauses, seconds=0.4)
    assert isinstance(error, WriterUnreachableError)
    assert "longer than 0.4 s" in error.message
    assert "QA_BOT_LLM_SECONDS=0.8" in error.hint
    assert not pauses


@pytest.mark.parametrize(
    "act",
    [
        sending(event("It las")),
        sending("data: {not JSON}\n\n"),
        sending('data: {"choices": 5}\n\n'),
        sending('data: ["choices"]\n\n'),
        sending('data: {"choices": [{"delta": "x", "finish_reason": null}]}\n\n'),
        sending(event("It "), 'data: {"error": {"message": "out of memory"}}\n\n'),
        sending("data: " + "[" * 100_000 + "\n\n"),
        sending("<html>Welcome to the router</html>"),
        sending(event("It "), transfer_encoding="chunked"),
        sending(event("It "), content_length="5000"),
    ],
    ids=["cut", "no-json", "number", "list", "text", "error", "deep", "page", "chunked", "short"],
)
def test_what_breaks_off_or_is_no_completion_is_told(act: Act) -> None:
    assert isinstance(failure(act), WriterBrokenError)


def test_an_error_within_the_stream_says_what_the_endpoint_says() -> None:
    error = failure(sending('data: {"error": {"message": "out of memory"}}\n\n'))
    assert "out of memory" in error.message


def test_what_is_larger_than_an_answer_is_given_up() -> None:
    def flood(handler: Handler) -> None:
        handler.begin(content_type="text/event-stream")
        for _ in range(200):
            handler.send(": " + "x" * 100_000 + "\n")

    assert isinstance(failure(flood), WriterError)


@pytest.mark.parametrize("sent", [100, 5_000_000], ids=["cut", "without an end"])
def test_a_refusal_that_cannot_be_read_to_its_end_is_told(sent: int) -> None:
    def refuse(handler: Handler) -> None:
        handler.begin(500, content_type="application/json", content_length="90000000")
        handler.send("x" * sent)

    assert isinstance(failure(refuse), WriterBrokenError)


def test_half_a_character_becomes_a_question_mark() -> None:
    with serving(saying("It \ud83d", "\ude00 lasted.")) as server:
        pieces = list(EndpointWriter(config(server.endpoint)).write("", ""))
    assert pieces == ["It ?", "? lasted."]


def test_events_without_text_are_passed_over() -> None:
    odd = 'data: {"choices": []}\n\ndata: {"choices": [{"delta": {"role": "assistant"}}]}\n\n'
    with serving(sending(": hello\n\n", odd, event("It."), FINISHED)) as server:
        assert list(EndpointWriter(config(server.endpoint)).write("", "")) == ["It."]


def test_who_stops_listening_ends_the_writing() -> None:
    with serving(dawdling("It ")) as server:
        pieces = EndpointWriter(config(server.endpoint)).write("", "")
        assert next(pieces) == "It "
        pieces.close()
        assert server.hung_up.wait(3)
