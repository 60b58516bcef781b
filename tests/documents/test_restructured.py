"""reStructuredText: read without its marks, on its own lines, running and fetching nothing."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.documents.formats import extract
from qa_bot.errors import DocumentError
from qa_bot.text.spans import LineNumbers
from tests.exact import assert_exact
from tests.formats import ARTICLE, FORMATS, quotes, read, units
from tests.strategies import TEXTS

TEXT = """=====
Notes
=====

A **bold** claim with ``code``, :ref:`a target <there>` and :py:class:`~some.thing`.
It goes on [1]_.

.. note:: Mind this.

.. versionadded:: 2.0
   The new part.

.. toctree::

   other/page

.. This is a comment.

Doses
-----

* first item
* second item

term
    what it means

::

    if a:
        b = 2

========= ======
arm       dose
========= ======
first     7 mg
second    8 mg
========= ======

+-------+---------------+
| both  | spans two     |
|       +-------+-------+
|       | a     | b     |
+-------+-------+-------+

.. [1] The foot note.
.. include:: /etc/passwd
.. raw:: html

   <script>
"""


def test_a_text_made_by_pandoc_reads_as_its_article_on_the_lines_of_the_file() -> None:
    found = read("article.rst")
    assert units(found) == ARTICLE
    lines = LineNumbers(found.text)
    of_file = (FORMATS / "article.rst").read_text("utf-8").split("\n")
    for section in found.sections:
        for unit in section.units:
            words = unit.span.of(found.text).split()
            if not unit.columns:
                assert words[0] in of_file[lines.at(unit.span.start) - 1]


def test_marks_are_off_and_what_other_programs_know_is_read_through() -> None:
    found = extract(TEXT.encode(), "notes/notes.rst")
    assert quotes(found) == [
        "A bold claim with code, a target and some.thing.",
        "It goes on.",
        "Mind this.",
        "2.0 The new part.",
        "first item",
        "second item",
        "term",
        "term — what it means",
        "if a:",
        "b = 2",
        "first — dose: 7 mg",
        "second — dose: 8 mg",
        "both — spans two; spans two",
        "both — a; b",
        "The foot note.",
    ]
    assert {section.path for section in found.sections} == {("Notes",), ("Notes", "Doses")}


LABELLED = """:Version: 3.2
:Status: Final. Not to be changed.
:Authors:
    * Meier
:orphan:

Notes
=====

.. contents:: What is here
   :depth: 2

.. only:: html

   The limit is 5 MB.

.. ifconfig:: edition == 'full'

   The full one has none.

.. math:: x = 5

.. admonition:: Limit 7

   It is new.

.. sidebar:: Aside
   :subtitle: Below it

   It is old.

.. topic:: Subject

   It is neither.

-f FILE, --file=FILE  read the file
-h  help. Then stop.

--all
    * first

size : integer : optional
    how large
depth
    how deep

.. epigraph::

   Less is more.

   -- Somebody

.. figure:: a.png
   :target: https://example.org
   :alt: not read

   The caption.
"""


def test_what_stands_beside_the_paragraphs_is_read_on_its_line() -> None:
    found = extract(LABELLED.encode(), "notes/a.rst")
    assert quotes(found) == [
        "Version: 3.2",
        "Status: Final.",
        "Status: Not to be changed.",
        "Authors:",
        "Authors: Meier",
        "orphan:",
        "The limit is 5 MB.",
        "The full one has none.",
        "x = 5",
        "Limit 7",
        "It is new.",
        "Aside",
        "Below it",
        "It is old.",
        "Subject",
        "It is neither.",
        "-f FILE, --file=FILE read the file",
        "-h help.",
        "-h — Then stop.",
        "--all",
        "--all — first",
        "size : integer : optional",
        "size : integer : optional — how large",
        "depth",
        "depth — how deep",
        "Less is more.",
        "Somebody",
        "The caption.",
    ]
    lines = LineNumbers(found.text)
    of_file = LABELLED.split("\n")
    for section in found.sections:
        for unit in section.units:
            last = unit.span.of(found.text).split()[-1]
            assert last in of_file[lines.at(unit.span.start) - 1]


SHIFTED = """About 10\\ :sup:`3` litres of 50 × 10\\ :sup:`9`/L fell.
Water is H\\ :sub:`2`\\ O, the sum 1\\ :subscript:`2`\\ , the 2\\ :superscript:`nd` is |cubic|.

.. |cubic| replace:: m\\ :sup:`3`

Area in mm\\ :sup:`2`
---------------------

:Limit: 5\\ :sup:`6` :index:`cells`

