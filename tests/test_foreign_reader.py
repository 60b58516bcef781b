"""An extractive-QA model of Hugging Face, exported once, reads as torch does."""

from pathlib import Path

import numpy as np
import pytest

from qa_bot.encoder import DEFAULT_MODEL
from qa_bot.encoder.weights import local_folder
from qa_bot.errors import ReaderError
from qa_bot.reader import PassageText, load_reader

transformers = pytest.importorskip("transformers")
torch = pytest.importorskip("torch")

TEXT = "The trial enrolled 402 patients at 123 sites, and 21 countries took part."
QUESTION = "How many sites were there?"


def vocabulary(folder: Path) -> object:
    return transformers.AutoTokenizer.from_pretrained(str(local_folder(DEFAULT_MODEL)))


@pytest.fixture(scope="module")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small BERT with random weights and the default encoder's vocabulary."""
    folder = tmp_path_factory.mktemp("model")
    torch.manual_seed(7)
    config = transformers.BertConfig(
        hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64,
        max_position_embeddings=128,
    )  # fmt: skip
    transformers.BertForQuestionAnswering(config).save_pretrained(folder)
    vocabulary(folder).save_pretrained(folder)
    return folder


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep exports out of the developer's cache."""
    monkeypatch.setenv("QA_BOT_CACHE", str(tmp_path / "cache"))


def test_the_best_span_is_the_one_that_torch_finds(model_folder: Path) -> None:
    reader = load_reader(str(model_folder))
    (evidence,) = reader.read(QUESTION, [PassageText("", TEXT)])
    model = transformers.AutoModelForQuestionAnswering.from_pretrained(model_folder).eval()
    inputs = vocabulary(model_folder)(QUESTION, TEXT, return_tensors="pt")
    with torch.inference_mode():
        found = model(**inputs)
    start, end = found.start_logits[0].numpy(), found.end_logits[0].numpy()
    text = range(inputs["token_type_ids"][0].tolist().index(1), len(start) - 1)
    highest = max(start[i] + end[j] for i in text for j in text if 0 <= j - i < 30)
    assert evidence.spans[0].score == pytest.approx(highest - start[0] - end[0], abs=1e-3)
    assert evidence.support == evidence.relevance == evidence.spans[0].score


def test_it_is_exported_once_and_again_when_the_model_changes(
    model_folder: Path, tmp_path: Path
) -> None:
    key = load_reader(str(model_folder)).identity.key
    (made,) = (tmp_path / "cache" / "readers").glob("*/reader.onnx")
    written = made.stat().st_mtime_ns
    assert load_reader(str(model_folder)).identity.key == key
    assert made.stat().st_mtime_ns == written
    settings = model_folder / "config.json"
    settings.write_text(settings.read_text().replace("{", '{"note": "changed",', 1))
    load_reader(str(model_folder))
    assert len(list((tmp_path / "cache" / "readers").glob("*/reader.onnx"))) == 2


def test_a_long_passage_is_read_in_rows(model_folder: Path) -> None:
    (evidence,) = load_reader(str(model_folder)).read(QUESTION, [PassageText("A › B", TEXT * 40)])
    assert np.isfinite(evidence.support)
    assert all(one.span.end <= len(TEXT) * 40 for one in evidence.spans)


def test_a_model_that_was_not_trained_to_mark_answers_is_refused() -> None:
    with pytest.raises(ReaderError, match="not trained to mark answers") as raised:
        load_reader(str(local_folder(DEFAULT_MODEL)))
    assert "roberta-base-squad2" in raised.value.hint


def test_a_folder_that_holds_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ReaderError, match="cannot be loaded") as raised:
        load_reader(str(tmp_path))
    assert str(tmp_path) in raised.value.message
