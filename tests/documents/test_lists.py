"""Lists, labels and quoted mail in plain text are told from prose by their lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.config import Config, IndexConfig
from qa_bot.documents.plain import parse
from qa_bot.engine import QABot
from qa_bot.text.markup import unit_form
from tests.exact import assert_exact

POLICY = """\
Household insurance

Not insured are:
a) damage by war and nuclear energy;
b) theft of bicycles at night;
c) damage caused intentionally.

The membership can be suspended for:

- pregnancy
- illness of
  more than 4 weeks
The board decides.
"""
HOTEL = """\
Reservation Bellevue
Hotel: Chalet Bellevue
Check-in: 15:00 to 21:00
Check-out: by 10:00

Reception           040 555 0110
Laboratory\t040 555 7700
Fax (2nd floor)     040 555 0119
"""
MAIL = """\
> On Mon Carla wrote:
>
> The oak worktop is too dear. We would also like the
> drawers to be soft-closing.
>> The pump needs a current of
>> > 5 A.
"""


LEASE = """\
LEASE

2. Rent
The rent is 1,780 francs. It is due
on the first of each month.

Pets
Cats are allowed. Dogs need consent.

It was signed by both.

Anna Meier
Lindenweg 14

The house in which we live
Is old. It leans.
"""


def forms(text: str) -> list[str]:
    found = parse(text, "stem")
    assert_exact(text, found.sections)
    return [unit_form(text, unit) for section in found.sections for unit in section.units]


def test_items_hang_on_their_lead_in_and_end_where_prose_begins() -> None:
    assert forms(POLICY) == [
        "Household insurance",
        "Not insured are:",
        "Not insured are: a) damage by war and nuclear energy;",
        "Not insured are: b) theft of bicycles at night;",
        "Not insured are: c) damage caused intentionally.",
        "The membership can be suspended for:",
        "The membership can be suspended for: pregnancy",
        "The membership can be suspended for: illness of more than 4 weeks",
        "The board decides.",
    ]


def test_lists_stand_in_lists_and_items_have_several_paragraphs() -> None:
    bring = "Bring:\n- for Ida:\n  1. boots\n  2. a torch\n- money\n\n  No more than 20."
    assert forms(f"{bring}\n\nThat is all.") == [
        "Bring:",
        "Bring: for Ida:",
        "Bring: for Ida: 1. boots",
        "Bring: for Ida: 2. a torch",
        "Bring: money",
        "Bring: money — No more than 20.",
        "That is all.",
    ]


def test_a_heading_ends_the_lists_above_it() -> None:
    assert forms("Not insured are:\n\nHail\n====\n\n- glass") == ["Not insured are:", "glass"]


def test_each_of_several_labelled_lines_is_quoted_alone() -> None:
    assert forms(HOTEL) == [
        "Reservation Bellevue",
        "Hotel: Chalet Bellevue",
        "Check-in: 15:00 to 21:00",
        "Check-out: by 10:00",
        "Reception 040 555 0110",
        "Laboratory 040 555 7700",
        "Fax (2nd floor) 040 555 0119",
    ]


def test_labelled_lines_hang_on_the_line_that_they_are_indented_below() -> None:
    text = "Outward  19 Dec\n  Hamburg   07:24\n  Basel     13:55\n\n  Have a good journey."
    assert forms(text) == [
        "Outward 19 Dec",
        "Outward 19 Dec — Hamburg 07:24",
        "Outward 19 Dec — Basel 13:55",
        "Have a good journey.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        # Two lines of wrapped prose with a colon each.
        "The office has moved and is to be found in the north of the town, as we wrote before\n"
        "you came: it is the last of the white houses. The opening hours stayed what they were\n"
        "before: nine to five on every day of the week, and never on a holiday at all.",
        # Verse, whose lines are not filled.
        "And his eyes have all the seeming\nOf a demon's that is dreaming,\n"
        "And the lamp-light o'er him streaming\nThrows his shadow on the floor:\n"
        "And my soul from out that shadow\nShall be lifted: nevermore!",
        # Justified: there are gaps, but no room.
        "The  office  has  moved  and  is to be found in the north of the town, on a hill\n"
        "behind the church,  where it was built long ago;  the  opening  hours  stayed  as\n"
        "they were before, and you can call us at any time of the day if there is a need.",
        "It was well\n- as we thought - done.",
        "It was moved on the\n3. floor of the house.",
    ],
)
def test_prose_and_verse_are_wrapped(text: str) -> None:
    read = forms(text)
    lines = [line.strip() for line in text.split("\n")]
    assert not set(read) & set(lines)
    assert " ".join(read).split() == text.split()


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_the_signs_of_quoted_mail_are_not_read(line_break: str) -> None:
    assert forms(MAIL.replace("\n", line_break)) == [
        "On Mon Carla wrote:",
        "The oak worktop is too dear.",
        "We would also like the drawers to be soft-closing.",
        "The pump needs a current of >> > 5 A.",
    ]


def test_mail_may_be_quoted_without_a_blank_where_that_compares_nothing() -> None:
    text = ">Hello Bob,\n>I will bring it if the level of it\n>is not\n>ULN.\n\nI see.\n"
    assert forms(text) == ["Hello Bob, I will bring it if the level of it is not >ULN.", "I see."]


def test_what_one_mail_says_ends_where_another_does() -> None:
    text = (
        "> We will come by train\nTake a bike with you\n> > From: Carla\n> It rains a\nlot there.\n"
    )
    assert forms(text) == [
        "We will come by train",
        "Take a bike with you",
        "From: Carla",
        "It rains a lot there.",
    ]


LINES = st.sampled_from(
    ["", "Bring:", "- a cup", "  - a pot", "1. one", "2. two", "  and more", "Then we go.", "---",
     "Code: 4815", "Fax   040", "> Hello Bo.", ">> a\tb", "> 5 mg", "•", "- ", "Is it so?"]
)  # fmt: skip


@given(st.lists(LINES).map("\n".join), st.sampled_from(["\n", "\r\n", "\r"]))
def test_spans_are_exact_and_every_word_is_kept(text: str, line_break: str) -> None:
    text = text.replace("\n", line_break)
    found = parse(text, "stem")
    assert_exact(text, found.sections)
    spans = [unit.span for section in found.sections for unit in section.units]
    kept = "".join(span.of(text) for span in spans) + "".join(
        name for section in found.sections for name in section.path
    )
    assert all(word in kept for word in text.split() if any(map(str.isalnum, word)))


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> QABot:
    folder = tmp_path_factory.mktemp("lists")
    (folder / "docs").mkdir()
    for name, text in {"policy": POLICY, "hotel": HOTEL, "mail": MAIL}.items():
        (folder / "docs" / f"{name}.txt").write_text(text, encoding="utf-8")
    index = IndexConfig(folders=(str(folder / "docs"),), path=str(folder / "index"))
    return QABot.open(Config(index=index))


@pytest.mark.parametrize(
    ("question", "said", "quote"),
    [
        (
            "Is theft of bicycles at night insured?",
            "Not insured are: b) theft of bicycles at night;",
            "b) theft of bicycles at night;",
        ),
        ("When do we have to check out?", "Check-out: by 10:00", "Check-out: by 10:00"),
        (
            "What is the phone number of the laboratory?",
            "Laboratory 040 555 7700",
            "Laboratory\t040 555 7700",
        ),
        (
            "What would they like the drawers to be?",
            "We would also like the drawers to be soft-closing.",
            "We would also like the\n> drawers to be soft-closing.",
        ),
    ],
)
def test_a_line_is_answered_with_what_it_says(
    bot: QABot, question: str, said: str, quote: str
) -> None:
    statement = bot.ask(question).answer.statements[0]
    assert statement.text == said
    assert statement.citations[0].quote == quote


def test_a_short_line_above_a_sentence_heads_its_paragraph_alone() -> None:
    long_lines = LEASE.replace("due\n", "due ")
    sections = [(one.path, len(one.units)) for one in parse(long_lines, "lease").sections]
    assert sections == [
        (("lease",), 1),
        (("lease", "2. Rent"), 2),
        (("lease", "Pets"), 2),
        (("lease",), 4),
    ]
    assert "The house in which we live Is old." in forms(long_lines)
