"""The bundled knowledge says only what its facts say, and says all of it.

A statement in `knowledge/` ends in a comment that names the facts it rests on, which no reader of
the rendered Markdown sees: `... was 13.93 months [@bct]. <!-- BOSTON-01 -->`.  `data/facts.jsonl`
holds each fact's source key and numbers.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin

from qa_bot.glossary.synonyms import synonyms_in
from qa_bot.text.terms import content_forms
from tests.data.make_facts import numbers

ROOT = Path(__file__).parent.parent
KNOWLEDGE = ROOT / "knowledge"
FACTS = {
    fact["id"]: fact
    for fact in map(json.loads, (ROOT / "tests/data/facts.jsonl").read_text("utf-8").splitlines())
}
DOCUMENTS = sorted(path for path in KNOWLEDGE.glob("*.md") if path.name != "README.md")
FACT_COMMENT = re.compile(r"<!--\s*((?:[A-Z0-9]+-\d+\s*)+)-->")
CITATION_KEY = re.compile(r"@([\w-]+)")
CITATION = re.compile(r"\s*\[@[^\]]+\]")
BIB_ENTRY = re.compile(r"^@\w+\{([^,\s]+),", re.MULTILINE)


def blocks(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield (line, kind, source) of every heading, paragraph and table body row."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    parser = MarkdownIt("commonmark").enable("table").use(front_matter_plugin)
    in_body = False
    for token in parser.parse(text):
        in_body = (in_body or token.type == "tbody_open") and token.type != "tbody_close"
        kind = {"heading_open": "heading", "paragraph_open": "paragraph"}.get(token.type)
        kind = "row" if token.type == "tr_open" and in_body else kind
        if kind and token.map:
            start, end = token.map
            yield start + 1, kind, "\n".join(lines[start:end])


def statements(path: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Yield (place, statement, fact ids) of a document; what follows the last comment has none."""
    for line, kind, source in blocks(path):
        place = f"{path.name}:{line}"
        if kind == "heading":
            continue
        parts = FACT_COMMENT.split(source)
        for statement, facts in zip(parts[::2], [*parts[1::2], ""], strict=True):
            if statement.strip(" |\n") or facts:
                yield place, statement.strip(), facts.split()


def test_there_is_knowledge() -> None:
    assert DOCUMENTS


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_statement_names_its_facts_and_cites_their_sources(path: Path) -> None:
    for place, statement, fact_ids in statements(path):
        assert fact_ids, f"{place}: no fact is named after: {statement}"
        assert set(fact_ids) <= FACTS.keys(), f"{place}: unknown fact in {fact_ids}"
        cited = set(CITATION_KEY.findall(statement))
        sources = {FACTS[fact]["source"] for fact in fact_ids}
        assert cited == sources, f"{place}: cites {cited}, its facts come from {sources}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_number_occurs_in_a_fact_of_its_statement(path: Path) -> None:
    for place, statement, fact_ids in statements(path):
        known = {number for fact in fact_ids for number in FACTS[fact]["numbers"]}
        stray = set(numbers(CITATION.sub("", statement))) - known
        assert not stray, f"{place}: {sorted(stray)} not in {fact_ids}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_headings_state_no_figures(path: Path) -> None:
    headings = [(line, text) for line, kind, text in blocks(path) if kind == "heading"]
    assert headings
    assert not [(line, text) for line, text in headings if numbers(text.lstrip("# "))]


def test_every_citation_key_is_in_the_bibliography_and_every_entry_is_cited() -> None:
    entries = BIB_ENTRY.findall((KNOWLEDGE / "references.bib").read_text("utf-8"))
    cited = {key for path in DOCUMENTS for key in CITATION_KEY.findall(path.read_text("utf-8"))}
    assert len(entries) == len(set(entries))
    assert cited == set(entries)


def test_every_term_with_synonyms_is_one_of_the_documents_and_listed_once() -> None:
    listed, faults = synonyms_in((KNOWLEDGE / "synonyms.txt").read_text("utf-8"))
    assert not faults
    texts = ["", *(" ".join(content_forms(path.read_text("utf-8"))) for path in DOCUMENTS), ""]
    words = " \n ".join(texts)
    assert not [one.term for one in listed if f" {' '.join(content_forms(one.term))} " not in words]
    terms = Counter(" ".join(content_forms(one.term)) for one in listed)
    assert not [term for term, count in terms.items() if count > 1]
    for one in listed:
        others = Counter(" ".join(content_forms(other)) for other in one.others)
        assert not [other for other, count in others.items() if count > 1], one.term


def test_every_fact_has_its_place() -> None:
    named = {fact for path in DOCUMENTS for _, _, facts in statements(path) for fact in facts}
    assert not sorted(FACTS.keys() - named)
