"""What is asked.

* `parts` takes apart what asks several things;
* `asking` tells by its words what kind of answer a question wants, `superlatives` whether that is
  the most or the least of something;
* `concepts` are what it is about, and `understanding` makes of it one that can be searched, `slips`
  of the keyboard mended;
* `names` tells which of its words are names, and have to be named; `symbols` knows those that
  programs have, `combinations` what has more parts than the thing asked about.
"""

from qa_bot.question.concepts import Concept
from qa_bot.question.understanding import Question, understand

__all__ = ["Concept", "Question", "understand"]
