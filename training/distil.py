"""Train a reader on what is right and on what a teacher makes of it.

    python -m training.distil PACK.npz OPINIONS.safetensors START.safetensors RUN [--layers 9]

Comes in: what `training.packed` and `training.teacher` wrote, and weights to go on from. Goes out:
`reader.safetensors` in the folder RUN. Made for a GPU.
"""

import argparse
from dataclasses import asdict, replace
from pathlib import Path

import torch
from torch import Tensor

from training.model import ReaderModel, grown, save, saved, settled
from training.opinions import Opinions, load_opinions, opinions, scores, soft_loss
from training.packed import GROUP, STAGE, Part, Stream, fastest, read_pack
from training.train import Settings, log, loss_of, optimiser_for, read_batch, steps

SETTINGS = Settings(
    stage=STAGE, steps=1250, batch=384, encoder_rate=3e-4, head_rate=1e-3, warm_up=0.05
)
HARD = 0.4
"""How much the labels count beside the teacher."""


def learn(
    run: Path,
    model: ReaderModel,
    parts: dict[str, Part],
    taught: dict[str, Opinions],
    settings: Settings,
) -> None:
    """Train a reader; each step sees a batch of every part that is trained on."""
    model.train()
    optimiser = optimiser_for(model, settings)
    streams = {
        name: Stream(parts[name], settings.batch, f"{settings.seed} {name}", group)
        for name, group in (("labelled", 0), ("grouped", GROUP), ("unlabelled", 0))
    }

    def loss() -> Tensor:
        total = torch.zeros((), device=parts["labelled"].ids.device)
        for name, stream in streams.items():
            batch, rows = stream.next()
            found = read_batch(model, batch)
            total = total + soft_loss(found, batch, taught[name].of(rows, batch.ids.shape[1]))
            if name != "unlabelled":
                total = total + HARD * loss_of(found, batch, settings)
        return total / len(streams)

    steps(run, model, optimiser, loss, settings)


def main() -> None:
    """Train one reader."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("pack", type=Path)
    parser.add_argument("opinions", type=Path)
    parser.add_argument("start", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--steps", type=int, default=SETTINGS.steps)
    parser.add_argument("--seconds", type=float, default=0.0, help="end after so long, if earlier")
    parser.add_argument("--rate", type=float, default=SETTINGS.encoder_rate)
    options = parser.parse_args()
    settings = replace(
        SETTINGS,
        start=str(options.start),
        steps=options.steps,
        seconds=options.seconds,
        encoder_rate=options.rate,
    )
    torch.manual_seed(settings.seed)
    device = fastest()
    parts = read_pack(options.pack, device)
    model = settled(grown(saved(options.start), options.layers), device)
    options.run.mkdir(parents=True, exist_ok=True)
    made = {**asdict(settings), "layers": options.layers, "hard": HARD, "total": options.steps}
    log(options.run, "begun", **made, items=sum(map(len, parts.values())))
    learn(options.run, model, parts, load_opinions(options.opinions, device), settings)
    save(model, options.run / "reader.safetensors")
    found = opinions(model, parts["held_out"])
    log(options.run, "finished", **scores(found, parts["held_out"]))


if __name__ == "__main__":
    main()
