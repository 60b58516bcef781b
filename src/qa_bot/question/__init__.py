"""What is asked.

`understanding` takes a question apart into concepts, `names` tells which of them an answer has to
name, `symbols` knows the names that programs have.
"""

from qa_bot.question.understanding import Concept, Question, understand

__all__ = ["Concept", "Question", "understand"]
