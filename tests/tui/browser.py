"""A headless browser, driven over its DevTools, for the chat that is served to one."""

import asyncio
import base64
import json
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientConnectionError, ClientSession, ClientWebSocketResponse

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_BINARY = 2


class Page:
    """A page of the browser."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._number = 0
        self.received = b""

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call the browser; what the chat's socket receives meanwhile is kept."""
        self._number += 1
        await self._socket.send_json({"id": self._number, "method": method, "params": parameters})
        while True:
            message = json.loads((await self._socket.receive(timeout=60)).data)
            if message.get("method") == "Network.webSocketFrameReceived":
                frame = message["params"]["response"]
                if frame["opcode"] == _BINARY:
                    self.received += base64.b64decode(frame["payloadData"])
            if message.get("id") == self._number:
                return dict(message.get("result", {}))

    async def evaluate(self, script: str) -> Any:
        done = await self.call("Runtime.evaluate", expression=script, awaitPromise=True)
        return done.get("result", {}).get("value")

    async def shows(self, text: bytes) -> None:
        """Wait until the terminal in the page was sent a text."""
        for _ in range(300):
            if text in self.received:
                return
            await asyncio.sleep(0.2)
            await self.evaluate("0")
        raise TimeoutError(f"{text!r} was not shown")

    async def type(self, text: str) -> None:
        for letter in text:
            await self.call("Input.dispatchKeyEvent", type="keyDown", text=letter, key=letter)
            await self.call("Input.dispatchKeyEvent", type="keyUp", key=letter)

    async def enter(self) -> None:
        enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
        await self.call("Input.dispatchKeyEvent", type="rawKeyDown", **enter)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **enter)

    async def picture(self, file: Path) -> None:
        done = await self.call("Page.captureScreenshot", format="png")
        file.write_bytes(base64.b64decode(done["data"]))


@asynccontextmanager
async def browsing(url: str, port: int) -> AsyncIterator[Page]:
    """Open a page in a browser of its own."""
    assert CHROMIUM
    with tempfile.TemporaryDirectory() as profile:
        browser = await asyncio.create_subprocess_exec(
            CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1200,800",
            f"--remote-debugging-port={port}", f"--user-data-dir={profile}", "about:blank",
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            async with ClientSession() as session:
                address = await _page_address(session, port)
                async with session.ws_connect(address, max_msg_size=0) as socket:
                    page = Page(socket)
                    await page.call("Network.enable")
                    await page.call("Page.navigate", url=url)
                    yield page
        finally:
            browser.terminate()
            await browser.wait()


async def _page_address(session: ClientSession, port: int) -> str:
    for _ in range(300):
        try:
            async with session.get(f"http://127.0.0.1:{port}/json/list") as response:
                pages = [one for one in await response.json() if one["type"] == "page"]
                if pages:
                    return str(pages[0]["webSocketDebuggerUrl"])
        except ClientConnectionError:
            pass
        await asyncio.sleep(0.2)
    raise TimeoutError("the browser did not start")
