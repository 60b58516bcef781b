"""A saved answer checked against today's files: same, moved, changed, gone."""

import json
from pathlib import Path

import pytest

from qa_bot.config import DocumentsConfig
from qa_bot.index import build, open_index
from qa_bot.verification import SavedCitation, Verdict, Verifier, saved_citations
from tests.conftest import RunCommand
from tests.fakes import HashEncoder, silent

QUOTE = "It enrolled 402 patients in two arms."
TRIAL = f"# Trial\n\n{QUOTE} It took 7 weeks.\n"
START = TRIAL.index(QUOTE)
CITED = SavedCitation("notes/trial.md", START, START + len(QUOTE), QUOTE)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A folder of two documents, indexed into `index`."""
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "trial.md").write_text(TRIAL)
    (folder / "other.md").write_text("# Other\n\nNothing of the kind.\n")
    build(folder, tmp_path / "index", HashEncoder(), progress=silent)
    return folder


def verdict(place: Path, cited: SavedCitation = CITED) -> tuple[Verdict, str, int | None]:
    with open_index(place) as index:
        finding = Verifier(index, DocumentsConfig()).check(cited)
    if finding.span and finding.verdict in {Verdict.SAME, Verdict.MOVED}:
        assert finding.text == cited.quote
    return finding.verdict, finding.document, finding.line


def test_a_quote_that_stands_where_it_stood_is_the_same(notes: Path, tmp_path: Path) -> None:
    assert verdict(tmp_path / "index") == (Verdict.SAME, "notes/trial.md", 3)
    (notes / "trial.md").write_text(f"{TRIAL}\nMore below.\n")
    assert verdict(tmp_path / "index") == (Verdict.SAME, "notes/trial.md", 3)


def test_a_quote_that_stands_elsewhere_has_moved(notes: Path, tmp_path: Path) -> None:
    (notes / "trial.md").write_text(f"Once: {QUOTE}\n{'x ' * 99}\n\nNew above.\n\n{TRIAL}")
    assert verdict(tmp_path / "index") == (Verdict.MOVED, "notes/trial.md", 1)
    (notes / "trial.md").rename(notes / "renamed.md")
    assert verdict(tmp_path / "index") == (Verdict.MOVED, "notes/renamed.md", 1)
    (notes / "renamed.md").unlink()
    (notes / "later.html").write_text(f"<h1>Copied</h1><p>Here: {QUOTE}</p>")
    assert verdict(tmp_path / "index") == (Verdict.MOVED, "notes/later.html", 3)


def test_a_quote_that_reads_otherwise_has_changed(
    notes: Path, tmp_path: Path, qa_bot: RunCommand
) -> None:
    (notes / "trial.md").write_text(TRIAL.replace("402", "417"))
    assert verdict(tmp_path / "index") == (Verdict.CHANGED, "notes/trial.md", 3)


def test_a_quote_of_which_nothing_is_left_is_gone(notes: Path, tmp_path: Path) -> None:
    (notes / "trial.md").write_text("# Trial\n\nAn altogether other text, about rain.\n")
    assert verdict(tmp_path / "index") == (Verdict.GONE, "", None)
    (notes / "trial.md").write_bytes(b"caf\xe9")
    assert verdict(tmp_path / "index") == (Verdict.GONE, "", None)
    (notes / "trial.md").unlink()
    assert verdict(tmp_path / "index") == (Verdict.GONE, "", None)
    outside = SavedCitation("../secret.md", 0, 3, "abc")
    assert verdict(tmp_path / "index", outside) == (Verdict.GONE, "", None)


@pytest.mark.parametrize(
    "answer",
    [
        None, [], {}, {"citations": 3}, {"citations": [1]}, {"citations": [{"document": "a"}]},
        {"citations": [{"document": "a", "start": 0, "end": "3", "quote": "abc"}]},
        {"citations": [{"document": "a", "start": 0, "end": 3, "quote": ""}]},
        {"citations": [{"document": "a", "start": -3, "end": -1, "quote": "abc"}]},
        {"citations": [{"document": "a", "start": 3, "end": 3, "quote": "abc"}]},
        {"citations": [{"document": "a", "start": True, "end": 3, "quote": "abc"}]},
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused(answer: object) -> None:
    with pytest.raises(ValueError, match=r"no citations in it|not a citation"):
        saved_citations(answer)


@pytest.mark.parametrize("letter", ["\u2028", "\x85"])
def test_a_letter_that_may_part_lines_parts_no_answers(
    letter: str, notes: Path, qa_bot: RunCommand
) -> None:
    cited = {"document": "notes/trial.md", "start": START, "end": START + 37, "quote": QUOTE}
    answer = {"question": f"how{letter}many", "citations": [cited]}
    lines = f"{json.dumps(answer, ensure_ascii=False)}\n" * 2
    done = qa_bot("verify", "--index", "index", stdin=lines)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("same") == 2


def test_verify_prints_what_became_of_each_citation(notes: Path, qa_bot: RunCommand) -> None:
    kept = {"document": "notes/other.md", "start": 9, "end": 29, "quote": "Nothing of the kind."}
    cited = {"document": "notes/trial.md", "start": START, "end": START + 37, "quote": QUOTE}
    answers = "".join(json.dumps({"citations": [one]}) + "\n" for one in (kept, cited))
    same = qa_bot("verify", stdin=answers)
    assert same.returncode == 0
    assert same.stdout == "same     [1] notes/other.md:9-29\nsame     [2] notes/trial.md:9-46\n"
    (notes / "trial.md").write_text(TRIAL.replace("402", "417"))
    (notes / "other.md").write_text("# Other, with more\n\nNothing of the kind.\n")
    Path(notes.parent / "answer.json").write_text(json.dumps({"citations": [kept, cited]}))
    done = qa_bot("verify", "answer.json")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "moved    [1] notes/other.md:9-29",
        "         now notes/other.md:20-40, line 3",
        "changed  [2] notes/trial.md:9-46",
        "         now notes/trial.md:9-46, line 3",
        f"         - {QUOTE}",
        "         + It enrolled 417 patients in two arms.",
    ]
    (notes.parent / "marked.json").write_text(json.dumps({"citations": [kept, cited]}), "utf-8-sig")
    marked = (notes.parent / "marked.json").read_bytes()
    assert qa_bot("verify", "marked.json").stdout == done.stdout
    assert qa_bot("verify", stdin=marked).stdout == done.stdout
    data = json.loads(qa_bot("verify", "answer.json", "--format", "json").stdout)
    assert [one["verdict"] for one in data] == ["moved", "changed"]
    assert data[0]["now"]["start"] == 20
    for text in ("", "{", "no json", "{}", "[" * 99_999):
        refused = qa_bot("verify", "-", stdin=text)
        assert refused.returncode == 2, text
        assert "is not an answer of qa-bot" in refused.stderr
