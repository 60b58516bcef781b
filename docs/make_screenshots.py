"""Pictures of the chat in its main states, for the README.

    python docs/make_screenshots.py

Comes in: the bundled knowledge, which is indexed first into a temporary folder. Goes out: an SVG
file for each state, beside this script.
"""

import asyncio
import tempfile
from pathlib import Path

from textual.pilot import Pilot

from qa_bot.config import Config, IndexConfig
from qa_bot.tui.app import ChatApp
from qa_bot.tui.lazy import LazyBot

ROOT = Path(__file__).parent.parent
WIDE, NARROW = (132, 38), (80, 24)
QUESTION = "what is the BOSTON median PFS"


class Silence:
    """A narrator that says nothing."""

    def note(self, text: str) -> None:
        """Hear a line."""

    def progress(self, stage: str, done: int, total: int) -> None:
        """Hear how far a build is."""


async def main() -> None:
    """Index the knowledge, then draw every state."""
    with tempfile.TemporaryDirectory() as index:
        config = Config(index=IndexConfig(folders=(str(ROOT / "knowledge"),), path=index))
        LazyBot(config).build(Silence(), rebuild=False)
        await draw(config, WIDE, "welcome", [])
        await draw(config, WIDE, "answer", [QUESTION])
        await draw(config, WIDE, "checking", [QUESTION], "tab", "x")
        await draw(config, WIDE, "not-found", ["weather in Paris tomorrow"])
        await draw(config, NARROW, "narrow", [QUESTION])
        await draw(config, WIDE, "help", [QUESTION], "tab", "f1")
        await draw(config, WIDE, "contrast", [QUESTION], theme="high-contrast")


async def draw(
    config: Config,
    size: tuple[int, int],
    name: str,
    questions: list[str],
    *keys: str,
    theme: str = "textual-dark",
) -> None:
    """Bring the chat into a state and save what it looks like."""
    app = ChatApp(LazyBot(config))
    async with app.run_test(size=size) as pilot:
        app.theme = theme
        await until_idle(app, pilot)
        for question in questions:
            app.chat.question.put(question)
            await pilot.press("enter")
            await until_idle(app, pilot)
        await pilot.press(*keys)
        await pilot.pause(0.5)
        (ROOT / "docs" / f"{name}.svg").write_text(app.export_screenshot(title="qa-bot"))
    app.bot.close()


async def until_idle(app: ChatApp, pilot: Pilot[None]) -> None:
    """Wait until every thread is done and what it found is shown."""
    for _ in range(3):
        await pilot.pause(0.2)
        await app.workers.wait_for_complete()


if __name__ == "__main__":
    asyncio.run(main())
