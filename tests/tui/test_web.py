"""The chat in a browser: on this machine alone, for its own pages alone, and it answers."""

import asyncio
import shutil
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientConnectionError, ClientSession

from qa_bot.tui.web import PAGE, is_loopback
from tests.conftest import CORPUS, RunCommand
from tests.tui.browser import CHROMIUM, browsing


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@asynccontextmanager
async def serving(folder: Path, *words: str) -> AsyncIterator[str]:
    """Serve the chat over a folder, and wait until it listens."""
    port = free_port()
    command = ["-m", "qa_bot", "chat", "--web", "-q", "--port", str(port), *words]
    server = await asyncio.create_subprocess_exec(sys.executable, *command, cwd=folder)
    try:
        async with ClientSession() as session:
            for _ in range(300):
                try:
                    async with session.get(f"http://127.0.0.1:{port}/"):
                        break
                except ClientConnectionError:
                    await asyncio.sleep(0.2)
        yield f"127.0.0.1:{port}"
    finally:
        server.terminate()
        await server.wait()


async def test_only_its_own_pages_on_this_machine_may_use_it(tmp_path: Path) -> None:
    async with serving(tmp_path) as place, ClientSession() as session:
        for path, headers, status in (
            ("/", {}, 200),
            ("/static/js/textual.js", {}, 200),
            ("/", {"Host": "evil.example"}, 403),
            ("/ws", {"Origin": "http://evil.example"}, 403),
            ("/ws", {"Origin": "null"}, 403),
        ):
            async with session.get(f"http://{place}{path}", headers=headers) as response:
                assert response.status == status, (path, headers)
        port = place.partition(":")[2]
        other = socket.gethostbyname(socket.gethostname())
        if not other.startswith("127."):
            with pytest.raises(ClientConnectionError):
                await session.get(f"http://{other}:{port}/")


def test_the_page_loads_nothing_from_elsewhere() -> None:
    page = (PAGE / "app_index.html").read_text("utf-8")
    assert "//" not in page.replace("<!--", "")
    assert is_loopback("::1")
    assert is_loopback("localhost")
    assert not is_loopback("0.0.0.0")
    assert not is_loopback("example.org")


def test_a_port_that_is_taken_is_named(qa_bot: RunCommand) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = qa_bot("chat", "--web", "--port", str(port))
    assert done.returncode == 2
    assert f"127.0.0.1:{port} cannot be listened on" in done.stderr


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")
async def test_a_browser_asks_and_gets_its_answer(tmp_path: Path) -> None:
    shutil.copytree(CORPUS, tmp_path / "knowledge")
    build = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "qa_bot",
        "index",
        "-q",
        cwd=tmp_path,
        stdout=asyncio.subprocess.DEVNULL,
    )
    assert await build.wait() == 0
    async with serving(tmp_path) as place, browsing(f"http://{place}/", free_port()) as page:
        await page.shows(b"passages")
        await page.evaluate("document.querySelector('textarea').focus()")
        await page.type("what was the median time to remission in HARBOUR")
        await page.enter()
        await page.shows(b"4.5 weeks")
        loaded = await page.evaluate(
            "performance.getEntriesByType('resource').map(one => new URL(one.name).host).join()"
        )
        assert set(loaded.split(",")) == {place}
