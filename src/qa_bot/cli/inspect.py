"""`qa-bot inspect`: a document as it is indexed. Heavy imports inside commands."""

from typing import TYPE_CHECKING

import click

from qa_bot.cli.console import Console
from qa_bot.cli.options import shared, text_or_json
from qa_bot.config import Config
from qa_bot.text.display import counted, json_text, one_line

if TYPE_CHECKING:
    from qa_bot.records import Document, Passage


@click.command(epilog="Example: qa-bot inspect knowledge/boston.md")
@click.argument("name", metavar="DOCUMENT")
@text_or_json
@shared
def inspect(name: str, style: str, config: Config, console: Console) -> int:
    """Show a document as it is indexed: its sections and passages."""
    from qa_bot.index.addresses import find_document
    from qa_bot.stores import open_configured

    with open_configured(config, whole=False) as index:
        known = index.store.documents()[find_document(index, name, command="inspect")]
        document = index.store.document(known)
        passages = list(index.store.passages_of(known.id))
    click.echo(_as_json(document, passages) if style == "json" else _as_text(document, passages))
    return 0


def _as_text(document: "Document", passages: "list[Passage]") -> str:
    from qa_bot.text.markup import unit_forms

    facts = [counted(len(document.text), "character"), counted(len(passages), "passage")]
    if document.pages:
        facts.append(counted(len(document.pages), "page"))
    lines = [
        f"{one_line(document.name)} · {one_line(document.title)}",
        f"{', '.join(facts)}, sha256 {document.sha256}",
    ]
    section: tuple[str, ...] = ()
    for passage in passages:
        if passage.section != section:
            section = passage.section
            lines += ["", " › ".join(map(one_line, section))]
        page = f" · page {passage.page}" if passage.page else ""
        span = f"{passage.span.start}-{passage.span.end}"
        lines.append(f"  {span} · line {passage.line}{page}")
        lines += [f"    {one_line(unit)}" for unit in unit_forms(passage)]
    return "\n".join(lines)


def _as_json(document: "Document", passages: "list[Passage]") -> str:
    data = {
        "document": document.name,
        "title": document.title,
        "sha256": document.sha256,
        "characters": len(document.text),
        "pages": len(document.pages) or None,
        "passages": [
            {
                "section": list(passage.section),
                "start": passage.span.start,
                "end": passage.span.end,
                "line": passage.line,
                "page": passage.page,
                "units": [
                    {
                        "start": unit.span.start,
                        "end": unit.span.end,
                        "text": passage.quote(unit.span),
                        "columns": list(unit.columns),
                    }
                    for unit in passage.units
                ],
            }
            for passage in passages
        ],
    }
    return json_text(data, indent=1)
