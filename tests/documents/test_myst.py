"""Directives of MyST are read through; Markdown without them reads as it did."""

from pathlib import Path

import pytest

from qa_bot.config import Config, IndexConfig
from qa_bot.documents.markdown import parse
from qa_bot.engine import QABot
from qa_bot.text.markup import reading_form, unit_form

MANUAL = """(install-db)=
# Install the database

To list users run:

```{terminal}
:copy:
:user:

getent passwd
```

```{warning}
Never run this in production,
for it may take **40 minutes**.
```

:::{note} It begins here.
:class: tip
See {ref}`the firewall <firewalls>` and {term}`GB`.
:::

::::{tab-set}

:::{tab-item} Ubuntu 21.10 and later
:sync: 21.10

Home directories have the mode 0750.

#### Why

```{dropdown} In short
Others read nothing.
```
More of why.
:::

:::{tab-item} Ubuntu 21.04 and earlier

Home directories have the mode 0755. Backups are kept for 9 days.
:::
::::

This holds for all.

- An item

  ```{tip}
  ---
  class: small
  ---
  - Inside of it.
  ```

  :::{tip}
  Indented.
  :::

> ```{note}
> Quoted.
> ```

```{toctree}
:hidden:
install
```

```{mermaid}
drawn --> away
```

```{code-block} ini
:caption: Settings

port = 22
```
"""


def reads(text: str) -> list[tuple[tuple[str, ...], list[str]]]:
    return [
        (section.path, [unit_form(text, unit, in_markdown=True) for unit in section.units])
        for section in parse(text, "name").sections
    ]


def test_directives_are_read_as_what_they_hold() -> None:
    top = "Install the database"
    later, earlier = "Ubuntu 21.10 and later", "Ubuntu 21.04 and earlier"
    assert reads(MANUAL) == [
        (
            (top,),
            [
                "To list users run:",
                "To list users run: getent passwd",
                "Never run this in production, for it may take 40 minutes.",
                "It begins here.",
                "See the firewall and GB.",
            ],
        ),
        ((top, later), ["Home directories have the mode 0750."]),
        ((top, later, "Why", "In short"), ["Others read nothing."]),
        ((top, later, "Why"), ["More of why."]),
        ((top, earlier), ["Home directories have the mode 0755.", "Backups are kept for 9 days."]),
        (
            (top,),
            [
                "This holds for all.", "An item", "An item — Inside of it.", "Indented.",
                "Quoted.", "port = 22",
            ],
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("```{r}\n:a: b\nx <- 1\n```", [":a: b", "x <- 1"]),
        ("```python\n{note}\n```", ["{note}"]),
        (":::warning Mind\nIt is hot.\n:::", ["Mind It is hot."]),
        ("::: {.note}\nIt is hot.\n:::", ["It is hot."]),
        (":a: It is no option.", [":a: It is no option."]),
        ("f(x)= is undefined (see y)=", ["f(x)= is undefined (see y)="]),
        ("A set {a, b} and {c} `d <e>`.", ["A set {a, b} and {c} d <e>."]),
    ],
)
def test_what_is_no_directive_reads_as_it_did(text: str, read: list[str]) -> None:
    assert [form for _, forms in reads(text) for form in forms] == read


def test_what_a_term_of_a_glossary_means_is_no_code() -> None:
    text = (
        ":::{glossary}\n:sorted:\n\nACL\n    An ACL lists who may\n    do what.\n\n"
        "    It is read\n    from its top.\n\nGB\n    1024 MB.\n:::\n\n    code\n"
    )
    assert reads(text)[0][1] == [
        "ACL An ACL lists who may do what.",
        "It is read from its top.",
        "GB 1024 MB.",
        "code",
    ]


TABLE = """# Errors

```{list-table} What may be shown
:header-rows: 1
:widths: 10 20 20

* - Code
  - Meaning
  - Remedy
* - **E4**
  - Water leak
  - Close the tap. Then call:

    - the service
* - E9
  - Pump blocked
  -
```

:::{list-table}
* - Weight
  - 42 kg
:::

```{list-table}
- Said in
- a list.
```

```{list-table}
* - List
  - ```bash
    ls -l
    ```
```
"""


def test_a_list_of_lists_is_a_table() -> None:
    assert reads(TABLE) == [
        (
            ("Errors",),
            [
                "What may be shown",
                "E4 — Meaning: Water leak; Remedy: Close the tap. Then call: - the service",
                "E9 — Meaning: Pump blocked",
                "Weight — 42 kg",
                "Said in",
                "a list.",
                "List — ls -l",
            ],
        )
    ]


def test_what_a_table_is_called_and_names_its_columns_is_read() -> None:
    text = """```{csv-table} Doses
:header: "Level", "Dose"
:widths: 20, 30

"Start", "100 mg, or
**80 mg**"
Half,
```

:::{csv-table}
---
header-rows: 2
---

Part, Price,
, new, old
Cup, 3 EUR, "1,5 EUR"
:::

```{csv-table}
:header: Part; Price
:delim: ;

Mug; 4 EUR
```

```{table} Parts
:align: left

| Part | Price |
|------|-------|
| Lid  | 2 EUR |
```
"""
    assert reads(text) == [
        (
            ("name",),
            [
                "Doses",
                "Start — Dose: 100 mg, or 80 mg",
                "Half",
                "Cup — Price new: 3 EUR; old: 1,5 EUR",
                "Part; Price",
                "Mug; 4 EUR",
                "Parts",
                "Lid — Price: 2 EUR",
            ],
        )
    ]


def test_roles_read_as_their_words() -> None:
    text = "Press {kbd}`Ctrl`, see {ref}`it <there>`, {doc}`/a/b` and {x} alone; `{y}` is code."
    assert reading_form(text, in_markdown=True) == (
        "Press Ctrl, see it, /a/b and {x} alone; {y} is code."
    )


@pytest.mark.parametrize("opening", [":::{note}\n", "```{note}\n~~~{note}\n", "> :::{note}\n"])
def test_directives_that_nothing_closes_take_little_time(opening: str) -> None:
    parse(opening * 2000, "name")


def test_a_tab_and_its_command_answer(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "manual.md").write_text(MANUAL, encoding="utf-8")
    index = IndexConfig(folders=(str(tmp_path / "docs"),), path=str(tmp_path / "index"))
    bot = QABot.open(Config(index=index))
    listed = bot.ask("How do I list users?").answer.statements[0]
    assert listed.text == "To list users run: getent passwd"
    kept = bot.ask("How long are backups kept?").answer.statements[0].citations[0]
    assert kept.passage.section[-1] == "Ubuntu 21.04 and earlier"
