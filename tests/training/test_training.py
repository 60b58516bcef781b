"""What the reader is trained on: quotes exact, negatives negative, splits apart.

The public sets are not in the repository: a small folder is written in their form.
"""

import gzip
import json
import random
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest

pytest.importorskip("sklearn")
pytest.importorskip("transformers")

import torch

from qa_bot.encoder import Encoder
from qa_bot.records import Span
from training.batches import batches, collate, items, load_tokenizer
from training.blend import blend
from training.data import CLINICAL, LICENCES, Example, examples_of, rows
from training.export import quantise, write_exact
from training.marked import LICENCES as MARKED
from training.marked import passages, read_marked, read_twins
from training.mixture import SHARES, apart, held_out, mixture, read_sets, slip
from training.model import fresh, shared_span_loss
from training.negatives import Pool, altered, headed, unrelated
from training.packed import unlabelled
from training.restore import restored
from training.rivals import RIVALS, Found, group_of, groups
from training.synthesis import synthesise
from training.wording import tell, thinned
from training.written import SETS, read_written

ARTICLE = (
    "BODY.RESULTS: The {drug} trial enrolled {n} patients at 30 sites. "
    "Median overall survival was {n}.5 months with {drug} and 9.1 months with placebo."
)
HANDBOOK = """# two invented documents
= Pump 7 › Limits
> The pump holds 4.5 bar, or 4 bar in winter.
+ telegraphic | pressure pump 7 winter | 4 bar
- lay | how hot does it get?
= Mill 2 › Limits
> It grinds 30 kg an hour.
+ lay | how much does mill 2 grind? | 30 kg an hour
"""
DRUGS = ["Ranoxib", "Deltamol", "Kepraxin", "Lumenate", "Orixamab", "Pellastat"]


