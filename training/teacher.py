"""A larger reader, which the packaged one learns from.

    python -m training.teacher PACK.npz all-mpnet-base-v2 RUN_FOLDER

Comes in: what `training.packed` wrote, and the folder of all-mpnet-base-v2 (110 million
parameters). Goes out: `opinions.safetensors`, what the teacher makes of every row. The teacher is
too slow for a laptop and is not kept. Made for a GPU.
"""

import argparse
from dataclasses import asdict, replace
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import MPNetModel
from transformers.utils import logging

from training.batches import load_tokenizer
from training.model import ReaderModel, settled
from training.opinions import opinions, save_opinions, scores
from training.packed import GROUP, STAGE, Part, Stream, fastest, read_pack
from training.train import Settings, log, loss_of, optimiser_for, read_batch, steps

SETTINGS = Settings(
    stage=STAGE, steps=1500, batch=256, encoder_rate=8e-5, head_rate=6e-4, warm_up=0.08
)

_SPECIAL = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[MASK]": "<mask>"}


class Translated(nn.Module):
    """MPNet, read with the numbers that BERT's tokens have; both divide texts alike."""

    def __init__(self, model: MPNetModel, numbers: Tensor) -> None:
        """Keep the number of each of BERT's tokens in MPNet's vocabulary."""
        super().__init__()
        self.model = model
        self.register_buffer("numbers", numbers)

    @property
    def embeddings(self) -> nn.Module:
        """The layer below the others."""
        return self.model.embeddings

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> object:
        """Read; MPNet knows no segments."""
        del token_type_ids
        return self.model(input_ids=self.numbers[input_ids], attention_mask=attention_mask)


def teacher(folder: Path) -> ReaderModel:
    """Put heads with random weights on all-mpnet-base-v2."""
    logging.set_verbosity_error()
    model = MPNetModel.from_pretrained(folder, add_pooling_layer=False)
    own = Tokenizer.from_file(str(folder / "tokenizer.json")).get_vocab()
    tokens = load_tokenizer().get_vocab()
    numbers = torch.zeros(len(tokens), dtype=torch.long)
    for token, number in tokens.items():
        numbers[number] = own.get(_SPECIAL.get(token, token), own["[UNK]"])
    return ReaderModel(Translated(model, numbers), model.config.hidden_size)


def teach(run: Path, model: ReaderModel, parts: dict[str, Part], settings: Settings) -> None:
    """Train the teacher on what is labelled, half of it questions with passages that rival."""
    model.train()
    optimiser = optimiser_for(model, settings)
    half = settings.batch // 2
    streams = [
        Stream(parts["labelled"], half, f"{settings.seed} labelled"),
        Stream(parts["grouped"], half, f"{settings.seed} grouped", GROUP),
    ]

    def loss() -> Tensor:
        batches = [stream.next()[0] for stream in streams]
        return torch.stack(
            [loss_of(read_batch(model, one), one, settings) for one in batches]
        ).mean()

    steps(run, model, optimiser, loss, settings)


def main() -> None:
    """Train a teacher and ask it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("pack", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--steps", type=int, default=SETTINGS.steps)
    parser.add_argument("--seconds", type=float, default=0.0, help="end after so long, if earlier")
    options = parser.parse_args()
    torch.manual_seed(SETTINGS.seed)
    device = fastest()
    parts = read_pack(options.pack, device)
    model = settled(teacher(options.folder), device)
    settings = replace(SETTINGS, steps=options.steps, seconds=options.seconds)
    options.run.mkdir(parents=True, exist_ok=True)
    log(options.run, "begun", **asdict(settings), total=options.steps)
    teach(options.run, model, parts, settings)
    found = {name: opinions(model, part) for name, part in parts.items()}
    log(options.run, "finished", **scores(found["held_out"], parts["held_out"]))
    save_opinions(found, options.run / "opinions.safetensors")


if __name__ == "__main__":
    main()
