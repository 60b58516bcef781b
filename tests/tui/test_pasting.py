"""What is pasted arrives whole, in order, and steers nothing."""

import pytest
from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver

from qa_bot.tui.app import ChatApp
from qa_bot.tui.pasting import PasteParser
from tests.replies import ONE
from tests.tui.driving import scripted

START = "\x1b[200~"
PASTE = f"{START}one \x1b[31mred\x1b[0m\x07 word\r\nand \x1b more than thirty-two letters\x1b[201~"


def read(*pieces: str) -> list[str]:
    parser = PasteParser(XTermParser())
    messages = [message for piece in pieces for message in parser.feed(piece)]
    return [
        one.text if isinstance(one, events.Paste) else one.key
        for one in messages
        if isinstance(one, events.Paste | events.Key)
    ]


@pytest.mark.parametrize("size", [1, 3, 7, 1000])
def test_a_paste_with_escapes_is_one_text(size: int) -> None:
    rest = PASTE.removeprefix(START)
    pieces = [rest[start : start + size] for start in range(0, len(rest), size)]
    text = "one red word\nand  more than thirty-two letters"
    assert read(f"a{START}", *pieces, "b\x1b[A", f"{PASTE}{PASTE}c") == [
        *("a", text, "b", "up", text, text, "c")
    ]


def test_a_paste_without_an_end_is_not_typed() -> None:
    assert read("a", PASTE[:-1], "") == ["a"]


def test_the_chat_reads_its_terminal_so() -> None:
    ChatApp(scripted(ONE))
    ChatApp(scripted(ONE))
    parser = linux_driver.XTermParser(False)
    assert isinstance(parser, PasteParser)
    assert isinstance(parser._parser, XTermParser)
