"""Keep a part of what a reader was before it was trained on.

    python -m training.blend START.safetensors END.safetensors OUT.safetensors [--share 0.75]

Comes in: the weights that a run began and ended with. Goes out: a point on the line between them.
There it often reads better than at either end, on what is new and on what it knew (Wortsman et al.
2022, WiSE-FT).
"""

import argparse
from pathlib import Path

from safetensors.torch import load_file, save_file
from torch import Tensor

SHARE = 0.75


def main() -> None:
    """Blend two files of weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("start", type=Path)
    parser.add_argument("end", type=Path)
    parser.add_argument("blended", type=Path)
    parser.add_argument("--share", type=float, default=SHARE, help="of the end")
    options = parser.parse_args()
    found = blend(load_file(options.start), load_file(options.end), options.share)
    options.blended.parent.mkdir(parents=True, exist_ok=True)
    save_file(found, options.blended)


def blend(start: dict[str, Tensor], end: dict[str, Tensor], share: float) -> dict[str, Tensor]:
    """Mix weights of the same model, by name; `share` is how much of `end`, 0 to 1."""
    return {name: start[name].lerp(end[name], share).contiguous() for name in end}


if __name__ == "__main__":
    main()
