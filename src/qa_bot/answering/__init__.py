"""Passages become an answer, or an honest "not found".

`units` tells how found passages read, `naming` which of them name what is asked about; `reading`
has these read. `others` passes over what is about another (`rows`: in tables, of which `extremes`
tells the most and the least; `topics`: beside what was named last; `headed`: lists asked for by
their heading are not), or tells nothing of the kind that is asked for (`demands`); `candidates` are
the sentences left, each with the signs that it answers, `odds` weighs these, `claims` tells what
each says and how likely it is right (`figures`: where; `agreement`: whether two say the same),
`answerer` says what is told and cited. `joining` makes one answer of those to the parts of a
question.
"""

from qa_bot.answering.answerer import ExtractiveAnswerer

__all__ = ["ExtractiveAnswerer"]
