"""What was asked last is asked of another thing, in its words."""

from hypothesis import given
from hypothesis import strategies as st

from qa_bot.conversation import Turn
from qa_bot.conversation.replacing import (
    MOST_REPLACED,
    Certainty,
    pointed_at,
    put_in_place,
    replacements,
)
from qa_bot.glossary import Glossary
from qa_bot.glossary.abbreviations import Abbreviation
from qa_bot.question.understanding import LONGEST_QUESTION
from tests.conversation.words import Words

GLOSSARY = Glossary(
    [
        (Abbreviation("PFS", "progression-free survival"), 9),
        (Abbreviation("AGM", "Annual General Meeting"), 3),
        (Abbreviation("SVd", "selinexor, bortezomib and dexamethasone"), 3),
        (Abbreviation("Sd", "selinexor and dexamethasone"), 3),
    ]
)
KETTLE = "how much does the kettle cost"


def turn(question: str, *statements: str, standalone: str = "") -> Turn:
    return Turn(question, standalone or question, statements)


def asked(question: str, *earlier: Turn, rare: str = "") -> list[str]:
    found = replacements(question, earlier, Words(GLOSSARY, {rare: 0.9}))
    return [one.resolution.standalone for one in found]


def test_a_name_takes_the_place_of_any_other_of_its_kind() -> None:
    assert asked("and in STORM?", turn("what was the PFS in BOSTON?")) == [
        "what was the PFS in STORM?"
    ]
    # Whether for the firm or for the country the documents tell.
    assert asked("and France?", turn("what did ACME sell in Spain in 2021?")) == [
        "what did France sell in Spain in 2021?",
        "what did ACME sell in France in 2021?",
    ]
    assert asked("and in 2022?", turn("what did ACME sell in 2021?")) == [
        "what did ACME sell in 2022?"
    ]
    assert asked("and Sentry?", turn("What is Queenbee?")) == ["What is Sentry?"]


def test_names_that_stand_side_by_side_are_one() -> None:
    officer = turn("Who is the Chief Financial Officer?")
    assert asked("and the Chief Executive Officer?", officer) == [
        "Who is the Chief Executive Officer?"
    ]
    assert asked("and the Secretary?", officer) == ["Who is the Secretary?"]


def test_a_name_takes_the_place_of_an_ordinary_word_where_there_is_no_other() -> None:
    assert asked("and the Audit Meeting?", turn("When is the Annual General Meeting?")) == [
        "When is the Audit Meeting?"
    ]


def test_a_number_takes_the_place_of_another_of_its_kind() -> None:
    feats = turn("How many feats can a level 9 wizard have?")
    assert asked("and level 8?", feats) == ["How many feats can a level 8 wizard have?"]
    manager = turn("Who is the manager of Python 3.8?")
    assert asked("what about Python 3.12?", manager)[0] == "Who is the manager of Python 3.12?"


def test_the_rarest_word_is_replaced_first() -> None:
    assert asked("and the fridge?", turn(KETTLE), rare="cost") == [
        "how much does the kettle fridge",
        "how much does the fridge cost",
    ]


def test_what_stands_behind_the_same_preposition_is_replaced_first() -> None:
    before = turn("default timeout of the pantry in seconds")
    assert asked("of the cellar?", before)[0] == "default timeout of the cellar in seconds"
    assert asked("And in hours?", before)[0] == "default timeout of the pantry in hours"
    assert (
        asked("the cellar?", before, rare="timeout")[0] == "default cellar of the pantry in seconds"
    )


def test_what_begins_with_a_preposition_takes_the_place_of_what_stands_behind_one() -> None:
    before = turn("how large are rooms in old houses of the town?")
    assert asked("in new ones?", before) == [
        "how large are rooms in new ones of the town?",
        "how large are rooms in old houses of the new ones?",
    ]
    assert not asked("after a flood?", turn("which rooms are dry?"))


def test_a_measure_takes_the_place_of_a_measure() -> None:
    assert asked("and the price?", turn("what is the weight of the boat?")) == [
        "what is the price of the boat?"
    ]
    assert asked("and OS?", turn("what was the PFS in BOSTON?")) == ["what was the OS in BOSTON?"]
    assert len(asked("and the price?", turn("who built the boat?"))) > 1


def test_what_has_a_capital_takes_the_place_of_what_has_one() -> None:
    dose = turn("first reduction, with SVd?")
    assert asked("and Sd?", dose, rare="reduct")[0] == "first reduction, with Sd?"


