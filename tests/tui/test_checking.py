"""A quote is checked: opened in its document, stepped through, explained, copied, edited."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.content import Content
from textual.widgets import Static

from qa_bot.records import Reference, Statement
from qa_bot.tui.card import Card
from qa_bot.tui.document_view import DocumentView
from qa_bot.tui.prose import shortened
from qa_bot.tui.protocol import FileState
from qa_bot.tui.question_input import QuestionInput
from qa_bot.tui.turn import TurnState
from tests.replies import NOT_FOUND, NOTHING, ONE, SEVERAL, TEXT, answered, cited, passage
from tests.tui.driving import (
    SMALL,
    TALL,
    WIDE,
    Driver,
    ask,
    chatting,
    notices,
    screen_of,
    scripted,
    settled,
    text_of,
    the_app,
)


def evidence_of(pilot: Driver) -> str:
    """Read the evidence pane: its head and the rows of the document."""
    pane = the_app(pilot).chat.desk.evidence
    head = [text_of(part) for part in pane.query(Static) if part.display]
    return "\n".join([*head, *(row.content.plain for row in pane.document.rows)])


def document_of(pilot: Driver) -> str:
    """Read the rows of the document that are on the screen."""
    where = the_app(pilot).chat.desk.evidence.document.region
    return "\n".join(row[where.x :] for row in screen_of(pilot)[where.y : where.bottom])


async def test_on_a_wide_terminal_the_first_quote_stands_beside_its_answer() -> None:
    async with chatting(scripted(SEVERAL), question="median") as pilot:
        chat = the_app(pilot).chat
        assert chat.desk.evidence.region.x >= chat.conversation.region.right
        assert isinstance(chat.focused, QuestionInput)
        assert evidence_of(pilot).splitlines() == [
            "[1] notes/trial.md:3 · Trial",
            "Lovelace A et al. Lancet 1843;1:1-9",
            "Note G",
            "1  # Trial",
            "2  ",
            "3  The median was **13.93 months** [@one; @two]. It",
            "   lasted.",
            "4  ",
            "5  ## Arms",
            "6  ",
            "7  | arm | dose |",
            "8  | --- | --- |",
            "9  | first | 1.3 mg/m2 |",
        ]
        content = chat.desk.evidence.document.rows[2].content
        marked = {
            content.plain[one.start : one.end] for one in content.spans if "on $" in one.style
        }
        assert marked == {"The median was **", "13.93 months", "** [@one; @two]."}


async def test_tab_goes_to_the_quotes_and_the_evidence_follows() -> None:
    async with chatting(scripted(SEVERAL), question="median") as pilot:
        chat = the_app(pilot).chat
        cards = chat.conversation.turns[0].cards
        await pilot.press("tab")
        assert chat.focused is cards[0]
        await pilot.press("down")
        assert chat.focused is chat.desk.card is cards[1]
        assert cards[1].has_class("-shown")
        assert not cards[0].has_class("-shown")
        assert evidence_of(pilot).startswith("[2] notes/trial.md:9 · Trial › Arms")
        await pilot.press("up", "enter")
        assert isinstance(chat.focused, DocumentView)
        await pilot.press("n", "n", "n")
        assert chat.desk.card is cards[2]
        await pilot.press("p")
        assert chat.desk.card is cards[1]
        await pilot.press("shift+tab")
        assert chat.focused is cards[1]
        await pilot.press("escape")
        assert isinstance(chat.focused, QuestionInput)


async def test_next_and_previous_go_on_through_the_whole_conversation() -> None:
    async with chatting(scripted(ONE, NOT_FOUND), question="median") as pilot:
        chat = the_app(pilot).chat
        await ask(pilot, "price")
        labels = [turn.exhibits[place].label for turn, place in chat.conversation.exhibits]
        assert labels == ["[1]", "≈1", "≈2", "≈3"]
        await pilot.press("tab")
        assert chat.desk.card is chat.conversation.turns[1].cards[0]
        await pilot.press("p")
        assert chat.focused is chat.desk.card is chat.conversation.turns[0].cards[0]


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_the_keys_are_about_the_answer_that_came_last(size: tuple[int, int]) -> None:
    async with chatting(scripted(SEVERAL, ONE, NOTHING), size=size, question="median") as pilot:
        chat = the_app(pilot).chat
        await pilot.press("tab", "down", "escape")
        second = await ask(pilot, "second")
        assert not chat.conversation.turns[0].query(".-shown")
        await pilot.press("tab")
        assert chat.focused is chat.desk.card is second.cards[0]
        await pilot.press("escape")
        third = await ask(pilot, "third")
        assert chat.desk.turn is third
        assert chat.desk.card is None
        assert not chat.desk.evidence.display
        assert not second.query(".-shown")


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_a_quote_that_is_checked_stays_when_an_answer_comes(size: tuple[int, int]) -> None:
    bot = scripted(SEVERAL, ONE)
    async with chatting(bot, size=size, question="median") as pilot:
        chat = the_app(pilot).chat
        for keys in (("tab", "down"), ("tab", "enter")):
            bot.gate.clear()
            await pilot.press("i", *"second", "enter", *keys)
            card = chat.desk.card
            assert card
            bot.gate.set()
            await settled(pilot)
            assert chat.desk.card is card


async def test_a_click_on_a_number_or_a_card_opens_it() -> None:
    async with chatting(scripted(SEVERAL), question="median") as pilot:
        chat = the_app(pilot).chat
        turn = chat.conversation.turns[0]
        text = turn.query_one("AnswerText")
        column = text.render().plain.splitlines()[1].index("[2]")
        await pilot.click(text, offset=(column + 1, 1))
        assert chat.desk.card is turn.cards[1]
        assert isinstance(chat.focused, DocumentView)
        await pilot.click(turn.cards[0])
        assert chat.desk.card is turn.cards[0]


async def test_on_a_small_terminal_the_evidence_takes_the_place_of_the_conversation() -> None:
    async with chatting(scripted(SEVERAL), size=SMALL, question="median") as pilot:
        chat = the_app(pilot).chat
        assert not chat.desk.evidence.display
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert isinstance(chat.focused, DocumentView)
        assert chat.desk.evidence.region.width == SMALL[0]
        assert "3  The median was **13.93 months**" in "\n".join(screen_of(pilot))
        await pilot.press("n")
        assert chat.desk.card is chat.conversation.turns[0].cards[1]
        await pilot.press("escape")
        await pilot.pause()
        assert not chat.desk.evidence.display
        assert chat.focused is chat.desk.card
        for key, focused in (("e", chat.question), ("ctrl+f", chat.search.input)):
            await pilot.press("escape", "tab", "enter", key)
            await pilot.pause()
            assert chat.focused is focused
            assert not chat.desk.evidence.display


@pytest.mark.parametrize(("key", "place"), [("x", 0), ("n", 1), ("p", 0)])
async def test_there_the_keys_of_a_card_go_to_the_document(key: str, place: int) -> None:
    async with chatting(scripted(SEVERAL), size=SMALL, question="median") as pilot:
        chat = the_app(pilot).chat
        cards = chat.conversation.turns[0].cards
        await pilot.press("tab", key)
        await settled(pilot)
        assert chat.focused is chat.desk.evidence.document
        assert chat.desk.card is cards[place]
        assert f"[{place + 1}] notes/trial.md" in evidence_of(pilot)
        await pilot.press("n", "n")
        await settled(pilot)
        assert chat.focused is chat.desk.evidence.document
        assert chat.desk.card is cards[min(place + 2, 2)]
        await pilot.press("shift+tab")
        await settled(pilot)
        assert chat.focused is chat.desk.card
        assert not chat.desk.evidence.display
        assert chat.conversation.can_view_entire(chat.desk.card)


async def test_on_a_narrow_but_tall_terminal_it_stands_below() -> None:
    async with chatting(scripted(SEVERAL), size=TALL, question="median") as pilot:
        chat = the_app(pilot).chat
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert chat.desk.evidence.region.y >= chat.conversation.region.bottom
        assert chat.conversation.region.height > 5


async def test_why_shows_scores_ranks_and_matched_words() -> None:
    async with chatting(scripted(ONE, NOT_FOUND), question="median") as pilot:
        await pilot.press("tab", "x")
        assert (
            "score 0.810\nreader 0.970\nmeaning (cosine) 0.700, rank 1\nwords (BM25) 9.87, rank 1\n"
            "matched: median, trial\n"
        ) in evidence_of(pilot)
        await pilot.press("x")
        assert "score" not in evidence_of(pilot)
        await ask(pilot, "price")
        await pilot.press("tab", "x", "n")
        assert "meaning (cosine) 0.500, rank 12\nwords (BM25) –\nmatched: none" in evidence_of(
            pilot
        )


async def test_why_is_shown_when_the_evidence_is_opened_for_it() -> None:
    async with chatting(scripted(SEVERAL), size=SMALL, question="median") as pilot:
        await pilot.press("tab", "x")
        await settled(pilot)
        assert "score" in evidence_of(pilot)
        await pilot.press("escape", "down", "x")
        await settled(pilot)
        assert "score" in evidence_of(pilot)
        await pilot.press("x")
        assert "score" not in evidence_of(pilot)


@pytest.mark.parametrize(
    ("state", "notice"),
    [(FileState.CHANGED, "The file has changed since"), (FileState.GONE, "The file is gone")],
)
async def test_a_document_that_changed_is_shown_as_it_was_indexed(
    state: FileState, notice: str
) -> None:
    bot = scripted(ONE)
    bot.states["notes/trial.md"] = state
    async with chatting(bot, question="median") as pilot:
        assert f"{notice}: this is the text that was indexed." in evidence_of(pilot)
        assert "13.93 months" in evidence_of(pilot)
        bot.states.clear()
        await ask(pilot, "median")
        assert notice not in evidence_of(pilot)


async def test_resizing_keeps_the_place_in_conversation_and_document() -> None:
    text = TEXT + "\n".join(f"A line of some length, number {number}." for number in range(300))
    async with chatting(scripted(SEVERAL, texts={"notes/trial.md": text})) as pilot:
        chat = the_app(pilot).chat
        for number in range(5):
            await ask(pilot, f"question {number}")
        chat.conversation.scroll_to_widget(chat.conversation.turns[2], top=True, animate=False)
        chat.desk.evidence.document.scroll_to(y=60, animate=False, immediate=True)
        await pilot.pause()
        top = chat.desk.evidence.document.top
        assert top > 50
        for size in ((180, 36), (112, 30)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            turn = chat.conversation.turns[2]
            assert abs(turn.region.y - chat.conversation.region.y) <= 2
            assert chat.desk.evidence.document.top == top


@pytest.mark.parametrize("size", [WIDE, TALL])
async def test_on_a_terminal_that_gets_small_what_is_in_focus_stays_in_view(
    size: tuple[int, int],
) -> None:
    async with chatting(scripted(SEVERAL), size=size, question="median") as pilot:
        chat = the_app(pilot).chat
        await pilot.press("tab", "enter")
        await pilot.click(chat.question)
        await pilot.press(*"half ")
        assert chat.desk.evidence.display
        await pilot.resize_terminal(*SMALL)
        await settled(pilot)
        await pilot.press(*"now")
        assert chat.question.text == "half now"
        assert not chat.desk.evidence.display
        await pilot.resize_terminal(*size)
        await pilot.press("tab", "enter")
        await pilot.resize_terminal(*SMALL)
        await settled(pilot)
        assert chat.focused is chat.desk.evidence.document
        assert chat.desk.evidence.region.width == SMALL[0]


async def test_on_a_terminal_that_gets_wide_the_quote_is_shown_beside() -> None:
    async with chatting(scripted(SEVERAL), size=SMALL, question="median") as pilot:
        chat = the_app(pilot).chat
        assert not chat.desk.evidence.display
        await pilot.resize_terminal(*WIDE)
        await settled(pilot)
        assert chat.desk.evidence.display
        assert "13.93 months" in document_of(pilot)
        assert chat.focused is chat.question


async def test_a_small_terminal_that_gets_the_focus_back_shows_what_had_it() -> None:
    async with chatting(scripted(SEVERAL), question="median") as pilot:
        chat = the_app(pilot).chat
        pilot.app.post_message(events.AppBlur())
        await pilot.resize_terminal(*SMALL)
        pilot.app.post_message(events.AppFocus())
        await settled(pilot)
        await pilot.press(*"now")
        assert chat.question.text == "now"
        assert chat.question.region.width == SMALL[0]


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_a_quote_deep_in_a_long_line_is_in_view(size: tuple[int, int]) -> None:
    words = " ".join(f"Word number {number} of one line." for number in range(200))
    quotes = ("First 77 months.", "Then 88 months.")
    text = f"# Trial\n\n{words} {quotes[0]} {words} {quotes[1]} {words}\n"
    statements = [Statement(quote, (cited(passage(text, quote)),)) for quote in quotes]
    bot = scripted(answered(*statements), texts={"notes/trial.md": text})
    async with chatting(bot, size=size, question="median") as pilot:
        await pilot.press("tab")
        for keys, quote in zip((("enter",), ("shift+tab", "down", "enter")), quotes, strict=True):
            await pilot.press(*keys)
            await settled(pilot)
            assert quote[-10:] in document_of(pilot)
        for columns in (140, 70, 60, 140):
            await pilot.resize_terminal(columns, size[1])
            await settled(pilot)
            assert quotes[1][-10:] in document_of(pilot)


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_every_reference_of_a_long_quote_is_seen(size: tuple[int, int]) -> None:
    text = f"{'Of the many patients of this trial ' * 30}the median was 77 months."
    references = tuple(
        Reference(
            f"r{number}", f"Author {number} et al., a title of some length in journal {number}"
        )
        for number in range(6)
    )
    quote = replace(cited(passage(text, text), "77 months"), references=references)
    bot = scripted(answered(Statement(text, (quote,))), texts={"notes/trial.md": text})
    async with chatting(bot, size=size, question="median") as pilot:
        await pilot.press("tab")
        await settled(pilot)
        seen = "\n".join(screen_of(pilot))
        assert "“…" in seen
        assert "77 months" in seen
        assert all(f"Author {number} et al." in seen for number in range(6))
        await pilot.press("enter")
        await settled(pilot)
        pane = the_app(pilot).chat.desk.evidence.region
        seen = "\n".join(row[pane.x :] for row in screen_of(pilot))
        assert all(f"Author {number} et al." in seen for number in range(6))


def test_a_text_is_shortened_around_what_is_looked_for() -> None:
    text = Content("abcdefghijklmnopqrstuvwxyz")
    assert shortened(text, 26).plain == text.plain
    assert shortened(text, 8).plain == "abcdefgh…"
    assert shortened(text, 8, 12).plain == "…klmnopqr…"
    assert shortened(text, 8, 25).plain == "…stuvwxyz"


async def test_a_question_can_be_edited_and_asked_again() -> None:
    bot = scripted(ONE, SEVERAL)
    async with chatting(bot, question="median") as pilot:
        await pilot.press("tab", "e")
        chat = the_app(pilot).chat
        assert chat.question.text == "median"
        await pilot.press(*" dose", "enter")
        await settled(pilot)
        assert bot.asked == ["median", "median dose"]
        assert [turn.state for turn in chat.conversation.turns] == [TurnState.DONE] * 2


async def test_a_quote_is_copied_with_its_reference_and_an_answer_whole() -> None:
    async with chatting(scripted(ONE), question="median") as pilot:
        await pilot.press("tab", "y")
        assert pilot.app.clipboard == (
            "“The median was **13.93 months** [@one; @two].”\n— notes/trial.md:3 · Trial\n"
            "  Lovelace A et al. Lancet 1843;1:1-9\n  Note G"
        )
        assert notices(pilot) == ["Copied the quote through the terminal."]
        await pilot.press("Y")
        assert pilot.app.clipboard.startswith(
            "median of the *trial*?\n\nThe median was 13.93 months. [1]\n\n[1] notes/trial.md:3"
        )


async def test_where_nothing_can_copy_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "linux")
    monkeypatch.setenv("PATH", "")
    async with chatting(scripted(ONE), question="median") as pilot:
        await pilot.press("tab", "y")
        assert pilot.app.clipboard == ""
        assert notices(pilot)[0].startswith("The quote could not be copied. This terminal takes no")


async def test_the_editor_is_refused_where_there_is_none_or_the_screen_cannot_be_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with chatting(scripted(ONE), question="median") as pilot:
        monkeypatch.setenv("EDITOR", "no-such-editor -x")
        await pilot.press("tab", "o")
        monkeypatch.setenv("EDITOR", f"{Path(sys.executable).as_posix()} -c pass")
        await pilot.press("o")
        assert notices(pilot) == [
            "$EDITOR is 'no-such-editor -x', which is no program here",
            "an editor can only be opened in a terminal",
        ]


async def test_keys_that_need_a_quote_do_nothing_before_there_is_one() -> None:
    async with chatting(scripted(ONE)) as pilot:
        chat = the_app(pilot).chat
        chat.set_focus(None)
        await pilot.press("n", "p", "x", "o", "y", "Y", "e")
        assert chat.desk.card is None
        assert notices(pilot) == []
        await ask(pilot, "median")
        await pilot.press("tab")
        assert isinstance(chat.focused, Card)
        await pilot.press("ctrl+l")
        assert chat.desk.card is None
        assert not chat.desk.evidence.display
