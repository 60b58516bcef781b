"""What is asked is kept: resumed, searched, marked, exported; or not, and no harm is done."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from qa_bot.errors import UsageError
from qa_bot.replies import Reply
from qa_bot.sessions import Sessions
from qa_bot.sessions.store import sessions_file
from qa_bot.tui.app import ChatApp
from qa_bot.tui.page import MOST_TURNS
from qa_bot.tui.resume_screen import ResumeScreen
from qa_bot.tui.turn import TurnState
from tests.replies import FOLLOW_UP, NOT_FOUND, ONE, SEVERAL
from tests.tui.driving import (
    SMALL,
    Driver,
    ask,
    chatting,
    notices,
    screen_of,
    scripted,
    settled,
    text_of,
    the_app,
    until,
)


def asked(question: str, reply: Reply = ONE) -> Reply:
    return replace(reply, answer=replace(reply.answer, question=question))


def save(*replies: Reply, session: int | None = None) -> int:
    """Save a session as another program would."""
    with Sessions() as sessions:
        for reply in replies:
            session = sessions.append(session, reply).session
    assert session is not None
    return session


def saved(session: int) -> list[tuple[str, str]]:
    """Read the questions and marks of a session."""
    with Sessions() as sessions:
        return [(one.turn.question, str(one.mark)) for one in sessions.turns(session)]


def questions(pilot: Driver) -> list[str]:
    return [turn.question for turn in the_app(pilot).chat.conversation.turns]


def offered(pilot: Driver) -> set[str]:
    return {one.title for one in the_app(pilot).get_system_commands(pilot.app.screen)}


async def resuming(pilot: Driver, *keys: str) -> ResumeScreen:
    """Open the list of sessions and type."""
    await pilot.press("ctrl+r", *keys)
    await settled(pilot)
    assert isinstance(pilot.app.screen, ResumeScreen)
    return pilot.app.screen


async def test_every_answer_is_saved_in_one_session_and_clearing_begins_another() -> None:
    async with chatting(
        scripted(asked("one?"), asked("two?"), asked("three?")), session="new"
    ) as pilot:
        assert not sessions_file().exists()
        turn = await ask(pilot, "one?")
        assert turn.kept == (1, 1)
        await ask(pilot, "two?")
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert (await ask(pilot, "three?")).kept == (2, 1)
    assert saved(1) == [("one?", ""), ("two?", "")]
    assert saved(2) == [("three?", "")]


async def test_a_question_that_is_taken_back_or_fails_is_not_saved() -> None:
    bot = scripted(asked("one?"), UsageError("no word to search for"))
    async with chatting(bot, session="new") as pilot:
        chat = the_app(pilot).chat
        bot.gate.clear()
        chat.question.put("one?")
        await pilot.press("enter")
        await pilot.pause(0.1)
        await pilot.press("escape")
        bot.gate.set()
        await settled(pilot)
        assert (await ask(pilot, "…")).state is TurnState.FAILED
    assert not sessions_file().exists()


async def test_the_last_session_is_shown_again_and_gone_on_with() -> None:
    save(asked("old?"))
    save(asked("one?", SEVERAL), NOT_FOUND, asked("three?", FOLLOW_UP))
    bot = scripted(asked("four?"))
    async with chatting(bot, session="last") as pilot:
        chat = the_app(pilot).chat
        assert questions(pilot) == ["one?", NOT_FOUND.answer.question, "three?"]
        assert not chat.conversation.welcome.display
        first, second, _ = chat.conversation.turns
        shown = text_of(*first.children)
        assert "The median was 13.93 months. [1]\nfirst — dose: 1.3 mg/m2 [2]\n" in shown
        assert "fairly sure · 3 passages found · 0.07 s" in shown
        assert "13.93 months" in text_of(first.cards[0])
        assert text_of(second.cards[1]) == "≈2 notes/trial.md:9 · Trial › Arms"
        assert chat.focused is chat.question
        await pilot.press("up")
        assert chat.question.text == "three?"
        await ask(pilot, "four?")
        assert bot.earlier[-1] == ["one?", NOT_FOUND.answer.question, "three?"]
        await pilot.press("tab", "p", "p")
        await settled(pilot)
        assert chat.desk.shown == (chat.conversation.turns[2], 1)
    assert [question for question, _ in saved(2)][-2:] == ["three?", "four?"]
    assert len(saved(1)) == 1


async def test_a_question_typed_while_the_session_is_read_comes_after_it() -> None:
    save(asked("one?"))
    bot = scripted(asked("two?"))
    app = ChatApp(bot, session="1")
    async with app.run_test() as pilot:
        app.chat.question.put("two?")
        await pilot.press("enter")
        await until(pilot, lambda: len(saved(1)) == 2)
        await settled(pilot)
        assert questions(pilot) == ["one?", "two?"]
        assert bot.earlier == [["one?"]]


async def test_a_long_session_is_shown_from_its_last_question_on() -> None:
    save(*(asked(f"number {number}?", SEVERAL) for number in range(70)))
    async with chatting(scripted(ONE), size=SMALL, session="last") as pilot:
        conversation = the_app(pilot).chat.conversation
        await settled(pilot)
        assert len(conversation.turns) == 70
        rows = screen_of(pilot)
        assert "› number 69?" in "\n".join(rows[:3])
        folded = [turn for turn in conversation.turns if turn.folded]
        assert len(folded) > 50
        await pilot.press("ctrl+f", *"number 7?")
        await settled(pilot)
        assert "› number 7?" in "\n".join(screen_of(pilot))


async def test_turns_that_are_come_back_to_while_they_are_put_away_are_shown() -> None:
    save(*(asked(f"number {number}?", SEVERAL) for number in range(MOST_TURNS + 2)))
    async with chatting(scripted(ONE), size=SMALL, session="last") as pilot:
        conversation = the_app(pilot).chat.conversation
        page, turn = conversation.pages[0], conversation.turns[3]
        put_away = asyncio.create_task(page.close())
        await asyncio.sleep(0)
        assert page.closed
        await conversation.reveal(turn)
        await put_away
        conversation.show(turn.children[0])
        await settled(pilot)
        assert all(one.display for one in page.turns)
        assert "› number 3?" in "\n".join(screen_of(pilot))


async def test_a_session_is_chosen_from_a_list_and_left_with_escape() -> None:
    save(asked("which [b]arm[/b]?"), NOT_FOUND)
    save(asked("second?"))
    bot = scripted(asked("third?"))
    async with chatting(bot, session="new") as pilot:
        await ask(pilot, "third?")
        picker = await resuming(pilot)
        assert [(one.session, one.title) for one in picker.entries] == [
            (3, "third?"),
            (2, "second?"),
            (1, "which [b]arm[/b]?"),
        ]
        assert "session 1 · 2 questions · " in picker.entries[2].about
        assert "which [b]arm[/b]?" in "\n".join(screen_of(pilot))
        await pilot.press("escape")
        assert pilot.app.screen is the_app(pilot).chat
        assert questions(pilot) == ["third?"]
        await resuming(pilot)
        await pilot.press("down", "down", "enter")
        await settled(pilot)
        assert questions(pilot) == ["which [b]arm[/b]?", NOT_FOUND.answer.question]
        await ask(pilot, "again?")
    assert len(saved(1)) == 3


async def test_past_questions_and_answers_are_searched_while_one_types() -> None:
    save(*(asked(f"filler {number}?", SEVERAL) for number in range(12)))
    save(asked("one?"), asked("price of unobtainium?", NOT_FOUND))
    async with chatting(scripted(ONE), size=SMALL, session="new") as pilot:
        picker = await resuming(pilot, *"unobta")
        (found,) = picker.entries
        assert (found.session, found.number) == (2, 2)
        await pilot.press(*["backspace"] * 6, *"filler 3")
        await settled(pilot)
        assert picker.entries[0].number == 4
        assert picker.entries[0].said == "The median was 13.93 months."
        await pilot.press("enter")
        await settled(pilot)
        assert len(questions(pilot)) == 12
        assert "› filler 3?" in "\n".join(screen_of(pilot)[:3])
        picker = await resuming(pilot, *"xylophone")
        assert picker.entries == []
        assert "No saved question or answer has these words." in "\n".join(screen_of(pilot))
        await pilot.press("enter")
        assert pilot.app.screen is picker


async def test_where_nothing_is_saved_the_list_says_so() -> None:
    async with chatting(scripted(ONE), session="new") as pilot:
        await resuming(pilot)
        assert "No conversation is saved yet." in "\n".join(screen_of(pilot))
        await pilot.press("enter", "escape")
        assert pilot.app.screen is the_app(pilot).chat
    assert not sessions_file().parent.exists()


async def test_an_answer_is_marked_and_the_mark_shown_kept_and_taken_back() -> None:
    save(asked("one?"), asked("two?", SEVERAL))
    async with chatting(scripted(asked("three?")), session="last") as pilot:
        chat = the_app(pilot).chat
        first, second = chat.conversation.turns
        await pilot.press("tab", "plus")
        await settled(pilot)
        assert "0.07 s · marked good" in text_of(*second.children)
        await pilot.press("p", "minus")
        await settled(pilot)
        assert "0.07 s · marked bad" in text_of(*first.children)
        assert saved(1) == [("one?", "bad"), ("two?", "good")]
        await pilot.press("minus")
        await settled(pilot)
        assert "marked" not in text_of(*first.children)
        await ask(pilot, "three?")
        await pilot.press("tab", "plus", "plus", "minus")
        await settled(pilot)
    assert saved(1) == [("one?", ""), ("two?", "good"), ("three?", "bad")]
    async with chatting(scripted(ONE), session="1") as pilot:
        shown = text_of(*the_app(pilot).chat.conversation.turns[1].children)
        assert "0.07 s · marked good" in shown


@pytest.mark.parametrize("columns", range(56, 68, 3))
async def test_a_mark_is_seen_at_any_width(columns: int) -> None:
    save(NOT_FOUND)
    async with chatting(scripted(ONE), size=(columns, 40), session="last") as pilot:
        await pilot.press("tab", "minus")
        await settled(pilot)
        assert "marked bad" in " ".join(" ".join(screen_of(pilot)).split())


async def test_two_programs_go_on_with_one_session_and_mark_their_own_answers() -> None:
    save(asked("one?"))
    async with chatting(scripted(asked("two?"), asked("four?")), session="1") as pilot:
        await ask(pilot, "two?")
        save(asked("three?"), session=1)
        assert (await ask(pilot, "four?")).kept == (1, 4)
        await pilot.press("tab", "minus")
        await settled(pilot)
    assert saved(1) == [("one?", ""), ("two?", ""), ("three?", ""), ("four?", "bad")]


async def test_without_history_there_is_no_trace_and_no_action_for_it() -> None:
    async with chatting(scripted(ONE), question="median") as pilot:
        assert the_app(pilot).chat.conversation.turns[0].state is TurnState.DONE
        await pilot.press("tab", "plus", "ctrl+r")
        await settled(pilot)
        assert pilot.app.screen is the_app(pilot).chat
        assert "marked" not in text_of(*the_app(pilot).chat.conversation.turns[0].children)
        assert not {"Mark the answer good, or unmark it", "Go on with a saved one"} & offered(pilot)
        assert "Write the conversation to a file" in offered(pilot)
    assert not sessions_file().parent.exists()


async def test_marks_and_sessions_are_in_palette_and_footer() -> None:
    async with chatting(scripted(ONE), session="new") as pilot:
        assert "^r Resume" in screen_of(pilot)[-1]
        assert "Mark the answer good, or unmark it" not in offered(pilot)
        await ask(pilot, "median")
        await pilot.press("tab")
        await pilot.pause()
        assert "+ Good  - Bad" in screen_of(pilot)[-1]
        await pilot.press("i", *"1+2-3")
        await pilot.pause()
        assert "Good" not in screen_of(pilot)[-1]
        assert the_app(pilot).chat.question.text == "1+2-3"
        assert the_app(pilot).chat.conversation.turns[0].mark == ""
        assert {
            "Mark the answer good, or unmark it", "Mark the answer bad, or unmark it",
            "Go on with a saved one", "Write the conversation to a file",
        } <= offered(pilot)  # fmt: skip


def newer() -> None:
    with Sessions() as sessions:
        sessions.append(None, ONE)
        sessions._database.query("PRAGMA user_version = 99")


def damaged() -> None:
    sessions_file().parent.mkdir()
    sessions_file().write_bytes(b"no database, but more than a hundred bytes long " * 4)


def unwritable() -> None:
    sessions_file().parent.write_text("a file where the folder should be")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [(newer, "newer qa-bot"), (damaged, "not a database"), (unwritable, "cannot be used")],
)
@pytest.mark.parametrize("session", ["new", "last"])
async def test_sessions_that_cannot_be_used_never_keep_the_chat_from_working(
    spoil: object, said: str, session: str
) -> None:
    spoil()  # type: ignore[operator]
    bot = scripted(asked("one?"), asked("two?"))
    async with chatting(bot, session=session) as pilot:
        assert (await ask(pilot, "one?")).state is TurnState.DONE
        assert (await ask(pilot, "two?")).state is TurnState.DONE
        assert bot.earlier[-1] == ["one?"]
        told = [one for one in notices(pilot) if one.startswith("This conversation is not saved: ")]
        assert len(told) == 1
        assert said in told[0]
        await pilot.press("tab", "plus", "ctrl+r")
        assert pilot.app.screen is the_app(pilot).chat
    if spoil is damaged:
        assert sessions_file().read_bytes().startswith(b"no database")


async def test_a_session_that_is_not_there_is_told_and_another_begun() -> None:
    save(asked("one?"))
    async with chatting(scripted(asked("two?")), session="7") as pilot:
        assert notices(pilot) == ["there is no session '7'. qa-bot sessions list"]
        await ask(pilot, "two?")
    assert saved(2) == [("two?", "")]


async def test_a_session_about_other_documents_is_said_to_be() -> None:
    with Sessions(place="/there") as sessions:
        session = sessions.append(None, asked("one?")).session
    bot = scripted(asked("two?"))
    bot.place = "/here"
    async with chatting(bot, session=str(session)) as pilot:
        assert questions(pilot) == ["one?"]
        said = "This conversation is about other documents: those of /there"
        assert notices(pilot) == [said]
        assert "/there" in (await resuming(pilot)).entries[0].about


async def test_a_session_deleted_meanwhile_is_told_and_the_chat_goes_on() -> None:
    session = save(asked("one?"))
    async with chatting(scripted(asked("two?"), asked("three?")), session="last") as pilot:
        picker = await resuming(pilot)
        with Sessions() as sessions:
            sessions.delete(session)
        await pilot.press("enter")
        await settled(pilot)
        assert pilot.app.screen is not picker
        assert notices(pilot) == ['no session is saved yet. qa-bot ask --session new "..."']
        assert (await ask(pilot, "two?")).state is TurnState.DONE
        assert "This conversation is not saved" in notices(pilot)[-1]
        assert (await ask(pilot, "three?")).state is TurnState.DONE


async def test_the_conversation_is_written_as_markdown(tmp_path: Path) -> None:
    bot = scripted(asked("one?"), asked("two?", NOT_FOUND))
    async with chatting(bot, question="one?") as pilot:
        await ask(pilot, "two?")
        await pilot.press("tab", "w")
        await until(pilot, lambda: bool(notices(pilot)))
        (file,) = tmp_path.glob("qa-bot-*.md")
        assert notices(pilot) == [f"Wrote {file}"]
        text = file.read_text("utf-8")
        assert text.startswith("## 1. one?\n\nThe median was 13.93 months. \\[1\\]\n")
        assert "## 2. two?\n\nNot found in these documents.\n" in text


async def test_a_conversation_that_cannot_be_written_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with chatting(scripted(ONE), question="one?") as pilot:
        folder = tmp_path / "folder"
        folder.mkdir()
        monkeypatch.chdir(folder)
        folder.rmdir()
        await pilot.press("tab", "w")
        await until(pilot, lambda: bool(notices(pilot)))
        assert notices(pilot) == ["Not written to the working folder: No such file or directory"]
