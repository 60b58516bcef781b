"""What documents say is shown, and never styles, steers or breaks the screen."""

from dataclasses import replace

import pytest

from qa_bot.records import Answer, Citation, Hit, Passage, Span, Statement, Unit
from qa_bot.tui.document_view import DocumentView
from qa_bot.tui.prose import quotation, whole_answer
from qa_bot.tui.themes import ANSWERING, QUOTE
from qa_bot.tui.window import MOST_CHARACTERS, MOST_LINES, window_around
from tests.replies import HOSTILE, HOSTILE_REPLY, PROVENANCE
from tests.tui.driving import (
    HOSTILE_TEXTS,
    SMALL,
    ask,
    chatting,
    notices,
    screen_of,
    scripted,
    text_of,
    the_app,
)

STEERING = ("\x1b", "\x07", "\u202e", "\x9b", "\r")


def reply_about(text: str):
    """Answer with the whole of a text as the quote."""
    span = Span(0, len(text))
    passage = Passage("notes/x.md", "0" * 64, span, text, 1, ("[b]S[/b]",), (Unit(span),))
    cited = Citation(passage, span, 1, (span,))
    statement = Statement(text, (cited,), (span,))
    answer = Answer("q", "q", (statement,), 0.9, hits=(Hit(passage, 1.0),))
    return replace(HOSTILE_REPLY, answer=answer, provenance=PROVENANCE)


async def test_markup_ansi_and_links_are_shown_as_text() -> None:
    bot = scripted(HOSTILE_REPLY, texts=HOSTILE_TEXTS)
    async with chatting(bot, question="[bold]mine[/] \x1b[31m") as pilot:
        chat = the_app(pilot).chat
        await pilot.press("tab", "x")
        shown = "\n".join(screen_of(pilot))
        assert "[bold]not bold[/]" in shown
        assert "› [bold]mine[/]" in shown
        assert not any(sign in shown for sign in STEERING)
        assert "http://evil" not in shown
        card = text_of(chat.conversation.turns[0].cards[0])
        assert "<script>" in card
        for text in (quotation(chat.desk.exhibit), whole_answer(HOSTILE_REPLY)):
            assert not any(sign in text for sign in STEERING)


async def test_an_action_in_a_document_cannot_be_clicked() -> None:
    text = "[@click=app.exit]click me[/] [link=http://evil]or me[/link]"
    bot = scripted(reply_about(text), texts={"notes/x.md": text})
    async with chatting(bot, question="q") as pilot:
        chat = the_app(pilot).chat
        answer = chat.conversation.turns[0].query_one("AnswerText")
        assert text_of(answer).startswith(text)
        for widget in (answer, chat.conversation.turns[0].cards[0], chat.desk.evidence.document):
            for column in range(4, 40, 7):
                await pilot.click(widget, offset=(column, 0))
        assert pilot.app.is_running


async def test_the_names_of_documents_sections_and_errors_are_text_too() -> None:
    bot = scripted(reply_about("plain"), texts={})
    bot.texts = {}

    class Gone(type(bot)):  # type: ignore[misc]
        def text(self, document: str, sha256: str):
            from qa_bot.errors import AddressError

            raise AddressError("no document '[red]x[/red]' in the index")

    async with chatting(Gone(reply_about("plain")), question="q") as pilot:
        assert "[b]S[/b]" in text_of(the_app(pilot).chat.conversation.turns[0].cards[0])
        assert notices(pilot) == ["no document '[red]x[/red]' in the index"]
        assert "[red]x[/red]" in "\n".join(screen_of(pilot))


@pytest.mark.parametrize(
    "text",
    [
        "日本語の文章は幅が広い。" * 40,
        "e\u0301\u0308" * 300,
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 family " * 60,
        "unbroken" * 400,
        "a\tb\tc\n\n\n\t\td " * 20,
        "\u200b\u200d\ufe0f" * 200,
        " ",
    ],
    ids=["wide", "combining", "joined", "unbroken", "tabs", "invisible", "blank"],
)
async def test_wide_combining_and_endless_text_keeps_every_row_on_the_screen(text: str) -> None:
    bot = scripted(reply_about(text), texts={"notes/x.md": text})
    async with chatting(bot, size=SMALL, question="q") as pilot:
        await pilot.press("tab", "enter")
        await pilot.pause()
        strips = pilot.app.screen._compositor.render_strips()
        assert {strip.cell_length for strip in strips} == {SMALL[0]}
        await pilot.resize_terminal(20, 10)
        await pilot.pause()
        assert isinstance(pilot.app.focused, DocumentView)


async def test_a_terminal_may_be_tiny() -> None:
    async with chatting(scripted(HOSTILE_REPLY, texts=HOSTILE_TEXTS), size=(8, 3)) as pilot:
        await ask(pilot, "q")
        for size in ((1, 1), (3, 40), (200, 2), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.press("tab", "enter", "escape", "escape")
        assert "not bold" in "\n".join(screen_of(pilot))


def test_a_long_document_is_cut_around_the_quote_and_says_so() -> None:
    text = "".join(f"line {number}\n" for number in range(1, 10_001))
    start = text.index("line 5000\n")
    window = window_around(text, Span(start, start + 9), ())
    assert (window.before, window.after) == (5000 - MOST_LINES - 1, 5000 - MOST_LINES)
    assert [line.number for line in window.lines if line.quoted] == [5000]
    one_line = "x" * 1_000_000
    window = window_around(one_line, Span(500_000, 500_010), ())
    assert len(window.lines) == 1
    assert len(window.lines[0].content.plain) == 2 * MOST_CHARACTERS + 10


def test_a_window_loses_no_character_and_marks_the_quote_alone() -> None:
    quote = Span(5, 40)
    window = window_around(HOSTILE, quote, (Span(10, 12),))
    marked = "".join(
        line.content.plain[one.start : one.end]
        for line in window.lines
        for one in line.content.spans
        if one.style in {ANSWERING, QUOTE}
    )
    assert "".join(line.content.plain for line in window.lines).startswith("Read [this](http://x)")
    assert marked.startswith("[this](http://x)")


def test_a_highlight_that_begins_inside_of_what_steers_shows_none_of_it() -> None:
    text = "It costs \x1b[1m129\x1b[0m euros."
    figure = Span(text.index("1m"), text.index(" euros"))
    (line,) = window_around(text, Span(0, len(text)), [figure]).lines
    assert line.content.plain == "It costs 129 euros."
    (answering,) = [one for one in line.content.spans if one.style == ANSWERING]
    assert line.content.plain[answering.start : answering.end] == "129"
