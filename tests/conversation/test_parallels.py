"""What another question puts another thing in the place of: told by their words alone."""

from functools import partial

import pytest

from qa_bot.conversation.parallels import displaced
from qa_bot.glossary import Glossary
from qa_bot.question.understanding import concepts_in


@pytest.mark.parametrize(
    ("earlier", "question", "gone"),
    [
        ("how much does the lamp weigh", "How much does the boat weigh?", ["lamp"]),
        ("when does the office open?", "when does the library open?", ["office"]),
        ("who is the mayor of Arlon", "who is the mayor of Namur?", ["Arlon"]),
        ("how long does the wool program take", "how long does the silk program take", ["wool"]),
        # What no document knows may be a name in small letters.
        ("who is the mayor of Arlon", "who is the mayor of unobtainium", ["Arlon"]),
        # A word takes no name's place: it goes on about BOSTON.
        ("what was the response in BOSTON?", "what was the response in women?", []),
        # Another number of things, or another question altogether.
        ("how much is parking per hour?", "how much is coffee?", []),
        ("how much does the lamp weigh", "why is the boat blue?", []),
        ("how much does the lamp weigh", "and the boat?", []),
        ("how much does the lamp weigh", "how much does the lamp cost", ["weigh"]),
        ("", "how much does the lamp weigh", []),
        ("the lamp", "a boat", []),
    ],
)
def test_one_thing_takes_the_place_of_one_of_its_kind(
    earlier: str, question: str, gone: list[str]
) -> None:
    named = partial(concepts_in, glossary=Glossary([]))
    found = displaced(question, earlier, named, lambda one: float(one.words != "unobtainium"))
    assert [one.words for one in found] == gone
