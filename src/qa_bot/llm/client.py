"""A language model behind an OpenAI-compatible API; the only place that talks to one.

Comes in: an endpoint, a model, a key. Goes out: what it writes, as it is written, or an error that
says what to do. Nothing is sent but two texts and how to write: no trait of this machine, no other
variable of the environment, and nothing to another address, should the endpoint point to one. Only
an endpoint beyond this machine is reached through the proxy that the environment names.
"""

import time
from collections.abc import Callable, Generator, Iterator
from typing import Any

import httpx2
import openai

from qa_bot.config import LLMConfig
from qa_bot.errors import WriterBrokenError
from qa_bot.llm.endpoint import is_here
from qa_bot.llm.failures import failure_of, reason_of
from qa_bot.llm.protocol import WriterIdentity

_CONNECT = 10.0
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 20.0
_LARGEST = 4_000_000
_SENT = frozenset(
    "accept accept-encoding connection content-length content-type host transfer-encoding".split()
)


class EndpointWriter:
    """Asks an endpoint for a chat completion, streamed."""

    def __init__(
        self, config: LLMConfig, key: str = "", pause: Callable[[float], None] = time.sleep
    ) -> None:
        """Prepare to ask; nothing is sent yet.

        Args:
            config: Whom to ask, and how.
            key: The endpoint's; none for one that asks for none.
            pause: Waits for some seconds before it is asked again.
        """
        self.identity = WriterIdentity(config.model, config.endpoint)
        self._config = config
        self._key = key
        self._pause = pause
        self._client = openai.OpenAI(
            api_key=key or "none",
            base_url=config.endpoint,
            max_retries=0,  # pauses here end with the time there is
            http_client=httpx2.Client(
                timeout=httpx2.Timeout(config.seconds, connect=min(_CONNECT, config.seconds)),
                follow_redirects=False,
                # One of its own asks the environment for no proxy, but for certificates still.
                transport=httpx2.HTTPTransport() if is_here(config.endpoint) else None,
                event_hooks={"request": [self._strip], "response": [self._limit]},
            ),
        )

    def write(self, instructions: str, data: str) -> Generator[str]:
        """Yield what is written, in pieces; closing the generator closes the connection.

        Raises:
            WriterUnreachableError: When nothing answers, or not in time.
            WriterKeyError: When the key is refused, or one is asked for.
            WriterUnknownError: When there is no such model.
            WriterBusyError: When it is busy or has an error of its own each time it is asked.
            WriterRefusedError: When it does not take the request.
            WriterBrokenError: When what is written breaks off, or is no such stream.
        """
        begun = finished = False
        try:
            with self._ask(instructions, data) as stream:
                begun = True
                for event in stream:
                    text, ends = _read(event)
                    finished |= ends
                    if text:
                        yield text
        except openai.APITimeoutError as error:
            raise failure_of(error, self.identity, self._config.seconds) from error
        except openai.OpenAIError as error:
            if begun:
                raise self._broken(f"broke off: {reason_of(error, self._key)}") from error
            raise failure_of(error, self.identity, self._config.seconds, self._key) from error
        except httpx2.HTTPError as error:  # the client reads why it is refused, and lets this pass
            raise self._broken("refuses, and broke off as it said why") from error
        except (ValueError, RecursionError) as error:
            raise self._broken("sends what cannot be read") from error
        if not finished:
            raise self._broken("broke off before its end")

    def _ask(self, instructions: str, data: str) -> openai.Stream[Any]:
        """Begin a completion; again after a pause where it is busy, ill or cannot be reached."""
        heat = self._config.temperature
        chances = [*range(self._config.retries), None]
        for chance in chances:
            try:
                return self._client.chat.completions.create(
                    model=self._config.model,
                    messages=[
                        {"role": "system", "content": instructions},
                        {"role": "user", "content": data},
                    ],
                    temperature=openai.omit if heat < 0 else heat,
                    stream=True,
                )
            except openai.APIError as error:
                if chance is None or not _is_passing(error):
                    raise
                self._pause(max(_FIRST_PAUSE * 2**chance, _pause_asked_for(error)))
        raise AssertionError("unreachable")

    def _strip(self, request: httpx2.Request) -> None:
        """Take off every header that HTTP does not need."""
        for name in [name for name in request.headers if name.lower() not in _SENT]:
            del request.headers[name]
        if self._key:
            request.headers["Authorization"] = f"Bearer {self._key}"

    def _limit(self, response: httpx2.Response) -> None:
        """Let a response take no longer, and be no larger, than an answer can be."""
        response.stream = _Limited(response, time.monotonic() + self._config.seconds)

    def _broken(self, what: str) -> WriterBrokenError:
        return WriterBrokenError(
            f"{self.identity} {what}", hint="ask again; the endpoint must stream chat completions"
        )


class _Limited(httpx2.SyncByteStream):
    """The bytes of a response, up to a time and a size."""

    def __init__(self, response: httpx2.Response, last: float) -> None:
        self._request = response.request
        assert isinstance(response.stream, httpx2.SyncByteStream)
        self._stream = response.stream
        self._last = last

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for piece in self._stream:
            size += len(piece)
            if time.monotonic() > self._last or size > _LARGEST:
                raise httpx2.ReadTimeout("it goes on and on", request=self._request)
            yield piece

    def close(self) -> None:
        self._stream.close()


def _read(event: Any) -> tuple[str, bool]:  # noqa: ANN401 - it is not checked by the client
    """Take the text out of an event, and whether it is the last one.

    JSON can name halves of characters, which no text may hold: each becomes a question mark.

    Raises:
        ValueError: When it is not an event of a chat completion.
    """
    try:
        if not event.choices:
            return "", False
        choice = event.choices[0]
        text = choice.delta.content if choice.delta else None
        whole = str(text or "").encode(errors="replace").decode()
        return whole, bool(choice.finish_reason)
    except (AttributeError, TypeError, KeyError, IndexError) as error:
        raise ValueError("not an event of a chat completion") from error


def _is_passing(error: openai.APIError) -> bool:
    """Tell whether it may be otherwise in a moment; what took too long would again."""
    if isinstance(error, openai.APITimeoutError):
        return False
    busy = (openai.APIConnectionError, openai.RateLimitError, openai.InternalServerError)
    return isinstance(error, busy)


def _pause_asked_for(error: openai.APIError) -> float:
    """Read how many seconds the endpoint asks to wait, up to a limit."""
    response = getattr(error, "response", None)
    asked = response.headers.get("retry-after", "") if response else ""
    return min(float(asked), _LONGEST_PAUSE) if asked.isdecimal() else 0.0
