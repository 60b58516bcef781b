"""What goes wrong at an endpoint, as an error with a remedy.

Comes in: an error of `openai`. Goes out: one of ours, with what the endpoint said, shortened, and
without the key should it be in there.
"""

import openai

from qa_bot.config import KEY_VARIABLE
from qa_bot.errors import (
    WriterBusyError,
    WriterError,
    WriterKeyError,
    WriterRefusedError,
    WriterUnknownError,
    WriterUnreachableError,
)
from qa_bot.llm.protocol import WriterIdentity
from qa_bot.text.display import one_line

_LONGEST_REASON = 200
_TOO_MANY = 429
_ILL = 500


def failure_of(
    error: openai.OpenAIError, writer: WriterIdentity, seconds: float, key: str = ""
) -> WriterError:
    """Say what an error means and what to do.

    Args:
        error: What was raised.
        writer: Who was asked.
        seconds: How long it had.
        key: What must not be shown.
    """
    if isinstance(error, openai.APITimeoutError):
        return WriterUnreachableError(
            f"{writer} took longer than {seconds:g} s",
            hint=f"QA_BOT_LLM_SECONDS={2 * seconds:g}, or a smaller model",
        )
    if isinstance(error, openai.APIConnectionError):
        cause = one_line(str(error.__cause__ or error))[:_LONGEST_REASON]
        return WriterUnreachableError(
            f"{writer.endpoint} cannot be reached: {cause}",
            hint="start the server, or name another with QA_BOT_LLM_ENDPOINT=http://...",
        )
    reason = reason_of(error, key)
    if isinstance(error, openai.APIStatusError):
        return _of_status(error.status_code, reason, writer, key)
    return WriterRefusedError(f"{writer} cannot be asked: {reason}", hint="QA_BOT_LLM_ENDPOINT=")


def _of_status(status: int, reason: str, writer: WriterIdentity, key: str) -> WriterError:
    said = f"{writer.endpoint} says {status}: {reason}"
    if status in {401, 403}:
        hint = f"{KEY_VARIABLE} holds a key that it refuses" if key else f"{KEY_VARIABLE}=KEY"
        return WriterKeyError(said, hint=hint)
    if status == 404:
        return WriterUnknownError(
            f"{said} (asked for {writer.model})",
            hint=f"curl {writer.endpoint}/models lists its models: QA_BOT_LLM_MODEL=NAME",
        )
    if status == _TOO_MANY or status >= _ILL:
        return WriterBusyError(said, hint="wait a little, or QA_BOT_LLM_RETRIES=5")
    if status < 400:
        return WriterRefusedError(
            f"{said} (it points elsewhere; nothing is sent there)",
            hint="QA_BOT_LLM_ENDPOINT=the address where it really is",
        )
    return WriterRefusedError(said, hint="QA_BOT_LLM_TEMPERATURE=-1 leaves that to the endpoint")


def reason_of(error: openai.OpenAIError, key: str) -> str:
    """Take what the endpoint says for itself, on one line."""
    body = getattr(error, "body", None)
    message = body.get("message") if isinstance(body, dict) else None
    text = one_line(str(message or error))
    return (text.replace(key, "...") if key else text)[:_LONGEST_REASON]
