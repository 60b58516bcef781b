"""A run as one HTML file that a person looks at: no network, no other file, no script of others.

Comes in: a run. Goes out: HTML. `view` chooses what is shown, `plots` where it is drawn; the page
itself is `page.html` with `page.css` and `page.js`, all beside this file. Everything that comes
from documents, questions or answers is escaped, and no script runs but the page's own.
"""

import base64
import hashlib
from pathlib import Path

from qa_bot.evaluation.report.view import view_of
from qa_bot.evaluation.runs import Run
from qa_bot.text.display import printable

_FOLDER = Path(__file__).parent


def report_html(run: Run) -> str:
    """Write the page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Text of documents may hold what hides or reverses other text.
        finalize=lambda value: printable(value) if type(value) is str else value,
    )
    style = (_FOLDER / "page.css").read_text("utf-8")
    script = (_FOLDER / "page.js").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return environment.get_template("page.html").render(
        view=view_of(run),
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        script_digest=Markup(digest),  # noqa: S704 - Base64
    )
