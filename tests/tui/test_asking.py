"""A question becomes a turn: its stages, its answer with cards, or why there is none."""

from dataclasses import replace

import pytest
from textual.widgets import OptionList

from qa_bot.errors import UsageError
from qa_bot.tui.card import Card
from qa_bot.tui.turn import TurnState
from tests.fakes import ScriptedBot
from tests.replies import (
    APART,
    HITS,
    NOT_FOUND,
    NOTHING,
    ONE,
    PARTLY,
    SEVERAL,
    UNMENTIONED,
)
from tests.tui.driving import (
    SMALL,
    WIDE,
    Driver,
    ask,
    chatting,
    screen_of,
    scripted,
    settled,
    text_of,
    the_app,
    until,
)

ERROR = UsageError("the question '…' has no word to search for", hint="name what you look for")


async def test_an_answer_is_statements_with_numbers_and_a_card_for_each_citation() -> None:
    async with chatting(scripted(SEVERAL), question="median of the *trial*?") as pilot:
        turn = the_app(pilot).chat.conversation.turns[0]
        assert turn.state is TurnState.DONE
        assert turn.reply is SEVERAL
        shown = text_of(*turn.children)
        assert shown.startswith("› median of the *trial*?\nsearched: median of the trial\n")
        assert "The median was 13.93 months. [1]\nfirst — dose: 1.3 mg/m2 [2]\n" in shown
        assert "2) - Both: again. [2][3]" in shown
        assert "fairly sure · 3 passages found · 0.07 s" in shown
        assert [card.exhibit.label for card in turn.cards] == ["[1]", "[2]", "[3]"]
        assert text_of(turn.cards[0]).splitlines() == [
            "[1] notes/trial.md:3 · Trial",
            "“The median was **13.93 months** [@one; @two].”",
            "Lovelace A et al. Lancet 1843;1:1-9",
            "Note G",
        ]


async def test_what_answers_is_highlighted_in_statement_and_card() -> None:
    async with chatting(scripted(ONE), question="median") as pilot:
        turn = the_app(pilot).chat.conversation.turns[0]
        for widget in (turn.query_one("AnswerText"), turn.cards[0]):
            content = widget.render()
            styled = {content.plain[one.start : one.end] for one in content.spans if one.style}
            assert "13.93 months" in styled


async def test_an_answer_tells_which_words_no_document_mentions() -> None:
    async with chatting(scripted(UNMENTIONED), question="Condor?") as pilot:
        shown = text_of(*the_app(pilot).chat.conversation.turns[0].children)
        assert "\nNo document mentions: Con*dor, " in shown


async def test_an_answer_tells_which_part_of_the_question_is_not_found() -> None:
    async with chatting(scripted(PARTLY), question="median, and who was there?") as pilot:
        shown = text_of(*the_app(pilot).chat.conversation.turns[0].children)
        assert '\nNot found: "who *was* ' in shown


async def test_not_found_says_what_no_passage_names_together() -> None:
    async with chatting(scripted(APART), question="price of unobtainium") as pilot:
        shown = text_of(*the_app(pilot).chat.conversation.turns[0].children)
        assert "\nNo passage found names together: price, *un*" in shown


async def test_not_found_says_what_is_missing_and_offers_the_nearest_passages() -> None:
    async with chatting(scripted(NOT_FOUND, NOTHING), question="price of unobtainium") as pilot:
        turn = the_app(pilot).chat.conversation.turns[0]
        shown = text_of(*turn.children)
        assert "searched: price of unobtainium (UO)" in shown
        assert "Not found in these documents.\nNo document mentions: price, unobtainium." in shown
        assert "nearest passages below · 3 passages found · 0.07 s" in shown
        assert [card.exhibit.passage for card in turn.cards] == [hit.passage for hit in HITS]
        assert text_of(turn.cards[1]).splitlines() == [
            "≈2 notes/trial.md:9 · Trial › Arms",
            "“first — dose: 1.3 mg/m2”",
        ]
        other = await ask(pilot, "what now")
        assert other.cards == ()
        assert "0 passages found · 0.07 s" in text_of(*other.children)
        assert "nearest" not in text_of(*other.children)
        assert "searched" not in text_of(*other.children)


async def test_a_long_question_leaves_room_for_its_answer_however_it_was_searched() -> None:
    answer = replace(ONE.answer, searched=f"{ONE.answer.question} and more" * 80)
    async with chatting(scripted(replace(ONE, answer=answer)), size=SMALL, question="q") as pilot:
        assert "The median was 13.93 months." in "\n".join(screen_of(pilot))


async def test_a_failure_is_told_in_its_turn_and_the_next_question_is_answered() -> None:
    async with chatting(scripted(ERROR, ONE), question="…") as pilot:
        turn = the_app(pilot).chat.conversation.turns[0]
        assert turn.state is TurnState.FAILED
        assert text_of(*turn.children).endswith(f"{ERROR.message}\n{ERROR.hint}")
        assert (await ask(pilot, "median")).state is TurnState.DONE


async def test_what_nobody_foresaw_is_told_too_and_the_chat_goes_on() -> None:
    fault = ZeroDivisionError("division by zero")
    async with chatting(scripted(fault, ONE), question="a") as pilot:  # type: ignore[arg-type]
        turn = the_app(pilot).chat.conversation.turns[0]
        assert turn.state is TurnState.FAILED
        assert "ZeroDivisionError: division by zero" in text_of(*turn.children)
        assert (await ask(pilot, "median")).state is TurnState.DONE