====================== ======================
10\\ :sup:`3` of [#a]_  rate [#a]_
====================== ======================
7\\ :sup:`2`            8 [#a]_
====================== ======================

.. parsed-literal::

   x = 10\\ :sup:`3` [#a]_

.. [#a] That is 2\\ :sup:`4`.
"""


def test_what_is_raised_or_lowered_makes_no_other_figure() -> None:
    found = extract(SHIFTED.encode(), "notes/a.rst")
    assert quotes(found) == [
        "About 10³ litres of 50 × 10⁹/L fell.",
        "Water is H2O, the sum 1₂, the 2nd is m³.",
        "Limit: 5⁶ cells",
        "7² — rate: 8",
        "x = 10³",
        "That is 2⁴.",
    ]
    (_, section) = found.sections
    assert section.path == ("Area in mm²",)
    assert section.units[1].columns == ("10³ of", "rate")


def test_the_marks_of_notes_are_left_out() -> None:
    text = """Median PFS was 9.5 [#a]_ months in 402 [1]_ [2]_ patients [*]_, as in [Lee2020]_.
It was 7 [9]_, see [#gone]_ and [Roe]_.
[1]_ It held, x = a[1] and [2] too. [*]_

.. [#a] First.
.. [1] Second.
.. [2] Third.
.. [*] Fourth.
.. [*] Fifth.
.. [Lee2020] Sixth.
"""
    assert quotes(extract(text.encode(), "notes/a.rst")) == [
        "Median PFS was 9.5 months in 402 patients, as in.",
        "It was 7, see and.",
        "It held, x = a[1] and [2] too.",
        "First.", "Second.", "Third.", "Fourth.", "Fifth.", "Sixth.",
    ]  # fmt: skip


def test_a_table_without_a_head_has_none() -> None:
    grid = "+------+-----+\n| drug | sel |\n+------+-----+\n| firm | kar |\n+------+-----+\n"
    assert quotes(extract(grid.encode(), "notes/a.rst")) == ["drug — sel", "firm — kar"]


def test_what_docutils_remarks_in_a_cell_is_not_read() -> None:
    grid = "=====  ====\nLevel  Dose\n=====  ====\n====   5 mg\n..     7 mg\n=====  ====\n"
    assert quotes(extract(grid.encode(), "notes/a.rst")) == ["Dose: 5 mg", "Dose: 7 mg"]


PLACED = """======
Doses
======

.. list-table:: Caption of it.
   :header-rows: 1
   :widths: 10 20

   * - arm
     - dose
   * - alpha
     - 7 mg
       daily
   * - beta

       more

     - 8 mg

   * -
     - gamma

.. table:: Named so.

   +---------+---------+
   | arm     | dose    |
   +=========+=========+
   | delta   | 7 mg    |
   |         | daily   |
   +---------+---------+
   | epsilon | 8 mg    |
   |         +---------+
   |         | 9 mg    |
   +---------+---------+

1. First.

   ======= =======
   arm     dose
   ======= =======
   zeta    7 mg
   eta     8 mg

           daily
   theta   9 mg
   ======= =======

.. note::

   .. csv-table:: Counted.
      :header: "arm"; "dose"
      :delim: ;

      iota; 7 mg

      "kappa
      more"; 8 mg
      lambda; 9 mg

.. csv-table::
   :header-rows: 1

   arm, dose
   mu, 7 mg
   nu, 8 mg

Example::

    xi = 1

    omicron = 2

- An item.

  .. parsed-literal::
     :class: new

     pi = *3*

     rho = 10\\ :sup:`4`

.. parsed-literal::
   sigma = 5

>>> tau = 6
upsilon

Quoted::

> phi
> chi

Last\x85one.\u2028

::

  psi
"""


def test_a_table_that_is_not_in_shape_is_read_line_by_line() -> None:
    text = """Settings
========

=========  =======  ======================
Name       Default  Meaning
=========  =======  ======================
HOME_DIR   ~/.lantern where files are kept
BUSY_MS    250      how long it waits
=========  =======  ======================

Above is all there is.
"""
    found = extract(text.encode(), "settings.rst")
    lines = LineNumbers(found.text)
    said = [(quote, lines.at(found.text.index(quote.split()[0]))) for quote in quotes(found)]
    assert said == [
        ("Name Default Meaning", 5),
        ("HOME_DIR ~/.lantern where files are kept", 7),
        ("BUSY_MS 250 how long it waits", 8),
        ("Above is all there is.", 11),
    ]


def test_each_row_and_line_of_code_stands_on_its_line_of_the_file() -> None:
    found = extract(PLACED.encode(), "notes/a.rst")
    assert_exact(found.text, found.sections)
    written, of_file = found.text.split("\n"), PLACED.split("\n")
    quoted = {
        "Caption of it.": 5, "alpha": 11, "beta": 14, "gamma": 21, "Named so.": 23, "delta": 28,
        "epsilon": 31, "9 mg": 33, "First.": 36, "zeta": 41, "eta": 42, "theta": 45, "Counted.": 50,
        "iota": 54, "kappa": 56, "lambda": 58, "mu": 64, "nu": 65, "Example:": 67, "xi = 1": 69,
        "omicron = 2": 71, "An item.": 73, "pi = 3": 78, "rho = 10⁴": 80, "sigma = 5": 83,
        "tau = 6": 85, "upsilon": 86, "Quoted:": 88, "phi": 90, "chi": 91, "Last one.": 93,
        "psi": 97,
    }  # fmt: skip
    for quote, line in quoted.items():
        assert quote in written[line - 1], quote
        assert quote.split()[0].strip(":") in of_file[line - 1], quote
    lines = LineNumbers(found.text)
    units = [unit for section in found.sections for unit in section.units]
    assert [lines.at(unit.span.start) for unit in units] == list(quoted.values())


DIRECTED = """.. code-block:: python
   :linenos:
   :caption: How to begin.
   :emphasize-lines: 2

   begin = 1

   go(begin)

.. code:: python
   :number-lines: 7

   import sys

.. sourcecode::

   :no: option

.. Code-Block:: python
   close = 2

.. automodule:: qa_bot.engine
   :members:

   What the engine does.

.. literalinclude:: other.py
   :language: python

.. tabularcolumns:: |l|L|

.. rst-class:: wide

.. only:: html

   ::

      only = 3

.. versionadded:: 2.0 The *first*
   part. The :term:`second`
   :class: new

   Its third.

   ::

      third = 4

.. py:function:: send(*parts, **options)
   :noindex:

   It sends.

.. option:: --all

.. tip-box::
   * Hang it up.

.. math::
   :label: eq

   e = m

   f = n
   + o

.. math:: g = p
"""


def test_directives_are_read_without_what_only_a_program_reads_on_their_lines() -> None:
    found = extract(DIRECTED.encode(), "notes/a.rst")
    assert_exact(found.text, found.sections)
    lines, of_file = LineNumbers(found.text), DIRECTED.split("\n")
    starts = [unit.span.start for section in found.sections for unit in section.units]
    placed = dict(zip(quotes(found), map(lines.at, starts), strict=True))
    assert placed == {
        "How to begin.": 3,
        "begin = 1": 6,
        "go(begin)": 8,
        "import sys": 13,
        ":no: option": 17,
        "close = 2": 20,
        "What the engine does.": 25,
        "only = 3": 38,
        "2.0 The first part.": 40,
        "The second": 41,
        "Its third.": 44,
        "third = 4": 48,
        "send(*parts, **options)": 50,
        "It sends.": 53,
        "--all": 55,
        "Hang it up.": 58,
        "e = m": 63,
        "f = n + o": 65,
        "g = p": 68,
    }
    for quote, line in placed.items():
        assert quote.split()[0] in of_file[line - 1]


@pytest.mark.parametrize("directive", ["include", "literalinclude", "csv-table", "raw", "figure"])
def test_no_other_file_is_read(tmp_path: Path, directive: str) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("the secret,1\n")
    for option in ("", f"\n   :file: {secret}"):
        text = f"Before.\n\n.. {directive}:: {secret if not option else 'x'}{option}\n\nAfter.\n"
        found = quotes(extract(text.encode(), "notes/a.rst"))
        assert not any("the secret" in quote for quote in found)
        assert found[0] == "Before."
        assert found[-1] == "After."


PARTS = [part for text in (TEXT, SHIFTED, PLACED, DIRECTED) for part in text.split("\n\n")]


@given(st.lists(st.one_of(TEXTS, st.sampled_from(PARTS)), max_size=8))
def test_any_text_is_read(parts: list[str]) -> None:
    found = extract("\n\n".join(parts).encode(), "notes/a.rst")
    assert_exact(found.text, found.sections)


def test_what_is_no_utf8_is_named() -> None:
    with pytest.raises(DocumentError, match=r"^notes/a\.rst: not UTF-8"):
        extract(b"\xff", "notes/a.rst")


def test_a_very_long_line_is_read_like_any_other() -> None:
    told = extract(f"Log\n===\n\n{'It ran. ' * 2000}\n\nIt is done.\n".encode(), "a.rst")
    said = [unit.span.of(told.text) for section in told.sections for unit in section.units]
    assert said == ["It ran."] * 2000 + ["It is done."]
