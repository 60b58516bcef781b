"""What else a thing is called.

`abbreviations` are those that documents define themselves, `synonyms` those that a person lists;
`lookup` has both.
"""

from qa_bot.glossary.lookup import Glossary, Wording

__all__ = ["Glossary", "Wording"]
