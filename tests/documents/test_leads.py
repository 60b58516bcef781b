"""What a sentence hangs on is read, found and shown with it."""

from pathlib import Path

import docx
import pytest

from qa_bot.answering.units import opened, quotable
from qa_bot.config import Config, DocumentsConfig, IndexConfig
from qa_bot.documents import load, scan
from qa_bot.documents.formats import SUFFIXES
from qa_bot.documents.leads import LONGEST
from qa_bot.documents.passages import split
from qa_bot.engine import QABot
from qa_bot.records import Document, Hit
from qa_bot.text.markup import passage_form, read_quote, unit_form

ROLES = """# Roles

Managers are not responsible for:

- Ordering laptops.
- Booking rooms. The front desk does that.

Tech leads are responsible for:

1. Reviewing pull requests before they are shipped.
2. Giving input to annual reviews.

A lead has a team.

# Receipts

You must keep receipts for:

* lodging
* rental cars
* expenses over $75

Refunds are not given for:

- opened software
- gift cards

# Servers

- Staging
    - The timeout is 60 seconds.
- Production
    - The timeout is 90 seconds.

To install the tool on Ubuntu, run:

```
sudo apt install tool
```

# Questions

How long is the warranty?

Two years from the day of purchase. It begins then.

Q: How do I pay? A: By card only.
"""
TOOLS = (
    "We do not allow any projects that are designed for, encourage, promote, support or suggest in"
    " any way the use of language models or any other tools for the creation of:"
)
POLICY = """# Policy

We do not allow any projects that are designed for, encourage, promote, support or suggest in any
way the use of language models or any other tools for the creation of:

- identity documents
- voice clones of private persons

To be paid, a claim must

- come from a member
- name its cost centre

### Paid leave is not appropriate for:

* Medical appointments.
"""
THINGS = ("cup", "bowl", "plate", "glass", "knife", "fork", "spoon", "pan", "pot", "lid")
PAGE = """<h1>Roles</h1><p>Managers are not responsible for:</p><ul><li>Ordering laptops.</li>
<li>Rooms<ol><li>booking them</li></ol></li></ul><p>They have a team.</p>
<dl><dt>Lead</dt><dd>Reviews pull requests.</dd></dl><p>To start, run:</p><pre>start now</pre>"""


def forms(name: str, text: str, folder: Path) -> list[str]:
    """Load a document and read its units."""
    (folder / name).write_text(text, encoding="utf-8")
    (file,) = scan(folder, SUFFIXES).files
    document = load(file)
    return [
        unit_form(document.text, unit, in_markdown=name.endswith(".md"))
        for section in document.sections
        for unit in section.units
    ]


def test_items_code_and_replies_hang_on_what_leads_into_them(tmp_path: Path) -> None:
    assert forms("roles.md", ROLES, tmp_path) == [
        "Managers are not responsible for:",
        "Managers are not responsible for: Ordering laptops.",
        "Managers are not responsible for: Booking rooms.",
        "The front desk does that.",
        "Tech leads are responsible for:",
        "Tech leads are responsible for: Reviewing pull requests before they are shipped.",
        "Tech leads are responsible for: Giving input to annual reviews.",
        "A lead has a team.",
        "You must keep receipts for:",
        "You must keep receipts for: lodging",
        "You must keep receipts for: rental cars",
        "You must keep receipts for: expenses over $75",
        "Refunds are not given for:",
        "Refunds are not given for: opened software",
        "Refunds are not given for: gift cards",
        "Staging",
        "Staging — The timeout is 60 seconds.",
        "Production",
        "Production — The timeout is 90 seconds.",
        "To install the tool on Ubuntu, run:",
        "To install the tool on Ubuntu, run: sudo apt install tool",
        "How long is the warranty?",
        "How long is the warranty? Two years from the day of purchase.",
        "It begins then.",
        "Q: How do I pay?",
        "Q: How do I pay? A: By card only.",
    ]


