"""The encoder's adapter: how its training draws pairs, and that what it learns is what is added."""

from pathlib import Path

import pytest

pytest.importorskip("transformers")

import torch
from safetensors.torch import save_file

from benchmarks.public import Collection, Query
from qa_bot.encoder.torch import adapt
from qa_bot.records import Span
from training.batches import load_tokenizer
from training.data import Example
from training.encoder import adapted, base_model, batches, changes, encode
from training.neighbours import measured


def pair(number: int, document: str) -> Example:
    text = f"Passage {number} of {document}."
    return Example("written", document, "answered", "which?", "", text, (Span(0, 7),), 1.0)


def test_a_batch_holds_no_passage_twice_and_loses_none_while_it_is_full() -> None:
    examples = [pair(number // 3, "a") for number in range(12)]
    made = list(batches(examples, 4))
    assert [len({one.text for one in batch}) for batch in made] == [4, 4, 4]
    assert sorted(one.text for batch in made for one in batch) == [one.text for one in examples]


def test_what_was_learned_is_what_the_program_adds(tmp_path: Path) -> None:
    learning, plain, tokenizer = adapted(2), base_model(), load_tokenizer()
    texts = ["median survival", "A passage about something else."]
    with torch.inference_mode():
        before = encode(learning, tokenizer, texts)
        assert torch.allclose(before, encode(plain, tokenizer, texts), atol=1e-2)
        for number, one in enumerate(learning.parameters()):
            if one.requires_grad:
                torch.manual_seed(number)
                one.copy_(torch.randn_like(one) / 5)
        after = encode(learning, tokenizer, texts)
        save_file(changes(learning, 1.0), tmp_path / "a.safetensors")
        adapt(plain, tmp_path / "a.safetensors")
        added = encode(plain, tokenizer, texts)
    assert not torch.allclose(after, before, atol=5e-2)
    assert torch.allclose(added, after, atol=1e-2)


def test_the_nearest_passage_counts() -> None:
    documents = {"a": "The dose is 100 mg once weekly.", "b": "A bridge over the river Elbe."}
    queries = {"1": Query("Which river is crossed?", {"b": 1}), "2": Query("dose?", {"b": 1})}
    found = measured(base_model(), Collection(documents, queries))
    assert found["documents"] == 2
    values = {name: found[name]["value"] for name in ("success@1", "success@5", "nDCG@10")}  # type: ignore[index]
    assert values == {"success@1": 0.5, "success@5": 1.0, "nDCG@10": 0.8155}