def test_another_thing_takes_the_place_of_all_that_was_lent() -> None:
    lent = turn("for how long at most?", standalone="for how long at most? (mince freezer)")
    assert asked("what about soup?", lent)[0] == "for how long at most? (soup)"
    # An ordinary word does not where a name was.
    named = turn("for how long?", standalone="for how long? (frozen ACME)")
    assert asked("what about soup?", named) == ["for how long? (soup ACME)"]
    assert "for how long? (Bolt)" in asked("what about Bolt?", named)


def test_what_is_wanted_is_replaced_last() -> None:
    baked = turn("at what temperature is the strudel baked?")
    assert asked("and the meatloaf?", baked, rare="temperatur")[-1] == (
        "at what meatloaf is the strudel baked?"
    )


def test_a_word_takes_the_place_of_a_name_only_in_small_letters_and_it_is_told() -> None:
    typed = turn("how many patients did BOSTON treat?")
    assert all("BOSTON" in one for one in asked("and storm?", typed))
    small = turn("how many patients did boston treat?", "In BOSTON 402 were treated.")
    of_name = {
        one.resolution.standalone: one.of_name
        for one in replacements("and storm?", [small], Words())
    }
    assert of_name.pop("how many patients did storm treat?")
    assert of_name
    assert not any(of_name.values())
    assert not any(one.of_name for one in replacements("and STORM?", [small], Words()))


def test_what_was_asked_about_takes_the_place_of_a_pronoun() -> None:
    def pointed(question: str, before: str) -> list[str]:
        found = pointed_at(question, [turn(before)], Words())
        return [one.resolution.named for one in found]

    assert pointed("when was it built?", "which crew rows the boat in 2021?") == [
        "when was boat built?",
        "when was rows built?",
        "when was crew built?",
    ]
    # An answer that names another one would be worse than none.
    assert pointed("when was it built?", "which crew rows Old Marlin?") == [
        "when was Old Marlin built?",
        "when was rows built? (Old Marlin)",
        "when was crew built? (Old Marlin)",
    ]
    assert not pointed("what is its weight?", "which crew rows the boat?")


def test_what_is_asked_instead_is_told_from_what_may_be_asked_besides() -> None:
    def instead(question: str, before: str) -> list[bool]:
        found = replacements(question, [turn(before)], Words(GLOSSARY))
        return [one.certainty is Certainty.SURE for one in found]

    assert instead("and OS?", "what was the PFS in BOSTON?") == [True]
    assert instead("and in STORM?", "what was the PFS in BOSTON?") == [True]
    assert instead("with Ondans?", "what was the PFS in BOSTON?") == [False]
    assert not any(instead("and the fridge?", KETTLE))


def test_what_was_kept_is_told() -> None:
    (found,) = replacements("STORM?", [turn("the dose in BOSTON in 2021?")], Words(GLOSSARY))
    assert found.resolution.named == found.resolution.standalone == "the dose in STORM in 2021?"
    assert [one.words for one in found.kept] == ["dose", "2021"]
    assert [(one.words, one.is_name) for one in found.resolution.added] == [
        ("dose", False),
        ("2021", True),
    ]
    assert found.certainty is Certainty.LIKELY
    assert all(
        one.certainty is Certainty.POSSIBLE
        for one in replacements("and men?", [turn(KETTLE)], Words())
    )


def test_a_place_is_taken_only_where_it_is_found_and_the_question_gets_not_too_long() -> None:
    own, boston = (Words().concepts_in(word) for word in ("STORM", "BOSTON"))

    def put(before: str) -> str:
        return put_in_place(own, "STORM?", before, (*boston,))

    assert put("the PFS in BOSTON?") == "the PFS in STORM?"
    assert not put("the PFS in BOSTONIA?")
    assert not put("BOSTON" + " PFS" * (LONGEST_QUESTION // 4))


def test_words_have_the_place_in_what_was_understood_not_in_what_was_typed() -> None:
    before = turn("and the fridge?", standalone="and the fridge? (cost)")
    assert "and the oven? (cost)" in asked("an oven?", turn(KETTLE), before)


WORDS = ["kettle", "fridge", "cost", "battery", "weight", "BOSTON", "STORM", "guarantee", "2022"]


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6, unique=True),
    st.sampled_from(["oven", "weight", "large oven"]),
)
def test_each_way_leaves_one_ordinary_word_out_and_few_are_asked(
    words: list[str], own: str
) -> None:
    names = [one for one in words if not one.islower()]
    found = asked(f"and the {own}?", turn(f"the {' '.join(words)}?"))
    assert len(found) <= MOST_REPLACED
    assert len({*found}) == len(found)
    for one in found:
        said = one.removeprefix("the ").removesuffix("?").split()
        assert own in one
        assert {*names} <= {*said} <= {*words, *own.split()}
        assert len({*words} - {*said}) == 1
