"""The public benchmarks: figures worked out by hand, tiny data sets in their published forms."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import answers, retrieval, selection, tables
from benchmarks.figures import (
    average_precision,
    estimate,
    ndcg,
    recall,
    reciprocal_rank,
    sampled,
    separation,
    success,
)
from benchmarks.indexes import Narrator, bot_of, index_of, write
from benchmarks.keeping import KeepingEncoder
from benchmarks.peers.running import PEERS, Peer, rank
from benchmarks.public import SETS, DataError, Query, chosen, read
from qa_bot.config import AnswerConfig, Config
from qa_bot.records import Answer, Span
from qa_bot.retrieval import Retriever
from tests.conftest import ROOT
from tests.fakes import DIMENSION, HashEncoder

GENEROUS = Config(answer=AnswerConfig(threshold=0.6))
EVERYTHING = Config(answer=selection.EVERYTHING)
RANKED = ["a", "b", "c", "d"]
ARTICLE = {
    "title": "Lighthouses",
    "paragraphs": [
        {
            "context": "The lighthouse of Hvaler was built in 1871. It has a red lamp.",
            "qas": [
                {"id": "q1", "question": "When was the lighthouse of Hvaler built?",
                 "answers": [{"text": "1871"}, {"text": "in 1871"}, {"text": "1871"}]},
                {"id": "q2", "question": "Why do penguins sleep in Patagonia?", "answers": []},
            ],
        },
        {
            "context": "Rye bread is baked at 210 degrees for an hour.",
            "qas": [
                {"id": "q3", "question": "How hot is rye bread baked?",
                 "answers": [{"text": "210 degrees"}]},
            ],
        },
    ],
}  # fmt: skip


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def lines(*rows: object) -> str:
    return "".join(f"{json.dumps(row)}\n" for row in rows)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Every set of `SETS`, in a few lines."""
    folder = tmp_path / "data"
    for name in ("squad_dev/dev-v1.1.reconstructed", "squad_dev/dev-v2.0.reconstructed"):
        put(folder / f"{name}.json", json.dumps({"data": [ARTICLE]}))
    put(folder / "xquad/xquad.en.json", json.dumps({"data": [ARTICLE]}))
    abstract = {"_id": "7", "title": "Light", "sentences": ["Lamps help.", "They do."]}
    put(folder / "scifact/corpus.jsonl", lines(abstract))
    put(folder / "scifact/topics.beir.test.tsv", "1\tLamps are of help.\n2\tNobody judged this.\n")
    put(folder / "scifact/qrels.beir.test.trec.txt", "1 0 7 1\n2 0 7 0\n")
    put(folder / "scifact/claims.jsonl", lines({"id": 3, "claim": "Lamps do not help."}))
    put(folder / "scifact/qrels.train.trec.txt", "3 0 7 1\n")
    put(
        folder / "nfcorpus/corpus.jsonl", lines({"_id": "MED-1", "title": "Figs", "text": "Sweet."})
    )
    put(folder / "nfcorpus/queries.jsonl", lines({"_id": "PLAIN-1", "text": "are figs sweet"}))
    for split in ("test", "dev"):
        put(folder / f"nfcorpus/qrels/{split}.tsv", "query\tcorpus\tscore\nPLAIN-1\tMED-1\t2\n")
    put(folder / "sleepqa/corpus.jsonl", lines({"_id": "4", "title": "naps", "text": "naps help."}))
    nap = {"id": "s", "question": "what helps?", "passage_id": "4", "answers": [{"text": "naps"}]}
    for split in ("test", "dev"):
        put(folder / f"sleepqa/{split}.jsonl", lines(nap))
    put(folder / "bioasq/corpus.jsonl", lines({"_id": "9", "text": "PPP is a protein. It binds."}))
    put(folder / "bioasq/qrels.tsv", "query\tcorpus\tscore\nf\t9\t1\ny\t9\t1\n")
    marked = [{"doc": "9", "text": "It binds."}, {"doc": "9", "text": "A title."}]
    put(
        folder / "bioasq/questions.jsonl",
        lines(
            {"_id": "f", "type": "factoid", "text": "What is PPP?", "snippets": marked,
             "exact_answer": [["a protein", "protein"]]},
            {"_id": "y", "type": "yesno", "text": "Does it bind?", "snippets": [],
             "exact_answer": "yes"},
        ),
    )  # fmt: skip
    return folder


def test_rankings_are_scored_as_worked_out_by_hand() -> None:
    grades = {"b": 2, "d": 1, "x": 1}
    assert [success(RANKED, grades, depth) for depth in (1, 2)] == [0.0, 1.0]
    assert recall(RANKED, grades, 3) == pytest.approx(1 / 3)
    assert reciprocal_rank(RANKED, grades) == 0.5
    assert reciprocal_rank(RANKED, {"x": 1}) == 0.0
    assert average_precision(RANKED, grades) == pytest.approx((1 / 2 + 2 / 4) / 3)
    gained = 2 / 1.5849625 + 1 / 2.3219281
    assert ndcg(RANKED, grades) == pytest.approx(gained / (2 + 1 / 1.5849625 + 1 / 2))
    assert ndcg(["b", "d", "x"], grades) == 1.0


