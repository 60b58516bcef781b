"""What the reader learns from a teacher: rows packed whole, and opinions that fit their rows."""

import json
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("sklearn")
pytest.importorskip("transformers")

import torch
from transformers import MPNetConfig, MPNetModel

from qa_bot.records import Span
from training import distil, teacher
from training.batches import Item, collate, items, load_tokenizer
from training.data import Example
from training.describe import run_of
from training.export import write_exact
from training.model import blank, depth, grown
from training.negatives import Pool
from training.opinions import (
    Opinions,
    load_opinions,
    opinions,
    save_opinions,
    scores,
    soft_loss,
)
from training.packed import GROUP, PARTS, Stream, numbers, once, read_pack, some
from training.restore import restored
from training.train import Settings, optimiser_for, read_batch, steps

CPU = torch.device("cpu")


def example_of(number: int) -> Example:
    text = f"Arm {number} enrolled {number} patients. " + "They came every week. " * (number % 5)
    start = text.index(f"{number} patients")
    answers = (Span(start, start + len(str(number))),) if number % 3 else ()
    return Example("written", "d", "answered", "How many in it?", "Trial", text, answers, 1.0)


def made_of(count: int) -> list[Item]:
    return items([example_of(number) for number in range(count)], load_tokenizer(), 7)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack of a few rows."""
    path = tmp_path_factory.mktemp("pack") / "pack.npz"
    arrays = {
        f"{part}.{name}": array for part in PARTS for name, array in numbers(made_of(24)).items()
    }
    np.savez_compressed(path, allow_pickle=False, **arrays)
    return path


def test_a_packed_batch_is_the_batch_of_its_items(pack: Path) -> None:
    made = made_of(24)
    part = read_pack(pack, CPU)["labelled"]
    rows = [5, 0, 17]
    chosen = [made[row] for row in rows]
    longest = max(len(one.row.ids) for one in chosen)
    found, expected = part.batch(torch.tensor(rows), longest), collate(chosen)
    for field in fields(expected):
        one, other = getattr(found, field.name), getattr(expected, field.name)
        assert torch.equal(one, other) if isinstance(other, torch.Tensor) else one == other


def test_a_stream_shows_all_rows_before_one_again_and_keeps_groups_together(pack: Path) -> None:
    part = read_pack(pack, CPU)["grouped"]
    stream = Stream(part, 8, "seed", GROUP)
    drawn = [stream.next() for _ in range(3)]
    rows = torch.cat([rows for _, rows in drawn])
    assert sorted(rows.tolist()) == list(range(24))
    assert (rows.reshape(-1, GROUP) % GROUP == torch.arange(GROUP)).all()
    assert all(batch.group == GROUP and not batch.singles for batch, _ in drawn)
    again = Stream(part, 8, "seed", GROUP)
    assert torch.equal(torch.cat([again.next()[1] for _ in range(3)]), rows)


def test_the_same_row_is_packed_once() -> None:
    made = made_of(6)
    assert len(once([*made, *made[2:]])) == 6


def test_so_many_rows_are_taken_in_their_order() -> None:
    made = made_of(9)
    taken = some(made, 4)
    assert len(taken) == 4
    assert [made.index(one) for one in taken] == sorted(made.index(one) for one in taken)
    assert some(made, 20) == made


def test_the_nearest_passages_share_the_rarest_words() -> None:
    pool = Pool([example_of(number) for number in range(4)])
    asked = Example("written", "d", "answered", "enrolled arm 3?", "", "", (), 1.0)
    (near,) = pool.nearest([asked], 2)
    assert "Arm 3" in pool.passages[near[0]].text
    assert len(near) == 2


def test_a_deeper_reader_is_made_of_the_layers_it_grew_from() -> None:
    model = blank(2)
    deeper = grown(model, 3).state_dict()
    assert depth(deeper) == 3
    for new, old in ((0, 0), (1, 0), (2, 1)):
        name = "encoder.encoder.layer.{}.output.dense.weight"
        assert torch.equal(deeper[name.format(new)], model.state_dict()[name.format(old)])
    assert torch.equal(deeper["span.weight"], model.span.weight)


def test_nobody_is_nearer_to_an_opinion_than_who_holds_it(pack: Path) -> None:
    part = read_pack(pack, CPU)["labelled"]
    model = blank(1).eval()
    held = opinions(model, part)
    rows = torch.arange(4)
    batch = part.batch(rows, int(part.places[rows, 0].max()))
    taught = held.of(rows, batch.ids.shape[1])
    found = [one.requires_grad_() for one in read_batch(model, batch)]
    loss = soft_loss(found, batch, taught)
    loss.backward()
    for one in found:
        assert one.grad is not None
        assert one.grad.abs().max() < 2e-3
    other = [one.detach() + torch.randn_like(one) for one in found]
    assert soft_loss(other, batch, taught) > loss


def test_an_export_is_restored_with_all_its_layers(tmp_path: Path) -> None:
    model = blank(2, "eager").eval()
    for weights in model.parameters():  # the exporter keeps arrays that are alike once
        torch.nn.init.normal_(weights, std=0.02)
    write_exact(model, tmp_path / "reader.onnx")
    again = restored(tmp_path / "reader.onnx").state_dict()
    assert again.keys() == model.state_dict().keys()
    assert all(torch.equal(again[name], own) for name, own in model.state_dict().items())


def test_opinions_are_kept_as_they_are(pack: Path, tmp_path: Path) -> None:
    part = read_pack(pack, CPU)["labelled"]
    held = {"labelled": opinions(blank(1), part)}
    save_opinions(held, tmp_path / "opinions.safetensors")
    again = load_opinions(tmp_path / "opinions.safetensors", CPU)
    assert tuple(again) == ("labelled",)
    assert torch.equal(again["labelled"].spans, held["labelled"].spans)
    assert torch.equal(again["labelled"].marks, held["labelled"].marks)


def test_scores_count_exact_answers_and_order_support(pack: Path) -> None:
    part = read_pack(pack, CPU)["held_out"]
    spans = torch.zeros((2, len(part), part.ids.shape[1]))
    for row in range(len(part)):
        for side in range(2):
            spans[side, row, int(part.targets[row, 0, side])] = 9.0
    marks = torch.stack([part.marks[:, 1], part.marks[:, 0]])
    assert scores(Opinions(spans, marks), part) == {"exact": 1.0, "auroc": 1.0}
    assert scores(Opinions(spans.roll(1, 2), -marks), part) == {"exact": 0.0, "auroc": 0.0}


def test_the_teacher_reads_the_same_tokens(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    MPNetModel(
        MPNetConfig(num_hidden_layers=1, hidden_size=24, num_attention_heads=2)
    ).save_pretrained(tmp_path)
    tokenizer = load_tokenizer()
    own = {"<s>": 0, "<pad>": 1, "</s>": 2, "[UNK]": 104, "<mask>": 5, "trial": 900}
    words = {"type": "WordLevel", "unk_token": "[UNK]", "vocab": own}
    parts = ("truncation", "padding", "normalizer", "pre_tokenizer", "post_processor", "decoder")
    told = {"version": "1.0", "added_tokens": [], **dict.fromkeys(parts), "model": words}
    (tmp_path / "tokenizer.json").write_text(json.dumps(told))
    reader = teacher.teacher(tmp_path)
    numbers_of = reader.encoder.numbers  # type: ignore[union-attr]
    for token, number in {"[CLS]": 0, "[PAD]": 1, "[SEP]": 2, "trial": 900, "##ing": 104}.items():
        place = tokenizer.token_to_id(token)
        assert int(numbers_of[place]) == number  # type: ignore[index]


def test_a_reader_learns_from_labels_and_opinions(pack: Path, tmp_path: Path) -> None:
    parts = read_pack(pack, CPU)
    torch.manual_seed(1)
    held = {name: opinions(blank(1), part) for name, part in parts.items()}
    model = blank(1)
    batch = parts["labelled"].batch(torch.arange(24), int(parts["labelled"].places[:, 0].max()))

    def far() -> float:
        taught = held["labelled"].of(torch.arange(24), batch.ids.shape[1])
        return float(soft_loss(read_batch(model, batch), batch, taught).detach())

    before = far()
    distil.learn(tmp_path, model, parts, held, Settings(steps=8, batch=8, encoder_rate=1e-3))
    assert far() < before


def test_a_run_ends_by_its_steps_or_by_the_clock(tmp_path: Path) -> None:
    model, taken = blank(1), [0]

    def loss() -> torch.Tensor:
        taken[0] += 1
        return (model.span.weight**2).sum()

    def count(settings: Settings) -> int:
        taken[0] = 0
        steps(tmp_path, model, optimiser_for(model, settings), loss, settings)
        last = (tmp_path / "log.jsonl").read_text().splitlines()[-1]
        assert json.loads(last)["step"] == taken[0]
        return taken[0]

    assert count(Settings(steps=3)) == 3
    assert count(Settings(steps=3, seconds=3600)) == 3
    assert 1 < count(Settings(steps=100_000, seconds=0.2)) < 100_000


def test_a_stream_gives_lengths_that_a_gpu_likes(pack: Path) -> None:
    part = read_pack(pack, CPU)["labelled"]
    batch, rows = Stream(part, 8, "seed").next()
    longest, columns = int(part.places[rows, 0].max()), batch.ids.shape[1]
    assert columns % 8 == 0
    assert 0 <= columns - longest < 8


def test_a_run_that_ended_by_the_clock_is_told_by_the_steps_it_took() -> None:
    begun = {"event": "begun", "total": 900, "seconds": 30.0}
    log = [begun, {"event": "step", "step": 100, "loss": 1.5}, {"event": "ended", "step": 130}]
    assert run_of(log)["steps"] == 130
    assert run_of([{**begun, "seconds": 0.0}, *log[1:]])["steps"] == 900
    assert run_of(log)["loss"] == [[100, 1.5]]
