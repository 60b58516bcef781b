"""The encoder: its export agrees with the model, its weights are the published ones."""

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from qa_bot.encoder import DEFAULT_MODEL, Encoder, load_encoder
from qa_bot.encoder.onnx import OnnxEncoder
from qa_bot.encoder.torch import TorchEncoder, adapt
from qa_bot.encoder.weights import (
    BASE_MODEL,
    cached_export,
    local_folder,
    model_key,
    packaged_adapter,
)
from qa_bot.errors import EncoderError
from tests.conftest import RunCommand

TEXTS = (
    "What is the median progression-free survival?",
    "",
    "a",
    "13.93 months (95% CI 11.73 to not evaluable); HR 0.70, p = 0.0075",
    "Ärzte, naïve, 中文, مرحبا, 😀, ﬁ, e\u0301",
    "nul \x00 and escape \x1b[31m and a lone \ufeff mark",
    "long " * 2000,
    "antidisestablishmentarianism" * 40,
)


@pytest.fixture(scope="module")
def original() -> TorchEncoder:
    """The default model on sentence-transformers itself."""
    return TorchEncoder(DEFAULT_MODEL)


@pytest.fixture
def copied_model(tmp_path: Path) -> Path:
    """The base model in a folder of its own."""
    source = local_folder(DEFAULT_MODEL)
    assert source
    return Path(shutil.copytree(source, tmp_path / "model"))


def test_the_export_agrees_with_the_model(encoder: Encoder, original: TorchEncoder) -> None:
    ours, theirs = encoder.encode_documents(TEXTS), original.encode_documents(TEXTS)
    assert ours.shape == theirs.shape == (len(TEXTS), encoder.identity.dimension)
    assert np.sum(ours * theirs, axis=1).min() > 0.999
    for text in TEXTS:
        cosine = encoder.encode_question(text) @ original.encode_question(text)
        assert cosine > 0.999, text


def test_both_backends_are_one_encoder(encoder: Encoder, original: TorchEncoder) -> None:
    assert encoder.identity == original.identity
    assert encoder.count_tokens(TEXTS) == original.count_tokens(TEXTS)


def test_vectors_are_of_unit_length_whatever_the_batch(encoder: Encoder) -> None:
    texts = [f"{'word ' * (number % 50)}{number}" for number in range(70)]
    together = encoder.encode_documents(texts)
    assert together.dtype == np.float32
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    alone = np.stack([encoder.encode_documents([text])[0] for text in texts])
    assert np.allclose(together, alone, atol=1e-5)
    assert encoder.encode_documents([]).shape == (0, encoder.identity.dimension)


def test_tokens_are_counted_beyond_what_the_model_takes(encoder: Encoder) -> None:
    assert encoder.count_tokens(["", "two words", "word " * 5000]) == [0, 2, 5000]


