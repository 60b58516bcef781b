"""The question is typed on several lines, remembered, and leaves the transcript to scroll."""

import pytest
from textual import events

from qa_bot.tui.card import Card
from qa_bot.tui.messages import QuestionAsked
from qa_bot.tui.page import MOST_TURNS
from tests.replies import NOTHING, ONE, SEVERAL
from tests.tui.driving import (
    SMALL,
    ask,
    chatting,
    screen_of,
    scripted,
    settled,
    text_of,
    the_app,
    until,
)


async def test_a_question_may_have_several_lines_and_the_box_grows() -> None:
    bot = scripted(ONE)
    async with chatting(bot) as pilot:
        box = the_app(pilot).chat.question
        height = box.region.height
        await pilot.press(*"one", "ctrl+j", *"two", "shift+enter", *"three")
        await pilot.pause()
        assert box.text == "one\ntwo\nthree"
        assert box.region.height == height + 2
        await pilot.press("enter")
        await settled(pilot)
        assert bot.asked == ["one\ntwo\nthree"]
        assert box.text == ""
        await pilot.press("enter", "space", "enter")
        assert bot.asked == ["one\ntwo\nthree"]


@pytest.mark.parametrize("question", ["median " * 700, "median\n" * 50])
async def test_a_long_question_is_folded_and_can_be_edited_whole(question: str) -> None:
    async with chatting(scripted(ONE), size=SMALL, question=question) as pilot:
        chat = the_app(pilot).chat
        shown = chat.conversation.turns[0].children[0]
        assert shown.region.height < 10
        assert text_of(shown).endswith("…")
        await pilot.press("tab", "e")
        assert chat.question.text == question.strip()


async def test_up_and_down_go_through_the_earlier_questions_and_keep_the_draft() -> None:
    async with chatting(scripted(ONE)) as pilot:
        box = the_app(pilot).chat.question
        for question in ("first", "second\nline", "second\nline"):
            await ask(pilot, question)
        await pilot.press(*"draft", "up")
        assert box.text == "second\nline"
        await pilot.press("up")
        assert box.text == "second\nline"
        assert box.cursor_location[0] == 0
        await pilot.press("up")
        assert box.text == "first"
        await pilot.press("up", "down")
        assert box.text == "second\nline"
        await pilot.press("down")
        assert box.text == "draft"
        await pilot.press("down")
        assert box.text == "draft"


async def test_up_and_down_move_by_the_rows_that_one_sees() -> None:
    long = "what is the median progression free survival in the trial of three arms"
    async with chatting(scripted(ONE), size=(40, 24)) as pilot:
        box = the_app(pilot).chat.question
        await ask(pilot, long)
        box.put(f"{long}, and who says so")
        await pilot.pause()
        assert box.wrapped_document.height == 3
        await pilot.press("up", "up")
        assert box.text == f"{long}, and who says so"
        await pilot.press("up")
        assert box.text == long
        await pilot.press("up", "down")
        assert box.text == long
        await pilot.press("down")
        assert box.text == f"{long}, and who says so"


async def test_letters_are_typed_and_not_taken_for_keys() -> None:
    async with chatting(scripted(SEVERAL), question="median") as pilot:
        chat = the_app(pilot).chat
        shown = chat.desk.card
        await pilot.press(*"npoxyeYi")
        assert chat.question.text == "npoxyeYi"
        assert chat.desk.card is shown


async def test_the_transcript_scrolls_while_one_types() -> None:
    async with chatting(scripted(SEVERAL), size=SMALL) as pilot:
        chat = the_app(pilot).chat
        for number in range(4):
            await ask(pilot, f"question {number}")
        bottom = chat.conversation.scroll_y
        assert bottom > 0
        for key, moved in (("pageup", True), ("ctrl+home", True), ("ctrl+down", True)):
            before = chat.conversation.scroll_y
            await pilot.press(key)
            await pilot.pause(0.4)
            assert (chat.conversation.scroll_y != before) is moved
        assert chat.conversation.scroll_y == 1
        await pilot.press("ctrl+end")
        await pilot.pause(0.4)
        assert chat.conversation.scroll_y == chat.conversation.max_scroll_y
        assert chat.focused is chat.question


