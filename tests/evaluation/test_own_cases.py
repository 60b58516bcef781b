"""The cases over the bundled knowledge: their quotes stand where they say, and answer."""

from pathlib import Path

import pytest

from qa_bot.documents import SUFFIXES, load, scan
from qa_bot.evaluation.case_files import load_cases
from qa_bot.evaluation.judging import is_said
from qa_bot.text.markup import reading_form

ROOT = Path(__file__).parent.parent.parent
CASES = ROOT / "tests/cases"


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    documents = map(load, scan(ROOT / "knowledge", SUFFIXES).files)
    return {document.name: document.text for document in documents}


@pytest.mark.parametrize("path", sorted(CASES.glob("*.jsonl")), ids=lambda path: path.stem)
def test_every_file_of_cases_can_be_used(path: Path, texts: dict[str, str]) -> None:
    assert load_cases(path, texts.get).cases


@pytest.mark.parametrize("name", ["first", "tuning"])
def test_every_gold_alternative_says_an_accepted_answer(name: str, texts: dict[str, str]) -> None:
    for case in load_cases(CASES / f"{name}.jsonl", texts.get).cases:
        for spans in case.gold:
            quoted = "\n".join(reading_form(one.quote, in_markdown=True) for one in spans)
            said = (all(is_said(part, quoted) for part in parts) for parts in case.accepted)
            assert any(said), f"{case.id}: {quoted!r} says none of {case.accepted}"
