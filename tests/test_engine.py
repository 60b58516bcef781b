"""The one door: it builds, updates, refuses, and never answers from what is outdated."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from qa_bot.config import AnswerConfig, Config, ConversationConfig, EncoderConfig, IndexConfig
from qa_bot.conversation import Added, Resolution
from qa_bot.encoder import DEFAULT_MODEL, Encoder
from qa_bot.engine import QABot
from qa_bot.errors import (
    EncoderError,
    IndexDamagedError,
    IndexNewerError,
    IndexOutdatedError,
    IndexUnbuildableError,
)
from qa_bot.index import build, open_index
from qa_bot.index.addresses import locate
from qa_bot.index.manifest import FORMAT
from qa_bot.records import AnswerStatus, Hit
from qa_bot.upkeep import build_index, indexed_folder
from tests.fakes import HashEncoder, Notes, silent

QUESTION = "how many patients did the trial enrol"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """Settings for a folder of one document, not yet indexed."""
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "trial.md").write_bytes(b"# Trial\n\nThe trial enrolled 402 patients.\n")
    return Config(index=IndexConfig(folders=(str(folder),), path=str(tmp_path / "index")))


def quotes(config: Config, notes: Notes | None = None) -> list[str]:
    reply = QABot.open(config, notes or Notes()).ask(QUESTION)
    return [citation.quote for citation in reply.answer.citations]


def of_format(config: Config, later: int) -> Path:
    """Write an index's manifest as a version of the program so much later; the generation."""
    with open_index(Path(config.index.path)) as index:
        generation, manifest = index.generation, index.manifest
    replace(manifest, format=FORMAT + later).write(generation)
    return generation


def test_a_missing_index_is_built_and_that_is_said(config: Config) -> None:
    notes = Notes()
    assert quotes(config, notes) == ["The trial enrolled 402 patients."]
    assert notes.lines[0].startswith(f"no index in {config.index.path} yet")
    assert notes.lines[1].startswith("indexed 1 document, 1 passage")
    again = Notes()
    assert quotes(config, again)
    assert again.lines == []


def test_changed_documents_are_indexed_before_anything_is_answered(config: Config) -> None:
    quotes(config)
    document = Path(config.index.folders[0]) / "trial.md"
    document.write_bytes(b"# Trial\n\nThe trial enrolled 500 patients.\n")
    notes = Notes()
    assert quotes(config, notes) == ["The trial enrolled 500 patients."]
    assert "documents changed (1 changed)" in notes.lines[0]
    document.unlink()
    (document.parent / "other.md").write_bytes(b"# Trial\n\nThe trial enrolled 7 patients.\n")
    assert quotes(config) == ["The trial enrolled 7 patients."]


def test_a_folder_that_is_gone_is_answered_from_the_index_with_a_note(config: Config) -> None:
    quotes(config)
    folder = Path(config.index.folders[0])
    folder.rename(folder.with_name("moved"))
    notes = Notes()
    assert quotes(config, notes) == ["The trial enrolled 402 patients."]
    assert "is gone" in notes.lines[0]


def test_another_encoder_is_refused_with_the_command_that_helps(config: Config) -> None:
    build(Path(config.index.folders[0]), Path(config.index.path), HashEncoder(), progress=silent)
    with pytest.raises(IndexOutdatedError, match="built with the encoder hash") as raised:
        QABot.open(config, Notes())
    assert raised.value.hint.startswith(f"qa-bot index --model {DEFAULT_MODEL}")
    assert raised.value.exit_code == 3


def test_an_unknown_encoder_leaves_the_index_alone(config: Config) -> None:
    quotes(config)
    unknown = replace(config, encoder=EncoderConfig(model="nosuch"))
    with pytest.raises(EncoderError):
        build_index(unknown, Notes())
    assert quotes(config)


def test_a_damaged_index_is_refused(config: Config) -> None:
    quotes(config)
    with open_index(Path(config.index.path)) as index:
        path = index.generation / "segment-0" / "vectors.faiss"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(IndexDamagedError, match=r"vectors\.faiss"):
        QABot.open(config, Notes())


def test_without_a_folder_there_is_nothing_to_build(tmp_path: Path) -> None:
    config = Config(
        index=IndexConfig(folders=(str(tmp_path / "no"),), path=str(tmp_path / "index"))
    )
    with pytest.raises(IndexUnbuildableError, match=f"nor a folder {tmp_path / 'no'} to build it"):
        QABot.open(config, Notes())
    assert not (tmp_path / "index").exists()


def test_index_without_a_folder_takes_the_one_that_was_indexed(config: Config) -> None:
    quotes(config)
    elsewhere = replace(config, index=replace(config.index, folders=("knowledge",)))
    assert Path(indexed_folder(elsewhere).index.folders[0]) == Path(config.index.folders[0])
    nowhere = replace(config, index=replace(config.index, path="nowhere"))
    assert indexed_folder(nowhere) == nowhere


