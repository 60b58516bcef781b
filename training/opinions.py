"""What a reader makes of rows: the scores that it gives, kept to learn from, and how good they are.

Comes in: a reader and a part of a pack. Goes out: its logits for every row, or figures.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from sklearn.metrics import roc_auc_score
from torch import Tensor
from torch.nn import functional

from training.batches import LONGEST, Batch
from training.model import NOWHERE, ReaderModel
from training.packed import Part, padded_length
from training.train import read_batch

AT_ONCE = 1024


@dataclass(frozen=True, slots=True)
class Opinions:
    """A reader's logits.

    Attributes:
        spans: Shape (2, rows, LONGEST): start and end.
        marks: Shape (2, rows): relevance and support.
    """

    spans: Tensor
    marks: Tensor

    def of(self, rows: Tensor, longest: int) -> tuple[Tensor, Tensor]:
        """Take those of some rows, as long as a batch is."""
        return self.spans[:, rows, :longest].float(), self.marks[:, rows].float()


def opinions(model: ReaderModel, part: Part) -> Opinions:
    """Read every row of a part; the model is left as one that does not learn."""
    model.requires_grad_(False).eval()
    spans = torch.full(
        (2, len(part), LONGEST), NOWHERE, dtype=torch.float16, device=part.ids.device
    )
    marks = torch.zeros((2, len(part)), dtype=torch.float16, device=part.ids.device)
    for batch, rows in _in_turn(part):
        start, end, relevance, support = read_batch(model, batch)
        for side, logits in enumerate((start, end)):
            kept = logits.masked_fill(~batch.allowed, NOWHERE)
            spans[side, rows, : logits.shape[1]] = kept.half()
        marks[0, rows], marks[1, rows] = relevance.half(), support.half()
    return Opinions(spans, marks)


def _in_turn(part: Part) -> Iterator[tuple[Batch, Tensor]]:
    lengths = part.places[:, 0]
    for rows in torch.argsort(lengths).split(AT_ONCE):
        yield part.batch(rows, padded_length(int(lengths[rows].max()))), rows


def scores(found: Opinions, part: Part) -> dict[str, float]:
    """Compute the share of answers whose tokens are exactly right, and the AUROC of support."""
    answered = part.marks[:, 0] > 0.5
    places = found.spans[:, :, 1:].float().argmax(-1) + 1
    right = (places.T.unsqueeze(1) == part.targets).all(-1).any(-1)
    return {
        "exact": round(float(right[answered].float().mean()), 4),
        "auroc": round(float(roc_auc_score(answered.cpu(), found.marks[1].cpu())), 4),
    }


def soft_loss(found: list[Tensor], batch: Batch, taught: tuple[Tensor, Tensor]) -> Tensor:
    """Compute how far what a reader finds is from what another found (Hinton et al. 2015).

    Args:
        found: The learner's start, end, relevance and support.
        batch: What it read.
        taught: The other's spans and marks for the same rows.
    """
    spans, marks = taught
    loss = torch.zeros((), device=spans.device)
    for own, other in zip(found[:2], spans, strict=True):
        log_shares = functional.log_softmax(own.masked_fill(~batch.allowed, NOWHERE), dim=-1)
        loss = loss - (other.softmax(-1) * log_shares).sum(-1).mean() / 2
    for own, other in zip(found[2:], marks, strict=True):
        loss = loss + functional.binary_cross_entropy_with_logits(own, other.sigmoid()) / 2
    return loss


def save_opinions(found: dict[str, Opinions], path: Path) -> None:
    """Write opinions, by the part that they are of."""
    save_file(
        {
            f"{part}.{name}": getattr(one, name)
            for part, one in found.items()
            for name in one.__slots__
        },
        path,
    )


def load_opinions(path: Path, device: torch.device) -> dict[str, Opinions]:
    """Read opinions, by the part that they are of."""
    arrays = load_file(path, device=str(device))
    parts = {name.partition(".")[0] for name in arrays}
    return {part: Opinions(arrays[f"{part}.spans"], arrays[f"{part}.marks"]) for part in parts}
