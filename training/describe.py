"""Write the model card of a reader, and the record of the run that made it.

    python -m training.describe RUN ... --reader READER --scores FILE --record FILE [--after RECORD]

Comes in: the folders of the runs that led to it, with their logs, the exported reader, and what
`training.evaluate` said of it and of its float twin, `benchmarks/reading.py` of SQuAD; of runs
whose folders are gone, the record that `--after` names, of the reader they made. Goes out:
the reader's `card.json`, filled in, its `README.md`, and the record to keep in `training/runs/`.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from qa_bot.encoder.weights import BASE_MODEL
from qa_bot.reader.card import CARD, MODEL
from training.data import CLINICAL, HELD_OUT, LICENCES
from training.marked import LICENCES as MARKED
from training.mixture import HEADINGS_DROPPED, MADE, SHARES
from training.synthesis import SET as SYNTHETIC
from training.written import SETS as WRITTEN

OWN = {
    SYNTHETIC: "Apache-2.0, written by training/synthesis.py",
    "written": "questions and handbooks Apache-2.0, passages PubMed Central open access and "
    "ClinicalTrials.gov",
    "written_more": "questions and passages Apache-2.0",
    "written_again": "questions and passages Apache-2.0",
    "written_anew": "questions and passages Apache-2.0",
    "written_further": "questions and passages Apache-2.0",
    "written_widely": "questions and passages Apache-2.0",
    "written_otherwise": "questions and passages Apache-2.0",
    **{name: f"{said}; answers and twins Apache-2.0" for name, said in MARKED.items()},
}

LIMITS = (
    "English only: the vocabulary and every training example are.",
    "It marks words of the passage; it neither computes nor joins what stands in two places.",
    "The near-miss questions of the clinical set can be told by their wording alone (the words of "
    "the question in a linear model, without the passage, reach an AUROC of 0.97): most were left "
    "out of the training, and their figure says little of reading. Trust those for altered ones "
    "and for the written sets, where wording alone reaches 0.66 and 0.59.",
    "A yes/no question is answered with the words that decide it, never with yes or no.",
    "Trained on inputs of at most 160 tokens; longer passages are read in overlapping rows.",
    "Not a medical device: it finds what documents say, not whether that is right.",
)


def main() -> None:
    """Describe one reader."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("runs", type=Path, nargs="+")
    parser.add_argument("--reader", type=Path, required=True)
    parser.add_argument("--scores", type=Path, required=True)
    parser.add_argument("--float", type=Path)
    parser.add_argument("--squad", type=Path)
    parser.add_argument("--record", type=Path, required=True)
    parser.add_argument("--after", type=Path)
    parser.add_argument("--kept", type=float, default=1.0, help="share that was blended in")
    options = parser.parse_args()
    runs = read(options.after)["runs"] if options.after else []
    runs += [run_of(read_log(folder)) for folder in options.runs]
    runs[-1]["kept"] = options.kept
    told = {
        "held_out": options.scores,
        "held_out_float": options.float,
        "squad_v2_dev": options.squad,
    }
    scores = {name: read(path) for name, path in told.items() if path}
    card = json.loads((options.reader / CARD).read_text(encoding="utf-8"))
    card |= {
        "licence": "Apache-2.0; the licences of the data are listed under `data`",
        "starting_point": {"model": BASE_MODEL, "licence": "Apache-2.0"},
        "data": [{"set": name, "licence": said} for name, said in {**LICENCES, **OWN}.items()],
        "procedure": {
            "command": "see training/README.md",
            **mixed(),
            "runs": [{name: run[name] for name in run if name != "loss"} for run in runs],
        },
        "scores": scores,
        "limits": list(LIMITS),
    }
    write(options.reader / CARD, card)
    (options.reader / "README.md").write_text(readme(card), encoding="utf-8")
    options.record.parent.mkdir(parents=True, exist_ok=True)
    write(options.record, {**mixed(), "runs": runs, "scores": scores})


def read_log(run: Path) -> list[dict[str, Any]]:
    """Read what a run said of itself."""
    return [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]


def mixed() -> dict[str, Any]:
    """Say how the examples were mixed; runs of earlier versions had other shares."""
    return {
        "held_out": HELD_OUT,
        "headings_dropped": HEADINGS_DROPPED,
        "shares": SHARES,
        "altered_elsewhere_unrelated_headed": MADE,
    }