def test_what_was_indexed_is_known_of_an_index_that_cannot_be_used(config: Config) -> None:
    indexed = replace(config, index=replace(config.index, include=("*.md",), exclude=("old/",)))
    quotes(indexed)
    elsewhere = replace(config, index=replace(config.index, folders=("knowledge",)))
    generation = of_format(config, -1)
    with pytest.raises(IndexOutdatedError, match=f"format {FORMAT - 1}"):
        open_index(Path(config.index.path))
    assert indexed_folder(elsewhere) == indexed
    (generation / "segment-0" / "vectors.faiss").write_bytes(b"")
    assert indexed_folder(elsewhere) == indexed


def test_an_index_of_an_earlier_version_is_built_anew_from_its_folders(config: Config) -> None:
    quotes(config)
    of_format(config, -1)
    elsewhere = replace(config, index=replace(config.index, folders=("knowledge",)))
    notes = Notes()
    assert quotes(elsewhere, notes) == ["The trial enrolled 402 patients."]
    assert notes.lines[0].startswith("an earlier version built the index in ")
    assert quotes(elsewhere, notes := Notes()) == ["The trial enrolled 402 patients."]
    assert not notes.lines


def test_an_index_of_a_later_version_is_left_as_it_is(config: Config) -> None:
    quotes(config)
    generation = of_format(config, 1)
    for use in (QABot.open, build_index):
        with pytest.raises(IndexNewerError, match="this program writes") as raised:
            use(config, Notes())
        assert raised.value.hint == "update qa-bot, or: qa-bot index --rebuild"
        assert raised.value.exit_code == 3
    assert (generation / "manifest.json").exists()
    assert build_index(config, Notes(), rebuild=True).documents == 1
    assert quotes(config)


@pytest.mark.parametrize("content", [None, b"", b"[]", b"5", b'{"checksum": ""}'])
def test_without_its_manifest_nobody_knows_what_was_indexed(
    config: Config, content: bytes | None
) -> None:
    quotes(config)
    with open_index(Path(config.index.path)) as index:
        path = index.generation / "manifest.json"
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(IndexDamagedError, match=r"manifest\.json is") as raised:
        indexed_folder(config)
    assert raised.value.hint == f"qa-bot index FOLDER --index {config.index.path}"


def test_a_reply_tells_what_it_was_made_from(config: Config, encoder: Encoder) -> None:
    bot = QABot.open(config, Notes())
    provenance = bot.ask(QUESTION).provenance
    assert provenance.encoder == encoder.identity
    assert provenance.index == bot.index.manifest.content
    assert provenance.seconds.keys() == {"search", "read", "answer"}


def test_a_follow_up_is_understood_after_the_turns_before_it(config: Config) -> None:
    folder = Path(config.index.folders[0])
    (folder / "other.md").write_bytes(b"# STORM\n\nSTORM enrolled 123 patients in 5 countries.\n")
    (folder / "boston.md").write_bytes(
        b"# BOSTON\n\nBOSTON enrolled 402 patients in 21 countries.\n"
    )
    bot = QABot.open(config, Notes())
    first = bot.ask("how many patients did STORM enrol")
    assert first.resolution is None
    assert first.turn.statements == ("STORM: STORM enrolled 123 patients in 5 countries.",)
    second = bot.ask("in how many countries?", earlier=[first.turn])
    assert second.resolution is not None
    assert second.answer.question == "in how many countries?"
    assert Added("STORM", 1, is_name=True) in second.resolution.added
    assert [one.passage.document for one in second.answer.citations] == ["notes/other.md"]
    alone = replace(config, conversation=ConversationConfig(resolve=False))
    assert QABot.open(alone, Notes()).ask("how many?", earlier=[first.turn]).resolution is None


def test_what_is_asked_of_several_names_is_answered_of_each(config: Config) -> None:
    (Path(config.index.folders[0]) / "shops.md").write_text(
        "# Shops\n\nThe shop in Porto opens at 9 in the morning.\n\n"
        "The shop in Lisbon opens at 10 in the morning.\n\n"
        "On Sundays the shops in Porto and Lisbon share a van.\n"
    )
    bot = QABot.open(config)
    answer = bot.ask("when do the shops in Porto and Lisbon open?").answer
    assert [one.text for one in answer.statements] == [
        "The shop in Porto opens at 9 in the morning.",
        "The shop in Lisbon opens at 10 in the morning.",
    ]
    assert {one.passage.document for one in answer.hits} >= {"notes/shops.md"}
    both = bot.ask("what do the shops in Porto and Lisbon share?").answer
    told = ["On Sundays the shops in Porto and Lisbon share a van."]
    assert [one.text for one in both.statements] == told
    # Of what no document names, nothing is told.
    half = bot.ask("when do the shops in Porto and Faro open?").answer
    assert not any("Lisbon" in one.text for one in half.statements)
    assert half.missing_terms == ("Faro",)


