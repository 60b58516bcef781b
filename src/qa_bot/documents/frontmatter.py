"""What stands before a Markdown text: fields in YAML or TOML, of which the title is wanted.

Comes in: the fields, or the text that they open. Goes out: the title as it is written, or none.
Whatever else the fields hold is not looked at, and faulty ones are passed by.
"""

import re
import tomllib

from qa_bot.documents.canonical import folded

TOML = re.compile(r"\A\+{3}[ \t]*(?=[\r\n])(.*?)(?<=[\r\n])\+{3}[ \t]*(?=[\r\n]|\Z)", re.DOTALL)
"""A text's fields between lines of plus signs."""


def yaml_title(fields: str) -> str:
    """Read `title` from YAML; empty without a mapping and a text for a title."""
    import yaml

    try:
        # Composed, not loaded: a title is quoted as it is written, and no other value is looked at.
        root = yaml.compose(fields, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError):
        return ""  # the scanner itself computes versions and the numbers of characters
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if key.value == "title" and isinstance(value, yaml.ScalarNode):
            return "" if value.tag.endswith(":null") else folded(value.value)
    return ""


def toml_title(text: str) -> str:
    """Read `title` from the TOML that opens a text; empty without a text for a title."""
    opening = TOML.match(text)
    try:
        fields = tomllib.loads(opening[1].replace("\r\n", "\n")) if opening else {}
    except (RecursionError, ValueError):
        return ""
    title = fields.get("title")
    return folded(title) if isinstance(title, str) else ""
