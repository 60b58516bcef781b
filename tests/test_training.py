"""What the reader is trained on: quotes exact, negatives negative, splits apart.

The public sets are not in the repository: a small folder is written in their form.
"""

import gzip
import json
import random
from itertools import chain
from pathlib import Path

import pytest

pytest.importorskip("sklearn")
pytest.importorskip("transformers")

from qa_bot.records import Span
from training.batches import batches, collate, items, load_tokenizer
from training.data import CLINICAL, SHARES, Example, examples_of, read_sets
from training.mixture import mixture
from training.negatives import Pool, altered, headed
from training.synthesis import synthesise

ARTICLE = (
    "BODY.RESULTS: The {drug} trial enrolled {n} patients at 30 sites. "
    "Median overall survival was {n}.5 months with {drug} and 9.1 months with placebo."
)
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
    for name in SHARES:
        path = place / "reader_training" / f"train_{name}.jsonl.gz"
        with gzip.open(path, "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row(name, number)) + "\n" for number in range(24))
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
    kept, held_out = read_sets(folder, 7)
    assert {one.set for one in held_out} == set(SHARES)
    for name in SHARES:
        ours = {one.document for one in kept if one.set == name}
        assert ours.isdisjoint(one.document for one in held_out if one.set == name)


def test_absent_data_is_named(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "evidence_inference").mkdir()
    (tmp_path / "evidence_inference" / "docs_v2.jsonl").write_text("")
    with pytest.raises(SystemExit, match="is absent"):
        read_sets(tmp_path, 7)


def test_the_same_seed_makes_the_same_mixture(folder: Path) -> None:
    assert mixture(folder, 7) == mixture(folder, 7)
    assert mixture(folder, 7) != mixture(folder, 8)


def example_of(number: int) -> Example:
    titles = {str(number): f"{DRUGS[number % 6]} for heart failure"}
    (example,) = examples_of(CLINICAL, row(CLINICAL, number), titles)
    return example


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
