"""A bot whose answers a language model words: it asks another bot, then has the answer worded.

Comes in: a bot, a writer, the encoder of the index. Goes out: the same replies with a `Wording`
beside the answer. It stands where any `Bot` can, so that nothing else has to know of it, and
without it nothing is sent anywhere.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace

from qa_bot.conversation import Turn
from qa_bot.encoder import Encoder
from qa_bot.llm import Writer, word
from qa_bot.replies import Bot, Listener, Reply


class WordingBot:
    """Answers as another bot does, in a language model's words too."""

    def __init__(
        self,
        bot: Bot,
        writer: Writer,
        encoder: Encoder,
        heard: Callable[[Reply], None] = lambda reply: None,
    ) -> None:
        """Stand before a bot.

        Args:
            bot: Who answers.
            writer: Who words the answers.
            encoder: Tells how close a sentence is to the quotes it cites.
            heard: Is given the reply as it grows, each time something was written.
        """
        self._bot = bot
        self._writer = writer
        self._encoder = encoder
        self._heard = heard

    def ask(
        self, question: str, listener: Listener | None = None, *, earlier: Sequence[Turn] = ()
    ) -> Reply:
        """Answer a question and have the answer worded; what is not found is sent nowhere.

        What the listener raises ends the writing too.

        Raises:
            UsageError: When it is empty, too long, or has no word to search for.
        """
        reply = self._bot.ask(question, listener, earlier=earlier)
        if not reply.answer.statements:
            return reply
        started = time.perf_counter()
        asked = reply.resolution.named if reply.resolution else question
        with closing(word(asked, reply.answer, self._writer, self._encoder)) as growing:
            for wording in growing:
                if listener:
                    listener.stage("wording")
                reply = replace(reply, wording=wording)
                self._heard(reply)
        seconds = {**reply.provenance.seconds, "word": time.perf_counter() - started}
        return replace(reply, provenance=replace(reply.provenance, seconds=seconds))