def test_items_and_code_of_a_web_page_hang_on_what_leads_into_them(tmp_path: Path) -> None:
    assert forms("roles.html", PAGE, tmp_path) == [
        "Managers are not responsible for:",
        "Managers are not responsible for: Ordering laptops.",
        "Managers are not responsible for: Rooms",
        "Managers are not responsible for: Rooms — booking them",
        "They have a team.",
        "Lead",
        "Lead — Reviews pull requests.",
        "To start, run:",
        "To start, run: start now",
    ]


def test_items_of_a_word_document_hang_on_their_lead_in(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("Managers are not responsible for:")
    word.add_paragraph("Ordering laptops.", style="List Bullet")
    word.add_paragraph("They have a team.")
    word.save(str(tmp_path / "roles.docx"))
    (file,) = scan(tmp_path, SUFFIXES).files
    units = [unit for section in load(file).sections for unit in section.units]
    assert [unit.lead for unit in units] == ["", "Managers are not responsible for:", ""]


def test_a_heading_or_a_table_stands_between(tmp_path: Path) -> None:
    text = "It is:\n\n# Other\n\n- red\n\nIt has:\n\n| a | b |\n|---|---|\n| c | d |\n\n- blue\n"
    assert forms("a.md", text, tmp_path) == ["It is:", "red", "It has:", "c — b: d", "blue"]


def test_lead_ins_are_long_or_without_colon_or_a_heading(tmp_path: Path) -> None:
    assert forms("policy.md", POLICY, tmp_path) == [
        TOOLS,
        f"{TOOLS} identity documents",
        f"{TOOLS} voice clones of private persons",
        "To be paid, a claim must",
        "To be paid, a claim must — come from a member",
        "To be paid, a claim must — name its cost centre",
        "Paid leave is not appropriate for: Medical appointments.",
    ]


def test_what_is_no_sentence_leads_into_the_list_below_it(tmp_path: Path) -> None:
    text = (
        "To count, a request must\n\n- be signed\n\nIt is signed.\n\n- By hand.\n\n"
        "(We ask twice.)\n\n- Then we act.\n\nOur offices\n\n- Bonn\n\n"
        "We are at these places\n\n```\nBonn\n```\n"
    )
    assert forms("a.md", text, tmp_path) == [
        "To count, a request must",
        "To count, a request must — be signed",
        "It is signed.",
        "By hand.",
        "(We ask twice.)",
        "Then we act.",
        "Our offices",
        "Bonn",
        "We are at these places",
        "Bonn",
    ]


def test_a_heading_that_ends_with_a_colon_leads_into_its_list(tmp_path: Path) -> None:
    items = "- It is red.\n\nText.\n\n- It is blue.\n"
    read = ["Not for: It is red.", "Text.", "It is blue."]
    for heading in ["# Not for:", "**Not for:**", "**Not for**:"]:
        assert forms("a.md", f"{heading}\n\n{items}", tmp_path) == read
    (tmp_path / "a.md").unlink()
    page = "<h1>Not for:</h1><ul><li>It is red.</li></ul><p>Text.</p><ul><li>It is blue.</li></ul>"
    assert forms("a.html", page, tmp_path) == read


def test_what_says_much_by_itself_leads_into_nothing(tmp_path: Path) -> None:
    for length, lead in [(LONGEST, True), (LONGEST + 1, False)]:
        said = "x" * (length - 1) + ":"
        assert forms("a.md", f"{said}\n\n- red", tmp_path)[1] == (f"{said} red" if lead else "red")


def test_a_lead_in_goes_where_its_list_begins_and_is_said_once(tmp_path: Path) -> None:
    filler = " ".join(f"Sentence {number} says nothing much of use." for number in range(11))
    items = "- what you paid for lodging in another town\n- what a car cost"
    (tmp_path / "a.md").write_text(f"{filler}\n\nYou must keep:\n\n{items}\n")
    (file,) = scan(tmp_path, SUFFIXES).files
    document: Document = load(file)
    *_, before, last = split(document, lambda texts: [10 * len(one.split()) // 7 for one in texts])
    assert before.text.endswith("use.")
    assert read_quote(last, last.span).text == (
        "You must keep: what you paid for lodging in another town; what a car cost"
    )


def test_a_list_goes_on_in_another_passage(tmp_path: Path) -> None:
    items = "".join(f"- to wash the {one} by hand before it is put away\n" for one in THINGS)
    (tmp_path / "a.md").write_text(f"A guest has:\n\n{items}")
    (file,) = scan(tmp_path, SUFFIXES).files
    passages = list(split(load(file), lambda texts: [10 * len(one.split()) // 7 for one in texts]))
    read = [opened(Hit(one, 0.5)) for one in passages]
    lists = [[one.text for one in quotable(hit) if "; " in one.text] for hit in read]
    assert len(passages) > 1
    for passage, (whole,) in zip(passages, lists, strict=True):
        assert whole == read_quote(passage, passage.span).text
        assert whole.startswith("A guest has: to wash the ")


TERMS = {
    "a.html": "<dl><dt>E4</dt><dd>Water in the tray. Close the tap.</dd></dl>",
    "a.rst": "E4\n    Water in the tray. Close the tap.\n",
    "a.md": "- E4\n    - Water in the tray. Close the tap.\n",
}


@pytest.mark.parametrize("name", TERMS)
def test_every_sentence_of_a_definition_is_read_with_its_term(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(TERMS[name])
    (file,) = scan(tmp_path, SUFFIXES).files
    document = load(file)
    (section,) = document.sections
    in_markdown = name.endswith(".md")
    assert [unit_form(document.text, one, in_markdown=in_markdown) for one in section.units] == [
        "E4", "E4 — Water in the tray.", "E4 — Close the tap.",
    ]  # fmt: skip


def test_a_list_ends_with_the_last_sentence_of_its_last_item(tmp_path: Path) -> None:
    said = (
        "There are two types:\n\n- System users: made by services. The range is 100 to 999.\n"
        "- Regular users: the rest. Their range starts\n  at 1000. It has no end."
    )
    (tmp_path / "a.md").write_text(f"{said}\n\nOf either there are many.\n")
    (file,) = scan(tmp_path, SUFFIXES).files
    (passage,) = split(load(file), lambda texts: [len(one.split()) for one in texts])
    hit = opened(Hit(passage, 0.5))
    quotes = [one.unit.span.of(passage.text, passage.span.start) for one in quotable(hit)]
    assert said in quotes
    assert not any("It has no end.\n" in one for one in quotes)


NUMBERED = """1. Funds cannot be used to purchase:
   1. Gasoline;
   1. Gift cards; and
   1. Alcohol. That is for each to pay,
      or for none.
1. Funds may be used for one event each term. It has to be open to all.
"""


def test_a_list_in_a_list_ends_where_the_outer_one_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(NUMBERED, encoding="utf-8")
    (file,) = scan(tmp_path, SUFFIXES).files
    (passage,) = split(load(file), lambda texts: [len(one.split()) for one in texts])
    hit = opened(Hit(passage, 0.5))
    whole = next(quotable(hit))
    assert whole.text == (
        "Funds cannot be used to purchase: Gasoline; Gift cards; and Alcohol."
        " That is for each to pay, or for none."
    )
    assert read_quote(passage, whole.unit.span).text == whole.text


def test_an_item_of_two_sentences_is_not_said_again_before_those_below_it(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "- Proposal\n  - Ann likes it\n  - Ben finds it hard. Some may do\n    - Cy does not\n"
        "- It is new. It is red\n  - Dan did it\n"
    )
    (file,) = scan(tmp_path, SUFFIXES).files
    (passage,) = split(load(file), lambda texts: [len(one.split()) for one in texts])
    assert passage_form(passage) == (
        "Proposal Ann likes it Ben finds it hard. Some may do Cy does not"
        " It is new. It is red Dan did it"
    )


def test_all_that_is_said_of_a_field_is_said_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.rst").write_text(
        ":param wait: Seconds to wait. None is for ever. It holds for each.\n\n"
        "   Below zero it fails.\n:raises Late: Never.\n"
    )
    (file,) = scan(tmp_path, SUFFIXES).files
    document = load(file)
    assert [unit_form(document.text, unit) for unit in document.sections[0].units] == [
        "param wait: Seconds to wait.",
        "param wait: None is for ever.",
        "param wait: It holds for each.",
        "param wait: Below zero it fails.",
        "raises Late: Never.",
    ]
    (passage,) = split(document, lambda texts: [len(one.split()) for one in texts])
    assert passage_form(passage) == (
        "param wait: Seconds to wait. None is for ever. It holds for each. Below zero it fails."
        " raises Late: Never."
    )


def test_nothing_need_stand_between_the_sentences_of_a_list(tmp_path: Path) -> None:
    said = "営業時間:\n\n- 平日は9時からです。\n- 日曜日は休みです。祝日も休みです。\n"
    (tmp_path / "a.md").write_text(said, encoding="utf-8")
    (file,) = scan(tmp_path, SUFFIXES).files
    (passage,) = split(load(file), lambda texts: [len(one.split()) for one in texts])
    hit = opened(Hit(passage, 0.5))
    assert next(quotable(hit)).text.endswith("日曜日は休みです。 祝日も休みです。")


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> QABot:
    folder = tmp_path_factory.mktemp("leads")
    (folder / "docs").mkdir()
    (folder / "docs" / "roles.md").write_text(ROLES, encoding="utf-8")
    (folder / "docs" / "policy.md").write_text(POLICY, encoding="utf-8")
    index = IndexConfig(folders=(str(folder / "docs"),), path=str(folder / "index"))
    return QABot.open(Config(index=index))


@pytest.mark.parametrize(
    ("question", "said", "quoted"),
    [
        # An item alone would say the contrary.
        (
            "Are managers responsible for ordering laptops?",
            "Managers are not responsible",
            "laptops",
        ),
        ("Who gives input to annual reviews?", "Tech leads are responsible", "Giving input"),
        # A list is answered with the list, and a lead-in is never alone.
        ("What must I keep receipts for?", "lodging; rental cars; expenses over $75", "lodging"),
        ("What is not refunded?", "not given for: opened software; gift cards", "opened software"),
        ("Are voice clones of private persons allowed?", "We do not allow", "voice clones"),
        (
            "What must a claim do to be paid?",
            "must — come from a member; name its cost centre",
            "name its cost centre",
        ),
        (
            "Can paid leave be used for medical appointments?",
            "is not appropriate for: Medical",
            "Medical appointments.",
        ),
        ("gift cards refund?", "not given for: gift cards", "gift cards"),
        (
            "What is the timeout in production?",
            "Production — The timeout is 90",
            "The timeout is 90",
        ),
        ("How do I install the tool on Ubuntu?", "run: sudo apt install tool", "sudo apt install"),
        ("How long is the warranty?", "How long is the warranty? Two years", "Two years"),
    ],
)
def test_an_answer_is_shown_with_what_leads_into_it(
    bot: QABot, question: str, said: str, quoted: str
) -> None:
    answer = bot.ask(question).answer
    statement = answer.statements[0]
    citation = statement.citations[0]
    assert said in statement.text
    assert quoted in citation.quote
    assert read_quote(citation.passage, citation.span).text == statement.text


def test_of_a_term_speak_all_its_sentences_though_it_ends_with_a_colon(tmp_path: Path) -> None:
    page = "<dl><dt>E4:<dd>Water leak. Close the tap.<dt>E9<dd>Pump blocked.</dl>"
    read = ["E4:", "E4: Water leak.", "E4: Close the tap.", "E9", "E9 — Pump blocked."]
    assert forms("page.html", page, tmp_path) == read
    (tmp_path / "page.html").unlink()
    text = "E4:\n  Water leak. Close the tap.\nE9\n  Pump blocked.\n"
    assert forms("page.rst", text, tmp_path) == read
    (tmp_path / "page.rst").unlink()
    marked = "E4:\n: Water leak. Close the tap.\n\n**E9**\n:   Pump blocked.\n"
    assert forms("page.md", marked, tmp_path) == read


def test_ten_thousand_lists_inside_of_each_other_are_read_within_the_limits(tmp_path: Path) -> None:
    (tmp_path / "deep.html").write_text("<ul><li>item " * 10_000)
    (file,) = scan(tmp_path, SUFFIXES).files
    document = load(file, DocumentsConfig(seconds=25))
    assert sum(len(section.units) for section in document.sections) == 10_000
