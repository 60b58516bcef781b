"""Train the reader, in steps that can be interrupted and resumed.

    python -m training.train DATA RUN_FOLDER [--stage clinical --start WEIGHTS] [--resume]

Comes in: the folder of public sets, and the weights of the stage before. Goes out:
`reader.safetensors` in the run's folder, with `log.jsonl` beside it. The state is saved every few
minutes; `--resume` goes on from there.
"""

import argparse
import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from qa_bot.records import Span
from training.batches import Batch, Item, batches, collate, items, load_tokenizer
from training.data import Example
from training.mixture import SHARES, mixture
from training.model import ReaderModel, fresh, save, saved, shared_span_loss, span_loss


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is made with: one epoch over a stage's mixture.

    Attributes:
        steps: End after so many, the rates having decayed; 0 for the whole epoch.
        seconds: End after so long, if that is earlier; 0 for no such end.
        groups: What `training.rivals` wrote; each batch then has half as many single examples, and
            as many of questions with the passages that rival for them.
        start: Weights to go on from; the base encoder's if empty.
    """

    stage: str = "broad"
    start: str = ""
    steps: int = 0
    seconds: float = 0.0
    batch: int = 24
    encoder_rate: float = 1.2e-4
    head_rate: float = 1e-3
    warm_up: float = 0.05
    weight_decay: float = 0.01
    support_weight: float = 0.5
    relevance_weight: float = 0.5
    clip: float = 1.0
    groups: str = ""
    shared_weight: float = 0.5
    seed: int = 7
    threads: int = 2


DEFAULTS = Settings()
LOG_EVERY = 50
SAVE_SECONDS = 240


def main() -> None:
    """Train one run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--stage", choices=sorted(SHARES), default=DEFAULTS.stage)
    parser.add_argument("--start", default=DEFAULTS.start, metavar="WEIGHTS")
    parser.add_argument("--rate", type=float, default=DEFAULTS.encoder_rate)
    parser.add_argument("--steps", type=int, default=DEFAULTS.steps)
    parser.add_argument("--groups", default="", metavar="FILE", help="from training.rivals")
    parser.add_argument("--seed", type=int, default=DEFAULTS.seed)
    parser.add_argument("--resume", action="store_true")
    options = parser.parse_args()
    options.run.mkdir(parents=True, exist_ok=True)
    settings = Settings(
        stage=options.stage,
        start=options.start,
        steps=options.steps,
        encoder_rate=options.rate,
        groups=options.groups,
        seed=options.seed,
    )
    train(options.data, options.run, settings, resume=options.resume)


def train(data: Path, run: Path, settings: Settings, *, resume: bool) -> None:
    """Train to the end, or from the last saved state to the end."""
    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    examples = mixture(data, settings.stage, settings.seed)
    made = items(examples, load_tokenizer(), settings.seed)
    model = (saved(Path(settings.start)) if settings.start else fresh()).train()
    optimiser = optimiser_for(model, settings)
    singles = settings.batch // 2 if settings.groups else settings.batch
    total = settings.steps or -(-len(made) // singles)
    done = load_state(run, model, optimiser) if resume else 0
    log(run, "begun" if not done else "resumed", **asdict(settings), items=len(made), total=total)
    saved_at = told_at = time.monotonic()
    losses: list[float] = []
    for step, batch in enumerate(drawn(settings, made)):
        if step < done:
            continue
        if step == total:
            break
        set_rates(optimiser, settings, step / total)
        made_now = batch()
        loss = loss_of(read_batch(model, made_now), made_now, settings)
        losses.append(float(advance(model, optimiser, loss, settings)))
        now = time.monotonic()
        if (step + 1) % LOG_EVERY == 0:
            speed = settings.batch * LOG_EVERY / (now - told_at)
            log(run, "step", step=step + 1, loss=mean(losses), per_second=round(speed, 1))
            losses, told_at = [], now
        if now - saved_at > SAVE_SECONDS:
            save_state(run, model, optimiser, step + 1)
            saved_at = now
    save(model, run / "reader.safetensors")
    log(run, "finished", total=total)


def drawn(settings: Settings, made: Sequence[Item]) -> Iterator[Callable[[], Batch]]:
    """Yield what makes each batch: half of it of rivalling passages, if there are any."""
    if not settings.groups:
        for batch in batches(made, settings.batch, settings.seed, 0):
            yield partial(collate, batch)
        return
    rivals = read_groups(Path(settings.groups), settings.seed)
    half = settings.batch // 2
    many = half // len(rivals[0])
    for step, batch in enumerate(batches(made, half, settings.seed, 0)):
        first = step * many % (len(rivals) - many)
        yield partial(collate, batch, rivals[first : first + many])


def read_groups(path: Path, seed: int) -> list[list[Item]]:
    """Read what `training.rivals` wrote, in random order, each group's own passage first."""
    tokenizer, groups = load_tokenizer(), []
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file):
            found = [
                Example(**{**one, "answers": tuple(Span(**span) for span in one["answers"])})
                for one in json.loads(line)
            ]
            made = items(found, tokenizer, seed + number)
            if len(made) == len(found):
                groups.append(made)
    random.Random(f"{seed} groups").shuffle(groups)
    return groups


