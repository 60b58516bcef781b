"""qa-bot: answers from a folder of documents, quoted word for word and cited, or "not found"."""

__version__ = "0.1.0"
