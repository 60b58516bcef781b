"""`qa-bot verify`: do saved citations still hold? Heavy imports inside commands."""

import json
from typing import IO, TYPE_CHECKING, Any

import click

from qa_bot.cli.console import Console
from qa_bot.cli.options import shared, text_or_json
from qa_bot.config import Config
from qa_bot.errors import UsageError
from qa_bot.text.display import json_text, one_line

if TYPE_CHECKING:
    from qa_bot.verification import Finding


@click.command(epilog="Example: qa-bot verify answer.json")
@click.argument("file", type=click.File(encoding="utf-8-sig"), default="-", metavar="[ANSWER.json]")
@text_or_json
@shared
def verify(file: IO[str], style: str, config: Config, console: Console) -> int:
    """Check whether the citations of a saved answer still hold.

    They are looked up in today's files. The file is what `ask --format json` or `jsonl` printed. A
    quote is the same, moved, changed or gone; the exit code is 1 when one is changed or gone.
    """
    from qa_bot.stores import open_configured
    from qa_bot.verification import Verdict, Verifier, saved_citations

    try:
        citations = [one for answer in _answers(file) for one in saved_citations(answer)]
    except (ValueError, RecursionError) as error:
        raise UsageError(
            f"{file.name} is not an answer of qa-bot: {error}",
            hint="qa-bot ask --format json QUESTION",
        ) from error
    with open_configured(config, whole=False) as index:
        verifier = Verifier(index, config.documents)
        findings = [verifier.check(citation) for citation in citations]
    if style == "json":
        data = [_as_data(number, one) for number, one in enumerate(findings, 1)]
        click.echo(json_text(data, indent=1))
    else:
        for number, finding in enumerate(findings, 1):
            click.echo(_as_text(number, finding))
    return int(any(one.verdict in {Verdict.CHANGED, Verdict.GONE} for one in findings))


def _answers(file: IO[str]) -> list[Any]:
    """Read one answer, or one a line."""
    text = file.read()
    if not text.strip():
        raise ValueError("it is empty")
    try:
        return [json.loads(text)]
    except ValueError:
        # Not splitlines: a JSON string may hold other characters that it takes for line breaks.
        return [json.loads(line) for line in text.split("\n") if line.strip()]


def _as_text(number: int, finding: "Finding") -> str:
    cited = finding.citation
    lines = [
        f"{finding.verdict:<7}  [{number}] {one_line(cited.document)}:{cited.start}-{cited.end}"
    ]
    if finding.span and finding.verdict != "same":
        now = f"{one_line(finding.document)}:{finding.span.start}-{finding.span.end}"
        lines.append(f"         now {now}, line {finding.line}")
    if finding.verdict in {"changed", "gone"}:
        lines.append(f"         - {one_line(cited.quote)}")
    if finding.verdict == "changed":
        lines.append(f"         + {one_line(finding.text)}")
    return "\n".join(lines)


def _as_data(number: int, finding: "Finding") -> dict[str, Any]:
    cited, span = finding.citation, finding.span
    return {
        "number": number,
        "verdict": str(finding.verdict),
        "document": cited.document,
        "start": cited.start,
        "end": cited.end,
        "quote": cited.quote,
        "now": span
        and {
            "document": finding.document,
            "start": span.start,
            "end": span.end,
            "line": finding.line,
            "text": finding.text,
        },
    }