def test_a_mean_is_taken_over_what_is_known() -> None:
    figure = estimate([1.0, None, 0.0, 1.0, 1.0])
    assert (figure["value"], figure["n"]) == (0.75, 4)
    low, high = figure["interval"]
    assert 0 <= low < 0.75 < high <= 1
    assert estimate([None]) == {"n": 0}


def test_confidence_that_parts_what_can_be_answered_has_an_area_of_one() -> None:
    assert separation([0.9, 0.8, 0.2, 0.1], [True, True, False, False])["value"] == 1.0
    assert separation([0.1, 0.8, 0.2, 0.9], [True, True, False, False])["value"] == 0.25


def test_a_sample_is_always_the_same_and_keeps_the_order() -> None:
    names = [f"q{number}" for number in range(100)]
    drawn = sampled(names, 10)
    assert len(drawn) == 10
    assert drawn == sampled(names, 10) == sorted(drawn, key=names.index)
    assert sampled(names, 1000) == names


@pytest.mark.parametrize(
    ("name", "documents", "query", "expected"),
    [
        ("scifact", ["7.md"], "1", Query("Lamps are of help.", {"7.md": 1})),
        ("nfcorpus", ["MED-1.md"], "PLAIN-1", Query("are figs sweet", {"MED-1.md": 2})),
        ("sleepqa", ["4.md"], "s", Query("what helps?", {"4.md": 1}, ("naps",))),
        (
            "bioasq",
            ["9.txt"],
            "f",
            Query("What is PPP?", {"9.txt": 1}, ("a protein", "protein"),
                  (("9.txt", Span(18, 27)),), "factoid"),
        ),
        (
            "squad",
            ["p00000.txt", "p00001.txt"],
            "q1",
            Query("When was the lighthouse of Hvaler built?", {"p00000.txt": 1},
                  ("1871", "in 1871")),
        ),
    ],
)  # fmt: skip
def test_a_set_is_read_from_its_published_form(
    data: Path, name: str, documents: list[str], query: str, expected: Query
) -> None:
    found = read(name, data, "test")
    assert list(found.documents) == documents
    assert found.queries[query] == expected


def test_what_nothing_answers_has_no_grades(data: Path) -> None:
    assert read("squad2", data, "test").queries["q2"].grades == {}
    assert list(read("scifact", data, "test").queries) == ["1"]
    assert read("bioasq", data, "test").queries["y"].answers == ()


def test_only_sets_with_a_split_for_it_are_tuned_on(data: Path) -> None:
    assert read("scifact", data, "tune").queries == {"3": Query("Lamps do not help.", {"7.md": 1})}
    for name in SETS.keys() - {"scifact", "nfcorpus", "sleepqa", "squad"}:
        with pytest.raises(DataError, match="only ever reported"):
            read(name, data, "tune")


def test_documents_that_left_a_set_leave_its_folder(tmp_path: Path) -> None:
    write({"a.md": "one", "b.md": "two"}, tmp_path)
    folder = write({"b.md": "three"}, tmp_path)
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [("b.md", "three")]


def test_what_was_encoded_is_not_encoded_again(tmp_path: Path) -> None:
    hashing = HashEncoder()
    for texts in (["one", "two", "one"], ["two", "three"]):
        keeping = KeepingEncoder(hashing, tmp_path / "kept/vectors.sqlite")
        made = keeping.encode_documents(texts)
        keeping.close()
        assert made.tolist() == HashEncoder().encode_documents(texts).tolist()
    assert hashing.encoded == ["one", "two", "three"]
    other = KeepingEncoder(HashEncoder("other"), tmp_path / "kept/vectors.sqlite")
    assert other.encode_documents([]).shape == (0, DIMENSION)
    other.close()


def test_retrieval_is_measured_beside_a_peer(data: Path, tmp_path: Path) -> None:
    put(
        tmp_path / "last_first.py",
        "import json, pathlib, sys\n"
        "folder, depth = pathlib.Path(sys.argv[1]), int(sys.argv[2])\n"
        "read = lambda name: map(json.loads, (folder / name).open())\n"
        "names = [row['id'] for row in read('documents.jsonl')][::-1][:depth]\n"
        "rows = [{'id': row['id'], 'documents': names} for row in read('questions.jsonl')]\n"
        "(folder / 'ranking.jsonl').write_text(''.join(json.dumps(r) + '\\n' for r in rows))\n",
    )
    peer = Peer("last", (), tmp_path / "last_first.py")
    collection = read("xquad", data, "test")
    work, encoder = tmp_path / "work/xquad", HashEncoder()
    with index_of(collection.documents, work, encoder) as index:
        row = retrieval.measure(collection, Retriever(index, encoder), work, 10, [peer])
    assert (row["questions"], row["documents"]) == (2, 2)
    for way in ("dense", "bm25", "fused"):
        assert row[way]["success@1"]["value"] == 1.0
    assert row["last"]["success@1"]["value"] == 0.5
    assert row["last"]["recall@100"]["value"] == 1.0
    assert rank(peer, collection.documents, {"q": "bread"}, 1, work) == {"q": ["p00001.txt"]}