def row(name: str, number: int) -> dict[str, object]:
    context = ARTICLE.format(drug=DRUGS[number % 6], n=100 + number)
    answer = f"{100 + number}.5 months"
    return {
        "id": f"{name}-{number}",
        "source": name,
        "group": f"ei-{number}-1",
        "question": f"What was the median overall survival with {DRUGS[number % 6]}?",
        "context": context,
        "answers": [{"text": answer, "answer_start": context.index(answer)}],
        "is_impossible": False,
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sets, each with two dozen rows."""
    place = tmp_path_factory.mktemp("data")
    (place / "reader_training").mkdir()
    (place / "evidence_inference").mkdir()
    articles = [
        {"pmcid": number, "text": f"TITLE: \n{DRUGS[number % 6]} for heart failure\n\n"}
        for number in range(24)
    ]
    lines = "\n".join(map(json.dumps, articles))
    (place / "evidence_inference" / "docs_v2.jsonl").write_text(lines)
    for name in LICENCES:
        path = place / "reader_training" / f"train_{name}.jsonl.gz"
        with gzip.open(path, "wt", encoding="utf-8") as file:
            rows_of_set = [row(name, number) for number in range(24)]
            missed = {"question": "dose in group 2?", "answers": [], "is_impossible": True}
            unanswered = [{**one, **missed} for one in rows_of_set]
            file.writelines(json.dumps(one) + "\n" for one in [*rows_of_set, *unanswered])
    pairs = [row("reqa", number) for number in range(24)]
    sentences = [str(one["context"]).split(". ")[1] for one in pairs]
    (place / "reqa").mkdir()
    (place / "reqa" / "squad_train.json").write_text(
        json.dumps({"questions": [one["question"] for one in pairs], "answers": sentences})
    )
    (place / "selqa").mkdir()
    for part in ("dev", "test"):
        sections = [
            {
                "question": one["question"],
                "article": f"{part} {number}",
                "section": "Trials",
                "candidates": ["Nothing here.", sentences[number], "The end."],
                "answers": [1],
            }
            for number, one in enumerate(pairs)
        ]
        (place / "selqa" / f"selqa-ass-{part}.json").write_text(json.dumps(sections))
    fifth = place / "written" / "fifth"
    fifth.mkdir(parents=True)
    twin = "what was the median age?"
    for name, keys in {"squad_marked": "{}", "selqa_marked": "dev{}"}.items():
        (fifth / f"{name}-0.tsv").write_text(
            "".join(f"{keys.format(n)}\t{100 + n}.5 months\t{twin}\n" for n in range(24))
        )
    (fifth / "squad_part-0.tsv").write_text(f"squad_part-3\t{twin}\nsquad_part-4\t-\n")
    for part in SETS.values():
        (place / "written" / part).mkdir(parents=True)
        (place / "written" / part / "handbook.txt").write_text(HANDBOOK, encoding="utf-8")
    return place


def test_titles_and_sections_become_headings_and_quotes_stay_exact() -> None:
    (example,) = examples_of(CLINICAL, row(CLINICAL, 3), {"3": "Lumenate for heart failure"})
    assert example.headings == "Lumenate for heart failure › Results"
    assert example.text.startswith("The Lumenate trial")
    assert [span.of(example.text) for span in example.answers] == ["103.5 months"]


def test_a_quote_that_is_not_there_is_left_out() -> None:
    wrong = row(CLINICAL, 3)
    wrong["answers"] = [{"text": "99 months", "answer_start": 20}]
    assert not list(examples_of(CLINICAL, wrong, {}))


def test_a_registry_record_keeps_its_number_as_heading() -> None:
    record = {**row(CLINICAL, 1), "context": "NCT00370552. Results. Analyzed: 27."}
    record["answers"] = [{"text": "27", "answer_start": 32}]
    (example,) = examples_of(CLINICAL, record, {})
    assert example.headings == "NCT00370552 › Results"
    assert example.answers[0].of(example.text) == "27"


def test_no_document_is_on_both_sides(folder: Path) -> None:
    away = held_out(folder, folder / "written")
    assert {one.set for one in away} == {*LICENCES, *SETS, *MARKED, "synthetic"}
    for stage in SHARES:
        kept = mixture(folder, stage, 7, folder / "written")
        for name in {one.set for one in kept} - {"synthetic"}:
            ours = {one.document for one in kept if one.set == name}
            assert ours.isdisjoint(one.document for one in away if one.set == name)


def test_an_answer_is_marked_in_its_sentence_and_its_twin_asked_of_the_same_passage(
    folder: Path,
) -> None:
    for name in MARKED:
        found = list(read_marked(folder, folder / "written" / "fifth", name))
        answered, twins = found[::2], found[1::2]
        assert len(answered) == len(twins) == 24
        for number, (one, twin) in enumerate(zip(answered, twins, strict=True)):
            assert [span.of(one.text) for span in one.answers] == [f"{100 + number}.5 months"]
            assert twin.question == "what was the median age?"
            assert (twin.text, twin.document, twin.answers) == (one.text, one.document, ())
    assert answered[0].headings == "dev 0 › Trials"


def test_a_twin_is_asked_of_the_passage_of_its_question(folder: Path) -> None:
    (twin,) = read_twins(folder, folder / "written" / "fifth", "squad_part")
    assert (twin.kind, twin.answers) == ("near-miss", ())
    assert "The Lumenate trial enrolled 103 patients" in twin.text
    assert not list(read_twins(folder, folder / "written" / "fifth", "qed_dev"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("3\t103.5 months", "not 3 fields"),
        ("3\t\twhat was the median age?", "not 3 fields"),
        ("99\t103.5 months\t-", "no such question"),
        ("3\t104.5 months\t-", "not in its sentence: 104.5 months"),
    ],
)
def test_a_malformed_mark_is_named_by_file_and_line(
    folder: Path, tmp_path: Path, line: str, said: str
) -> None:
    (tmp_path / "squad_marked-0.tsv").write_text(f"4\t104.5 months\t-\n{line}\n")
    with pytest.raises(SystemExit, match=rf"squad_marked-0\.tsv:2: .*{said}"):
        list(read_marked(folder, tmp_path, "squad_marked"))


def test_passages_are_made_of_sentences_with_words_in_common() -> None:
    about = {"harbour": "The harbour was dug in 19{:02}.", "comet": "A comet passed in 17{:02}."}
    sentences = [text.format(n) for text in about.values() for n in range(8)]
    found = list(passages(sentences))
    assert sorted(one for passage in found for one in passage) == sorted(sentences)
    assert any(len(passage) > 1 for passage in found)
    for passage in found:
        assert len({subject for subject in about for one in passage if subject in one}) == 1


@pytest.mark.parametrize("seed", range(20))
def test_a_slip_moves_or_drops_a_letter_of_one_long_word(seed: int) -> None:
    question = "was the PFS of 13.93 months longer?"
    slipped = slip(question, random.Random(seed))
    pairs = zip(question.split(), slipped.split(), strict=True)
    ((right, wrong),) = ((a, b) for a, b in pairs if a != b)
    assert right == "months"
    assert sorted(wrong) == sorted(right) or len(wrong) == len(right) - 1
    assert slip("OS in 3L?", random.Random(seed)) == "OS in 3L?"


def test_absent_data_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="is absent"):
        list(rows(tmp_path, CLINICAL))


def test_the_same_seed_makes_the_same_mixture(folder: Path) -> None:
    written = folder / "written"
    first = mixture(folder, "clinical", 7, written)
    assert first == mixture(folder, "clinical", 7, written)
    assert first != mixture(folder, "clinical", 8, written)


def example_of(number: int) -> Example:
    titles = {str(number): f"{DRUGS[number % 6]} for heart failure"}
    (example,) = examples_of(CLINICAL, row(CLINICAL, number), titles)
    return example


def test_a_question_without_a_label_is_put_beside_other_passages_of_its_set(folder: Path) -> None:
    written = folder / "written"
    sets = read_sets(folder, written)
    away = dict(apart(sets))
    made = unlabelled(folder, random.Random(1), written)
    assert made
    for one in made:
        assert not one.answers
        assert one.text in {example.text for example in sets[one.set]}
        assert one.document not in away[one.set]


def test_what_is_changed_in_a_question_is_not_in_the_passage() -> None:
    pool = Pool([example_of(number) for number in range(24)])
    changed = 0
    for seed in range(40):
        example = example_of(seed % 24)
        found = altered(example, pool, random.Random(seed))
        if found:
            changed += 1
            assert found.answers == ()
            assert (found.text, found.headings) == (example.text, example.headings)
            new = set(found.question.split()) - set(example.question.split())
            assert new
            assert not any(word.strip("?").casefold() in example.text.casefold() for word in new)
    assert changed > 20


def test_a_confused_passage_does_not_hold_the_answer() -> None:
    pool = Pool([example_of(number) for number in range(24)])
    for number in range(24):
        found = pool.confused(example_of(number), random.Random(number))
        assert found
        assert found.text != example_of(number).text
        assert f"{100 + number}.5 months" not in found.text


def test_a_passage_is_put_under_another_title_only_where_the_title_decides() -> None:
    example = example_of(1)
    other = ["Sleep in adolescents"]
    assert headed(example, other, random.Random(7)) is None
    asking = Example(
        **{**fields(example), "question": "median survival in the heart failure study"}
    )
    found = headed(asking, other, random.Random(7))
    assert found
    assert (found.headings, found.answers) == (other[0], ())


def fields(example: Example) -> dict[str, object]:
    return {name: getattr(example, name) for name in Example.__slots__}


def test_synthetic_answers_are_values_of_the_text() -> None:
    made = list(synthesise(300, 7))
    assert len(made) >= 300
    assert 0.2 < sum(not one.answers for one in made) / len(made) < 0.5
    for one in made:
        for span in one.answers:
            before = one.text[: span.start]
            assert before.endswith((" ", ": "))
            assert any(char.isdigit() for char in span.of(one.text))


def test_targets_lie_on_the_answer() -> None:
    tokenizer = load_tokenizer()
    long = "Rye bread keeps. " * 90
    text = f"{long}It enrolled 402 patients. {long}"
    start = text.index("402")
    example = Example(
        CLINICAL, "1", "answered", "How many?", "Trial", text, (Span(start, start + 3),), 1.0
    )
    for seed in range(5):
        (item,) = items([example], tokenizer, seed)
        (first,), (last,) = item.starts, item.ends
        assert tokenizer.decode(item.row.ids[first : last + 1]) == "402"


def test_batches_hold_every_item_once_in_an_order_of_the_seed() -> None:
    made = items([example_of(number) for number in range(24)], load_tokenizer(), 7)
    order = [[id(one) for one in batch] for batch in batches(made, 5, 7, 0)]
    assert order == [[id(one) for one in batch] for batch in batches(made, 5, 7, 0)]
    assert sorted(chain.from_iterable(order)) == sorted(id(one) for one in made)
    batch = collate(made[:3])
    assert batch.allowed[:, 0].all()
    assert (batch.starts & batch.allowed).any(dim=1).all()
    assert (batch.mask.sum(dim=1) > batch.types.sum(dim=1)).all()


def test_written_questions_are_read_with_their_passage(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(HANDBOOK, encoding="utf-8")
    winter, hot, mill = read_written(tmp_path, tmp_path, "written")
    assert [span.of(winter.text) for span in winter.answers] == ["4 bar"]
    assert winter.text[: winter.answers[0].start].endswith("bar, or ")  # not the 4 of 4.5 bar
    assert (hot.kind, hot.answers, hot.headings) == ("near-miss", (), "Pump 7 › Limits")
    assert mill.document == "Mill 2"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("+ lay | how heavy? | 9 kg", "not in its passage: 9 kg"),
        ("+ lay | how heavy?", "not a question"),
        ("- odd | how heavy?", "not a question"),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, line: str, reason: str) -> None:
    (tmp_path / "a.txt").write_text(f"= A › B\n> It weighs 8 kg.\n{line}\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=rf"a\.txt:3: {reason}"):
        list(read_written(tmp_path, tmp_path, "written"))


def test_what_wording_gives_away_is_thinned_out() -> None:
    asked = [example_of(number) for number in range(24)] * 4
    lay = [
        Example(**{**fields(one), "question": f"patients in group {n % 9} died"}).unanswered(
            "near-miss", 0.7
        )
        for n, one in enumerate(asked)
    ]
    sure = tell([*asked, *lay])
    assert sure[: len(asked)].max() < 0.5 < sure[len(asked) :].min()
    left = thinned([*asked, *lay], random.Random(7))
    assert [one for one in left if one.answers] == asked
    assert len(left) - len(asked) < len(lay) / 3


def test_an_unrelated_passage_is_of_another_document() -> None:
    others = [example_of(number) for number in range(24)]
    for seed in range(30):
        found = unrelated(others[3], others, random.Random(seed))
        assert found is None or found.text != others[3].text


def test_an_exported_reader_can_be_trained_on(tmp_path: Path) -> None:
    torch.manual_seed(7)
    model = fresh("eager")
    model.eval()
    exact, small = tmp_path / "exact.onnx", tmp_path / "small.onnx"
    write_exact(model, exact)
    quantise(exact, small)
    own, again, rounded = (one.state_dict() for one in (model, restored(exact), restored(small)))
    assert own.keys() == again.keys() == rounded.keys()
    for name, weights in own.items():
        assert torch.equal(weights, again[name]), name
        assert (weights - rounded[name]).abs().max() <= weights.abs().max() / 64, name
    for name in ("span.weight", "pooler.weight", "judge.weight"):
        assert torch.equal(own[name], rounded[name]), name


def test_a_blend_lies_between_what_it_is_made_of() -> None:
    start, end = {"a": torch.tensor([0.0, 4.0])}, {"a": torch.tensor([4.0, 0.0])}
    assert blend(start, end, 0.75)["a"].tolist() == [3.0, 1.0]
    assert torch.equal(blend(start, end, 1.0)["a"], end["a"])


def pump(question: str) -> Example:
    text = "The pump holds 4.5 bar. In winter it holds 4 bar."
    return Example("written", "Pump", "answered", question, "Pump", text, (Span(43, 48),), 1.0)


def test_rivals_do_not_hold_the_answer_and_lack_what_was_asked() -> None:
    found = [
        Found("b.md", "Mill", "Grinding: a winter pump holds 4 bar."),  # the answer
        Found("a.md", "Pump", "In winter it holds 4 bar."),  # the passage that answers
        Found("a.md", "Pump", "The pump holds 4.5 bar."),  # the rest of it
        Found("b.md", "Mill", "In winter a pump of the mill holds 9 bar."),  # it may be meant
        Found("b.md", "Mill", "In summer a pump of the mill holds 9 bar."),
        Found("a.md", "Pump", "Its oil is changed in winter."),
        Found("b.md", "Mill", "It grinds in winter."),
    ]
    right, *rivals = group_of(pump("What does the pump hold in winter?"), found, "a.md")
    assert [span.of(right.text) for span in right.answers] == ["4 bar"]
    assert right.text == "In winter it holds 4 bar."
    assert [one.text for one in rivals] == [found[n].text for n in (4, 5, 6)]
    assert [one.relevance for one in rivals] == [0.1, 0.3, 0.1]
    assert not any(one.answers for one in rivals)


def test_a_question_in_other_words_has_rivals_that_share_none() -> None:
    asked = pump("How much is it under when cold?")
    strange = [Found("b.md", "Mill", text) for text in ("It grinds.", "Rye.", "Wheat.")]
    assert [one.text for one in group_of(asked, strange, "a.md")[1:]] == [
        one.text for one in strange
    ]
    cold = Found("b.md", "Mill", "It is cold.")
    assert not group_of(asked, [cold, *strange[:2]], "a.md")


def test_groups_come_from_an_index(encoder: Encoder) -> None:
    own = [example_of(number) for number in range(24)]
    made = list(groups(own, encoder, 5))
    assert len(made) == 5
    for right, *rivals in made:
        assert len(rivals) == RIVALS
        assert all(span.of(right.text).endswith("months") for span in right.answers)
        answer = right.answers[0].of(right.text)
        assert not any(answer in one.text for one in rivals)


def test_a_question_without_a_word_to_search_for_has_no_rivals(encoder: Encoder) -> None:
    own = [replace(example_of(number), question="Who was it?") for number in range(24)]
    assert list(groups(own, encoder, 3)) == []


def test_passages_of_a_question_share_one_distribution() -> None:
    logits = torch.tensor([[9.0, 0.0, 1.0], [9.0, 2.0, 5.0]])
    targets = torch.tensor([[False, False, True], [True, False, False]])
    allowed = torch.tensor([[True, True, True], [True, True, False]])
    shares = torch.tensor([0.0, 1.0, 2.0]).softmax(0)
    found = shared_span_loss(logits, targets, allowed, 2)
    torch.testing.assert_close(found, -shares[1].log())


def test_groups_stand_behind_single_examples() -> None:
    made = items([example_of(number) for number in range(11)], load_tokenizer(), 7)
    batch = collate(made[:3], [made[3:7], made[7:11]])
    assert (batch.singles, batch.group, len(batch.ids)) == (3, 4, 11)
    assert batch.ids[3, : len(made[3].row.ids)].tolist() == made[3].row.ids
