"""Passages become an answer, or an honest "not found".

In the order in which an answer is made:

* `units` tells how found passages read, `naming` which of them name what is asked about; `reading`
  has these read;
* `extremes` leaves of a table the row that has the most or the least, where that is asked for;
* `others` passes over what is about another (`rows`: in tables; `topics`: beside what was named
  last) or tells nothing of the kind that is asked for (`demands`), and takes a list as one that is
  asked for by its heading (`headed`);
* `candidates` are the sentences left, each with the signs that it answers; `odds` weighs these;
* `claims` tells what each says (`figures`: where; `agreement`: whether two say the same) and how
  likely it is right;
* `answerer` goes through all that, and says what is told and cited;
* `joining` makes one answer of those to the parts of a question.
"""

from qa_bot.answering.answerer import ExtractiveAnswerer

__all__ = ["ExtractiveAnswerer"]
