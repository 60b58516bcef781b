"""The benchmark of the checks: its data as published, thresholds worked out by hand."""

import json
from pathlib import Path

from benchmarks.support import Checked, Example, check, covidfact, fitted, healthver, report
from qa_bot.llm.checks import Fault, Support
from tests.fakes import HashEncoder

HEADER = "id,evidence,claim,label,topic_ip,question\n"


def judged(words: float, cosine: float, *, supported: bool) -> Checked:
    return Checked(Example("one", "", (), supported, True), None, Support(words, cosine))


def test_claims_are_read_as_they_were_published(tmp_path: Path) -> None:
    for half, label in (("dev", "Supports"), ("test", "Neutral")):
        row = f'1,"Masks, often, help.",Masks help,{label},1,do masks help\n'
        (tmp_path / f"healthver_{half}.csv").write_text(HEADER + row)
    dev, test = healthver(tmp_path)
    assert dev == Example("healthver", "Masks help", ("Masks, often, help.",), True, True)
    assert (test.supported, test.fitting) == (False, False)
    rows = [
        {"claim": "c", "label": label, "evidence": ["e", "f"], "gold_source": "http://one"}
        for label in ("SUPPORTED", "REFUTED")
    ]
    text = "\n".join(map(json.dumps, rows))
    (tmp_path / "COVIDFACT_dataset.jsonl").write_text(text)
    first, second = covidfact(tmp_path)
    assert (first.evidence, first.supported) == (("e", "f"), True)
    assert not second.supported
    assert first.fitting == second.fitting, "a claim and its opposite are in the same half"


def test_thresholds_keep_most_of_what_is_supported_where_four_of_five_kept_are() -> None:
    good = [judged(0.5, 0.9, supported=True)] * 4 + [judged(0.9, 0.4, supported=True)]
    bad = [judged(0.45, 0.9, supported=False)] * 3 + [judged(0.7, 0.9, supported=False)]
    found = fitted([*good, *bad])
    assert 0.45 < found["words"] <= 0.5
    assert found["cosine"] <= 0.4
    assert (found["precision"], found["recall"]) == (0.8333, 1.0)


def test_a_claim_is_checked_as_a_sentence_that_cites_its_evidence() -> None:
    evidence = ("Masks reduced cases by 15%.",)
    right = check(
        Example("one", "Masks reduced cases by 15%.", evidence, True, False), HashEncoder()
    )
    wrong = check(
        Example("one", "Masks reduced cases by 51%.", evidence, False, False), HashEncoder()
    )
    assert (right.fault, right.support.words) == (None, 1.0)
    assert wrong.fault is Fault.NUMBER
    told = report([right, wrong])
    assert told["dropped_for"] == {"number": 1}
    assert told["kept_supported"]["value"] == told["others_dropped"]["value"] == 1.0
