"""What is asked.

`understanding` takes a question apart into concepts, `slips` of the keyboard mended; `asking` tells
what kind of answer it wants, `superlatives` of what the most or the least, `names` which concepts
an answer has to name; `symbols` knows the names that programs have, `combinations` what has more
parts than the thing asked about; `parts` takes apart what asks several things.
"""

from qa_bot.question.understanding import Concept, Question, understand

__all__ = ["Concept", "Question", "understand"]
