"""Adapt the base encoder to questions as people type them: a low-rank change of its weights.

    python -m training.encoder DATA ADAPTER.safetensors [--steps 360] [--kept 0.4]

Comes in: the folder of public sets. Goes out: two small matrices for each weight that is changed
(Hu et al. 2021, LoRA); the published weights stay as they are. Questions are drawn to their
passages and away from the other passages of a batch (van den Oord et al. 2018, InfoNCE), many of
which are of the same document. Of the change a part is kept, which keeps what the model knew
(Wortsman et al. 2022, WiSE-FT).
"""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils import parametrize
from transformers import BertModel
from transformers.utils import logging

from training.batches import LONGEST, load_tokenizer
from training.data import CLINICAL, Example
from training.mixture import apart, read_sets, repeated
from training.model import starting_point
from training.train import Settings, mean, set_rates
from training.written import FOLDER

SHARES = {
    CLINICAL: 1.0,
    "written": 2.0,
    "squad_part": 0.3,
    "squad_v11_13articles": 0.3,
    "bioasq_9b_squadstyle": 0.5,
    "qed_dev": 0.5,
}
"""How often a pair of a set is seen."""

RANK = 16
CHANGED = ("query", "key", "value", "dense")
"""Which layers get a low-rank change, and of which rank."""

SCALE = 20.0
"""What a cosine is multiplied by in the loss."""

RATE, WARM_UP = 5e-4, 0.1
KEPT = 0.4
LOG_EVERY = 20
SEED = 7


class LowRank(nn.Module):
    """Adds the product of two thin matrices to a weight; nothing at first."""

    def __init__(self, weight: Tensor, rank: int) -> None:
        """Make them for a weight of shape (outputs, inputs)."""
        super().__init__()
        self.up = nn.Parameter(torch.zeros(weight.shape[0], rank))
        self.down = nn.Parameter(torch.randn(rank, weight.shape[1]) / weight.shape[1] ** 0.5)

    def forward(self, weight: Tensor) -> Tensor:
        """Change the weight."""
        return weight + self.up @ self.down


def base_model() -> BertModel:
    """Open the base encoder."""
    logging.set_verbosity_error()
    return BertModel.from_pretrained(starting_point(), add_pooling_layer=False).eval()


def adapted(rank: int) -> BertModel:
    """Make the base encoder, its weights fixed, with low-rank changes to learn."""
    model = base_model().requires_grad_(False)
    for name, part in model.encoder.named_modules():
        if isinstance(part, nn.Linear) and name.rsplit(".", 1)[-1] in CHANGED:
            parametrize.register_parametrization(part, "weight", LowRank(part.weight, rank))
    return model


def pairs(folder: Path, rng: random.Random) -> list[Example]:
    """Choose answered questions of documents that are not held out."""
    sets = read_sets(folder, FOLDER)
    chosen: list[Example] = []
    for name, away in apart(sets):
        own = [one for one in sets[name] if one.answers and one.document not in away]
        chosen += repeated(own, SHARES.get(name, 0.0), rng)
    place = {one.document: rng.random() for one in chosen}
    return sorted(chosen, key=lambda one: (place[one.document], rng.random()))


def batches(examples: list[Example], size: int) -> Iterator[list[Example]]:
    """Yield batches in which no passage occurs twice."""
    waiting = list(examples)
    while len(waiting) >= size:
        batch: dict[str, Example] = {}
        rest: list[Example] = []
        for one in waiting:
            if len(batch) == size or one.text in batch:
                rest.append(one)
            else:
                batch[one.text] = one
        if len(batch) < size:
            return
        yield list(batch.values())
        waiting = rest


def encode(model: BertModel, tokenizer: Tokenizer, texts: list[str]) -> Tensor:
    """Encode texts as sentence-transformers does; unit vectors, shape (texts, dimension)."""
    tokenizer.enable_truncation(LONGEST)
    tokenizer.enable_padding()
    found = tokenizer.encode_batch(texts)
    ids = torch.tensor([one.ids for one in found])
    mask = torch.tensor([one.attention_mask for one in found])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = model(input_ids=ids, attention_mask=mask).last_hidden_state
    weights = mask.unsqueeze(-1).float()
    mean = (hidden.float() * weights).sum(1) / weights.sum(1)
    return functional.normalize(mean, dim=-1)


def train(
    model: BertModel, tokenizer: Tokenizer, drawn: Sequence[list[Example]], rate: float
) -> None:
    """Take a step for each batch; the rate rises, then falls to nothing.

    Args:
        model: With low-rank changes; they alone are learned.
        tokenizer: The model's.
        drawn: Batches of pairs, in order.
        rate: Of AdamW, at most.
    """
    learned = [one for one in model.parameters() if one.requires_grad]
    optimiser = torch.optim.AdamW([{"params": learned, "peak": rate}], lr=0.0, weight_decay=0.0)
    settings = Settings(warm_up=WARM_UP)
    began, losses = time.monotonic(), []
    for step, batch in enumerate(drawn, 1):
        set_rates(optimiser, settings, step / len(drawn))
        found = loss(model, tokenizer, batch)
        optimiser.zero_grad()
        found.backward()
        optimiser.step()
        losses.append(float(found.detach()))
        if step % LOG_EVERY == 0:
            speed = sum(map(len, drawn[:step])) / (time.monotonic() - began)
            print(f"{step} loss {mean(losses[-LOG_EVERY:])} {speed:.1f} pairs/s", flush=True)


def loss(model: BertModel, tokenizer: Tokenizer, batch: Sequence[Example]) -> Tensor:
    """Take the cross-entropy of each question's own passage among those of the batch."""
    questions = encode(model, tokenizer, [one.question for one in batch])
    passages = encode(model, tokenizer, [f"{one.headings}: {one.text}" for one in batch])
    return functional.cross_entropy(SCALE * questions @ passages.T, torch.arange(len(batch)))


def main() -> None:
    """Train one adapter."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("adapter", type=Path)
    parser.add_argument("--steps", type=int, default=360)
    parser.add_argument("--batch", type=int, default=48)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--kept", type=float, default=KEPT, help="share of the change")
    options = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(2)
    model = adapted(RANK)
    examples = pairs(options.data, random.Random("encoder"))
    print(f"{len(examples)} pairs", flush=True)
    drawn = list(batches(examples, options.batch))
    random.Random("batches").shuffle(drawn)
    train(model, load_tokenizer(), drawn[: options.steps], options.rate)
    save_file(changes(model, options.kept), options.adapter)


def changes(model: BertModel, kept: float) -> dict[str, Tensor]:
    """Gather a share of what was learned, by the name of the layer that it changes."""
    found = {}
    for name, part in model.named_modules():
        if isinstance(part, LowRank):
            layer = name.replace(".parametrizations.weight.0", "")
            found[f"{layer}.up"] = (kept * part.up.detach()).half()
            found[f"{layer}.down"] = part.down.detach().half()
    return found


if __name__ == "__main__":
    main()