def test_several_questions_in_one_are_answered_one_behind_the_other(config: Config) -> None:
    (Path(config.index.folders[0]) / "kettle.md").write_text(
        "# Kettle\n\nThe kettle was made by Anna Vogel.\n\nThe kettle costs 30 euros.\n\n"
        "The fridge costs 300 euros.\n"
    )
    bot = QABot.open(config)
    question = "Who made the kettle and what does it cost?"
    reply = bot.ask(question)
    told = [one.text for one in reply.answer.statements]
    assert told == ["The kettle was made by Anna Vogel.", "The kettle costs 30 euros."]
    assert reply.answer.question == question
    assert reply.turn.question == question
    # So are they in a conversation, where the first part may lean, too.
    first = bot.ask("what is said of the kettle?")
    later = bot.ask("who made it and what does it cost?", earlier=[first.turn])
    assert [one.text for one in later.answer.statements] == told
    assert later.resolution
    assert later.resolution.question == "who made it and what does it cost?"
    # What of it has no answer leaves it to the whole.
    unanswered = bot.ask("Who made the kettle and where was the fridge sold?")
    assert len(unanswered.answer.statements) < 2
    # Where nothing is lent, "what does it cost?" would be asked of anything.
    config = replace(config, conversation=ConversationConfig(resolve=False))
    assert not any("300" in one.text for one in QABot.open(config).ask(question).answer.statements)


def test_a_new_subject_is_told_by_its_own_answer(config: Config) -> None:
    folder = Path(config.index.folders[0])
    (folder / "storm.md").write_bytes(b"# STORM\n\nSTORM enrolled 123 patients in 5 countries.\n")
    (folder / "list.md").write_bytes(
        b"# Guidelines\n\nThe American NCCN guideline names 5 regimens with the drug.\n"
    )
    bot = QABot.open(config, Notes())
    first = bot.ask("how many patients did STORM enrol")
    question = "how many regimens are in the American NCCN guideline?"
    reply = bot.ask(question, earlier=[first.turn])
    assert reply.resolution == Resolution(question, question, new_subject=True)
    assert reply.answer == bot.ask(question).answer
    assert [one.passage.document for one in reply.answer.citations] == ["notes/list.md"]
    # What leans on what was said is never taken for one.
    followed = bot.ask("in how many countries was it?", earlier=[first.turn]).resolution
    assert followed
    assert not followed.new_subject


def test_a_name_alone_is_asked_what_was_asked_of_another(config: Config) -> None:
    folder = Path(config.index.folders[0])
    (folder / "storm.md").write_bytes(
        b"# STORM\n\nSTORM is registered as 4711.\n\nSTORM enrolled 123 patients.\n"
    )
    bot = QABot.open(config, Notes())
    first = bot.ask("how many patients did BOSTON enrol?")
    reply = bot.ask("and STORM?", earlier=[first.turn])
    assert [one.quote for one in reply.answer.citations] == ["STORM enrolled 123 patients."]
    assert reply.resolution
    assert reply.resolution.standalone == "how many patients did STORM enrol?"


@pytest.mark.parametrize(
    ("documents", "turns", "quote"),
    [
        (
            ["The kettle costs 30 euros.", "The fridge costs 300 euros."],
            ["how much does the kettle cost", "and the fridge?"],
            "The fridge costs 300 euros.",
        ),
        (
            [
                "The battery of the laptop lasts 9 hours.",
                "The battery of the new tablet, which came out in spring, lasts 12 hours.",
            ],
            ["how long does the battery of the laptop last", "and of the tablet?"],
            "The battery of the new tablet, which came out in spring, lasts 12 hours.",
        ),
        (
            ["The harp has 47 strings.", "Four strings make the sound of a violin."],
            ["how many strings does the harp have", "and the violin?"],
            "Four strings make the sound of a violin.",
        ),
        (
            [
                "# Blood, bone marrow, and organ donation\n\n"
                "Staff get up to 30 days of leave a year to serve as an organ donor.\n\n"
                "Staff get up to 4 hours of leave for blood donation."
            ],
            ["How much leave do organ donors get?", "and blood donation?"],
            "Staff get up to 4 hours of leave for blood donation.",
        ),
    ],
)
def test_an_ordinary_word_takes_the_place_of_another_where_the_documents_have_it(
    config: Config, documents: list[str], turns: list[str], quote: str
) -> None:
    for number, text in enumerate(documents):
        (Path(config.index.folders[0]) / f"{number}.md").write_text(f"{text}\n")
    bot = QABot.open(config, Notes())
    first = bot.ask(turns[0])
    answer = bot.ask(turns[1], earlier=[first.turn]).answer
    assert answer.statements[0].text == quote


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("how much does the lamp weigh", "how much does the boat weigh?"),
        ("how much does the lamp weigh", "and the boat?"),
        ("how much does the kettle cost?", "what about the toaster?"),
        ("when does the office open?", "when does the library open?"),
    ],
)
def test_what_is_known_of_one_thing_is_no_answer_about_another(
    config: Config, before: str, question: str
) -> None:
    (Path(config.index.folders[0]) / "house.md").write_text(
        "The lamp weighs 4 kg. The boat is blue. The kettle costs 30 euros.\n\n"
        "The office opens at 8:30 am. The library has 12,000 books.\n"
    )
    bot = QABot.open(config, Notes())
    first = bot.ask(before)
    assert first.answer.statements
    assert not bot.ask(question, earlier=[first.turn]).answer.statements


