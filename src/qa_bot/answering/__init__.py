"""Passages become an answer, or an honest "not found".

`reading` has the passages read, `candidates` are the sentences that may answer, each with the signs
that it does (`rows`: which rows of tables do not; `headed`: lists asked for by their heading),
`odds` weighs these, `claims` tells what each says and how likely it is right (`figures`: where;
`agreement`: whether two say the same), `answerer` says what is told and cited.
"""

from qa_bot.answering.answerer import ExtractiveAnswerer

__all__ = ["ExtractiveAnswerer"]