def test_prompts_of_a_model_are_honoured(
    copied_model: Path, encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_BOT_CACHE", str(tmp_path / "cache"))
    settings = copied_model / "config_sentence_transformers.json"
    prompts = {"query": "query: ", "document": "passage: "}
    settings.write_text(json.dumps({**json.loads(settings.read_text()), "prompts": prompts}))
    prompted, plain = load_encoder(str(copied_model)), load_encoder(BASE_MODEL)
    assert len({one.identity.key for one in (prompted, plain, encoder)}) == 3
    for text in TEXTS[:4]:
        question, document = prompted.encode_question(text), prompted.encode_documents([text])[0]
        assert np.allclose(question, plain.encode_question(f"query: {text}"), atol=1e-4)
        assert np.allclose(document, plain.encode_documents([f"passage: {text}"])[0], atol=1e-4)


def test_altered_default_weights_are_refused(copied_model: Path) -> None:
    weights = copied_model / "model.safetensors"
    with weights.open("r+b") as file:
        file.seek(-100, 2)
        byte = file.read(1)[0]
        file.seek(-100, 2)
        file.write(bytes([byte ^ 1]))
    with pytest.raises(EncoderError, match="not the published ones") as raised:
        model_key(DEFAULT_MODEL, copied_model)
    assert "pip install --force-reinstall" in raised.value.hint
    assert raised.value.exit_code == 4


def test_an_adapter_that_is_altered_or_missing_is_refused(tmp_path: Path) -> None:
    altered = tmp_path / "adapter.safetensors"
    altered.write_bytes(packaged_adapter().read_bytes() + b"\0")
    for path in (altered, tmp_path / "absent"):
        with pytest.raises(EncoderError, match="not the file that was published") as raised:
            packaged_adapter(path)
        assert raised.value.message.startswith(str(path))
        assert raised.value.hint == "pip install --force-reinstall qa-bot"


def test_an_adapter_adds_the_product_of_its_matrices(tmp_path: Path) -> None:
    model = torch.nn.ModuleDict({"encoder": torch.nn.ModuleDict({"layer": torch.nn.Linear(3, 2)})})
    before = model["encoder"]["layer"].weight.detach().clone()
    up, down = torch.tensor([[1.0], [2.0]]), torch.tensor([[1.0, 0.0, -1.0]])
    save_file({"encoder.layer.up": up, "encoder.layer.down": down}, tmp_path / "a.safetensors")
    adapt(model, tmp_path / "a.safetensors")
    after = model["encoder"]["layer"].weight.detach()
    assert torch.allclose(after - before, torch.tensor([[1.0, 0.0, -1.0], [2.0, 0.0, -2.0]]))


def test_an_adapter_of_another_model_is_not_left_out_silently(tmp_path: Path) -> None:
    save_file({"layer.up": torch.ones(2, 1), "layer.down": torch.ones(1, 3)}, tmp_path / "a")
    with pytest.raises(ValueError, match="not enough values"):
        adapt(torch.nn.Linear(3, 2), tmp_path / "a")


@pytest.mark.parametrize(
    "name", ["nosuch", "no/such", "a b", "../x", "x" * 300, "nul\x00", ""], ids=range(7)
)
def test_a_model_that_is_not_here_is_refused_with_a_hint(name: str) -> None:
    with pytest.raises(EncoderError, match="no weights of the encoder") as raised:
        load_encoder(name)
    assert "--download" in raised.value.hint


def test_a_folder_that_holds_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    for backend in ("onnx", "torch"):
        with pytest.raises(EncoderError) as raised:
            load_encoder(str(tmp_path), backend=backend)
        assert str(tmp_path) in raised.value.message


@pytest.mark.parametrize("file", ["model.onnx", "tokenizer.json", "encoder.json", "seal.json"])
@pytest.mark.parametrize("content", [b"", b"{}", b"garbage", None])
def test_a_damaged_export_is_refused_or_made_again(
    file: str, content: bytes | None, tmp_path: Path
) -> None:
    kept = cached_export(DEFAULT_MODEL)
    assert kept
    copy = Path(shutil.copytree(kept, tmp_path / "export"))
    if content is None:
        (copy / file).unlink()
    else:
        (copy / file).write_bytes(content)
    with pytest.raises(EncoderError, match="damaged") as raised:
        OnnxEncoder(copy)
    assert raised.value.hint.startswith(f"rm -r {copy}")


def test_a_model_that_was_altered_is_never_given_to_the_runtime(tmp_path: Path) -> None:
    kept = cached_export(DEFAULT_MODEL)
    assert kept
    copy = Path(shutil.copytree(kept, tmp_path / "export"))
    program = (
        "import sys; from pathlib import Path; from qa_bot.encoder.onnx import OnnxEncoder\n"
        "try: OnnxEncoder(Path(sys.argv[1]))\n"
        "except Exception as error: print(type(error).__name__)\n"
        "print('onnxruntime' in sys.modules or 'tokenizers' in sys.modules)\n"
    )
    model = copy / "model.onnx"
    data = bytearray(model.read_bytes())
    for changed, said in [(0, ["True"]), (1, ["EncoderError", "False"])]:
        data[len(data) // 2] ^= changed
        model.write_bytes(data)  # the same size, another time: its hash alone can tell
        done = subprocess.run(
            [sys.executable, "-c", program, str(copy)], capture_output=True, text=True, check=True
        )
        assert done.stdout.split() == said


def test_an_export_of_other_weights_is_noticed(tmp_path: Path) -> None:
    kept = cached_export(DEFAULT_MODEL)
    assert kept
    copy = Path(shutil.copytree(kept, tmp_path / "export"))
    card = json.loads((copy / "encoder.json").read_text())
    card["probe"] = [-value for value in card["probe"]]
    (copy / "encoder.json").write_text(json.dumps(card))
    with pytest.raises(EncoderError, match="damaged"):
        OnnxEncoder(copy)


def test_an_export_is_used_until_the_model_changes(
    copied_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_BOT_CACHE", str(tmp_path / "cache"))
    name = str(copied_model)
    assert cached_export(name) is None
    first = load_encoder(name).identity
    assert cached_export(name)
    settings = copied_model / "config_sentence_transformers.json"
    settings.write_text(json.dumps({**json.loads(settings.read_text()), "note": "changed"}))
    assert cached_export(name) is None
    assert load_encoder(name).identity != first


def test_a_folder_of_the_same_name_elsewhere_is_another_model(
    copied_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_BOT_CACHE", str(tmp_path / "cache"))
    other = Path(shutil.copytree(copied_model, tmp_path / "elsewhere" / "model"))
    (other / "config_sentence_transformers.json").write_text("{}")
    monkeypatch.chdir(tmp_path)
    load_encoder("model")
    assert cached_export("model")
    monkeypatch.chdir(other.parent)
    assert cached_export("model") is None


def test_the_same_model_at_another_place_is_not_exported_again(
    copied_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    monkeypatch.setenv("QA_BOT_CACHE", str(cache))
    first = load_encoder(str(copied_model)).identity
    (export,) = (cache / "encoders").glob("*/model.onnx")
    made = export.stat().st_mtime_ns
    moved = copied_model.rename(tmp_path / "moved")
    assert load_encoder(str(moved)).identity.key == first.key
    assert cached_export(str(moved)) == export.parent
    assert export.stat().st_mtime_ns == made


def test_two_programs_export_one_model_at_once(
    copied_model: Path, tmp_path: Path, qa_bot: RunCommand
) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("Some text.")
    cache = str(tmp_path / "cache")

    def index(place: str) -> int:
        words = ("index", "notes", "--model", str(copied_model), "--index", place)
        return qa_bot(*words, QA_BOT_CACHE=cache).returncode

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(index, ("first", "second"))) == [0, 0]
    assert len(list((tmp_path / "cache" / "encoders").glob("*/model.onnx"))) == 1


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path, qa_bot: RunCommand) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("Some text.")
    (tmp_path / "file").write_text("in the way")
    done = qa_bot("index", "notes", QA_BOT_CACHE=str(tmp_path / "file"))
    assert done.returncode == 4
    assert "cannot be exported" in done.stderr
    assert "set QA_BOT_CACHE" in done.stderr
