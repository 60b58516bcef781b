"""A quote is found where its document has it today."""

from dataclasses import replace
from pathlib import Path

from qa_bot.records import Answer, Hit, Span
from qa_bot.sessions import Sessions
from qa_bot.sessions.restoring import restore
from qa_bot.tui import prose
from qa_bot.tui.exhibits import Exhibit, exhibits_of
from qa_bot.tui.protocol import FileState, IndexedText
from tests.replies import HITS, NOT_FOUND, ONE, SENTENCE, SEVERAL, TEXT
from tests.tui.driving import chatting, scripted, text_of, the_app

QUOTED = exhibits_of(ONE.answer)[0]
SHA256 = SENTENCE.sha256
UNSAVED = Exhibit("≈1", replace(SENTENCE, text="", units=()), SENTENCE.span, 3)


def highlighted(exhibit: Exhibit, text: str) -> list[str]:
    return [span.of(text) for span in exhibit.highlights]


def test_where_it_stood_it_is_left() -> None:
    assert QUOTED.found_in(TEXT, SHA256) is QUOTED
    assert QUOTED.found_in(f"{TEXT}{QUOTED.quote}", "b" * 64) is QUOTED


def test_one_that_moved_is_found_nearest_to_where_it_stood() -> None:
    for text in (f"{'x' * 20}\n{TEXT}{QUOTED.quote}", TEXT.removeprefix("# Trial\n\n")):
        found = QUOTED.found_in(text, SHA256)
        assert found is not None
        assert found.span.of(text) == found.quote == QUOTED.quote
        assert highlighted(found, text) == ["13.93 months"]
        assert found.span.start == text.index(QUOTED.quote)
        assert found.line == text.count("\n", 0, found.span.start) + 1


def test_one_that_is_gone_can_be_shown_alone() -> None:
    assert QUOTED.found_in(TEXT.replace("13.93", "13.94"), SHA256) is None
    assert QUOTED.found_in("", SHA256) is None
    assert QUOTED.alone.span == Span(0, len(QUOTED.quote))
    assert highlighted(QUOTED.alone, QUOTED.quote) == ["13.93 months"]


def test_one_whose_words_were_not_saved_is_where_it_was_in_the_same_file() -> None:
    assert UNSAVED.found_in(TEXT, SHA256) is UNSAVED
    assert UNSAVED.found_in(TEXT, "b" * 64) is None
    unknown = replace(UNSAVED, passage=replace(UNSAVED.passage, sha256=""))
    assert unknown.found_in(TEXT, SHA256) is None
    assert prose.card(UNSAVED).plain == "≈1 notes/trial.md:3 · Trial"
    assert prose.quotation(UNSAVED) == "notes/trial.md:3 · Trial"


def test_a_quote_knows_the_passage_that_holds_it() -> None:
    wider = Hit(replace(SENTENCE, span=Span(0, 80), text=TEXT[:80]), 0.5)
    for hits, expected in (((HITS[1], wider), wider), (HITS[1:2], None), ((wider, *HITS), HITS[0])):
        answer = replace(ONE.answer, hits=hits)
        assert [one.hit for one in exhibits_of(answer)] == [expected]
    nothing = Answer("q", "q", (), 0.1, hits=(wider,))
    assert [one.quote for one in exhibits_of(nothing)] == [TEXT[:80]]


async def test_the_evidence_shows_a_quote_where_it_is_today_or_alone() -> None:
    bot = scripted(SEVERAL)
    async with chatting(bot, question="median") as pilot:
        chat = the_app(pilot).chat
        pane = chat.desk.evidence
        bot.texts = {"notes/trial.md": f"New.\n\n{TEXT}"}
        await pilot.press("tab", "down", "up")
        await pilot.pause()
        assert text_of(pane._place).startswith("[1] notes/trial.md:5")
        assert [line.number for line in pane.document._window.lines if line.quoted] == [5]
        bot.texts = {"notes/trial.md": "# All is new\n"}
        await pilot.press("down")
        await pilot.pause()
        assert text_of(pane._place).startswith("[2] notes/trial.md:9")
        assert text_of(pane._notice).startswith("The document no longer says this")
        assert [line.content.plain for line in pane.document._window.lines] == [
            "| first | 1.3 mg/m2 |"
        ]


async def test_nearest_passages_that_were_saved_are_shown_in_the_file_that_was_read() -> None:
    with Sessions() as sessions:
        sessions.append(None, NOT_FOUND)
        (saved,) = sessions.turns(1)
    (nearest, *_) = exhibits_of(restore(saved).answer)
    async with chatting(scripted(ONE)) as pilot:
        pane = the_app(pilot).chat.desk.evidence
        for sha256, quoted, notice in ((SHA256, [3], ""), ("b" * 64, [], "The document may have")):
            shown = IndexedText("notes/trial.md", TEXT, sha256, Path("trial.md"), FileState.SAME)
            pane.show(nearest, shown)
            await pilot.pause()
            assert [line.number for line in pane.document._window.lines if line.quoted] == quoted
            assert text_of(pane._notice).startswith(notice)
            assert pane._notice.display is bool(notice)
