"""How fluid the chat is with many turns: from a key to the screen that shows it.

    python benchmarks/chat.py [--turns 500] [--keys 200]

Comes in: nothing; the answers are made here, of the bundled knowledge's size, so that only the
screen is measured. Goes out: one JSON line with the time from each key to its paint, wall and CPU,
in milliseconds, for typing, going from quote to quote, and asking.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

import numpy as np
from textual import events
from textual.screen import Screen

from qa_bot.config import AnswerConfig
from qa_bot.conversation import Turn
from qa_bot.encoder import EncoderIdentity
from qa_bot.records import Answer, Citation, Hit, Passage, Span, Statement, Unit
from qa_bot.replies import Listener, Narrator, Provenance, Reply
from qa_bot.tui.app import ChatApp
from qa_bot.tui.messages import QuestionAsked
from qa_bot.tui.protocol import FileState, IndexedText, Overview

SIZE = (120, 40)
SENTENCE = "Median survival in trial {n} was {n}.93 months with one arm and 9.46 with the other."
TEXT = "\n".join(SENTENCE.format(n=number) for number in range(400))
PROVENANCE = Provenance("c" * 64, EncoderIdentity("none", "e" * 64, 384), {"search": 0.01})


class StaticBot:
    """Answers every question at once with three quotes."""

    settings = AnswerConfig()
    place = ""

    def open(self, narrator: Narrator) -> Overview:
        """Be open."""
        return Overview("knowledge", 35, 300)

    def build(self, narrator: Narrator, *, rebuild: bool) -> None:
        """Have nothing to build."""

    def follow(self, narrator: Narrator, stop: Event) -> Iterator[Overview]:
        """Never change."""
        return iter(())

    def ask(
        self, question: str, listener: Listener | None = None, *, earlier: Sequence[Turn] = ()
    ) -> Reply:
        """Quote three sentences."""
        number = len(question) % 300
        cited = [_citation(number + step) for step in range(3)]
        statements = tuple(Statement(one.quote, (one,), (Span(0, 6),)) for one in cited)
        hits = tuple(Hit(one.passage, 0.5) for one in cited)
        return Reply(Answer(question, question, statements, 0.8, hits=hits), PROVENANCE)

    def adjust(self, settings: AnswerConfig) -> None:
        """Change nothing."""

    def examples(self) -> Iterator[str]:
        """Offer nothing."""
        return iter(())

    def text(self, document: str, sha256: str) -> IndexedText:
        """Show the one text there is."""
        return IndexedText(document, TEXT, sha256, Path("none"), FileState.SAME)

    def close(self) -> None:
        """Have nothing to close."""


def _citation(number: int) -> Citation:
    quote = SENTENCE.format(n=number)
    span = Span(TEXT.index(quote), TEXT.index(quote) + len(quote))
    where = ("Trials", f"Trial {number}")
    passage = Passage("knowledge/a.md", "0" * 64, span, quote, number + 1, where, (Unit(span),))
    return Citation(passage, span, number + 1)


class TimedApp(ChatApp):
    """The chat, telling when it has painted."""

    def __init__(self) -> None:
        """Chat with the static bot."""
        super().__init__(StaticBot())
        self.painted = asyncio.Event()

    def _display(self, screen: Screen[object], renderable: object) -> None:
        super()._display(screen, renderable)  # type: ignore[arg-type]
        self.painted.set()


async def measure(turns: int, keys: int) -> dict[str, object]:
    """Fill a conversation and time the keys."""
    app = TimedApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        for number in range(turns):
            app.chat.post_message(QuestionAsked(f"question {number}"))
        while len(app.chat.conversation.turns) < turns or not app.chat.asker.idle:
            await asyncio.sleep(0.1)
        await pilot.pause(1)
        typed = await timed(app, ["a", "b", "space", "backspace"] * (keys // 4))
        await pilot.press("tab")
        stepped = await timed(app, ["n", "p"] * (keys // 8) + ["up", "down"] * (keys // 8))
        app.chat.question.focus()
        asked = await timed(app, ["q", "enter"] * 10)
        return {"type": typed, "step": stepped, "ask": asked}


async def timed(app: TimedApp, keys: list[str]) -> dict[str, float]:
    """Press keys one by one, and wait for the paint after each."""
    wall, used = [], []
    for key in keys:
        await app.workers.wait_for_complete()
        await asyncio.sleep(0.05)
        app.painted.clear()
        started, cpu = time.perf_counter(), time.process_time()
        character = {"space": " "}.get(key, key if len(key) == 1 else None)
        app.post_message(events.Key(key, character))
        await asyncio.wait_for(app.painted.wait(), 5)
        wall.append(1000 * (time.perf_counter() - started))
        used.append(1000 * (time.process_time() - cpu))
    return {
        "p50_ms": percentile(wall, 50),
        "p95_ms": percentile(wall, 95),
        "cpu_p50_ms": percentile(used, 50),
        "cpu_p95_ms": percentile(used, 95),
    }


def percentile(values: list[float], share: int) -> float:
    """Take a percentile, to a tenth."""
    return round(float(np.percentile(values, share)), 1)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--turns", type=int, default=500)
    parser.add_argument("--keys", type=int, default=200)
    options = parser.parse_args()
    row = asyncio.run(measure(options.turns, options.keys))
    print(json.dumps({"turns": options.turns, "keys": options.keys, **row}))


if __name__ == "__main__":
    main()