async def test_stages_and_passages_show_while_it_works_and_escape_cancels() -> None:
    bot = scripted(ONE)
    async with chatting(bot) as pilot:
        chat = the_app(pilot).chat
        bot.gate.clear()
        chat.question.put("median")
        await pilot.press("enter")
        await pilot.pause(0.1)
        turn = chat.conversation.turns[0]
        assert turn.state is TurnState.READING
        shown = text_of(*turn.children)
        assert "reading …\n  notes/trial.md:3 · Trial\n  notes/trial.md:9 · Trial › Arms" in shown
        await pilot.press("escape")
        assert turn.state is TurnState.CANCELLED
        bot.gate.set()
        await settled(pilot)
        assert turn.state is TurnState.CANCELLED
        assert text_of(*turn.children) == "› median\ncancelled"
        assert (await ask(pilot, "again")).state is TurnState.DONE


async def test_questions_asked_at_once_are_answered_in_order_and_the_last_can_be_taken_back() -> (
    None
):
    bot = scripted(ONE)
    async with chatting(bot) as pilot:
        chat = the_app(pilot).chat
        bot.gate.clear()
        for question in ("first", "second", "third"):
            chat.question.put(question)
            await pilot.press("enter")
        await pilot.press("escape")
        bot.gate.set()
        await settled(pilot)
        await settled(pilot)
        assert bot.asked == ["first", "second"]
        states = [turn.state for turn in chat.conversation.turns]
        assert states == [TurnState.DONE, TurnState.DONE, TurnState.CANCELLED]


async def ask_at_once(pilot: Driver, bot: ScriptedBot, *before: str) -> list[str]:
    """Ask twelve questions while none is answered, press keys, let them be answered; read."""
    chat = the_app(pilot).chat
    bot.gate.clear()
    for number in range(12):
        chat.question.put(f"number {number}?")
        await pilot.press("enter")
    await pilot.pause(0.1)
    await pilot.press(*before)
    await pilot.pause(0.1)
    bot.gate.set()
    await until(pilot, lambda: all(turn.over for turn in chat.conversation.turns))
    await settled(pilot)
    await settled(pilot)
    return screen_of(pilot)


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_of_questions_asked_at_once_the_newest_is_shown(size: tuple[int, int]) -> None:
    bot = scripted(SEVERAL)
    async with chatting(bot, size=size) as pilot:
        rows = await ask_at_once(pilot, bot)
        assert "› number 11?" in "\n".join(rows)


async def test_who_scrolls_while_answers_come_is_left_there() -> None:
    bot = scripted(SEVERAL)
    async with chatting(bot, size=SMALL) as pilot:
        rows = await ask_at_once(pilot, bot, "ctrl+home")
        assert "› number 0?" in "\n".join(rows[:3])


async def test_the_header_tells_what_is_asked_and_the_welcome_offers_questions() -> None:
    bot = scripted(ONE)
    bot.suggestions = ["What is [b]bold[/b]?", "Why?", "When?", "Who?"]
    async with chatting(bot) as pilot:
        chat = the_app(pilot).chat
        assert text_of(chat.header).endswith("/home/ada/notes · 2 documents · 30 passages")
        assert chat.conversation.welcome.questions == bot.suggestions[:3]
        assert "What is [b]bold[/b]?" in "\n".join(screen_of(pilot))
        await pilot.press("tab")
        assert isinstance(chat.focused, OptionList)
        assert "Edit" not in screen_of(pilot)[-1]
        await pilot.press("f1")
        assert "Questions that these documents answer." in "\n".join(screen_of(pilot))
        await pilot.press("escape", "escape")
        assert chat.focused is chat.question
        await pilot.press("tab", "down", "enter")
        await settled(pilot)
        assert bot.asked == ["Why?"]
        assert not chat.conversation.welcome.display
        assert chat.focused is chat.question
        await pilot.press("tab")
        assert isinstance(chat.focused, Card)
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert chat.conversation.welcome.display
        assert chat.conversation.turns == []


async def test_without_examples_there_is_nowhere_to_go_from_where_one_types() -> None:
    async with chatting(scripted(ONE)) as pilot:
        await pilot.press("tab")
        assert the_app(pilot).chat.focused is the_app(pilot).chat.question


async def test_a_question_typed_while_the_index_opens_is_answered_when_it_is_open() -> None:
    from qa_bot.tui.app import ChatApp

    class Slow(type(scripted())):  # type: ignore[misc]
        def open(self, narrator):
            assert self.gate.wait(5)
            return super().open(narrator)

    bot = Slow(ONE)
    bot.gate.clear()
    app = ChatApp(bot)
    async with app.run_test() as pilot:
        await pilot.press(*"why", "enter")
        await pilot.pause()
        turn = app.chat.conversation.turns[0]
        assert text_of(*turn.children) == "› why\nwaiting until the index is open …"
        bot.gate.set()
        await settled(pilot)
        await settled(pilot)
        assert turn.state is TurnState.DONE
        assert app.chat.conversation.welcome.questions == []


async def test_a_question_is_asked_after_those_before_it_until_all_is_cleared() -> None:
    bot = scripted(ONE, NOT_FOUND, ONE, ONE)
    async with chatting(bot) as pilot:
        for question in ("median", "its price", "and the dose"):
            await ask(pilot, question)
        first, second = ONE.answer.question, NOT_FOUND.answer.question
        assert bot.earlier[-3:] == [[], [first], [first, second]]
        await the_app(pilot).chat.action_clear()
        await ask(pilot, "anything")
        assert bot.earlier[-1] == []