def read(path: Path) -> dict[str, Any]:
    """Read the JSON that a command wrote."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def write(path: Path, fields: dict[str, Any]) -> None:
    """Write JSON for people."""
    path.write_text(json.dumps(fields, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def run_of(log: list[dict[str, Any]]) -> dict[str, Any]:
    """Gather what the run was made with, as it was when it ended, and its loss."""
    last = [line for line in log if line["event"] in {"begun", "resumed"}][-1]
    apart = ("event", "time", "items", "total")
    made = {name: value for name, value in last.items() if name not in apart}
    if made.get("start"):
        made["start"] = "/".join(Path(made["start"]).parts[-2:])
    if made.get("groups"):
        made["groups"] = Path(made["groups"]).name
    return {
        "settings": made,
        "steps": max(one.get("step", 0) for one in log) if made.get("seconds") else last["total"],
        "resumed_at_steps": resumed(log),
        "loss": losses(log),
    }


def resumed(log: list[dict[str, Any]]) -> list[int]:
    """Say after which logged steps the run was interrupted."""
    found, step = [], 0
    for line in log:
        step = line.get("step", step)
        if line["event"] == "resumed":
            found.append(step)
    return found


def losses(log: list[dict[str, Any]]) -> list[list[float]]:
    """Trace the loss, as [step, loss]."""
    return [[line["step"], line["loss"]] for line in log if line["event"] == "step"]


def readme(card: dict[str, Any]) -> str:
    """Write the model card."""
    held_out = card["scores"]["held_out"]
    rows = [
        f"| {name.replace('_', ' ')} | {part['answered']} | {percent(part['em'])} | "
        f"{percent(part['f1'])} | {number(part['auroc_support'])} |"
        for name, part in held_out.items()
        if isinstance(part, dict)
    ]
    parts = [
        "# The packaged reader",
        "A cross-encoder that reads a question together with a passage: is the passage about it "
        "(relevance), does it answer (support), and where (spans). Nine layers, 28 million "
        "parameters, 8-bit weights for ONNX Runtime.",
        f"`{MODEL}` has the SHA-256 `{card['files'][MODEL]}`. `card.json` holds the same and more "
        "for programs; `training/README.md` of the repository says how to make it again.",
        "## Scores",
        "Held-out examples of each set: documents of the set that were not trained on (paragraphs, "
        "where a set does not name its documents; another set may share an article). EM and F1 in "
        "percent, over the questions that are answered; AUROC of support between answered and not.",
        "| set | answered | EM | F1 | AUROC |\n| --- | --- | --- | --- | --- |\n" + "\n".join(rows),
        *(
            f"{name.replace('_', ' ').capitalize()}, AUROC by kind of unanswered question: "
            f"{kinds(held_out[name])}."
            for name in (CLINICAL, *WRITTEN)
        ),
        *eight_bit(held_out, card["scores"].get("held_out_float")),
        *squad(card["scores"].get("squad_v2_dev")),
        "## Data",
        "\n".join(f"- {one['set'].replace('_', ' ')}: {one['licence']}" for one in card["data"]),
        "Started from all-MiniLM-L6-v2; learned from all-mpnet-base-v2, trained on the same data "
        "(both Apache-2.0).",
        "## Limits",
        "\n".join(f"- {limit}" for limit in card["limits"]),
    ]
    return "\n\n".join(parts) + "\n"


def kinds(part: dict[str, Any]) -> str:
    """List the AUROC against each kind of unanswered question."""
    found = part["auroc_support_by_kind"].items()
    return ", ".join(f"{kind} {number(value)}" for kind, value in found)


def eight_bit(held_out: dict[str, Any], exact: dict[str, Any] | None) -> list[str]:
    """Write what eight-bit weights cost."""
    if not exact:
        return []
    lost = percent(exact["all"]["f1"] - held_out["all"]["f1"])
    return [
        f"Eight-bit weights cost {lost} points of F1 over all sets; AUROC of support "
        f"{exact['all']['auroc_support']:.3f} with float weights, "
        f"{held_out['all']['auroc_support']:.3f} with these."
    ]


def squad(found: dict[str, Any] | None) -> list[str]:
    """Write what the reader scores on SQuAD v2.0 dev."""
    if not found:
        return []
    return [
        f"SQuAD v2.0 dev, gold paragraph, {found['questions']} questions (95 % interval): "
        f"EM {spread(found['em'])}, F1 {spread(found['f1'])}, abstaining below a support of "
        f"{found['threshold']}; answerable part, never abstaining: "
        f"EM {spread(found['answerable_em_always'])}, F1 {spread(found['answerable_f1_always'])}; "
        f"AUROC of answerability {spread(found['auroc_support'])}."
    ]


def spread(value: list[float]) -> str:
    """Write a figure with its interval."""
    return f"{value[0]} ({value[1]} to {value[2]})"


def percent(value: float | None) -> str:
    """Write a share in percent."""
    return "" if value is None else f"{100 * value:.1f}"


def number(value: float | None) -> str:
    """Write an AUROC."""
    return "" if value is None else f"{value:.2f}"


if __name__ == "__main__":
    main()
