"""A server on loopback that speaks HTTP for real and answers as it was told, request by request."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Act = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Writes down what it is sent, then acts."""

    server: "Scripted"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.asked.append((self.path, dict(self.headers), json.loads(body)))
        script = self.server.script
        try:
            script[min(len(self.server.asked), len(script)) - 1](self)
        except OSError:
            self.server.hung_up.set()

    def begin(self, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def send(self, text: str) -> None:
        self.wfile.write(text.encode())
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


class Scripted(ThreadingHTTPServer):
    """Answers each request with the next act of its script, and then with the last again.

    Attributes:
        asked: Path, headers and body of each request.
        hung_up: Set when a client went away before all was sent.
    """

    daemon_threads = True

    def __init__(self, script: Sequence[Act]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = script
        self.asked: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.hung_up = threading.Event()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


@contextmanager
def serving(*script: Act) -> Iterator[Scripted]:
    """Serve a script for a while."""
    with Scripted(script) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def event(content: str = "", finish: str | None = None) -> str:
    """Write an event of a streamed completion."""
    choice = {"index": 0, "delta": {"content": content}, "finish_reason": finish}
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    return f"data: {json.dumps({**chunk, 'choices': [choice]})}\n\n"


def saying(*pieces: str) -> Act:
    """Stream pieces of text to the end."""

    def act(handler: Handler) -> None:
        handler.begin(content_type="text/event-stream")
        for piece in pieces:
            handler.send(event(piece))
        handler.send(event(finish="stop") + "data: [DONE]\n\n")

    return act


def failing(status: int, message: str = "no", **headers: str) -> Act:
    """Answer with an error, as these endpoints write it."""

    def act(handler: Handler) -> None:
        handler.begin(status, content_type="application/json", **headers)
        handler.send(json.dumps({"error": {"message": message, "type": "t", "code": "c"}}))

    return act


def sending(*texts: str, **headers: str) -> Act:
    """Send these very texts as a stream, and nothing after them."""

    def act(handler: Handler) -> None:
        handler.begin(content_type="text/event-stream", **headers)
        for text in texts:
            handler.send(text)

    return act


def dawdling(*pieces: str, every: float = 0.05) -> Act:
    """Stream pieces, then spaces for ever, until the client goes away."""

    def act(handler: Handler) -> None:
        handler.begin(content_type="text/event-stream")
        for piece in pieces:
            handler.send(event(piece))
        while True:
            time.sleep(every)
            handler.send(event(" "))

    return act


def silence(handler: Handler) -> None:
    """Say nothing for longer than anyone waits."""
    time.sleep(3)


def commenting(handler: Handler) -> None:
    """Keep the line open with comments, which are no events."""
    handler.begin(content_type="text/event-stream")
    while True:
        time.sleep(0.02)
        handler.send(": wait\n\n")
