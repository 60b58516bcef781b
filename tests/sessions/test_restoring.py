"""Saved answers become records again."""

from dataclasses import replace

import pytest

from qa_bot.errors import SessionError
from qa_bot.render import as_text
from qa_bot.render.data import as_data
from qa_bot.replies import Reply
from qa_bot.sessions import Sessions
from qa_bot.sessions.restoring import restore
from tests.replies import ONE, REPLIES


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_a_restored_answer_says_what_the_saved_one_said(reply: Reply) -> None:
    with Sessions() as sessions:
        (saved,) = sessions.turns(sessions.append(None, reply).session)
    again = restore(saved)
    assert as_data(again) == as_data(reply) == saved.answer
    assert [one.quote for one in again.answer.citations] == [
        one.quote for one in reply.answer.citations
    ]
    assert again.turn == reply.turn
    if reply.answer.statements:
        assert as_text(again) == as_text(reply)


def test_hits_that_were_saved_without_a_hash_are_restored_without_one() -> None:
    with Sessions() as sessions:
        (saved,) = sessions.turns(sessions.append(None, ONE).session)
    assert [hit.passage.sha256 for hit in restore(saved).answer.hits] == [
        hit.passage.sha256 for hit in ONE.answer.hits
    ]
    for hit in saved.answer["hits"]:
        del hit["sha256"]
    assert {hit.passage.sha256 for hit in restore(saved).answer.hits} == {""}


def test_what_is_no_answer_is_told_with_its_place() -> None:
    with Sessions() as sessions:
        (saved,) = sessions.turns(sessions.append(None, ONE).session)
    no_statement = {**saved.answer, "statements": []}
    for answer in ({}, {"citations": [{}]}, {**saved.answer, "hits": 3}, no_statement):
        with pytest.raises(SessionError, match="question 1 of session 1 is damaged") as raised:
            restore(replace(saved, answer=answer))
        assert raised.value.hint == "qa-bot sessions delete 1"
