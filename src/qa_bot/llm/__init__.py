"""A language model words an answer, and nothing that it writes is believed unchecked.

Comes in: a question and the answer that quotes the documents. Goes out: sentences that each cite
quotes of that answer and say nothing that these do not, and what was dropped. It is off unless a
front end asks for it; then nothing leaves the machine but the question and those quotes.
"""

from qa_bot.llm.endpoint import is_here
from qa_bot.llm.loading import load_writer
from qa_bot.llm.protocol import Writer, WriterIdentity
from qa_bot.llm.wording import DroppedSentence, WordedSentence, Wording, word

__all__ = [
    "DroppedSentence",
    "WordedSentence",
    "Wording",
    "Writer",
    "WriterIdentity",
    "is_here",
    "load_writer",
    "word",
]