def test_peers_are_named_with_their_versions() -> None:
    assert [peer.version for peer in PEERS.values()] == ["bm25s 0.3.16", "txtai 9.14.0"]
    assert all(peer.script.exists() for peer in PEERS.values())


def test_whole_answers_are_measured(data: Path, tmp_path: Path) -> None:
    collection = read("squad2", data, "test")
    bot = bot_of(collection.documents, tmp_path, GENEROUS, Narrator(silent=True))
    row = answers.measure(bot, collection, 10)
    assert row["questions"] == 3
    assert row["refused"] == {"value": 1.0, "interval": row["refused"]["interval"], "n": 1}
    for name in ("success@1", "answered", "answer in quote"):
        assert (row[name]["value"], row[name]["n"]) == (1.0, 2)
    assert row["confidence AUROC"]["value"] == 1.0
    assert 0 < row["F1"]["value"] <= row["F1 all"]["value"]


def test_a_factoid_and_its_citation_are_judged_as_bioasq_does(data: Path, tmp_path: Path) -> None:
    collection = read("bioasq", data, "test")
    bot = bot_of(collection.documents, tmp_path, GENEROUS, Narrator(silent=True))
    row = answers.measure(bot, collection, 10)
    for name in ("strict", "lenient", "MRR"):
        assert row[name]["n"] == 1
    assert row["citation precision"] == {"value": 0.0, "interval": [0.0, 0.7935], "n": 1}


def test_a_refused_factoid_has_no_right_answer() -> None:
    nothing = Answer("What is PPP?", "What is PPP?", (), 0.1)
    found = answers.score(
        Query("What is PPP?", {"9.txt": 1}, ("a protein",), kind="factoid"), nothing
    )
    assert found["answered"] == found["strict"] == found["EM"] == found["F1"] == 0.0
    assert found["citation precision"] is None


def test_the_sentence_that_answers_is_selected(tmp_path: Path) -> None:
    row = {
        "question": "how hot must the oven be for rye bread ?",
        "candidates": ["the ship departs at noon .", "rye bread needs an oven of 210 degrees ."],
        "labels": [0, 1],
    }
    hopeless = {**row, "labels": [0, 0]}
    put(tmp_path / "wikiqa/test.jsonl", lines(row, hopeless))
    choices = selection.read_choices(tmp_path / "wikiqa/test.jsonl")
    assert list(choices) == ["0"]
    assert selection.rank(choices["0"], EVERYTHING)[0] == "s001.txt"
    measured = selection.measure(choices, EVERYTHING, 10)
    assert (measured["questions"], measured["MAP"]["value"], measured["MRR"]["n"]) == (1, 1.0, 1)


def test_a_question_without_a_word_selects_nothing() -> None:
    choice = selection.Choice("?", {"s000.txt": "one .", "s001.txt": "two ."}, {"s000.txt": 1})
    assert selection.rank(choice, EVERYTHING) == []


def test_an_unknown_set_is_named_with_those_known() -> None:
    with pytest.raises(SystemExit, match="not known here: jeopardy; known: a, b"):
        chosen("a,jeopardy", ["a", "b"])
    assert chosen("b,a", ["a", "b"]) == ["b", "a"]


@pytest.mark.parametrize("command", ["retrieval", "answers", "selection"])
def test_data_that_is_not_there_is_named(command: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{command}", str(tmp_path / "nowhere")],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 1
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_figures_of_the_readme_are_those_that_were_measured() -> None:
    written = tables.tables(tables.RESULTS.read_text(encoding="utf-8"))
    assert written
    assert written in (ROOT / "benchmarks/README.md").read_text(encoding="utf-8")


def test_a_later_line_of_a_measurement_replaces_an_earlier_one() -> None:
    row = {"benchmark": "selection", "set": "wikiqa", "split": "test", "questions": 9, "of": 9}
    once, again = ({"value": value, "interval": [0.1, 0.9], "n": 9} for value in (0.5, 0.6))
    results = lines({**row, "MAP": once, "MRR": once}, {**row, "MAP": again, "MRR": once})
    assert tables.tables(results) == (
        "| selection | questions | MAP | MRR |\n"
        "| --- | --- | --- | --- |\n"
        "| `wikiqa` | 9 | 0.6000 (0.100-0.900) | 0.5000 (0.100-0.900) |\n"
    )


def test_weights_that_were_tried_stand_side_by_side() -> None:
    row = {"benchmark": "retrieval", "set": "scifact", "split": "tune", "questions": 8, "of": 9}
    fused = [{"nDCG@10": {"value": value, "interval": [0.0, 1.0]}} for value in (0.7, 0.8)]
    results = lines(
        {**row, "dense_weight": 0.6, "fused": fused[0]},
        {**row, "dense_weight": 0.4, "fused": fused[1]},
    )
    assert tables.tables(results).splitlines()[0::2] == [
        "| nDCG@10, tuning | questions | 0.4 | 0.6 |",
        "| `scifact` | 8 of 9 | 0.8000 | 0.7000 |",
    ]