@pytest.mark.parametrize("question", ["why?", "When?", "and how?"])
def test_an_asking_word_alone_is_asked_of_what_was_asked_before(
    config: Config, question: str
) -> None:
    folder = Path(config.index.folders[0])
    (folder / "kettle.md").write_text("The kettle stops because its sensor melts at 110 degrees.\n")
    bot = QABot.open(config, Notes())
    first = bot.ask("does the kettle stop by itself?")
    resolution = bot.ask(question, earlier=[first.turn]).resolution
    assert resolution
    assert resolution.standalone == f"{question} (kettle stop)"


def test_a_pronoun_stands_for_what_the_conversation_turned_to(config: Config) -> None:
    (Path(config.index.folders[0]) / "leave.md").write_text(
        "# Award leave\n\nAward leave expires after 90 days."
        " It is not paid out when staff leave.\n\n# Comp time\n\n"
        "Comp time expires after 26 pay periods. It will be paid out when staff leave.\n"
    )
    bot = QABot.open(config, Notes())
    earlier = [bot.ask("Does award leave expire?").turn]
    earlier.append(bot.ask("what about comp time?", earlier=earlier).turn)
    answer = bot.ask("Is it paid out when I leave?", earlier=earlier).answer
    assert [one.text for one in answer.statements] == ["It will be paid out when staff leave."]


@pytest.mark.parametrize("trial", ["BOSTON", "boston"])
def test_what_is_asked_next_of_a_trial_is_not_answered_of_another(
    config: Config, trial: str
) -> None:
    folder = Path(config.index.folders[0])
    rate = "The overall response rate of {} was {}%.\n"
    boston = "# BOSTON\n\nIn BOSTON 402 patients were treated.\n\n"
    (folder / "boston.md").write_text(boston + rate.format("BOSTON", 76))
    (folder / "storm.md").write_text("# STORM\n\n" + rate.format("STORM", 26))
    bot = QABot.open(config, Notes())
    first = bot.ask(f"how many patients were treated in {trial}?")
    reply = bot.ask("and the overall response rate?", earlier=[first.turn])
    assert [one.passage.document for one in reply.answer.citations] == ["notes/boston.md"]
    assert reply.resolution
    assert trial in reply.resolution.standalone


def test_a_citation_s_address_leads_back_to_its_quote(config: Config) -> None:
    (citation,) = QABot.open(config, Notes()).ask(QUESTION).answer.citations
    with open_index(Path(config.index.path)) as index:
        place = locate(index, citation.address)
    assert place.span == citation.span
    assert place.span.of(place.text) == citation.quote


class Heard:
    """A listener that keeps what it hears."""

    def __init__(self) -> None:
        self.events: list[object] = []

    def stage(self, name: str) -> None:
        self.events.append(name)

    def found(self, hits: Sequence[Hit]) -> None:
        self.events.append(tuple(hits))


def test_a_listener_hears_the_stages_and_the_passages_between_them(config: Config) -> None:
    heard = Heard()
    reply = QABot.open(config, Notes()).ask(QUESTION, heard)
    searching, found, reading = heard.events
    assert (searching, reading) == ("searching", "reading")
    assert [hit.passage for hit in found] == [hit.passage for hit in reply.answer.hits]


def test_passages_and_threshold_can_be_changed_between_two_questions(config: Config) -> None:
    (Path(config.index.folders[0]) / "other.md").write_bytes(b"# Other\n\nA trial had patients.\n")
    bot = QABot.open(config, Notes())
    assert len(bot.ask(QUESTION).answer.hits) == 2
    bot.adjust(AnswerConfig(passages=1, threshold=1.0))
    answer = bot.ask(QUESTION).answer
    assert (len(answer.hits), answer.status) == (1, AnswerStatus.NOT_FOUND)
