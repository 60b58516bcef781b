"""A bot whose answers are worded, at the seam where any bot stands."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from qa_bot.encoder import Encoder
from qa_bot.records import Hit
from qa_bot.render import as_text, beginning
from qa_bot.replies import Reply
from qa_bot.wording import WordingBot
from tests.fakes import ScriptedBot
from tests.llm.writing import TextWriter
from tests.replies import NOT_FOUND, ONE, RESOLUTION

GOOD = "The median was 13.93 months. [1]"


class Stages:
    """A listener that keeps what it hears, and may end the asking.

    Attributes:
        heard: The stages.
    """

    def __init__(self, last: str = "") -> None:
        self.heard: list[str] = []
        self._last = last

    def stage(self, name: str) -> None:
        self.heard.append(name)
        if name == self._last and self.heard.count(name) > 2:
            raise InterruptedError

    def found(self, hits: Sequence[Hit]) -> None:
        """Hear of passages."""


def test_a_reply_has_its_wording_and_grows_as_it_is_written(encoder: Encoder) -> None:
    grown: list[Reply] = []
    writer = TextWriter(GOOD, " Done.")
    reply = WordingBot(ScriptedBot(ONE), writer, encoder, grown.append).ask("how long?")
    assert reply.answer is ONE.answer
    assert reply.wording is not None
    assert [one.text for one in reply.wording.sentences] == ["The median was 13.93 months."]
    assert reply.provenance.seconds["word"] >= 0
    texts = [*map(beginning, grown), as_text(reply)]
    assert texts[0] == ""
    assert all(later.startswith(sooner) for sooner, later in pairwise(texts))


def test_what_is_not_found_is_sent_nowhere(encoder: Encoder) -> None:
    writer = TextWriter(GOOD)
    assert WordingBot(ScriptedBot(NOT_FOUND), writer, encoder).ask("price?") is NOT_FOUND
    assert not writer.told


def test_a_follow_up_is_sent_as_it_was_understood_and_nothing_of_earlier_turns(
    encoder: Encoder,
) -> None:
    writer = TextWriter(GOOD)
    bot = ScriptedBot(replace(ONE, resolution=RESOLUTION))
    WordingBot(bot, writer, encoder).ask("and its price?", earlier=[ONE.turn])
    [(_, data)] = writer.told
    assert bot.earlier == [[ONE.answer.question]]
    assert ONE.answer.question not in data
    assert '"question": "and its price?' in data


def test_a_listener_can_end_the_writing(encoder: Encoder) -> None:
    writer = TextWriter(*["word "] * 50)
    listener = Stages(last="wording")
    with pytest.raises(InterruptedError):
        WordingBot(ScriptedBot(ONE), writer, encoder).ask("how long?", listener)
    assert writer.closed
    assert listener.heard.count("wording") == 3
