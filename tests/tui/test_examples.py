"""Examples read as questions and are answered by the sentence that they are made of."""

from pathlib import Path

import pytest

from qa_bot.config import Config, IndexConfig
from qa_bot.tui.lazy import LazyBot
from tests.fakes import Notes

MANUAL = """# AquaLine 700 washing machine: user manual

The AquaLine 700 is a front-loading washing machine for homes. This is a manual. Here is a picture.

## Installation

The maximum length of the drain hose is 2.5 m.

## How often is the filter cleaned?

The filter of the machine has to be cleaned every four weeks.

| Programme | Temperature |
| --- | --- |
| Quick wash | 30 °C |
"""
NOTES = """# Garten

Dies ist ein Heft. Das Hochbeet ist eine Kiste aus Lärchenholz und steht an der Südwand.

Der Abstand der Tomaten beträgt 60 cm.
"""
FLAT = """# Flat

The oldest tree in the garden is 80 years old.

The rent is CHF 1850 a month. The price of the parking space is $ 90.
"""
SIENDO = """# Karyopharm (SIENDO, XPORT-EC-042)

## Headline results

They were mixed; the second, shown here, is a disappointment.

| Result | Months |
| --- | --- |
| Karyopharm top line | 5.7 |
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            MANUAL,
            {
                "What is the maximum length of the drain hose?": "2.5 m",
                "How often is the filter cleaned?": "every four weeks",
                "What is the AquaLine 700?": "front-loading",
            },
        ),
        (
            NOTES,
            {
                "Wie viel beträgt der Abstand der Tomaten?": "60 cm",
                "Was ist das Hochbeet?": "Lärchenholz",
            },
        ),
        (
            FLAT,
            {"What is the price of the parking space?": "$ 90", "What is the rent?": "CHF 1850"},
        ),
        (SIENDO, {}),
    ],
    ids=["manual", "notes", "flat", "unsuitable"],
)
def test_examples_are_natural_and_answered(
    tmp_path: Path, text: str, expected: dict[str, str]
) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "one.md").write_text(text, "utf-8")
    index = IndexConfig(folders=(str(tmp_path / "documents"),), path=str(tmp_path / "index"))
    bot = LazyBot(Config(index=index))
    bot.build(Notes(), rebuild=False)
    bot.open(Notes())
    assert list(bot.examples()) == list(expected)
    for question, said in expected.items():
        assert said in bot.ask(question).answer.statements[0].text
    bot.close()
