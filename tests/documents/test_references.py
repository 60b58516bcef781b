"""BibTeX becomes references that fit on one line; what is damaged is named with its place."""

import pytest

from qa_bot.documents.references import references_in
from qa_bot.errors import DocumentError
from qa_bot.records import Reference
from tests.conftest import CORPUS, ROOT


def loaded(text: str) -> list[Reference]:
    return references_in(text, "notes/refs.bib")


def test_a_bibliography_is_read_by_key() -> None:
    assert loaded((CORPUS / "references.bib").read_text("utf-8")) == [
        Reference(
            "lovelace2024",
            "Ada Lovelace et al. Journal of Light 2024;12(3):101-109",
            "https://example.org/light",
            "10.1000/light.2024",
        ),
        Reference("note", "Marie Curie and Lise Meitner. A note on HARBOUR (2025)"),
    ]


def test_every_bundled_reference_reads() -> None:
    found = loaded((ROOT / "knowledge" / "references.bib").read_text("utf-8"))
    assert len(found) > 10
    for reference in found:
        assert reference.text != reference.key
        assert not set(reference.text) & set("{}\\\n")


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ("author={Ada Lovelace}, title={T}", "Ada Lovelace. T"),
        ("author={Lovelace, Ada and Hopper, Grace}, title={T}", "Ada Lovelace and Grace Hopper. T"),
        ("author={A One and B Two and C Three}, title={T}", "A One et al. T"),
        ("author={A One and others}, title={T}", "A One et al. T"),
        ("author={de la Cruz, Ana M.}, title={T}", "Ana M. de la Cruz. T"),
        ("author={{World Health Organization}}, title={T}", "World Health Organization. T"),
        ("title={A {BIG} {T}itle\n  goes on}, year=2020", "A BIG Title goes on (2020)"),
        ("title={T}, year={2020}, note={as reported by X}", "T (2020), as reported by X"),
        ("journal={J}, title={T}, year={2020}, volume={3}", "J 2020;3"),
        ("journal={J}, year={2020}, volume={3}, number={S1}, pages={1--9}", "J 2020;3:1-9"),
        ("journal={J}, volume={3}, number={4}, pages={e12–e13}", "J;3(4):e12-e13"),
        ("journal={J}, year={2020}, pages={7}", "J 2020:7"),
        ('title="quoted " # "and joined"', "quoted and joined"),
        ("editor={A B}, title={T}", "T"),
        ("title={}", "key"),
        (
            "author={M{\\\"u}ller, J\\'ozef and others}, title={{\\'E}t{\\'e}}",
            "Józef Müller et al. Été",
        ),
        ("author={{\\O}stby, {\\v{C}}apek}, title={A \\emph{new} x}", "Čapek Østby. A new x"),
        ("title={50% of 3\\% \\& \\$5 a\\_b $\\alpha$}", "50% of 3% & $5 a_b α"),
        ("title={ends in \\\\}", "ends in \\\\"),
        ("title={東京 é e\u0301}", "東京 é e\u0301"),
    ],
)
def test_a_reference_reads_as_far_as_its_fields_go(fields: str, text: str) -> None:
    assert loaded(f"@article{{key, {fields}}}") == [Reference("key", text)]


def test_links_are_kept_as_they_are() -> None:
    fields = "url={https://x.org/a_b~c?d=%20e&f={g}}, doi={10.1000/a\\_b--c}"
    (reference,) = loaded(f"@misc{{key, title={{T}}, {fields}}}")
    assert reference.url == "https://x.org/a_b~c?d=%20e&f={g}"
    assert reference.doi == "10.1000/a_b--c"


def test_strings_comments_and_what_stands_between_entries_are_understood() -> None:
    text = (
        "\ufeffA file of mine.\r\n@comment{not this}\r\n@string{jl = {Journal of Light}}\r\n"
        "@article(one, journal = jl, year = 2020, month = jan)\r\n@misc{two, title = {T},}\r\n"
    )
    assert loaded(text) == [
        Reference("one", "Journal of Light 2020"),
        Reference("two", "T"),
    ]
    assert loaded("") == loaded("no entry") == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("@misc{a, title={x}}\n\n@misc{b, title={never closed", "line 3: premature end of file"),
        ("@misc{a,\n title=undefined}", "undefined string in line 2: undefined"),
        ("@misc{a, title={x}}\n@misc{a, title={y}}", "repeated bibliography entry: a"),
        ("@misc{a, author={a, b, c, d}}", "Too many commas in 'a, b, c, d'"),
    ],
)
def test_damage_is_named_with_its_place(text: str, reason: str) -> None:
    with pytest.raises(DocumentError) as raised:
        loaded(text)
    assert raised.value.message.startswith("notes/refs.bib: ")
    assert raised.value.message.endswith(reason)
    assert "\n" not in raised.value.message
    assert raised.value.hint == "mend it, then: qa-bot index"
    assert raised.value.exit_code == 2