async def test_an_answer_does_not_take_away_what_is_being_read() -> None:
    bot = scripted(SEVERAL)
    async with chatting(bot, size=SMALL) as pilot:
        chat = the_app(pilot).chat
        for number in range(3):
            await ask(pilot, f"question {number}")
        bot.gate.clear()
        chat.question.put("and now")
        await pilot.press("enter")
        chat.conversation.scroll_home(animate=False, immediate=True)
        bot.gate.set()
        await settled(pilot)
        assert chat.conversation.scroll_y == 0
        latest = await ask(pilot, "and then")
        await pilot.pause()
        assert latest.region.y - chat.conversation.region.y <= 1


async def test_far_out_of_view_a_turn_has_no_widgets_and_comes_back_as_it_was() -> None:
    async with chatting(scripted(SEVERAL), size=SMALL) as pilot:
        chat = the_app(pilot).chat
        for number in range(9):
            await ask(pilot, f"question {number}")
        turns = chat.conversation.turns
        folded = [True] * 5 + [False] * 4
        await until(pilot, lambda: [turn.folded for turn in turns] == folded)
        heights = {turn.size.height for turn in turns}
        assert len(heights) == 1
        chat.conversation.scroll_to(y=0, animate=False, immediate=True)
        await until(pilot, lambda: turns[-1].folded and not turns[0].folded)
        assert {turn.size.height for turn in turns} == heights
        assert text_of(turns[0].children[0]) == "› question 0"
        assert chat.conversation.scroll_y == 0
        await pilot.press("tab", "p", "p", "p")
        await settled(pilot)
        assert chat.desk.shown == (turns[7], 0)
        assert chat.focused is chat.desk.evidence.document
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(chat.focused, Card)
        assert chat.conversation.can_view_entire(chat.focused)
        await pilot.press("ctrl+f", *"question 0")
        await until(pilot, lambda: chat.conversation.scroll_y <= 1)
        assert not turns[0].folded


async def test_a_page_far_out_of_view_is_closed_and_opened_again() -> None:
    count = MOST_TURNS + 19
    async with chatting(scripted(NOTHING), size=SMALL) as pilot:
        chat = the_app(pilot).chat
        conversation = chat.conversation
        for number in range(count):
            chat.post_message(QuestionAsked(f"question {number}"))
            await settled(pilot)
        assert len(conversation.turns) == count
        first, second = conversation.pages
        await until(pilot, lambda: first.closed)
        assert not second.closed
        assert not any(turn.display for turn in first.turns)
        height = conversation.virtual_size.height
        conversation.scroll_to(y=0, animate=False, immediate=True)
        await until(pilot, lambda: "› question 0" in "\n".join(screen_of(pilot)))
        assert not first.closed
        await settled(pilot)
        assert (conversation.scroll_y, conversation.virtual_size.height) == (0, height)
        conversation.scroll_end(animate=False, immediate=True)
        await until(pilot, lambda: first.closed)
        await pilot.press("ctrl+f", *"question 3")
        await until(pilot, lambda: chat.search.finder.at == (1, 10))
        await pilot.press("down")
        await until(
            pilot, lambda: any(row.split() == ["›", "question", "3"] for row in screen_of(pilot))
        )


async def test_keys_that_come_at_once_are_taken_in_their_order() -> None:
    bot = scripted(NOTHING)
    async with chatting(bot) as pilot:
        app = the_app(pilot)
        for letter in "and the dose":
            app.post_message(events.Key("space" if letter == " " else letter, letter))
        app.post_message(events.Key("enter", "\r"))
        await until(pilot, lambda: bool(bot.asked))
        assert bot.asked == ["and the dose"]
        assert app.chat.question.text == ""