def optimiser_for(model: ReaderModel, settings: Settings) -> torch.optim.AdamW:
    """Make AdamW with a rate for the encoder and one for the heads; word vectors stay as they are.

    Most words of the bundled documents occur in no training example: moving the others alone would
    part them.
    """
    model.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    encoder = [one for one in model.encoder.parameters() if one.requires_grad]
    heads = [*model.span.parameters(), *model.pooler.parameters(), *model.judge.parameters()]
    groups = [
        {"params": encoder, "peak": settings.encoder_rate},
        {"params": heads, "peak": settings.head_rate},
    ]
    return torch.optim.AdamW(groups, lr=0.0, weight_decay=settings.weight_decay, fused=True)


def set_rates(optimiser: torch.optim.AdamW, settings: Settings, progress: float) -> None:
    """Warm up, then decay linearly to nothing."""
    rising, falling = progress / settings.warm_up, (1 - progress) / (1 - settings.warm_up)
    for group in optimiser.param_groups:
        group["lr"] = group["peak"] * max(0.0, min(rising, falling))


def read_batch(model: ReaderModel, batch: Batch) -> list[Tensor]:
    """Read a batch in mixed precision: start, end, relevance and support."""
    with torch.autocast(batch.ids.device.type, dtype=torch.bfloat16):
        found = model(batch.ids, batch.mask, batch.types)
    return [one.float() for one in found]


def loss_of(found: Sequence[Tensor], batch: Batch, settings: Settings) -> Tensor:
    """Compute how far what was read is from what is right."""
    start, end, relevance, support = found
    loss = (
        span_loss(start, batch.starts, batch.allowed) / 2
        + span_loss(end, batch.ends, batch.allowed) / 2
        + settings.support_weight * binary_cross_entropy_with_logits(support, batch.support)
        + settings.relevance_weight * binary_cross_entropy_with_logits(relevance, batch.relevance)
    )
    if batch.group:
        last = slice(batch.singles, None)
        for logits, targets in ((start, batch.starts), (end, batch.ends)):
            loss = loss + settings.shared_weight / 2 * shared_span_loss(
                logits[last], targets[last], batch.allowed[last], batch.group
            )
    return loss


def advance(
    model: ReaderModel, optimiser: torch.optim.AdamW, loss: Tensor, settings: Settings
) -> Tensor:
    """Take one step; the loss before it."""
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), settings.clip)
    optimiser.step()
    return loss.detach()


def steps(
    run: Path,
    model: ReaderModel,
    optimiser: torch.optim.AdamW,
    loss: Callable[[], Tensor],
    settings: Settings,
) -> None:
    """Take all steps of a run that is not interrupted, and log how it goes.

    Time counts from the end of the first step, which compiles the model. `settings.steps` is at
    least 1: it is the end where the clock is not.
    """
    losses: list[Tensor] = []
    step, progress = 0, 0.0
    while progress < 1:
        set_rates(optimiser, settings, progress)
        losses.append(advance(model, optimiser, loss(), settings))
        step += 1
        if step == 1:
            began = time.monotonic()
        spent = (time.monotonic() - began) / settings.seconds if settings.seconds else 0.0
        progress = max(spent, step / settings.steps)
        if step % (2 * LOG_EVERY) == 0:
            speed = round(step / (time.monotonic() - began), 2)
            told = mean([float(one) for one in losses])
            log(run, "step", step=step, loss=told, steps_per_second=speed)
            losses = []
    log(run, "ended", step=step)


def save_state(run: Path, model: ReaderModel, optimiser: torch.optim.AdamW, done: int) -> None:
    """Write all that is needed to go on."""
    save(model, run / "checkpoint.safetensors")
    partial = run / "optimiser.partial"
    torch.save({"optimiser": optimiser.state_dict(), "done": done}, partial)
    partial.replace(run / "optimiser.pt")


def load_state(run: Path, model: ReaderModel, optimiser: torch.optim.AdamW) -> int:
    """Read a saved state; how many steps are done."""
    from safetensors.torch import load_file

    model.load_state_dict(load_file(run / "checkpoint.safetensors"))
    state = torch.load(run / "optimiser.pt", weights_only=True)
    optimiser.load_state_dict(state["optimiser"])
    return int(state["done"])


def log(run: Path, event: str, **fields: object) -> None:
    """Add a line to the run's log."""
    line = json.dumps({"event": event, "time": round(time.time()), **fields})
    print(line, flush=True)
    with (run / "log.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def mean(values: list[float]) -> float:
    """Average, to four places."""
    return round(sum(values) / max(1, len(values)), 4)


if __name__ == "__main__":
    main()
